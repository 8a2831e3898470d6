/**
 * @file
 * A procedure as a page to read, in lines. Pure: no GTK. Any thread.
 */
#ifndef BV_UI_PROCEDURE_PAGE_H
#define BV_UI_PROCEDURE_PAGE_H

#include <stdbool.h>

#include "core/decls.h"
#include "guidance/procedures.h"

BV_BEGIN_DECLS

/** What the first letter of each line says of how it is set. */
enum bv_page_style {
    BV_PAGE_TITLE = '#',
    BV_PAGE_CAPTION = '=',
    BV_PAGE_SENTENCE = '-',
    BV_PAGE_NUMBER = '+',
    BV_PAGE_FINE = '~', /**< Below a number: what must be known of it. */
};

/**
 * All of the procedure. Each number is followed by a fine line: that it is
 * typical, by whom it was reviewed, and its sources.
 *
 * @param own  It is the site's own file.
 * @return Lines that each begin with their style and end with a line feed; the
 *         caller frees it. NULL: no memory.
 */
char *bv_procedure_page_make(const struct bv_procedure *procedure, bool own);

BV_END_DECLS

#endif
