#include "ui/wrapped.h"

GtkWidget *bv_wrapped_new(const char *text, const char *css_class)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_widget_add_css_class(label, css_class);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_label_set_wrap(GTK_LABEL(label), TRUE);
    return label;
}

GtkWidget *bv_wrapped_new_to(const char *text, const char *css_class,
                             int most_chars)
{
    GtkWidget *label = bv_wrapped_new(text, css_class);

    gtk_label_set_max_width_chars(GTK_LABEL(label), most_chars);
    return label;
}

static void on_setup(GtkSignalListItemFactory *factory, GtkListItem *item,
                     gpointer most_chars)
{
    GtkWidget *label =
        bv_wrapped_new_to("", "chosen", GPOINTER_TO_INT(most_chars));

    (void)factory;
    gtk_list_item_set_child(item, label);
}

static void on_bind(GtkSignalListItemFactory *factory, GtkListItem *item,
                    gpointer data)
{
    (void)factory;
    (void)data;
    gtk_label_set_text(
        GTK_LABEL(gtk_list_item_get_child(item)),
        gtk_string_object_get_string(gtk_list_item_get_item(item)));
}

GtkWidget *bv_wrapped_new_chooser(int most_chars)
{
    GtkWidget *chooser = gtk_drop_down_new(NULL, NULL);
    GtkListItemFactory *factory = gtk_signal_list_item_factory_new();

    g_signal_connect(factory, "setup", G_CALLBACK(on_setup),
                     GINT_TO_POINTER(most_chars));
    g_signal_connect(factory, "bind", G_CALLBACK(on_bind), NULL);
    gtk_drop_down_set_factory(GTK_DROP_DOWN(chooser), factory);
    g_object_unref(factory);
    return chooser;
}
