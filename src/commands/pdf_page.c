#include "commands/pdf_page.h"

#include <pango/pangocairo.h>
#include <stdio.h>

#include "core/words.h"

/* @return To unref. */
static PangoLayout *layout_of(struct bv_pdf_page *page, const char *text,
                              double size, bool bold, double width)
{
    PangoLayout *layout = pango_cairo_create_layout(page->cairo);
    PangoFontDescription *font = pango_font_description_new();

    pango_font_description_set_family_static(font, "sans-serif");
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    if (bold)
        pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_text(layout, text, -1);
    pango_font_description_free(font);
    return layout;
}

double bv_pdf_page_put(struct bv_pdf_page *page, const char *text, double size,
                       bool bold, double x, double width, bool draws)
{
    PangoLayout *layout = layout_of(page, text, size, bold, width);
    PangoRectangle box;

    pango_layout_get_extents(layout, NULL, &box);
    if (draws) {
        cairo_set_source_rgb(page->cairo, 0, 0, 0);
        cairo_move_to(page->cairo, x, page->y);
        pango_cairo_show_layout(page->cairo, layout);
    }
    g_object_unref(layout);
    return (double)box.height / PANGO_SCALE;
}

void bv_pdf_page_foot(struct bv_pdf_page *page)
{
    const double size = 8, y = page->y;
    char text[80];

    if (page->count == 0)
        return;
    snprintf(text, sizeof(text), _("page %d of %d"), page->number, page->count);
    page->y = BV_PDF_PAGE_HEIGHT - BV_PDF_PAGE_MARGIN + size;
    bv_pdf_page_put(page, text, size, false, BV_PDF_PAGE_MARGIN,
                    BV_PDF_PAGE_INNER, true);
    page->y = y;
}

void bv_pdf_page_need(struct bv_pdf_page *page, double height)
{
    if (page->y + height <= BV_PDF_PAGE_HEIGHT - BV_PDF_PAGE_MARGIN)
        return;
    bv_pdf_page_foot(page);
    cairo_show_page(page->cairo);
    page->number++;
    page->y = BV_PDF_PAGE_MARGIN;
}

/* As it is, or with a dot before it. */
static void write_text(struct bv_pdf_page *page, double size, bool bold,
                       bool dotted, const char *text)
{
    double x = BV_PDF_PAGE_MARGIN + (dotted ? size : 0);
    double width = BV_PDF_PAGE_INNER - (dotted ? size : 0);

    bv_pdf_page_need(page,
                     bv_pdf_page_put(page, text, size, bold, x, width, false));
    if (dotted)
        bv_pdf_page_put(page, "•", size, bold, BV_PDF_PAGE_MARGIN, size, true);
    page->y +=
        bv_pdf_page_put(page, text, size, bold, x, width, true) + size * 0.3;
}

void bv_pdf_page_text(struct bv_pdf_page *page, double size, bool bold,
                      const char *text)
{
    write_text(page, size, bold, false, text);
}

void bv_pdf_page_item(struct bv_pdf_page *page, double size, const char *text)
{
    write_text(page, size, false, true, text);
}

void bv_pdf_page_framed(struct bv_pdf_page *page, double size, const char *word,
                        const char *text)
{
    const double air = 3, small = size * 0.85;
    PangoLayout *layout =
        layout_of(page, word, small, true, BV_PDF_PAGE_INNER / 3);
    PangoRectangle box;
    double x, width;

    pango_layout_get_extents(layout, NULL, &box);
    g_object_unref(layout);
    x = (double)box.width / PANGO_SCALE + 2 * air;
    width = BV_PDF_PAGE_INNER - x - 2 * air;
    bv_pdf_page_need(page,
                     bv_pdf_page_put(page, text, size, false, 0, width, false));
    cairo_set_source_rgb(page->cairo, 0, 0, 0);
    cairo_set_line_width(page->cairo, 0.8);
    cairo_rectangle(page->cairo, BV_PDF_PAGE_MARGIN, page->y, x,
                    (double)box.height / PANGO_SCALE + 2);
    cairo_stroke(page->cairo);
    page->y += 1;
    bv_pdf_page_put(page, word, small, true, BV_PDF_PAGE_MARGIN + air,
                    BV_PDF_PAGE_INNER / 3, true);
    page->y -= 1;
    page->y += bv_pdf_page_put(page, text, size, false,
                               BV_PDF_PAGE_MARGIN + x + 2 * air, width, true) +
               size * 0.3;
}

void bv_pdf_page_title(struct bv_pdf_page *page, const char *title)
{
    page->y += 8;
    bv_pdf_page_need(page, 60); /* no title without what it is of */
    bv_pdf_page_text(page, 13, true, title);
}

void bv_pdf_page_rule(struct bv_pdf_page *page)
{
    cairo_set_source_rgb(page->cairo, 0.8, 0.8, 0.8);
    cairo_set_line_width(page->cairo, 0.5);
    cairo_move_to(page->cairo, BV_PDF_PAGE_MARGIN, page->y);
    cairo_rel_line_to(page->cairo, BV_PDF_PAGE_INNER, 0);
    cairo_stroke(page->cairo);
    page->y += 2;
}
