#include "guidance/fluid/spread.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "guidance/fluid/change.h"

/* Seen for so long, it is taken for spread. It spreads slowly: a look so often
 * leaves the frames between to the needle. */
static const double seen_s = 0.4, look_every_s = 0.09;

/* Spread begins within this of the tip. With what it pushes aside it changes
 * no less than a disc of this radius (20 mm2), and of that a disc's worth
 * (4 mm2) in a way that tissue which moves does not: around a needle that
 * stands, tissue that settles does one or the other. As parts of the picture's
 * longer side where the scale is unknown. */
static const double reach_mm = 4, reach_part = 0.09;
static const double changed_mm = 2.52, changed_part = 0.07;
static const double sure_mm = 1.13, sure_part = 0.032;

/* Tissue of another plane, as a hand that trembles shows it, changes all over
 * the picture. Fluid is where, in a square of this half side, so many times
 * more changed than anywhere farther off. */
static const double square_mm = 3, square_part = 0.068;
static const double farther_mm = 12, farther_part = 0.27, times_least = 2;

/* A picture moved by more, or less like the one before, cannot be compared,
 * for so long. */
static const double shift_part = 0.06, likeness_least = 0.45, void_s = 0.3;

/* Fluid within this of a nerve's border, in its radii, is beside it. */
static const double beside_part = 1;

static const double around_deg = 270;

/* A nerve of which so much is fluid was pushed aside. */
static const double overlap_part = 0.05;

/* Of 40 steps out to 4 radii, fluid is so many thick. */
enum { SECTORS = 72, STEPS = 40, THICK = 3, PUSHES = 10 };

struct bv_spread_watch {
    struct bv_change *change;
    bool injects, kept, ever_seen;
    bool has_tip;
    struct bv_px tip_px;            /* seen last; where never, of the spread */
    struct bv_outline nerve_before; /* where it was in the kept picture */
    struct bv_outline nerve;        /* now; of no points: not known */
    int way; /* fluid stays what it was when first seen */
    double dead_s;
    double start_s, odd_since_s, change_since_s, looked_s;
    enum bv_fluid_void reason;
    struct bv_spread last;
};

struct bv_spread_watch *bv_spread_watch_new(void)
{
    struct bv_spread_watch *watch = calloc(1, sizeof(*watch));

    if (!watch)
        return NULL;
    watch->change = bv_change_new();
    if (!watch->change) {
        free(watch);
        return NULL;
    }
    watch->dead_s = BV_DEAD_TIME_USUAL_S;
    return watch;
}

void bv_spread_watch_free(struct bv_spread_watch *watch)
{
    if (!watch)
        return;
    bv_change_free(watch->change);
    free(watch);
}

void bv_spread_watch_declare(struct bv_spread_watch *watch, bool injects)
{
    watch->injects = injects;
    watch->kept = watch->ever_seen = false;
    watch->way = 0;
    watch->nerve.count = watch->nerve_before.count = 0;
    watch->reason = BV_FLUID_VALID;
    watch->odd_since_s = watch->change_since_s = NAN;
    watch->last = (struct bv_spread){.extent_deg = NAN};
}

void bv_spread_watch_set_dead_time(struct bv_spread_watch *watch,
                                   double seconds)
{
    watch->dead_s = seconds;
}

static double side_px(const struct bv_spread_input *input)
{
    struct bv_px_box box = input->area->box;

    if (input->area->shape == BV_SCAN_UNKNOWN)
        box = (struct bv_px_box){0, 0, input->frame->width_px,
                                 input->frame->height_px};
    return fmax(box.right - box.left, box.bottom - box.top);
}

static double length_px(const struct bv_spread_input *input, double mm,
                        double part)
{
    return input->mm_per_px > 0 ? mm / input->mm_per_px : part * side_px(input);
}

static int keep(struct bv_spread_watch *watch,
                const struct bv_spread_input *input)
{
    int error = bv_change_keep(watch->change, input->frame, input->area);

    if (error < 0 && error != -EINVAL)
        return error;
    watch->kept = true;
    if (input->nerve)
        watch->nerve_before = *input->nerve;
    watch->start_s = watch->looked_s = bv_ns_to_s(input->frame->time_ns);
    if (error == -EINVAL)
        watch->reason = BV_FLUID_PICTURE;
    return 0;
}

/* Whether something has held for so long. */
static bool lasts(bool holds, double now_s, double *since_s, double least_s)
{
    if (!holds)
        *since_s = NAN;
    else if (isnan(*since_s))
        *since_s = now_s;
    return holds && now_s - *since_s >= least_s;
}

static void judge_view(struct bv_spread_watch *watch,
                       const struct bv_spread_input *input,
                       const struct bv_change_view *view, double now_s)
{
    bool moved = view->shift_px > shift_part * side_px(input);
    bool other = view->likeness < likeness_least;

    if (lasts(moved || other, now_s, &watch->odd_since_s, void_s))
        watch->reason = moved ? BV_FLUID_PROBE_MOVED : BV_FLUID_PLANE_LEFT;
}

/* How much of a nerve is fluid, a part, and where the middle of that is. */
static double find_overlap(const struct bv_change *change,
                           const struct bv_outline *nerve, struct bv_px *middle)
{
    struct bv_px_segment box = bv_outline_box(nerve);
    double step = bv_change_px(change);
    int all = 0, count = 0;

    *middle = (struct bv_px){0, 0};
    for (double y = box.from.y; y < box.to.y; y += step)
        for (double x = box.from.x; x < box.to.x; x += step) {
            struct bv_px px = {x, y};

            if (!bv_outline_contains(nerve, px))
                continue;
            all++;
            if (!bv_change_holds(change, px))
                continue;
            count++;
            middle->x += x;
            middle->y += y;
        }
    middle->x /= count;
    middle->y /= count;
    return all > 0 ? (double)count / all : 0;
}

/* As a whole: fluid is no part of it that could bend it out of shape. */
static void shift(struct bv_outline *nerve, struct bv_px by)
{
    for (int i = 0; i < nerve->count; i++) {
        nerve->at[i].x += by.x;
        nerve->at[i].y += by.y;
    }
}

/* Fluid pushes a nerve aside by more than the averaged motion tells: out of
 * what changed, by its radius at most. */
static void push_out(const struct bv_change *change, struct bv_outline *nerve)
{
    double radius = sqrt(bv_outline_area(nerve) / M_PI);
    double step = radius / PUSHES;

    for (int k = 0; k < PUSHES; k++) {
        struct bv_px middle = bv_outline_middle(nerve), fluid;
        double part = find_overlap(change, nerve, &fluid);
        double x = middle.x - fluid.x, y = middle.y - fluid.y;
        double off = hypot(x, y);

        if (part < overlap_part || off < step)
            return;
        shift(nerve, (struct bv_px){step * x / off, step * y / off});
    }
}

/* How thick the fluid beside a nerve is that way, in steps. */
static int count_steps(const struct bv_change *change,
                       const struct bv_outline *nerve, double radius,
                       double angle)
{
    struct bv_px middle = bv_outline_middle(nerve);
    int thick = 0;

    for (int k = 0; k < STEPS; k++) {
        double r = 4 * radius * (k + 1) / STEPS;
        struct bv_px px = {middle.x + r * cos(angle),
                           middle.y + r * sin(angle)};
        double off = bv_outline_distance(nerve, px, NULL);

        if (off > beside_part * radius)
            break;
        thick += off > 0 && bv_change_holds(change, px);
    }
    return thick;
}

/* The sectors around a nerve's middle in which there is fluid beside it. */
static int count_sectors(const struct bv_change *change,
                         const struct bv_outline *nerve, double *x, double *y)
{
    double radius = sqrt(bv_outline_area(nerve) / M_PI);
    int count = 0;

    *x = *y = 0;
    for (int i = 0; i < SECTORS; i++) {
        double angle = 2 * M_PI * (i + 0.5) / SECTORS;

        if (count_steps(change, nerve, radius, angle) < THICK)
            continue;
        count++;
        *x += cos(angle);
        *y += sin(angle);
    }
    return count;
}

static void measure_nerve(const struct bv_spread_watch *watch,
                          const struct bv_outline *nerve,
                          struct bv_spread *spread)
{
    double x, y;
    int count = count_sectors(watch->change, nerve, &x, &y);

    spread->extent_deg = 360.0 * count / SECTORS;
    if (count == 0)
        spread->side = BV_SPREAD_NO_SIDE;
    else if (spread->extent_deg >= around_deg)
        spread->side = BV_SPREAD_AROUND;
    else if (fabs(x) > fabs(y))
        spread->side = x > 0 ? BV_SPREAD_RIGHT : BV_SPREAD_LEFT;
    else
        spread->side = y > 0 ? BV_SPREAD_BELOW : BV_SPREAD_ABOVE;
}

/* Whether most changed near the tip, and little elsewhere. Where no tip was
 * seen: near any one place, which is taken for it. */
static bool stands_out(struct bv_spread_watch *watch,
                       const struct bv_spread_input *input)
{
    double square = length_px(input, square_mm, square_part);
    double reach =
        watch->has_tip ? length_px(input, reach_mm, reach_part) : INFINITY;
    struct bv_change_peak most =
        bv_change_find_peak(watch->change, watch->tip_px, 0, reach, square);
    struct bv_change_peak other;

    if (!watch->has_tip)
        watch->tip_px = most.px;
    other = bv_change_find_peak(watch->change, watch->tip_px,
                                length_px(input, farther_mm, farther_part),
                                INFINITY, square);
    return most.sure_count > times_least * other.sure_count;
}

/* What changed near the tip. */
static int find(struct bv_spread_watch *watch,
                const struct bv_spread_input *input, double now_s,
                struct bv_spread *spread)
{
    double changed = length_px(input, changed_mm, changed_part);
    double sure = length_px(input, sure_mm, sure_part);
    double work_px2 = pow(bv_change_px(watch->change), 2);
    bool alone = watch->ever_seen || stands_out(watch, input);
    struct bv_change_region region;
    int error = bv_change_find(watch->change, watch->tip_px,
                               length_px(input, reach_mm, reach_part),
                               watch->way, &region);
    bool large;

    if (error < 0)
        return error;
    large = alone && region.both_count * work_px2 > M_PI * changed * changed &&
            region.sure_count * work_px2 > M_PI * sure * sure;
    if (!lasts(large, now_s, &watch->change_since_s, seen_s) ||
        !bv_change_outline(watch->change, &spread->outline))
        return 0;
    watch->ever_seen = true;
    watch->way = region.echo_rich ? 1 : -1;
    spread->in_view = true;
    spread->area_px2 = region.count * work_px2;
    spread->echo_rich = region.echo_rich;
    if (watch->nerve.count > 0) {
        push_out(watch->change, &watch->nerve);
        measure_nerve(watch, &watch->nerve, spread);
    }
    return 0;
}

static enum bv_spread_state state_of(const struct bv_spread_watch *watch,
                                     double now_s)
{
    if (watch->reason != BV_FLUID_VALID)
        return BV_SPREAD_VOID;
    if (watch->ever_seen)
        return BV_SPREAD_SEEN;
    return now_s - watch->start_s >= watch->dead_s ? BV_SPREAD_NOT_SEEN
                                                   : BV_SPREAD_WATCHING;
}

/* Fluid hides the tissue that a mark is tied to: where the nerve was seen last
 * is carried along by the motion around it. */
static void carry_nerve(struct bv_spread_watch *watch,
                        const struct bv_outline *seen)
{
    const struct bv_outline *from = seen ? seen : &watch->nerve_before;
    struct bv_px by = {0, 0};

    for (int i = 0; i < from->count; i++) {
        struct bv_px px = from->at[i];
        struct bv_px to = seen ? bv_change_before(watch->change, px)
                               : bv_change_now(watch->change, px);

        by.x += (to.x - px.x) / from->count;
        by.y += (to.y - px.y) / from->count;
    }
    watch->nerve = *from;
    if (seen)
        watch->nerve_before = *seen;
    shift(seen ? &watch->nerve_before : &watch->nerve, by);
}

static int look(struct bv_spread_watch *watch,
                const struct bv_spread_input *input, double now_s,
                struct bv_spread *spread)
{
    struct bv_change_view view;
    int error =
        bv_change_look(watch->change, input->frame, watch->tip_px,
                       2 * length_px(input, reach_mm, reach_part), &view);

    if (error < 0)
        return error;
    judge_view(watch, input, &view, now_s);
    carry_nerve(watch, input->nerve);
    return watch->reason == BV_FLUID_VALID ? find(watch, input, now_s, spread)
                                           : 0;
}

/* The next frame of an injection. */
static int watch_frame(struct bv_spread_watch *watch,
                       const struct bv_spread_input *input, double now_s)
{
    struct bv_spread now = {.extent_deg = NAN};
    int error = 0;

    if (!watch->kept)
        return keep(watch, input);
    if (input->changed || now_s < watch->looked_s)
        watch->reason = BV_FLUID_PICTURE;
    if (watch->reason == BV_FLUID_VALID) {
        if (now_s - watch->looked_s < look_every_s)
            return 0;
        error = look(watch, input, now_s, &now);
    }
    if (error < 0)
        return error;
    watch->looked_s = now_s;
    watch->last = now;
    return 0;
}

int bv_spread_watch_step(struct bv_spread_watch *watch,
                         const struct bv_spread_input *input,
                         struct bv_spread *spread)
{
    double now_s = bv_ns_to_s(input->frame->time_ns);
    int error = 0;

    if (input->has_tip) {
        watch->has_tip = true;
        watch->tip_px = input->tip_px;
    } else if (!watch->has_tip && !watch->ever_seen) {
        watch->tip_px = (struct bv_px){input->frame->width_px / 2.0,
                                       input->frame->height_px / 2.0};
    }
    if (watch->injects && !input->repeat)
        error = watch_frame(watch, input, now_s);
    if (error < 0)
        return error;
    *spread = watch->last;
    if (!watch->injects || !watch->kept)
        return 0;
    spread->reason = watch->reason;
    spread->state = state_of(watch, now_s);
    spread->since_s = now_s - watch->start_s;
    spread->dead_s = watch->dead_s;
    return 0;
}
