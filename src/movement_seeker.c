#include "movement_seeker.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/words.h"
#include "guidance/movement/mmode.h"

/* Of a strip: a row a pixel, within these. */
enum { ROWS_LEAST = 16, ROWS_MOST = 512 };

/* What a frame gave. */
struct sample {
    double time_s, value_px;
};

struct bv_movement_seeker {
    pthread_t thread;
    bool runs; /* asked, and not taken */
    atomic_bool done, gives_up;
    atomic_uint steps, steps_most;
    struct bv_look_back *look_back;
    uint64_t number, first, last; /* marked in, and of what is looked at */
    int rows;
    struct sample *samples; /* from `first` on */
    float *levels;
    uint64_t from, to; /* what was reached */
    struct bv_moved_line movement;
    struct bv_fault fault;
    int error;
};

struct bv_movement_seeker *bv_movement_seeker_new(void)
{
    return calloc(1, sizeof(struct bv_movement_seeker));
}

/* Whether places of one mean the same in the other. */
static bool is_alike(const struct bv_result *one, const struct bv_result *other)
{
    const struct bv_px_box *a = &one->advice.scan_area.box;
    const struct bv_px_box *b = &other->advice.scan_area.box;

    return one->frame->width_px == other->frame->width_px &&
           one->frame->height_px == other->frame->height_px &&
           one->advice.mm_per_px == other->advice.mm_per_px &&
           one->advice.scan_area.shape == other->advice.scan_area.shape &&
           abs(a->left - b->left) < 3 && abs(a->top - b->top) < 3 &&
           abs(a->right - b->right) < 3 && abs(a->bottom - b->bottom) < 3;
}

/* One frame; those before the marked one in time that runs back, since what is
 * followed is followed from there. */
static int measure(struct bv_movement_seeker *seeker,
                   struct bv_follower *follower, const struct bv_result *marked,
                   const struct bv_result *result, uint64_t number)
{
    struct sample *sample = &seeker->samples[number - seeker->first];
    int64_t off_ns = result->frame->time_ns - marked->frame->time_ns;
    struct bv_frame frame = *result->frame;
    struct bv_px_segment ends;

    sample->time_s = bv_ns_to_s(result->frame->time_ns);
    sample->value_px = NAN;
    if (!follower) {
        bv_mmode_column(
            result->frame, &seeker->movement.request.line_px, seeker->rows,
            seeker->levels + (number - seeker->first) * (size_t)seeker->rows);
        return 0;
    }
    frame.time_ns = marked->frame->time_ns + llabs(off_ns);
    return bv_follower_step(follower, &frame, &result->advice,
                            &sample->value_px, &ends, &seeker->fault);
}

static int new_follower(const struct bv_movement_request *request,
                        struct bv_follower **follower)
{
    *follower = NULL;
    if (request->kind == BV_MOVEMENT_STRIP)
        return 0;
    *follower = bv_follower_new(request);
    return *follower ? 0 : -ENOMEM;
}

/* From the marked frame on, or back, as far as it goes. @param by  1 or -1. */
static int follow(struct bv_movement_seeker *seeker,
                  const struct bv_result *marked, int by, uint64_t *reached)
{
    struct bv_follower *follower;
    int error = new_follower(&seeker->movement.request, &follower);
    uint64_t number = seeker->number;

    while (error == 0 && number >= seeker->first && number <= seeker->last) {
        const struct bv_result *result;

        if (atomic_load(&seeker->gives_up))
            error = -ECANCELED;
        if (error < 0 ||
            bv_look_back_get(seeker->look_back, number, &result) < 0)
            break;
        if (!is_alike(marked, result)) {
            bv_result_unref(result);
            break;
        }
        error = measure(seeker, follower, marked, result, number);
        bv_result_unref(result);
        *reached = number;
        number += (uint64_t)by;
        atomic_fetch_add(&seeker->steps, 1);
    }
    bv_follower_free(follower);
    return error;
}

static int gather(struct bv_movement_seeker *seeker, double newest_s)
{
    struct bv_series *series = &seeker->movement.series;
    int error = 0;

    seeker->movement.first = seeker->from;
    series->rows = seeker->rows;
    for (uint64_t n = seeker->from; n <= seeker->to && error == 0; n++) {
        const struct sample *sample = &seeker->samples[n - seeker->first];

        error = bv_series_add(
            series, sample->time_s - newest_s, sample->value_px,
            seeker->rows > 0
                ? seeker->levels + (n - seeker->first) * (size_t)seeker->rows
                : NULL);
    }
    if (error == 0 && series->count < 2)
        error = bv_fault_set(&seeker->fault, -ENODATA, "%s",
                             _("Nothing moves in one picture: let it play on, "
                               "then freeze it again"));
    return error;
}

static int seek_through(struct bv_movement_seeker *seeker)
{
    const struct bv_result *marked, *newest;
    double newest_s;
    int error = bv_look_back_get(seeker->look_back, seeker->number, &marked);

    if (error < 0)
        return error;
    seeker->from = seeker->to = seeker->number;
    seeker->movement.series.mm_per_px = marked->advice.mm_per_px;
    error = follow(seeker, marked, 1, &seeker->to);
    if (error == 0)
        error = follow(seeker, marked, -1, &seeker->from);
    bv_result_unref(marked);
    if (error == 0)
        error = bv_look_back_get(seeker->look_back, seeker->last, &newest);
    if (error < 0)
        return error;
    newest_s = bv_ns_to_s(newest->frame->time_ns);
    bv_result_unref(newest);
    return gather(seeker, newest_s);
}

static void *seek(void *data)
{
    struct bv_movement_seeker *seeker = data;

    seeker->error = seek_through(seeker);
    atomic_store(&seeker->done, true);
    return NULL;
}

/* The thread has ended; what it made is not wanted, or was taken. */
static void end(struct bv_movement_seeker *seeker)
{
    pthread_join(seeker->thread, NULL);
    seeker->runs = false;
    free(seeker->samples);
    free(seeker->levels);
    seeker->samples = NULL;
    seeker->levels = NULL;
}

void bv_movement_seeker_cancel(struct bv_movement_seeker *seeker)
{
    if (!seeker->runs)
        return;
    atomic_store(&seeker->gives_up, true);
    end(seeker);
    bv_series_fini(&seeker->movement.series);
}

void bv_movement_seeker_free(struct bv_movement_seeker *seeker)
{
    if (!seeker)
        return;
    bv_movement_seeker_cancel(seeker);
    free(seeker);
}

static int make_room(struct bv_movement_seeker *seeker)
{
    const struct bv_movement_request *request = &seeker->movement.request;
    size_t count = (size_t)(seeker->last - seeker->first + 1);
    double length = bv_px_segment_length(&request->line_px);

    seeker->rows = 0;
    if (request->kind == BV_MOVEMENT_STRIP)
        seeker->rows =
            (int)fmin(fmax(round(length) + 1, ROWS_LEAST), ROWS_MOST);
    seeker->samples = calloc(count, sizeof(*seeker->samples));
    if (seeker->rows > 0)
        seeker->levels =
            calloc(count * (size_t)seeker->rows, sizeof(*seeker->levels));
    return seeker->samples && (seeker->rows == 0 || seeker->levels) ? 0
                                                                    : -ENOMEM;
}

int bv_movement_seeker_ask(struct bv_movement_seeker *seeker,
                           struct bv_look_back *look_back, uint64_t number,
                           const struct bv_movement_request *request)
{
    struct bv_look_back_state state;
    int error;

    if (seeker->runs)
        return -EAGAIN;
    bv_look_back_get_state(look_back, &state);
    if (state.count == 0 || number < state.first || number > state.last)
        return -ENOENT;
    seeker->look_back = look_back;
    seeker->number = number;
    seeker->first = state.first;
    seeker->last = state.last;
    seeker->movement = (struct bv_moved_line){.request = *request};
    seeker->fault = (struct bv_fault){0};
    atomic_store(&seeker->done, false);
    atomic_store(&seeker->gives_up, false);
    atomic_store(&seeker->steps, 0);
    atomic_store(&seeker->steps_most, (unsigned)state.count + 1);
    error = make_room(seeker);
    if (error == 0)
        error = -pthread_create(&seeker->thread, NULL, seek, seeker);
    if (error == 0) {
        seeker->runs = true;
        return 0;
    }
    free(seeker->samples);
    free(seeker->levels);
    seeker->samples = NULL;
    seeker->levels = NULL;
    return error;
}

double bv_movement_seeker_progress(const struct bv_movement_seeker *seeker)
{
    unsigned most = atomic_load(&seeker->steps_most);

    return most > 0 ? fmin((double)atomic_load(&seeker->steps) / most, 1) : 0;
}

int bv_movement_seeker_take(struct bv_movement_seeker *seeker,
                            struct bv_moved_line *movement,
                            struct bv_fault *fault)
{
    if (!seeker->runs || !atomic_load(&seeker->done))
        return -EAGAIN;
    end(seeker);
    if (seeker->error == 0) {
        *movement = seeker->movement;
        return 0;
    }
    bv_series_fini(&seeker->movement.series);
    *fault = seeker->fault;
    if (!fault->error)
        bv_fault_set(fault, seeker->error, "%s", bv_error_text(seeker->error));
    return seeker->error;
}
