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

/* The network says the same of every place, a second long. */
static void ask_network(float says)
{
    const struct bv_network_maps maps = {log_odds, cells / 400.0, 0, 0};

    for (int i = 0; i < cells * cells; i++) {
        log_odds[BV_VISION_MAP_SHAFT * cells * cells + i] = says;
        log_odds[BV_VISION_MAP_COS * cells * cells + i] = 0.64F;
        log_odds[BV_VISION_MAP_SIN * cells * cells + i] = 0.77F;
    }
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

int main(void)
{
    const TTest *tests[] = {
        needle_whose_near_part_fades_goes_on_in_what_is_left,
        line_far_behind_a_needle_that_has_gone_is_not_taken_for_it,
        line_from_the_other_side_is_not_taken_for_a_needle_that_has_gone,
        needle_of_which_the_network_sees_nothing_is_given_up,
        needle_that_the_network_hardly_sees_is_kept,
        NULL};

    return bv_test_run("tracks", set_up, tear_down, tests);
}
