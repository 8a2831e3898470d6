#include "ui/looking_back.h"

#include <math.h>

#include "core/clock.h"
#include "core/words.h"
#include "ui/look_words.h"
#include "ui/named.h"
#include "ui/readout.h"
#include "ui/trail_view.h"
#include "ui/settings/kept.h"
#include "ui/settings/look.h"
#include "ui/showing.h"

struct bv_looking_back {
    struct bv_pipeline *pipeline;
    struct bv_presenter *presenter;
    struct bv_look_back *look_back; /* NULL: no memory */
    void (*freeze)(void *data);
    void *data;
    bool frozen, stepped, has_come;
    uint64_t number;                /* of the picture that stands; 0: none */
    const struct bv_result *result; /* that was stepped to; NULL: none */
    struct bv_look_words words;
    uint64_t missed; /* as last said */
    bool is_shown;   /* also while it plays */
    struct bv_trail_view *trail;
    int64_t described_ns; /* the end of what a screen reader is told of */

    GtkWidget *box, *back, *forward, *scale, *where, *held, *records;
};

static void show(struct bv_looking_back *looking, uint64_t number)
{
    const struct bv_result *result;

    if (number == 0 || !looking->frozen ||
        bv_look_back_get(looking->look_back, number, &result) < 0)
        return;
    bv_result_unref(looking->result);
    looking->result = result;
    looking->number = number;
    looking->stepped = true;
    looking->has_come = false;
    bv_presenter_hold(looking->presenter, result);
}

static void step(struct bv_looking_back *looking, int frames, double seconds)
{
    struct bv_look_back_state state;
    uint64_t number = looking->number;

    if (!bv_looking_back_may(looking))
        return;
    if (!looking->frozen) {
        looking->freeze(looking->data);
        number = looking->number;
    }
    bv_look_back_get_state(looking->look_back, &state);
    number = bv_look_step(&state, number, frames);
    if (seconds != 0)
        number = bv_look_back_find(
            looking->look_back, bv_look_back_when(looking->look_back, number) +
                                    bv_s_to_ns(seconds));
    show(looking, number);
}

void bv_looking_back_step(struct bv_looking_back *looking, int frames)
{
    step(looking, frames, 0);
}

void bv_looking_back_go(struct bv_looking_back *looking, uint64_t number)
{
    if (!bv_looking_back_may(looking))
        return;
    if (!looking->frozen)
        looking->freeze(looking->data);
    show(looking, number);
}

struct bv_look_back *bv_looking_back_get_held(struct bv_looking_back *looking,
                                              uint64_t *number)
{
    *number = looking->number;
    return looking->frozen && looking->number != 0 ? looking->look_back : NULL;
}

/* Only what a hand does, not what is set here. */
static gboolean on_scrub(GtkRange *range, GtkScrollType scroll, double value,
                         gpointer data)
{
    struct bv_looking_back *looking = data;
    struct bv_look_back_state state;

    (void)range;
    (void)scroll;
    if (!bv_looking_back_may(looking))
        return TRUE;
    if (!looking->frozen)
        looking->freeze(looking->data);
    bv_look_back_get_state(looking->look_back, &state);
    /* the frame nearest to it has come half an interval later */
    show(looking,
         bv_look_back_find(looking->look_back,
                           state.last_ns + bv_s_to_ns(fmin(0, value))));
    return FALSE;
}

static GtkWidget *new_button(const char *text, const char *name,
                             const char *tip, const char *action)
{
    GtkWidget *button = gtk_button_new_with_label(text);

    gtk_widget_add_css_class(button, "step");
    gtk_widget_set_focusable(button, FALSE); /* the keys do the same */
    gtk_actionable_set_action_name(GTK_ACTIONABLE(button), action);
    gtk_widget_set_tooltip_text(button, tip);
    bv_named(button, name);
    return button;
}

/* Beside the line, while it plays, how much is held; while it stands, where.
 * Large texts leave the line no room beside them, nor does a large panel. */
static void show_parts(void *data)
{
    struct bv_looking_back *looking = data;
    bool large = bv_look_is_large() || bv_kept_is_on(BV_SETTING_BEDSIDE);
    bool stands = looking->frozen && looking->number != 0;

    gtk_widget_set_visible(looking->where, stands);
    gtk_widget_set_visible(looking->held, !stands && !large);
    gtk_widget_set_visible(looking->box,
                           looking->look_back &&
                               (looking->is_shown || looking->frozen));
}

/* The line, and over it the slider, which has no trough of its own. */
static GtkWidget *new_line(struct bv_looking_back *looking)
{
    GtkWidget *overlay = gtk_overlay_new();

    looking->trail = bv_trail_view_new();
    looking->scale = gtk_scale_new_with_range(GTK_ORIENTATION_HORIZONTAL,
                                              -BV_LOOK_BACK_S, 0, 0.01);
    gtk_scale_set_draw_value(GTK_SCALE(looking->scale), FALSE);
    gtk_widget_set_focusable(looking->scale, FALSE);
    gtk_widget_set_tooltip_text(
        looking->scale,
        _("The last 30 s: the tip's distance, pale where the tip was seen, "
          "hatched where the needle was not, alarms below. Click or drag to "
          "look at it."));
    bv_named(looking->scale, _("Look back, seconds before the newest picture"));
    g_signal_connect(looking->scale, "change-value", G_CALLBACK(on_scrub),
                     looking);
    gtk_overlay_set_child(GTK_OVERLAY(overlay),
                          bv_trail_view_get_widget(looking->trail));
    gtk_overlay_add_overlay(GTK_OVERLAY(overlay), looking->scale);
    gtk_widget_set_hexpand(overlay, TRUE);
    gtk_widget_set_valign(overlay, GTK_ALIGN_CENTER);
    return overlay;
}

static void build(struct bv_looking_back *looking)
{
    looking->box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
    gtk_widget_add_css_class(looking->box, "lookback");
    looking->back = new_button("‹", _("A frame back"),
                               _("A frame back (, or Left)"), "win.back");
    gtk_box_append(GTK_BOX(looking->box), looking->back);
    looking->forward =
        new_button("›", _("A frame forward"), _("A frame forward (. or Right)"),
                   "win.forward");
    gtk_box_append(GTK_BOX(looking->box), looking->forward);
    gtk_box_append(GTK_BOX(looking->box), new_line(looking));
    looking->where = bv_readout_new("where", 1, 1);
    gtk_widget_set_hexpand(looking->where, FALSE);
    gtk_inscription_set_nat_chars(GTK_INSCRIPTION(looking->where), 9);
    gtk_box_append(GTK_BOX(looking->box), looking->where);
    looking->held = bv_readout_new("held", 0, 1);
    gtk_widget_set_hexpand(looking->held, FALSE);
    gtk_inscription_set_nat_chars(GTK_INSCRIPTION(looking->held), 9);
    gtk_inscription_set_nat_lines(GTK_INSCRIPTION(looking->held), 2);
    gtk_box_append(GTK_BOX(looking->box), looking->held);
    looking->records = gtk_label_new(_("REC goes on"));
    gtk_widget_add_css_class(looking->records, "goes-on");
    gtk_box_append(GTK_BOX(looking->box), looking->records);
    bv_look_tell(looking->box, show_parts, looking);
}

struct bv_looking_back *bv_looking_back_new(struct bv_pipeline *pipeline,
                                            struct bv_presenter *presenter,
                                            int limit_mb,
                                            void (*freeze)(void *data),
                                            void *data)
{
    struct bv_looking_back *looking = g_new0(struct bv_looking_back, 1);

    looking->pipeline = pipeline;
    looking->presenter = presenter;
    looking->freeze = freeze;
    looking->data = data;
    if (!bv_pipeline_source_info(pipeline)->still)
        looking->look_back = bv_look_back_new(limit_mb);
    bv_pipeline_look_back(pipeline, looking->look_back);
    looking->is_shown = true;
    build(looking);
    return looking;
}

void bv_looking_back_free(struct bv_looking_back *looking)
{
    if (!looking)
        return;
    bv_pipeline_look_back(looking->pipeline, NULL);
    bv_look_back_free(looking->look_back);
    bv_result_unref(looking->result);
    g_free(looking);
}

GtkWidget *bv_looking_back_get_widget(struct bv_looking_back *looking)
{
    return looking->box;
}

void bv_looking_back_add(struct bv_looking_back *looking, GtkWidget *widget)
{
    gtk_box_append(GTK_BOX(looking->box), widget);
}

void bv_looking_back_show(struct bv_looking_back *looking, bool show)
{
    looking->is_shown = show;
    show_parts(looking);
}

void bv_looking_back_note(struct bv_looking_back *looking,
                          const struct bv_result *result,
                          enum bv_showing showing)
{
    bv_trail_note(bv_trail_view_get(looking->trail), &result->advice, showing,
                  result->frame->arrived_ns);
}

void bv_looking_back_mark(struct bv_looking_back *looking,
                          enum bv_trail_kind kind,
                          const struct bv_result *result)
{
    bv_trail_mark(bv_trail_view_get(looking->trail), kind,
                  result->frame->arrived_ns);
}

void bv_looking_back_clear(struct bv_looking_back *looking)
{
    bv_trail_clear(bv_trail_view_get(looking->trail));
}

bool bv_looking_back_may(struct bv_looking_back *looking)
{
    struct bv_look_back_state state;

    if (!looking->look_back)
        return false;
    bv_look_back_get_state(looking->look_back, &state);
    return state.count > 1;
}

void bv_looking_back_hold(struct bv_looking_back *looking,
                          const struct bv_shown *shown)
{
    looking->frozen = shown != NULL;
    looking->stepped = false;
    looking->number = 0;
    if (!looking->look_back)
        return;
    bv_look_back_hold(looking->look_back, looking->frozen);
    if (shown)
        looking->number = bv_look_back_find(looking->look_back,
                                            shown->result->frame->arrived_ns);
}

bool bv_looking_back_key(struct bv_looking_back *looking, guint key,
                         GdkModifierType modifiers, bool arrows, bool commas)
{
    bool shift = modifiers & GDK_SHIFT_MASK;
    int way = 0;

    if (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
        return false;
    if (arrows)
        way = (key == GDK_KEY_Right || key == GDK_KEY_KP_Right) -
              (key == GDK_KEY_Left || key == GDK_KEY_KP_Left);
    if (way == 0 && commas)
        way = (key == GDK_KEY_period) - (key == GDK_KEY_comma);
    if (way == 0 && commas &&
        shift) /* the same, on keyboards of several countries */
        way = (key == GDK_KEY_greater || key == GDK_KEY_colon) -
              (key == GDK_KEY_less || key == GDK_KEY_semicolon);
    if (way == 0)
        return false;
    step(looking, shift ? 0 : way, shift ? way : 0);
    return true;
}

bool bv_looking_back_has(const struct bv_looking_back *looking,
                         const struct bv_result *result)
{
    return looking->result && result == looking->result;
}

bool bv_looking_back_has_come(struct bv_looking_back *looking,
                              const struct bv_result *result)
{
    if (looking->has_come || !bv_looking_back_has(looking, result))
        return false;
    looking->has_come = true;
    return true;
}

/* What cannot be stepped to is not hidden. */
static void say_missed(struct bv_looking_back *looking, uint64_t missed)
{
    char text[96] = "";

    if (missed == looking->missed)
        return;
    looking->missed = missed;
    g_snprintf(text, sizeof(text), _("%.0f frames came too fast to be held"),
               (double)missed);
    gtk_widget_set_tooltip_text(looking->held, text);
}

/* What the line shows, once a second, for who does not see it. */
static void describe(struct bv_looking_back *looking, int64_t end_ns)
{
    char text[200];

    if (end_ns >= looking->described_ns &&
        end_ns - looking->described_ns < BV_NS_PER_S)
        return;
    looking->described_ns = end_ns;
    bv_trail_sum(bv_trail_view_get(looking->trail), end_ns, text, sizeof(text));
    gtk_accessible_update_property(GTK_ACCESSIBLE(looking->scale),
                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                   -1);
}

static void update_scale(struct bv_looking_back *looking,
                         const struct bv_look_facts *facts)
{
    const struct bv_look_back_state *state = &facts->state;
    GtkAdjustment *adjustment =
        gtk_range_get_adjustment(GTK_RANGE(looking->scale));
    double value = 0;

    if (facts->frozen && facts->number != 0)
        value = bv_ns_to_s(facts->looks_ns - state->last_ns);
    if (value != gtk_adjustment_get_value(adjustment))
        gtk_adjustment_set_value(adjustment, value);
    if (state->count == 0)
        return;
    bv_trail_view_update(looking->trail, state->last_ns);
    describe(looking, state->last_ns);
}

void bv_looking_back_update(struct bv_looking_back *looking,
                            const struct bv_shown *shown, bool records)
{
    const struct bv_source_info *info =
        bv_pipeline_source_info(looking->pipeline);
    struct bv_look_facts facts = {.frame = shown ? shown->result->frame : NULL,
                                  .number = looking->number,
                                  .frozen = looking->frozen,
                                  .clip = bv_showing_is_clip(info),
                                  .now_ns = bv_clock_now_ns()};

    if (!looking->look_back)
        return;
    if (looking->stepped) /* it will be shown at once */
        facts.frame = looking->result->frame;
    bv_look_back_get_state(looking->look_back, &facts.state);
    facts.looks_ns = bv_look_back_when(looking->look_back, facts.number);
    bv_look_words_make(&facts, &looking->words);
    bv_readout_set(looking->where, looking->words.where, looking->words.spoken);
    bv_readout_set(looking->held, looking->words.held, looking->words.spoken);
    say_missed(looking, facts.state.missed);
    gtk_widget_set_visible(looking->records, records && looking->frozen);
    show_parts(looking);
    update_scale(looking, &facts);
    gtk_widget_set_sensitive(looking->box, facts.state.count > 1);
}

const char *bv_looking_back_get_caption(const struct bv_looking_back *looking)
{
    return looking->frozen ? looking->words.caption : "";
}
