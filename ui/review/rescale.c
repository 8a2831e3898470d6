/*
 * The review window: what a person says of the scale, and what is measured anew
 * for that.
 */
#include <errno.h>
#include <math.h>

#include "core/words.h"
#include "ui/review/window.h"

/* Whether the words gave its scale: then that holds. */
static bool is_typed(const struct bv_review_window *window)
{
    return window->options->source.mm_per_px > 0 &&
           !window->options->is_scene && bv_review_window_is_named(window);
}

/* What a person may say, where the recording brings none of its own. */
static void say_own(struct bv_review_window *window, char *text, size_t size)
{
    const struct bv_reviewed *attempt = &window->attempt;
    size_t at = attempt->player.at;
    const struct bv_review_frame *frame = &attempt->analysis.frames[at];
    const struct bv_said_scale said =
        bv_corrections_scale(attempt->corrections, frame->number);
    int64_t lost = bv_analysis_scale_lost(&attempt->analysis, at);
    char how[160];

    bv_said_scale_say(&said, how, sizeof(how));
    if (frame->mm_per_px > 0)
        g_snprintf(text, size, _("%.4f mm per px, as a person says: %s."),
                   frame->mm_per_px, how);
    else if (lost >= 0)
        g_snprintf(text, size,
                   _("Not known from frame %lu on: depth, zoom or the screen "
                     "changed."),
                   (unsigned long)lost);
    else
        g_snprintf(text, size,
                   _("Not known: nothing in mm is measured, and most moments "
                     "are not found."));
}

bool bv_review_scale_is_asked(const struct bv_review_window *window)
{
    const struct bv_reviewed *attempt = &window->attempt;
    double mm_per_px = bv_reviewed_mm_per_px(attempt);
    struct bv_said_scale said[BV_SAID_SCALES_MOST];
    int count = bv_corrections_scales(attempt->corrections, said);

    return mm_per_px <= 0 || (!is_typed(window) && count > 0 &&
                              fabs(said[0].mm_per_px / mm_per_px - 1) < 1e-6);
}

/* Where another scale may hold. */
struct hold {
    uint32_t from_frame;
    bool whole;
    char text[80];
};

/* The first frame of the next one that is said; -1: there is none. */
static int64_t next_said(const struct bv_reviewed *attempt, uint32_t frame)
{
    struct bv_said_scale said[BV_SAID_SCALES_MOST];
    int count = bv_corrections_scales(attempt->corrections, said);

    for (int i = 0; i < count; i++)
        if (said[i].from_frame > frame)
            return said[i].from_frame;
    return -1;
}

/* From where it was lost, else in place of the one that holds here. @return
 * Whether that is another place than the whole recording. */
static bool find_part(const struct bv_reviewed *attempt, struct hold *part)
{
    size_t at = attempt->player.at;
    uint32_t here = attempt->analysis.frames[at].number;
    int64_t lost = bv_analysis_scale_lost(&attempt->analysis, at);
    int64_t next = next_said(attempt, here);

    *part = (struct hold){
        .from_frame =
            lost > 0
                ? (uint32_t)lost
                : bv_corrections_scale(attempt->corrections, here).from_frame};
    if (part->from_frame == 0 && next > 0)
        g_snprintf(part->text, sizeof(part->text), _("Up to frame %lu"),
                   (unsigned long)next - 1);
    else
        g_snprintf(part->text, sizeof(part->text), _("From frame %lu on"),
                   (unsigned long)part->from_frame);
    return part->from_frame > 0 || next > 0;
}

/* @param[out] meant  Which of them, as a rule. @return How many. */
static int find_holds(const struct bv_reviewed *attempt,
                      struct hold holds[BV_SCALE_CARD_HOLDS], int *meant)
{
    uint32_t here = attempt->analysis.frames[attempt->player.at].number;
    int count = 1;

    holds[0] = (struct hold){.whole = true};
    g_strlcpy(holds[0].text, _("For the whole recording"),
              sizeof(holds[0].text));
    *meant = find_part(attempt, &holds[1]);
    count += *meant;
    if (here == 0 || (count > 1 && holds[1].from_frame == here))
        return count;
    holds[count] = (struct hold){.from_frame = here};
    g_snprintf(holds[count].text, sizeof(holds[count].text),
               _("From frame %lu on"), (unsigned long)here);
    return count + 1;
}

/* What it is in this picture; else where it is known first. */
static double scale_here(const struct bv_reviewed *attempt)
{
    double here = attempt->analysis.frames[attempt->player.at].mm_per_px;

    return here > 0 ? here : bv_reviewed_mm_per_px(attempt);
}

static void ask(struct bv_review_window *window, bool anew)
{
    const struct bv_reviewed *attempt = &window->attempt;
    struct bv_scale_card_asks asks = {.may_say = attempt->takes_scale};
    struct hold holds[BV_SCALE_CARD_HOLDS];
    char text[300];

    asks.now = text;
    asks.depth_px = bv_reviewed_depth_px(attempt);
    if (asks.may_say)
        asks.hold_count = find_holds(attempt, holds, &asks.meant);
    for (int i = 0; i < asks.hold_count; i++)
        asks.holds[i] = holds[i].text;
    if (asks.may_say ||
        bv_analysis_scale_lost(&attempt->analysis, attempt->player.at) > 0)
        say_own(window, text, sizeof(text));
    else
        g_snprintf(text, sizeof(text),
                   is_typed(window)
                       ? _("%.4f mm per px, as --mm-per-px says.")
                       : _("%.4f mm per px, as the recording says."),
                   scale_here(attempt));
    if (anew)
        bv_scale_card_show(window->scale, &asks);
    else
        bv_scale_card_update(window->scale, &asks);
}

void bv_review_window_ask_scale(struct bv_review_window *window)
{
    if (!gtk_widget_get_visible(bv_scale_card_get_widget(window->scale))) {
        bv_player_play(&window->attempt.player, 0, 0);
        ask(window, true);
        return;
    }
    bv_scale_card_hide(window->scale);
    gtk_widget_grab_focus(GTK_WIDGET(window->view));
}

void bv_review_scale_moved(struct bv_review_window *window)
{
    if (window->attempt.player.speed == 0 && /* else nothing can be chosen */
        gtk_widget_get_visible(bv_scale_card_get_widget(window->scale)))
        ask(window, false);
}

void bv_review_window_rescale(struct bv_review_window *window)
{
    struct bv_corrections *carried;
    double at_s = bv_reviewed_now_s(&window->attempt);
    char *beside = g_strdup(bv_review_other_clip(window->other));

    bv_moment_list_end_note(window->moments);
    carried = window->attempt.corrections;
    window->attempt.corrections = NULL;
    bv_review_window_open(window, window->clip);
    window->carried = carried;
    window->carried_s = at_s;
    window->carried_beside = beside;
}

/* Opened again: at the same place, and undone as before. */
int bv_review_window_go_on(struct bv_review_window *window)
{
    struct bv_corrections *carried = window->carried;

    if (!carried)
        return 0;
    window->carried = NULL;
    bv_player_go_s(&window->attempt.player, window->carried_s,
                   bv_review_window_clock_s(window));
    return bv_reviewed_go_on(&window->attempt, carried);
}

/* What is undone is what is shown. */
static bool undo_score(struct bv_review_window *window, bool again)
{
    if (!bv_review_scores_are_shown(window))
        return false;
    bv_review_scores_undo(window, again);
    return true;
}

void bv_review_window_undo(struct bv_review_window *window, bool again)
{
    bool was_of_scale = false;
    struct bv_fault fault = {0};
    int error =
        undo_score(window, again)
            ? 0
            : bv_reviewed_undo(&window->attempt, again, &was_of_scale, &fault);

    bv_review_window_corrected(window, error, &fault);
    if (was_of_scale)
        bv_review_window_rescale(window);
}

static void on_taken(void *data, const struct bv_said_scale *scale, int hold)
{
    struct bv_review_window *window = data;
    struct bv_said_scale said = *scale;
    struct hold holds[BV_SCALE_CARD_HOLDS];
    struct bv_fault fault = {0};
    int error, meant;

    if (!window->is_open || hold < 0 ||
        hold >= find_holds(&window->attempt, holds, &meant))
        return;
    said.from_frame = holds[hold].from_frame;
    error = bv_reviewed_set_scale(&window->attempt, &said, holds[hold].whole,
                                  &fault);
    if (error < 0)
        bv_review_window_say(window, "%s",
                             error == -EFBIG
                                 ? _("More scales than these are not kept of "
                                     "one recording.")
                                 : bv_review_window_why(error, &fault));
    else
        bv_review_window_rescale(window);
}

static void on_pointed(void *data)
{
    struct bv_review_window *window = data;
    struct bv_px points[2];
    int count = bv_scale_card_points(window->scale, points);

    bv_review_view_ask_points(window->view,
                              bv_scale_card_wants_point(window->scale));
    bv_review_view_set_points(window->view, points, count);
}

static void on_point(BvReviewView *view, double x, double y, gpointer data)
{
    struct bv_review_window *window = data;

    (void)view;
    bv_scale_card_point(window->scale, (struct bv_px){x, y});
}

GtkWidget *bv_review_scale_new(struct bv_review_window *window)
{
    const struct bv_scale_card_told told = {on_taken, on_pointed, window};

    window->scale = bv_scale_card_new(&told);
    g_signal_connect(window->view, "pointed", G_CALLBACK(on_point), window);
    return bv_scale_card_get_widget(window->scale);
}
