/*
 * What the window does when it is asked to, by key, button or action.
 */
#include "ui/window_inside.h"

#include "core/clock.h"
#include "ui/approach.h"
#include "ui/settings/kept.h"

/* Two pictures that stand are compared in its room; one that plays keeps it. */
static void update_panel(struct bv_window *window)
{
    bool compares = window->frozen && bv_beside_is_on(window->beside);

    gtk_widget_set_visible(bv_panel_get_widget(window->panel),
                           !compares &&
                               !bv_procedures_is_open(window->procedures) &&
                               !bv_settings_page_is_open(window->settings) &&
                               !bv_practising_is_open(window->practising) &&
                               !gtk_widget_get_visible(window->keys));
}

static void note_set_up(struct bv_window *window)
{
    const struct bv_settled settled =
        bv_set_up_settled(bv_setting_up_get(window->setting_up));
    const struct bv_advice *advice = bv_window_shown_advice(window);

    bv_recording_bar_note_set_up(window->recording, &settled,
                                 advice ? advice->time_ns : 0);
}

/* What is said of it, for a plan. */
static void set_needle(struct bv_window *window)
{
    const struct bv_needle_numbers numbers =
        bv_set_up_needle(bv_setting_up_get(window->setting_up));

    bv_tools_set_needle(window->tools,
                        &(struct bv_way_needle){
                            .gauge = numbers.gauge_least == numbers.gauge_most
                                         ? numbers.gauge_least
                                         : 0,
                            .length_least_mm = numbers.length_least,
                            .length_most_mm = numbers.length_most});
}

void bv_window_on_procedures(void *data)
{
    struct bv_window *window = data;

    bv_top_bar_set_procedure(window->top_bar,
                             bv_procedures_get_title(window->procedures));
    bv_setting_up_take_procedure(window->setting_up);
    update_panel(window);
}

/* One of them has the place. */
void bv_window_on_settings(void *data)
{
    struct bv_window *window = data;

    if (bv_settings_page_is_open(window->settings)) {
        bv_procedures_leave(window->procedures);
        gtk_widget_set_visible(window->keys, FALSE);
    }
    update_panel(window);
}

/* In the panel's place, so that nothing covers the picture. */
void bv_window_show_keys(struct bv_window *window, bool show)
{
    if (show == gtk_widget_get_visible(window->keys))
        return;
    gtk_widget_set_visible(window->keys, show);
    if (show) {
        bv_procedures_leave(window->procedures);
        bv_settings_page_leave(window->settings);
    }
    update_panel(window);
}

void bv_window_on_set_up(void *data)
{
    struct bv_window *window = data;

    note_set_up(window);
    set_needle(window);
    bv_window_update_texts(window);
}

void bv_window_on_practising(void *data)
{
    update_panel(data);
}

/* What the practice came to, in the place of pages and panel. */
static void do_result(struct bv_window *window)
{
    if (bv_practising_is_open(window->practising)) {
        bv_practising_leave(window->practising);
        return;
    }
    bv_procedures_leave(window->procedures);
    bv_practising_show(window->practising);
}

static void do_open_review(struct bv_window *window)
{
    const char *path = bv_recording_bar_get_last(window->recording);
    struct bv_fault fault = {0};

    if (path && window->options.review(window->options.data, path, &fault) < 0)
        window->replay_fault = fault; /* said below the picture */
    bv_window_update_texts(window);
}

/* The time-out, when it is over. */
static void note_step(struct bv_window *window)
{
    const struct bv_steps *steps = bv_stepping_get(window->stepping);
    const struct bv_advice *advice = bv_window_shown_advice(window);
    char confirmed[64];
    bool was_out = bv_steps_get_confirmed(steps, confirmed, sizeof(confirmed));

    if (!steps->asks)
        bv_recording_bar_note_step(
            window->recording, bv_step_facts(steps->at)->id,
            was_out ? confirmed : NULL, advice ? advice->time_ns : 0);
}

void bv_window_on_step(void *data)
{
    struct bv_window *window = data;
    const struct bv_steps *steps = bv_stepping_get(window->stepping);

    if (steps->at != BV_STEP_PLAN)
        bv_tools_end_plan(window->tools);
    if (steps->at != BV_STEP_SET_UP) /* it covers time-out and distance */
        bv_procedures_leave(window->procedures);
    if (steps->at != BV_STEP_MARK) /* Enter is the time-out's */
        bv_picture_view_end_cursor(window->view);
    if (steps->at != BV_STEP_REVIEW)
        bv_practising_leave(window->practising);
    else if (bv_steering_has_steered(window->steering) &&
             bv_practising_has_unshown(window->practising))
        bv_practising_show(window->practising);
    note_step(window);
    bv_panel_show_card(window->panel, bv_steps_card(steps));
    bv_panel_set_unwatched(window->panel, steps->at == BV_STEP_FLUID);
    bv_window_update_texts(window);
}

static void do_settings(struct bv_window *window)
{
    bv_settings_page_toggle(window->settings);
}

static void do_bedside(struct bv_window *window)
{
    (void)window;
    bv_kept_step(BV_SETTING_BEDSIDE, 1);
}

static void do_procedure(struct bv_window *window)
{
    bv_settings_page_leave(window->settings);
    bv_window_show_keys(window, false);
    bv_procedures_toggle(window->procedures);
}

static void do_freeze(struct bv_window *window)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);

    bv_window_update_showing(window); /* what freezing would keep, as of now */
    window->frozen = !window->frozen;
    window->frozen_bare = window->frozen && !bv_showing_guides(window->showing);
    bv_picture_view_end_cursor(window->view);
    bv_presenter_hold(window->presenter, window->frozen ? shown->result : NULL);
    bv_looking_back_hold(window->looking, window->frozen ? shown : NULL);
    bv_window_update_showing(window);
    bv_window_update_looking(window);
    bv_window_update_below(window);
    update_panel(window);
    window->thaws = false;
    bv_tools_hold(window->tools, window->frozen ? shown : NULL);
}

void bv_window_freeze(void *data)
{
    struct bv_window *window = data;

    if (!window->frozen && bv_picture_view_get_shown(window->view))
        do_freeze(window);
}

static void do_back(struct bv_window *window)
{
    bv_looking_back_step(window->looking, -1);
}

static void do_forward(struct bv_window *window)
{
    bv_looking_back_step(window->looking, 1);
}

/* Hold what is shown beside what comes, or do not any more. */
static void do_beside(struct bv_window *window)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);
    bool off = !shown || bv_beside_is_on(window->beside);

    bv_window_update_showing(window); /* what is pinned, as of now */
    bv_beside_hold(window->beside, off ? NULL : shown->result,
                   bv_showing_guides(window->showing));
    bv_presenter_set_part(window->presenter, off ? NULL : shown->result);
    bv_picture_view_set_paired(window->view, !off);
    bv_window_update_looking(window);
    update_panel(window);
}

static void do_still(struct bv_window *window)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);

    bv_window_update_showing(window);
    if (!shown)
        return;
    bv_still_keeper_keep(window->stills, shown->result,
                         bv_showing_guides(window->showing),
                         bv_pipeline_source_info(window->pipeline));
    bv_looking_back_mark(window->looking, BV_TRAIL_STILL, shown->result);
}

void bv_window_on_tools(void *data)
{
    struct bv_window *window = data;

    bv_window_update_texts(window);
    bv_window_update_looking(window);
    if (window->thaws && !bv_tools_is_outlining(window->tools) &&
        !bv_tools_is_planning(window->tools))
        do_freeze(window); /* it goes on */
}

/* On a picture that stands: it is frozen, where it is not, until it is done. */
static void do_outline(struct bv_window *window)
{
    bool freezes = !window->frozen;

    if (freezes && !bv_window_may_mark(window))
        return;
    if (freezes)
        do_freeze(window);
    bv_tools_outline(window->tools);
    window->thaws = freezes;
}

/* The same. */
static void do_plan(struct bv_window *window)
{
    bool freezes = !window->frozen;

    if (freezes && !bv_window_may_mark(window))
        return;
    if (freezes)
        do_freeze(window);
    window->thaws = window->thaws || freezes;
    bv_tools_plan(window->tools);
}

static void do_mark(struct bv_window *window)
{
    if (bv_picture_view_has_cursor(window->view))
        bv_picture_view_end_cursor(window->view);
    else
        bv_picture_view_start_cursor(window->view);
    gtk_widget_grab_focus(GTK_WIDGET(window->view));
    bv_window_update_texts(window);
}

static void do_place(struct bv_window *window)
{
    if (bv_picture_view_has_cursor(window->view))
        bv_picture_view_place_target(window->view);
}

/* Those from before lie right on this picture. */
static void do_take_marks(struct bv_window *window)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);

    if (shown && bv_window_may_mark(window))
        bv_holding_take(window->holding, &window->marking,
                        bv_window_shown_advice(window), shown->result->frame);
    bv_window_update_texts(window);
}

static void do_clear(struct bv_window *window)
{
    if (bv_holding_has_ghosts(window->holding)) {
        bv_holding_drop(window->holding);
        bv_window_update_texts(window);
        return;
    }
    bv_marking_clear(&window->marking, bv_window_shown_advice(window));
}

static void do_undo(struct bv_window *window)
{
    bv_marking_undo(&window->marking);
}

static void do_replay(struct bv_window *window)
{
    struct bv_fault fault = {0};
    int error;

    window->replayed_ns = bv_clock_now_ns();
    error =
        window->options.replay(window->options.data, window->pipeline, &fault);
    window->frozen = window->frozen_bare = false;
    bv_looking_back_hold(window->looking, NULL);
    bv_looking_back_clear(window->looking);
    bv_beside_hold(window->beside, NULL, false);
    bv_presenter_set_part(window->presenter, NULL);
    bv_picture_view_set_paired(window->view, false);
    update_panel(window);
    window->marking.count = 0;
    window->thaws = false;
    bv_tools_hold(window->tools, NULL);
    bv_declarer_reset(window->declarer);
    window->freshness = (struct bv_freshness){0};
    bv_scale_asking_reset(window->asking);
    bv_presenter_hold(window->presenter, NULL);
    bv_pipeline_get_counts(window->pipeline, &window->counts);
    if (error < 0)
        bv_fault_set(&fault, error, "%s.", bv_error_text(error));
    window->replay_fault = fault;
    bv_window_update_showing(window);
    bv_window_update_texts(window);
}

static void do_record(struct bv_window *window)
{
    bool ends = bv_recording_bar_is_on(window->recording);

    bv_recording_bar_toggle(window->recording,
                            bv_picture_view_get_shown(window->view));
    if (!ends)
        note_set_up(window); /* as it begins */
    note_step(window);
    bv_window_update_texts(window);
}

static void do_scale(struct bv_window *window)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);

    if (shown)
        bv_scale_asking_start(window->asking, shown->result->frame);
    bv_window_update_texts(window);
}

static void do_measure(struct bv_window *window)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);

    if (shown)
        bv_scale_asking_measure(window->asking, shown->result->frame);
    bv_window_update_texts(window);
}

static void do_keys(struct bv_window *window)
{
    bv_window_show_keys(window, !gtk_widget_get_visible(window->keys));
}

static void do_fullscreen(struct bv_window *window)
{
    g_object_set(window->window, "fullscreened",
                 !gtk_window_is_fullscreen(window->window), NULL);
}

/* A practice ends with its result; asked again, it is left. */
static void do_first_page(struct bv_window *window)
{
    if (bv_steering_has_steered(window->steering) &&
        bv_practising_has_unshown(window->practising)) {
        bv_practising_show(window->practising);
        return;
    }
    window->goes_back = true;
    gtk_window_close(window->window);
}

static void do_quit(struct bv_window *window)
{
    gtk_window_close(window->window);
}

/* What the window's actions do, by their names. "restart" is the probe's where
 * there is one to steer. */
static const struct {
    const char *name;
    void (*run)(struct bv_window *window);
} deeds[] = {
    {"freeze", do_freeze},
    {"mark", do_mark},
    {"clear", do_clear},
    {"undo", do_undo},
    {"restart", do_replay},
    {"keys", do_keys},
    {"quit", do_quit},
    {"fullscreen", do_fullscreen},
    {"record", do_record},
    {"scale", do_scale},
    {"measure", do_measure},
    {"outline", do_outline},
    {"back", do_back},
    {"forward", do_forward},
    {"still", do_still},
    {"beside", do_beside},
    {"procedure", do_procedure},
    {"plan", do_plan},
    {"place", do_place},
    {"first-page", do_first_page},
    {"take-marks", do_take_marks},
    {"result", do_result},
    {"open-review", do_open_review},
    {"settings", do_settings},
    {"bedside", do_bedside},
};

static void on_action(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    const char *name = g_action_get_name(G_ACTION(action));

    (void)parameter;
    for (size_t i = 0; i < G_N_ELEMENTS(deeds); i++)
        if (strcmp(deeds[i].name, name) == 0)
            deeds[i].run(data);
}

static void on_case_restarts(void *data)
{
    struct bv_window *window = data;

    bv_practising_restart(window->practising);
}

void bv_window_add_actions(struct bv_window *window)
{
    GtkWidget *result;

    window->actions = g_simple_action_group_new();
    for (size_t i = 0; i < G_N_ELEMENTS(deeds); i++) {
        GSimpleAction *action = g_simple_action_new(deeds[i].name, NULL);

        g_signal_connect(action, "activate", G_CALLBACK(on_action), window);
        g_action_map_add_action(G_ACTION_MAP(window->actions),
                                G_ACTION(action));
        g_object_unref(action);
    }
    bv_steering_add_actions(window->steering, G_ACTION_MAP(window->actions));
    bv_steering_on_restart(window->steering, on_case_restarts, window);
    bv_approach_add_action(window->pipeline, G_ACTION_MAP(window->actions));
    window->declarer = bv_declarer_new(window->pipeline, window->view,
                                       G_ACTION_MAP(window->actions),
                                       bv_window_on_tools, window);
    window->stepping = bv_stepping_new(G_ACTION_MAP(window->actions),
                                       bv_window_on_step, window);
    bv_stepping_add(window->stepping, BV_STEP_FLUID,
                    bv_declarer_new_dead_time(window->declarer));
    result = bv_practising_new_button(window->practising);
    if (result)
        bv_stepping_add(window->stepping, BV_STEP_REVIEW, result);
    bv_footer_set_bar(window->footer, bv_stepping_get_bar(window->stepping));
    bv_panel_add_card(window->panel, BV_STEP_CARD_TIME_OUT,
                      bv_stepping_get_card(window->stepping));
    window->setting_up =
        bv_setting_up_new(G_ACTION_MAP(window->actions), window->procedures,
                          window->view, bv_window_on_set_up, window);
    bv_panel_add_card(window->panel, BV_STEP_CARD_SET_UP,
                      bv_setting_up_get_card(window->setting_up));
    gtk_widget_insert_action_group(GTK_WIDGET(window->window), "win",
                                   G_ACTION_GROUP(window->actions));
}
