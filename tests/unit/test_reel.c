/* The pictures of a clip in any order, on a thread of their own; and jobs done
 * beside the window. */
#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ui/frame_cache.h"
#include "ui/reel.h"
#include "ui/worker.h"

enum { side_px = 40, frames = 30 };

static char folder[300];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static unsigned woken;
static struct bv_reel *last_wisher; /* asks on the reel's own thread, or NULL */

/* Ask for what lies beyond, just when the last picture was made and nobody has
 * seen yet that it is the last. */
static void wish_beyond_the_last(void)
{
    const struct bv_reel_picture *picture = bv_reel_take(last_wisher);
    bool is_last = picture && picture->frame->sequence == frames - 1;

    bv_reel_picture_unref(picture);
    if (!is_last)
        return;
    bv_reel_want(last_wisher, 500);
    last_wisher = NULL;
}

static void wake(void *data)
{
    (void)data;
    pthread_mutex_lock(&lock);
    if (last_wisher)
        wish_beyond_the_last();
    woken++;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
}

/* Until the reel or the worker has told of something. */
static void await_wake(void)
{
    pthread_mutex_lock(&lock);
    while (woken == 0)
        pthread_cond_wait(&changed, &lock);
    woken = 0;
    pthread_mutex_unlock(&lock);
}

/* A clip of pictures, each of one grey: its number and 100. */
static void begin(void)
{
    snprintf(folder, sizeof(folder), "%s", bv_test_folder());
    woken = 0;
    for (int i = 0; i < frames; i++) {
        char path[400];
        FILE *file;

        snprintf(path, sizeof(path), "%s/%d.pgm", folder, i);
        file = fopen(path, "wb");
        ck_assert_ptr_nonnull(file);
        fprintf(file, "P5\n%d %d\n255\n", side_px, side_px);
        for (int k = 0; k < side_px * side_px; k++)
            putc(100 + i, file);
        ck_assert_int_eq(fclose(file), 0);
    }
}

static struct bv_reel *open_reel(size_t memory_bytes)
{
    const struct bv_reel_options options = {
        .name = folder, .memory_bytes = memory_bytes, .wake = wake};
    struct bv_source *source = NULL;
    struct bv_reel *reel;

    ck_assert_int_eq(bv_source_open(folder, NULL, &source, NULL), 0);
    reel = bv_reel_new(source, &options);
    ck_assert_ptr_nonnull(reel);
    bv_reel_set_box(reel, 80, 60);
    return reel;
}

/* The picture of a frame, as soon as it is there. */
static const struct bv_reel_picture *await_picture(struct bv_reel *reel,
                                                   uint32_t frame)
{
    for (;;) {
        const struct bv_reel_picture *picture = bv_reel_take(reel);

        if (picture && picture->frame->sequence == frame)
            return picture;
        bv_reel_picture_unref(picture);
        await_wake();
    }
}

static void check_frame(struct bv_reel *reel, uint32_t frame)
{
    const struct bv_reel_picture *picture;

    bv_reel_want(reel, frame);
    picture = await_picture(reel, frame);
    ck_assert_int_eq(picture->frame->pixels[0], 100 + (int)frame);
    ck_assert_int_eq(picture->rgb[0], 100 + (int)frame);
    ck_assert_int_eq(picture->whole_rgb[5], 100 + (int)frame);
    ck_assert_int_eq(picture->width_px, 60);
    ck_assert_int_eq(picture->height_px, 60);
    bv_reel_picture_unref(picture);
}

START_TEST(any_frame_comes_in_any_order)
{
    static const uint32_t order[] = {0, 29, 3, 28, 2, 1, 15, 14, 13, 12, 29, 0};
    struct bv_reel *reel = open_reel(1 << 20);

    for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++)
        check_frame(reel, order[i]);
    bv_reel_free(reel);
}
END_TEST

START_TEST(what_is_not_kept_is_read_again)
{
    static const uint32_t order[] = {29, 0, 10, 9, 8, 29, 1};
    struct bv_reel *reel = open_reel(3 * 48 * side_px); /* three pictures */

    for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++)
        check_frame(reel, order[i]);
    bv_reel_free(reel);
}
END_TEST

START_TEST(known_clip_is_gone_about_in_without_being_read_through)
{
    static const uint32_t order[] = {29, 3, 28, 4, 5, 0, 17};
    struct bv_reel_frame known[frames];
    const struct bv_reel_options options = {.name = folder,
                                            .memory_bytes = 48 * side_px,
                                            .wake = wake,
                                            .known = known,
                                            .known_count = frames};
    struct bv_reel_entry *entries;
    struct bv_source *source = NULL;
    struct bv_reel *reel;
    char path[400];

    for (int i = 0; i < frames; i++)
        known[i] = (struct bv_reel_frame){(uint32_t)i,
                                          (int64_t)(i * (1e9 / 30) + 0.5)};
    snprintf(path, sizeof(path), "%s/20.pgm", folder);
    ck_assert_int_eq(truncate(path, 100), 0); /* whoever reads it stops */
    ck_assert_int_eq(bv_source_open(folder, NULL, &source, NULL), 0);
    reel = bv_reel_new(source, &options);
    ck_assert_ptr_nonnull(reel);
    ck_assert(bv_reel_is_whole(reel, NULL));
    bv_reel_set_box(reel, 80, 60);
    for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++)
        check_frame(reel, order[i]);
    ck_assert_uint_eq(bv_reel_take_entries(reel, &entries), 0);
    bv_reel_want(reel, 500);
    bv_reel_picture_unref(await_picture(reel, frames - 1));
    bv_reel_free(reel);
}
END_TEST

START_TEST(all_frames_are_told_once_with_their_times)
{
    struct bv_reel *reel = open_reel(1 << 20);
    size_t count = 0;
    struct bv_fault fault;

    check_frame(reel, 20); /* going ahead of the reading tells none twice */
    while (count < frames || !bv_reel_is_whole(reel, &fault)) {
        struct bv_reel_entry *entries = NULL;
        size_t more = bv_reel_take_entries(reel, &entries);

        for (size_t i = 0; i < more; i++) {
            ck_assert_uint_eq(entries[i].frame, count + i);
            ck_assert_double_eq_tol(entries[i].time_s, (double)(count + i) / 30,
                                    1e-6);
        }
        count += more;
        free(entries);
        if (!bv_reel_is_whole(reel, NULL))
            await_wake();
    }
    ck_assert_uint_eq(count, frames);
    ck_assert_int_eq(fault.error, 0);
    bv_reel_free(reel);
}
END_TEST

START_TEST(frame_after_the_last_is_the_last)
{
    struct bv_reel *reel = open_reel(1 << 20);

    bv_reel_want(reel, 500);
    bv_reel_picture_unref(await_picture(reel, frames - 1));
    bv_reel_free(reel);
}
END_TEST

START_TEST(frame_after_the_last_comes_where_all_was_read_but_the_end)
{
    struct bv_reel *reel = open_reel(1 << 20);

    pthread_mutex_lock(&lock);
    last_wisher = reel;
    bv_reel_want(reel, frames - 1);
    while (last_wisher)
        pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
    bv_reel_picture_unref(await_picture(reel, frames - 1));
    bv_reel_free(reel);
}
END_TEST

START_TEST(damage_is_told_and_what_came_before_is_there)
{
    struct bv_fault fault;
    struct bv_reel *reel;
    char path[400];

    snprintf(path, sizeof(path), "%s/20.pgm", folder);
    ck_assert_int_eq(truncate(path, 100), 0);
    reel = open_reel(1 << 20);
    while (!bv_reel_is_whole(reel, &fault))
        await_wake();
    ck_assert_int_lt(fault.error, 0);
    ck_assert_int_ne(fault.text[0], 0);
    check_frame(reel, 19);
    bv_reel_free(reel);
}
END_TEST

START_TEST(picture_outlives_its_reel)
{
    struct bv_reel *reel = open_reel(1 << 20);
    const struct bv_reel_picture *picture;

    bv_reel_want(reel, 4);
    picture = bv_reel_picture_ref(await_picture(reel, 4));
    bv_reel_picture_unref(picture);
    bv_reel_free(reel);
    ck_assert_int_eq(picture->rgb[0], 104);
    bv_reel_picture_unref(picture);
}
END_TEST

static void offer(struct bv_frame_cache *cache, uint32_t number,
                  uint32_t wanted)
{
    struct bv_frame *frame = bv_frame_new(64, 64);

    frame->sequence = number;
    bv_frame_cache_offer(cache, frame, wanted);
    bv_frame_unref(frame);
}

START_TEST(cache_keeps_what_is_nearest)
{
    struct bv_frame_cache cache = {.most_bytes = 3 * 64 * 64};

    for (uint32_t i = 0; i < 10; i++)
        offer(&cache, i, 0);
    for (uint32_t i = 0; i < 10; i++)
        ck_assert_int_eq(bv_frame_cache_get(&cache, i) != NULL, i < 3);
    offer(&cache, 9, 9);
    offer(&cache, 8, 9);
    ck_assert_ptr_nonnull(bv_frame_cache_get(&cache, 9));
    ck_assert_ptr_nonnull(bv_frame_cache_get(&cache, 8));
    ck_assert_ptr_null(bv_frame_cache_get(&cache, 0));
    ck_assert_ptr_nonnull(bv_frame_cache_get(&cache, 2));
    ck_assert_uint_le(cache.bytes, cache.most_bytes);
    ck_assert_ptr_null(bv_frame_cache_get(&cache, UINT32_MAX));
    bv_frame_cache_fini(&cache);
}
END_TEST

START_TEST(cache_keeps_one_even_if_it_is_too_large)
{
    struct bv_frame_cache cache = {.most_bytes = 10};

    offer(&cache, 5, 5);
    ck_assert_ptr_nonnull(bv_frame_cache_get(&cache, 5));
    offer(&cache, 6, 6);
    ck_assert_ptr_null(bv_frame_cache_get(&cache, 5));
    bv_frame_cache_fini(&cache);
}
END_TEST

/* A job that notes in which order it was done. */
struct numbered {
    struct bv_job job;
    int number;
    bool ran;
};

static int finished[8], finish_count, freed;

static void run_numbered(struct bv_job *job)
{
    ((struct numbered *)job)->ran = true;
}

static void on_done(struct bv_job *job, void *data)
{
    ck_assert(((struct numbered *)job)->ran);
    ck_assert_ptr_eq(data, &freed);
    finished[finish_count++] = ((struct numbered *)job)->number;
}

static void free_numbered(struct bv_job *job)
{
    freed++;
    free(job);
}

static void add(struct bv_worker *worker, int number)
{
    struct numbered *numbered = calloc(1, sizeof(*numbered));

    numbered->job.run = run_numbered;
    numbered->job.done = on_done;
    numbered->job.free = free_numbered;
    numbered->number = number;
    bv_worker_add(worker, &numbered->job);
}

/* A source whose pictures follow from others: who goes to one beyond 9 meets 10
 * on the way, and then waits there until nobody wants to get there. */
struct slow {
    struct bv_source_way way;
    uint32_t next;
};

static int slow_open(void *self, const char *name,
                     const struct bv_source_options *options,
                     struct bv_source_info *info, struct bv_fault *opened)
{
    (void)self;
    (void)name;
    (void)options;
    (void)opened;
    info->width_px = info->height_px = side_px;
    return 0;
}

static struct bv_frame *slow_frame(uint32_t number)
{
    struct bv_frame *frame = bv_frame_new(side_px, side_px);

    ck_assert_ptr_nonnull(frame);
    memset(frame->pixels, 100 + (int)number,
           (size_t)frame->stride_bytes * side_px);
    frame->time_ns = (int64_t)number * 1000;
    return frame;
}

static int slow_read(void *self, int timeout_ms, struct bv_frame **frame,
                     struct bv_fault *read)
{
    struct slow *slow = self;

    (void)timeout_ms;
    (void)read;
    *frame = slow_frame(slow->next);
    (*frame)->sequence = slow->next++;
    return 0;
}

static int slow_seek(void *self, uint32_t number, int64_t time_ns,
                     struct bv_fault *sought)
{
    struct slow *slow = self;
    enum bv_way_answer answer = BV_WAY_ON;

    (void)time_ns;
    (void)sought;
    slow->next = number;
    while (number > 9 && answer != BV_WAY_STOP) {
        answer = slow->way.ask(slow->way.data);
        if (answer == BV_WAY_SHOW) {
            struct bv_frame *frame = slow_frame(10);

            slow->way.show(slow->way.data, frame);
            bv_frame_unref(frame);
        }
    }
    return answer == BV_WAY_STOP ? -ECANCELED : 0;
}

static void slow_watch(void *self, const struct bv_source_way *way)
{
    ((struct slow *)self)->way = *way;
}

static struct bv_reel *open_slow_reel(bool shows_way)
{
    static const struct bv_source_driver driver = {.name = "slow",
                                                   .state_size =
                                                       sizeof(struct slow),
                                                   .open = slow_open,
                                                   .read = slow_read,
                                                   .seek = slow_seek,
                                                   .watch_way = slow_watch};
    struct bv_reel_frame known[frames];
    const struct bv_reel_options options = {.name = "slow",
                                            .memory_bytes = 1 << 20,
                                            .wake = wake,
                                            .known = known,
                                            .known_count = frames,
                                            .shows_way = shows_way};
    struct bv_source *source = NULL;
    struct bv_reel *reel;

    for (uint32_t i = 0; i < frames; i++)
        known[i] = (struct bv_reel_frame){i, (int64_t)i * 1000};
    ck_assert_int_eq(bv_source_open_with(&driver, "", NULL, &source, NULL), 0);
    reel = bv_reel_new(source, &options);
    ck_assert_ptr_nonnull(reel);
    bv_reel_set_box(reel, 80, 60);
    return reel;
}

START_TEST(on_a_long_way_a_picture_of_it_is_shown_by_its_own_number)
{
    struct bv_reel *reel = open_slow_reel(true);
    const struct bv_reel_picture *picture;

    bv_reel_picture_unref(await_picture(reel, 0));
    bv_reel_want(reel, 25);
    picture = await_picture(reel, 10);
    ck_assert(picture->on_the_way);
    ck_assert_int_eq(picture->rgb[0], 110);
    bv_reel_picture_unref(picture);
    bv_reel_want(reel, 7); /* nobody wants to get to 25 any more */
    picture = await_picture(reel, 7);
    ck_assert(!picture->on_the_way);
    ck_assert_int_eq(picture->rgb[0], 107);
    bv_reel_picture_unref(picture);
    bv_reel_free(reel);
}
END_TEST

START_TEST(a_way_that_nobody_sees_ends_with_the_wish_and_with_the_reel)
{
    struct bv_reel *reel = open_slow_reel(false);
    const struct bv_reel_picture *picture;

    bv_reel_want(reel, 25);
    bv_reel_want(reel, 3);
    picture = await_picture(reel, 3);
    ck_assert(!picture->on_the_way);
    bv_reel_picture_unref(picture);
    bv_reel_want(reel, 28);
    bv_reel_free(reel);
}
END_TEST

START_TEST(jobs_are_done_in_order_and_given_back)
{
    struct bv_worker *worker = bv_worker_new(wake, NULL);

    finish_count = freed = 0;
    for (int i = 0; i < 5; i++)
        add(worker, i);
    while (finish_count < 5) {
        await_wake();
        bv_worker_finish(worker, &freed);
    }
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(finished[i], i);
    ck_assert_int_eq(freed, 5);
    bv_worker_free(worker);
}
END_TEST

START_TEST(draining_waits_for_all_jobs)
{
    struct bv_worker *worker = bv_worker_new(NULL, NULL);

    finish_count = freed = 0;
    for (int i = 0; i < 5; i++)
        add(worker, i);
    bv_worker_drain(worker, &freed);
    ck_assert_int_eq(finish_count, 5);
    add(worker, 5); /* done before the end, and told to nobody */
    bv_worker_free(worker);
    ck_assert_int_eq(freed, 6);
    ck_assert_int_eq(finish_count, 5);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        any_frame_comes_in_any_order,
        what_is_not_kept_is_read_again,
        known_clip_is_gone_about_in_without_being_read_through,
        all_frames_are_told_once_with_their_times,
        frame_after_the_last_is_the_last,
        frame_after_the_last_comes_where_all_was_read_but_the_end,
        damage_is_told_and_what_came_before_is_there,
        picture_outlives_its_reel,
        cache_keeps_what_is_nearest,
        cache_keeps_one_even_if_it_is_too_large,
        on_a_long_way_a_picture_of_it_is_shown_by_its_own_number,
        a_way_that_nobody_sees_ends_with_the_wish_and_with_the_reel,
        jobs_are_done_in_order_and_given_back,
        draining_waits_for_all_jobs,
        NULL};

    return bv_test_run("reel", begin, NULL, tests);
}
