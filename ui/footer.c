#include "ui/footer.h"

#include "core/words.h"
#include "ui/keys.h"
#include "ui/settings/wrapping.h"

struct bv_footer {
    GtkWidget *box, *status, *line, *keys_button;
    GtkWidget *toned; /* shows the tone: all of it, or the line alone */
};

void bv_footer_set_bedside(struct bv_footer *footer, bool bedside)
{
    gtk_widget_set_visible(footer->box, !bedside);
}

static GtkWidget *new_line(struct bv_footer *footer, const char *deed)
{
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *keys = gtk_button_new();

    footer->status = gtk_label_new("");
    gtk_widget_add_css_class(footer->status, "hint");
    gtk_widget_add_css_class(footer->status, "status");
    gtk_label_set_xalign(GTK_LABEL(footer->status), 0);
    gtk_label_set_ellipsize(GTK_LABEL(footer->status), PANGO_ELLIPSIZE_END);
    gtk_widget_set_hexpand(footer->status, TRUE);
    gtk_box_append(GTK_BOX(row), footer->status);
    bv_keys_label(keys, deed, _("?  Keys"));
    gtk_widget_add_css_class(keys, "small");
    gtk_widget_set_tooltip_text(keys, _("List what keys and mouse do"));
    gtk_actionable_set_action_name(GTK_ACTIONABLE(keys), "win.keys");
    gtk_box_append(GTK_BOX(row), keys);
    footer->keys_button = keys;
    return row;
}

struct bv_footer *bv_footer_new(GtkWidget *bar, const char *keys)
{
    struct bv_footer *footer = g_new0(struct bv_footer, 1);

    footer->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    gtk_widget_add_css_class(footer->box, "footer");
    if (bar)
        gtk_box_append(GTK_BOX(footer->box), bar);
    footer->line = new_line(footer, keys);
    gtk_box_append(GTK_BOX(footer->box), footer->line);
    footer->toned = footer->box;
    bv_wrapping_follow(footer->line);
    g_object_set_data_full(G_OBJECT(footer->box), "footer", footer, g_free);
    return footer;
}

GtkWidget *bv_footer_get_widget(struct bv_footer *footer)
{
    return footer->box;
}

void bv_footer_add(struct bv_footer *footer, GtkWidget *widget)
{
    gtk_box_insert_child_after(GTK_BOX(footer->line), widget, footer->status);
}

void bv_footer_set_bar(struct bv_footer *footer, GtkWidget *bar)
{
    gtk_widget_remove_css_class(footer->keys_button, "small");
    gtk_widget_add_css_class(footer->keys_button, "offer");
    g_object_ref(footer->keys_button);
    gtk_box_remove(GTK_BOX(footer->line), footer->keys_button);
    gtk_box_append(GTK_BOX(bar), footer->keys_button);
    g_object_unref(footer->keys_button);
    gtk_box_append(GTK_BOX(footer->box), bar);
}

GtkWidget *bv_footer_take_line(struct bv_footer *footer)
{
    GtkWidget *holder = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);

    g_object_ref(footer->line);
    gtk_box_remove(GTK_BOX(footer->box), footer->line);
    gtk_box_append(GTK_BOX(holder), footer->line);
    g_object_unref(footer->line);
    gtk_widget_set_hexpand(footer->line, TRUE);
    gtk_widget_add_css_class(holder, "said-line");
    footer->toned = holder;
    return holder;
}

void bv_footer_set_status(struct bv_footer *footer, const char *text)
{
    char *said = g_utf8_make_valid(text, -1); /* a fault holds a file's name */

    if (g_strcmp0(gtk_label_get_text(GTK_LABEL(footer->status)), said) != 0)
        gtk_label_set_text(GTK_LABEL(footer->status), said);
    g_free(said);
}

static void set_class(GtkWidget *widget, const char *name, bool on)
{
    if (on)
        gtk_widget_add_css_class(widget, name);
    else
        gtk_widget_remove_css_class(widget, name);
}

void bv_footer_set_tone(struct bv_footer *footer, enum bv_footer_tone tone)
{
    set_class(footer->toned, "asks", tone == BV_FOOTER_ASKS);
    set_class(footer->toned, "alert", tone == BV_FOOTER_ALERT);
}
