/*
 * Opens whatever it gets as a scene of the simulated probe, and makes its
 * first pictures.
 */
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <unistd.h>

#include "acquisition/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64], name[80];
    int file = bv_fuzz_file(data, size, path);
    struct bv_source_options options = {.has_seed = true, .seed = 1};
    struct bv_fault fault = {0};
    struct bv_source *source;
    struct bv_frame *frame;

    snprintf(name, sizeof(name), "sim:%s", path);
    if (bv_source_open(name, &options, &source, &fault) == 0) {
        if (bv_source_read(source, 0, &frame, &fault) == 0)
            bv_frame_unref(frame);
        bv_source_close(source);
    }
    close(file);
    return 0;
}
