/* The statistics of guidance/review/figures.h, worked out by hand. */
#include "support/test.h"

#include <math.h>
#include <string.h>

#include "core/clock.h"
#include "guidance/review/figures.h"

enum { clips_most = 8 };

static struct bv_clip_score *clips[clips_most];
static size_t clip_count;
static const struct bv_stratum real = {false, BV_STRATUM_ALL, 0};
static const struct bv_stratum simulated = {true, BV_STRATUM_ALL, 0};

static void end(void)
{
    for (size_t i = 0; i < clip_count; i++)
        bv_clip_score_free(clips[i]);
    clip_count = 0;
}

static struct bv_clip_score *add_clip(bool is_simulated,
                                      enum bv_score_probe probe)
{
    struct bv_clip_about about = {
        .simulated = is_simulated, .probe = probe, .width_px = 1000};

    clips[clip_count] = bv_clip_score_new(&about);
    return clips[clip_count++];
}

/* A frame whose tip is off by so many mm; INFINITY: nothing is claimed;
 * NAN: there is no needle, and still one is claimed. */
static void add_tip(struct bv_clip_score *clip, double error_mm,
                    double confidence)
{
    struct bv_truth_frame truth = {.needle = !isnan(error_mm),
                                   .has_shaft = true,
                                   .shaft_px = {{100, 200}, {300, 200}},
                                   .has_tip = true,
                                   .tip_px = {300, 200},
                                   .tip = BV_TIP_VISIBLE,
                                   .visible_mm = 20,
                                   .mm_per_px = 0.1};
    struct bv_advice advice = bv_advice_none();

    advice.time_ns = bv_s_to_ns((double)clip->frame_count * 0.1);
    advice.sequence = (uint32_t)clip->frame_count;
    if (!isinf(error_mm)) {
        advice.state = BV_NEEDLE_TIP_SEEN;
        advice.has_shaft = advice.has_tip = true;
        advice.shaft_px = truth.shaft_px;
        advice.tip_px = truth.tip_px;
        advice.tip_px.x += isnan(error_mm) ? 0 : error_mm * 10;
        advice.confidence = confidence;
    }
    ck_assert_int_eq(bv_clip_score_add(clip, &truth, &advice, 1), 0);
}

static struct bv_figure_value measure(const char *key,
                                      const struct bv_stratum *stratum)
{
    struct bv_figure_value value;
    int figure = bv_figure_find(key);

    ck_assert_int_ge(figure, 0);
    ck_assert_int_eq(
        bv_figure_measure((size_t)figure, clips, clip_count, stratum, &value),
        0);
    return value;
}

START_TEST(percentile_is_the_nearest_rank)
{
    struct bv_clip_score *clip = add_clip(false, BV_SCORE_PROBE_LINEAR);

    for (int i = 20; i >= 1; i--)
        add_tip(clip, i * 0.1, 0.9);
    ck_assert_double_eq_tol(measure("tip_error_median_mm", &real).value, 1.0,
                            1e-6);
    ck_assert_double_eq_tol(measure("tip_error_p95_mm", &real).value, 1.9,
                            1e-6);
}
END_TEST

START_TEST(misses_are_in_the_percentile_and_beside_what_is_reported)
{
    struct bv_clip_score *clip = add_clip(false, BV_SCORE_PROBE_LINEAR);
    struct bv_figure_value value;

    for (int i = 1; i <= 6; i++)
        add_tip(clip, i * 0.1, 0.9);
    for (int i = 0; i < 4; i++)
        add_tip(clip, INFINITY, 0);
    ck_assert_double_eq_tol(measure("tip_error_median_mm", &real).value, 0.5,
                            1e-6);
    ck_assert(isinf(measure("tip_error_p95_mm", &real).value));
    value = measure("tip_error_seen_p95_mm", &real);
    ck_assert_double_eq_tol(value.value, 0.6, 1e-6);
    ck_assert_double_eq_tol(value.coverage, 0.6, 1e-9);
    ck_assert_double_eq(value.count, 6);
    ck_assert_double_eq_tol(measure("tip_within_3_mm", &real).value, 0.6, 1e-9);
    ck_assert_double_eq_tol(measure("detected", &real).value, 0.6, 1e-9);
}
END_TEST

START_TEST(needle_free_frames_are_in_no_error)
{
    struct bv_clip_score *clip = add_clip(false, BV_SCORE_PROBE_LINEAR);

    for (int i = 0; i < 5; i++)
        add_tip(clip, NAN, 0.7);
    ck_assert_int_eq(bv_clip_score_end(clip), 0);
    ck_assert(isnan(measure("tip_error_median_mm", &real).value));
    ck_assert(isnan(measure("detected", &real).value));
    /* One track in half a second. */
    ck_assert_double_eq_tol(measure("alarms_per_minute", &real).value, 120,
                            1e-6);
    ck_assert_double_eq_tol(measure("alarm_frames_per_minute", &real).value,
                            600, 1e-6);
}
END_TEST

START_TEST(rate_without_an_event_is_bounded_by_the_time_there_was)
{
    struct bv_clip_score *clip = add_clip(true, BV_SCORE_PROBE_LINEAR);
    struct bv_truth_frame none = {.needle = false};
    struct bv_advice advice = bv_advice_none();
    struct bv_figure_value value;

    for (int i = 0; i < 120; i++) {
        advice.time_ns = i * BV_NS_PER_S;
        ck_assert_int_eq(bv_clip_score_add(clip, &none, &advice, 1), 0);
    }
    ck_assert_int_eq(bv_clip_score_end(clip), 0);
    value = measure("alarms_per_minute", &simulated);
    ck_assert_double_eq(value.value, 0);
    ck_assert_double_eq_tol(value.count, 2, 1e-9);
    ck_assert_double_eq_tol(value.high, 1.5, 1e-9);
}
END_TEST

START_TEST(simulated_and_real_clips_are_never_mixed)
{
    add_tip(add_clip(true, BV_SCORE_PROBE_LINEAR), 1, 0.9);
    add_tip(add_clip(false, BV_SCORE_PROBE_LINEAR), 2, 0.9);
    ck_assert_double_eq_tol(measure("tip_error_median_mm", &simulated).value, 1,
                            1e-6);
    ck_assert_double_eq_tol(measure("tip_error_median_mm", &real).value, 2,
                            1e-6);
}
END_TEST

START_TEST(strata_take_the_clips_and_frames_that_are_theirs)
{
    struct bv_stratum curved = {true, BV_STRATUM_PROBE, BV_SCORE_PROBE_CURVED};
    struct bv_stratum level = {true, BV_STRATUM_ANGLE, 0};
    struct bv_stratum steep = {true, BV_STRATUM_ANGLE, 3};

    add_tip(add_clip(true, BV_SCORE_PROBE_LINEAR), 1, 0.9);
    add_tip(add_clip(true, BV_SCORE_PROBE_CURVED), 2, 0.9);
    ck_assert_double_eq_tol(measure("tip_error_median_mm", &curved).value, 2,
                            1e-6);
    ck_assert_double_eq(measure("tip_error_median_mm", &level).count, 2);
    ck_assert_double_eq(measure("tip_error_median_mm", &steep).count, 0);
    /* A figure of whole clips is in no stratum of frames. */
    ck_assert(isnan(measure("alarms_per_minute", &level).value));
}
END_TEST

START_TEST(calibration_error_weighs_the_bins_by_their_frames)
{
    struct bv_clip_score *clip = add_clip(false, BV_SCORE_PROBE_LINEAR);
    struct bv_reliability reliability;

    /* Bin 9: three of four right at 0.95. Bin 5: none of one at 0.55. */
    for (int i = 0; i < 3; i++)
        add_tip(clip, 0, 0.95);
    add_tip(clip, NAN, 0.95);
    add_tip(clip, NAN, 0.55);
    ck_assert_double_eq_tol(measure("calibration_error", &real).value,
                            (4 * 0.20 + 1 * 0.55) / 5, 1e-6);
    bv_reliability_measure(clips, clip_count, &real, &reliability);
    ck_assert_double_eq(reliability.count[9], 4);
    ck_assert_double_eq_tol(reliability.confidence[9], 0.95, 1e-6);
    ck_assert_double_eq_tol(reliability.share[9], 0.75, 1e-9);
    ck_assert_double_eq(reliability.share[5], 0);
    ck_assert(isnan(reliability.share[0]));
}
END_TEST

START_TEST(waits_give_percentiles_with_misses_in_them)
{
    struct bv_clip_score *clip = add_clip(false, BV_SCORE_PROBE_LINEAR);

    /* Not found for 2 s, gone for 0.1 s, found at once: INFINITY and 0. */
    add_tip(clip, NAN, 0);
    for (int i = 0; i < 20; i++)
        add_tip(clip, INFINITY, 0);
    add_tip(clip, NAN, 0);
    for (int i = 0; i < 20; i++)
        add_tip(clip, 0, 0.9);
    ck_assert_int_eq(bv_clip_score_end(clip), 0);
    ck_assert_double_eq(measure("first_median_s", &real).value, 0);
    ck_assert(isinf(measure("first_p95_s", &real).value));
    ck_assert_double_eq(measure("first_p95_s", &real).count, 2);
}
END_TEST

START_TEST(intervals_are_the_same_every_time_and_hold_the_value)
{
    struct bv_figure_value once, again;

    for (int c = 0; c < 6; c++) {
        struct bv_clip_score *clip = add_clip(false, BV_SCORE_PROBE_LINEAR);

        for (int i = 0; i < 10; i++)
            add_tip(clip, i <= c + 3 ? 0.1 * (c + 1) : INFINITY, 0.9);
    }
    once = measure("detected", &real);
    again = measure("detected", &real);
    ck_assert_double_eq(once.low, again.low);
    ck_assert_double_eq(once.high, again.high);
    ck_assert_double_le(once.low, once.value);
    ck_assert_double_ge(once.high, once.value);
    ck_assert_double_lt(once.low, once.high);
    ck_assert_double_ge(once.low, 0.4);  /* the worst clip's */
    ck_assert_double_le(once.high, 0.9); /* the best clip's */
}
END_TEST

START_TEST(one_clip_gives_no_interval)
{
    add_tip(add_clip(false, BV_SCORE_PROBE_LINEAR), 1, 0.9);
    ck_assert(isnan(measure("tip_error_median_mm", &real).low));
}
END_TEST

START_TEST(table_has_the_strata_that_have_something)
{
    struct bv_figure_table *table;
    struct bv_stratum steep = {false, BV_STRATUM_ANGLE, 3};
    struct bv_stratum level = {false, BV_STRATUM_ANGLE, 0};

    add_tip(add_clip(false, BV_SCORE_PROBE_LINEAR), 1, 0.9);
    ck_assert_int_eq(bv_figure_table_make(clips, clip_count, &table), 0);
    ck_assert_ptr_nonnull(bv_figure_table_find(table, &real));
    ck_assert_ptr_nonnull(bv_figure_table_find(table, &level));
    ck_assert_ptr_null(bv_figure_table_find(table, &steep));
    ck_assert_ptr_null(bv_figure_table_find(table, &simulated));
    bv_figure_table_free(table);
}
END_TEST

START_TEST(every_figure_has_its_own_key_and_a_sense)
{
    for (size_t i = 0; i < bv_figure_count(); i++) {
        const struct bv_figure *figure = bv_figure_at(i);

        ck_assert_int_eq(bv_figure_find(figure->key), (int)i);
        ck_assert_ptr_nonnull(figure->title);
        /* What meets the aim meets the must. */
        if (!isnan(figure->aim.most))
            ck_assert(bv_figure_keeps(&figure->must, figure->aim.most));
        if (!isnan(figure->aim.least))
            ck_assert(bv_figure_keeps(&figure->must, figure->aim.least));
    }
    ck_assert_int_eq(bv_figure_find("no_such_figure"), -1);
}
END_TEST

START_TEST(limit_is_broken_by_a_miss_and_by_nothing_that_was_not_measured)
{
    struct bv_figure_limit most = {NAN, 2}, least = {0.9, NAN};

    ck_assert(bv_figure_keeps(&most, 2));
    ck_assert(!bv_figure_keeps(&most, 2.1));
    ck_assert(!bv_figure_keeps(&most, INFINITY));
    ck_assert(bv_figure_keeps(&most, NAN));
    ck_assert(!bv_figure_keeps(&least, 0.89));
    ck_assert(bv_figure_keeps(&least, 1));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        percentile_is_the_nearest_rank,
        misses_are_in_the_percentile_and_beside_what_is_reported,
        needle_free_frames_are_in_no_error,
        rate_without_an_event_is_bounded_by_the_time_there_was,
        simulated_and_real_clips_are_never_mixed,
        strata_take_the_clips_and_frames_that_are_theirs,
        calibration_error_weighs_the_bins_by_their_frames,
        waits_give_percentiles_with_misses_in_them,
        intervals_are_the_same_every_time_and_hold_the_value,
        one_clip_gives_no_interval,
        table_has_the_strata_that_have_something,
        every_figure_has_its_own_key_and_a_sense,
        limit_is_broken_by_a_miss_and_by_nothing_that_was_not_measured,
        NULL};

    return bv_test_run("figures", NULL, end, tests);
}
