#include "records/label_file.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/search.h"
#include "records/label_file_json.h"
#include "records/truth_file.h"
#include "records/truth_file_reader.h"

/* A line as it was read, and the label that it gave. */
struct kept_line {
    uint32_t frame;
    struct bv_label label;
    char *text;
};

struct bv_label_file {
    char *header;
    size_t count, room;
    struct kept_line *lines; /* frames ascend */
};

void bv_label_file_free(struct bv_label_file *file)
{
    if (!file)
        return;
    for (size_t i = 0; i < file->count; i++)
        free(file->lines[i].text);
    free(file->lines);
    free(file->header);
    free(file);
}

static int keep_line(struct bv_label_file *file, uint32_t frame,
                     const struct bv_label *label, const char *text)
{
    if (file->count == file->room) {
        size_t room = file->room ? file->room * 2 : 256;
        void *grown = reallocarray(file->lines, room, sizeof(*file->lines));

        if (!grown)
            return -ENOMEM;
        file->lines = grown;
        file->room = room;
    }
    file->lines[file->count] = (struct kept_line){frame, *label, strdup(text)};
    if (!file->lines[file->count].text)
        return -ENOMEM;
    file->count++;
    return 0;
}

/* A line that was found good before: now with whose word it is. */
static int take_line(struct bv_truth_reader *reader,
                     const struct bv_truth_file *truth,
                     struct bv_labels *labels, struct bv_label_file *file)
{
    json_t *line = json_loads(reader->text, 0, NULL);
    json_int_t number = json_integer_value(json_object_get(line, "frame"));
    enum bv_label_by by = bv_label_json_by(line);
    const struct bv_truth_frame *frame;
    struct bv_label label = {.kind = BV_LABEL_UNSURE, .by = by};
    int error;

    json_decref(line);
    if (number < 0 || number >= BV_LABELS_FRAMES_MAX)
        return bv_truth_wrong(reader, "labels go to frame %d",
                              BV_LABELS_FRAMES_MAX - 1);
    frame = bv_truth_file_at(truth, (uint32_t)number);
    if (frame)
        label = bv_label_of_truth(frame, by);
    error = bv_labels_set(labels, (uint32_t)number, &label);
    return error < 0 ? error
                     : keep_line(file, (uint32_t)number, &label, reader->text);
}

static int take_lines(struct bv_truth_reader *reader,
                      const struct bv_truth_file *truth,
                      struct bv_labels *labels, struct bv_label_file *file)
{
    int error = bv_truth_next_line(reader);

    if (error < 0)
        return error;
    file->header = strdup(reader->text);
    if (!file->header)
        return -ENOMEM;
    while ((error = bv_truth_next_line(reader)) > 0) {
        error = take_line(reader, truth, labels, file);
        if (error < 0)
            return error;
    }
    return error;
}

static int check_kind(const char *path, const struct bv_truth_file *truth,
                      int first, struct bv_fault *fault)
{
    if (first != '{')
        return bv_fault_set(fault, -EBADMSG,
                            "%s is a list of labels, not a truth file; "
                            "--import reads it.",
                            path);
    if (truth->simulated)
        return bv_fault_set(fault, -EPERM,
                            "%s is the exact truth of a simulated clip; give "
                            "your own labels another name with -o.",
                            path);
    return 0;
}

int bv_label_file_read(const char *path, struct bv_labels *labels,
                       struct bv_label_file **file, struct bv_fault *fault)
{
    struct bv_truth_reader reader = {.path = path, .fault = fault};
    struct bv_label_file *read = calloc(1, sizeof(*read));
    struct bv_truth_file *truth = NULL;
    int error = read ? bv_truth_file_load(path, NULL, &truth, fault) : -ENOMEM;

    if (error == 0) {
        reader.text = malloc(BV_TRUTH_LINE_MAX);
        reader.file = fopen(path, "rb");
        error = !reader.text ? -ENOMEM : !reader.file ? -errno : 0;
    }
    if (error == 0) {
        int first = getc(reader.file);

        ungetc(first, reader.file);
        error = check_kind(path, truth, first, fault);
    }
    if (error == 0)
        error = take_lines(&reader, truth, labels, read);
    if (reader.file)
        fclose(reader.file);
    free(reader.text);
    bv_truth_file_free(truth);
    bv_labels_forget_steps(labels);
    if (error < 0) {
        bv_label_file_free(read);
        return bv_fault_set(fault, error, "Cannot read %s: %s.", path,
                            bv_error_text(error));
    }
    *file = read;
    return 0;
}

double bv_label_file_mm_per_px(const struct bv_label_file *file)
{
    json_t *header = json_loads(file->header, 0, NULL);
    double scale = json_number_value(json_object_get(header, "mm_per_px"));

    json_decref(header);
    return scale > 0 && scale < 1e3 ? scale : 0;
}

static int64_t frame_of(const void *one)
{
    return ((const struct kept_line *)one)->frame;
}

static const struct kept_line *find_line(const struct bv_label_file *file,
                                         uint32_t frame)
{
    size_t count = file ? file->count : 0;
    size_t at = count ? bv_search_first(file->lines, count,
                                        sizeof(*file->lines), frame, frame_of)
                      : 0;

    return at < count && file->lines[at].frame == frame ? &file->lines[at]
                                                        : NULL;
}

int bv_label_file_write(FILE *out, const struct bv_labels *labels,
                        const struct bv_label_file *file,
                        const struct bv_label_about *about)
{
    int error = file ? bv_label_json_write_kept(out, file->header)
                     : bv_label_json_write_header(out, about);

    for (uint32_t i = 0; i < bv_labels_end(labels) && error == 0; i++) {
        const struct kept_line *line = find_line(file, i);
        struct bv_label label = bv_labels_get(labels, i);

        if (label.kind == BV_LABEL_OPEN)
            continue;
        if (line && bv_label_equal(&line->label, &label))
            error = bv_label_json_write_kept(out, line->text);
        else
            error =
                bv_label_json_write(out, about, i, bv_labels_time_s(labels, i),
                                    &label, line ? line->text : NULL);
    }
    return error;
}

static int write_part(const char *part, const struct bv_labels *labels,
                      const struct bv_label_file *file,
                      const struct bv_label_about *about)
{
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600), error;
    FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;

    if (!out) {
        error = -errno;
        if (fd >= 0)
            close(fd);
        return error;
    }
    error = bv_label_file_write(out, labels, file, about);
    if (fflush(out) != 0 && error == 0)
        error = -errno;
    if (error == 0 && fsync(fd) < 0 && errno != EINVAL)
        error = -errno;
    if (fclose(out) != 0 && error == 0)
        error = -errno;
    return error;
}

int bv_label_file_save(const char *path, const struct bv_labels *labels,
                       const struct bv_label_file *file,
                       const struct bv_label_about *about,
                       struct bv_fault *fault)
{
    char part[PATH_MAX];
    int error = 0;

    if (snprintf(part, sizeof(part), "%s.part", path) >= (int)sizeof(part))
        error = -ENAMETOOLONG;
    if (error == 0) {
        error = write_part(part, labels, file, about);
        if (error == 0 && rename(part, path) < 0)
            error = -errno;
        if (error < 0)
            unlink(part);
    }
    return error < 0 ? bv_fault_set(fault, error, "Cannot write %s: %s.", path,
                                    bv_error_text(error))
                     : 0;
}
