/*
 * DICOM files: a picture, or a cine whose pictures are decoded one at a time.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <libavutil/frame.h>

#include "acquisition/convert.h"
#include "acquisition/dicom.h"
#include "acquisition/dicom_head.h"
#include "acquisition/dicom_region.h"
#include "acquisition/drivers.h"
#include "acquisition/media.h"
#include "core/clock.h"

/* Where the file does not say. */
static const double usual_interval_s = 1 / 30.0;
/* Shorter or longer nobody films: the file is wrong about itself. */
static const double least_interval_s = 1e-4, most_interval_s = 1e3;

struct dicom {
    struct bv_media_file file; /* to tell when it goes away */
    struct bv_dicom *reader;
    struct bv_dicom_scale scale;
    struct bv_convert *convert;
    AVFrame *picture;
    uint8_t *pixels;
    bool ready; /* `pixels` holds the picture `next` */
    int64_t next;
    double time_s; /* of the picture `next` */
    double mm_per_px;
    struct bv_px_box scan_box; /* in the frames that go out */
};

static int probe(const char *path, bool is_folder, const uint8_t *head,
                 size_t head_size)
{
    (void)path;
    return is_folder ? 0 : bv_dicom_head_sure(head, head_size);
}

static bool is_interval(double interval_s)
{
    return interval_s >= least_interval_s && interval_s <= most_interval_s;
}

/* How long after the frame before frame @p number comes, s. */
static double interval_s(const struct bv_dicom_content *about, int64_t number)
{
    if (about->intervals_s && is_interval(about->intervals_s[number]))
        return about->intervals_s[number];
    return is_interval(about->interval_s) ? about->interval_s
                                          : usual_interval_s;
}

static int open_converter(struct dicom *dicom, const char *name,
                          const struct bv_source_options *asked,
                          struct bv_fault *fault)
{
    const struct bv_dicom_content *about = bv_dicom_about(dicom->reader);
    int channels = about->colour ? 3 : 1;
    struct bv_convert_options options = {
        .name = name,
        .pool_frames = about->frame_count == 1,
        .full_range = true,
    };

    dicom->scale = bv_dicom_scale_find(about);
    options.pixel_aspect = dicom->scale.pixel_aspect;
    /* libav reads a little past what it is given. */
    dicom->pixels =
        calloc(1, (size_t)about->width_px * about->height_px * channels + 64);
    dicom->picture = av_frame_alloc();
    if (!dicom->pixels || !dicom->picture)
        return -ENOMEM;
    dicom->picture->width = about->width_px;
    dicom->picture->height = about->height_px;
    dicom->picture->format =
        about->colour ? AV_PIX_FMT_RGB24 : AV_PIX_FMT_GRAY8;
    dicom->picture->color_range = AVCOL_RANGE_JPEG;
    dicom->picture->data[0] = dicom->pixels;
    dicom->picture->linesize[0] = about->width_px * channels;
    /* The converter makes pixels square by adding some, never fewer. */
    dicom->mm_per_px = dicom->scale.x_mm > 0
                           ? fmin(dicom->scale.x_mm, dicom->scale.y_mm)
                           : asked->mm_per_px;
    return bv_convert_new(&options, about->width_px, about->height_px,
                          &dicom->convert, fault);
}

static void dicom_close(void *self)
{
    struct dicom *dicom = self;

    if (dicom->picture)
        dicom->picture->data[0] = NULL; /* ours */
    av_frame_free(&dicom->picture);
    bv_convert_free(dicom->convert);
    bv_dicom_close(dicom->reader);
    bv_media_file_close(&dicom->file);
    free(dicom->pixels);
}

/* The first picture is decoded at once, so that a file without one is said to
 * be damaged when it is opened. */
static int load(struct dicom *dicom, struct bv_fault *fault)
{
    int error = bv_dicom_read(dicom->reader, dicom->pixels);

    if (error == 0)
        dicom->ready = true;
    if (error == -EBADMSG && dicom->next == 0)
        bv_fault_set(fault, error, "%s is damaged before its first frame.",
                     dicom->file.path);
    else if (error == -EBADMSG)
        bv_fault_set(fault, error, "%s is damaged after frame %lld.",
                     dicom->file.path, (long long)dicom->next - 1);
    return error;
}

/* The region where the frames have it, their pixels being square. */
static struct bv_px_box square_box(const struct dicom *dicom)
{
    const struct bv_px_box *box = &dicom->scale.box;
    const struct bv_dicom_content *about = bv_dicom_about(dicom->reader);
    double wider =
        bv_convert_width_px(dicom->convert) / (double)about->width_px;
    double higher =
        bv_convert_height_px(dicom->convert) / (double)about->height_px;

    return (struct bv_px_box){
        (int)lround(box->left * wider), (int)lround(box->top * higher),
        (int)lround(box->right * wider), (int)lround(box->bottom * higher)};
}

static void fill_info(const struct dicom *dicom, struct bv_source_info *info)
{
    const struct bv_dicom_content *about = bv_dicom_about(dicom->reader);
    const char *path = dicom->file.path, *slash = strrchr(path, '/');
    double length_s = 0;

    snprintf(info->title, sizeof(info->title), "%s", slash ? slash + 1 : path);
    info->still = about->frame_count == 1;
    info->width_px = bv_convert_width_px(dicom->convert);
    info->height_px = bv_convert_height_px(dicom->convert);
    info->to_input = bv_convert_to_input(dicom->convert);
    info->frame_count = about->frame_count;
    if (!about->intervals_s && !is_interval(about->interval_s))
        return;
    for (int64_t i = 1; i < about->frame_count; i++)
        length_s += interval_s(about, i);
    if (length_s > 0)
        info->frame_rate_hz = (double)(about->frame_count - 1) / length_s;
}

static int dicom_open(void *self, const char *name,
                      const struct bv_source_options *options,
                      struct bv_source_info *info, struct bv_fault *fault)
{
    struct dicom *dicom = self;
    char path[64];
    int error = bv_media_file_open(&dicom->file, name, fault);

    if (error == 0) {
        /* The same file, whatever its name is and becomes. */
        snprintf(path, sizeof(path), "/proc/self/fd/%d", dicom->file.fd);
        error = bv_dicom_open(path, name, &dicom->reader, fault);
    }
    if (error == 0)
        error = open_converter(dicom, name, options, fault);
    if (error == 0)
        error = load(dicom, fault);
    if (error < 0) {
        dicom_close(dicom);
        return error;
    }
    dicom->scan_box = square_box(dicom);
    fill_info(dicom, info);
    return 0;
}

static int dicom_read(void *self, int timeout_ms, struct bv_frame **frame,
                      struct bv_fault *fault)
{
    struct dicom *dicom = self;
    const struct bv_dicom_content *about = bv_dicom_about(dicom->reader);
    int error = bv_media_file_check(&dicom->file, fault);

    if (error == 0 && !dicom->ready)
        error = load(dicom, fault);
    if (error == 0)
        error = bv_convert_wait(dicom->convert, dicom->picture, timeout_ms,
                                frame, fault);
    if (error < 0)
        return error;
    (*frame)->time_ns = bv_s_to_ns(dicom->time_s);
    (*frame)->arrived_ns = bv_clock_now_ns();
    (*frame)->sequence = (uint32_t)dicom->next++;
    (*frame)->mm_per_px = dicom->mm_per_px;
    (*frame)->scan_box = dicom->scan_box;
    if (dicom->next < about->frame_count)
        dicom->time_s += interval_s(about, dicom->next);
    dicom->ready = false;
    return 0;
}

const struct bv_source_driver bv_dicom_driver = {
    .name = "dicom",
    .usage = "FILE",
    .help = bv_dicom_help,
    .state_size = sizeof(struct dicom),
    .probe = probe,
    .open = dicom_open,
    .read = dicom_read,
    .close = dicom_close,
};
