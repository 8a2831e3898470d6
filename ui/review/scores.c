/*
 * The review window: a recording is scored while it is watched, and what the
 * rater must not see is hidden.
 */
#include <errno.h>
#include <time.h>

#include "core/words.h"
#include "ui/review/window.h"

/* A visit to the store, on a thread of its own. */
struct visiting {
    struct bv_job job;
    char *store, *recording;
    struct bv_rating_scale *scale;
    struct bv_rating *rating; /* NULL: only to look */
    char rater[BV_STORE_WORD_SIZE];
    struct bv_scored_asks asks;
    struct bv_scored scored;
    struct bv_fault fault;
    int error;
};

static void run_visit(struct bv_job *job)
{
    struct visiting *visiting = (struct visiting *)job;

    visiting->error =
        bv_scored_ask(&visiting->asks, &visiting->scored, &visiting->fault);
}

static void free_visit(struct bv_job *job)
{
    struct visiting *visiting = (struct visiting *)job;

    bv_scored_fini(&visiting->scored);
    g_free(visiting->store);
    g_free(visiting->recording);
    g_free(visiting->scale);
    g_free(visiting->rating);
    g_free(visiting);
}

static void update(struct bv_review_window *window)
{
    bv_score_list_update(window->scores, &window->scoring,
                         window->has_scored ? &window->scored : NULL);
    bv_review_deeds_update(window);
}

/* "5 of 7 items judged. Kept." */
static void say_state(struct bv_review_window *window, bool kept)
{
    const struct bv_scoring *scoring = &window->scoring;
    char text[400];

    if (!scoring->rating.rater[0]) {
        bv_score_list_say(window->scores,
                          _("Say who judges, by a pseudonym: then the keys 0 "
                            "to 9 score the marked item."));
        return;
    }
    g_snprintf(
        text, sizeof(text), _("%zu of %zu items judged.%s%s"),
        scoring->rating.item_count, scoring->scale->item_count,
        kept ? _(" Kept.") : "",
        scoring->is_blinded && scoring->has_looked
            ? _(" Names or figures were seen before: kept as not blinded.")
            : "");
    bv_score_list_say(window->scores, text);
}

/* Whether it is of the scale and rater that are shown now. */
static bool is_current(const struct bv_review_window *window,
                       const struct visiting *visiting)
{
    const struct bv_rating *rating = &window->scoring.rating;

    return window->scoring.scale &&
           g_str_equal(visiting->rater, rating->rater) &&
           g_str_equal(visiting->scale->name, rating->scale) &&
           visiting->scale->revision == rating->scale_revision;
}

static void on_visited(struct bv_job *job, void *data)
{
    struct visiting *visiting = (struct visiting *)job;
    struct bv_review_window *window = data;

    if (!is_current(window, visiting))
        return;
    if (visiting->error < 0) {
        bv_score_list_say(window->scores,
                          window->scoring.is_blinded || !visiting->fault.error
                              ? bv_error_text(visiting->error)
                              : visiting->fault.text);
        return;
    }
    bv_scored_fini(&window->scored);
    window->scored = visiting->scored;
    visiting->scored = (struct bv_scored){0};
    window->has_scored = true;
    if (!window->scoring.is_loaded)
        bv_scoring_load(&window->scoring,
                        window->scored.has_own ? &window->scored.own : NULL);
    update(window);
    say_state(window, window->scored.has_own);
    if (window->scored.notice[0])
        bv_score_list_say(window->scores, window->scored.notice);
}

/* Ask the store. The review stays as long as the job: close_attempt() waits. */
static void visit(struct bv_review_window *window, bool keeps)
{
    struct visiting *visiting;

    if (!window->scoring.scale || !window->is_open)
        return;
    visiting = g_new0(struct visiting, 1);
    visiting->job = (struct bv_job){
        .run = run_visit, .done = on_visited, .free = free_visit};
    visiting->store = g_strdup(window->options->store);
    visiting->recording = g_strdup(window->clip);
    visiting->scale =
        g_memdup2(window->scoring.scale, sizeof(*visiting->scale));
    if (keeps) {
        visiting->rating =
            g_memdup2(&window->scoring.rating, sizeof(*visiting->rating));
        visiting->rating->when_s = time(NULL);
    }
    g_strlcpy(visiting->rater, window->scoring.rating.rater,
              sizeof(visiting->rater));
    visiting->asks = (struct bv_scored_asks){
        .store = visiting->store,
        .recording = visiting->recording,
        .attempt =
            bv_review_window_is_named(window) ? window->options->attempt : 0,
        .scale = visiting->scale,
        .rater = visiting->rater,
        .rating = visiting->rating,
        .learner = bv_score_list_learner(window->scores),
        .rules = window->options->rules,
        .review = &window->attempt.review,
        .program = window->options->program,
    };
    bv_worker_add(window->keeper, &visiting->job);
}

/* What was given has changed: it is kept at once. */
static void changed(struct bv_review_window *window)
{
    update(window);
    say_state(window, false);
    visit(window, true);
}

void bv_review_scores_give(struct bv_review_window *window, size_t item,
                           int score)
{
    struct bv_scoring *scoring = &window->scoring;

    if (!window->is_open || !scoring->scale)
        return;
    if (!scoring->rating.rater[0]) {
        say_state(window, false);
        bv_score_list_ask_rater(window->scores);
    } else if (!window->is_whole && window->has_scored &&
               window->scored.attempt == 0) {
        bv_score_list_say(window->scores,
                          _("Look through the whole recording first (open it "
                            "again): it is kept as an attempt with what was "
                            "measured."));
    } else if (bv_scoring_give(scoring, item, score)) {
        changed(window);
    }
}

void bv_review_scores_move(struct bv_review_window *window, int way)
{
    if (!window->scoring.scale)
        return;
    bv_scoring_move(&window->scoring, way);
    update(window);
}

bool bv_review_scores_undo(struct bv_review_window *window, bool again)
{
    if (!window->scoring.scale || !bv_scoring_undo(&window->scoring, again))
        return false;
    changed(window);
    return true;
}

bool bv_review_scores_are_shown(struct bv_review_window *window)
{
    return window->is_open &&
           g_strcmp0(gtk_stack_get_visible_child_name(GTK_STACK(window->side)),
                     "scores") == 0;
}

static void show_page(struct bv_review_window *window, const char *name,
                      bool shown)
{
    GtkWidget *page =
        gtk_stack_get_child_by_name(GTK_STACK(window->side), name);

    gtk_stack_page_set_visible(
        gtk_stack_get_page(GTK_STACK(window->side), page), shown);
}

/* What is hidden from a blinded rater: it is not there at all, so that no
 * screen reader tells it. */
static void hide(struct bv_review_window *window)
{
    bool blinded = window->scoring.is_blinded;
    const struct bv_reviewed *told =
        window->is_open && !blinded ? &window->attempt : NULL;

    bv_moment_list_fill(window->moments, told);
    bv_measure_list_fill(window->measures, told);
    show_page(window, "moments", !blinded);
    show_page(window, "measures", !blinded);
    if (blinded)
        bv_scale_card_hide(window->scale);
    if (blinded)
        bv_review_other_close(window->other);
    if (blinded)
        gtk_stack_set_visible_child_name(GTK_STACK(window->side), "scores");
    gtk_widget_set_visible(window->blinded, blinded);
    bv_review_window_set_bare(window, blinded);
    bv_time_view_set_bare(window->time_view, blinded);
    bv_review_window_say(window, "%s", "");
}

void bv_review_scores_begin(struct bv_review_window *window)
{
    bv_scored_fini(&window->scored);
    window->has_scored = false;
    bv_scoring_begin(&window->scoring);
    hide(window);
    update(window);
    if (!window->scoring.scale)
        return;
    say_state(window, false);
    visit(window, false);
}

void bv_review_scores_blind(struct bv_review_window *window, bool blinded)
{
    bool noted = bv_scoring_blind(&window->scoring, blinded);

    if (blinded && window->is_open)
        bv_reviewed_select(&window->attempt, -1, 0);
    hide(window);
    bv_review_window_name(window);
    if (!window->is_open || !window->scoring.scale)
        return;
    update(window);
    say_state(window, false);
    if (noted)
        visit(window, true);
    bv_review_window_moved(window);
}

static void on_scored(void *data, size_t item, int score)
{
    bv_review_scores_give(data, item, score);
}

static void on_rater(void *data, const char *rater, bool typed)
{
    struct bv_review_window *window = data;

    if (typed)
        gtk_widget_grab_focus(GTK_WIDGET(window->view));
    if (g_str_equal(window->scoring.rating.rater, rater))
        return;
    bv_scoring_set_rater(&window->scoring, rater);
    update(window);
    say_state(window, false);
    visit(window, false);
}

static void on_scale(void *data, size_t index)
{
    struct bv_review_window *window = data;
    struct bv_fault fault = {0};

    if (index == window->scoring.chosen || index >= window->scoring.names.count)
        return;
    if (bv_scoring_choose(&window->scoring, index, &fault) < 0) {
        bv_score_list_say(window->scores, fault.text);
        return;
    }
    window->has_scored = false;
    bv_scored_fini(&window->scored);
    bv_score_list_fill(window->scores, &window->scoring);
    update(window);
    say_state(window, false);
    visit(window, false);
}

GtkWidget *bv_review_scores_new(struct bv_review_window *window)
{
    const struct bv_score_list_told told = {on_scored, on_rater, on_scale,
                                            window};
    struct bv_fault fault = {0};
    int error =
        bv_scoring_init(&window->scoring, window->options->scale, &fault);

    window->scores = bv_score_list_new(&told);
    if (window->options->rater)
        bv_scoring_set_rater(&window->scoring, window->options->rater);
    window->scoring.is_blinded = window->options->blinded;
    bv_score_list_fill(window->scores, &window->scoring);
    if (error < 0)
        bv_score_list_say(window->scores,
                          fault.error ? fault.text : bv_error_text(error));
    return bv_score_list_get_widget(window->scores);
}
