#include "support/test.h"

#include <math.h>
#include <string.h>

#include "guidance/candidates.h"
#include "guidance/evidence.h"

enum { width = 400, height = 300 };

static struct bv_frame *frame;
static struct bv_evidence_maker *maker;
static struct bv_candidate_finder *finder;
static uint8_t mask[width * height];
static struct bv_evidence evidence;

static void set_up(void)
{
    frame = bv_frame_new(width, height);
    maker = bv_evidence_maker_new(BV_EVIDENCE_SIDE_PX);
    finder = bv_candidate_finder_new();
    memset(mask, 255, sizeof(mask));
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            frame->pixels[y * frame->stride_bytes + x] =
                (uint8_t)(60 + (x * 7919 + y * 104729) % 17);
}

static void tear_down(void)
{
    bv_frame_unref(frame);
    bv_evidence_maker_free(maker);
    bv_candidate_finder_free(finder);
}

/* Adds a line, from first to last px along it. */
static void add_line(double x, double y, double angle_deg, double first,
                     double last, double levels)
{
    double right = cos(angle_deg * M_PI / 180);
    double down = sin(angle_deg * M_PI / 180);

    for (int row = 0; row < height; row++)
        for (int column = 0; column < width; column++) {
            uint8_t *at = frame->pixels + row * frame->stride_bytes + column;
            double along = (column - x) * right + (row - y) * down;
            double off = (row - y) * right - (column - x) * down;

            if (along >= first && along <= last)
                *at = (uint8_t)fmin(255, *at + levels * exp(-off * off / 5));
        }
}

static void look(void)
{
    struct bv_scan_area area = {.shape = BV_SCAN_UNKNOWN};

    ck_assert_int_eq(bv_evidence_step(maker, frame, &area, mask, &evidence), 0);
}

/* How much of a line of that angle the longest piece on it covers, px. */
static double covered(const struct bv_candidate *found, int count,
                      double angle_deg)
{
    double longest = 0;

    for (int i = 0; i < count; i++)
        if (fabs(bv_px_segment_angle_deg(&found[i].piece) - angle_deg) < 2)
            longest = fmax(longest, bv_px_segment_length(&found[i].piece));
    return longest;
}

START_TEST(a_faint_steep_line_across_bright_level_ones_is_found_whole)
{
    struct bv_candidate found[BV_CANDIDATES_MAX];

    for (int y = 20; y < height; y += 18)
        add_line(0, y, 0, 0, width, 90);
    add_line(10, 10, 55, 0, 240, 45);
    look();
    ck_assert_double_eq_tol(
        covered(found, bv_candidates_find(finder, &evidence, found), 55), 240,
        20);
}
END_TEST

START_TEST(a_piece_ends_where_a_long_gap_begins)
{
    struct bv_candidate found[BV_CANDIDATES_MAX];

    add_line(10, 20, 30, 0, 120, 80);
    add_line(10, 20, 30, 220, 320, 80);
    look();
    ck_assert_double_eq_tol(
        covered(found, bv_candidates_find(finder, &evidence, found), 30), 120,
        30);
}
END_TEST

START_TEST(every_way_has_its_turn_in_a_tenth_of_a_second_at_any_rate)
{
    static const double rates_hz[] = {8, 30, 120};

    add_line(10, 20, 30, 0, 150, 80);
    look();
    for (int i = 0; i < 3; i++) {
        struct bv_candidate found[BV_CANDIDATES_MAX];
        bool is_found = false;

        bv_candidate_finder_reset(finder);
        /* All of them in the first picture, as nothing came before. */
        ck_assert_int_ge(
            bv_candidates_find_new(finder, 0, &evidence, NULL, 0, found), 1);
        for (double time_s = 1 / rates_hz[i]; time_s < 0.13 + 1 / rates_hz[i];
             time_s += 1 / rates_hz[i])
            is_found |= covered(found,
                                bv_candidates_find_new(
                                    finder, time_s, &evidence, NULL, 0, found),
                                30) > 100;
        ck_assert(is_found);
    }
}
END_TEST

START_TEST(what_lies_behind_a_known_line_is_not_known)
{
    struct bv_px_segment line = {{0, 0}, {100, 50}};
    struct bv_px_segment on = {{20, 10}, {80, 40}};
    struct bv_px_segment behind = {{140, 70}, {200, 100}};

    ck_assert(bv_candidate_runs_along(&line, &on));
    ck_assert(!bv_candidate_runs_along(&line, &behind));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_faint_steep_line_across_bright_level_ones_is_found_whole,
        a_piece_ends_where_a_long_gap_begins,
        every_way_has_its_turn_in_a_tenth_of_a_second_at_any_rate,
        what_lies_behind_a_known_line_is_not_known, NULL};

    return bv_test_run("candidates", set_up, tear_down, tests);
}
