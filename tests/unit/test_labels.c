#include "support/test.h"

#include <errno.h>
#include <math.h>

#include "records/labels.h"

static struct bv_labels *labels;

static const struct bv_label no_needle = {.kind = BV_LABEL_NO_NEEDLE};
static const struct bv_label unsure = {.kind = BV_LABEL_UNSURE};
static const struct bv_label nothing = {.kind = BV_LABEL_OPEN};

/* A clip of 20 frames, the later half at half the rate. */
static void begin(void)
{
    labels = bv_labels_new();
    ck_assert_ptr_nonnull(labels);
    for (uint32_t i = 0; i < 20; i++)
        ck_assert_int_eq(
            bv_labels_add_frame(labels, i, i < 10 ? i * 0.1 : i * 0.2 - 1), 0);
}

static void end(void)
{
    bv_labels_free(labels);
}

static struct bv_label needle(double tip_x)
{
    return (struct bv_label){.kind = BV_LABEL_NEEDLE,
                             .shaft_px = {{10, 20}, {tip_x, 80}},
                             .tip = BV_TIP_VISIBLE};
}

static void set(uint32_t frame, struct bv_label label)
{
    ck_assert_int_eq(bv_labels_set(labels, frame, &label), 0);
}

static enum bv_label_from find(uint32_t frame, struct bv_label *label)
{
    return bv_labels_find(labels, frame, label);
}

START_TEST(needle_is_carried_in_a_straight_line_over_time)
{
    struct bv_label label;

    set(4, needle(100));
    set(14, needle(200)); /* 0.4 s to 1.8 s */
    ck_assert_int_eq(find(9, &label), BV_LABEL_FROM_CARRY);
    ck_assert_double_eq_tol(label.shaft_px.to.x, 100 + 100 * 0.5 / 1.4, 1e-9);
    ck_assert_double_eq(label.shaft_px.from.x, 10);
    ck_assert_int_eq(label.tip, BV_TIP_VISIBLE);
    ck_assert_int_eq(find(4, &label), BV_LABEL_FROM_ITSELF);
    ck_assert_int_eq(find(3, &label), BV_LABEL_FROM_NOBODY);
    ck_assert_int_eq(find(15, &label), BV_LABEL_FROM_NOBODY);
    ck_assert_int_eq(label.kind, BV_LABEL_OPEN);
}
END_TEST

START_TEST(without_times_frames_are_counted)
{
    struct bv_labels *untimed = bv_labels_new();
    struct bv_label label = needle(100), other = needle(200);

    ck_assert_int_eq(bv_labels_set(untimed, 0, &label), 0);
    ck_assert_int_eq(bv_labels_set(untimed, 4, &other), 0);
    ck_assert_int_eq(bv_labels_find(untimed, 1, &label), BV_LABEL_FROM_CARRY);
    ck_assert_double_eq(label.shaft_px.to.x, 125);
    bv_labels_free(untimed);
}
END_TEST

START_TEST(only_alike_labels_carry)
{
    struct bv_label label;

    set(0, no_needle);
    set(4, no_needle);
    set(8, needle(100));
    set(12, unsure);
    ck_assert_int_eq(find(2, &label), BV_LABEL_FROM_CARRY);
    ck_assert_int_eq(label.kind, BV_LABEL_NO_NEEDLE);
    ck_assert_int_eq(find(6, &label), BV_LABEL_FROM_NOBODY);
    ck_assert_int_eq(find(10, &label), BV_LABEL_FROM_NOBODY);
}
END_TEST

START_TEST(tip_seen_at_one_end_alone_is_not_known_between)
{
    struct bv_label hidden = needle(200), label;

    hidden.tip = BV_TIP_HIDDEN;
    set(0, needle(100));
    set(4, hidden);
    find(2, &label);
    ck_assert_int_eq(label.tip, BV_TIP_UNKNOWN);
}
END_TEST

START_TEST(accepting_makes_a_carried_frame_a_label_of_its_own)
{
    struct bv_label label, later = needle(300);

    set(0, needle(100));
    set(4, needle(200));
    ck_assert_int_eq(bv_labels_accept(labels, 2, false), 1);
    ck_assert_int_eq(find(2, &label), BV_LABEL_FROM_ITSELF);
    ck_assert_int_eq(label.by, BV_LABEL_ACCEPTED);
    ck_assert_double_eq(label.shaft_px.to.x, 150);
    set(4, later); /* what was found right stays */
    find(2, &label);
    ck_assert_double_eq(label.shaft_px.to.x, 150);
    ck_assert_int_eq(bv_labels_accept(labels, 2, false), 0);
    ck_assert_int_eq(bv_labels_accept(labels, 10, false), 0);
}
END_TEST

START_TEST(span_is_accepted_and_rejected_as_one_step)
{
    struct bv_label label;
    uint32_t frame;

    set(2, needle(100));
    set(9, needle(200));
    ck_assert_int_eq(bv_labels_accept(labels, 5, true), 6);
    for (uint32_t i = 3; i < 9; i++)
        ck_assert_int_eq(find(i, &label), BV_LABEL_FROM_ITSELF);
    ck_assert_int_eq(bv_labels_reject(labels, 4), 6);
    ck_assert_int_eq(find(5, &label), BV_LABEL_FROM_CARRY);
    ck_assert_int_eq(find(9, &label), BV_LABEL_FROM_ITSELF);
    ck_assert(bv_labels_undo(labels, &frame));
    ck_assert_int_eq(find(5, &label), BV_LABEL_FROM_ITSELF);
    ck_assert(bv_labels_undo(labels, &frame));
    ck_assert_int_eq(find(5, &label), BV_LABEL_FROM_CARRY);
}
END_TEST

START_TEST(frames_without_a_picture_are_not_accepted)
{
    struct bv_label label;

    ck_assert_int_eq(bv_labels_add_frame(labels, 23, 4), 0); /* 20..22 lack */
    set(18, needle(100));
    set(23, needle(200));
    ck_assert_int_eq(bv_labels_accept(labels, 19, true), 1);
    ck_assert_int_eq(find(21, &label), BV_LABEL_FROM_CARRY);
    ck_assert_uint_eq(bv_labels_frame_count(labels), 21);
}
END_TEST

START_TEST(undo_and_redo_go_back_and_forth)
{
    struct bv_label label;
    uint32_t frame = 99;

    ck_assert(!bv_labels_undo(labels, &frame));
    set(3, needle(100));
    set(3, needle(120));
    set(5, no_needle);
    ck_assert(bv_labels_undo(labels, &frame));
    ck_assert_uint_eq(frame, 5);
    ck_assert_int_eq(bv_labels_get(labels, 5).kind, BV_LABEL_OPEN);
    ck_assert(bv_labels_undo(labels, &frame));
    label = bv_labels_get(labels, 3);
    ck_assert_double_eq(label.shaft_px.to.x, 100);
    ck_assert(bv_labels_redo(labels, &frame));
    label = bv_labels_get(labels, 3);
    ck_assert_double_eq(label.shaft_px.to.x, 120);
    set(7, unsure); /* another way: what was undone is gone */
    ck_assert(!bv_labels_can_redo(labels));
    ck_assert(!bv_labels_redo(labels, &frame));
    ck_assert_int_eq(bv_labels_get(labels, 5).kind, BV_LABEL_OPEN);
}
END_TEST

START_TEST(refined_line_is_undone_with_the_clicks)
{
    struct bv_label refined = needle(101), other = needle(50);
    uint32_t frame;

    set(3, needle(100));
    ck_assert_int_eq(bv_labels_amend(labels, 3, &refined), 0);
    ck_assert_double_eq(bv_labels_get(labels, 3).shaft_px.to.x, 101);
    ck_assert(bv_labels_undo(labels, &frame));
    ck_assert_int_eq(bv_labels_get(labels, 3).kind, BV_LABEL_OPEN);
    ck_assert(bv_labels_redo(labels, &frame));
    ck_assert_double_eq(bv_labels_get(labels, 3).shaft_px.to.x, 101);
    /* of another frame, it is a step of its own */
    ck_assert_int_eq(bv_labels_amend(labels, 4, &other), 0);
    ck_assert(bv_labels_undo(labels, &frame));
    ck_assert_double_eq(bv_labels_get(labels, 3).shaft_px.to.x, 101);
}
END_TEST

START_TEST(counts_and_survey_say_what_is_done)
{
    struct bv_labels_counts counts;
    uint8_t from[20], kind[20];

    set(2, needle(100));
    set(6, needle(200));
    set(9, unsure);
    set(12, no_needle);
    ck_assert_int_eq(bv_labels_accept(labels, 3, false), 1);
    counts = bv_labels_count(labels);
    ck_assert_uint_eq(counts.frames, 20);
    ck_assert_uint_eq(counts.drawn, 3);
    ck_assert_uint_eq(counts.checked, 1);
    ck_assert_uint_eq(counts.unsure, 1);
    ck_assert_uint_eq(counts.carried, 2);
    ck_assert_uint_eq(counts.open, 13);
    bv_labels_survey(labels, from, kind);
    for (uint32_t i = 0; i < 20; i++) {
        struct bv_label label;

        ck_assert_int_eq(from[i], find(i, &label));
        ck_assert_int_eq(kind[i], label.kind);
    }
}
END_TEST

START_TEST(seek_finds_keys_and_what_is_left_to_do)
{
    uint32_t found = 99;

    set(2, needle(100));
    set(6, needle(200));
    ck_assert_int_eq(bv_labels_accept(labels, 3, false), 1);
    ck_assert(bv_labels_seek(labels, 2, true, BV_LABELS_KEY, &found));
    ck_assert_uint_eq(found, 6);
    ck_assert(bv_labels_seek(labels, 6, false, BV_LABELS_KEY, &found));
    ck_assert_uint_eq(found, 2);
    ck_assert(!bv_labels_seek(labels, 6, true, BV_LABELS_KEY, &found));
    ck_assert(bv_labels_seek(labels, 2, true, BV_LABELS_TODO, &found));
    ck_assert_uint_eq(found, 4);
    ck_assert(bv_labels_seek(labels, 19, false, BV_LABELS_PICTURE, &found));
    ck_assert_uint_eq(found, 18);
    ck_assert(!bv_labels_seek(labels, 19, true, BV_LABELS_PICTURE, &found));
}
END_TEST

START_TEST(clearing_lets_the_neighbours_carry_again)
{
    struct bv_label label;

    set(0, needle(100));
    set(2, unsure);
    set(4, needle(200));
    ck_assert_int_eq(find(1, &label), BV_LABEL_FROM_NOBODY);
    set(2, nothing);
    ck_assert_int_eq(find(2, &label), BV_LABEL_FROM_CARRY);
}
END_TEST

START_TEST(frames_beyond_the_most_are_refused)
{
    struct bv_label label = needle(1);

    ck_assert_int_eq(bv_labels_set(labels, BV_LABELS_FRAMES_MAX, &label),
                     -ERANGE);
    ck_assert_int_eq(bv_labels_set(labels, UINT32_MAX, &label), -ERANGE);
    ck_assert_int_eq(bv_labels_add_frame(labels, UINT32_MAX, 0), -ERANGE);
    ck_assert_uint_eq(bv_labels_end(labels), 20);
    ck_assert_int_eq(bv_labels_get(labels, UINT32_MAX).kind, BV_LABEL_OPEN);
    ck_assert_int_eq(bv_labels_reject(labels, UINT32_MAX), 0);
    ck_assert_int_eq(bv_labels_accept(labels, UINT32_MAX, true), 0);
}
END_TEST

START_TEST(revision_tells_every_change)
{
    uint64_t before = bv_labels_revision(labels);
    uint32_t frame;

    set(2, needle(100));
    ck_assert_uint_ne(bv_labels_revision(labels), before);
    before = bv_labels_revision(labels);
    ck_assert(bv_labels_undo(labels, &frame));
    ck_assert_uint_ne(bv_labels_revision(labels), before);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {needle_is_carried_in_a_straight_line_over_time,
                            without_times_frames_are_counted,
                            only_alike_labels_carry,
                            tip_seen_at_one_end_alone_is_not_known_between,
                            accepting_makes_a_carried_frame_a_label_of_its_own,
                            span_is_accepted_and_rejected_as_one_step,
                            frames_without_a_picture_are_not_accepted,
                            undo_and_redo_go_back_and_forth,
                            refined_line_is_undone_with_the_clicks,
                            counts_and_survey_say_what_is_done,
                            seek_finds_keys_and_what_is_left_to_do,
                            clearing_lets_the_neighbours_carry_again,
                            frames_beyond_the_most_are_refused,
                            revision_tells_every_change,
                            NULL};

    return bv_test_run("labels", begin, end, tests);
}
