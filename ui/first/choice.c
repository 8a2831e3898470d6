#include "ui/first/choice.h"

#include "ui/named.h"

GtkWidget *bv_choice_new(const char *name, const char *title,
                         void (*clicked)(GtkButton *button, gpointer data),
                         void *data)
{
    GtkWidget *choice = gtk_button_new();
    char *valid = g_utf8_make_valid(title, -1);
    char *valid_name = g_utf8_make_valid(name, -1);
    GtkWidget *label = gtk_label_new(valid);

    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_MIDDLE);
    gtk_button_set_child(GTK_BUTTON(choice), label);
    gtk_widget_add_css_class(choice, "choose");
    bv_named(choice, valid);
    gtk_widget_set_tooltip_text(choice, valid_name);
    g_object_set_data_full(G_OBJECT(choice), "name", g_strdup(name), g_free);
    g_signal_connect(choice, "clicked", G_CALLBACK(clicked), data);
    g_free(valid_name);
    g_free(valid);
    return choice;
}

const char *bv_choice_get_name(GtkWidget *choice)
{
    return g_object_get_data(G_OBJECT(choice), "name");
}

void bv_choice_wrap(GtkWidget *choice, GtkWidget *box)
{
    GtkWidget *label = g_object_ref(gtk_button_get_child(GTK_BUTTON(choice)));

    gtk_button_set_child(GTK_BUTTON(choice), box);
    gtk_box_append(GTK_BOX(box), label);
    g_object_unref(label);
}
