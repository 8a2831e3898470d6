#include "commands/label_import.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "acquisition/picture_list.h"
#include "records/truth_file.h"

static bool is_folder(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static bool is_inside(struct bv_px px, const struct bv_label_about *about)
{
    return px.x >= -0.5 && px.y >= -0.5 && px.x <= about->width_px - 0.5 &&
           px.y <= about->height_px - 0.5;
}

static int check(const char *from, const struct bv_label_clip *clip,
                 uint32_t frame, const struct bv_label *label,
                 struct bv_fault *fault)
{
    const struct bv_label_about *about = &clip->about;

    if (frame >= clip->frame_end)
        return bv_fault_set(fault, -EBADMSG,
                            "%s speaks of frame %u, but the last frame of %s "
                            "is %u.",
                            from, frame, clip->path, clip->frame_end - 1);
    if ((label->kind == BV_LABEL_NEEDLE || label->kind == BV_LABEL_CROSSING) &&
        (!is_inside(label->shaft_px.from, about) ||
         !is_inside(label->shaft_px.to, about)))
        return bv_fault_set(fault, -EBADMSG,
                            "%s: in frame %u the needle leaves the picture, "
                            "which is %d x %d px.",
                            from, frame, about->width_px, about->height_px);
    return 0;
}

static int take(const char *from, const struct bv_label_clip *clip,
                uint32_t frame, const struct bv_truth_frame *truth,
                struct bv_labels *labels, struct bv_fault *fault)
{
    struct bv_label label = bv_label_of_truth(truth, BV_LABEL_IMPORTED);
    int error = check(from, clip, frame, &label, fault);

    return error < 0 ? error : bv_labels_set(labels, frame, &label);
}

/* A list of labels by frame, or a truth file. */
static int import_file(const char *from, const struct bv_label_clip *clip,
                       struct bv_labels *labels, struct bv_fault *fault)
{
    const char *slash = strrchr(clip->path, '/');
    struct bv_truth_file *truth;
    int error =
        bv_truth_file_load(from, slash ? slash + 1 : clip->path, &truth, fault);

    if (error < 0)
        return error;
    for (size_t i = 0; i < truth->count && error == 0; i++)
        error = take(from, clip, truth->frames[i].frame, &truth->frames[i],
                     labels, fault);
    bv_truth_file_free(truth);
    return error;
}

/* One picture's row; that the list does not name it is no error. */
static int import_picture(const char *from, const struct bv_label_clip *clip,
                          const char *name, uint32_t frame,
                          struct bv_labels *labels, struct bv_fault *fault)
{
    struct bv_truth_file *truth;
    struct bv_fault said = {0};
    int error = bv_truth_file_load(from, name, &truth, &said);

    if (error == -ENOENT)
        return 0;
    if (error < 0)
        return bv_fault_set(fault, error, "%s", said.text);
    error = take(from, clip, frame, &truth->frames[0], labels, fault);
    bv_truth_file_free(truth);
    return error;
}

/* A list of labels by picture, for a folder of them. */
static int import_pictures(const char *from, const struct bv_label_clip *clip,
                           struct bv_labels *labels, struct bv_fault *fault)
{
    struct bv_picture_list list = {0};
    int error = bv_picture_list_read(clip->path, &list, fault);

    for (size_t i = 0; i < list.count && error == 0; i++)
        error = import_picture(from, clip, list.names[i], (uint32_t)i, labels,
                               fault);
    bv_picture_list_fini(&list);
    if (error == 0 && bv_labels_end(labels) == 0)
        error = bv_fault_set(fault, -ENOENT, "%s names no picture of %s.", from,
                             clip->path);
    return error;
}

/* Whether the list's first line has a column of this name. */
static bool has_column(const char *path, const char *name)
{
    char line[4096], *rest = line, *cell;
    FILE *file = fopen(path, "r");
    bool has = false;

    if (!file)
        return false;
    if (fgets(line, sizeof(line), file))
        while ((cell = strsep(&rest, ",\r\n")))
            has |= strcmp(cell, name) == 0;
    fclose(file);
    return has;
}

int bv_label_import(const char *from, const struct bv_label_clip *clip,
                    struct bv_labels *labels, struct bv_fault *fault)
{
    int error;

    if (is_folder(from))
        error = bv_label_import_masks(from, clip, labels, fault);
    else if (is_folder(clip->path) && has_column(from, "image"))
        error = import_pictures(from, clip, labels, fault);
    else
        error = import_file(from, clip, labels, fault);
    if (error < 0)
        bv_fault_set(fault, error, "Cannot read %s: %s.", from,
                     bv_error_text(error));
    return error;
}
