#include "acquisition/planes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <libavutil/common.h>
#include <libavutil/frame.h>
#include <libavutil/pixdesc.h>

void bv_planes_init(struct bv_planes *planes)
{
    for (int coded = 0; coded < 256; coded++) {
        long value = lround((coded - 16) * 255.0 / 219.0);

        planes->luma[1][coded] = (uint8_t)coded;
        planes->luma[0][coded] = (uint8_t)(value < 0     ? 0
                                           : value > 255 ? 255
                                                         : value);
    }
}

void bv_planes_fini(struct bv_planes *planes)
{
    free(planes->saturation[0]);
    free(planes->saturation[1]);
}

/* max(R,G,B) - min(R,G,B) follows from U and V alone where nothing clips
 * (BT.601; BT.709 differs by less than the threshold of anybody who asks). */
bool bv_planes_need_saturation(struct bv_planes *planes, bool full)
{
    double scale = full ? 1 : 255.0 / 224.0;
    uint8_t *table;

    if (planes->saturation[full])
        return true;
    table = planes->saturation[full] = malloc(65536);
    if (!table)
        return false;
    for (int u = 0; u < 256; u++) {
        for (int v = 0; v < 256; v++) {
            double red = 1.402 * (v - 128) * scale;
            double blue = 1.772 * (u - 128) * scale;
            double green =
                (-0.344136 * (u - 128) - 0.714136 * (v - 128)) * scale;
            double span =
                fmax(red, fmax(green, blue)) - fmin(red, fmin(green, blue));

            table[u << 8 | v] = (uint8_t)(span > 255 ? 255 : lround(span));
        }
    }
    return true;
}

bool bv_planes_take(const struct AVPixFmtDescriptor *kind)
{
    const uint64_t others = AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM |
                            AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_RGB |
                            AV_PIX_FMT_FLAG_ALPHA | AV_PIX_FMT_FLAG_BAYER |
                            AV_PIX_FMT_FLAG_FLOAT;

    if (kind->flags & others)
        return false;
    for (int i = 0; i < kind->nb_components; i++)
        if (kind->comp[i].depth != 8 || kind->comp[i].shift != 0)
            return false;
    return kind->nb_components == 1 || kind->nb_components == 3;
}

/* One component of a picture: its first sample, and how far the next is. */
struct component {
    const uint8_t *bytes;
    ptrdiff_t stride;
    int step;
};

static struct component component(const struct AVFrame *picture,
                                  const AVPixFmtDescriptor *kind, int index)
{
    const AVComponentDescriptor *about = &kind->comp[index];

    return (struct component){
        picture->data[about->plane] + about->offset,
        picture->linesize[about->plane],
        about->step,
    };
}

void bv_planes_copy_luma(const struct bv_planes *planes,
                         const struct AVFrame *picture,
                         const struct AVPixFmtDescriptor *kind, bool full,
                         struct bv_plane grey)
{
    struct component luma = component(picture, kind, 0);
    const uint8_t *table = planes->luma[full];

    for (int y = 0; y < picture->height; y++) {
        const uint8_t *from = luma.bytes + y * luma.stride;
        uint8_t *to = grey.bytes + (ptrdiff_t)y * grey.stride_bytes;

        if (full && luma.step == 1)
            memcpy(to, from, (size_t)picture->width);
        else
            for (int x = 0; x < picture->width; x++)
                to[x] = table[from[x * luma.step]];
    }
}

bool bv_planes_have_colour(const struct bv_planes *planes,
                           const struct AVFrame *picture,
                           const struct AVPixFmtDescriptor *kind, bool full)
{
    const uint8_t *table = planes->saturation[full];
    struct component u, v;
    int width = AV_CEIL_RSHIFT(picture->width, kind->log2_chroma_w);
    int height = AV_CEIL_RSHIFT(picture->height, kind->log2_chroma_h);
    int places =
        BV_COLOUR_PIXELS >> (kind->log2_chroma_w + kind->log2_chroma_h);
    int found = 0;

    if (kind->nb_components < 3)
        return false;
    u = component(picture, kind, 1);
    v = component(picture, kind, 2);
    for (int y = 0; y < height; y++) {
        const uint8_t *us = u.bytes + y * u.stride;
        const uint8_t *vs = v.bytes + y * v.stride;

        for (int x = 0; x < width; x++)
            found += table[us[x * u.step] << 8 | vs[x * v.step]] >
                     BV_COLOUR_SATURATION;
        if (found >= places)
            return true;
    }
    return false;
}

void bv_planes_copy_saturation(const struct bv_planes *planes,
                               const struct AVFrame *picture,
                               const struct AVPixFmtDescriptor *kind, bool full,
                               struct bv_plane saturation)
{
    const uint8_t *table = planes->saturation[full];
    struct component u, v;

    if (kind->nb_components < 3) {
        for (int y = 0; y < picture->height; y++)
            memset(saturation.bytes + (ptrdiff_t)y * saturation.stride_bytes, 0,
                   (size_t)picture->width);
        return;
    }
    u = component(picture, kind, 1);
    v = component(picture, kind, 2);
    for (int y = 0; y < picture->height; y++) {
        const uint8_t *us = u.bytes + (y >> kind->log2_chroma_h) * u.stride;
        const uint8_t *vs = v.bytes + (y >> kind->log2_chroma_h) * v.stride;
        uint8_t *to = saturation.bytes + (ptrdiff_t)y * saturation.stride_bytes;

        for (int x = 0; x < picture->width; x++) {
            int at = x >> kind->log2_chroma_w;

            to[x] = table[us[at * u.step] << 8 | vs[at * v.step]];
        }
    }
}
