/**
 * @file
 * `bevel label`: labels that were made elsewhere, from a table or from painted
 * masks.
 */
#ifndef BV_COMMANDS_LABEL_IMPORT_H
#define BV_COMMANDS_LABEL_IMPORT_H

#include <stdint.h>

#include "core/decls.h"
#include "core/status.h"
#include "records/label_file.h"
#include "records/labels.h"

BV_BEGIN_DECLS

/** The clip that the labels are for. */
struct bv_label_clip {
    const char *path; /**< As typed. */
    struct bv_label_about about;
    uint32_t frame_end; /**< The last frame's number, plus 1. */
};

/**
 * Read labels (docs/formats.md): a list (`labels.csv`), another truth file, or
 * a folder of masks. Every label is checked against the clip.
 *
 * @param labels  Empty; they are added in one step.
 * @return 0 or a negative errno with @p fault said.
 */
int bv_label_import(const char *from, const struct bv_label_clip *clip,
                    struct bv_labels *labels,
                    struct bv_fault *fault) BV_MUST_USE;

/** The same of a folder of masks. */
int bv_label_import_masks(const char *folder, const struct bv_label_clip *clip,
                          struct bv_labels *labels,
                          struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
