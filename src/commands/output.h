/**
 * @file
 * Files that commands write: never the source itself, and never half a file
 * under the name of a whole one.
 */
#ifndef BV_COMMANDS_OUTPUT_H
#define BV_COMMANDS_OUTPUT_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

/**
 * Whether @p path may be written while @p source is read.
 *
 * @param source  As typed; need not be a file.
 * @retval 0
 * @retval -EEXIST  They are the same file or folder; @p fault said.
 */
int bv_output_check(const char *path, const char *source,
                    struct bv_fault *fault) BV_MUST_USE;

/**
 * Whether a video may be written there, by a command with -o and --overwrite:
 * nothing recorded is lost by a slip.
 *
 * @param overwrite  The user said so.
 * @retval 0
 * @retval -EEXIST  A file is there; @p fault said.
 */
int bv_output_check_new(const char *path, bool overwrite,
                        struct bv_fault *fault) BV_MUST_USE;

/**
 * The same of a command that writes over nothing.
 *
 * @param option  After which the name is given, such as "--clip".
 */
int bv_output_check_free(const char *path, const char *option,
                         struct bv_fault *fault) BV_MUST_USE;

/** Whether the path's name ends so, and has something before it. */
bool bv_output_ends_with(const char *path, const char *end);

/**
 * Whether a recording can be made there: a new or regular file called
 * NAME.mkv, or something that is no regular file (a device, a pipe).
 */
bool bv_output_is_video(const char *path);

/**
 * A file that gets its name only when it is whole. It is kept in memory until
 * then: not for videos.
 */
struct bv_output {
    FILE *file;       /**< To write to. */
    const char *path; /**< Borrowed. */
    /* private */
    char part[PATH_MAX]; /**< Empty for what is no regular file. */
    int fd;
    char *bytes;
    size_t size_bytes;
};

/**
 * Create PATH.part (0600); a device or pipe is opened as it is.
 *
 * @param path  Must outlive the output.
 * @return 0 or a negative errno with @p fault said.
 */
int bv_output_open(struct bv_output *output, const char *path,
                   struct bv_fault *fault) BV_MUST_USE;

/**
 * Close it, and give it its name, replacing what had it. With @p error < 0,
 * or where the last bytes cannot be written, take it away again. Does nothing
 * where it was never opened.
 *
 * @param error  What writing it came to.
 * @return 0 or a negative errno with @p fault said.
 */
int bv_output_close(struct bv_output *output, int error,
                    struct bv_fault *fault);

/**
 * Add to a fault what of the output is there all the same: "...; out.mkv holds
 * the 9 pictures before that." Says the errno's words where none was said.
 */
void bv_output_say_kept(const char *path, uint64_t count, int error,
                        struct bv_fault *fault);

/** The same of a contact sheet: "...; sheet.png shows what came before." */
void bv_output_say_shown(const char *path, int error, struct bv_fault *fault);

BV_END_DECLS

#endif
