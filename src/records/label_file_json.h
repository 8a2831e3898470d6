/**
 * @file
 * One line of a truth file that a person draws. Private to label_file*.c.
 */
#ifndef BV_RECORDS_LABEL_FILE_JSON_H
#define BV_RECORDS_LABEL_FILE_JSON_H

#include <jansson.h>
#include <stdio.h>

#include "core/decls.h"
#include "records/label_file.h"

BV_BEGIN_DECLS

/** Whose word a line is; of a line that does not say, somebody drew it. */
enum bv_label_by bv_label_json_by(const json_t *line);

/** Write the header of a new file. @return 0 or a negative errno. */
int bv_label_json_write_header(FILE *out,
                               const struct bv_label_about *about) BV_MUST_USE;

/** Write a line as it was read. @return 0 or a negative errno. */
int bv_label_json_write_kept(FILE *out, const char *text) BV_MUST_USE;

/**
 * Write a label.
 *
 * @param time_s  NAN unknown.
 * @param before  The line that it replaces, whose unknown keys are kept; or
 *                NULL.
 * @return 0 or a negative errno.
 */
int bv_label_json_write(FILE *out, const struct bv_label_about *about,
                        uint32_t frame, double time_s,
                        const struct bv_label *label,
                        const char *before) BV_MUST_USE;

BV_END_DECLS

#endif
