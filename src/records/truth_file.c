#include "records/truth_file.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/search.h"
#include "records/truth_file_reader.h"

static const double position_most_px = 1e5;

int bv_truth_wrong(struct bv_truth_reader *reader, const char *format, ...)
{
    char what[256];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(what, sizeof(what), format, arguments);
    va_end(arguments);
    return bv_fault_set(reader->fault, -EBADMSG, "%s:%lu: %s.", reader->path,
                        reader->line, what);
}

bool bv_truth_is_position(double px)
{
    return isfinite(px) && fabs(px) <= position_most_px;
}

int bv_truth_next_line(struct bv_truth_reader *reader)
{
    size_t length;

    reader->text[BV_TRUTH_LINE_MAX - 2] = '\0';
    if (!fgets(reader->text, BV_TRUTH_LINE_MAX, reader->file)) {
        if (!ferror(reader->file))
            return 0;
        return bv_fault_set(reader->fault, -EIO, "Cannot read %s: %s.",
                            reader->path, bv_error_text(-EIO));
    }
    reader->line++;
    length = strlen(reader->text);
    if (length == 0 || reader->text[length - 1] != '\n')
        return bv_truth_wrong(reader, "the line is cut, too long, or not "
                                      "text");
    reader->text[--length] = '\0';
    if (length > 0 && reader->text[length - 1] == '\r')
        reader->text[length - 1] = '\0';
    return 1;
}

int bv_truth_go_to(struct bv_truth_reader *reader, uint32_t frame)
{
    if (reader->has_frame && frame <= reader->frame)
        return bv_truth_wrong(reader, "frame %u comes after frame %u", frame,
                              reader->frame);
    reader->has_frame = true;
    reader->frame = frame;
    return 0;
}

int bv_truth_append(struct bv_truth_reader *reader,
                    const struct bv_truth_frame *frame)
{
    struct bv_truth_file *truth = reader->truth;

    if (truth->count == BV_TRUTH_FRAMES_MAX)
        return bv_truth_wrong(reader, "there are more than %d frames",
                              BV_TRUTH_FRAMES_MAX);
    if (truth->count == truth->room) {
        size_t room = truth->room ? truth->room * 2 : 256;
        void *grown = reallocarray(truth->frames, room, sizeof(*truth->frames));

        if (!grown)
            return bv_fault_set(reader->fault, -ENOMEM, "Cannot read %s: %s.",
                                reader->path, bv_error_text(-ENOMEM));
        truth->frames = grown;
        truth->room = room;
    }
    truth->frames[truth->count++] = *frame;
    return 0;
}

/* The first line says which format it is. */
static int read_all(struct bv_truth_reader *reader)
{
    int error = bv_truth_next_line(reader);

    if (error < 0)
        return error;
    if (error == 0)
        return bv_fault_set(reader->fault, -EBADMSG, "%s is empty.",
                            reader->path);
    if (reader->text[0] == '{')
        return bv_truth_read_json(reader);
    return bv_truth_read_labels(reader);
}

int bv_truth_file_load(const char *path, const char *image,
                       struct bv_truth_file **truth, struct bv_fault *fault)
{
    struct bv_truth_reader reader = {
        .path = path, .image = image, .fault = fault};
    int error = -ENOMEM;

    reader.file = fopen(path, "rb");
    if (!reader.file)
        return bv_fault_set(fault, -errno, "Cannot open %s: %s.", path,
                            bv_error_text(-errno));
    reader.text = malloc(BV_TRUTH_LINE_MAX);
    reader.truth = calloc(1, sizeof(*reader.truth));
    if (reader.text && reader.truth)
        error = read_all(&reader);
    fclose(reader.file);
    free(reader.text);
    if (error < 0) {
        bv_truth_file_free(reader.truth);
        return bv_fault_set(fault, error, "Cannot read %s: %s.", path,
                            bv_error_text(error));
    }
    *truth = reader.truth;
    return 0;
}

void bv_truth_file_free(struct bv_truth_file *truth)
{
    if (!truth)
        return;
    free(truth->frames);
    free(truth);
}

static int64_t frame_of(const void *one)
{
    return ((const struct bv_truth_frame *)one)->frame;
}

const struct bv_truth_frame *bv_truth_file_at(const struct bv_truth_file *truth,
                                              uint32_t frame)
{
    size_t at = bv_search_first(truth->frames, truth->count,
                                sizeof(*truth->frames), frame, frame_of);

    return at < truth->count && truth->frames[at].frame == frame
               ? &truth->frames[at]
               : NULL;
}
