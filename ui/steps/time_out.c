#include "ui/steps/time_out.h"

#include <stdbool.h>

#include "core/words.h"

struct bv_time_out {
    GtkWidget *box, *item[BV_TIME_OUT_ITEMS];
    void (*ticked)(enum bv_time_out_item item, void *data);
    void *data;
    bool says; /* what is ticked was not ticked by hand */
};

static void on_toggled(GtkCheckButton *button, gpointer data)
{
    struct bv_time_out *card = data;

    if (card->says)
        return;
    for (int i = 0; i < BV_TIME_OUT_ITEMS; i++)
        if (card->item[i] == GTK_WIDGET(button))
            card->ticked((enum bv_time_out_item)i, card->data);
}

static GtkWidget *new_caption(void)
{
    GtkWidget *caption =
        gtk_label_new(_("Time-out before the needle; Esc passes over"));

    gtk_widget_add_css_class(caption, "caption");
    gtk_label_set_xalign(GTK_LABEL(caption), 0);
    return caption;
}

struct bv_time_out *bv_time_out_new(void (*ticked)(enum bv_time_out_item item,
                                                   void *data),
                                    void *data)
{
    struct bv_time_out *card = g_new0(struct bv_time_out, 1);
    GtkWidget *grid = gtk_grid_new();

    card->ticked = ticked;
    card->data = data;
    card->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    gtk_widget_add_css_class(card->box, "card");
    gtk_widget_add_css_class(card->box, "time-out");
    gtk_box_append(GTK_BOX(card->box), new_caption());
    gtk_grid_set_column_homogeneous(GTK_GRID(grid), TRUE);
    gtk_box_append(GTK_BOX(card->box), grid);
    for (int i = 0; i < BV_TIME_OUT_ITEMS; i++) {
        card->item[i] = gtk_check_button_new_with_label(
            bv_time_out_text((enum bv_time_out_item)i));
        g_signal_connect(card->item[i], "toggled", G_CALLBACK(on_toggled),
                         card);
        gtk_grid_attach(GTK_GRID(grid), card->item[i], i % 2, i / 2, 1, 1);
    }
    g_object_set_data_full(G_OBJECT(card->box), "time-out", card, g_free);
    return card;
}

GtkWidget *bv_time_out_get_widget(struct bv_time_out *card)
{
    return card->box;
}

void bv_time_out_say(struct bv_time_out *card, const struct bv_steps *steps)
{
    card->says = true;
    for (int i = 0; i < BV_TIME_OUT_ITEMS; i++)
        gtk_check_button_set_active(GTK_CHECK_BUTTON(card->item[i]),
                                    (steps->confirmed & 1u << i) != 0);
    card->says = false;
}
