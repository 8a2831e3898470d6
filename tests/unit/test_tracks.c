#include "support/test.h"

#include <math.h>
#include <string.h>

#include "guidance/tracks.h"
#include "support/speckle.h"

enum { width = 400, height = 300, cells = BV_VISION_NETWORK_CELLS };

static struct bv_evidence_maker *maker;
static struct bv_evidence evidence;
static struct bv_frame *frame;
static uint8_t mask[width * height];
static float log_odds[BV_VISION_MAP_COUNT * cells * cells];
static const struct bv_network_maps maps = {log_odds, cells / 400.0, 0, 0};
static const struct bv_network_maps *network; /* NULL: there is none */
static struct bv_tracks tracks;
static struct bv_track *const needle = &tracks.all[0];
static int number;

/* 25 degrees down from the left side. */
static const struct bv_px_segment shaft = {{2, 31}, {138, 94}};

static void set_up(void)
{
    maker = bv_evidence_maker_new(BV_EVIDENCE_SIDE_PX);
    frame = bv_frame_new(width, height);
    memset(mask, 255, sizeof(mask));
    memset(&tracks, 0, sizeof(tracks));
    network = NULL;
    number = 0;
}

static void tear_down(void)
{
    bv_evidence_maker_free(maker);
    bv_frame_unref(frame);
}

/* The next frame shows these lines, and no others. */
static double show(const struct bv_px_segment *lines, int count)
{
    const struct bv_scan_area area = {.shape = BV_SCAN_UNKNOWN};

    speckle_paint(frame, &(struct speckle_view){.seed = 5, .gain_levels = -40});
    for (int i = 0; i < count; i++)
        speckle_line(frame, &lines[i]);
    ck_assert_int_eq(bv_evidence_step(maker, frame, &area, mask, &evidence), 0);
    evidence.network = network;
    return number++ / 30.0;
}

static struct bv_candidate find(const struct bv_px_segment *line)
{
    struct bv_candidate found;

    ck_assert(bv_candidate_refine(&evidence, line, 2, 0, &found));
    return found;
}

/* The needle is confirmed, and followed for half a second. */
static void bring_needle_in(void)
{
    struct bv_candidate found;
    double time_s = show(&shaft, 1);

    found = find(&shaft);
    bv_track_start(needle, ++tracks.next_id, time_s, &evidence, &found);
    needle->confirmed = true;
    for (int i = 0; i < 15; i++)
        bv_tracks_follow(&tracks, show(&shaft, 1), &evidence, NULL);
    ck_assert(needle->used && needle->seen);
}

/* It is gone, and only another line shows. @return Whether that was taken for
 * the needle. */
static bool is_taken_up(const struct bv_px_segment *other)
{
    bool taken = false;

    for (int i = 0; i < 10; i++) {
        double time_s = show(other, 1);
        struct bv_candidate found = find(other);
        struct bv_verdict why;

        bv_tracks_follow(&tracks, time_s, &evidence, NULL);
        bv_tracks_take(&tracks, time_s, &evidence, &found, 1, &why);
        taken |= needle->seen;
    }
    return taken;
}

START_TEST(needle_whose_near_part_fades_goes_on_in_what_is_left)
{
    const struct bv_px_segment left = {{84, 69}, {182, 115}};

    bring_needle_in();
    ck_assert(is_taken_up(&left));
}
END_TEST

START_TEST(line_far_behind_a_needle_that_has_gone_is_not_taken_for_it)
{
    struct bv_px_segment behind;

    bring_needle_in();
    behind.from = bv_px_segment_at(&needle->now.piece, 290);
    behind.to = bv_px_segment_at(&needle->now.piece, 370);
    ck_assert(!is_taken_up(&behind));
}
END_TEST

START_TEST(line_from_the_other_side_is_not_taken_for_a_needle_that_has_gone)
{
    struct bv_px_segment mirrored;
    double length, turn_deg, meets_px;
    struct bv_px meets;

    bring_needle_in();
    /* It meets the needle's line half way between the two. */
    length = bv_px_segment_length(&needle->now.piece);
    turn_deg = 2 * bv_px_segment_angle_deg(&needle->now.piece);
    meets_px = length + 110 * cos(turn_deg * M_PI / 180);
    meets = bv_px_segment_at(&needle->now.piece, meets_px);
    mirrored.from = bv_px_segment_at(&needle->now.piece, meets_px - 110);
    mirrored.to = bv_px_segment_at(&needle->now.piece, meets_px - 30);
    mirrored.from.x = 2 * meets.x - mirrored.from.x;
    mirrored.to.x = 2 * meets.x - mirrored.to.x;
    ck_assert(!is_taken_up(&mirrored));
}
END_TEST

/* From here on the network says the same of every place, and of the shaft's
 * way. */
static void let_network_say(float says)
{
    for (int i = 0; i < cells * cells; i++) {
        log_odds[BV_VISION_MAP_SHAFT * cells * cells + i] = says;
        log_odds[BV_VISION_MAP_COS * cells * cells + i] = 0.64F;
        log_odds[BV_VISION_MAP_SIN * cells * cells + i] = 0.77F;
    }
    network = &maps;
}

/* A second long. */
static void ask_network(float says)
{
    let_network_say(says);
    for (int i = 0; i < 30 && needle->used; i++)
        bv_tracks_follow(&tracks, show(&shaft, 1), &evidence, &maps);
}

START_TEST(needle_of_which_the_network_sees_nothing_is_given_up)
{
    bring_needle_in();
    ask_network(-6);
    ck_assert(!needle->used);
    ck_assert_int_eq(tracks.given_up_count, 1);
    ck_assert_int_eq(tracks.given_up[0].why.reason, BV_REASON_DENIED);
}
END_TEST

START_TEST(needle_that_the_network_hardly_sees_is_kept)
{
    bring_needle_in();
    ask_network(-1);
    ck_assert(needle->used && needle->confirmed && needle->seen);
}
END_TEST

/* The needle leaves the plane. */
static void show_nothing(double long_s)
{
    for (int i = 0; i < long_s * 30; i++)
        bv_tracks_follow(&tracks, show(NULL, 0), &evidence, network);
    ck_assert(!needle->seen || !needle->used);
}

START_TEST(needle_that_was_gone_for_5_s_is_shown_at_once_where_it_is_seen)
{
    bring_needle_in();
    let_network_say(3);
    show_nothing(5);
    ck_assert(is_taken_up(&shaft));
}
END_TEST

START_TEST(line_where_a_needle_was_5_s_ago_is_none_to_a_network_that_doubts)
{
    bring_needle_in();
    let_network_say(0);
    show_nothing(5);
    ck_assert(!is_taken_up(&shaft));
    ck_assert(needle->used);
}
END_TEST

START_TEST(needle_is_not_waited_for_longer_than_3_s_without_a_network)
{
    bring_needle_in();
    show_nothing(2);
    ck_assert(is_taken_up(&shaft));
    show_nothing(3.1);
    ck_assert(!needle->used);
}
END_TEST

START_TEST(line_far_from_the_skin_is_worth_following_where_the_network_sees_it)
{
    const struct bv_px_segment deep = {{180, 114}, {300, 170}};

    show(&deep, 1);
    ck_assert_double_eq(bv_candidate_worth(&evidence, &deep, 50, NULL), 0);
    let_network_say(3);
    show(&deep, 1);
    ck_assert_double_gt(bv_candidate_worth(&evidence, &deep, 50, NULL), 0);
}
END_TEST

START_TEST(line_that_the_network_sees_has_its_place_before_brighter_ones)
{
    double shown, other;

    let_network_say(3);
    show(&shaft, 1);
    shown = bv_candidate_worth(&evidence, &shaft, 40, NULL);
    let_network_say(-6);
    other = bv_candidate_worth(&evidence, &shaft, 150, NULL);
    ck_assert_double_gt(shown, 1.5 * other);
}
END_TEST

/* A line that ends in even speckle stays for half a second, then grows for as
 * long. @return Whether it is a needle then. */
static bool is_needle_when_it_grows_by(double px)
{
    const struct bv_px_segment start = {{2, 20}, {110, 70}};
    struct bv_px_segment line = start;
    struct bv_candidate found;
    double time_s = show(&line, 1);

    found = find(&line);
    bv_track_start(needle, ++tracks.next_id, time_s, &evidence, &found);
    for (int i = 1; i <= 30; i++) {
        line.to = bv_px_segment_at(&start, bv_px_segment_length(&start) +
                                               px * fmax(0, (i - 15) / 15.0));
        bv_tracks_follow(&tracks, show(&line, 1), &evidence, network);
    }
    ck_assert(needle->used && needle->seen);
    return needle->confirmed;
}

START_TEST(slide_of_a_fortieth_makes_a_needle_of_what_the_network_sees)
{
    let_network_say(3);
    ck_assert(is_needle_when_it_grows_by(10));
}
END_TEST

START_TEST(slide_of_a_fortieth_alone_makes_no_needle)
{
    ck_assert(!is_needle_when_it_grows_by(10));
}
END_TEST

START_TEST(network_alone_makes_no_needle)
{
    let_network_say(6);
    ck_assert(!is_needle_when_it_grows_by(0));
}
END_TEST

START_TEST(line_that_slid_for_a_moment_has_shown_less_than_one_that_goes_on)
{
    const struct bv_track moment = {
        .proof_most = 8, .slid_s = 0.1, .network = NAN};
    const struct bv_track goes_on = {
        .proof_most = 6, .slid_s = 0.5, .network = NAN};

    ck_assert_double_gt(bv_track_proof(&goes_on),
                        1.5 * bv_track_proof(&moment));
}
END_TEST

START_TEST(line_where_a_needle_was_drawn_back_has_shown_less_than_a_new_one)
{
    const struct bv_track left = {
        .proof_most = 9, .slid_s = 1.2, .network = -1.5};
    const struct bv_track fresh = {
        .proof_most = 7, .slid_s = 0.1, .network = 2.4};

    ck_assert_double_gt(bv_track_proof(&fresh), 1.5 * bv_track_proof(&left));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        needle_whose_near_part_fades_goes_on_in_what_is_left,
        line_far_behind_a_needle_that_has_gone_is_not_taken_for_it,
        line_from_the_other_side_is_not_taken_for_a_needle_that_has_gone,
        needle_of_which_the_network_sees_nothing_is_given_up,
        needle_that_the_network_hardly_sees_is_kept,
        needle_that_was_gone_for_5_s_is_shown_at_once_where_it_is_seen,
        line_where_a_needle_was_5_s_ago_is_none_to_a_network_that_doubts,
        needle_is_not_waited_for_longer_than_3_s_without_a_network,
        line_far_from_the_skin_is_worth_following_where_the_network_sees_it,
        line_that_the_network_sees_has_its_place_before_brighter_ones,
        slide_of_a_fortieth_makes_a_needle_of_what_the_network_sees,
        slide_of_a_fortieth_alone_makes_no_needle,
        network_alone_makes_no_needle,
        line_that_slid_for_a_moment_has_shown_less_than_one_that_goes_on,
        line_where_a_needle_was_drawn_back_has_shown_less_than_a_new_one,
        NULL};

    return bv_test_run("tracks", set_up, tear_down, tests);
}
