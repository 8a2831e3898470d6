#include "ui/overlay/text.h"

#include <pango/pangocairo.h>

#include "ui/overlay/palette.h"

/* Half the height of capitals, in ems, of the faces below. */
static const double half_capital = 0.36;

double bv_text_draw(cairo_t *cairo, const char *text, double x, double y,
                    const struct bv_text_style *style)
{
    PangoLayout *layout = pango_cairo_create_layout(cairo);
    PangoFontDescription *font =
        pango_font_description_from_string("Inter, Cantarell, Sans");
    PangoRectangle drawn;
    double baseline;

    pango_font_description_set_absolute_size(font, style->size * PANGO_SCALE);
    pango_font_description_set_weight(font, style->bold ? PANGO_WEIGHT_SEMIBOLD
                                                        : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_text(layout, text, -1);
    if (style->width > 0) {
        pango_layout_set_width(layout, (int)(style->width * PANGO_SCALE));
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
        pango_layout_set_single_paragraph_mode(layout, TRUE);
    }
    pango_layout_get_pixel_extents(layout, NULL, &drawn);
    baseline = (double)pango_layout_get_baseline(layout) / PANGO_SCALE;
    bv_cairo_set_colour(cairo, style->colour, 1);
    cairo_move_to(cairo, x - style->align * drawn.width,
                  y + half_capital * style->size - baseline);
    pango_cairo_show_layout(cairo, layout);
    cairo_new_path(cairo);
    g_object_unref(layout);
    return drawn.width;
}
