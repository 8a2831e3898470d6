#include "ui/review/transport.h"

#include "core/words.h"
#include "ui/keys.h"
#include "ui/named.h"
#include "ui/play_sign.h"
#include "ui/readout.h"

struct bv_transport {
    GtkWidget *box, *play, *sign, *rate, *loop, *time, *seen;
};

static GtkWidget *new_button(const char *label, const char *name,
                             const char *action, const char *deed,
                             const char *tip)
{
    GtkWidget *button = gtk_button_new_with_label(label);

    gtk_widget_add_css_class(button, "step");
    gtk_widget_set_size_request(button, 48, 44);
    gtk_widget_set_focus_on_click(button, FALSE);
    bv_keys_tip(button, deed, NULL, tip);
    gtk_actionable_set_action_name(GTK_ACTIONABLE(button), action);
    bv_named(button, name);
    return button;
}

struct bv_transport *bv_transport_new(void)
{
    struct bv_transport *transport = g_new0(struct bv_transport, 1);
    GtkBox *row = GTK_BOX(gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6));
    GtkWidget *words = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);

    transport->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
    gtk_widget_add_css_class(transport->box, "transport");
    transport->play = new_button("", _("Play"), "win.toggle", "review.toggle",
                                 _("Play, stop"));
    transport->sign = bv_play_sign_new();
    gtk_button_set_child(GTK_BUTTON(transport->play), transport->sign);
    transport->rate = new_button("1×", _("Speed"), "win.rate", "review.slower",
                                 _("Speed: half, as it was, twice"));
    bv_keys_tip(transport->rate, "review.slower", "review.faster",
                _("Speed: half, as it was, twice"));
    transport->loop =
        new_button("⟲", _("Loop"), "win.loop", "review.loop",
                   _("Loop what was looped last, or stop looping"));
    transport->time = bv_readout_new("time", 0, 1);
    transport->seen = bv_readout_new("seen", 0, 1);
    gtk_widget_set_hexpand(transport->time, FALSE);
    gtk_widget_set_hexpand(transport->seen, TRUE);
    gtk_box_append(GTK_BOX(words), transport->time);
    gtk_box_append(GTK_BOX(words), transport->seen);
    gtk_box_append(row,
                   new_button("«", _("Moment before"), "win.previous",
                              "review.previous", _("To the moment before")));
    gtk_box_append(row, new_button("‹", _("Frame back"), "win.back",
                                   "review.back", _("A frame back")));
    gtk_box_append(row, transport->play);
    gtk_box_append(row, new_button("›", _("Frame on"), "win.on", "review.on",
                                   _("A frame on")));
    gtk_box_append(row, new_button("»", _("Next moment"), "win.next",
                                   "review.next", _("To the next moment")));
    gtk_box_append(row, transport->rate);
    gtk_box_append(row, transport->loop);
    gtk_box_append(GTK_BOX(transport->box), GTK_WIDGET(row));
    gtk_box_append(GTK_BOX(transport->box), words);
    g_object_set_data_full(G_OBJECT(transport->box), "transport", transport,
                           g_free);
    return transport;
}

GtkWidget *bv_transport_get_widget(struct bv_transport *transport)
{
    return transport->box;
}

static void name_play(struct bv_transport *transport, bool plays)
{
    bv_play_sign_set(transport->sign, plays);
    bv_named(transport->play, plays ? _("Stop") : _("Play"));
}

void bv_transport_update(struct bv_transport *transport,
                         const struct bv_reviewed *attempt, bool blinded,
                         int64_t shown)
{
    const struct bv_player *player = &attempt->player;
    char here[32], all[32], text[220], rate[32];

    name_play(transport, player->speed != 0);
    g_snprintf(rate, sizeof(rate), "%s%s×", player->speed < 0 ? "−" : "",
               player->rate < 0.3   ? "¼"
               : player->rate < 0.6 ? "½"
               : player->rate < 1.5 ? "1"
               : player->rate < 3   ? "2"
                                    : "4");
    gtk_button_set_label(GTK_BUTTON(transport->rate), rate);
    if (player->has_loop)
        gtk_widget_add_css_class(transport->loop, "on");
    else
        gtk_widget_remove_css_class(transport->loop, "on");
    bv_reviewed_say_time(bv_reviewed_now_s(attempt), here, sizeof(here));
    bv_reviewed_say_time(attempt->time_s[player->count - 1], all, sizeof(all));
    g_snprintf(text, sizeof(text), _("%s of %s  ·  frame %u"), here, all,
               attempt->analysis.frames[player->at].number);
    bv_readout_set(transport->time, text, text);
    text[0] = '\0';
    if (!blinded)
        bv_reviewed_say_shown(attempt, shown, text, sizeof(text));
    bv_readout_set(transport->seen, text, text);
}
