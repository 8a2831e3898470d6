/**
 * @file
 * Words on the A4 pages of a PDF, from the top down; a page that is full is
 * followed by the next. Private to src/commands.
 */
#ifndef BV_COMMANDS_PDF_PAGE_H
#define BV_COMMANDS_PDF_PAGE_H

#include <cairo.h>
#include <stdbool.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/* A4, points. */
#define BV_PDF_PAGE_WIDTH 595.0
#define BV_PDF_PAGE_HEIGHT 842.0
#define BV_PDF_PAGE_MARGIN 42.0
#define BV_PDF_PAGE_INNER (BV_PDF_PAGE_WIDTH - 2 * BV_PDF_PAGE_MARGIN)

struct bv_pdf_page {
    cairo_t *cairo; /**< Borrowed. */
    double y;       /**< Where what comes next begins, points from the top. */
    int number;     /**< From 1 up. */
    int count;      /**< Of all; 0: not known yet, and not written. */
};

/** "page 1 of 4" at the foot. Each page that is followed by another has it; the
 *  last one's is the caller's to ask for. */
void bv_pdf_page_foot(struct bv_pdf_page *page);

/** Start a page where there is no room for so much. */
void bv_pdf_page_need(struct bv_pdf_page *page, double height);

/** Words at the page's y and this x, as wide as that; the y stays.
 *  @param draws  False: only measured. @return How high they are. */
double bv_pdf_page_put(struct bv_pdf_page *page, const char *text, double size,
                       bool bold, double x, double width, bool draws);

/** A paragraph. */
void bv_pdf_page_text(struct bv_pdf_page *page, double size, bool bold,
                      const char *text);

/** A paragraph with a dot before it. */
void bv_pdf_page_item(struct bv_pdf_page *page, double size, const char *text);

/** A paragraph beside a word in a frame. */
void bv_pdf_page_framed(struct bv_pdf_page *page, double size, const char *word,
                        const char *text);

/** A heading, never without what it is of below it. */
void bv_pdf_page_title(struct bv_pdf_page *page, const char *title);

/** A thin grey line across, below what is there. */
void bv_pdf_page_rule(struct bv_pdf_page *page);

BV_END_DECLS

#endif
