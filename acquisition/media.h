/**
 * @file
 * What the drivers share that decode with FFmpeg's libav: its error codes,
 * its log, and a file that it may read, which opens nothing else.
 */
#ifndef BV_ACQUISITION_MEDIA_H
#define BV_ACQUISITION_MEDIA_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/status.h"

struct AVCodec;
struct AVCodecContext;
struct AVFormatContext;
struct AVIOContext;

BV_BEGIN_DECLS

/** A libav result as 0 or a negative errno: -EBADMSG for bad data, -ENODATA
 *  for the end. */
int bv_media_errno(int av_error);

/** Send libav's messages to bv_log() at debug level. Any thread, any time. */
void bv_media_route_log(void);

/**
 * A decoder of one thread, not yet opened, that refuses pictures over bevel's
 * limit before it allocates them.
 *
 * @param[in,out] complaints  Counts up when the decoder reports an error that
 *                            it then hides; must outlive the decoder.
 * @return NULL: no memory. Free with avcodec_free_context().
 */
struct AVCodecContext *bv_media_decoder_new(const struct AVCodec *codec,
                                            int *complaints);

/** A file that is being read. Zero-initialise. */
struct bv_media_file {
    char *path; /**< Owned, as are the two below. */
    int fd;
    struct AVIOContext *io;
    int64_t size_bytes; /**< When it was opened. */
    int64_t at_bytes;   /**< Where the next read starts. */
    bool linked;        /**< It had a name when it was opened. */
};

/** Open a regular file. @return 0 or a negative errno with @p fault said. */
int bv_media_file_open(struct bv_media_file *file, const char *path,
                       struct bv_fault *fault) BV_MUST_USE;

/**
 * Whether the file is still there, whole.
 *
 * @retval 0
 * @retval -ENODEV  It was deleted or became shorter; @p fault says which.
 */
int bv_media_file_check(const struct bv_media_file *file,
                        struct bv_fault *fault) BV_MUST_USE;

/** Whether the container names bytes behind the file's end. */
bool bv_media_file_is_cut(const struct bv_media_file *file,
                          struct AVFormatContext *format);

/** Undo open. */
void bv_media_file_close(struct bv_media_file *file);

BV_END_DECLS

#endif
