#include "commands/perturb_picture.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "ui/prescale.h"

static uint8_t *row_of(struct bv_frame *frame, int y)
{
    return frame->pixels + (ptrdiff_t)y * frame->stride_bytes;
}

static const uint8_t *const_row_of(const struct bv_frame *frame, int y)
{
    return frame->pixels + (ptrdiff_t)y * frame->stride_bytes;
}

/* Between four pixels, all inside the box; black outside it. */
static uint8_t grey_at(const struct bv_frame *in, const struct bv_px_box *box,
                       double x, double y)
{
    int left = (int)floor(x), top = (int)floor(y);
    double right = x - left, down = y - top;
    const uint8_t *p;

    if (left < box->left || top < box->top || left + 1 >= box->right ||
        top + 1 >= box->bottom)
        return 0;
    p = const_row_of(in, top) + left;
    return (uint8_t)lround((1 - down) * ((1 - right) * p[0] + right * p[1]) +
                           down * ((1 - right) * p[in->stride_bytes] +
                                   right * p[in->stride_bytes + 1]));
}

/* Of the places that a smaller picture's pixel covers, the mean. */
static uint8_t mean_at(const struct bv_frame *in, const struct bv_px_box *box,
                       struct bv_px px, double step)
{
    if (step <= 1)
        return grey_at(in, box, px.x, px.y);
    step /= 4;
    return (uint8_t)((grey_at(in, box, px.x - step, px.y - step) +
                      grey_at(in, box, px.x + step, px.y - step) +
                      grey_at(in, box, px.x - step, px.y + step) +
                      grey_at(in, box, px.x + step, px.y + step) + 2) /
                     4);
}

void bv_perturb_move(const struct bv_frame *in, const struct bv_px_box *box,
                     const struct bv_px_map *map, struct bv_frame *out)
{
    struct bv_px_map back = bv_px_map_inverse(map);

    for (int y = 0; y < in->height_px; y++)
        memcpy(row_of(out, y), const_row_of(in, y), (size_t)in->width_px);
    for (int y = box->top; y < box->bottom; y++) {
        uint8_t *row = row_of(out, y);

        for (int x = box->left; x < box->right; x++)
            row[x] =
                mean_at(in, box, bv_px_map_apply(&back, (struct bv_px){x, y}),
                        fabs(back.xx));
    }
}

void bv_perturb_gain(const struct bv_frame *in, int levels,
                     struct bv_frame *out)
{
    uint8_t table[256] = {0};

    for (int grey = 1; grey < 256; grey++) {
        int changed = grey + levels;

        table[grey] = (uint8_t)(changed < 0     ? 0
                                : changed > 255 ? 255
                                                : changed);
    }
    for (int y = 0; y < in->height_px; y++) {
        const uint8_t *from = const_row_of(in, y);
        uint8_t *to = row_of(out, y);

        for (int x = 0; x < in->width_px; x++)
            to[x] = table[from[x]];
    }
}

void bv_perturb_flip(const struct bv_frame *in, struct bv_frame *out)
{
    for (int y = 0; y < in->height_px; y++) {
        const uint8_t *from = const_row_of(in, y);
        uint8_t *to = row_of(out, y);

        for (int x = 0; x < in->width_px; x++)
            to[x] = from[in->width_px - 1 - x];
    }
}

void bv_perturb_mask(const struct bv_frame *in, const struct bv_scan_area *area,
                     const struct bv_px_box *box, struct bv_frame *out)
{
    for (int y = 0; y < in->height_px; y++) {
        const uint8_t *from = const_row_of(in, y);
        uint8_t *to = row_of(out, y);
        bool beside = y < box->top || y >= box->bottom;

        for (int x = 0; x < in->width_px; x++)
            to[x] = beside || x < box->left || x >= box->right ||
                            bv_scan_area_contains(area, (struct bv_px){x, y})
                        ? from[x]
                        : 0;
    }
}

int bv_perturb_resize(const struct bv_frame *in, struct bv_frame *out,
                      struct bv_px_map *map)
{
    struct bv_prescale *prescale = bv_prescale_new();
    const struct bv_prescale_input input = {in->pixels, in->width_px,
                                            in->height_px, in->stride_bytes};
    struct bv_prescale_output scaled = {0};
    int error = -ENOMEM, left, top;

    bv_prescale_fit(in->width_px, in->height_px, out->width_px, out->height_px,
                    &scaled.width_px, &scaled.height_px);
    scaled.stride_bytes = 3 * scaled.width_px;
    scaled.pixels =
        malloc((size_t)scaled.stride_bytes * (size_t)scaled.height_px);
    if (prescale && scaled.pixels)
        error = bv_prescale_run(prescale, &input, &scaled);
    left = (out->width_px - scaled.width_px) / 2;
    top = (out->height_px - scaled.height_px) / 2;
    for (int y = 0; y < out->height_px && error == 0; y++) {
        uint8_t *row = row_of(out, y);
        const uint8_t *from =
            scaled.pixels + (ptrdiff_t)(y - top) * scaled.stride_bytes;

        memset(row, 0, (size_t)out->width_px);
        for (int x = 0;
             y >= top && y < top + scaled.height_px && x < scaled.width_px; x++)
            row[left + x] = from[3 * x];
    }
    map->xx = (double)scaled.width_px / in->width_px;
    map->yy = (double)scaled.height_px / in->height_px;
    map->xy = map->yx = 0;
    map->x0 = 0.5 * map->xx - 0.5 + left; /* pixels' centres are whole */
    map->y0 = 0.5 * map->yy - 0.5 + top;
    free(scaled.pixels);
    bv_prescale_free(prescale);
    return error;
}

/* libjpeg ends a program on an error unless it is told where else to go. */
struct jpeg_guard {
    struct jpeg_error_mgr manager; /* first: libjpeg knows it alone */
    jmp_buf out;
};

static void leave_jpeg(j_common_ptr common)
{
    longjmp(((struct jpeg_guard *)common->err)->out, 1);
}

static void hush_jpeg(j_common_ptr common)
{
    (void)common;
}

static struct jpeg_error_mgr *guard_jpeg(struct jpeg_guard *guard)
{
    struct jpeg_error_mgr *manager = jpeg_std_error(&guard->manager);

    manager->error_exit = leave_jpeg;
    manager->output_message = hush_jpeg;
    return manager;
}

/* @param[out] bytes  From malloc, also where it fails. */
static int encode_jpeg(const struct bv_frame *in, int quality,
                       unsigned char **bytes, unsigned long *size)
{
    struct jpeg_compress_struct jpeg = {0};
    struct jpeg_guard guard;

    jpeg.err = guard_jpeg(&guard);
    if (setjmp(guard.out)) {
        jpeg_destroy_compress(&jpeg);
        return -EIO;
    }
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, bytes, size);
    jpeg.image_width = (JDIMENSION)in->width_px;
    jpeg.image_height = (JDIMENSION)in->height_px;
    jpeg.input_components = 1;
    jpeg.in_color_space = JCS_GRAYSCALE;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, quality, TRUE);
    jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < jpeg.image_height) {
        JSAMPROW row = (JSAMPROW)const_row_of(in, (int)jpeg.next_scanline);

        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    return 0;
}

static int decode_jpeg(const unsigned char *bytes, unsigned long size,
                       struct bv_frame *out)
{
    struct jpeg_decompress_struct jpeg = {0};
    struct jpeg_guard guard;

    jpeg.err = guard_jpeg(&guard);
    if (setjmp(guard.out)) {
        jpeg_destroy_decompress(&jpeg);
        return -EIO;
    }
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, bytes, size);
    jpeg_read_header(&jpeg, TRUE);
    jpeg_start_decompress(&jpeg);
    while (jpeg.output_scanline < jpeg.output_height) {
        JSAMPROW row = row_of(out, (int)jpeg.output_scanline);

        jpeg_read_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_decompress(&jpeg);
    jpeg_destroy_decompress(&jpeg);
    return 0;
}

int bv_perturb_jpeg(const struct bv_frame *in, int quality,
                    struct bv_frame *out)
{
    unsigned char *bytes = NULL;
    unsigned long size = 0;
    int error = encode_jpeg(in, quality, &bytes, &size);

    if (error == 0)
        error = decode_jpeg(bytes, size, out);
    free(bytes);
    return error;
}
