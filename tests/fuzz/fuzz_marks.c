/*
 * Reads whatever it gets as a file of marks; those that are taken are followed
 * in a small picture.
 */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guidance/landmarks.h"
#include "records/marks_file.h"

static void follow(const struct bv_marks_file *marks)
{
    struct bv_landmarks *landmarks = bv_landmarks_new();
    struct bv_frame *frame = bv_frame_new(96, 64);
    struct bv_scan_area area = {.shape = BV_SCAN_UNKNOWN};
    struct bv_follow_input input = {.frame = frame, .area = &area};
    struct bv_landmark_advice found[BV_LANDMARKS_MOST];

    if (!landmarks || !frame)
        abort();
    for (int i = 0; i < 96 * 64; i++)
        frame->pixels[i / 96 * frame->stride_bytes + i % 96] =
            (uint8_t)(i * i % 251);
    for (int i = 0; i < marks->count; i++)
        if (bv_landmarks_set(landmarks, &marks->mark[i]) < 0)
            abort(); /* what is read may be followed */
    for (int step = 0; step < 3; step++) {
        frame->time_ns = step * 100000000;
        if (bv_landmarks_step(landmarks, &input, found) != marks->count)
            abort();
    }
    bv_frame_unref(frame);
    bv_landmarks_free(landmarks);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bv_marks_file marks;
    struct bv_fault fault = {0};
    char path[64];
    int file = bv_fuzz_file(data, size, path);

    if (bv_marks_file_read(path, &marks, &fault) == 0)
        follow(&marks);
    else if (!fault.error || !*fault.text)
        abort(); /* a fault is always said */
    close(file);
    return 0;
}
