#include "support/test.h"

#include <math.h>
#include <string.h>

#include "commands/explain.h"
#include "commands/explain_gather.h"
#include "commands/explain_words.h"

static struct bv_account account;
static struct bv_tracks tracks;
static struct bv_explain_past past;
static struct bv_explained explained;
static struct bv_advice advice;
static float flat[400 * 300];
static uint8_t mask[400 * 300];

static void set_up(void)
{
    memset(&past, 0, sizeof(past));
    memset(&tracks, 0, sizeof(tracks));
    memset(mask, 255, sizeof(mask));
    account = (struct bv_account){.tracks = &tracks, .needle = -1};
    account.evidence = (struct bv_evidence){.view = BV_VIEW_SAME,
                                            .width = 400,
                                            .height = 300,
                                            .work_per_px = 0.5,
                                            .box = {0, 0, 800, 600},
                                            .area = {.box = {0, 0, 400, 300}},
                                            .image = mask,
                                            .mask = mask,
                                            .any = flat,
                                            .along_cos = flat,
                                            .along_sin = flat};
    advice = bv_advice_none();
    advice.time_ns = 2000000000;
}

static const char *say(enum bv_reason reason, double value, double limit)
{
    static char words[160];
    struct bv_verdict verdict = {reason, value, limit};

    bv_explain_say(&verdict, &account.evidence, words, sizeof(words));
    return words;
}

START_TEST(a_reason_is_said_with_what_it_came_to_and_what_was_asked)
{
    ck_assert_str_eq(say(BV_REASON_STANDS_OUT, 1.9, 2.8),
                     "stands out of its parallels by 1.90, 2.80 needed");
    ck_assert_str_eq(say(BV_REASON_FLAT, 7.1, 9),
                     "lies too flat: 7.1°, 9.0° needed");
    ck_assert_str_eq(say(BV_REASON_TIP_BORDER, 0, 0),
                     "its end lies where the picture ends");
    ck_assert_str_eq(say(BV_REASON_NONE, 0, 0), "");
}
END_TEST

START_TEST(work_px_are_said_as_px_of_the_frame_or_parts_of_the_picture)
{
    ck_assert_str_eq(say(BV_REASON_BENT, 2, 1.5),
                     "bends by 4.0 px, 3.0 px allowed");
    ck_assert_str_eq(say(BV_REASON_STILL, 4, 16),
                     "has not moved enough: its deep end by 1.0 %, 4.0 % "
                     "needed");
}
END_TEST

START_TEST(a_track_is_named_where_it_is_known)
{
    ck_assert_str_eq(say(BV_REASON_KNOWN, 7, 0),
                     "runs along a line that is followed, T7");
    ck_assert_str_eq(say(BV_REASON_KNOWN, 0, 0),
                     "runs along a line that is followed");
}
END_TEST

START_TEST(every_reason_has_a_key_of_its_own_and_words)
{
    for (int i = BV_REASON_NONE + 1; i <= BV_REASON_TIP_FADES; i++) {
        ck_assert_ptr_nonnull(bv_explain_key(i));
        ck_assert_int_gt(strlen(say(i, 1, 2)), 0);
        for (int j = BV_REASON_NONE + 1; j < i; j++)
            ck_assert_str_ne(bv_explain_key(i), bv_explain_key(j));
    }
    ck_assert_ptr_null(bv_explain_key(BV_REASON_NONE));
}
END_TEST

static void refuse_line(double y, double score)
{
    account.sifting.all[account.sifting.count++] = (struct bv_sifted){
        {{10, y}, {110, y + 50}}, score, {BV_REASON_GAP, 0.5, 0.3}};
}

static int count_kind(enum bv_explained_kind kind)
{
    int count = 0;

    for (int i = 0; i < explained.line_count; i++)
        count += explained.lines[i].kind == kind;
    return count;
}

START_TEST(what_was_refused_in_the_last_round_is_told_each_line_once)
{
    refuse_line(20, 30);
    bv_explain_note(&past, &account, 1.5); /* too long ago */
    account.sifting.count = 0;
    refuse_line(100, 30);
    bv_explain_note(&past, &account, 1.95);
    account.sifting.count = 0;
    refuse_line(101, 40); /* the same line, stronger now */
    refuse_line(200, 20);
    bv_explain_note(&past, &account, 2);
    bv_explain_gather(&past, &account, &advice, NULL, &explained);
    ck_assert_int_eq(count_kind(BV_EXPLAINED_REFUSED), 2);
    ck_assert_double_eq(explained.lines[0].score, 40);
    ck_assert_str_eq(explained.lines[0].reason, "gap");
}
END_TEST

static struct bv_track *follow(unsigned id, double y, double score)
{
    struct bv_track *track = &tracks.all[id];

    *track = (struct bv_track){
        .used = true,
        .seen = true,
        .id = id,
        .born_s = 1,
        .now = {.piece = {{10, y}, {110, y + 50}}, .score = score, .mean = 1.5},
        .network = NAN,
        .proof_most = -INFINITY,
        .lacks = {BV_REASON_STILL, 4, 16}};
    return track;
}

START_TEST(the_line_that_slid_most_like_a_needle_comes_first)
{
    struct bv_track *slid;

    follow(3, 20, 90);
    slid = follow(4, 120, 40);
    slid->proof_most = 3.5;
    slid->proof_most_s = 1.8;
    slid->slide.slide_part = 0.05;
    slid->lacks = (struct bv_verdict){BV_REASON_PROOF, 3.1, 4};
    bv_explain_note(&past, &account, 2);
    bv_explain_gather(&past, &account, &advice, NULL, &explained);
    ck_assert_int_eq(explained.line_count, 2);
    ck_assert_uint_eq(explained.lines[0].number, 4);
    ck_assert_str_eq(explained.lines[0].reason, "proof");
    ck_assert_int_gt(explained.lines[0].part_count, 5);
    ck_assert_double_eq(explained.lines[0].since_s, 1);
    ck_assert_ptr_nonnull(strstr(explained.words, "T4 came nearest"));
    ck_assert_ptr_nonnull(strstr(explained.lines[1].words, "has not moved"));
}
END_TEST

START_TEST(a_crossing_that_is_drawn_says_when_it_came)
{
    struct bv_crossing_track crossed = {.born_s = 1.25, .proof_most = 3};

    follow(3, 20, 90);
    account.crossed = &crossed;
    bv_explain_note(&past, &account, 2);
    bv_explain_gather(&past, &account, &advice, NULL, &explained);
    ck_assert_ptr_nonnull(strstr(explained.words, "a streak came at 1.25 s"));
}
END_TEST

START_TEST(a_line_asked_about_is_found_among_those_that_are_followed)
{
    struct bv_px_segment asked = {{21, 41}, {215, 139}}; /* of the frame */

    follow(3, 20, 90);
    bv_explain_note(&past, &account, 2);
    bv_explain_gather(&past, &account, &advice, &asked, &explained);
    ck_assert_int_eq(count_kind(BV_EXPLAINED_ASKED), 1);
    ck_assert_int_eq(explained.lines[0].kind, BV_EXPLAINED_ASKED);
    ck_assert_ptr_nonnull(strstr(explained.lines[0].words, "T3: "));
    ck_assert_str_eq(explained.lines[0].reason, "still");
}
END_TEST

START_TEST(a_line_asked_about_that_shows_nowhere_says_so)
{
    struct bv_px_segment asked = {{21, 41}, {215, 139}};

    bv_explain_note(&past, &account, 2);
    bv_explain_gather(&past, &account, &advice, &asked, &explained);
    ck_assert_str_eq(explained.lines[0].reason, "nothing");
    ck_assert(!explained.lines[0].seen);
}
END_TEST

START_TEST(a_change_of_the_picture_is_told_and_what_was_before_it_is_not)
{
    refuse_line(20, 30);
    bv_explain_note(&past, &account, 1.95);
    account.sifting.count = 0;
    account.forgot = true;
    account.evidence.view = BV_VIEW_NEW;
    bv_explain_note(&past, &account, 1.98);
    bv_explain_gather(&past, &account, &advice, NULL, &explained);
    ck_assert_int_eq(explained.line_count, 0);
    ck_assert_double_eq_tol(explained.forgot_s, 0.02, 1e-9);
}
END_TEST

START_TEST(a_frame_is_named_by_number_or_time_and_nothing_else)
{
    struct bv_explain_request request = {0};

    ck_assert(bv_explain_read_frame("120", &request));
    ck_assert_uint_eq(request.frame, 120);
    ck_assert(!request.by_time);
    ck_assert(bv_explain_read_frame("4.2s", &request));
    ck_assert(request.by_time);
    ck_assert_double_eq(request.time_s, 4.2);
    ck_assert(!bv_explain_read_frame("-1", &request));
    ck_assert(!bv_explain_read_frame("4.2", &request));
    ck_assert(!bv_explain_read_frame("", &request));
    ck_assert(!bv_explain_read_frame("first", &request));
    ck_assert(!bv_explain_read_frame("99999999999", &request));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_reason_is_said_with_what_it_came_to_and_what_was_asked,
        work_px_are_said_as_px_of_the_frame_or_parts_of_the_picture,
        a_track_is_named_where_it_is_known,
        every_reason_has_a_key_of_its_own_and_words,
        what_was_refused_in_the_last_round_is_told_each_line_once,
        the_line_that_slid_most_like_a_needle_comes_first,
        a_crossing_that_is_drawn_says_when_it_came,
        a_line_asked_about_is_found_among_those_that_are_followed,
        a_line_asked_about_that_shows_nowhere_says_so,
        a_change_of_the_picture_is_told_and_what_was_before_it_is_not,
        a_frame_is_named_by_number_or_time_and_nothing_else,
        NULL};

    return bv_test_run("explain", set_up, NULL, tests);
}
