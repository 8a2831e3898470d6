#include "ui/window.h"

#include <errno.h>
#include <math.h>

#include "core/clock.h"
#include "ui/allowing.h"
#include "ui/approach.h"
#include "ui/beside.h"
#include "ui/describing.h"
#include "ui/footer.h"
#include "ui/freshness.h"
#include "ui/keys.h"
#include "ui/looking_back.h"
#include "ui/marking.h"
#include "ui/panel.h"
#include "ui/picture_view.h"
#include "ui/presenter.h"
#include "ui/recording_bar.h"
#include "ui/scale_asking.h"
#include "ui/showing.h"
#include "ui/start.h"
#include "ui/status_line.h"
#include "ui/steering.h"
#include "ui/still_keeper.h"
#include "ui/tools.h"
#include "ui/top_bar.h"

/* The window's clock: it must notice within 250 ms that nothing comes. Texts
 * follow at half its rate, the speed once a second. */
enum { tick_ms = 50, ticks_a_text = 2, ticks_a_speed = 20 };

struct bv_window {
    struct bv_pipeline *pipeline;
    struct bv_presenter *presenter;
    struct bv_marking marking;
    struct bv_freshness freshness;
    struct bv_live_options options;
    void (*on_close)(void *data);
    void *data;

    GtkWindow *window;
    BvPictureView *view;
    struct bv_top_bar *top_bar;
    struct bv_recording_bar *recording;
    struct bv_scale_asking *asking; /* of the scale */
    struct bv_tools *tools;         /* by points and keys on the picture */
    bool thaws;                     /* it was frozen to be outlined */
    struct bv_looking_back *looking;
    struct bv_still_keeper *stills;
    struct bv_beside *beside;
    struct bv_panel *panel;
    struct bv_footer *footer;
    struct bv_steering *steering; /* NULL: nothing to steer */
    GtkWidget *steering_keys;
    GSimpleActionGroup *actions;
    guint tick, ticks;

    bool frozen, frozen_bare; /* bare: without guidance to keep */
    bool says_distance;       /* in the panel, now */
    enum bv_showing showing;
    struct bv_pipeline_counts counts;
    struct bv_fault replay_fault;
    int64_t replayed_ns; /* a picture from before is of the run before */
};

static const struct bv_advice *shown_advice(struct bv_window *window)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);

    if (!shown || shown->result->frame->arrived_ns < window->replayed_ns)
        return NULL;
    if (!window->frozen && bv_looking_back_has(window->looking, shown->result))
        return NULL; /* the newest is under way */
    return &shown->result->advice;
}

/* A number in the panel outlives the sighting that it is of. */
static bool outlived(struct bv_window *window)
{
    return window->says_distance &&
           !bv_words_may_measure(shown_advice(window), window->showing);
}

static bool looks_back(struct bv_window *window)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);

    return shown && bv_looking_back_has(window->looking, shown->result);
}

static bool may_mark(const struct bv_window *window)
{
    return bv_showing_may_mark(window->showing);
}

/* What the picture may carry must follow at once, not with the texts. */
static void update_showing(struct bv_window *window)
{
    const struct bv_advice *advice = shown_advice(window);
    enum bv_showing showing = bv_showing_find(&(struct bv_showing_facts){
        .info = bv_pipeline_source_info(window->pipeline),
        .counts = &window->counts,
        .advice = advice,
        .freshness = &window->freshness,
        .frozen = window->frozen,
        .frozen_bare = window->frozen_bare,
        .now_ns = bv_clock_now_ns()});

    window->showing = showing;
    bv_steering_set_allowed(window->steering, may_mark(window));
    bv_picture_view_set_showing(window->view, showing);
    bv_top_bar_set_showing(window->top_bar, showing);
    bv_allowing_set(G_ACTION_MAP(window->actions),
                    &(struct bv_allowing_facts){
                        .showing = showing,
                        .advice = advice,
                        .counts = &window->counts,
                        .frozen = window->frozen,
                        .may_look = bv_looking_back_may(window->looking),
                        .looks_back = looks_back(window),
                        .has_marked = window->marking.count > 0,
                        .records = bv_recording_bar_is_on(window->recording),
                        .steers = window->steering != NULL,
                        .can_replay = window->options.replay != NULL});
}

static void update_status(struct bv_window *window)
{
    static const enum bv_footer_tone tones[] = {BV_FOOTER_PLAIN, BV_FOOTER_ASKS,
                                                BV_FOOTER_ALERT};
    bool tools_ask = false;
    const char *tools = bv_tools_get_line(window->tools, &tools_ask);
    const struct bv_status_facts facts = {
        .recording = bv_recording_bar_get_line(window->recording),
        .showing = window->showing,
        .counts = &window->counts,
        .replay_fault = &window->replay_fault,
        .still = bv_still_keeper_get_line(window->stills),
        .asking = window->asking,
        .tools = tools,
        .tools_ask = tools_ask,
        .info = bv_pipeline_source_info(window->pipeline),
        .frozen = window->frozen,
        .reduced = bv_steering_is_reduced(window->steering)};
    struct bv_status_line line;

    bv_status_line_find(&facts, &line);
    bv_footer_set_status(window->footer, line.text);
    bv_footer_set_tone(window->footer, tones[line.tone]);
}

static void update_texts(struct bv_window *window)
{
    struct bv_words words;
    double age_s = bv_freshness_age_s(&window->freshness, bv_clock_now_ns());
    const struct bv_advice *advice = shown_advice(window);

    if (advice) /* how long it had stood still by then is in the age */
        age_s = fmax(0, age_s - advice->still_s);
    if (looks_back(window)) /* as it was then */
        age_s = 0;
    bv_words_make(advice, window->showing, age_s, &words);
    window->says_distance = words.distance[0] != '\0';
    bv_panel_say(window->panel, &words,
                 bv_picture_view_has_cursor(window->view));
    bv_describe(window->view, window->showing, &words);
    update_status(window);
    bv_steering_update(window->steering);
}

/* What it is asked about is the picture that plays. */
static void update_asking(struct bv_window *window)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);
    const struct bv_advice *advice =
        window->frozen ? NULL : shown_advice(window);

    bv_scale_asking_update(window->asking, advice,
                           advice ? shown->result->frame : NULL);
}

/* What is said above the picture, and above the one beside it. */
static void update_looking(struct bv_window *window)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);
    const struct bv_source_info *info =
        bv_pipeline_source_info(window->pipeline);
    const char *caption;

    bv_looking_back_update(window->looking, shown,
                           bv_recording_bar_is_on(window->recording));
    caption = bv_looking_back_get_caption(window->looking);
    if (!caption[0] && bv_beside_is_on(window->beside))
        caption = bv_showing_name(window->showing);
    bv_picture_view_set_caption(window->view, caption);
    bv_beside_update(window->beside, shown ? shown->result : NULL,
                     bv_showing_is_clip(info));
}

static gboolean on_tick(gpointer data)
{
    struct bv_window *window = data;

    window->ticks++;
    bv_recording_bar_update(window->recording);
    update_asking(window);
    bv_tools_update(window->tools);
    update_showing(window);
    if (window->ticks % ticks_a_text == 0 || outlived(window))
        update_texts(window);
    if (window->ticks % ticks_a_text == 0)
        update_looking(window);
    if (window->ticks % ticks_a_speed == 0) {
        bv_pipeline_get_counts(window->pipeline, &window->counts);
        bv_top_bar_set_speed(
            window->top_bar, bv_picture_view_get_shown(window->view),
            bv_picture_view_get_latency(window->view),
            bv_pipeline_source_info(window->pipeline)->controls,
            &window->counts);
    }
    return G_SOURCE_CONTINUE;
}

/* What was measured or outlined is of the picture before. */
static void step_came(struct bv_window *window, const struct bv_shown *shown)
{
    window->frozen_bare = shown->result->advice.picture != BV_PICTURE_FRESH;
    window->thaws = false;
    bv_picture_view_end_cursor(window->view);
    bv_tools_hold(window->tools, shown);
    update_looking(window);
}

/* Whether it was under way when another was to stay, or to be shown. */
static bool comes_too_late(struct bv_window *window,
                           const struct bv_shown *before,
                           const struct bv_shown *shown)
{
    return window->frozen && before && before->result != shown->result &&
           !bv_looking_back_has(window->looking, shown->result);
}

static void take_shown(struct bv_window *window, const struct bv_shown *shown)
{
    const struct bv_shown *before = bv_picture_view_get_shown(window->view);

    if (comes_too_late(window, before, shown)) {
        bv_shown_unref(shown);
        return;
    }
    if (!window->frozen && (!before || before->result != shown->result) &&
        shown->result->frame->arrived_ns >= window->replayed_ns)
        bv_freshness_note(&window->freshness, &shown->result->advice,
                          shown->result->frame->arrived_ns);
    bv_picture_view_show(window->view, shown);
    if (bv_looking_back_has_come(window->looking, shown->result))
        step_came(window, shown);
}

/* A picture waits, or the pipeline has ended. */
static void on_ready(void *data)
{
    struct bv_window *window = data;
    const struct bv_shown *shown = bv_presenter_take(window->presenter);

    bv_pipeline_get_counts(window->pipeline, &window->counts);
    if (shown)
        take_shown(window, shown);
    update_showing(window);
    if (outlived(window))
        update_texts(window);
}

static void on_target_placed(BvPictureView *view, double x, double y,
                             gpointer data)
{
    struct bv_window *window = data;
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);

    (void)view;
    if (shown && bv_scale_asking_point(window->asking, shown->result->frame,
                                       (struct bv_px){x, y}))
        update_texts(window);
    else if (bv_tools_point(window->tools, (struct bv_px){x, y}))
        return;
    else if (may_mark(window) &&
             bv_tools_may_aim(window->tools, shown_advice(window),
                              (struct bv_px){x, y}))
        bv_marking_set(&window->marking, shown_advice(window),
                       (struct bv_px){x, y});
}

/* Two pictures that stand are compared in its room; one that plays keeps it. */
static void update_panel(struct bv_window *window)
{
    bool compares = window->frozen && bv_beside_is_on(window->beside);

    gtk_widget_set_visible(bv_panel_get_widget(window->panel),
                           !compares &&
                               !gtk_widget_get_visible(window->steering_keys));
}

static void do_freeze(struct bv_window *window)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);

    update_showing(window); /* what freezing would keep, as of now */
    window->frozen = !window->frozen;
    window->frozen_bare = window->frozen && !bv_showing_guides(window->showing);
    bv_picture_view_end_cursor(window->view);
    bv_presenter_hold(window->presenter, window->frozen ? shown->result : NULL);
    bv_looking_back_hold(window->looking, window->frozen ? shown : NULL);
    update_showing(window);
    update_looking(window);
    update_panel(window);
    window->thaws = false;
    bv_tools_hold(window->tools, window->frozen ? shown : NULL);
}

/* To look back. */
static void on_freeze(void *data)
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

    bv_beside_hold(window->beside, off ? NULL : shown->result,
                   bv_showing_guides(window->showing));
    bv_picture_view_set_paired(window->view, !off);
    update_looking(window);
    update_panel(window);
}

static void do_still(struct bv_window *window)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);

    if (shown)
        bv_still_keeper_keep(window->stills, shown->result,
                             bv_showing_guides(window->showing),
                             bv_pipeline_source_info(window->pipeline));
}

/* What the tools say or ask is another. */
static void on_tools(void *data)
{
    struct bv_window *window = data;

    update_texts(window);
    if (window->thaws && !bv_tools_is_outlining(window->tools))
        do_freeze(window); /* it goes on */
}

/* On a picture that stands: it is frozen, where it is not, until it is done. */
static void do_outline(struct bv_window *window)
{
    bool freezes = !window->frozen;

    if (freezes && !may_mark(window))
        return;
    if (freezes)
        do_freeze(window);
    bv_tools_outline(window->tools);
    window->thaws = freezes;
}

static void do_mark(struct bv_window *window)
{
    if (bv_picture_view_has_cursor(window->view))
        bv_picture_view_end_cursor(window->view);
    else
        bv_picture_view_start_cursor(window->view);
    gtk_widget_grab_focus(GTK_WIDGET(window->view));
    update_texts(window);
}

static void do_clear(struct bv_window *window)
{
    bv_marking_clear(&window->marking, shown_advice(window));
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
    bv_beside_hold(window->beside, NULL, false);
    bv_picture_view_set_paired(window->view, false);
    update_panel(window);
    window->marking.count = 0;
    window->thaws = false;
    bv_tools_hold(window->tools, NULL);
    window->freshness = (struct bv_freshness){0};
    bv_scale_asking_reset(window->asking);
    bv_presenter_hold(window->presenter, NULL);
    bv_pipeline_get_counts(window->pipeline, &window->counts);
    if (error < 0)
        bv_fault_set(&fault, error, "%s.", bv_error_text(error));
    window->replay_fault = fault;
    update_showing(window);
    update_texts(window);
}

static void do_record(struct bv_window *window)
{
    bv_recording_bar_toggle(window->recording,
                            bv_picture_view_get_shown(window->view));
    update_texts(window);
}

static void do_scale(struct bv_window *window)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);

    if (shown)
        bv_scale_asking_start(window->asking, shown->result->frame);
    update_texts(window);
}

static void do_measure(struct bv_window *window)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);

    if (shown)
        bv_scale_asking_measure(window->asking, shown->result->frame);
    update_texts(window);
}

static void do_keys(struct bv_window *window)
{
    bool show = bv_footer_toggle_keys(window->footer);

    if (!window->steering)
        return;
    /* in the panel's place, so that nothing covers the picture */
    gtk_widget_set_visible(window->steering_keys, show);
    update_panel(window);
}

static void do_fullscreen(struct bv_window *window)
{
    g_object_set(window->window, "fullscreened",
                 !gtk_window_is_fullscreen(window->window), NULL);
}

static void do_quit(struct bv_window *window)
{
    gtk_window_close(window->window);
}

static bool arrows_are_free(struct bv_window *window)
{
    return window->frozen && !bv_picture_view_has_cursor(window->view) &&
           !bv_tools_wants_point(window->tools) &&
           !bv_scale_asking_wants_point(window->asking);
}

/*
 * Before the widgets: the space bar freezes wherever the focus is, and must
 * never press a button instead.
 */
static gboolean on_key(GtkEventControllerKey *controller, guint key,
                       guint keycode, GdkModifierType modifiers, gpointer data)
{
    struct bv_window *window = data;
    const char *action;

    (void)controller;
    (void)keycode;
    if (bv_keys_answer(window->asking, key)) {
        update_texts(window);
        return GDK_EVENT_STOP;
    }
    if (!bv_picture_view_has_cursor(window->view) &&
        bv_tools_key(window->tools, key, modifiers))
        return GDK_EVENT_STOP;
    if (bv_looking_back_key(window->looking, key, modifiers,
                            arrows_are_free(window)))
        return GDK_EVENT_STOP;
    if (!bv_picture_view_has_cursor(window->view) &&
        bv_steering_key_down(window->steering, key, modifiers))
        return GDK_EVENT_STOP;
    if (bv_keys_mark(window->view, window->window,
                     may_mark(window) || bv_tools_wants_point(window->tools) ||
                         bv_scale_asking_wants_point(window->asking),
                     key, modifiers))
        return GDK_EVENT_STOP;
    action = bv_keys_find_action(key, modifiers);
    if (!action)
        return GDK_EVENT_PROPAGATE;
    g_action_group_activate_action(G_ACTION_GROUP(window->actions), action,
                                   NULL);
    return GDK_EVENT_STOP;
}

static void on_key_up(GtkEventControllerKey *controller, guint key,
                      guint keycode, GdkModifierType modifiers, gpointer data)
{
    struct bv_window *window = data;

    (void)controller;
    (void)keycode;
    (void)modifiers;
    bv_steering_key_up(window->steering, key);
}

/* Keys that go up in another window are not told: what they hold ends. */
static void on_is_active(GtkWindow *gtk_window, GParamSpec *property,
                         gpointer data)
{
    struct bv_window *window = data;

    (void)property;
    if (!gtk_window_is_active(gtk_window))
        bv_steering_let_go(window->steering);
}

/* Tab to the picture shows the cursor: arrows have something to move. */
static void on_picture_focus(GtkEventControllerFocus *controller, gpointer data)
{
    struct bv_window *window = data;

    (void)controller;
    if (gtk_window_get_focus_visible(window->window) && may_mark(window) &&
        !bv_steering_is_on(window->steering) &&
        !bv_picture_view_has_cursor(window->view))
        bv_picture_view_start_cursor(window->view);
}

static void on_picture_blur(GtkEventControllerFocus *controller, gpointer data)
{
    struct bv_window *window = data;

    (void)controller;
    bv_picture_view_end_cursor(window->view);
}

static gboolean on_close_request(GtkWindow *gtk_window, gpointer data)
{
    struct bv_window *window = data;

    (void)gtk_window;
    window->on_close(window->data);
    return GDK_EVENT_STOP; /* bv_window_free() destroys it */
}

/* What the window's actions do, by their names. "restart" is the probe's where
 * there is one to steer. */
static const struct {
    const char *name;
    void (*run)(struct bv_window *window);
} deeds[] = {
    {"freeze", do_freeze},   {"mark", do_mark},
    {"clear", do_clear},     {"undo", do_undo},
    {"restart", do_replay},  {"keys", do_keys},
    {"quit", do_quit},       {"fullscreen", do_fullscreen},
    {"record", do_record},   {"scale", do_scale},
    {"measure", do_measure}, {"outline", do_outline},
    {"back", do_back},       {"forward", do_forward},
    {"still", do_still},     {"beside", do_beside},
};

static void on_action(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    const char *name = g_action_get_name(G_ACTION(action));

    (void)parameter;
    for (size_t i = 0; i < G_N_ELEMENTS(deeds); i++)
        if (strcmp(deeds[i].name, name) == 0)
            deeds[i].run(data);
}

static void add_actions(struct bv_window *window)
{
    GtkEventController *keys = gtk_event_controller_key_new();

    window->actions = g_simple_action_group_new();
    for (size_t i = 0; i < G_N_ELEMENTS(deeds); i++) {
        GSimpleAction *action = g_simple_action_new(deeds[i].name, NULL);

        g_signal_connect(action, "activate", G_CALLBACK(on_action), window);
        g_action_map_add_action(G_ACTION_MAP(window->actions),
                                G_ACTION(action));
        g_object_unref(action);
    }
    bv_steering_add_actions(window->steering, G_ACTION_MAP(window->actions));
    bv_footer_add(
        window->footer,
        bv_approach_new(window->pipeline, G_ACTION_MAP(window->actions)));
    gtk_widget_insert_action_group(GTK_WIDGET(window->window), "win",
                                   G_ACTION_GROUP(window->actions));
    gtk_event_controller_set_propagation_phase(keys, GTK_PHASE_CAPTURE);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), window);
    g_signal_connect(keys, "key-released", G_CALLBACK(on_key_up), window);
    g_signal_connect(window->window, "notify::is-active",
                     G_CALLBACK(on_is_active), window);
    gtk_widget_add_controller(GTK_WIDGET(window->window), keys);
}

static void build(struct bv_window *window)
{
    const struct bv_source_info *info =
        bv_pipeline_source_info(window->pipeline);
    GtkWidget *column = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
    GtkWidget *picture = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *halves = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
    GtkEventController *focus = gtk_event_controller_focus_new();

    window->view = bv_picture_view_new(window->presenter);
    g_signal_connect(window->view, "target-placed",
                     G_CALLBACK(on_target_placed), window);
    g_signal_connect(focus, "enter", G_CALLBACK(on_picture_focus), window);
    g_signal_connect(focus, "leave", G_CALLBACK(on_picture_blur), window);
    gtk_widget_add_controller(GTK_WIDGET(window->view), focus);
    window->steering = bv_steering_new(info->controls, window->view);
    window->footer = bv_footer_new(bv_steering_get_widget(window->steering));
    window->recording =
        bv_recording_bar_new(window->pipeline, window->options.record_to);
    window->top_bar =
        bv_top_bar_new(info, bv_recording_bar_get_widget(window->recording));
    bv_footer_add(window->footer, bv_recording_bar_get_name(window->recording));
    window->panel = bv_panel_new();
    gtk_box_set_homogeneous(GTK_BOX(halves), TRUE);
    gtk_box_append(GTK_BOX(halves), bv_beside_get_widget(window->beside));
    gtk_box_append(GTK_BOX(halves), GTK_WIDGET(window->view));
    gtk_box_append(GTK_BOX(picture), halves);
    gtk_box_append(GTK_BOX(picture),
                   bv_looking_back_get_widget(window->looking));
    gtk_box_append(GTK_BOX(row), picture);
    gtk_box_append(GTK_BOX(row), bv_panel_get_widget(window->panel));
    window->steering_keys = bv_keys_new_steering();
    gtk_box_append(GTK_BOX(row), window->steering_keys);
    gtk_box_append(GTK_BOX(column), bv_top_bar_get_widget(window->top_bar));
    gtk_box_append(GTK_BOX(column), row);
    gtk_box_append(GTK_BOX(column), bv_footer_get_widget(window->footer));

    window->window = bv_start_window("bevel", column);
    g_signal_connect(window->window, "close-request",
                     G_CALLBACK(on_close_request), window);
}

struct bv_window *bv_window_new(struct bv_pipeline *pipeline,
                                const struct bv_live_options *options,
                                void (*on_close)(void *data), void *data)
{
    struct bv_window *window = g_new0(struct bv_window, 1);

    window->pipeline = pipeline;
    window->marking.pipeline = pipeline;
    window->on_close = on_close;
    window->data = data;
    window->presenter = bv_presenter_new(pipeline, on_ready, window);
    window->asking = bv_scale_asking_new(pipeline);
    window->beside = bv_beside_new();
    if (!window->presenter || !window->asking || !window->beside) {
        bv_beside_free(window->beside);
        bv_presenter_free(window->presenter);
        bv_scale_asking_free(window->asking);
        g_free(window);
        return NULL;
    }
    window->options = *options;
    window->looking = bv_looking_back_new(
        pipeline, window->presenter, options->look_back_mb, on_freeze, window);
    build(window);
    window->tools = bv_tools_new(pipeline, &window->marking, window->view,
                                 bv_recording_bar_get_folder(window->recording),
                                 on_tools, window);
    window->stills =
        bv_still_keeper_new(bv_recording_bar_get_folder(window->recording));
    add_actions(window);
    update_showing(window);
    update_texts(window);
    window->tick = g_timeout_add(tick_ms, on_tick, window);
    gtk_window_present(window->window);
    gtk_window_set_focus(window->window, NULL); /* the first Tab: the picture */
    return window;
}

int bv_window_start(struct bv_window *window)
{
    return bv_presenter_start(window->presenter);
}

struct bv_fault bv_window_get_fault(const struct bv_window *window)
{
    struct bv_fault fault = window->counts.fault;
    int error = window->counts.end_error;

    if (!window->counts.ended || error == -ENODATA)
        return (struct bv_fault){0};
    bv_fault_set(&fault, error, "The source failed: %s.", bv_error_text(error));
    return fault;
}

void bv_window_free(struct bv_window *window)
{
    if (!window)
        return;
    g_source_remove(window->tick);
    bv_tools_free(window->tools);
    bv_still_keeper_free(window->stills);
    bv_picture_view_close(window->view);
    bv_beside_close(window->beside);
    bv_presenter_free(window->presenter);
    gtk_window_destroy(window->window);
    bv_looking_back_free(window->looking);
    bv_beside_free(window->beside);
    g_object_unref(window->actions);
    bv_steering_free(window->steering);
    bv_recording_bar_free(window->recording);
    bv_scale_asking_free(window->asking);
    g_free(window);
}
