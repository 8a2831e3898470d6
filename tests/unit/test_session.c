/* What clicks and keys do to labels, without a window. */
#include "support/test.h"

#include <math.h>
#include <string.h>

#include "ui/label/session.h"

static struct bv_session session;
static struct bv_label label;
static struct bv_session_words words;

/* Frame 3 of ten is on the screen. The picture came at half the width. */
static void begin(void)
{
    session = (struct bv_session){.labels = bv_labels_new(),
                                  .to_input = {.xx = 0.5, .yy = 1},
                                  .from_input = {.xx = 2, .yy = 1},
                                  .width_px = 640,
                                  .height_px = 480};
    for (uint32_t i = 0; i < 10; i++)
        ck_assert_int_eq(bv_labels_add_frame(session.labels, i, i * 0.1), 0);
    session.wanted = 3;
    bv_session_show(&session, 3);
}

static void end(void)
{
    bv_labels_free(session.labels);
}

static enum bv_session_click click(double x, double y)
{
    enum bv_session_click clicked;

    ck_assert_int_eq(bv_session_click(&session, (struct bv_px){x, y}, &clicked),
                     0);
    return clicked;
}

static void draw(void)
{
    ck_assert_int_eq(click(100, 50), BV_SESSION_FIRST);
    ck_assert_int_eq(click(300, 200), BV_SESSION_LINE);
}

START_TEST(two_clicks_are_a_needle_with_its_tip)
{
    draw();
    ck_assert_int_eq(bv_session_get(&session, &label), BV_LABEL_FROM_ITSELF);
    ck_assert_int_eq(label.kind, BV_LABEL_NEEDLE);
    ck_assert_int_eq(label.tip, BV_TIP_VISIBLE);
    ck_assert_double_eq(label.shaft_px.from.x, 100);
    ck_assert_double_eq(label.shaft_px.to.y, 200);
    /* kept in px of the picture as it came */
    label = bv_labels_get(session.labels, 3);
    ck_assert_double_eq(label.shaft_px.from.x, 50);
    ck_assert_double_eq(label.shaft_px.from.y, 50);
}
END_TEST

START_TEST(double_click_is_no_line)
{
    ck_assert_int_eq(click(100, 50), BV_SESSION_FIRST);
    ck_assert_int_eq(click(102, 51), BV_SESSION_REFUSED);
    ck_assert_int_eq(click(200, 90), BV_SESSION_LINE);
}
END_TEST

START_TEST(another_frame_drops_what_was_begun)
{
    click(100, 50);
    bv_session_show(&session, 4);
    ck_assert(!session.has_first);
    ck_assert(!bv_session_is_here(&session)); /* 3 was asked for */
    session.wanted = 4;
    ck_assert(bv_session_is_here(&session));
    ck_assert_int_eq(bv_labels_get(session.labels, 3).kind, BV_LABEL_OPEN);
}
END_TEST

START_TEST(escape_drops_what_was_begun)
{
    ck_assert(!bv_session_cancel(&session));
    click(100, 50);
    ck_assert(bv_session_cancel(&session));
    ck_assert_int_eq(click(100, 50), BV_SESSION_FIRST);
}
END_TEST

START_TEST(clicks_outside_are_kept_inside)
{
    click(-5, -7);
    click(900, 900);
    bv_session_get(&session, &label);
    ck_assert_double_eq(label.shaft_px.from.x, 0);
    ck_assert_double_eq(label.shaft_px.to.x, 639);
    ck_assert_double_eq(label.shaft_px.to.y, 479);
}
END_TEST

START_TEST(one_click_marks_a_crossing)
{
    bv_session_toggle_crossing(&session);
    ck_assert_int_eq(click(100, 50), BV_SESSION_DOT);
    bv_session_get(&session, &label);
    ck_assert_int_eq(label.kind, BV_LABEL_CROSSING);
    ck_assert_double_eq(label.shaft_px.to.x, 100);
    ck_assert_int_eq(click(100, 50), BV_SESSION_FIRST);
}
END_TEST

START_TEST(drag_moves_an_end_and_is_undone_at_once)
{
    uint32_t frame;

    draw();
    ck_assert_int_eq(bv_session_find_end(&session, (struct bv_px){305, 203}, 8),
                     1);
    ck_assert_int_eq(bv_session_find_end(&session, (struct bv_px){98, 49}, 8),
                     0);
    ck_assert_int_eq(bv_session_find_end(&session, (struct bv_px){200, 120}, 8),
                     -1);
    for (int i = 1; i <= 5; i++)
        ck_assert_int_eq(
            bv_session_move_end(&session, 1, (struct bv_px){300 + i, 200}), 0);
    bv_session_end_move(&session);
    bv_session_get(&session, &label);
    ck_assert_double_eq(label.shaft_px.to.x, 305);
    ck_assert(bv_labels_undo(session.labels, &frame));
    bv_session_get(&session, &label);
    ck_assert_double_eq(label.shaft_px.to.x, 300);
}
END_TEST

START_TEST(two_drags_are_two_steps)
{
    uint32_t frame;

    draw();
    ck_assert_int_eq(bv_session_move_end(&session, 1, (struct bv_px){310, 200}),
                     0);
    bv_session_end_move(&session);
    ck_assert_int_eq(bv_session_move_end(&session, 1, (struct bv_px){320, 200}),
                     0);
    bv_session_end_move(&session);
    ck_assert(bv_labels_undo(session.labels, &frame));
    bv_session_get(&session, &label);
    ck_assert_double_eq(label.shaft_px.to.x, 310);
}
END_TEST

static const struct bv_refined ridge = {
    true, 3, {{100, 50}, {300, 200}}, {{101, 49}, {301, 199}}};

START_TEST(ridge_is_used_and_undone_with_the_clicks)
{
    uint32_t frame;

    draw();
    ck_assert_int_eq(bv_session_use_ridge(&session, &ridge), 1);
    bv_session_get(&session, &label);
    ck_assert_double_eq(label.shaft_px.to.x, 301);
    ck_assert(bv_labels_undo(session.labels, &frame));
    ck_assert_int_eq(bv_session_get(&session, &label), BV_LABEL_FROM_NOBODY);
}
END_TEST

START_TEST(ridge_of_a_line_that_has_changed_is_not_used)
{
    draw();
    ck_assert_int_eq(bv_session_say(&session, BV_LABEL_NO_NEEDLE), 0);
    ck_assert_int_eq(bv_session_use_ridge(&session, &ridge), 0);
    ck_assert_int_eq(bv_session_say(&session, BV_LABEL_NO_NEEDLE), 0);
    click(100, 50);
    click(320, 200);
    ck_assert_int_eq(bv_session_use_ridge(&session, &ridge), 0);
}
END_TEST

START_TEST(line_goes_between_clicked_and_ridge)
{
    ck_assert_int_eq(bv_session_toggle_ridge(&session), 0);
    draw();
    ck_assert_int_eq(bv_session_toggle_ridge(&session), 0); /* not known yet */
    ck_assert_int_eq(bv_session_use_ridge(&session, &ridge), 1);
    ck_assert_int_eq(bv_session_toggle_ridge(&session), 1);
    bv_session_get(&session, &label);
    ck_assert_double_eq(label.shaft_px.to.x, 300);
    ck_assert_int_eq(bv_session_toggle_ridge(&session), 1);
    bv_session_get(&session, &label);
    ck_assert_double_eq(label.shaft_px.to.x, 301);
}
END_TEST

START_TEST(saying_it_again_takes_it_back)
{
    ck_assert_int_eq(bv_session_say(&session, BV_LABEL_UNSURE), 0);
    ck_assert_int_eq(bv_labels_get(session.labels, 3).kind, BV_LABEL_UNSURE);
    ck_assert_int_eq(bv_session_say(&session, BV_LABEL_UNSURE), 0);
    ck_assert_int_eq(bv_labels_get(session.labels, 3).kind, BV_LABEL_OPEN);
}
END_TEST

START_TEST(tip_and_ends_are_turned)
{
    ck_assert_int_eq(bv_session_toggle_tip(&session), 0);
    ck_assert_int_eq(bv_session_swap_ends(&session), 0);
    draw();
    ck_assert_int_eq(bv_session_toggle_tip(&session), 1);
    bv_session_get(&session, &label);
    ck_assert_int_eq(label.tip, BV_TIP_HIDDEN);
    ck_assert_int_eq(bv_session_swap_ends(&session), 1);
    bv_session_get(&session, &label);
    ck_assert_double_eq(label.shaft_px.from.x, 300);
    ck_assert_int_eq(label.tip, BV_TIP_HIDDEN);
    ck_assert_int_eq(bv_session_clear(&session), 1);
    ck_assert_int_eq(bv_session_clear(&session), 0);
}
END_TEST

START_TEST(changing_a_carried_frame_makes_it_a_key)
{
    draw();
    bv_session_show(&session, 7);
    click(100, 50);
    click(340, 200);
    bv_session_show(&session, 5);
    ck_assert_int_eq(bv_session_get(&session, &label), BV_LABEL_FROM_CARRY);
    ck_assert_double_eq_tol(label.shaft_px.to.x, 320, 1e-9);
    ck_assert_int_eq(bv_session_toggle_tip(&session), 1);
    ck_assert_int_eq(bv_session_get(&session, &label), BV_LABEL_FROM_ITSELF);
    ck_assert_int_eq(label.by, BV_LABEL_DRAWN);
}
END_TEST

START_TEST(words_say_what_is_known_and_what_to_do)
{
    bv_session_say_words(&session, &words);
    ck_assert_str_eq(words.headline, "Not labelled");
    click(100, 50);
    bv_session_say_words(&session, &words);
    ck_assert_ptr_nonnull(strstr(words.hint, "tip"));
    click(300, 200);
    bv_session_say_words(&session, &words);
    ck_assert_str_eq(words.headline, "Needle, tip seen");
    ck_assert_str_eq(words.origin, "drawn");
    bv_session_show(&session, 7);
    click(100, 50);
    click(340, 200);
    bv_session_show(&session, 5);
    bv_session_say_words(&session, &words);
    ck_assert_ptr_nonnull(strstr(words.origin, "not checked"));
    ck_assert_ptr_nonnull(strstr(words.hint, "fit"));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {two_clicks_are_a_needle_with_its_tip,
                            double_click_is_no_line,
                            another_frame_drops_what_was_begun,
                            escape_drops_what_was_begun,
                            clicks_outside_are_kept_inside,
                            one_click_marks_a_crossing,
                            drag_moves_an_end_and_is_undone_at_once,
                            two_drags_are_two_steps,
                            ridge_is_used_and_undone_with_the_clicks,
                            ridge_of_a_line_that_has_changed_is_not_used,
                            line_goes_between_clicked_and_ridge,
                            saying_it_again_takes_it_back,
                            tip_and_ends_are_turned,
                            changing_a_carried_frame_makes_it_a_key,
                            words_say_what_is_known_and_what_to_do,
                            NULL};

    return bv_test_run("session", begin, end, tests);
}
