#include "ui/readout.h"

#include <stdbool.h>
#include <string.h>

#include "ui/named.h"

GtkWidget *bv_readout_new(const char *css_class, double align, int lines)
{
    GtkWidget *widget = g_object_new(GTK_TYPE_INSCRIPTION, "accessible-role",
                                     GTK_ACCESSIBLE_ROLE_LABEL, NULL);
    GtkInscription *inscription = GTK_INSCRIPTION(widget);

    gtk_widget_add_css_class(widget, css_class);
    gtk_inscription_set_xalign(inscription, (float)align);
    gtk_inscription_set_min_chars(inscription, 0);
    gtk_inscription_set_nat_chars(inscription, 0);
    gtk_inscription_set_min_lines(inscription, (guint)lines);
    gtk_inscription_set_nat_lines(inscription, (guint)lines);
    gtk_inscription_set_text_overflow(inscription,
                                      GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
    gtk_widget_set_hexpand(widget, TRUE);
    return widget;
}

/* Keep a text with the widget. @return Whether it differs from the last. */
static bool changed(GtkWidget *widget, const char *key, const char *text)
{
    const char *before = g_object_get_data(G_OBJECT(widget), key);

    if (before && strcmp(before, text) == 0)
        return false;
    g_object_set_data_full(G_OBJECT(widget), key, g_strdup(text), g_free);
    return true;
}

void bv_readout_set(GtkWidget *readout, const char *markup, const char *spoken)
{
    if (changed(readout, "markup", markup))
        gtk_inscription_set_markup(GTK_INSCRIPTION(readout), markup);
    if (changed(readout, "spoken", spoken))
        bv_named(readout, spoken);
}

void bv_readout_set_plain(GtkWidget *readout, const char *text)
{
    char *markup = g_markup_escape_text(text, -1);

    bv_readout_set(readout, markup, text);
    g_free(markup);
}

void bv_readout_set_lines(GtkWidget *readout, int lines)
{
    if (gtk_inscription_get_min_lines(GTK_INSCRIPTION(readout)) == (guint)lines)
        return;
    gtk_inscription_set_min_lines(GTK_INSCRIPTION(readout), (guint)lines);
    gtk_inscription_set_nat_lines(GTK_INSCRIPTION(readout), (guint)lines);
    gtk_inscription_set_yalign(GTK_INSCRIPTION(readout), lines > 1 ? 0 : 0.5f);
}
