#include "ui/top_bar.h"

#include <math.h>
#include <stdio.h>

#include "core/clock.h"
#include "core/words.h"
#include "ui/readout.h"
#include "ui/settings/look.h"
#include "ui/settings/page.h"
#include "ui/settings/kept.h"
#include "ui/settings/wrapping.h"
#include "ui/window_buttons.h"

/* "30 frames/s · 12 dropped" */
enum { picture_chars = 22, narrow_chars = 12 };

/* Below it, and what says of a recording, not all has room. */
enum { narrow_px = 1060 };

struct bv_top_bar {
    GtkWidget *handle;
    GtkWidget *brand, *title, *aid, *chip, *speed, *latency, *picture;
    GtkWidget *recording, *freeze, *bedside;
    struct bv_source_info info;
    enum bv_showing showing;
};

static GtkWidget *new_label(const char *text, const char *css_class)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_widget_add_css_class(label, css_class);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_widget_set_valign(label, GTK_ALIGN_CENTER);
    return label;
}

static GtkWidget *new_titles(struct bv_top_bar *bar)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);

    bar->title = new_label(bar->info.title, "title");
    gtk_label_set_ellipsize(GTK_LABEL(bar->title), PANGO_ELLIPSIZE_MIDDLE);
    gtk_box_append(GTK_BOX(box), bar->title);
    bar->aid = new_label(_("Research and training aid, not a medical device"),
                         "subtitle");
    gtk_label_set_ellipsize(GTK_LABEL(bar->aid), PANGO_ELLIPSIZE_END);
    gtk_widget_set_tooltip_text(bar->aid,
                                gtk_label_get_text(GTK_LABEL(bar->aid)));
    gtk_box_append(GTK_BOX(box), bar->aid);
    gtk_widget_set_valign(box, GTK_ALIGN_CENTER);
    gtk_widget_set_hexpand(box, TRUE);
    return box;
}

static GtkWidget *new_button(const char *text, const char *action)
{
    GtkWidget *button = gtk_button_new_with_label(text);

    gtk_widget_add_css_class(button, "flat");
    gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
    gtk_actionable_set_action_name(GTK_ACTIONABLE(button), action);
    return button;
}

/* How long a picture takes, and how many come. */
static GtkWidget *new_speed(struct bv_top_bar *bar)
{
    bar->speed = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    bar->latency = bv_readout_new("latency", 1, 1);
    bar->picture = bv_readout_new("latency", 1, 1);
    gtk_inscription_set_nat_chars(GTK_INSCRIPTION(bar->picture), picture_chars);
    gtk_widget_set_hexpand(bar->latency, FALSE);
    gtk_widget_set_hexpand(bar->picture, FALSE);
    gtk_widget_set_valign(bar->speed, GTK_ALIGN_CENTER);
    gtk_box_append(GTK_BOX(bar->speed), bar->latency);
    gtk_box_append(GTK_BOX(bar->speed), bar->picture);
    return bar->speed;
}

static const char *chip_class(enum bv_showing showing)
{
    switch (showing) {
    case BV_SHOWING_LIVE:
    case BV_SHOWING_PLAYING:
    case BV_SHOWING_STILL:
        return "running";
    case BV_SHOWING_FROZEN:
    case BV_SHOWING_FROZEN_BARE:
        return "frozen";
    case BV_SHOWING_STOPPED:
    case BV_SHOWING_TOO_SLOW:
    case BV_SHOWING_GONE:
        return "alert";
    default:
        return "quiet";
    }
}

/* What the source tells of pictures that came to nothing; 0: nothing. */
static double told(struct bv_controls *controls, const char *name)
{
    int control = controls ? bv_controls_find(controls, name) : -1;

    return control < 0 ? 0 : bv_controls_told(controls, control);
}

/* The procedure's name goes before brand and rate. */
static bool is_narrow(struct bv_top_bar *bar)
{
    int width = gtk_widget_get_width(bar->handle), recording;

    gtk_widget_measure(bar->recording, GTK_ORIENTATION_HORIZONTAL, -1, NULL,
                       &recording, NULL, NULL);
    return width > 0 && width < narrow_px + recording;
}

/* The picture, and what was lost of it: by the source, which had no room for it
 * or got it damaged, and here. Its size is for the ear, and where it is pointed
 * at. */
static void say_picture(struct bv_top_bar *bar, struct bv_controls *controls,
                        uint64_t dropped)
{
    char text[160], spoken[200], size[48] = "", rate[32] = "";
    char damaged[40] = "";
    double damaged_count = told(controls, "damaged");

    if (bar->info.width_px > 0)
        snprintf(size, sizeof(size), "%d × %d  ·  ", bar->info.width_px,
                 bar->info.height_px);
    if (bar->info.frame_rate_hz > 0 && !is_narrow(bar))
        snprintf(rate, sizeof(rate), _("%.3g frames/s  ·  "),
                 bar->info.frame_rate_hz);
    if (damaged_count > 0)
        snprintf(damaged, sizeof(damaged), _("  ·  %.0f damaged"),
                 damaged_count);
    snprintf(text, sizeof(text), _("%s%.0f dropped%s"), rate,
             (double)dropped + told(controls, "late"), damaged);
    snprintf(spoken, sizeof(spoken), "%s%s", size, text);
    bv_readout_set(bar->picture, text, spoken);
}

static void show_brand(struct bv_top_bar *bar)
{
    bool narrow = is_narrow(bar);

    gtk_widget_set_visible(bar->brand, !bv_look_is_large() && !narrow);
    gtk_inscription_set_nat_chars(GTK_INSCRIPTION(bar->picture),
                                  narrow ? narrow_chars : picture_chars);
}

/* What is second gives way to what is to be read. */
static void on_look(void *data)
{
    struct bv_top_bar *bar = data;
    bool bedside = bv_kept_is_on(BV_SETTING_BEDSIDE);

    gtk_widget_set_visible(bar->bedside, bedside);
    show_brand(bar);
    gtk_widget_set_visible(bar->speed, !bedside && !bv_look_is_large());
    gtk_widget_set_visible(bar->aid, !bv_look_is_large());
}

struct bv_top_bar *bv_top_bar_new(const struct bv_source_info *info,
                                  GtkWidget *recording)
{
    struct bv_top_bar *bar = g_new0(struct bv_top_bar, 1);
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 14);
    GtkWidget *simulated = new_label(_("SIMULATED"), "chip");

    bar->info = *info;
    bar->handle = gtk_window_handle_new();
    gtk_window_handle_set_child(GTK_WINDOW_HANDLE(bar->handle), row);
    gtk_widget_add_css_class(row, "topbar");
    bar->brand = new_label("bevel", "brand");
    gtk_box_append(GTK_BOX(row), bar->brand);
    gtk_box_append(GTK_BOX(row), new_titles(bar));
    gtk_widget_add_css_class(simulated, "simulated");
    gtk_widget_set_visible(simulated, info->simulated);
    gtk_box_append(GTK_BOX(row), simulated);
    bar->chip = new_label("", "chip");
    gtk_box_append(GTK_BOX(row), bar->chip);
    gtk_box_append(GTK_BOX(row), new_speed(bar));
    gtk_box_append(GTK_BOX(row), recording);
    bar->recording = recording;
    bar->freeze = new_button(_("Freeze"), "win.freeze");
    gtk_box_append(GTK_BOX(row), bar->freeze);
    bar->bedside = new_button(_("Leave bedside"), "win.bedside");
    gtk_box_append(GTK_BOX(row), bar->bedside);
    gtk_box_append(GTK_BOX(row), bv_settings_page_new_button("win.settings"));
    gtk_box_append(GTK_BOX(row), bv_window_buttons_new());
    bv_wrapping_follow(row);
    bv_look_tell(bar->handle, on_look, bar);
    g_object_set_data_full(G_OBJECT(bar->handle), "top-bar", bar, g_free);
    say_picture(bar, info->controls, 0);
    bar->showing = BV_SHOWING_GONE; /* so that the first one differs */
    bv_top_bar_set_showing(bar, BV_SHOWING_NOTHING);
    return bar;
}

GtkWidget *bv_top_bar_get_widget(struct bv_top_bar *bar)
{
    return bar->handle;
}

void bv_top_bar_set_showing(struct bv_top_bar *bar, enum bv_showing showing)
{
    bool frozen =
        showing == BV_SHOWING_FROZEN || showing == BV_SHOWING_FROZEN_BARE;

    bool ended = showing == BV_SHOWING_ENDED;

    if (showing == bar->showing)
        return;
    gtk_widget_remove_css_class(bar->chip, chip_class(bar->showing));
    gtk_widget_add_css_class(bar->chip, chip_class(showing));
    gtk_label_set_text(GTK_LABEL(bar->chip), bv_showing_name(showing));
    gtk_button_set_label(GTK_BUTTON(bar->freeze), ended    ? _("Play again")
                                                  : frozen ? _("Resume")
                                                           : _("Freeze"));
    gtk_actionable_set_action_name(GTK_ACTIONABLE(bar->freeze),
                                   ended ? "win.restart" : "win.freeze");
    bar->showing = showing;
}

/* Where it is pointed at: what the number is, and how late the late ones are.
 */
static void say_tip(struct bv_top_bar *bar, const struct bv_latency *latency)
{
    char text[300];

    snprintf(
        text, sizeof(text),
        _("%d × %d. From a frame's arrival in bevel to its painting: the "
          "median; 95 of 100 take at most %.0f ms. The scanner and the "
          "grabber come on top."),
        bar->info.width_px, bar->info.height_px,
        fmin(bv_ns_to_s(bv_latency_percentile_ns(latency, 0.95)) * 1e3, 9999));
    gtk_widget_set_tooltip_text(bar->speed, text);
}

void bv_top_bar_set_speed(struct bv_top_bar *bar, const struct bv_shown *shown,
                          const struct bv_latency *latency,
                          struct bv_controls *controls,
                          const struct bv_pipeline_counts *counts)
{
    char text[BV_LATENCY_TEXT_MOST + 1], spoken[160];

    if (shown) {
        bar->info.width_px = shown->result->frame->width_px;
        bar->info.height_px = shown->result->frame->height_px;
    }
    show_brand(bar); /* the window may be another width by now */
    say_picture(bar, controls, counts->dropped);
    if (latency->count == 0)
        return;
    bv_latency_say(latency, text, sizeof(text), spoken, sizeof(spoken));
    bv_readout_set(bar->latency, text, spoken);
    say_tip(bar, latency);
}

void bv_top_bar_set_procedure(struct bv_top_bar *bar, const char *procedure)
{
    gtk_label_set_text(GTK_LABEL(bar->title),
                       procedure[0] ? procedure : bar->info.title);
}
