#include "ui/review/window.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/words.h"

/* Pictures near the present one are kept in so much memory. */
enum { kept_bytes = 128 * 1024 * 1024 };

/* What was said, and what lasts. */
static void show_said(struct bv_review_window *window)
{
    const char *said = window->said ? window->said : "";
    char *text = g_strconcat(
        said, said[0] && window->is_preparing ? " " : "",
        window->is_preparing ? _("An index is being made: until then it takes "
                                 "longer to go far ahead.")
                             : "",
        NULL);

    bv_footer_set_status(window->footer, text);
    g_free(text);
}

static void tell_preparing(struct bv_review_window *window)
{
    bool preparing = window->reel && bv_reel_is_preparing(window->reel);

    if (preparing == window->is_preparing)
        return;
    window->is_preparing = preparing;
    show_said(window);
}

void bv_review_window_say(struct bv_review_window *window, const char *format,
                          ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_free(window->said);
    window->said = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    window->is_answer = false;
    show_said(window);
}

double bv_review_window_clock_s(struct bv_review_window *window)
{
    (void)window;
    return bv_ns_to_s(bv_clock_now_ns());
}

/* Of the frame on the screen, where that is another one than is gone to. */
static int64_t find_shown(const struct bv_review_window *window)
{
    return bv_review_view_is_other(window->view)
               ? bv_review_view_frame(window->view)
               : -1;
}

static void say_place(struct bv_review_window *window)
{
    char seen[300], here[32], text[400];

    bv_reviewed_say_time(bv_reviewed_now_s(&window->attempt), here,
                         sizeof(here));
    bv_reviewed_say_shown(&window->attempt, find_shown(window), seen,
                          sizeof(seen));
    g_snprintf(
        text, sizeof(text), _("Frame %u, %s. %s"),
        window->attempt.analysis.frames[window->attempt.player.at].number, here,
        window->scoring.is_blinded ? "" : seen);
    bv_time_view_move(window->time_view, text);
}

/* What was seen, of the picture on the screen. */
static void tell_seen(struct bv_review_window *window)
{
    bv_transport_update(window->transport, &window->attempt,
                        window->scoring.is_blinded, find_shown(window));
    say_place(window);
}

void bv_review_window_moved(struct bv_review_window *window)
{
    struct bv_reviewed *attempt = &window->attempt;

    if (!window->is_open)
        return;
    bv_reel_want(window->reel,
                 attempt->analysis.frames[attempt->player.at].number);
    bv_review_other_follow(window->other);
    bv_review_scale_moved(window);
    tell_seen(window);
    bv_review_deeds_update(window);
}

const char *bv_review_window_why(int error, const struct bv_fault *fault)
{
    if (fault->error)
        return fault->text;
    return error == -EFBIG ? _("More moments than these are not kept of one "
                               "recording.")
                           : bv_error_text(error);
}

void bv_review_window_corrected(struct bv_review_window *window, int error,
                                const struct bv_fault *fault)
{
    if (error < 0 && error != -ENOENT)
        bv_review_window_say(window, "%s", bv_review_window_why(error, fault));
    bv_moment_list_fill(window->moments, &window->attempt);
    bv_time_view_redraw(window->time_view);
    bv_review_window_moved(window);
}

/* A picture that is so far from the place that was asked for, for so long, is
 * said to be another one: time and picture never disagree in silence. */
static const double far_s = 0.2, late_s = 0.1;

static void judge_late(struct bv_review_window *window)
{
    struct bv_reviewed *attempt = &window->attempt;
    int64_t frame = bv_review_view_frame(window->view);
    double now_s = bv_review_window_clock_s(window);
    bool far =
        frame >= 0 &&
        fabs(attempt->time_s[bv_reviewed_find(attempt, (uint32_t)frame)] -
             bv_reviewed_now_s(attempt)) > far_s;

    if (!far || window->far_since_s == 0)
        window->far_since_s = far ? now_s : 0;
    if (bv_review_view_set_late(window->view,
                                far && now_s - window->far_since_s > late_s))
        tell_seen(window);
}

static gboolean on_tick(GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
    struct bv_review_window *window = data;

    (void)widget;
    (void)clock;
    if (window->is_open)
        judge_late(window);
    if (!window->is_open || window->attempt.player.speed == 0)
        return G_SOURCE_CONTINUE;
    if (bv_player_tick(&window->attempt.player,
                       bv_review_window_clock_s(window)) ||
        window->attempt.player.speed == 0)
        bv_review_window_moved(window);
    return G_SOURCE_CONTINUE;
}

void bv_review_window_set_bare(struct bv_review_window *window, bool bare)
{
    bv_review_view_set_bare(window->view, bare);
    bv_review_other_set_bare(window->other, bare);
}

static void take_picture(struct bv_review_window *window)
{
    const struct bv_reel_picture *picture =
        window->reel ? bv_reel_take(window->reel) : NULL;
    const struct bv_reviewed *attempt = &window->attempt;
    char seen[160], text[220];
    size_t at;

    if (!picture)
        return;
    at = bv_reviewed_find(attempt, picture->frame->sequence);
    bv_reviewed_say_frame(attempt, at, seen, sizeof(seen));
    if (picture->on_the_way)
        g_snprintf(text, sizeof(text), _("On the way there: frame %u"),
                   picture->frame->sequence);
    else if (window->scoring.is_blinded)
        g_snprintf(text, sizeof(text), _("Frame %u."),
                   picture->frame->sequence);
    else
        g_snprintf(text, sizeof(text), _("Frame %u. %s."),
                   picture->frame->sequence, seen);
    gtk_accessible_update_property(GTK_ACCESSIBLE(window->view),
                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                   -1);
    bv_review_view_show_seen(window->view, picture, attempt);
    tell_seen(window);
}

int bv_review_window_open_reel(struct bv_review_window *window,
                               const char *clip,
                               const struct bv_analysis *analysis,
                               struct bv_reel **reel, struct bv_fault *fault)
{
    struct bv_reel_frame *known = g_new(struct bv_reel_frame, analysis->count);
    struct bv_reel_options how = {.name = clip,
                                  .source = window->options->source,
                                  .memory_bytes = kept_bytes,
                                  .wake = bv_review_window_wake,
                                  .data = window,
                                  .known = known,
                                  .known_count = analysis->count,
                                  .shows_way = true};
    struct bv_reel *made = NULL;
    struct bv_source *source = NULL;
    int error = bv_source_open(clip, &window->options->source, &source, fault);

    for (size_t i = 0; i < analysis->count; i++)
        known[i] = (struct bv_reel_frame){analysis->frames[i].number,
                                          analysis->frames[i].time_ns};
    if (error == 0)
        made = bv_reel_new(source, &how);
    if (error == 0 && !made)
        error = -ENOMEM;
    if (error == 0)
        *reel = made;
    g_free(known);
    return error;
}

static void close_attempt(struct bv_review_window *window)
{
    if (window->is_open && window->attempt.corrections)
        bv_moment_list_end_note(window->moments);
    bv_worker_drain(window->keeper, window); /* its jobs look at it */
    bv_review_other_close(window->other);
    bv_review_view_set_reel(window->view, NULL);
    bv_time_view_set_attempt(window->time_view, NULL);
    g_clear_pointer(&window->reel, bv_reel_free);
    if (window->is_open)
        bv_reviewed_fini(&window->attempt);
    window->is_open = false;
    gtk_widget_set_visible(window->simulated, FALSE);
}

/* The one that was there before the scale was said, or that the words name. */
static void show_beside(struct bv_review_window *window)
{
    const char *named =
        window->clip_count == 1 ? window->options->beside : NULL;
    char *beside = window->carried_beside;

    window->carried_beside = NULL;
    if ((beside || named) && !window->scoring.is_blinded)
        bv_review_other_open(window->other, beside ? beside : named);
    g_free(beside);
}

static void show_attempt(struct bv_review_window *window)
{
    bv_review_view_set_reel(window->view, window->reel);
    bv_time_view_set_attempt(window->time_view, &window->attempt);
    gtk_widget_set_visible(window->simulated,
                           window->attempt.analysis.scene[0] != '\0');
    bv_review_scores_begin(window);
    gtk_stack_set_visible_child_name(GTK_STACK(window->pages), "review");
    gtk_widget_grab_focus(GTK_WIDGET(window->view));
    bv_review_window_moved(window);
    show_beside(window);
}

bool bv_review_window_is_named(const struct bv_review_window *window)
{
    return g_strcmp0(window->clip, window->options->clip) == 0;
}

/* Whether it is bevel's own recording, in the cache. */
static bool is_scene(const struct bv_review_window *window)
{
    return window->options->is_scene && bv_review_window_is_named(window);
}

/* How much of it there is, and what is wrong with its corrections. A fault
 * names the file: a rater who must not know it is told that there is one. */
static void say_how_much(struct bv_review_window *window, int error,
                         const struct bv_fault *fault,
                         const struct bv_fault *said, char *text, size_t size)
{
    bool blinded = window->scoring.is_blinded;
    int64_t lost = bv_analysis_scale_first_lost(&window->attempt.analysis);
    char gaps[700];

    text[0] = '\0';
    bv_analysis_say_gaps(&window->attempt.analysis, gaps, sizeof(gaps));
    if (error == -ECANCELED)
        g_strlcpy(
            text,
            _("Stopped: what was looked at so far is shown. Open it again "
              "to go on."),
            size);
    else if (error < 0)
        g_snprintf(text, size, "%s%s %s",
                   blinded ? _("The recording is damaged.") : fault->text,
                   _(" What comes before is shown."), gaps);
    else if (gaps[0])
        g_strlcpy(text, gaps, size);
    else if (said->error && !blinded)
        g_strlcpy(text, said->text, size);
    else if (lost >= 0 && !window->attempt.takes_scale && !blinded)
        g_snprintf(text, size,
                   _("From frame %lu on the scale is not known: depth, zoom or "
                     "the screen changed."),
                   (unsigned long)lost);
    else if (lost >= 0 && !blinded)
        g_snprintf(text, size,
                   _("From frame %lu on the scale is not known: depth, zoom or "
                     "the screen changed. Go there, and set it with Scale…"),
                   (unsigned long)lost);
}

static void say_opened(struct bv_review_window *window, int error,
                       const struct bv_fault *fault,
                       const struct bv_fault *said)
{
    bool tells = window->attempt.is_apart && !is_scene(window);
    char text[1500];

    say_how_much(window, error, fault, said, text, sizeof(text));
    bv_review_window_say(
        window, "%s%s%s", text, text[0] && tells ? " " : "",
        tells
            ? _("Nothing can be written beside this recording: what you say of "
                "it is kept with your data.")
            : "");
}

/* There is nothing to show. @param fault  Names the file. */
static void give_up(struct bv_review_window *window, int error,
                    const struct bv_fault *fault)
{
    gtk_label_set_text(GTK_LABEL(window->wait),
                       error == 0 ? _("There is no frame in it.")
                       : fault->error && !window->scoring.is_blinded
                           ? fault->text
                           : bv_error_text(error));
    gtk_widget_set_visible(window->progress, FALSE);
    gtk_button_set_label(GTK_BUTTON(window->stop), _("Open another…"));
}

/* What there is, if anything, though the clip is cut or nobody waited. */
static void take_analysis(struct bv_review_window *window)
{
    struct bv_fault fault = {0}, said = {0};
    struct bv_analysis analysis;
    int error, opened;

    if (!window->analysing ||
        !bv_analysing_take(window->analysing, &analysis, &error, &fault))
        return;
    g_clear_pointer(&window->analysing, bv_analysing_free);
    window->is_whole = error != -ECANCELED; /* or as far as it is there */
    if (analysis.count == 0) {
        bv_analysis_fini(&analysis);
        give_up(window, error, &fault);
        return;
    }
    opened = bv_reviewed_init(&window->attempt, window->clip, &analysis,
                              window->options->rules, &said);
    window->is_open = opened == 0;
    if (opened == 0)
        opened = bv_review_window_go_on(window);
    if (opened == 0)
        opened = bv_review_window_open_reel(window, window->clip,
                                            &window->attempt.analysis,
                                            &window->reel, &said);
    if (opened < 0) {
        if (window->is_open)
            bv_reviewed_fini(&window->attempt);
        window->is_open = false;
        give_up(window, opened, &said);
        return;
    }
    window->attempt.takes_scale = bv_review_scale_is_asked(window);
    show_attempt(window);
    say_opened(window, error, &fault, &said);
}

static void tell_progress(struct bv_review_window *window)
{
    int64_t all, frames;
    char text[160];

    if (!window->analysing)
        return;
    frames = bv_analysing_progress(window->analysing, &all);
    if (all > 0) {
        g_snprintf(text, sizeof(text), _("Frame %lld of %lld"),
                   (long long)frames, (long long)all);
        gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(window->progress),
                                      MIN(1, (double)frames / (double)all));
    } else {
        g_snprintf(text, sizeof(text), _("Frame %lld"), (long long)frames);
        gtk_progress_bar_pulse(GTK_PROGRESS_BAR(window->progress));
    }
    gtk_progress_bar_set_text(GTK_PROGRESS_BAR(window->progress), text);
}

static gboolean on_told(gpointer data)
{
    struct bv_review_window *window = data;

    g_atomic_int_set(&window->told, 0);
    tell_progress(window);
    take_analysis(window);
    bv_worker_finish(window->worker, window);
    bv_worker_finish(window->keeper, window);
    take_picture(window);
    tell_preparing(window);
    bv_review_other_take(window->other);
    return G_SOURCE_REMOVE;
}

/* On another thread. At default priority: an idle of lower priority would wait
 * behind the painting. */
void bv_review_window_wake(void *data)
{
    struct bv_review_window *window = data;

    if (g_atomic_int_compare_and_exchange(&window->told, 0, 1))
        g_idle_add_full(G_PRIORITY_DEFAULT, on_told, window, NULL);
}

void bv_review_window_name(struct bv_review_window *window)
{
    char *name = g_path_get_basename(window->clip);
    char *shown = window->scoring.is_blinded
                      ? g_strdup(_("A recording to judge"))
                      : g_utf8_make_valid(name, -1);
    char *title = g_strdup_printf(_("%s – bevel review"), shown);

    gtk_label_set_text(GTK_LABEL(window->title), shown);
    gtk_window_set_title(window->window, title);
    g_free(title);
    g_free(shown);
    g_free(name);
}

void bv_review_window_open(struct bv_review_window *window, const char *clip)
{
    char *copy = g_strdup(clip); /* it may be the present one's */

    g_clear_pointer(&window->analysing, bv_analysing_free);
    close_attempt(window);
    g_clear_pointer(&window->carried, bv_corrections_free);
    g_clear_pointer(&window->carried_beside, g_free);
    bv_scale_card_hide(window->scale);
    g_free(window->clip);
    window->clip = copy;
    window->clip_count++;
    bv_review_window_name(window);
    gtk_label_set_text(
        GTK_LABEL(window->wait),
        is_scene(window)
            ? _("The scene is simulated, once, and then its recording is "
                "looked through.")
            : _("Looking through the recording. What was seen is kept, "
                "so that it is done once."));
    gtk_widget_set_visible(window->progress, TRUE);
    gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(window->progress), 0);
    gtk_progress_bar_set_text(GTK_PROGRESS_BAR(window->progress), "");
    gtk_button_set_label(GTK_BUTTON(window->stop), _("Stop"));
    gtk_stack_set_visible_child_name(GTK_STACK(window->pages), "wait");
    bv_review_window_say(window, "%s", "");
    window->analysing =
        bv_analysing_new(window->clip, window->options->analyse,
                         window->options->data, bv_review_window_wake, window);
    if (!window->analysing)
        gtk_label_set_text(GTK_LABEL(window->wait),
                           _("There is no memory left."));
    bv_review_deeds_update(window);
}

struct bv_review_window *
bv_review_window_new(const struct bv_review_options *options,
                     void (*on_close)(void *data), void *data)
{
    struct bv_review_window *window = g_new0(struct bv_review_window, 1);

    window->options = options;
    window->on_close = on_close;
    window->data = data;
    window->worker = bv_worker_new(bv_review_window_wake, window);
    window->keeper = bv_worker_new(bv_review_window_wake, window);
    if (!window->worker || !window->keeper) {
        bv_worker_free(window->worker);
        bv_worker_free(window->keeper);
        g_free(window);
        return NULL;
    }
    bv_review_window_build(window);
    bv_review_deeds_add(window);
    window->tick = gtk_widget_add_tick_callback(GTK_WIDGET(window->view),
                                                on_tick, window, NULL);
    bv_review_window_open(window, options->clip);
    gtk_window_present(window->window);
    return window;
}

void bv_review_window_free(struct bv_review_window *window)
{
    if (!window)
        return;
    g_clear_pointer(&window->analysing, bv_analysing_free);
    close_attempt(window);
    bv_review_other_free(window->other);
    bv_worker_free(window->worker);
    bv_worker_free(window->keeper);
    bv_scored_fini(&window->scored);
    bv_scoring_fini(&window->scoring);
    bv_corrections_free(window->carried);
    g_free(window->carried_beside);
    if (g_atomic_int_get(&window->told))
        g_source_remove_by_user_data(window);
    bv_settings_page_close(window->settings);
    gtk_window_destroy(window->window);
    g_object_unref(window->actions);
    g_free(window->clip);
    g_free(window->said);
    g_free(window);
}
