/**
 * @file
 * The header of a Plus sequence file: MetaImage (.igs.mha, .igs.mhd) or NRRD
 * (.igs.nrrd), with the pictures' times. Every number in it is checked. One
 * thread.
 */
#ifndef BV_ACQUISITION_PLUS_HEADER_H
#define BV_ACQUISITION_PLUS_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/decls.h"
#include "core/frame.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** Most pictures in a file. */
#define BV_PLUS_FRAMES_MAX 1000000

/** What is known of one picture. */
struct bv_plus_moment {
    double time_s; /**< NAN where the file does not say. */
    bool invalid;  /**< The file says that there is no picture. */
};

/** A header. */
struct bv_plus_header {
    int width_px, height_px; /**< As stored, before any turn. */
    int channels;            /**< 1: grey, 3: R, G, B. */
    int64_t frame_count;
    bool compressed;     /**< One zlib or gzip stream. */
    int64_t data_offset; /**< Where the pictures start in their file. */
    char data_file[256]; /**< A name in the same folder; "": this file. */
    double spacing_x_mm, spacing_y_mm; /**< As stored; 0 unknown. */
    /** How the skin comes to the top: rows become columns where the depth
     *  runs along a row; then the depth is turned where it runs backwards. */
    bool transposed, depth_backwards;
    enum bv_side marked_side;       /**< Of the turned picture. */
    struct bv_plus_moment *moments; /**< Owned; the first @c moment_count. */
    size_t moment_count, moment_capacity;
};

/** Whether a file that starts so may be a sequence. */
bool bv_plus_header_is_known(const uint8_t *head, size_t size);

/**
 * Read a header.
 *
 * @param file         At its start; afterwards anywhere.
 * @param path         For sentences.
 * @param[out] header  Written only on success; free with
 *                     bv_plus_header_fini().
 * @return 0 or a negative errno with @p fault said.
 */
int bv_plus_header_read(FILE *file, const char *path,
                        struct bv_plus_header *header,
                        struct bv_fault *fault) BV_MUST_USE;

/** Free what it owns. */
void bv_plus_header_fini(struct bv_plus_header *header);

/** Bytes of one stored picture. */
size_t bv_plus_header_frame_bytes(const struct bv_plus_header *header);

BV_END_DECLS

#endif
