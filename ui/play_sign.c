#include "ui/play_sign.h"

#include "ui/overlay/palette.h"
#include "ui/settings/look.h"

enum { side_px = 20 };

static void draw(GtkDrawingArea *area, cairo_t *cairo, int width, int height,
                 gpointer data)
{
    bool can = gtk_widget_is_sensitive(GTK_WIDGET(area));

    (void)data;
    bv_cairo_set_colour(
        cairo, bv_look_colour(can ? BV_SHADE_TEXT : BV_SHADE_FAINT), 1);
    if (g_object_get_data(G_OBJECT(area), "plays")) {
        cairo_rectangle(cairo, width * 0.15, 0, width * 0.25, height);
        cairo_rectangle(cairo, width * 0.6, 0, width * 0.25, height);
    } else {
        cairo_move_to(cairo, width * 0.05, 0);
        cairo_line_to(cairo, width * 0.95, height / 2.0);
        cairo_line_to(cairo, width * 0.05, height);
        cairo_close_path(cairo);
    }
    cairo_fill(cairo);
}

static void redraw(void *data)
{
    gtk_widget_queue_draw(data);
}

GtkWidget *bv_play_sign_new(void)
{
    GtkWidget *sign = g_object_new(GTK_TYPE_DRAWING_AREA, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

    gtk_drawing_area_set_content_width(GTK_DRAWING_AREA(sign), side_px);
    gtk_drawing_area_set_content_height(GTK_DRAWING_AREA(sign), side_px);
    gtk_drawing_area_set_draw_func(GTK_DRAWING_AREA(sign), draw, NULL, NULL);
    gtk_widget_set_halign(sign, GTK_ALIGN_CENTER);
    gtk_widget_set_valign(sign, GTK_ALIGN_CENTER);
    bv_look_tell(sign, redraw, sign);
    return sign;
}

void bv_play_sign_set(GtkWidget *sign, bool plays)
{
    g_object_set_data(G_OBJECT(sign), "plays", GINT_TO_POINTER(plays));
    gtk_widget_queue_draw(sign);
}
