/*
 * bevel review --clip: one recording, or two side by side, each in its own
 * time.
 */
#include "commands/review_clip.h"

#include <cairo.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "acquisition/recorder.h"
#include "commands/output.h"
#include "commands/progress.h"
#include "commands/review_clip_area.h"
#include "commands/review_picture_draw.h"
#include "commands/stop.h"
#include "core/clock.h"

enum { read_timeout_ms = 1000, gap_px = 8 };

/* A recording that plays into the clip. */
struct player {
    const struct bv_clip_part *part;
    struct bv_source *opened;
    struct bv_clip_area *area;
    struct bv_px_box box;
    cairo_surface_t *picture; /* of the box, as it is shown */
    struct bv_frame *next;    /* NULL: it is over */
    size_t seen;              /* in the analysis, of the next frame */
    int64_t offset_ns;        /* from its time to the clip's */
};

struct clip {
    struct player players[BV_CLIP_PARTS_MAX];
    int count;
    cairo_surface_t *canvas;
    struct bv_recorder *recorder;
    struct bv_progress progress;
    uint64_t written;
};

/* @return 1: a frame, 0: it is over (damage included), or an errno. */
static int read_frame(struct bv_source *opened, struct bv_frame **frame)
{
    int error;

    do {
        error = bv_source_read(opened, read_timeout_ms, frame, NULL);
    } while (error == -ETIMEDOUT && !bv_stop_asked());
    if (error == -ENODATA || error == -EBADMSG || error == -ENODEV)
        return 0;
    return error == 0 ? 1 : error;
}

static int open_source(struct player *player, struct bv_fault *fault)
{
    const struct bv_review_source *source = player->part->source;

    bv_source_close(player->opened);
    player->opened = NULL;
    return bv_source_open(source->name, &source->opening.source,
                          &player->opened, fault);
}

static int stopped(struct bv_fault *fault)
{
    return bv_fault_set(fault, -ECANCELED, "Stopped; there is no clip.");
}

/* What the user said cannot be meant so. */
static int say_beyond(const struct player *player, struct bv_fault *fault)
{
    const struct bv_source_info *info = bv_source_info(player->opened);
    const struct bv_px_box *said = player->part->within;

    return bv_fault_set(fault, -ERANGE,
                        "The area %d,%d,%d,%d goes beyond the picture of "
                        "%.200s, which is %d x %d px; give one inside of it.",
                        said->left, said->top, said->right, said->bottom,
                        player->part->source->name, info->width_px,
                        info->height_px);
}

/* All frames once, for what is ultrasound in them. */
static int learn(struct player *player, struct bv_fault *fault)
{
    const char *name = player->part->source->name;
    struct bv_frame *frame;
    int error = open_source(player, fault);

    while (error == 0 && (error = read_frame(player->opened, &frame)) == 1) {
        error = bv_clip_area_learn(player->area, frame);
        bv_frame_unref(frame);
        if (error == 0 && bv_stop_asked())
            error = stopped(fault);
    }
    if (error == -ERANGE)
        return say_beyond(player, fault);
    if (error == -ENOTSUP)
        return bv_fault_set(fault, error,
                            "%.300s changes its size: no clip is made of it.",
                            name);
    if (error < 0)
        return error;
    error = bv_clip_area_settle(player->area, &player->box);
    if (error == -EDOM)
        return bv_fault_set(fault, error,
                            "Say where the ultrasound is in %.200s, so that "
                            "nothing else is given away: --area "
                            "LEFT,TOP,RIGHT,BOTTOM, in pixels. It may be "
                            "%d,%d,%d,%d: look.",
                            name, player->box.left, player->box.top,
                            player->box.right, player->box.bottom);
    if (error < 0)
        return bv_fault_set(fault, error,
                            "Where the ultrasound is in %.300s is not found: "
                            "no clip is made of it.",
                            name);
    return open_source(player, fault);
}

static int read_next(struct player *player)
{
    int got;

    bv_frame_unref(player->next);
    player->next = NULL;
    got = read_frame(player->opened, &player->next);
    if (got <= 0)
        player->next = NULL;
    return got < 0 ? got : 0;
}

static int open_player(struct player *player, struct bv_fault *fault)
{
    int error;

    player->area = bv_clip_area_new(player->part->within);
    if (!player->area)
        return -ENOMEM;
    error = learn(player, fault);
    if (error < 0)
        return error;
    player->picture = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, player->box.right - player->box.left,
        player->box.bottom - player->box.top);
    if (cairo_surface_status(player->picture) != CAIRO_STATUS_SUCCESS)
        return -ENOMEM;
    return read_next(player);
}

static void close_player(struct player *player)
{
    bv_frame_unref(player->next);
    bv_source_close(player->opened);
    bv_clip_area_free(player->area);
    if (player->picture)
        cairo_surface_destroy(player->picture);
}

/* What was seen in a frame; NULL: it was not looked at. */
static const struct bv_review_frame *seen_in(struct player *player,
                                             uint32_t number)
{
    const struct bv_analysis *analysis = player->part->analysis;

    while (player->seen < analysis->count &&
           analysis->frames[player->seen].number < number)
        player->seen++;
    return player->seen < analysis->count &&
                   analysis->frames[player->seen].number == number
               ? &analysis->frames[player->seen]
               : NULL;
}

/* Its next frame becomes its picture. */
static int show_next(struct player *player)
{
    const struct bv_review_frame *seen =
        seen_in(player, player->next->sequence);
    cairo_t *cairo;
    int error;

    cairo_surface_flush(player->picture);
    error = bv_clip_area_take(
        player->area, player->next,
        (uint32_t *)(void *)cairo_image_surface_get_data(player->picture),
        cairo_image_surface_get_stride(player->picture) / 4);
    if (error < 0)
        return error;
    cairo_surface_mark_dirty(player->picture);
    if (seen) {
        cairo = cairo_create(player->picture);
        bv_review_marks_draw(cairo, seen,
                             (struct bv_px){player->box.left, player->box.top});
        cairo_destroy(cairo);
        cairo_surface_flush(player->picture);
    }
    return read_next(player);
}

/* What is laid over one another is shown when it comes in the later one. */
static void align(struct clip *clip, struct bv_alignment *alignment)
{
    struct bv_skin_entry entries[2];
    double starts[2] = {0}, latest_s = 0;

    if (clip->count < 2)
        return;
    for (int i = 0; i < 2; i++)
        entries[i] = bv_skin_entry_find(&clip->players[i].part->review->way);
    *alignment = bv_alignment_make(entries, starts);
    for (int i = 0; i < 2; i++)
        latest_s = fmax(latest_s, alignment->at_s[i]);
    for (int i = 0; i < 2; i++)
        clip->players[i].offset_ns = bv_s_to_ns(latest_s - alignment->at_s[i]);
}

static int open_canvas(struct clip *clip, const char *path,
                       struct bv_fault *fault)
{
    int width = 0, height = 0;

    for (int i = 0; i < clip->count; i++) {
        int tall = cairo_image_surface_get_height(clip->players[i].picture);

        width += cairo_image_surface_get_width(clip->players[i].picture) +
                 (i > 0 ? gap_px : 0);
        height = tall > height ? tall : height;
    }
    clip->canvas =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    if (cairo_surface_status(clip->canvas) != CAIRO_STATUS_SUCCESS)
        return -ENOMEM;
    return bv_recorder_open(path, BV_RECORDER_XRGB32, width, height, 30,
                            &clip->recorder, fault);
}

static void paint(struct clip *clip)
{
    cairo_t *cairo = cairo_create(clip->canvas);
    double left = 0;

    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_paint(cairo);
    for (int i = 0; i < clip->count; i++) {
        cairo_surface_t *picture = clip->players[i].picture;

        cairo_set_source_surface(cairo, picture, left, 0);
        cairo_paint(cairo);
        left += cairo_image_surface_get_width(picture) + gap_px;
    }
    cairo_destroy(cairo);
    cairo_surface_flush(clip->canvas);
}

/* The clip's time at which a player has its next frame. */
static int64_t due_ns(const struct player *player)
{
    return player->next ? player->next->time_ns + player->offset_ns : INT64_MAX;
}

static int64_t next_due_ns(const struct clip *clip)
{
    int64_t next_ns = INT64_MAX;

    for (int i = 0; i < clip->count; i++)
        if (due_ns(&clip->players[i]) < next_ns)
            next_ns = due_ns(&clip->players[i]);
    return next_ns;
}

/* Frames that are due within a millisecond are one picture. */
static int play(struct clip *clip, struct bv_fault *fault)
{
    int error = 0;

    for (int64_t now_ns; (now_ns = next_due_ns(clip)) < INT64_MAX;) {
        for (int i = 0; i < clip->count && error == 0; i++)
            if (due_ns(&clip->players[i]) < now_ns + BV_NS_PER_S / 1000)
                error = show_next(&clip->players[i]);
        if (error < 0)
            return error;
        paint(clip);
        error = bv_recorder_write(
            clip->recorder, cairo_image_surface_get_data(clip->canvas),
            cairo_image_surface_get_stride(clip->canvas), now_ns, fault);
        if (error == 0 && bv_stop_asked())
            error = stopped(fault);
        if (error < 0)
            return error;
        clip->written++;
        bv_progress_tell(&clip->progress, "clip: %.1f s", bv_ns_to_s(now_ns));
    }
    return 0;
}

static int make(struct clip *clip, const char *path,
                struct bv_alignment *alignment, struct bv_fault *fault)
{
    int error = 0, closed;

    for (int i = 0; i < clip->count && error == 0; i++)
        error = open_player(&clip->players[i], fault);
    if (error == 0) {
        align(clip, alignment);
        error = open_canvas(clip, path, fault);
    }
    if (error == 0)
        error = play(clip, fault);
    bv_progress_end(&clip->progress);
    if (!clip->recorder)
        return error;
    closed = bv_recorder_close(clip->recorder, fault);
    if (error == 0)
        error = closed;
    if (error < 0)
        remove(path); /* no half clip that looks like a whole one */
    return error;
}

int bv_review_clip(const struct bv_clip_part *parts, int count,
                   const char *path, struct bv_alignment *alignment,
                   struct bv_fault *fault)
{
    struct clip clip = {.count = count};
    struct bv_alignment made = {0};
    int error = bv_output_check_free(path, "--clip", fault);

    for (int i = 0; i < count; i++) {
        clip.players[i].part = &parts[i];
        if (error == 0)
            error = bv_output_check(path, parts[i].source->name, fault);
    }
    if (error == 0)
        error = make(&clip, path, &made, fault);
    if (alignment)
        *alignment = made;
    for (int i = 0; i < count; i++)
        close_player(&clip.players[i]);
    if (clip.canvas)
        cairo_surface_destroy(clip.canvas);
    if (error == 0)
        fprintf(stderr,
                "bevel review: %s shows the scan area alone. What the scanner "
                "wrote inside of it can have been missed: look at the clip "
                "before you give it away.\n",
                path);
    return error;
}
