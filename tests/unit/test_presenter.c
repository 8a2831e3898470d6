#include "support/test.h"

#include <glib.h>

#include "pipeline_results.h"
#include "ui/presenter.h"

/*
 * Which picture is shown: never one that was to be shown before.
 */

static struct bv_result_pool *pool;
static struct bv_presenter *presenter;
static bool ready;

static void on_ready(void *data)
{
    (void)data;
    ready = true;
}

static void set_up(void)
{
    pool = bv_result_pool_new();
    presenter = bv_presenter_new(NULL, on_ready, NULL);
    bv_presenter_set_box(presenter, 64, 48);
    ck_assert_int_eq(bv_presenter_start(presenter), 0);
}

static void tear_down(void)
{
    bv_presenter_free(presenter);
    bv_result_pool_unref(pool);
}

static const struct bv_result *new_result(void)
{
    struct bv_result *result = bv_result_pool_take(pool);

    ck_assert_ptr_nonnull(result);
    result->frame = bv_frame_new(64, 48);
    ck_assert_ptr_nonnull(result->frame);
    return result;
}

/* Once no more is under way the picture waits. */
static void await_picture(void)
{
    ready = false;
    while (!ready)
        g_main_context_iteration(NULL, TRUE);
}

START_TEST(a_picture_that_waits_is_not_shown_once_another_is_held)
{
    const struct bv_result *old = new_result(), *next = new_result();
    const struct bv_shown *shown;

    while (g_main_context_iteration(NULL, FALSE))
        ;
    bv_presenter_hold(presenter, old);
    for (shown = NULL; !shown; shown = bv_presenter_take(presenter))
        await_picture();
    ck_assert_ptr_eq(shown->result, old);
    bv_shown_unref(shown);
    bv_presenter_set_part(presenter, NULL); /* once more */
    await_picture();
    bv_presenter_hold(presenter, NULL);
    ck_assert_ptr_null(bv_presenter_take(presenter));
    bv_presenter_hold(presenter, next);
    for (shown = NULL; !shown; shown = bv_presenter_take(presenter))
        await_picture();
    ck_assert_ptr_eq(shown->result, next);
    bv_shown_unref(shown);
    bv_result_unref(old);
    bv_result_unref(next);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_picture_that_waits_is_not_shown_once_another_is_held, NULL};

    return bv_test_run("presenter", set_up, tear_down, tests);
}
