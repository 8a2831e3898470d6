#include "ui/steps/bar.h"

#include "core/words.h"
#include "ui/settings/look.h"
#include "ui/keys.h"
#include "ui/named.h"
#include "ui/settings/kept.h"
#include "ui/settings/wrapping.h"

/* Of the actions: room for each. */
enum { offers_most = 24 };

/* Between a step's number and its name. */
enum { name_gap = 6 };

struct bv_step_bar {
    GtkWidget *box, *actions, *primary;
    GtkWidget *name[BV_STEPS], *more[BV_STEPS];
    int name_px[BV_STEPS];         /* with the gap before it */
    bool is_brief;                 /* the offers' keys had no room */
    int keys_px;                   /* what those would take */
    GtkWidget *offer[offers_most]; /* as in bv_step_actions */
    int at;                        /* -1: nothing is shown yet */
    const char *label;             /* of the main action, as shown */
};

static GtkWidget *new_step(struct bv_step_bar *bar, int step)
{
    const struct bv_step_facts *facts = bv_step_facts((enum bv_step)step);
    GtkWidget *button = gtk_toggle_button_new();
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, name_gap);
    char number[] = {(char)('1' + step), '\0'};
    char *spoken = g_strdup_printf(_("Step %s: %s"), number, _(facts->name));

    gtk_box_append(GTK_BOX(row), gtk_label_new(number));
    bar->name[step] = gtk_label_new(_(facts->name));
    gtk_box_append(GTK_BOX(row), bar->name[step]);
    gtk_widget_set_halign(row, GTK_ALIGN_CENTER);
    gtk_button_set_child(GTK_BUTTON(button), row);
    gtk_widget_add_css_class(button, "one-step");
    gtk_widget_set_tooltip_text(button, _(facts->sentence));
    bv_named(button, spoken);
    gtk_actionable_set_action_name(GTK_ACTIONABLE(button), "win.step");
    gtk_actionable_set_action_target(GTK_ACTIONABLE(button), "i", step);
    g_free(spoken);
    return button;
}

static GtkWidget *new_offer(const struct bv_step_action *action)
{
    GtkWidget *button =
        action->toggles ? gtk_toggle_button_new() : gtk_button_new();
    char *name = g_strconcat("win.", action->action, NULL);

    bv_keys_label(button, action->action, _(action->label));
    gtk_widget_add_css_class(button, "offer");
    gtk_widget_set_tooltip_text(button, _(action->hint));
    gtk_actionable_set_action_name(GTK_ACTIONABLE(button), name);
    g_free(name);
    return button;
}

/* They may be cut for as long as it takes to see that they have no room: what
 * they ask for at the least makes the window wider. */
static void let_shrink(GtkWidget *button)
{
    GtkWidget *label = gtk_button_get_child(GTK_BUTTON(button));

    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
}

static int natural_width(GtkWidget *widget)
{
    int natural;

    gtk_widget_measure(widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural,
                       NULL, NULL);
    return natural;
}

/* What the names of the other steps would take, and take now. */
static void measure_names(struct bv_step_bar *bar, int *wanted, int *taken)
{
    *wanted = *taken = 0;
    for (int i = 0; i < BV_STEPS; i++) {
        bool shown = gtk_widget_get_visible(bar->name[i]);

        if (shown) /* what is hidden has no width */
            bar->name_px[i] = natural_width(bar->name[i]) + name_gap;
        if (i != bar->at)
            *wanted += bar->name_px[i];
        if (i != bar->at && shown)
            *taken += bar->name_px[i];
    }
}

/* The keys of what is offered. */
static void set_brief(struct bv_step_bar *bar, bool brief)
{
    for (int i = 0; bv_step_actions[i].action; i++)
        bv_keys_set_brief(bar->offer[i], brief);
    bar->is_brief = brief;
}

/* Numbers and words alone must fit; keys come back where there is room. */
static void show_keys(struct bv_step_bar *bar, int width, int taken)
{
    int least = natural_width(bar->box) - taken;

    if (!bar->is_brief && least > width) {
        set_brief(bar, true);
        bar->keys_px = least - (natural_width(bar->box) - taken);
    } else if (bar->is_brief && least + bar->keys_px <= width) {
        set_brief(bar, false);
    }
}

/* The other steps are their numbers where all names have no room: one that is
 * cut tells nothing. Where that is not enough the keys go. */
static void show_names(struct bv_step_bar *bar)
{
    int width = gtk_widget_get_width(bar->box), wanted, taken;
    bool fits;

    measure_names(bar, &wanted, &taken);
    if (width > 0 && !bv_look_is_large())
        show_keys(bar, width, taken);
    fits = width == 0 || natural_width(bar->box) - taken + wanted <= width;
    for (int i = 0; i < BV_STEPS; i++)
        gtk_widget_set_visible(bar->name[i],
                               i == bar->at || (fits && !bv_look_is_large()));
}

/* The main action is on the side of the hand that is free. */
static void on_look(void *data)
{
    struct bv_step_bar *bar = data;

    show_names(bar);
    gtk_widget_set_direction(bar->box, bv_kept_is_on(BV_SETTING_LEFT_HANDED)
                                           ? GTK_TEXT_DIR_RTL
                                           : GTK_TEXT_DIR_LTR);
}

struct bv_step_bar *bv_step_bar_new(void)
{
    struct bv_step_bar *bar = g_new0(struct bv_step_bar, 1);
    GtkWidget *steps = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 4);

    bar->at = -1;
    bar->box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
    gtk_widget_add_css_class(bar->box, "step-bar");
    bar->actions = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
    gtk_widget_set_hexpand(bar->actions, TRUE);
    gtk_widget_set_halign(bar->actions, GTK_ALIGN_END);
    for (int i = 0; i < BV_STEPS; i++)
        gtk_box_append(GTK_BOX(steps), new_step(bar, i));
    for (int i = 0; bv_step_actions[i].action; i++) {
        g_assert(i < offers_most);
        bar->offer[i] = new_offer(&bv_step_actions[i]);
        let_shrink(bar->offer[i]);
        gtk_box_append(GTK_BOX(bar->actions), bar->offer[i]);
    }
    bar->primary = gtk_button_new();
    gtk_widget_add_css_class(bar->primary, "offer");
    gtk_widget_add_css_class(bar->primary, "main");
    gtk_widget_set_tooltip_text(bar->primary,
                                _("The step's main action, as by the pedal"));
    gtk_actionable_set_action_name(GTK_ACTIONABLE(bar->primary), "win.main");
    gtk_box_append(GTK_BOX(bar->box), steps);
    gtk_box_append(GTK_BOX(bar->box), bar->actions);
    gtk_box_append(GTK_BOX(bar->box), bar->primary);
    bv_wrapping_follow(bar->box);
    bv_wrapping_follow(steps);
    bv_wrapping_follow(bar->actions);
    bv_look_tell(bar->box, on_look, bar);
    g_object_set_data_full(G_OBJECT(bar->box), "step-bar", bar, g_free);
    return bar;
}

GtkWidget *bv_step_bar_get_widget(struct bv_step_bar *bar)
{
    return bar->box;
}

void bv_step_bar_add(struct bv_step_bar *bar, enum bv_step step,
                     GtkWidget *widget)
{
    bar->more[step] = widget;
    gtk_widget_set_visible(widget, bar->at == (int)step);
    gtk_box_prepend(GTK_BOX(bar->actions), widget);
}

/* The names of the others may give way in a narrow window. */
static void show_step(struct bv_step_bar *bar, enum bv_step at)
{
    for (int i = 0; i < BV_STEPS; i++)
        gtk_label_set_ellipsize(GTK_LABEL(bar->name[i]),
                                i == (int)at ? PANGO_ELLIPSIZE_NONE
                                             : PANGO_ELLIPSIZE_END);
    for (int i = 0; i < BV_STEPS; i++)
        if (bar->more[i])
            gtk_widget_set_visible(bar->more[i], i == (int)at);
    for (int i = 0; bv_step_actions[i].action; i++)
        gtk_widget_set_visible(bar->offer[i],
                               bv_step_actions[i].steps & 1u << at);
    set_brief(bar, false);
    bar->at = (int)at;
    show_names(bar);
}

/* One that the step offers anyway stands there once. */
static void show_main(struct bv_step_bar *bar, const char *action)
{
    bool offered = false;

    for (int i = 0; bv_step_actions[i].action; i++) {
        bool is_main = g_str_equal(bv_step_actions[i].action, action);

        if (is_main)
            gtk_widget_add_css_class(bar->offer[i], "main");
        else
            gtk_widget_remove_css_class(bar->offer[i], "main");
        offered = offered || (is_main && gtk_widget_get_visible(bar->offer[i]));
    }
    gtk_widget_set_visible(bar->primary, !offered);
}

void bv_step_bar_say(struct bv_step_bar *bar, const struct bv_steps *steps,
                     const struct bv_steps_state *state)
{
    const char *label = bv_steps_main_label(steps, state);

    if (bar->at != (int)steps->at)
        show_step(bar, steps->at);
    show_names(bar); /* the window may be another width by now */
    if (bar->label == label)
        return;
    gtk_button_set_label(GTK_BUTTON(bar->primary), label);
    bar->label = label;
    show_main(bar, bv_steps_main(steps, state));
}
