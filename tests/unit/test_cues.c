#include "support/test.h"

#include <math.h>
#include <string.h>

#include "guidance/classify.h"
#include "guidance/cues.h"

enum { width = 400, height = 300 };

static float any[width * height], along_cos[width * height],
    along_sin[width * height];
static uint8_t image[width * height], mask[width * height];
static struct bv_evidence evidence;
static struct bv_candidate lines[3];
static struct bv_cues cues;

/* 30 degrees down from the left side, to the middle of the picture. */
static const struct bv_px_segment shaft = {{20, 60}, {193, 160}};

static void set_up(void)
{
    memset(any, 0, sizeof(any));
    memset(along_cos, 0, sizeof(along_cos));
    memset(along_sin, 0, sizeof(along_sin));
    memset(mask, 255, sizeof(mask));
    for (int i = 0; i < width * height; i++)
        image[i] = (uint8_t)(50 + i * 7919 % 20);
    evidence = (struct bv_evidence){
        .width = width,
        .height = height,
        .work_per_px = 1,
        .box = {0, 0, width, height},
        .area = {.shape = BV_SCAN_RECTANGLE,
                 .box = {0, 0, width, height},
                 .face_middle = {width / 2.0, 0}},
        .image = image,
        .mask = mask,
        .any = any,
        .along_cos = along_cos,
        .along_sin = along_sin,
    };
    for (int i = 0; i < 3; i++)
        lines[i] = (struct bv_candidate){
            .piece = shaft, .mean = 2, .filled = 1, .score = 200};
}

/* Evidence and brightness on a piece, moved deeper by so much. */
static void paint(const struct bv_px_segment *piece, double deeper_px)
{
    double x = piece->to.x - piece->from.x, y = piece->to.y - piece->from.y;
    double length = hypot(x, y), right = x / length, down = y / length;

    for (int row = 0; row < height; row++)
        for (int column = 0; column < width; column++) {
            double along =
                (column - piece->from.x) * right + (row - piece->from.y) * down;
            double off = (row - piece->from.y) * right -
                         (column - piece->from.x) * down - deeper_px;
            int at = row * width + column;

            if (along < 0 || along > length || fabs(off) > 2)
                continue;
            any[at] = 1;
            along_cos[at] = (float)(right * right - down * down);
            along_sin[at] = (float)(2 * right * down);
            image[at] = 200;
        }
}

static void measure(int count)
{
    bv_cues_measure(&evidence, lines, count, 0, &cues);
}

START_TEST(a_copy_below_is_no_family_and_a_line_above_no_copy)
{
    paint(&shaft, 0);
    measure(1);
    ck_assert_double_lt(cues.copies, 0.1);
    ck_assert_double_lt(cues.family, 0.1);
    paint(&shaft, 20);
    measure(1);
    ck_assert_double_gt(cues.copies, 0.8);
    ck_assert_double_lt(cues.family, 0.1);
    set_up();
    paint(&shaft, 0);
    paint(&shaft, -20);
    measure(1);
    ck_assert_double_lt(cues.copies, 0.1);
    ck_assert_double_gt(cues.family, 0.8);
}
END_TEST

START_TEST(below_is_deeper_for_a_needle_from_the_right_too)
{
    struct bv_px_segment mirrored = {{380, 60}, {207, 160}};

    lines[0].piece = mirrored;
    paint(&mirrored, 0);
    paint(&mirrored, -20); /* this one's deeper side is its other hand */
    measure(1);
    ck_assert_double_gt(cues.copies, 0.8);
    ck_assert_double_lt(cues.family, 0.1);
}
END_TEST

START_TEST(a_line_stands_out_and_one_of_a_family_does_not)
{
    paint(&shaft, 0);
    ck_assert_double_gt(bv_cues_stands_out(&evidence, &shaft), 5);
    for (int deeper = -30; deeper <= 30; deeper += 5)
        paint(&shaft, deeper);
    ck_assert_double_lt(bv_cues_stands_out(&evidence, &shaft), 2);
}
END_TEST

START_TEST(tissue_going_its_way_is_aligned_and_off_it_is_less)
{
    /* 60 degrees down, 30 off the shaft: cos of twice that is 0.5. */
    struct bv_px_segment across = {{200, 40}, {250, 126.6}};

    paint(&shaft, 0);
    paint(&shaft, 40);
    paint(&shaft, 60);
    measure(1);
    ck_assert_double_gt(cues.aligned, 0.95);
    set_up();
    paint(&shaft, 0);
    paint(&across, 0);
    measure(1);
    ck_assert_double_eq_tol(cues.aligned, 0.5, 0.05);
}
END_TEST

START_TEST(a_bright_line_stands_out_and_an_even_picture_has_none)
{
    measure(1);
    ck_assert_double_lt(fabs(cues.raised), 0.5);
    ck_assert_double_lt(fabs(cues.shade), 0.5);
    paint(&shaft, 0);
    measure(1);
    ck_assert_double_gt(cues.raised, 2);
    ck_assert_double_gt(cues.rank, 0.9);
}
END_TEST

START_TEST(a_shadow_below_shows_as_shade)
{
    paint(&shaft, 0);
    for (int off = 6; off < 34; off++) {
        paint(&shaft, off);
        for (int i = 0; i < width * height; i++)
            if (image[i] == 200 && off > 8)
                image[i] = 5;
    }
    measure(1);
    ck_assert_double_gt(cues.shade, 0.5);
}
END_TEST

START_TEST(where_a_line_comes_from_and_goes_to_is_measured_in_parts)
{
    measure(1);
    ck_assert_double_eq_tol(cues.length_part, 0.5, 0.01);
    ck_assert_double_eq_tol(cues.angle_deg, 30, 0.1);
    ck_assert_double_eq_tol(cues.gap_part, 20 / cos(M_PI / 6) / 400, 0.01);
    /* 48 px deep at the side, 84 px outside it at the skin. */
    ck_assert_double_eq_tol(cues.outside_part, 84.0 / 400, 0.02);
    ck_assert_double_eq_tol(cues.beyond_part, 207 / cos(M_PI / 6) / 400, 0.02);
}
END_TEST

START_TEST(lines_going_its_way_crowd_and_any_other_rivals)
{
    lines[1].score = 100;
    lines[2].score = 300;
    lines[2].piece = (struct bv_px_segment){{380, 60}, {207, 160}};
    measure(3);
    ck_assert_double_eq_tol(cues.crowd, 0.5, 1e-9);
    ck_assert_double_eq_tol(cues.rival, 1.5, 1e-9);
}
END_TEST

/* A needle as it should be: long, from the side, alone and bright. */
static const struct bv_cues plain = {.network = NAN,
                                     .length_part = 0.6,
                                     .mean = 2,
                                     .angle_deg = 30,
                                     .bend = 0.3,
                                     .gap_part = 0.03,
                                     .outside_part = 0.3,
                                     .beyond_part = 0.4,
                                     .aligned = 0.3,
                                     .copies = 0.3,
                                     .family = 0.2,
                                     .raised = 1.5,
                                     .rank = 0.97};

START_TEST(a_plain_needle_is_believed_in_either_evidence)
{
    ck_assert_double_gt(bv_classify_still(&plain, false), 0.5);
    ck_assert_double_gt(bv_classify_still(&plain, true), 0.5);
}
END_TEST

/* What the network says of them: nothing, for there is none, or a little. */
static const double said[] = {NAN, 2};

START_TEST(whatever_speaks_against_a_needle_lowers_its_confidence)
{
    struct bv_cues worse[8];

    for (int i = 0; i < 8; i++)
        worse[i] = plain;
    worse[0].length_part = 0.1;
    worse[1].bend = 1.5;
    worse[2].gap_part = 0.3;
    worse[3].angle_deg = 8;
    worse[4].outside_part = 1;
    worse[5].beyond_part = 0; /* from border to border */
    worse[6].family = 1;
    worse[7].aligned = 0.9;
    for (int which = 0; which < 4; which++) {
        bool broad = which % 2;
        int lower = 0;

        for (int i = 0; i < 8; i++) {
            struct bv_cues good = plain, bad = worse[i];

            good.network = bad.network = said[which / 2];
            ck_assert_double_le(bv_classify_still(&bad, broad),
                                bv_classify_still(&good, broad));
            lower += bv_classify_still(&bad, broad) <
                     bv_classify_still(&good, broad);
        }
        ck_assert_int_ge(lower, 7); /* a cue can be of no use beside others */
    }
}
END_TEST

START_TEST(what_the_network_sees_raises_it_and_what_it_denies_lowers_it)
{
    for (int broad = 0; broad < 2; broad++) {
        struct bv_cues seen = plain, denied = plain;

        seen.network = 3;
        denied.network = -6;
        ck_assert_double_gt(bv_classify_still(&seen, broad), 0.5);
        ck_assert_double_lt(bv_classify_still(&denied, broad),
                            0.7 * bv_classify_still(&seen, broad));
    }
}
END_TEST

START_TEST(a_short_bright_spot_is_not_a_claim)
{
    struct bv_cues spot = plain;

    spot.length_part = 0.08;
    spot.raised = 3;
    spot.rank = 1;
    spot.mean = 2.5;
    ck_assert_double_lt(bv_classify_still(&spot, false), 0.5);
    ck_assert_double_lt(bv_classify_still(&spot, true), 0.5);
}
END_TEST

START_TEST(what_cues_add_comes_to_the_confidence)
{
    for (int which = 0; which < 4; which++) {
        struct bv_cues weighed = plain;
        struct bv_odds odds;
        double sum;

        weighed.network = said[which / 2];
        bv_classify_still_odds(&weighed, which % 2, &odds);
        sum = odds.start;
        for (int i = 0; i < odds.count; i++) {
            ck_assert_ptr_nonnull(odds.parts[i].name);
            sum += odds.parts[i].adds;
        }
        ck_assert_double_eq_tol(1 / (1 + exp(-sum)),
                                bv_classify_still(&weighed, which % 2), 1e-12);
    }
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_line_stands_out_and_one_of_a_family_does_not,
        a_copy_below_is_no_family_and_a_line_above_no_copy,
        below_is_deeper_for_a_needle_from_the_right_too,
        tissue_going_its_way_is_aligned_and_off_it_is_less,
        a_bright_line_stands_out_and_an_even_picture_has_none,
        a_shadow_below_shows_as_shade,
        where_a_line_comes_from_and_goes_to_is_measured_in_parts,
        lines_going_its_way_crowd_and_any_other_rivals,
        a_plain_needle_is_believed_in_either_evidence,
        whatever_speaks_against_a_needle_lowers_its_confidence,
        what_the_network_sees_raises_it_and_what_it_denies_lowers_it,
        a_short_bright_spot_is_not_a_claim,
        what_cues_add_comes_to_the_confidence,
        NULL};

    return bv_test_run("cues", set_up, NULL, tests);
}
