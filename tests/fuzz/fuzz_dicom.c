/*
 * Opens whatever it gets as DICOM, and reads some pictures of it.
 */
#include "fuzz/fuzz.h"

#include <unistd.h>

#include "acquisition/drivers.h"

enum { most_frames = 4 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    int file = bv_fuzz_file(data, size, path);
    struct bv_fault fault = {0};
    struct bv_source *source;

    if (bv_source_open_with(&bv_dicom_driver, path, NULL, &source, &fault) ==
        0) {
        struct bv_frame *frame;

        for (int i = 0;
             i < most_frames && bv_source_read(source, 0, &frame, &fault) == 0;
             i++)
            bv_frame_unref(frame);
        bv_source_close(source);
    }
    close(file);
    return 0;
}
