#include "commands/perturb.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "commands/perturb_picture.h"
#include "commands/perturb_screen.h"
#include "core/clock.h"
#include "ui/prescale.h"

static const struct bv_perturbation all[] = {
    {"depth", "deeper by 1.4 from the middle on", BV_PERTURB_DEPTH, 1 / 1.4, 0,
     0},
    {"zoom", "zoomed in by 1.4 from the middle on", BV_PERTURB_ZOOM, 1.4, 0, 0},
    {"gain-up", "gain 6 dB up from the middle on", BV_PERTURB_GAIN, 6, 0, 0},
    {"gain-down", "gain 6 dB down from the middle on", BV_PERTURB_GAIN, -6, 0,
     0},
    {"doubled", "each frame twice", BV_PERTURB_DOUBLED, 0, 0, 0},
    {"dropped", "one frame in three dropped", BV_PERTURB_DROPPED, 3, 0, 0},
    {"5-hz", "5 frames a second", BV_PERTURB_RATE, 5, 0, 0},
    {"10-hz", "10 frames a second", BV_PERTURB_RATE, 10, 0, 0},
    {"15-hz", "15 frames a second", BV_PERTURB_RATE, 15, 0, 0},
    {"60-hz", "60 frames a second", BV_PERTURB_RATE, 60, 0, 0},
    {"120-hz", "120 frames a second", BV_PERTURB_RATE, 120, 0, 0},
    {"320x240", "320 x 240 px", BV_PERTURB_SIZE, 0, 320, 240},
    {"1024x768", "1024 x 768 px", BV_PERTURB_SIZE, 0, 1024, 768},
    {"1920x1080", "1920 x 1080 px", BV_PERTURB_SIZE, 0, 1920, 1080},
    {"jpeg-40", "JPEG of quality 40", BV_PERTURB_JPEG, 40, 0, 0},
    {"sector", "a sector cut out of a rectangle", BV_PERTURB_SECTOR, 0, 0, 0},
    {"flipped", "left and right exchanged", BV_PERTURB_FLIPPED, 0, 0, 0},
    {"screen", "inside a scanner's screen", BV_PERTURB_SCREEN, 0, 0, 0},
};

/* A step of the picture for a decibel, where 60 of them are all its greys. */
static const double levels_per_db = 255 / 60.0;

/* Times of frames are whole ns of something else. */
static const int64_t rounding_ns = 100000;

/* Of a sector: its face as a share of the picture's width, and its angle. */
static const double face_share = 0.85, half_angle_deg = 22;

struct bv_perturb {
    const struct bv_perturbation *how;
    struct bv_perturb_about about;
    struct bv_frame *out;
    struct bv_perturb_screen *screen;
    struct bv_px_map map;      /* where places go now */
    struct bv_scan_area shown; /* in the picture that is made */
    bool changed;              /* the middle is over */

    uint32_t sequence; /* of the next one, where frames are repeated */
    bool has_last;     /* out holds the last one, to be repeated */
    bool last_labelled;
    struct bv_truth_frame last_truth;
    int64_t due_ns; /* RATE: of the next one */
    uint32_t dice;
};

size_t bv_perturbation_count(void)
{
    return sizeof(all) / sizeof(*all);
}

const struct bv_perturbation *bv_perturbation_at(size_t index)
{
    return &all[index];
}

int bv_perturbation_find(const char *name, size_t name_size)
{
    for (size_t i = 0; i < bv_perturbation_count(); i++)
        if (strlen(all[i].name) == name_size &&
            strncmp(all[i].name, name, name_size) == 0)
            return (int)i;
    return -1;
}

bool bv_perturbation_fits_stills(const struct bv_perturbation *perturbation)
{
    switch (perturbation->kind) {
    case BV_PERTURB_SIZE:
    case BV_PERTURB_JPEG:
    case BV_PERTURB_SECTOR:
    case BV_PERTURB_FLIPPED:
    case BV_PERTURB_SCREEN:
        return true;
    default:
        return false;
    }
}

bool bv_perturbation_needs_area(const struct bv_perturbation *perturbation)
{
    return perturbation->kind == BV_PERTURB_DEPTH ||
           perturbation->kind == BV_PERTURB_ZOOM ||
           perturbation->kind == BV_PERTURB_SECTOR;
}

static struct bv_scan_area whole_picture(int width_px, int height_px)
{
    return (struct bv_scan_area){.shape = BV_SCAN_RECTANGLE,
                                 .box = {0, 0, width_px, height_px},
                                 .face_middle = {(width_px - 1) / 2.0, 0}};
}

/* The largest sector of these proportions in a box, its face at the top. */
static struct bv_scan_area sector_in(const struct bv_px_box *box)
{
    double width = box->right - box->left, half = half_angle_deg * M_PI / 180;
    double radius = face_share * width / 2 / sin(half);
    struct bv_px apex = {(box->left + box->right - 1) / 2.0,
                         box->top - radius * cos(half)};

    return (struct bv_scan_area){.shape = BV_SCAN_SECTOR,
                                 .box = *box,
                                 .face_middle = {apex.x, apex.y + radius},
                                 .apex = apex,
                                 .face_radius_px = radius,
                                 .end_radius_px = box->bottom - 1 - apex.y,
                                 .half_angle_deg = half_angle_deg};
}

static struct bv_px_box meet(const struct bv_px_box *a,
                             const struct bv_px_box *b)
{
    return (struct bv_px_box){a->left > b->left ? a->left : b->left,
                              a->top > b->top ? a->top : b->top,
                              a->right < b->right ? a->right : b->right,
                              a->bottom < b->bottom ? a->bottom : b->bottom};
}

/* From the middle on the scan is of another scale, in its place. */
static void change_scale(struct bv_perturb *perturb)
{
    struct bv_scan_area *area = &perturb->about.area;
    double scale = perturb->how->amount;
    struct bv_px about = area->face_middle;

    if (perturb->how->kind == BV_PERTURB_ZOOM)
        about.y = area->box.top + 0.4 * (area->box.bottom - area->box.top);
    perturb->map = (struct bv_px_map){.xx = scale,
                                      .x0 = about.x * (1 - scale),
                                      .yy = scale,
                                      .y0 = about.y * (1 - scale)};
    perturb->shown = bv_perturb_map_area(area, &perturb->map);
    perturb->shown.box = meet(&perturb->shown.box, &area->box);
}

int bv_perturb_width_px(const struct bv_perturbation *perturbation,
                        const struct bv_perturb_about *about)
{
    int width_px = perturbation->width_px, height_px = perturbation->height_px;

    if (perturbation->kind == BV_PERTURB_SCREEN)
        bv_perturb_screen_room(about, &width_px, &height_px);
    else if (perturbation->kind != BV_PERTURB_SIZE)
        return about->width_px;
    bv_prescale_fit(about->width_px, about->height_px, width_px, height_px,
                    &width_px, &height_px);
    return width_px;
}

static int open_kind(struct bv_perturb *perturb)
{
    struct bv_perturb_about *about = &perturb->about;
    int width_px = about->width_px, height_px = about->height_px;

    if (perturb->how->kind == BV_PERTURB_SIZE) {
        width_px = perturb->how->width_px;
        height_px = perturb->how->height_px;
    } else if (perturb->how->kind == BV_PERTURB_SCREEN) {
        perturb->screen = bv_perturb_screen_new(about, &width_px, &height_px);
        if (!perturb->screen)
            return -ENOMEM;
    } else if (perturb->how->kind == BV_PERTURB_SECTOR) {
        perturb->shown = sector_in(&about->area.box);
    } else if (perturb->how->kind == BV_PERTURB_FLIPPED) {
        perturb->map =
            (struct bv_px_map){.xx = -1, .x0 = about->width_px - 1, .yy = 1};
    }
    perturb->out = bv_frame_new(width_px, height_px);
    return perturb->out ? 0 : -ENOMEM;
}

struct bv_perturb *bv_perturb_new(const struct bv_perturbation *perturbation,
                                  const struct bv_perturb_about *about)
{
    struct bv_perturb *perturb = calloc(1, sizeof(*perturb));

    if (!perturb)
        return NULL;
    perturb->how = perturbation;
    perturb->about = *about;
    if (about->area.shape == BV_SCAN_UNKNOWN)
        perturb->about.area = whole_picture(about->width_px, about->height_px);
    perturb->map = bv_px_map_identity();
    perturb->shown = whole_picture(about->width_px, about->height_px);
    if (open_kind(perturb) == 0)
        return perturb;
    bv_perturb_free(perturb);
    return NULL;
}

void bv_perturb_free(struct bv_perturb *perturb)
{
    if (!perturb)
        return;
    bv_frame_unref(perturb->out);
    bv_perturb_screen_free(perturb->screen);
    free(perturb);
}

static void copy_pixels(const struct bv_frame *in, struct bv_frame *out)
{
    for (int y = 0; y < in->height_px; y++)
        memcpy(out->pixels + (ptrdiff_t)y * out->stride_bytes,
               in->pixels + (ptrdiff_t)y * in->stride_bytes,
               (size_t)in->width_px);
}

/* What is known of the picture that is made. */
static void describe(struct bv_perturb *perturb, const struct bv_frame *in)
{
    static const enum bv_side other[] = {BV_SIDE_UNKNOWN, BV_SIDE_RIGHT,
                                         BV_SIDE_LEFT};
    struct bv_frame *out = perturb->out;
    enum bv_perturb_kind kind = perturb->how->kind;

    out->time_ns = in->time_ns;
    out->sequence = in->sequence;
    out->mm_per_px = in->mm_per_px / hypot(perturb->map.xx, perturb->map.yx);
    out->marked_side =
        kind == BV_PERTURB_FLIPPED ? other[in->marked_side] : in->marked_side;
    out->scan_area = bv_perturb_map_area(&in->scan_area, &perturb->map);
    if (in->scan_area.shape == BV_SCAN_UNKNOWN)
        return;
    if (kind == BV_PERTURB_SECTOR)
        out->scan_area = perturb->shown;
    else if (kind == BV_PERTURB_DEPTH || kind == BV_PERTURB_ZOOM)
        out->scan_area.box = meet(&out->scan_area.box, &in->scan_area.box);
}

/* Make the picture. */
static int make(struct bv_perturb *perturb, const struct bv_frame *in)
{
    const struct bv_px_box *box = &perturb->about.area.box;
    struct bv_frame *out = perturb->out;
    int error = 0;

    switch (perturb->how->kind) {
    case BV_PERTURB_DEPTH:
    case BV_PERTURB_ZOOM:
        bv_perturb_move(in, box, &perturb->map, out);
        break;
    case BV_PERTURB_GAIN:
        bv_perturb_gain(in, (int)lround(perturb->how->amount * levels_per_db),
                        out);
        break;
    case BV_PERTURB_SIZE:
        error = bv_perturb_resize(in, out, &perturb->map);
        perturb->shown = whole_picture(out->width_px, out->height_px);
        break;
    case BV_PERTURB_JPEG:
        error = bv_perturb_jpeg(in, (int)perturb->how->amount, out);
        break;
    case BV_PERTURB_SECTOR:
        bv_perturb_mask(in, &perturb->shown, box, out);
        break;
    case BV_PERTURB_FLIPPED:
        bv_perturb_flip(in, out);
        break;
    case BV_PERTURB_SCREEN:
        error = bv_perturb_screen_dress(perturb->screen, in, out, &perturb->map,
                                        &perturb->shown);
        break;
    default:
        copy_pixels(in, out);
    }
    describe(perturb, in);
    if (perturb->screen) { /* nobody tells a grabber where the scan lies */
        out->scan_area.shape = BV_SCAN_UNKNOWN;
        out->mm_per_px = 0;
    }
    return error;
}

static bool is_in_mid_clip(const struct bv_perturbation *how)
{
    return how->kind == BV_PERTURB_DEPTH || how->kind == BV_PERTURB_ZOOM ||
           how->kind == BV_PERTURB_GAIN;
}

/* The scale is of the truth's line; where it does not say, of the clip. */
static struct bv_truth_frame truth_of(struct bv_perturb *perturb,
                                      const struct bv_truth_frame *truth)
{
    struct bv_truth_frame known = *truth;

    if (!(known.mm_per_px > 0))
        known.mm_per_px = perturb->about.mm_per_px;
    return bv_perturb_truth(&known, &perturb->map, &perturb->shown);
}

static int emit_made(struct bv_perturb *perturb, bv_perturb_emit *emit,
                     void *data)
{
    perturb->last_truth.frame = perturb->out->sequence;
    return emit(data, perturb->out,
                perturb->last_labelled ? &perturb->last_truth : NULL);
}

/* Again what came last, in the time until the next one. */
static int repeat_last(struct bv_perturb *perturb, int64_t time_ns,
                       bv_perturb_emit *emit, void *data)
{
    perturb->out->time_ns = time_ns;
    perturb->out->sequence = perturb->sequence++;
    return emit_made(perturb, emit, data);
}

/* A grabber of a rate of its own takes the newest picture at its times. */
static int sample(struct bv_perturb *perturb, int64_t next_ns,
                  bv_perturb_emit *emit, void *data)
{
    int error = 0;

    while (error == 0 && perturb->has_last &&
           perturb->due_ns + rounding_ns < next_ns) {
        error = repeat_last(perturb, perturb->due_ns, emit, data);
        perturb->due_ns += bv_s_to_ns(1 / perturb->how->amount);
    }
    if (!perturb->has_last)
        perturb->due_ns = next_ns;
    return error;
}

static bool is_dropped(struct bv_perturb *perturb)
{
    if (perturb->how->kind != BV_PERTURB_DROPPED)
        return false;
    perturb->dice = perturb->dice * 1664525u + 1013904223u;
    return perturb->dice >> 8 < (1u << 24) / perturb->how->amount;
}

/* Make the frame, with its truth, the last one. */
static int take(struct bv_perturb *perturb, const struct bv_frame *frame,
                const struct bv_truth_frame *truth)
{
    int error = make(perturb, frame);

    if (error < 0)
        return error;
    perturb->has_last = true;
    perturb->last_labelled = truth;
    if (truth)
        perturb->last_truth = truth_of(perturb, truth);
    return 0;
}

/* Frames that come at other times, and have other numbers. */
static int feed_times(struct bv_perturb *perturb, const struct bv_frame *frame,
                      const struct bv_truth_frame *truth, bv_perturb_emit *emit,
                      void *data)
{
    int64_t last_ns = perturb->out->time_ns;
    int error = 0;

    if (perturb->how->kind == BV_PERTURB_RATE)
        error = sample(perturb, frame->time_ns, emit, data);
    else if (perturb->has_last)
        error = repeat_last(perturb, last_ns + (frame->time_ns - last_ns) / 2,
                            emit, data);
    if (error == 0)
        error = take(perturb, frame, truth);
    if (error < 0 || perturb->how->kind == BV_PERTURB_RATE)
        return error;
    return repeat_last(perturb, frame->time_ns, emit, data);
}

int bv_perturb_feed(struct bv_perturb *perturb, const struct bv_frame *frame,
                    const struct bv_truth_frame *truth, bv_perturb_emit *emit,
                    void *data)
{
    enum bv_perturb_kind kind = perturb->how->kind;
    int error;

    if (frame->width_px != perturb->about.width_px ||
        frame->height_px != perturb->about.height_px)
        return -EINVAL;
    if (kind == BV_PERTURB_DOUBLED || kind == BV_PERTURB_RATE)
        return feed_times(perturb, frame, truth, emit, data);
    if (is_in_mid_clip(perturb->how) && !perturb->changed) {
        if (bv_ns_to_s(frame->time_ns) < perturb->about.middle_s)
            return emit(data, frame, truth);
        perturb->changed = true;
        if (kind != BV_PERTURB_GAIN)
            change_scale(perturb);
    }
    if (is_dropped(perturb))
        return 0;
    error = take(perturb, frame, truth);
    return error < 0 ? error : emit_made(perturb, emit, data);
}
