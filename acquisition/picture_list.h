/**
 * @file
 * The pictures of a folder, in the natural order of their names (2 before 10):
 * the order in which a folder plays.
 */
#ifndef BV_ACQUISITION_PICTURE_LIST_H
#define BV_ACQUISITION_PICTURE_LIST_H

#include <stddef.h>

#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** Zero-initialise. */
struct bv_picture_list {
    size_t count;
    char **names; /**< Without their folder; the list's. */
};

/**
 * Find all files of a folder that start as a picture does; hidden ones and
 * folders below are left out.
 *
 * @param[out] list  Free with bv_picture_list_fini(), also on failure.
 * @retval 0
 * @retval -ENOENT   There is none.
 * @return or another negative errno; @p fault is said unless it is -ENOMEM.
 */
int bv_picture_list_read(const char *folder, struct bv_picture_list *list,
                         struct bv_fault *fault) BV_MUST_USE;

void bv_picture_list_fini(struct bv_picture_list *list);

BV_END_DECLS

#endif
