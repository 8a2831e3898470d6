/* Scores that a rater gives a recording while watching it. */
#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "records/rules_file.h"
#include "ui/review/scored.h"
#include "ui/review/scoring.h"

static struct bv_scoring scoring;
static struct bv_scored scored;
static struct bv_review_rules rules;
static struct bv_review review;
static struct bv_fault fault;
static char store[400], clip[400];

static void make_clip(const char *name)
{
    FILE *file;

    snprintf(clip, sizeof(clip), "%.300s/%s", store, name);
    *strrchr(store, '/') = '\0';
    snprintf(clip, sizeof(clip), "%.300s/%s", store, name);
    strcat(store, "/store.db");
    file = fopen(clip, "w");
    ck_assert_ptr_nonnull(file);
    fclose(file);
}

static void begin(void)
{
    fault = (struct bv_fault){0};
    snprintf(store, sizeof(store), "%.300s/store.db", bv_test_folder());
    make_clip("a.mkv");
    ck_assert_int_eq(bv_rules_read(NULL, &rules, &fault), 0);
    ck_assert_msg(bv_scoring_init(&scoring, "needle-global", &fault) == 0, "%s",
                  fault.text);
    review = (struct bv_review){.tip_share = 0.5};
}

static void end(void)
{
    bv_scored_fini(&scored);
    bv_scoring_fini(&scoring);
}

static void ask(bool keeps)
{
    const struct bv_scored_asks asks = {.store = store,
                                        .recording = clip,
                                        .scale = scoring.scale,
                                        .rater = scoring.rating.rater,
                                        .rating =
                                            keeps ? &scoring.rating : NULL,
                                        .rules = &rules,
                                        .review = &review,
                                        .program = "t"};

    bv_scored_fini(&scored);
    ck_assert_msg(bv_scored_ask(&asks, &scored, &fault) == 0, "%s", fault.text);
    if (!scoring.is_loaded)
        bv_scoring_load(&scoring, scored.has_own ? &scored.own : NULL);
}

static void be(const char *rater)
{
    bv_scoring_set_rater(&scoring, rater);
    ask(false);
}

/* All items, the first by @p first and the others by 3. */
static void give_all(int first)
{
    for (size_t i = 0; i < scoring.scale->item_count; i++)
        if (bv_scoring_get(&scoring, i) != (i == 0 ? first : 3))
            ck_assert(bv_scoring_give(&scoring, i, i == 0 ? first : 3));
    ask(true);
}

START_TEST(scales_are_chosen_by_their_titles)
{
    for (size_t i = 0; i < scoring.names.count; i++)
        if (strcmp(scoring.names.names[i], "needle-global") == 0)
            ck_assert_str_eq(scoring.titles[i], scoring.scale->title);
    ck_assert(scoring.scale->title[0]);
    ck_assert_int_ge(scoring.names.count, 2);
}
END_TEST

START_TEST(without_a_rater_nothing_can_be_given)
{
    bv_scoring_begin(&scoring);
    bv_scoring_load(&scoring, NULL);
    ck_assert(!bv_scoring_give(&scoring, 0, 3));
    bv_scoring_set_rater(&scoring, "  r1 ");
    ck_assert_str_eq(scoring.rating.rater, "r1");
    ck_assert_msg(!bv_scoring_give(&scoring, 0, 3),
                  "before it is known what was given, it would be lost");
    bv_scoring_load(&scoring, NULL);
    ck_assert(bv_scoring_give(&scoring, 0, 3));
    ck_assert_msg(!bv_scoring_give(&scoring, 0, 6), "there is no 6");
    ck_assert_int_eq(bv_scoring_get(&scoring, 0), 3);
}
END_TEST

START_TEST(the_next_item_without_a_score_is_next_and_the_same_takes_it_back)
{
    be("r1");
    bv_scoring_give(&scoring, 1, 4);
    bv_scoring_move(&scoring, -1);
    bv_scoring_move(&scoring, -1);
    bv_scoring_give(&scoring, scoring.item, 2);
    ck_assert_uint_eq(scoring.item, 2);
    ck_assert(bv_scoring_give(&scoring, 1, 4));
    ck_assert_int_eq(bv_scoring_get(&scoring, 1), BV_SCORING_NONE);
    ck_assert_int_eq(bv_scoring_get(&scoring, 0), 2);
    ck_assert(bv_scoring_undo(&scoring, false));
    ck_assert_int_eq(bv_scoring_get(&scoring, 1), 4);
    ck_assert(bv_scoring_undo(&scoring, true));
    ck_assert_int_eq(bv_scoring_get(&scoring, 1), BV_SCORING_NONE);
    while (bv_scoring_undo(&scoring, false))
        ;
    ck_assert_uint_eq(scoring.rating.item_count, 0);
}
END_TEST

START_TEST(a_recording_of_nobody_becomes_somebodys_attempt_once)
{
    be("r1");
    ck_assert_int_eq(scored.attempt, 0);
    bv_scoring_give(&scoring, 0, 4);
    ask(true);
    ck_assert_int_eq(scored.attempt, 1);
    ck_assert_str_ne(scored.learner.name, "");
    bv_scoring_give(&scoring, 1, 5);
    ask(true);
    ck_assert_int_eq(scored.attempt, 1);
    ck_assert_uint_eq(scored.learner_count, 1);
    be("r2");
    ck_assert_uint_eq(scoring.rating.item_count, 0);
    be("r1");
    ck_assert_int_eq(bv_scoring_get(&scoring, 0), 4);
    ck_assert_int_eq(bv_scoring_get(&scoring, 1), 5);
}
END_TEST

START_TEST(what_was_seen_is_noted_with_the_rating)
{
    bv_scoring_blind(&scoring, true);
    bv_scoring_begin(&scoring);
    be("r1");
    give_all(4);
    ck_assert_int_eq(scored.own.blinding, BV_BLINDING_KEPT);
    ck_assert(bv_scoring_blind(&scoring, false));
    ask(true);
    ck_assert_int_eq(scored.own.blinding, BV_BLINDING_LEFT);
    bv_scoring_blind(&scoring, true);
    bv_scoring_give(&scoring, 1, 1);
    ask(true);
    ck_assert_msg(scored.own.blinding == BV_BLINDING_NONE,
                  "they have seen it, and change their mind");
}
END_TEST

START_TEST(who_looked_last_time_is_not_blinded_this_time)
{
    bv_scoring_begin(&scoring);
    be("r1");
    give_all(4);
    ck_assert_int_eq(scored.own.blinding, BV_BLINDING_NONE);
    bv_scoring_fini(&scoring); /* another day */
    ck_assert_int_eq(bv_scoring_init(&scoring, "needle-global", &fault), 0);
    bv_scoring_blind(&scoring, true);
    bv_scoring_begin(&scoring);
    be("r1");
    give_all(2);
    ck_assert_int_eq(scored.own.blinding, BV_BLINDING_NONE);
    bv_scoring_begin(&scoring);
    be("r2");
    give_all(2);
    ck_assert_int_eq(scored.own.blinding, BV_BLINDING_KEPT);
}
END_TEST

START_TEST(two_raters_of_three_attempts_agree_as_worked_out_by_hand)
{
    static const int given[2][3] = {{2, 3, 5}, {2, 4, 5}};
    static const char *const names[] = {"a.mkv", "b.mkv", "c.mkv"};

    for (int attempt = 0; attempt < 3; attempt++) {
        make_clip(names[attempt]);
        for (int rater = 0; rater < 2; rater++) {
            bv_scoring_begin(&scoring);
            be(rater ? "r2" : "r1");
            give_all(given[rater][attempt]);
        }
    }
    be("r3");
    bv_scoring_give(&scoring, 0, 1); /* of one item alone: does not count */
    ask(true);
    ck_assert_uint_eq(scored.whole_count, 2);
    ck_assert_uint_eq(scored.agreement.attempts, 3);
    ck_assert_uint_eq(scored.agreement.same, scoring.scale->item_count);
    /* of (2,2), (3,4), (5,5): between attempts 4.5, of raters and of the rest
     * 1/6 each; Shrout and Fleiss: (4.5 - 1/6) / (4.5 + 1/6) */
    ck_assert_double_eq_tol(scored.agreement.icc[0].value, 0.9286, 1e-3);
    /* quadratic weights: disagreement 1/48, and 29/144 by chance */
    ck_assert_double_eq_tol(scored.agreement.kappa[0].value, 26.0 / 29, 1e-9);
    ck_assert_msg(isnan(scored.agreement.icc[1].value), "all are the same");
}
END_TEST

START_TEST(a_scale_of_no_such_name_is_said)
{
    struct bv_scoring other;

    ck_assert_int_eq(bv_scoring_init(&other, "nothing-such", &fault), -ENOENT);
    ck_assert_ptr_null(other.scale);
    bv_scoring_fini(&other);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        scales_are_chosen_by_their_titles,
        without_a_rater_nothing_can_be_given,
        the_next_item_without_a_score_is_next_and_the_same_takes_it_back,
        a_recording_of_nobody_becomes_somebodys_attempt_once,
        what_was_seen_is_noted_with_the_rating,
        who_looked_last_time_is_not_blinded_this_time,
        two_raters_of_three_attempts_agree_as_worked_out_by_hand,
        a_scale_of_no_such_name_is_said,
        NULL};

    return bv_test_run("scoring", begin, end, tests);
}
