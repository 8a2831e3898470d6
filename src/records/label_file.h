/**
 * @file
 * Labels on disk: the truth format (docs/formats.md), as a person draws it.
 *
 * What else a file holds is kept: its header, keys that are not known, and
 * every line whose label did not change, byte for byte.
 *
 * One thread at a time.
 */
#ifndef BV_RECORDS_LABEL_FILE_H
#define BV_RECORDS_LABEL_FILE_H

#include <stdio.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "core/status.h"
#include "records/labels.h"

BV_BEGIN_DECLS

/** What the file says of the clip. */
struct bv_label_about {
    char source[256]; /**< The clip's name, without its folder. */
    int width_px, height_px;
    double frame_rate_hz; /**< 0 unknown. */
    double mm_per_px;     /**< 0 unknown. */
    /** From the picture as it came to square pixels: for lengths. */
    struct bv_px_map from_input;
};

/** What a file held when it was read. Immutable: any thread may read it. */
struct bv_label_file;

/**
 * Read a truth file into labels, which are empty; nothing of it can be undone.
 *
 * @param[out] file  For bv_label_file_write(); written only on success, free
 *                   with bv_label_file_free().
 * @retval 0
 * @retval -EPERM    It is the exact truth of a simulated clip, which nobody
 *                   draws better.
 * @return or as bv_truth_file_load(); always with @p fault said.
 */
int bv_label_file_read(const char *path, struct bv_labels *labels,
                       struct bv_label_file **file,
                       struct bv_fault *fault) BV_MUST_USE;

/** The scale that its header names; 0 unknown. */
double bv_label_file_mm_per_px(const struct bv_label_file *file);

/** NULL is ignored. */
void bv_label_file_free(struct bv_label_file *file);

/**
 * Write all labels of the clip's frames, and of frames beyond it.
 *
 * @param file  What was read; NULL: a new file.
 * @retval 0
 * @retval -ENOMEM
 * @retval -EIO or another error of the stream.
 */
int bv_label_file_write(FILE *out, const struct bv_labels *labels,
                        const struct bv_label_file *file,
                        const struct bv_label_about *about) BV_MUST_USE;

/**
 * Write to PATH.part (0600), make sure that it is on the disk, and give it its
 * name: at any moment there is either the file before or the new one, whole.
 *
 * @return 0 or a negative errno with @p fault said.
 */
int bv_label_file_save(const char *path, const struct bv_labels *labels,
                       const struct bv_label_file *file,
                       const struct bv_label_about *about,
                       struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
