/**
 * @file
 * What text files are made of: numbers rounded for people, bytes of a name
 * made plain, mistyped words, whole lines and whole files.
 */
#ifndef BV_CORE_TEXT_H
#define BV_CORE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

/**
 * A number at so many decimals, and never -0.0. What is not finite stays as it
 * is.
 *
 * @param decimals  0 to 9.
 */
double bv_text_round(double value, int decimals);

/**
 * A copy without what is not ASCII: a file's name need not be UTF-8, and JSON
 * must be.
 *
 * @return The caller's to free(), with `?` in place of each other byte; NULL:
 *         no memory.
 */
char *bv_text_plain(const char *bytes) BV_MUST_USE;

/**
 * Put `?` in place of every byte that is not of a UTF-8 character: of a name
 * in another encoding, or of a text that was cut in the middle of one.
 */
void bv_text_make_utf8(char *text);

/**
 * Write a line and its end.
 *
 * @param take_line  From malloc(), freed here; NULL is -ENOMEM.
 * @return 0 or a negative errno.
 */
int bv_text_write_line(FILE *out, char *take_line) BV_MUST_USE;

/** The nearer of @p known and @p nearest (or NULL) to a mistyped @p key; one
 *  that is another word altogether is none. */
const char *bv_text_nearer(const char *key, const char *known,
                           const char *nearest);

/** Write all of it, however often that takes. @return 0 or a negative errno. */
int bv_text_write_all(int fd, const char *bytes, size_t size_bytes) BV_MUST_USE;

/**
 * Read a whole file of text, or as much as shows that it is too large.
 *
 * @param only_files   Pipes and devices are refused.
 * @param most_bytes   One byte more is read where there is more.
 * @param[out] text    The caller's to free(); not ended by a NUL. Written, as
 *                     @p size_bytes, only on success.
 * @return 0 or a negative errno with @p fault said.
 */
int bv_text_read_file(const char *path, bool only_files, size_t most_bytes,
                      char **text, size_t *size_bytes,
                      struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
