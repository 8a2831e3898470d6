#include "support/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "records/preset_file.h"
#include "ui/scale_asking.h"

static const char *folder;
static struct bv_pipeline *pipeline;
static struct bv_scale_asking *asking;
static struct bv_frame *frame;

static void set_up(void)
{
    const struct bv_source_options options = {.no_needle = true};
    struct bv_source *source;

    folder = bv_test_folder();
    setenv("XDG_CONFIG_HOME", folder, 1); /* nobody's own presets */
    ck_assert_int_eq(bv_source_open("sim:", &options, &source, NULL), 0);
    pipeline = bv_pipeline_new(source, NULL);
    asking = bv_scale_asking_new(pipeline);
    frame = bv_frame_new(400, 300);
    ck_assert(pipeline && asking && frame);
}

static void tear_down(void)
{
    bv_scale_asking_free(asking);
    bv_frame_unref(frame);
    bv_pipeline_free(pipeline);
}

static void type(const char *text)
{
    for (; *text; text++)
        ck_assert(bv_scale_asking_type(asking, *text));
}

static void check_line(const char *says)
{
    const char *line = bv_scale_asking_get_line(asking);

    ck_assert_msg(line && strstr(line, says), "%s", line ? line : "nothing");
}

/* Two points, 100 px apart. */
static void mark_both(void)
{
    bv_scale_asking_measure(asking, frame);
    ck_assert(bv_scale_asking_point(asking, frame, (struct bv_px){50, 60}));
    ck_assert(bv_scale_asking_point(asking, frame, (struct bv_px){110, 140}));
}

/* What the pictures have of it. */
static void see(uint32_t sequence, double mm_per_px)
{
    struct bv_advice advice = bv_advice_none();

    advice.sequence = sequence;
    advice.mm_per_px = mm_per_px;
    bv_scale_asking_update(asking, &advice, NULL);
}

START_TEST(two_points_and_a_length_give_the_scale)
{
    mark_both();
    type("12x.5.\b");
    check_line("100 px. How many mm? Type: 12.");
    type("55");
    type("\b");
    ck_assert(bv_scale_asking_answer(asking, true));
    check_line("Scale: 0.1250 mm/px");
}
END_TEST

START_TEST(points_are_the_targets_where_none_are_asked_for)
{
    ck_assert(!bv_scale_asking_point(asking, frame, (struct bv_px){5, 6}));
    mark_both();
    ck_assert(!bv_scale_asking_point(asking, frame, (struct bv_px){5, 6}));
    ck_assert(bv_scale_asking_answer(asking, false));
    ck_assert_ptr_null(bv_scale_asking_get_line(asking));
    ck_assert(!bv_scale_asking_answer(asking, true));
}
END_TEST

START_TEST(points_close_together_give_none)
{
    bv_scale_asking_measure(asking, frame);
    bv_scale_asking_point(asking, frame, (struct bv_px){50, 60});
    bv_scale_asking_point(asking, frame, (struct bv_px){60, 60});
    check_line("too close together");
}
END_TEST

START_TEST(a_length_that_no_picture_has_gives_none)
{
    mark_both();
    type("5000");
    ck_assert(bv_scale_asking_answer(asking, true));
    check_line("no picture has pixels of that size");
    mark_both();
    ck_assert(bv_scale_asking_answer(asking, true)); /* nothing was typed */
    check_line("no picture has pixels of that size");
}
END_TEST

START_TEST(a_scale_that_the_pictures_lose_is_said_to_be_dropped)
{
    mark_both();
    type("10");
    bv_scale_asking_answer(asking, true);
    see(1, 0); /* was on its way */
    see(2, 0.1);
    check_line("Scale: 0.1000 mm/px");
    see(3, 0);
    check_line("the scale was dropped");
}
END_TEST

START_TEST(a_scale_that_no_picture_takes_is_said_to_be_dropped)
{
    mark_both();
    type("10");
    bv_scale_asking_answer(asking, true);
    for (uint32_t i = 1; i < 12; i++)
        see(i, 0);
    check_line("the scale was dropped");
}
END_TEST

START_TEST(a_source_that_knows_its_scale_is_not_asked)
{
    frame->mm_per_px = 0.2;
    bv_scale_asking_start(asking, frame);
    check_line("The source itself says its scale: 0.2000 mm/px");
    bv_scale_asking_measure(asking, frame);
    check_line("The source itself says its scale: 0.2000 mm/px");
}
END_TEST

/* A screen that cannot be read, and its preset. */
static void keep_preset(void)
{
    const struct bv_screen_scale scale = {
        .mm_per_px = 0.125,
        .origin = BV_SCALE_MEASURED,
        .boxes = 2,
        .box = {{20, 20, 40, 80}, {20, 200, 60, 220}}};
    char *path = bv_presets_path();

    for (int i = 0; i < scale.boxes; i++)
        memset(frame->pixels + (scale.box[i].top + 2) * frame->stride_bytes +
                   22,
               200, 16);
    ck_assert_int_eq(bv_presets_keep(path, &scale, frame, NULL), 0);
    free(path);
}

/* Show it without a scale until the line says something. */
static void await_line(const char *says)
{
    const struct timespec pause = {.tv_nsec = 2000000};
    struct bv_advice advice = bv_advice_none();

    for (const char *line = NULL; !line || !strstr(line, says);
         line = bv_scale_asking_get_line(asking)) {
        nanosleep(&pause, NULL);
        bv_scale_asking_update(asking, &advice, frame);
    }
}

START_TEST(the_preset_of_a_screen_that_cannot_be_read_is_proposed)
{
    keep_preset();
    await_line("0.1250 mm/px? This screen's preset, measured on 2");
    ck_assert(bv_scale_asking_answer(asking, true));
    check_line("Scale: 0.1250 mm/px, this screen's preset");
    see(1, 0.125);
    see(2, 0);
    check_line("the scale was dropped");
}
END_TEST

START_TEST(a_preset_that_was_taken_can_be_taken_back)
{
    keep_preset();
    await_line("This screen's preset");
    bv_scale_asking_answer(asking, true);
    ck_assert(bv_scale_asking_answer(asking, false));
    check_line("The preset is not used");
}
END_TEST

/* A picture on the disk, played to its end. @return Its result. */
static const struct bv_result *play_still(struct bv_pipeline **still)
{
    const struct bv_pipeline_schedule schedule = {.unpaced = true};
    const struct bv_result *result = NULL;
    struct bv_pipeline_counts counts;
    struct bv_source *source;
    char path[256];
    FILE *file;

    snprintf(path, sizeof(path), "%s/still.pgm", folder);
    file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    fprintf(file, "P5 %d %d 255\n", 64, 48);
    for (int i = 0; i < 64 * 48; i++)
        fputc(i * 7 % 251, file);
    fclose(file);
    ck_assert_int_eq(bv_source_open(path, NULL, &source, NULL), 0);
    *still = bv_pipeline_new(source, NULL);
    ck_assert_int_eq(bv_pipeline_start(*still, &schedule), 0);
    do {
        result = result ? result : bv_pipeline_take(*still);
        bv_pipeline_get_counts(*still, &counts);
    } while (!result || !counts.ended);
    return result;
}

/* The next one, which comes at once, or when the guide has ended. */
static const struct bv_result *await_result(struct bv_pipeline *from)
{
    const struct bv_result *result;

    do
        result = bv_pipeline_take(from);
    while (!result);
    return result;
}

START_TEST(a_picture_that_has_ended_takes_a_scale)
{
    struct bv_screen_scale scale = {.mm_per_px = 0.3,
                                    .origin = BV_SCALE_MEASURED};
    struct bv_pipeline *still;
    const struct bv_result *before = play_still(&still), *after;

    ck_assert(before->advice.mm_per_px == 0);
    ck_assert_int_eq(bv_pipeline_set_scale(still, &scale, before->frame), 0);
    after = await_result(still);
    ck_assert_ptr_eq(after->frame, before->frame);
    ck_assert(after->advice.mm_per_px == 0.3);
    ck_assert_int_eq(after->advice.scale_origin, BV_SCALE_MEASURED);
    bv_result_unref(after);
    /* a scale of a screen that looks otherwise is none of it */
    scale.boxes = 1;
    scale.box[0] = (struct bv_px_box){0, 0, 64, 48};
    ck_assert_int_eq(bv_pipeline_set_scale(still, &scale, frame), 0);
    after = await_result(still);
    ck_assert(after->advice.mm_per_px == 0);
    bv_result_unref(after);
    bv_result_unref(before);
    bv_pipeline_free(still);
}
END_TEST

START_TEST(the_pipeline_gives_a_confirmed_scale_to_its_guide)
{
    const struct bv_screen_scale scale = {.mm_per_px = 0.3};
    const struct bv_screen_scale none = {.mm_per_px = 0};
    const struct bv_result *result;

    ck_assert_int_lt(bv_pipeline_set_scale(pipeline, &none, frame), 0);
    ck_assert_int_eq(bv_pipeline_set_scale(pipeline, &scale, frame), 0);
    ck_assert_int_eq(bv_pipeline_step(pipeline, &result, NULL), 0);
    /* the simulated probe knows better */
    ck_assert(result->advice.mm_per_px == result->frame->mm_per_px);
    bv_result_unref(result);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        two_points_and_a_length_give_the_scale,
        points_are_the_targets_where_none_are_asked_for,
        points_close_together_give_none,
        a_length_that_no_picture_has_gives_none,
        a_scale_that_the_pictures_lose_is_said_to_be_dropped,
        a_scale_that_no_picture_takes_is_said_to_be_dropped,
        a_source_that_knows_its_scale_is_not_asked,
        the_preset_of_a_screen_that_cannot_be_read_is_proposed,
        a_preset_that_was_taken_can_be_taken_back,
        a_picture_that_has_ended_takes_a_scale,
        the_pipeline_gives_a_confirmed_scale_to_its_guide,
        NULL,
    };

    return bv_test_run("scale asking", set_up, tear_down, tests);
}
