/**
 * @file
 * What is marked in the first picture of a clip, as a file: `--marks FILE`.
 * docs/formats.md says what is in it.
 */
#ifndef BV_RECORDS_MARKS_FILE_H
#define BV_RECORDS_MARKS_FILE_H

#include "core/decls.h"
#include "core/landmark.h"
#include "core/status.h"

BV_BEGIN_DECLS

struct bv_marks_file {
    int count;
    struct bv_landmark mark[BV_LANDMARKS_MOST];
};

/**
 * Read it; every mark may stand beside the others (bv_landmark_check()).
 *
 * @param[out] marks  Written only on success.
 * @return 0 or a negative errno with @p fault said: -EBADMSG where it is not
 *         such a file, -EINVAL where a mark is refused, -ENOTSUP: a newer
 *         bevel's.
 */
int bv_marks_file_read(const char *path, struct bv_marks_file *marks,
                       struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
