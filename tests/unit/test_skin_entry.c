/* When a needle went through the skin, and two attempts laid over one another
 * by it. */
#include "support/test.h"

#include <math.h>
#include <string.h>

#include "core/clock.h"
#include "guidance/review/skin_entry.h"
#include "ui/review/alignment.h"

enum { rate = 30, points_most = 300 };

static struct bv_way_point points[points_most];
static struct bv_way way;

/* Ten seconds in which nothing is seen. */
static void set_up(void)
{
    way =
        (struct bv_way){.count = points_most, .points = points, .scaled = true};
    for (int i = 0; i < points_most; i++)
        points[i] = (struct bv_way_point){
            .time_ns = (int64_t)i * BV_NS_PER_S / rate, .entered_mm = NAN};
}

/* From a time on the tip is seen, so far in, and goes on so fast. */
static void see(double from_s, double in_mm, double mm_s)
{
    way.first = (size_t)lround(from_s * rate);
    way.last = points_most - 1;
    way.ever_seen = true;
    for (size_t i = way.first; i < points_most; i++) {
        points[i].seen = points[i].tip_seen = points[i].drawn = true;
        points[i].entered_mm =
            in_mm + mm_s * (double)(i - way.first) / rate + 0.1 * (i % 3 - 1.0);
    }
}

static struct bv_skin_entry find(void)
{
    return bv_skin_entry_find(&way);
}

START_TEST(the_way_back_to_the_skin_is_measured)
{
    struct bv_skin_entry entry;

    see(3, 8, 10);
    entry = find();
    ck_assert_int_eq(entry.how, BV_SKIN_ENTRY_MEASURED);
    ck_assert_double_eq_tol(entry.time_s, 2.2, 0.03);
    ck_assert_double_eq_tol(entry.seen_s, 3, 1e-9);
    ck_assert_double_eq_tol(entry.seen_mm, 8, 0.2);
    ck_assert_double_gt(entry.uncertainty_s, 0.05);
    ck_assert_double_lt(entry.uncertainty_s, 1);
}
END_TEST

START_TEST(the_longer_the_way_back_the_less_it_is_known)
{
    double near_s, far_s;

    see(5, 4, 4);
    near_s = find().uncertainty_s;
    see(5, 14, 4);
    far_s = find().uncertainty_s;
    ck_assert_double_gt(far_s, near_s * 1.5);
}
END_TEST

/* It stands; it was far in already; it would have come in before the recording
 * began; the scale is not known. */
START_TEST(where_the_way_back_says_nothing_it_is_when_it_was_first_seen)
{
    see(3, 8, 0.2);
    ck_assert_int_eq(find().how, BV_SKIN_ENTRY_FIRST_SEEN);
    ck_assert_double_eq_tol(find().time_s, 3, 1e-9);
    ck_assert(isnan(find().uncertainty_s));
    see(3, 30, 10);
    ck_assert_int_eq(find().how, BV_SKIN_ENTRY_FIRST_SEEN);
    see(0.5, 8, 10);
    ck_assert_int_eq(find().how, BV_SKIN_ENTRY_FIRST_SEEN);
    see(3, 8, 10);
    way.scaled = false;
    ck_assert_int_eq(find().how, BV_SKIN_ENTRY_FIRST_SEEN);
}
END_TEST

START_TEST(a_tip_that_jumps_about_leads_nowhere)
{
    see(3, 8, 10);
    for (size_t i = way.first; i < points_most; i += 2)
        points[i].entered_mm += 4;
    ck_assert_int_eq(find().how, BV_SKIN_ENTRY_FIRST_SEEN);
}
END_TEST

START_TEST(a_needle_that_nobody_saw_has_no_entry)
{
    ck_assert_int_eq(find().how, BV_SKIN_ENTRY_NONE);
    ck_assert(isnan(find().time_s));
}
END_TEST

START_TEST(the_truth_is_where_the_needle_first_is_in)
{
    for (int i = 0; i < points_most; i++)
        points[i].entered_mm = i < 60 ? 0 : (i - 60) * 0.2 + 0.1;
    ck_assert_double_eq_tol(bv_skin_entry_true_s(&way), 2, 1e-9);
    points[60].entered_mm = points[61].entered_mm = 0; /* out of the plane */
    for (int i = 62; i < points_most; i++)
        points[i].entered_mm += 5;
    ck_assert(isnan(bv_skin_entry_true_s(&way)));
}
END_TEST

/* Like is laid over like: both measured, or both as first seen. */
START_TEST(two_are_aligned_by_what_is_known_of_both)
{
    static const double starts[] = {0.5, 0};
    struct bv_skin_entry entries[] = {
        {BV_SKIN_ENTRY_MEASURED, 3.2, 0.4, 4, 8},
        {BV_SKIN_ENTRY_MEASURED, 2.1, 0.3, 2.9, 7}};
    struct bv_alignment alignment = bv_alignment_make(entries, starts);
    char text[300];

    ck_assert_double_eq(alignment.at_s[0], 3.2);
    ck_assert_double_eq(alignment.at_s[1], 2.1);
    bv_alignment_say(&alignment, text, sizeof(text));
    ck_assert_str_eq(text, "Aligned at skin entry, as measured: 3.2 s (± 0.4) "
                           "and 2.1 s (± 0.3).");
    entries[1].how = BV_SKIN_ENTRY_FIRST_SEEN;
    alignment = bv_alignment_make(entries, starts);
    ck_assert_double_eq(alignment.at_s[0], 4);
    ck_assert_double_eq(alignment.at_s[1], 2.9);
    bv_alignment_say(&alignment, text, sizeof(text));
    ck_assert_ptr_nonnull(strstr(text, "first seen"));
    entries[0].how = BV_SKIN_ENTRY_NONE;
    alignment = bv_alignment_make(entries, starts);
    ck_assert_double_eq(alignment.at_s[0], 0.5);
    ck_assert_double_eq(alignment.at_s[1], 0);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        the_way_back_to_the_skin_is_measured,
        the_longer_the_way_back_the_less_it_is_known,
        where_the_way_back_says_nothing_it_is_when_it_was_first_seen,
        a_tip_that_jumps_about_leads_nowhere,
        a_needle_that_nobody_saw_has_no_entry,
        the_truth_is_where_the_needle_first_is_in,
        two_are_aligned_by_what_is_known_of_both,
        NULL};

    return bv_test_run("skin_entry", set_up, NULL, tests);
}
