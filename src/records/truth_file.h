/**
 * @file
 * Reads what is truly in a clip: `NAME.truth.jsonl` (docs/formats.md), and the
 * `labels.csv` that lies beside labelled real frames.
 *
 * Both come from outside: every size and number is checked, keys and columns
 * that are not known are ignored, and a file that is cut or hostile gives one
 * sentence with the line in it.
 *
 * One thread at a time.
 */
#ifndef BV_RECORDS_TRUTH_FILE_H
#define BV_RECORDS_TRUTH_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/status.h"
#include "guidance/review/score.h"

BV_BEGIN_DECLS

/** The version of the format that this reads. */
#define BV_TRUTH_VERSION 1

/** The most labelled frames, and the longest line, that are read. */
#define BV_TRUTH_FRAMES_MAX 1000000
#define BV_TRUTH_LINE_MAX 65536

/** The truth of one clip. */
struct bv_truth_file {
    char scene[96]; /**< Its scene, "" where it was not simulated. */
    bool simulated;
    enum bv_score_probe probe;
    size_t count; /**< Labelled frames, in ascending order of number. */
    size_t room;  /**< Private. */
    struct bv_truth_frame *frames;
};

/**
 * Read a truth file or a labels file: which one its first line says.
 *
 * @param image       Of a labels file with an `image` column: take this
 *                    picture's row alone, as frame 0. NULL: an error there.
 * @param[out] truth  Written only on success; free with bv_truth_file_free().
 * @retval 0
 * @retval -ENOENT    No such file, or the picture is not in it.
 * @retval -EBADMSG   Cut, damaged or of another format; @p fault names the
 *                    line.
 * @retval -ENOTSUP   A later version.
 * @return or another negative errno; always with @p fault said.
 */
int bv_truth_file_load(const char *path, const char *image,
                       struct bv_truth_file **truth,
                       struct bv_fault *fault) BV_MUST_USE;

/** NULL is ignored. */
void bv_truth_file_free(struct bv_truth_file *truth);

/** What is known of a frame, or NULL: not labelled. */
const struct bv_truth_frame *bv_truth_file_at(const struct bv_truth_file *truth,
                                              uint32_t frame);

/**
 * The truth file's name beside a clip, whether it is there or not:
 * `NAME.truth.jsonl`.
 *
 * @param[out] path  Written only on 0.
 * @retval -ENAMETOOLONG
 */
int bv_truth_file_name(const char *clip, char *path,
                       size_t path_size) BV_MUST_USE;

/** How sure it is that a truth is the clip's. */
enum bv_truth_found {
    BV_TRUTH_NAMED, /**< It is named after the clip, or names the picture. */
    BV_TRUTH_BESIDE /**< A list by frame that lies in the clip's folder. */
};

/**
 * Find the truth that lies beside a clip: `NAME.truth.jsonl`,
 * `NAME.labels.csv`, else `labels.csv` in the same folder.
 *
 * @param[out] path   The file's path; written on 0 and -ENOTUNIQ.
 * @param[out] found  Written only on 0.
 * @retval -ENOENT    There is none.
 * @retval -ENOTUNIQ  A list by frame that lies beside several clips.
 * @retval -ENAMETOOLONG
 */
int bv_truth_file_find(const char *clip, char *path, size_t path_size,
                       enum bv_truth_found *found) BV_MUST_USE;

BV_END_DECLS

#endif
