#include "ui/steering_bar.h"

#include <math.h>
#include <stdio.h>

#include "core/words.h"
#include "ui/keys.h"
#include "ui/named.h"
#include "ui/readout.h"
#include "ui/settings/look.h"
#include "ui/settings/wrapping.h"

enum readout { NEEDLE, PROBE, SCANNER, SYRINGE, READOUTS };

/* What a readout tells of: at most this many controls. */
enum { told_most = 6 };

static const struct {
    const char *title;
    unsigned chars; /* room that it asks for */
    struct {
        const char *name, *word; /* the word before the number */
        int decimals;
        bool always; /* not only where it is other than 0 */
    } part[told_most];
} told[READOUTS] = {
    [NEEDLE] = {N_("Needle"),
                0,
                {{"length_mm", "", 1, true},
                 {"angle_deg", "", 0, true},
                 {"out_of_plane_deg", N_("roll "), 0, false},
                 {"hub_x_mm", N_("hub "), 1, false},
                 {"hub_y_mm", N_("across "), 1, false}}},
    [PROBE] = {N_("Probe"),
               24,
               {{"probe_x_mm", N_("slide "), 1, false},
                {"probe_y_mm", N_("across "), 1, false},
                {"tilt_deg", N_("tilt "), 0, false},
                {"yaw_deg", N_("turn "), 0, false},
                {"rock_deg", N_("rock "), 0, false},
                {"press_mm", N_("press "), 1, false}}},
    [SCANNER] = {N_("Scanner"),
                 50,
                 {{"depth_mm", N_("depth "), 0, true},
                  {"gain_db", N_("gain "), 0, true},
                  {"focus_mm", N_("focus "), 0, true},
                  {"frequency_mhz", "", 0, true}}},
    [SYRINGE] = {N_("Syringe"),
                 54,
                 {{"injected_ml", N_("injected "), 1, true},
                  {"aspirated_ml", N_("aspirated "), 1, true}}},
};

struct bv_steering_bar {
    struct bv_controls *controls;
    void (*syringe)(const char *name, bool down, void *data);
    void *data;
    GtkWidget *box, *chip, *steer, *row, *readout[READOUTS], *push[2];
    int control[READOUTS][told_most];
    int steered;
};

static GtkWidget *new_button(GtkWidget *button, const char *action,
                             const char *name, const char *tip)
{
    bv_named(button, name);
    g_object_set_data(G_OBJECT(button), "spoken", (gpointer)name);
    gtk_widget_add_css_class(button, "offer");
    gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
    gtk_widget_set_tooltip_text(button, tip);
    if (action)
        gtk_actionable_set_action_name(GTK_ACTIONABLE(button), action);
    return button;
}

static const char *syringe_name(GtkWidget *button)
{
    return g_object_get_data(G_OBJECT(button), "control");
}

static void on_syringe_pressed(GtkGestureClick *gesture, int presses, double x,
                               double y, gpointer data)
{
    struct bv_steering_bar *bar = data;

    (void)presses;
    (void)x;
    (void)y;
    bar->syringe(syringe_name(gtk_event_controller_get_widget(
                     GTK_EVENT_CONTROLLER(gesture))),
                 true, bar->data);
}

/* Released, or taken away from the button. */
static void on_syringe_end(GtkGesture *gesture, GdkEventSequence *sequence,
                           gpointer data)
{
    struct bv_steering_bar *bar = data;

    (void)sequence;
    bar->syringe(syringe_name(gtk_event_controller_get_widget(
                     GTK_EVENT_CONTROLLER(gesture))),
                 false, bar->data);
}

/* Works while it is held down, by mouse or finger; I and O do it by key. */
static GtkWidget *new_syringe_button(struct bv_steering_bar *bar,
                                     const char *text, const char *name,
                                     const char *tip)
{
    GtkWidget *button =
        new_button(gtk_button_new_with_label(text), NULL, tip, tip);
    GtkGesture *press = gtk_gesture_click_new();

    g_object_set_data(G_OBJECT(button), "control", (gpointer)name);
    gtk_event_controller_set_propagation_phase(GTK_EVENT_CONTROLLER(press),
                                               GTK_PHASE_CAPTURE);
    g_signal_connect(press, "pressed", G_CALLBACK(on_syringe_pressed), bar);
    g_signal_connect(press, "end", G_CALLBACK(on_syringe_end), bar);
    gtk_widget_add_controller(button, GTK_EVENT_CONTROLLER(press));
    return button;
}

static GtkWidget *new_buttons(struct bv_steering_bar *bar)
{
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
    GtkWidget *again, *watch;

    bar->chip = gtk_label_new("");
    gtk_widget_add_css_class(bar->chip, "chip");
    gtk_widget_set_valign(bar->chip, GTK_ALIGN_CENTER);
    bar->steer =
        new_button(gtk_toggle_button_new(), "win.steer", _("Steer"),
                   _("Steer needle and probe by mouse, wheel and keys"));
    bv_keys_label(bar->steer, "steer", _("Steer  S"));
    gtk_box_append(GTK_BOX(row), bar->steer);
    gtk_box_append(GTK_BOX(row), bar->chip);
    bar->readout[NEEDLE] = bv_readout_new("hint", 0, 1);
    gtk_box_append(GTK_BOX(row), bar->readout[NEEDLE]);
    bar->push[0] = new_syringe_button(bar, _("Push  I"), "inject_ml_s",
                                      _("Hold to push the syringe"));
    bar->push[1] = new_syringe_button(bar, _("Pull  O"), "aspirate_ml_s",
                                      _("Hold to pull the syringe"));
    for (int i = 0; i < 2; i++)
        gtk_box_append(GTK_BOX(row), bar->push[i]);
    again = new_button(gtk_button_new(), "win.restart", _("Start again"),
                       _("The same case from its start"));
    bv_keys_label(again, "restart", _("Start again  R"));
    gtk_box_append(GTK_BOX(row), again);
    watch = new_button(gtk_button_new(), "win.watch", _("Watch the script"),
                       _("Give needle and probe back to the scene's script"));
    bv_keys_label(watch, "watch", _("Watch  V"));
    gtk_box_append(GTK_BOX(row), watch);
    bv_wrapping_follow(row);
    return row;
}

struct bv_steering_bar *
bv_steering_bar_new(struct bv_controls *controls,
                    void (*syringe)(const char *name, bool down, void *data),
                    void *data)
{
    struct bv_steering_bar *bar = g_new0(struct bv_steering_bar, 1);

    bar->controls = controls;
    bar->syringe = syringe;
    bar->data = data;
    bar->steered = bv_controls_find(controls, "steered");
    bar->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);
    gtk_widget_add_css_class(bar->box, "steering");
    gtk_box_append(GTK_BOX(bar->box), new_buttons(bar));
    bar->row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 16);
    for (int i = PROBE; i < READOUTS; i++) {
        bar->readout[i] = bv_readout_new("hint", 0, 1);
        gtk_widget_set_hexpand(bar->readout[i], i == PROBE);
        gtk_inscription_set_nat_chars(GTK_INSCRIPTION(bar->readout[i]),
                                      told[i].chars);
        gtk_box_append(GTK_BOX(bar->row), bar->readout[i]);
    }
    bv_wrapping_follow(bar->row);
    gtk_box_append(GTK_BOX(bar->box), bar->row);
    for (int i = 0; i < READOUTS; i++)
        for (int k = 0; k < told_most; k++)
            bar->control[i][k] =
                told[i].part[k].name
                    ? bv_controls_find(controls, told[i].part[k].name)
                    : -1;
    g_object_set_data_full(G_OBJECT(bar->box), "steering-bar", bar, g_free);
    bv_steering_bar_say(bar, false);
    return bar;
}

GtkWidget *bv_steering_bar_new_offer(void)
{
    GtkWidget *button =
        new_button(gtk_toggle_button_new(), "win.steer", _("Practise: steer"),
                   _("Steer needle and probe by mouse, wheel and keys"));

    bv_keys_label(button, "steer", _("Steer  S"));
    return button;
}

GtkWidget *bv_steering_bar_get_widget(struct bv_steering_bar *bar)
{
    return bar->box;
}

/* What comes while the syringe is pulled. */
static const char *draws(struct bv_steering_bar *bar)
{
    static const char *const words[] = {
        N_(" · nothing comes"), N_(" · fluid comes"), N_(" · blood comes")};
    int pulled = bv_controls_find(bar->controls, "aspirate_ml_s");
    int what = bv_controls_find(bar->controls, "draws");

    if (pulled < 0 || what < 0 ||
        !(bv_controls_told(bar->controls, pulled) > 0))
        return "";
    return _(words[(int)bv_controls_told(bar->controls, what) % 3]);
}

/* "Needle  24.0 mm · 45° · roll 0°" */
static void say_readout(struct bv_steering_bar *bar, int which)
{
    char markup[300], spoken[240];
    int at = snprintf(spoken, sizeof(spoken), "%s:", _(told[which].title));
    int said = 0;

    for (int k = 0; k < told_most; k++) {
        int control = bar->control[which][k];
        const struct bv_control_spec *spec;
        double value;

        if (control < 0)
            continue;
        spec = bv_controls_spec(bar->controls, control);
        value = bv_controls_told(bar->controls, control);
        if (fabs(value) < 0.05) /* no "-0" */
            value = 0;
        if (value == 0 && !told[which].part[k].always)
            continue;
        at +=
            snprintf(spoken + at, sizeof(spoken) - (size_t)at, "%s %s%.*f%s%s",
                     said++ ? " ·" : "", _(told[which].part[k].word),
                     told[which].part[k].decimals, value,
                     g_str_equal(spec->unit, "°") ? "" : " ", spec->unit);
    }
    if (which == SYRINGE)
        snprintf(spoken + at, sizeof(spoken) - (size_t)at, "%s", draws(bar));
    if (said == 0)
        snprintf(spoken + at, sizeof(spoken) - (size_t)at, _(" as it began"));
    snprintf(markup, sizeof(markup), "<b>%s</b> %s", _(told[which].title),
             spoken + strlen(_(told[which].title)) + 1);
    bv_readout_set(bar->readout[which], markup, spoken);
}

void bv_steering_bar_say(struct bv_steering_bar *bar, bool on)
{
    bool steered =
        bar->steered >= 0 && bv_controls_told(bar->controls, bar->steered) > 0;
    const char *text = steered ? _("YOU STEER") : _("THE SCRIPT PLAYS");

    if (strcmp(gtk_label_get_text(GTK_LABEL(bar->chip)), text) != 0) {
        gtk_label_set_text(GTK_LABEL(bar->chip), text);
        gtk_widget_remove_css_class(bar->chip, steered ? "quiet" : "frozen");
        gtk_widget_add_css_class(bar->chip, steered ? "frozen" : "quiet");
    }
    for (int i = 0; i < 2; i++)
        gtk_widget_set_sensitive(bar->push[i], on);
    /* large texts leave no room for what is second */
    gtk_widget_set_visible(bar->row, (on || steered) && !bv_look_is_large());
    gtk_widget_set_visible(bar->chip, !bv_look_is_large());
    gtk_widget_set_visible(bar->readout[NEEDLE], !bv_look_is_large());
    for (int i = 0; i < READOUTS; i++)
        say_readout(bar, i);
}
