/*
 * A folder of pictures, played as a sequence in the natural order of their
 * names (2 before 10).
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libavutil/frame.h>

#include "acquisition/convert.h"
#include "acquisition/drivers.h"
#include "acquisition/picture_list.h"
#include "acquisition/still.h"
#include "core/clock.h"

enum { sure = 50 };

/* Pictures have no time of their own. */
static const double rate_hz = 30;

struct folder {
    char *path;
    struct bv_picture_list list;
    size_t next;
    AVFrame *picture;
    bool picture_ready; /* decoded, and no frame was free for it */
    struct bv_convert *convert;
    double mm_per_px;
};

static int probe(const char *path, bool is_folder, const uint8_t *head,
                 size_t head_size)
{
    (void)path;
    (void)head;
    (void)head_size;
    return is_folder ? sure : 0;
}

static int decode(struct folder *folder, struct bv_fault *fault)
{
    const char *name = folder->list.names[folder->next];
    size_t size = strlen(folder->path) + strlen(name) + 2;
    char *path = malloc(size);
    const AVFrame *picture = folder->picture;
    struct bv_fault said = {0};
    int error;

    if (!path)
        return -ENOMEM;
    snprintf(path, size, "%s/%s", folder->path, name);
    av_frame_unref(folder->picture);
    error = bv_still_decode(path, folder->picture, &said);
    if (error == -ENOENT && folder->next > 0)
        error = bv_fault_set(fault, -ENODEV, "%s was deleted while it played.",
                             path);
    else if (error < 0)
        bv_fault_set(fault, error, "%s", said.text);
    if (error == 0 && folder->convert &&
        !bv_convert_takes(folder->convert, picture))
        error = bv_fault_set(fault, -EBADMSG,
                             "%s is %d x %d px, unlike the pictures before "
                             "it; keep each size in a folder of its own, or "
                             "open the pictures one by one.",
                             path, picture->width, picture->height);
    free(path);
    return error;
}

static int open_converter(struct folder *folder, struct bv_fault *fault)
{
    const AVFrame *picture = folder->picture;
    AVRational aspect = picture->sample_aspect_ratio;
    struct bv_convert_options options = {
        .name = folder->path,
        .full_range = true,
        .pixel_aspect = aspect.num > 0 && aspect.den > 0 ? av_q2d(aspect) : 0,
    };

    return bv_convert_new(&options, picture->width, picture->height,
                          &folder->convert, fault);
}

static void folder_close(void *self)
{
    struct folder *folder = self;

    bv_picture_list_fini(&folder->list);
    free(folder->path);
    av_frame_free(&folder->picture);
    bv_convert_free(folder->convert);
}

/* The folder's own name, without the slashes after it. */
static void fill_title(char *title, size_t size, const char *path)
{
    size_t end = strlen(path), start;

    while (end > 1 && path[end - 1] == '/')
        end--;
    start = end;
    while (start > 0 && path[start - 1] != '/')
        start--;
    snprintf(title, size, "%.*s", (int)(end - start), path + start);
}

static int folder_open(void *self, const char *name,
                       const struct bv_source_options *options,
                       struct bv_source_info *info, struct bv_fault *fault)
{
    struct folder *folder = self;
    int error;

    folder->path = strdup(name);
    folder->picture = av_frame_alloc();
    folder->mm_per_px = options->mm_per_px;
    error = folder->path && folder->picture
                ? bv_picture_list_read(name, &folder->list, fault)
                : -ENOMEM;
    if (error == 0)
        error = decode(folder, fault);
    if (error == 0)
        error = open_converter(folder, fault);
    if (error < 0) {
        folder_close(folder);
        return error;
    }
    folder->picture_ready = true;
    fill_title(info->title, sizeof(info->title), name);
    info->width_px = bv_convert_width_px(folder->convert);
    info->height_px = bv_convert_height_px(folder->convert);
    info->to_input = bv_convert_to_input(folder->convert);
    info->frame_rate_hz = rate_hz;
    info->frame_count = (int64_t)folder->list.count;
    return 0;
}

static int folder_read(void *self, int timeout_ms, struct bv_frame **frame,
                       struct bv_fault *fault)
{
    struct folder *folder = self;
    int error;

    if (folder->next == folder->list.count)
        return -ENODATA;
    if (!folder->picture_ready) {
        error = decode(folder, fault);
        if (error < 0)
            return error;
        folder->picture_ready = true;
    }
    error = bv_convert_wait(folder->convert, folder->picture, timeout_ms, frame,
                            fault);
    if (error < 0)
        return error;
    (*frame)->time_ns = bv_s_to_ns((double)folder->next / rate_hz);
    (*frame)->arrived_ns = bv_clock_now_ns();
    (*frame)->sequence = (uint32_t)folder->next++;
    (*frame)->mm_per_px = folder->mm_per_px;
    folder->picture_ready = false;
    return 0;
}

static int folder_seek(void *self, uint32_t number, int64_t time_ns,
                       struct bv_fault *fault)
{
    struct folder *folder = self;

    (void)time_ns;
    (void)fault;
    if (number >= folder->list.count)
        return -ESPIPE;
    folder->next = number;
    folder->picture_ready = false;
    return 0;
}

const struct bv_source_driver bv_folder_driver = {
    .name = "folder",
    .usage = "FOLDER",
    .help = "a folder of pictures of one size, played at 30 frames a second",
    .state_size = sizeof(struct folder),
    .probe = probe,
    .open = folder_open,
    .read = folder_read,
    .seek = folder_seek,
    .close = folder_close,
};
