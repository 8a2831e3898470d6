/**
 * @file
 * What the two readers of truth share. Private to truth_file*.c.
 */
#ifndef BV_RECORDS_TRUTH_FILE_READER_H
#define BV_RECORDS_TRUTH_FILE_READER_H

#include <stdio.h>

#include "core/decls.h"
#include "core/status.h"
#include "records/truth_file.h"

BV_BEGIN_DECLS

/** A text file being read line by line. */
struct bv_truth_reader {
    const char *path;
    FILE *file;
    unsigned long line; /**< Its number, from 1. */
    char *text;         /**< BV_TRUTH_LINE_MAX bytes; without its newline. */
    struct bv_truth_file *truth;
    bool has_frame;    /**< A frame was read, labelled or not: ... */
    uint32_t frame;    /**< ... the last one's number. */
    const char *image; /**< As of bv_truth_file_load(). */
    struct bv_fault *fault;
};

/**
 * Read the next line into @c text.
 * @retval 1  There was one.
 * @retval 0  The file is over.
 * @return or a negative errno with the fault said.
 */
int bv_truth_next_line(struct bv_truth_reader *reader) BV_MUST_USE;

/** Say what is wrong with the line. @return -EBADMSG. */
int bv_truth_wrong(struct bv_truth_reader *reader, const char *format, ...)
    BV_PRINTF(2, 3);

/** A position that a picture can have. */
bool bv_truth_is_position(double px);

/** Go on to a frame; its number must be above the last one's. */
int bv_truth_go_to(struct bv_truth_reader *reader, uint32_t frame) BV_MUST_USE;

/** Append a frame that was gone to. */
int bv_truth_append(struct bv_truth_reader *reader,
                    const struct bv_truth_frame *frame) BV_MUST_USE;

/** Read all lines; the first one is in @c text. */
int bv_truth_read_json(struct bv_truth_reader *reader) BV_MUST_USE;
int bv_truth_read_labels(struct bv_truth_reader *reader) BV_MUST_USE;

BV_END_DECLS

#endif
