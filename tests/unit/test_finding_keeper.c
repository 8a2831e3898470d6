/*
 * Findings are written beside the main thread, each of them.
 */
#include "support/test.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

#include "acquisition/source.h"
#include "core/frame.h"
#include "ui/finding_keeper.h"

static struct bv_measuring measuring;
static struct bv_advice advice;
static struct bv_source_info info;
static struct bv_finding_keeper *keeper;
static struct bv_frame *frame;

/* As the window does it: what waits to be kept is asked for. */
static void on_told(void *data)
{
    (void)data;
    if (measuring.phase == BV_MEASURING_KEEP)
        bv_finding_keeper_keep(keeper, frame, &advice, &info);
}

static void ask(const char *letters)
{
    bv_measuring_begin(&measuring, &advice);
    for (; *letters; letters++)
        ck_assert(bv_measuring_type(&measuring, (unsigned char)*letters));
    ck_assert(bv_measuring_press(&measuring, BV_MEASURING_ENTER));
    bv_finding_keeper_keep(keeper, frame, &advice, &info);
}

static int count_lines(const char *folder)
{
    char path[512], *text = NULL;
    int lines = 0;

    snprintf(path, sizeof(path), "%s/%s", folder, BV_FINDINGS_NAME);
    if (!g_file_get_contents(path, &text, NULL, NULL))
        return 0;
    for (const char *at = text; *at; at++)
        lines += *at == '\n';
    g_free(text);
    return lines;
}

static void set_up(void)
{
    advice = bv_advice_none();
    frame = bv_frame_new(64, 48);
    snprintf(info.title, sizeof(info.title), "clip.mp4");
}

static void tear_down(void)
{
    bv_frame_unref(frame);
}

START_TEST(a_finding_asked_for_while_another_is_written_is_kept_too)
{
    const char *folder = bv_test_folder();

    keeper = bv_finding_keeper_new(folder, &measuring, on_told, NULL);
    ask("f1left");
    ask("f2right"); /* nobody looked at the first yet */
    while (measuring.phase == BV_MEASURING_KEEP)
        g_main_context_iteration(NULL, TRUE);
    ck_assert(strstr(measuring.line, "Kept: tendinopathy, right") != NULL);
    bv_finding_keeper_free(keeper);
    ck_assert_int_eq(count_lines(folder), 2);
}
END_TEST

START_TEST(what_was_asked_for_last_is_on_the_disk_when_the_keeper_ends)
{
    const char *folder = bv_test_folder();

    keeper = bv_finding_keeper_new(folder, &measuring, on_told, NULL);
    ask("f5");
    ask("f6");
    bv_finding_keeper_free(keeper);
    ck_assert_int_eq(count_lines(folder), 2);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_finding_asked_for_while_another_is_written_is_kept_too,
        what_was_asked_for_last_is_on_the_disk_when_the_keeper_ends, NULL};

    return bv_test_run("finding_keeper", set_up, tear_down, tests);
}
