#include "support/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "guidance/account.h"
#include "guidance/needle.h"

enum { width = 400, height = 300 };

static struct bv_needle_finder *finder;
static struct bv_account account;
static struct bv_frame *frame;
static uint8_t mask[width * height];
static uint8_t tissue[width * height];
static uint32_t noise_state;

static double noise(void)
{
    noise_state = noise_state * 1664525u + 1013904223u;
    return (noise_state >> 8) / 16777216.0 - 0.5;
}

/* Speckle: noise, smoothed, fixed in the tissue. */
static void make_tissue(uint32_t seed)
{
    static float rough[width * height];

    noise_state = seed;
    for (int i = 0; i < width * height; i++)
        rough[i] = (float)noise();
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            float sum = 0;

            for (int j = -1; j <= 1; j++)
                for (int i = -2; i <= 2; i++) {
                    int column = (x + i + width) % width;
                    int row = (y + j + height) % height;

                    sum += rough[row * width + column];
                }
            tissue[y * width + x] = (uint8_t)(60 + 18 * sum);
        }
}

static void set_up(void)
{
    finder = bv_needle_finder_new(false, &account);
    frame = bv_frame_new(width, height);
    memset(mask, 255, sizeof(mask));
    make_tissue(7);
}

static void tear_down(void)
{
    bv_needle_finder_free(finder);
    bv_frame_unref(frame);
}

/* The tissue, moved to the right; what comes in wraps around. */
static void draw_tissue(int moved_px)
{
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            frame->pixels[y * frame->stride_bytes + x] =
                tissue[y * width + (x - moved_px + 4 * width) % width];
}

/* A line from the left side, from first_px to length_px along it. */
static void draw_line_of(double levels, double entry_y, double angle_deg,
                         double first_px, double length_px)
{
    double right = cos(angle_deg * M_PI / 180);
    double down = sin(angle_deg * M_PI / 180);

    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            uint8_t *at = frame->pixels + y * frame->stride_bytes + x;
            double along = x * right + (y - entry_y) * down;
            double beside = -x * down + (y - entry_y) * right;
            double ends = fmin(along - first_px, length_px - along);
            double glow, level;

            if (fabs(beside) > 8)
                continue; /* not a level is left of it */
            glow = exp(-beside * beside / 5) * fmin(1, fmax(0, 0.5 + ends));
            level = *at + levels * glow;
            *at = (uint8_t)fmin(level, 255);
        }
}

static void draw_line(double entry_y, double angle_deg, double first_px,
                      double length_px)
{
    draw_line_of(110, entry_y, angle_deg, first_px, length_px);
}

static struct bv_needle_finding step(double time_s)
{
    struct bv_scan_area area = {.shape = BV_SCAN_UNKNOWN};
    struct bv_needle_input input = {
        .frame = frame, .area = &area, .mask = mask};
    struct bv_needle_finding finding;

    frame->time_ns = (int64_t)(time_s * 1e9);
    ck_assert_int_eq(bv_needle_finder_step(finder, &input, &finding), 0);
    return finding;
}

START_TEST(line_that_advances_from_the_side_becomes_a_needle)
{
    struct bv_needle_finding finding = {0};
    double drawn_s = -1;

    for (int i = 0; i < 60; i++) {
        draw_tissue(0);
        draw_line(30, 25, 0, 60 + 2.5 * i);
        finding = step(i / 30.0);
        if (drawn_s < 0 && bv_needle_state_is_drawn(finding.state))
            drawn_s = i / 30.0;
    }
    ck_assert_double_ge(drawn_s, 0.1);
    ck_assert_double_le(drawn_s, 1.0);
    ck_assert_int_eq(finding.state, BV_NEEDLE_TIP_SEEN);
    ck_assert_double_eq_tol(bv_px_segment_angle_deg(&finding.shaft_px), 25,
                            1.5);
    ck_assert_double_eq_tol(finding.tip_px.x, (60 + 2.5 * 59) * cos(0.4363), 5);
    ck_assert(finding.end.known); /* which is where it is claimed */
    ck_assert_double_eq(finding.end.px.x, finding.tip_px.x);
    ck_assert_double_eq(finding.end.sure, 1);
}
END_TEST

START_TEST(line_there_from_the_first_frame_stays_a_candidate_until_it_moves)
{
    struct bv_needle_finding finding = {0};

    for (int i = 0; i < 90; i++) {
        draw_tissue(0);
        draw_line(30, 25, 0, 150);
        finding = step(i / 30.0);
        ck_assert_int_eq(finding.state, BV_NEEDLE_CANDIDATE);
        ck_assert(finding.has_shaft);
        ck_assert(isnan(finding.last_seen_s));
    }
    for (int i = 90; i < 120; i++) {
        draw_tissue(0);
        draw_line(30, 25, 0, 150 + 2.0 * (i - 90));
        finding = step(i / 30.0);
    }
    ck_assert(bv_needle_state_is_drawn(finding.state));
}
END_TEST

START_TEST(picture_that_moves_with_its_lines_has_no_needle)
{
    for (int i = 0; i < 120; i++) {
        struct bv_needle_finding finding;
        int moved = (int)lround(25 * sin(i * 0.1));

        draw_tissue(moved);
        draw_line(30 + 0.466 * -moved, 25, 60 + moved, 200 + moved);
        draw_line(150, 2, 0, 380);
        finding = step(i / 30.0);
        ck_assert(!bv_needle_state_is_drawn(finding.state));
    }
}
END_TEST

/* A needle that comes in, to 0.8 of a second's worth of frames. */
static void bring_needle_in(void)
{
    for (int i = 0; i < 45; i++) {
        draw_tissue(0);
        draw_line(30, 25, 0, 60 + 2.5 * i);
        step(i / 30.0);
    }
}

START_TEST(needle_that_stands_still_for_a_minute_is_kept)
{
    bring_needle_in();
    for (int i = 1; i <= 300; i++) {
        struct bv_needle_finding finding;

        draw_tissue(0);
        draw_line(30, 25, 0, 170);
        finding = step(1.5 + i / 5.0);
        ck_assert(bv_needle_state_is_drawn(finding.state));
    }
}
END_TEST

START_TEST(needle_that_is_gone_is_not_drawn_after_the_prediction_ends)
{
    struct bv_needle_finding finding = {0};

    bring_needle_in();
    for (int i = 1; i <= 30; i++) {
        draw_tissue(0);
        finding = step(1.4667 + i / 30.0);
        ck_assert_int_ne(finding.state, BV_NEEDLE_TIP_SEEN);
        ck_assert_int_ne(finding.state, BV_NEEDLE_SHAFT_ONLY);
        if (i > 10)
            ck_assert(!bv_needle_state_is_drawn(finding.state));
    }
    ck_assert_double_eq_tol(finding.last_seen_s, 1.0, 0.05);
}
END_TEST

START_TEST(half_the_frame_rate_confirms_at_the_same_time)
{
    double drawn_s[2] = {-1, -1};

    for (int rate = 0; rate < 2; rate++) {
        double every_s = rate ? 1 / 15.0 : 1 / 30.0;

        bv_needle_finder_reset(finder);
        for (double time_s = 0; time_s < 2; time_s += every_s) {
            draw_tissue(0);
            draw_line(30, 25, 0, 60 + 75 * time_s);
            if (bv_needle_state_is_drawn(step(time_s).state) &&
                drawn_s[rate] < 0)
                drawn_s[rate] = time_s;
        }
        ck_assert_double_gt(drawn_s[rate], 0);
    }
    ck_assert_double_eq_tol(drawn_s[0], drawn_s[1], 0.25);
}
END_TEST

START_TEST(needle_that_shows_in_two_pieces_for_a_while_is_not_lost)
{
    struct bv_needle_finding finding = {0};

    bring_needle_in();
    for (int i = 1; i <= 90; i++) {
        draw_tissue(0);
        if (i > 60) { /* whole again, and standing still */
            draw_line(30, 25, 0, 170);
        } else {
            if (i > 20)
                draw_line(30, 25, 0, 70);
            draw_line(30, 25, 130, 170);
        }
        finding = step(1.4667 + i / 30.0);
    }
    ck_assert_int_eq(finding.state, BV_NEEDLE_TIP_SEEN);
    ck_assert_double_ge(bv_px_segment_length(&finding.shaft_px), 140);
}
END_TEST

START_TEST(needle_that_was_turned_before_it_is_confirmed_is_kept)
{
    int drawn = 0, since = 0;

    for (int i = 0; i < 90; i++) {
        double angle = 16 + fmin(fmax(i - 20, 0), 8) * 1.5;

        draw_tissue(0);
        draw_line(30, angle, 0, 90 + 4.5 * fmin(fmax(i - 28, 0), 30));
        if (bv_needle_state_is_drawn(step(i / 30.0).state))
            drawn++;
        since += drawn > 0;
    }
    ck_assert_int_ge(drawn, 30);
    ck_assert_int_eq(drawn, since);
}
END_TEST

START_TEST(needle_drawn_back_leaves_no_tissue_in_its_place)
{
    bring_needle_in();
    for (int i = 1; i <= 60; i++) {
        struct bv_needle_finding finding;

        draw_tissue(0);
        draw_line(38.5, 17, 60, 190); /* leaves the needle's line there */
        draw_line(30, 25, 0, fmax(170 - 7.0 * i, 0));
        finding = step(1.4667 + i / 30.0);
        if (i > 35)
            ck_assert(!bv_needle_state_is_drawn(finding.state));
    }
}
END_TEST

START_TEST(short_faint_line_is_found_among_long_bright_ones)
{
    struct bv_needle_finding finding = {0};

    for (int i = 0; i < 60; i++) {
        draw_tissue(0);
        for (int k = 0; k < 24; k++)
            draw_line(70 + 9 * k, 3 + 0.7 * k, 0, 390);
        draw_line_of(60, 20, 28, 0, 30 + 1.2 * i);
        finding = step(i / 30.0);
    }
    ck_assert(bv_needle_state_is_drawn(finding.state));
    ck_assert_double_eq_tol(bv_px_segment_angle_deg(&finding.shaft_px), 28, 3);
}
END_TEST

/* A band too thick for a fine line: sd 6 px in a picture of 400. */
static void draw_band(double entry_y, double angle_deg, double first_px,
                      double length_px)
{
    double right = cos(angle_deg * M_PI / 180);
    double down = sin(angle_deg * M_PI / 180);

    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            uint8_t *at = frame->pixels + y * frame->stride_bytes + x;
            double along = x * right + (y - entry_y) * down;
            double beside = -x * down + (y - entry_y) * right;

            if (along >= first_px && along <= length_px)
                *at =
                    (uint8_t)fmin(*at + 110 * exp(-beside * beside / 72), 255);
        }
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

/* Speckle behind its end makes a line longer in one tissue or another: the
 * middle one of five counts. */
START_TEST(a_thick_band_in_a_still_is_believed_where_it_lies)
{
    enum { tissues = 5 };
    double lengths[tissues];

    bv_needle_finder_free(finder);
    finder = bv_needle_finder_new(true, &account);
    for (uint32_t i = 0; i < tissues; i++) {
        struct bv_needle_finding finding;

        make_tissue(5 + i);
        draw_tissue(0);
        finding = step(2 * i);
        ck_assert(finding.state == BV_NEEDLE_NONE || finding.confidence < 0.5);
        draw_band(30, 28, 10, 250);
        finding = step(2 * i + 1);
        ck_assert_int_eq(finding.state, BV_NEEDLE_CANDIDATE);
        ck_assert_double_gt(finding.confidence, 0.5);
        ck_assert_double_eq_tol(bv_px_segment_angle_deg(&finding.shaft_px), 28,
                                2);
        lengths[i] = bv_px_segment_length(&finding.shaft_px);
    }
    qsort(lengths, tissues, sizeof(lengths[0]), compare);
    ck_assert_double_eq_tol(lengths[tissues / 2], 240, 30);
}
END_TEST

START_TEST(a_finder_that_was_reset_says_what_a_new_one_says)
{
    struct bv_needle_finding first[30];

    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 30; i++) {
            struct bv_needle_finding finding;

            draw_tissue(i % 3);
            draw_line(30, 25, 0, 60 + 2.5 * i);
            finding = step(i / 30.0);
            if (round == 0) {
                first[i] = finding;
                continue;
            }
            ck_assert_int_eq(finding.state, first[i].state);
            ck_assert_double_eq(finding.confidence, first[i].confidence);
            ck_assert_double_eq(finding.shaft_px.to.x, first[i].shaft_px.to.x);
        }
        bv_needle_finder_reset(finder);
    }
}
END_TEST

/* The track of the account that runs along a line from the left side. */
static const struct bv_track *find_track(double entry_y, double angle_deg)
{
    double length = 390 / cos(angle_deg * M_PI / 180);
    struct bv_px_segment line = {
        {0, entry_y}, {390, entry_y + length * sin(angle_deg * M_PI / 180)}};

    for (int i = 0; i < BV_TRACKS_MAX; i++)
        if (account.tracks->all[i].used &&
            bv_candidate_runs_along(&line, &account.tracks->all[i].now.piece))
            return &account.tracks->all[i];
    return NULL;
}

START_TEST(a_line_that_stays_where_it_is_lacks_movement)
{
    const struct bv_track *track;

    for (int i = 0; i < 30; i++) {
        draw_tissue(0);
        draw_line(30, 25, 0, 150);
        step(i / 30.0);
    }
    track = find_track(30, 25);
    ck_assert_ptr_nonnull(track);
    ck_assert_int_eq(track->lacks.reason, BV_REASON_STILL);
    ck_assert_double_lt(track->lacks.value, track->lacks.limit);
    ck_assert_int_eq(account.needle, -1);
    ck_assert(!account.has_needle);
}
END_TEST

START_TEST(a_needle_lacks_nothing_and_says_what_its_slide_was_like)
{
    const struct bv_track *track;
    struct bv_needle_finding finding;

    bring_needle_in();
    finding = step(1.5);
    track = &account.tracks->all[account.needle];
    ck_assert_int_eq(track->lacks.reason, BV_REASON_NONE);
    ck_assert_int_eq(account.no_tip.reason == BV_REASON_NONE, finding.has_tip);
    ck_assert(account.has_needle && track->confirmed);
    ck_assert_double_ge(track->confirmed_s, track->born_s);
    ck_assert_double_eq_tol(track->slide.angle_deg, 25, 1.5);
    ck_assert_double_gt(track->slide.slide_part, 0.02);
    ck_assert_double_gt(track->proof_most, 4);
}
END_TEST

START_TEST(a_line_that_is_gone_is_given_up_and_says_why)
{
    unsigned id;
    bool given_up = false;

    for (int i = 0; i < 30; i++) {
        draw_tissue(0);
        draw_line(30, 25, 0, 150);
        step(i / 30.0);
    }
    id = find_track(30, 25)->id;
    for (int i = 30; i < 45 && !given_up; i++) {
        draw_tissue(0);
        step(i / 30.0);
        for (int j = 0; j < account.tracks->given_up_count; j++)
            given_up |= account.tracks->given_up[j].id == id &&
                        account.tracks->given_up[j].why.reason;
    }
    ck_assert(given_up);
}
END_TEST

START_TEST(a_flat_line_is_no_candidate_for_it_is_flat)
{
    bool flat = false;

    draw_tissue(0);
    draw_line(100, 7, 0, 300);
    step(0);
    for (int i = 0; i < account.sifting.count; i++) {
        const struct bv_sifted *one = &account.sifting.all[i];

        if (bv_px_segment_length(&one->piece) > 200)
            flat |= one->why.reason == BV_REASON_FLAT &&
                    one->why.value < one->why.limit;
    }
    ck_assert(flat);
}
END_TEST

START_TEST(what_runs_along_a_followed_line_says_so)
{
    bool known = false;

    for (int i = 0; i < 8; i++) {
        draw_tissue(0);
        draw_line(30, 25, 0, 250);
        step(i / 30.0);
        for (int j = 0; j < account.sifting.count; j++)
            known |= account.sifting.all[j].why.reason == BV_REASON_KNOWN;
    }
    ck_assert(known);
}
END_TEST

START_TEST(who_asks_is_told_and_nothing_changes)
{
    struct bv_needle_finder *unasked = bv_needle_finder_new(false, NULL);
    struct bv_needle_finder *asked = finder;

    for (int i = 0; i < 40; i++) {
        struct bv_needle_finding one, other;

        draw_tissue(i % 2);
        draw_line(30, 25, 0, 60 + 2.5 * i);
        one = step(i / 30.0);
        finder = unasked;
        other = step(i / 30.0);
        finder = asked;
        ck_assert_int_eq(one.state, other.state);
        ck_assert_double_eq(one.confidence, other.confidence);
        ck_assert_double_eq(one.shaft_px.to.x, other.shaft_px.to.x);
    }
    bv_needle_finder_free(unasked);
}
END_TEST

/* Two seconds of faint tissue, then half a second of a dot in it. */
static struct bv_needle_finding let_dot_appear(bool line)
{
    struct bv_needle_finding finding = {0};

    bv_needle_finder_set_out_of_plane(finder, true);
    for (int i = 0; i < width * height; i++)
        tissue[i] = (uint8_t)(52 + tissue[i] / 8);
    for (int i = 0; i < 75; i++) {
        draw_tissue(0);
        if (line)
            draw_line(30, 25, 0, 60 + 1.5 * i);
        if (i >= 60)
            draw_line_of(120, 140 - 300 * tan(1.5), 1.5 * 180 / M_PI,
                         300 / cos(1.5) - 12, 300 / cos(1.5) + 12);
        finding = step(i / 30.0);
    }
    return finding;
}

START_TEST(dot_that_appears_is_a_crossing_without_tip_or_shaft)
{
    struct bv_needle_finding finding = let_dot_appear(false);

    ck_assert_int_eq(finding.state, BV_NEEDLE_CROSSING);
    ck_assert(finding.has_crossing);
    ck_assert_double_eq_tol(finding.crossing_px.x, 300, 3);
    ck_assert_double_eq_tol(finding.crossing_px.y, 140, 5);
    ck_assert(!finding.has_tip);
    ck_assert(!finding.has_shaft);
    ck_assert_double_eq(finding.last_seen_s, 0);
    ck_assert_double_gt(finding.confidence, 0.5);
    ck_assert_ptr_nonnull(account.crossed);
    ck_assert_double_eq_tol(account.crossed->born_s, 2, 0.1);
}
END_TEST

START_TEST(needle_in_the_plane_beats_a_crossing)
{
    struct bv_needle_finding finding = let_dot_appear(true);

    ck_assert(finding.state == BV_NEEDLE_SHAFT_ONLY ||
              finding.state == BV_NEEDLE_TIP_SEEN);
    ck_assert(!finding.has_crossing);
    ck_assert_ptr_null(account.crossed);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        line_that_advances_from_the_side_becomes_a_needle,
        line_there_from_the_first_frame_stays_a_candidate_until_it_moves,
        picture_that_moves_with_its_lines_has_no_needle,
        needle_that_stands_still_for_a_minute_is_kept,
        needle_that_is_gone_is_not_drawn_after_the_prediction_ends,
        needle_that_shows_in_two_pieces_for_a_while_is_not_lost,
        needle_that_was_turned_before_it_is_confirmed_is_kept,
        needle_drawn_back_leaves_no_tissue_in_its_place,
        short_faint_line_is_found_among_long_bright_ones,
        half_the_frame_rate_confirms_at_the_same_time,
        a_thick_band_in_a_still_is_believed_where_it_lies,
        a_finder_that_was_reset_says_what_a_new_one_says,
        dot_that_appears_is_a_crossing_without_tip_or_shaft,
        needle_in_the_plane_beats_a_crossing,
        a_line_that_stays_where_it_is_lacks_movement,
        a_needle_lacks_nothing_and_says_what_its_slide_was_like,
        a_line_that_is_gone_is_given_up_and_says_why,
        a_flat_line_is_no_candidate_for_it_is_flat,
        what_runs_along_a_followed_line_says_so,
        who_asks_is_told_and_nothing_changes,
        NULL};

    return bv_test_run("needle", set_up, tear_down, tests);
}
