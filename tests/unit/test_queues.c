#include "support/test.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "core/latest.h"
#include "core/queue.h"

static int dropped;

static void count_drop(void *item)
{
    (void)item;
    dropped++;
}

static int numbers[100];

START_TEST(latest_keeps_the_newest_and_counts_what_it_overwrote)
{
    struct bv_latest *latest = bv_latest_new(count_drop);
    void *item;

    ck_assert_int_eq(bv_latest_take(latest, 0, &item), -ETIMEDOUT);
    bv_latest_put(latest, &numbers[1]);
    bv_latest_put(latest, &numbers[2]);
    ck_assert_uint_eq(bv_latest_dropped(latest), 1);
    ck_assert_int_eq(dropped, 1);
    ck_assert_int_eq(bv_latest_take(latest, 0, &item), 0);
    ck_assert_ptr_eq(item, &numbers[2]);
    bv_latest_put(latest, &numbers[3]);
    bv_latest_free(latest);
    ck_assert_int_eq(dropped, 2);
}
END_TEST

START_TEST(closed_latest_still_gives_what_is_in_it)
{
    struct bv_latest *latest = bv_latest_new(count_drop);
    void *item;

    bv_latest_put(latest, &numbers[1]);
    bv_latest_close(latest);
    ck_assert_int_eq(bv_latest_take(latest, -1, &item), 0);
    ck_assert_int_eq(bv_latest_take(latest, -1, &item), -EPIPE);
    bv_latest_free(latest);
}
END_TEST

START_TEST(full_queue_refuses_and_leaves_the_item_with_the_caller)
{
    struct bv_queue *queue = bv_queue_new(2, count_drop);
    void *item;

    ck_assert_int_eq(bv_queue_put(queue, &numbers[0]), 0);
    ck_assert_int_eq(bv_queue_put(queue, &numbers[1]), 0);
    ck_assert_int_eq(bv_queue_put(queue, &numbers[2]), -EAGAIN);
    ck_assert_int_eq(bv_queue_take(queue, &item), 0);
    ck_assert_ptr_eq(item, &numbers[0]);
    ck_assert_int_eq(dropped, 0);
    bv_queue_free(queue);
    ck_assert_int_eq(dropped, 1);
}
END_TEST

static void *put_all(void *data)
{
    struct bv_queue *queue = data;

    for (int i = 0; i < 100; i++)
        while (bv_queue_put(queue, &numbers[i]) == -EAGAIN)
            ;
    bv_queue_close(queue);
    return NULL;
}

START_TEST(queue_hands_everything_over_in_order_between_threads)
{
    struct bv_queue *queue = bv_queue_new(3, count_drop);
    pthread_t thread;
    void *item;

    pthread_create(&thread, NULL, put_all, queue);
    for (int i = 0; i < 100; i++) {
        ck_assert_int_eq(bv_queue_take(queue, &item), 0);
        ck_assert_ptr_eq(item, &numbers[i]);
    }
    ck_assert_int_eq(bv_queue_take(queue, &item), -EPIPE);
    pthread_join(thread, NULL);
    bv_queue_free(queue);
}
END_TEST

static void reset(void)
{
    dropped = 0;
}

int main(void)
{
    const TTest *tests[] = {
        latest_keeps_the_newest_and_counts_what_it_overwrote,
        closed_latest_still_gives_what_is_in_it,
        full_queue_refuses_and_leaves_the_item_with_the_caller,
        queue_hands_everything_over_in_order_between_threads, NULL};

    return bv_test_run("queues", reset, NULL, tests);
}
