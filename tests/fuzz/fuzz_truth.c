/*
 * Reads whatever it gets as truth: as a truth file, a list by frame or by
 * picture; and as labels to go on with, which are changed and written again.
 */
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "records/label_file.h"
#include "records/truth_file.h"

static void load(const char *path, const char *image)
{
    struct bv_truth_file *truth;
    struct bv_fault fault = {0};

    if (bv_truth_file_load(path, image, &truth, &fault) < 0) {
        if (!fault.error || !*fault.text)
            abort(); /* a fault is always said */
        return;
    }
    for (size_t i = 0; i < truth->count; i++)
        if (bv_truth_file_at(truth, truth->frames[i].frame) !=
            &truth->frames[i])
            abort(); /* frames ascend */
    bv_truth_file_free(truth);
}

/* What is written must be read again, and say the same. */
static void check_again(const struct bv_labels *labels,
                        const struct bv_label_file *file)
{
    static const struct bv_label_about about = {
        .source = "clip",
        .width_px = 640,
        .height_px = 480,
        .from_input = {.xx = 1, .yy = 1}};
    struct bv_labels *again = bv_labels_new();
    struct bv_label_file *read = NULL;
    struct bv_fault fault = {0};
    char *text = NULL, path[64];
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    int fd;

    if (!again || !out || bv_label_file_write(out, labels, file, &about) < 0 ||
        fclose(out) != 0)
        abort();
    fd = bv_fuzz_file((const uint8_t *)text, size, path);
    if (bv_label_file_read(path, again, &read, &fault) < 0)
        abort();
    for (uint32_t i = 0; i < bv_labels_end(labels); i++)
        if (bv_labels_get(labels, i).kind != bv_labels_get(again, i).kind)
            abort();
    close(fd);
    free(text);
    bv_label_file_free(read);
    bv_labels_free(again);
}

static void label(const char *path)
{
    const struct bv_label needle = {.kind = BV_LABEL_NEEDLE,
                                    .shaft_px = {{10, 20}, {200, 90}},
                                    .tip = BV_TIP_VISIBLE};
    struct bv_labels *labels = bv_labels_new();
    struct bv_label_file *file = NULL;
    uint32_t frame;

    if (labels && bv_label_file_read(path, labels, &file, NULL) == 0 &&
        bv_labels_end(labels) < 4096) {
        struct bv_labels_counts counts = bv_labels_count(labels);

        check_again(labels, file);
        if (bv_labels_seek(labels, 0, true, BV_LABELS_KEY, &frame) ||
            counts.frames == 0)
            frame = 1;
        if (bv_labels_set(labels, frame, &needle) < 0 ||
            bv_labels_accept(labels, frame + 1, true) < 0)
            abort();
        check_again(labels, file);
    }
    bv_label_file_free(file);
    bv_labels_free(labels);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    int file = bv_fuzz_file(data, size, path);

    load(path, NULL);
    load(path, "30.png");
    label(path);
    close(file);
    return 0;
}
