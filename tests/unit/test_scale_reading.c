#include "support/test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "guidance/screen/outline.h"
#include "guidance/screen/scale_reading.h"
#include "support/speckle.h"

enum { width = 400, height = 500, ruler_x = 330 };

static const struct bv_px_box scan = {60, 40, 300, 440};

static struct bv_frame *frame;
static struct bv_ruler rulers[BV_RULERS_MAX];

static void set_up(void)
{
    frame = bv_frame_new(width, height);
}

static void tear_down(void)
{
    bv_frame_unref(frame);
}

static void fill(int left, int top, int right, int bottom, int grey)
{
    for (int y = top; y < bottom; y++)
        memset(frame->pixels + y * frame->stride_bytes + left, grey,
               (size_t)(right - left));
}

static void draw_tick(double y, int length)
{
    fill(ruler_x, (int)floor(y + 0.5), ruler_x + length,
         (int)floor(y + 0.5) + 1, 200);
}

/* Ticks from 40 px down, each `every`-th long from the first. */
static void draw_ruler(int ticks, double pitch_px, int every)
{
    for (int k = 0; k < ticks; k++)
        draw_tick(40 + k * pitch_px, every && k % every == 0 ? 10 : 6);
}

static int find(void)
{
    return bv_rulers_find(frame, &scan, rulers);
}

START_TEST(the_ticks_of_a_ruler_are_counted_and_measured)
{
    draw_ruler(9, 47.3, 2);
    ck_assert_int_eq(find(), 1);
    ck_assert_int_eq(rulers[0].ticks, 9);
    ck_assert_double_eq_tol(rulers[0].pitch_px, 47.3, 0.1);
    ck_assert_double_eq_tol(rulers[0].first_px, 40, 0.7);
    ck_assert(fabs(rulers[0].pitch_px - 47.3) < 3 * rulers[0].pitch_sd_px);
    ck_assert(rulers[0].left == ruler_x && rulers[0].right == ruler_x + 10);
}
END_TEST

START_TEST(the_order_of_long_ticks_is_told)
{
    draw_ruler(13, 30, 4);
    ck_assert_int_eq(find(), 1);
    ck_assert(rulers[0].long_every == 4 && rulers[0].long_first == 0);
}
END_TEST

START_TEST(ticks_that_are_alike_have_no_order)
{
    draw_ruler(9, 40, 0);
    ck_assert_int_eq(find(), 1);
    ck_assert_int_eq(rulers[0].long_every, 0);
}
END_TEST

START_TEST(long_ticks_without_an_order_are_said_to_have_none)
{
    draw_ruler(9, 40, 0);
    draw_tick(40, 10);
    draw_tick(80, 10);
    draw_tick(200, 10);
    ck_assert_int_eq(find(), 1);
    ck_assert_int_eq(rulers[0].long_every, -1);
}
END_TEST

START_TEST(a_tick_behind_another_mark_is_only_missing)
{
    draw_ruler(12, 30, 2);
    fill(ruler_x - 4, 123, ruler_x + 12, 138, 180);
    ck_assert_int_eq(find(), 1);
    ck_assert_int_eq(rulers[0].ticks, 12);
    ck_assert_int_eq(rulers[0].missing, 1);
    ck_assert_int_eq(rulers[0].long_every, 2);
}
END_TEST

START_TEST(a_mark_close_to_a_tick_does_not_hide_it)
{
    draw_ruler(4, 60, 2);
    fill(ruler_x + 2, 49, ruler_x + 14, 50, 200); /* a plus */
    fill(ruler_x + 7, 43, ruler_x + 9, 56, 200);
    ck_assert_int_eq(find(), 1);
    ck_assert_int_eq(rulers[0].ticks, 4);
}
END_TEST

/* A letter's upper bar, where the next tick would be. */
START_TEST(a_letter_does_not_go_on_with_a_ruler)
{
    draw_ruler(8, 40, 2);
    draw_tick(360, 10);
    fill(ruler_x, 360, ruler_x + 1, 373, 200);
    ck_assert_int_eq(find(), 1);
    ck_assert_int_eq(rulers[0].ticks, 8);
}
END_TEST

START_TEST(ticks_on_an_axis_are_a_ruler_too)
{
    fill(0, 0, width, height, 55);
    draw_ruler(6, 80, 5);
    fill(ruler_x - 1, 40, ruler_x, 441, 150);
    ck_assert_int_eq(find(), 1);
    ck_assert_int_eq(rulers[0].ticks, 6);
    ck_assert_int_eq(rulers[0].long_every, 5);
}
END_TEST

START_TEST(ticks_at_odd_distances_are_no_ruler)
{
    static const int at[] = {40, 75, 133, 181, 260, 309, 377, 431};

    for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++)
        draw_tick(at[i], 8);
    ck_assert_int_eq(find(), 0);
}
END_TEST

START_TEST(too_few_ticks_are_no_ruler)
{
    draw_ruler(3, 60, 0);
    ck_assert_int_eq(find(), 0);
}
END_TEST

/* "E" on each line, as in a list of settings. */
START_TEST(letters_below_each_other_are_no_ruler)
{
    for (int line = 0; line < 12; line++) {
        int top = 40 + 20 * line;

        for (int bar = 0; bar < 3; bar++)
            fill(ruler_x, top + 5 * bar, ruler_x + 7, top + 5 * bar + 1, 200);
        fill(ruler_x, top, ruler_x + 1, top + 11, 200);
    }
    ck_assert_int_eq(find(), 0);
}
END_TEST

START_TEST(tissue_holds_no_ruler)
{
    struct bv_px_box nowhere = {0, 0, 0, 0};

    speckle_paint(frame, &(struct speckle_view){.seed = 5});
    ck_assert_int_eq(bv_rulers_find(frame, &nowhere, rulers), 0);
}
END_TEST

START_TEST(a_ruler_in_the_scan_is_not_looked_for)
{
    struct bv_px_box all = {0, 0, width, height};

    draw_ruler(9, 47.3, 2);
    ck_assert_int_eq(bv_rulers_find(frame, &all, rulers), 0);
}
END_TEST

START_TEST(the_outline_is_found_to_the_pixel)
{
    struct bv_px_box rough = {scan.left - 5, scan.top + 3, scan.right + 4,
                              scan.bottom - 2};
    struct bv_px_box found;
    struct bv_frame *tissue = bv_frame_new(width, height);

    speckle_paint(tissue, &(struct speckle_view){.seed = 3});
    for (int y = scan.top; y < scan.bottom; y++)
        memcpy(frame->pixels + y * frame->stride_bytes + scan.left,
               tissue->pixels + y * tissue->stride_bytes + scan.left,
               (size_t)(scan.right - scan.left));
    draw_ruler(9, 47.3, 2);
    found = bv_outline_sharpen(frame, &rough);
    ck_assert_int_eq(found.left, scan.left);
    ck_assert_int_eq(found.right, scan.right);
    ck_assert_int_eq(found.top, scan.top);
    ck_assert_int_eq(found.bottom, scan.bottom);
    bv_frame_unref(tissue);
}
END_TEST

/* Words on one line, each as wide as its letters. */
static int set_words(struct bv_word *words, int count, int x, int y,
                     const char *text)
{
    const char *from = text;

    while (*from) {
        int blanks = (int)strspn(from, " ");
        int length = (int)strcspn(from + blanks, " ");

        x += 8 * blanks;
        from += blanks;
        if (length == 0)
            break;
        snprintf(words[count].text, sizeof(words[count].text), "%.*s", length,
                 from);
        words[count++].box = (struct bv_px_box){x, y, x + 8 * length, y + 12};
        x += 8 * length;
        from += length;
    }
    return count;
}

static struct bv_screen_texts read_text(const char *text)
{
    struct bv_word words[32];
    struct bv_screen_texts texts;

    bv_screen_texts_read(words, set_words(words, 0, 10, 20, text), &texts);
    return texts;
}

START_TEST(depth_texts_are_read_as_scanners_write_them)
{
    static const struct {
        const char *text;
        double depth_mm;
        bool named;
    } cases[] = {
        {"Depth 4.0 cm", 40, true},    {"D:3.5cm", 35, true},
        {"De 50 mm", 50, true},        {"D        3,5 cm", 35, true},
        {"D:5.1\302\242cm", 51, true}, {"12.0 cm", 120, false},
        {"Tiefe: 45mm", 45, true},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct bv_screen_texts texts = read_text(cases[i].text);

        ck_assert_msg(texts.depths == 1, "%s", cases[i].text);
        ck_assert_double_eq_tol(texts.depth[0].depth_mm, cases[i].depth_mm,
                                1e-9);
        ck_assert(texts.depth[0].named == cases[i].named);
        ck_assert_double_eq(texts.zoom, 1);
    }
}
END_TEST

START_TEST(other_lengths_and_numbers_are_no_depth)
{
    static const char *const texts[] = {
        "1 D 23.5 mm", "1    D 23 mm", "Focus 2.0 cm", "Gn 50", "11.0 MHz",
        "3 mm",        "ID X12-3 cm",  "50 %",         "Depth",
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        ck_assert_msg(read_text(texts[i]).depths == 0, "%s", texts[i]);
}
END_TEST

START_TEST(zoom_is_read_or_said_to_be_unknown)
{
    ck_assert_double_eq_tol(read_text("Zoom 1.5x").zoom, 1.5, 1e-9);
    ck_assert_double_eq_tol(read_text("Zoom 100 %").zoom, 1, 1e-9);
    ck_assert_double_eq(read_text("Zoom on").zoom, 0);
}
END_TEST

static const struct bv_ruler half_cm = {.left = ruler_x,
                                        .right = ruler_x + 10,
                                        .ticks = 9,
                                        .first_px = 40,
                                        .pitch_px = 50,
                                        .pitch_sd_px = 0.05,
                                        .long_every = 2};

START_TEST(numbers_beside_the_ticks_give_their_step)
{
    struct bv_word words[32];
    int count = 0, numbers = 0;

    count = set_words(words, count, ruler_x + 14, 134, "1");
    count = set_words(words, count, ruler_x + 14, 234, "-2");
    count = set_words(words, count, ruler_x + 14, 334, "3");
    count = set_words(words, count, ruler_x + 14, 70, "7"); /* at no tick */
    count = set_words(words, count, 10, 434, "9");          /* far away */
    ck_assert_double_eq_tol(
        bv_ruler_numbers_step(&half_cm, words, count, &numbers, NULL), 0.5,
        1e-9);
    ck_assert_int_eq(numbers, 3);
}
END_TEST

START_TEST(numbers_that_do_not_go_together_give_none)
{
    struct bv_word words[32];
    int count = 0, numbers = 0;

    count = set_words(words, count, ruler_x + 14, 134, "1");
    count = set_words(words, count, ruler_x + 14, 234, "7");
    count = set_words(words, count, ruler_x + 14, 334, "3");
    count = set_words(words, count, ruler_x + 14, 434, "3");
    ck_assert_double_eq(
        bv_ruler_numbers_step(&half_cm, words, count, &numbers, NULL), 0);
}
END_TEST

/* What half_cm, or one like it, gives with a text and numbers. */
static struct bv_scale_reading decide_on(const struct bv_ruler *ruler,
                                         const char *text, double numbers_step)
{
    struct bv_scale_reading reading = {.area = {.shape = BV_SCAN_RECTANGLE,
                                                .box = scan,
                                                .face_middle = {180, 40}},
                                       .has_ruler = ruler != NULL,
                                       .texts = read_text(text),
                                       .numbers = numbers_step > 0 ? 3 : 0};

    if (ruler)
        reading.ruler = *ruler;
    bv_scale_reading_decide(&reading, numbers_step);
    return reading;
}

START_TEST(ruler_and_text_that_agree_give_the_scale)
{
    struct bv_scale_reading reading = decide_on(&half_cm, "Depth 4.0 cm", 0);

    ck_assert_double_eq_tol(reading.mm_per_px, 0.1, 1e-9);
    ck_assert_double_eq_tol(reading.tick_mm, 5, 1e-9);
    ck_assert_int_eq(reading.depth_text, 0);
    ck_assert_ptr_nonnull(strstr(reading.why, "Depth 4.0 cm"));
}
END_TEST

START_TEST(numbers_alone_give_the_scale)
{
    ck_assert_double_eq_tol(decide_on(&half_cm, "", 0.5).mm_per_px, 0.1, 1e-9);
}
END_TEST

static void check_silent(struct bv_scale_reading reading, const char *why)
{
    ck_assert_double_eq(reading.mm_per_px, 0);
    ck_assert_msg(strstr(reading.why, why) != NULL, "%s", reading.why);
}

START_TEST(without_a_ruler_nothing_is_proposed)
{
    check_silent(decide_on(NULL, "Depth 4.0 cm", 0), "no ruler");
}
END_TEST

START_TEST(where_ruler_and_text_disagree_nothing_is_proposed)
{
    check_silent(decide_on(&half_cm, "Depth 6.0 cm", 0), "disagree");
    check_silent(decide_on(&half_cm, "Depth 8.0 cm", 0), "disagree");
    check_silent(decide_on(&half_cm, "Depth 2.0 cm", 0), "disagree");
}
END_TEST

START_TEST(where_numbers_and_text_disagree_nothing_is_proposed)
{
    check_silent(decide_on(&half_cm, "Depth 8.0 cm", 0.5), "disagree");
}
END_TEST

START_TEST(without_text_and_numbers_nothing_is_proposed)
{
    check_silent(decide_on(&half_cm, "Gn 50", 0), "neither");
}
END_TEST

START_TEST(a_zoom_that_cannot_be_read_is_no_zoom_of_one)
{
    check_silent(decide_on(&half_cm, "Depth 8.0 cm        Zoom on", 0),
                 "zoomed");
}
END_TEST

START_TEST(a_zoomed_ruler_shows_a_part_of_the_depth)
{
    struct bv_ruler ruler = half_cm;

    ck_assert_double_eq_tol(
        decide_on(&half_cm, "Depth 6.0 cm        Zoom 1.5x", 0).mm_per_px, 0.1,
        1e-9);
    ruler.ticks = 4; /* a piece of five steps that begins between two */
    ck_assert_double_eq_tol(
        decide_on(&ruler, "Depth 3.8 cm        Zoom 1.7x", 0).mm_per_px, 0.1,
        1e-9);
}
END_TEST

/* Zoomed twice without a word of it, eight centimetres look like four. */
START_TEST(equal_ticks_that_begin_below_the_face_need_more_than_a_text)
{
    struct bv_ruler ruler = half_cm;

    ruler.long_every = 0;
    ck_assert_double_eq_tol(decide_on(&ruler, "Depth 8.0 cm", 0).mm_per_px, 0.2,
                            1e-9);
    ruler.first_px = 65;
    check_silent(decide_on(&ruler, "Depth 8.0 cm", 0), "not enough");
}
END_TEST

START_TEST(a_bare_length_is_not_enough_for_equal_ticks)
{
    struct bv_ruler ruler = half_cm;

    ruler.long_every = 0;
    check_silent(decide_on(&ruler, "4.0 cm", 0), "not enough");
}
END_TEST

START_TEST(numbers_that_may_be_cm_or_mm_are_ambiguous)
{
    struct bv_ruler ruler = half_cm;

    ruler.long_every = 0;
    ruler.ticks = 5;
    check_silent(decide_on(&ruler, "", 5), "two ways");
}
END_TEST

START_TEST(a_short_ruler_is_not_measured_by)
{
    struct bv_ruler ruler = half_cm;

    ruler.pitch_sd_px = 0.5;
    check_silent(decide_on(&ruler, "Depth 4.0 cm", 0.5), "short");
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        the_ticks_of_a_ruler_are_counted_and_measured,
        the_order_of_long_ticks_is_told,
        ticks_that_are_alike_have_no_order,
        long_ticks_without_an_order_are_said_to_have_none,
        a_tick_behind_another_mark_is_only_missing,
        a_mark_close_to_a_tick_does_not_hide_it,
        a_letter_does_not_go_on_with_a_ruler,
        ticks_on_an_axis_are_a_ruler_too,
        ticks_at_odd_distances_are_no_ruler,
        too_few_ticks_are_no_ruler,
        letters_below_each_other_are_no_ruler,
        tissue_holds_no_ruler,
        a_ruler_in_the_scan_is_not_looked_for,
        the_outline_is_found_to_the_pixel,
        depth_texts_are_read_as_scanners_write_them,
        other_lengths_and_numbers_are_no_depth,
        zoom_is_read_or_said_to_be_unknown,
        numbers_beside_the_ticks_give_their_step,
        numbers_that_do_not_go_together_give_none,
        ruler_and_text_that_agree_give_the_scale,
        numbers_alone_give_the_scale,
        without_a_ruler_nothing_is_proposed,
        where_ruler_and_text_disagree_nothing_is_proposed,
        where_numbers_and_text_disagree_nothing_is_proposed,
        without_text_and_numbers_nothing_is_proposed,
        a_zoom_that_cannot_be_read_is_no_zoom_of_one,
        a_zoomed_ruler_shows_a_part_of_the_depth,
        equal_ticks_that_begin_below_the_face_need_more_than_a_text,
        a_bare_length_is_not_enough_for_equal_ticks,
        numbers_that_may_be_cm_or_mm_are_ambiguous,
        a_short_ruler_is_not_measured_by,
        NULL,
    };

    return bv_test_run("scale reading", set_up, tear_down, tests);
}
