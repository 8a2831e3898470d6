/*
 * bevel label: a folder of painted masks, a picture a frame.
 */
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "acquisition/picture_list.h"
#include "acquisition/source.h"
#include "commands/label_import.h"
#include "guidance/review/mask_line.h"

enum { read_timeout_ms = 1000 };

struct import {
    const char *folder;
    const struct bv_label_clip *clip;
    struct bv_picture_list masks;
    struct bv_picture_list pictures; /* of a clip that is a folder */
    struct bv_fault *fault;
};

/* A name's length without its ending. */
static size_t stem_size(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot && dot > name ? (size_t)(dot - name) : strlen(name);
}

/* Whether a mask is named as the picture is, "_mask" or not behind it. */
static bool is_mask_of(const char *mask, const char *picture)
{
    size_t size = stem_size(picture), mask_size = stem_size(mask);
    const char *more = mask + size;

    if (mask_size < size || strncmp(mask, picture, size) != 0)
        return false;
    return mask_size == size ||
           (mask_size == size + strlen("_mask") &&
            (*more == '_' || *more == '-') &&
            strncmp(more + 1, "mask", strlen("mask")) == 0);
}

/* The last number in a mask's name. */
static int number_in(const struct import *import, const char *name,
                     uint32_t *frame)
{
    size_t end = stem_size(name), start;
    char digits[16];

    while (end > 0 && !isdigit((unsigned char)name[end - 1]))
        end--;
    for (start = end; start > 0 && isdigit((unsigned char)name[start - 1]);)
        start--;
    while (start + 1 < end && name[start] == '0')
        start++;
    if (start == end || end - start > 9)
        return bv_fault_set(import->fault, -EBADMSG,
                            "%s/%s has no frame's number in its name.",
                            import->folder, name);
    memcpy(digits, name + start, end - start);
    digits[end - start] = '\0';
    *frame = (uint32_t)strtoul(digits, NULL, 10);
    return 0;
}

static int frame_of(const struct import *import, const char *name,
                    uint32_t *frame)
{
    if (import->pictures.count == 0)
        return number_in(import, name, frame);
    for (size_t i = 0; i < import->pictures.count; i++)
        if (is_mask_of(name, import->pictures.names[i])) {
            *frame = (uint32_t)i;
            return 0;
        }
    return bv_fault_set(import->fault, -EBADMSG,
                        "%s/%s is named as no picture of %s is.",
                        import->folder, name, import->clip->path);
}

/* Say what the painted line is. */
static int find_label(const struct import *import, const char *name,
                      const struct bv_frame *mask, const struct bv_px_map *map,
                      struct bv_label *label)
{
    struct bv_px_segment line;
    int error = bv_mask_line_find(mask, &line);

    *label =
        (struct bv_label){.kind = BV_LABEL_NO_NEEDLE, .by = BV_LABEL_IMPORTED};
    if (error == -ENOENT)
        return 0;
    if (error == -EINVAL)
        return bv_fault_set(import->fault, error,
                            "%s/%s shows no line: what is painted is not long "
                            "and thin.",
                            import->folder, name);
    if (error < 0)
        return error;
    label->kind = BV_LABEL_NEEDLE;
    label->tip = BV_TIP_UNKNOWN; /* paint does not say where the tip is */
    label->shaft_px.from = bv_px_map_apply(map, line.from);
    label->shaft_px.to = bv_px_map_apply(map, line.to);
    return 0;
}

/* Sizes as the pictures came, before any turn. */
static bool is_of_size(const struct bv_source_info *info,
                       const struct bv_label_about *about)
{
    const struct bv_px_map *map = &info->to_input;
    double width =
        fabs(map->xx) * info->width_px + fabs(map->xy) * info->height_px;
    double height =
        fabs(map->yx) * info->width_px + fabs(map->yy) * info->height_px;

    return lround(width) == about->width_px &&
           lround(height) == about->height_px;
}

static int read_mask(const struct import *import, const char *name,
                     struct bv_label *label)
{
    const struct bv_label_about *about = &import->clip->about;
    const struct bv_source_info *info;
    struct bv_source *source = NULL;
    struct bv_frame *mask;
    char *path;
    int error =
        asprintf(&path, "%s/%s", import->folder, name) < 0 ? -ENOMEM : 0;

    if (error < 0)
        return error;
    error = bv_source_open(path, NULL, &source, import->fault);
    free(path);
    if (error < 0)
        return error;
    info = bv_source_info(source);
    if (!is_of_size(info, about))
        error = bv_fault_set(
            import->fault, -EBADMSG, "%s/%s is %d x %d px, but %s is %d x %d.",
            import->folder, name, info->width_px, info->height_px,
            import->clip->path, about->width_px, about->height_px);
    if (error == 0)
        error = bv_source_read(source, read_timeout_ms, &mask, import->fault);
    if (error == 0) {
        error = find_label(import, name, mask, &info->to_input, label);
        bv_frame_unref(mask);
    }
    bv_source_close(source);
    return error;
}

static int take_mask(const struct import *import, const char *name,
                     struct bv_labels *labels)
{
    struct bv_label label;
    uint32_t frame = 0;
    int error = frame_of(import, name, &frame);

    if (error < 0)
        return error;
    if (frame >= import->clip->frame_end)
        return bv_fault_set(import->fault, -EBADMSG,
                            "%s/%s is of frame %u, but the last frame of %s is "
                            "%u.",
                            import->folder, name, frame, import->clip->path,
                            import->clip->frame_end - 1);
    if (bv_labels_get(labels, frame).kind != BV_LABEL_OPEN)
        return bv_fault_set(import->fault, -EBADMSG,
                            "%s holds two masks of frame %u.", import->folder,
                            frame);
    error = read_mask(import, name, &label);
    return error < 0 ? error : bv_labels_set(labels, frame, &label);
}

int bv_label_import_masks(const char *folder, const struct bv_label_clip *clip,
                          struct bv_labels *labels, struct bv_fault *fault)
{
    struct import import = {.folder = folder, .clip = clip, .fault = fault};
    struct stat about;
    int error = bv_picture_list_read(folder, &import.masks, fault);

    if (error == 0 && stat(clip->path, &about) == 0 && S_ISDIR(about.st_mode))
        error = bv_picture_list_read(clip->path, &import.pictures, fault);
    for (size_t i = 0; i < import.masks.count && error == 0; i++)
        error = take_mask(&import, import.masks.names[i], labels);
    bv_picture_list_fini(&import.masks);
    bv_picture_list_fini(&import.pictures);
    return error;
}
