/*
 * Reads whatever it gets as a recording that is to be repaired.
 */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <unistd.h>

#include "acquisition/repair_file.h"
#include "core/log.h"

enum { most_pictures = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    int fd = bv_fuzz_file(data, size, path);
    struct bv_repair_file *file;
    struct bv_repair_picture picture;

    bv_log_set_level(BV_LOG_ERROR); /* it must not print */
    if (bv_repair_file_open(path, &file, NULL) == 0) {
        if (bv_repair_file_track(file).interval_ns <= 0)
            abort();
        for (int i = 0; i < most_pictures &&
                        bv_repair_file_next(file, &picture, NULL) == 0;
             i++)
            if (bv_repair_file_tail_bytes(file, picture.end) < 0 ||
                picture.end > (int64_t)size)
                abort();
        (void)bv_repair_file_is_finished(file);
        (void)bv_repair_file_is_cut(file);
        bv_repair_file_close(file);
    }
    close(fd);
    return 0;
}
