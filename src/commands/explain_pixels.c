#include "commands/explain_pixels.h"

#include <math.h>
#include <stddef.h>

/* Evidence that is shown at its brightest, and log odds. */
static const double brightest = 2.5, surest = 4;

static uint32_t rgb(double red, double green, double blue)
{
    return (uint32_t)lround(255 * fmin(fmax(red, 0), 1)) << 16 |
           (uint32_t)lround(255 * fmin(fmax(green, 0), 1)) << 8 |
           (uint32_t)lround(255 * fmin(fmax(blue, 0), 1));
}

uint32_t bv_explain_colour_of_way(double angle, double level)
{
    return rgb(level * (0.5 + 0.5 * cos(2 * angle)),
               level * (0.5 + 0.5 * cos(2 * angle - 2 * M_PI / 3)),
               level * (0.5 + 0.5 * cos(2 * angle + 2 * M_PI / 3)));
}

/* What a colour is made of. */
struct look {
    const struct bv_evidence *evidence;
    const struct bv_network_maps *maps;
    const uint8_t *mask;
    int width_px;
};

typedef uint32_t colour_of(const struct look *look, int x, int y);

static cairo_surface_t *make_image(cairo_format_t format, int width, int height,
                                   colour_of *colour, const struct look *look)
{
    cairo_surface_t *image = cairo_image_surface_create(format, width, height);
    unsigned char *bytes = cairo_image_surface_get_data(image);
    int stride = cairo_image_surface_get_stride(image);

    if (!bytes)
        return image;
    for (int y = 0; y < height; y++) {
        uint32_t *row = (uint32_t *)(void *)(bytes + (ptrdiff_t)y * stride);

        for (int x = 0; x < width; x++)
            row[x] = colour(look, x, y);
    }
    cairo_surface_mark_dirty(image);
    return image;
}

static uint32_t evidence_at(const struct look *look, int x, int y)
{
    const struct bv_evidence *evidence = look->evidence;
    size_t at = (size_t)y * (size_t)evidence->width + (size_t)x;
    double c = evidence->along_cos[at], s = evidence->along_sin[at];
    double strongest = evidence->any[at] + hypot(c, s);

    if (!evidence->mask[at])
        return 0x201418u;
    return bv_explain_colour_of_way(0.5 * atan2(s, c), strongest / brightest);
}

cairo_surface_t *bv_explain_evidence_image(const struct bv_evidence *evidence)
{
    const struct look look = {.evidence = evidence};

    return make_image(CAIRO_FORMAT_RGB24, evidence->width, evidence->height,
                      evidence_at, &look);
}

static double grey_at(const struct bv_evidence *evidence, int x, int y)
{
    size_t at = (size_t)y * (size_t)evidence->width + (size_t)x;

    return evidence->image[at] / 255.0 * (evidence->mask[at] ? 0.85 : 0.35);
}

static uint32_t marked_at(const struct look *look, int x, int y)
{
    double grey = grey_at(look->evidence, x, y), shaft, tip;
    struct bv_px at = {x, y};

    if (!look->maps)
        return rgb(grey, grey, grey);
    grey *= 0.6;
    shaft = fmax(bv_network_at(look->maps, BV_VISION_MAP_SHAFT, at), 0);
    tip = fmax(bv_network_at(look->maps, BV_VISION_MAP_TIP, at), 0);
    shaft /= surest;
    tip /= surest;
    return rgb(grey + shaft, grey + 0.5 * shaft + 0.6 * tip, grey + tip);
}

cairo_surface_t *bv_explain_network_image(const struct bv_evidence *evidence,
                                          const struct bv_network_maps *maps)
{
    const struct look look = {.evidence = evidence, .maps = maps};

    return make_image(CAIRO_FORMAT_RGB24, evidence->width, evidence->height,
                      marked_at, &look);
}

cairo_surface_t *bv_explain_grey_image(const struct bv_evidence *evidence)
{
    return bv_explain_network_image(evidence, NULL);
}

static uint32_t tint_at(const struct look *look, int x, int y)
{
    return look->mask[(ptrdiff_t)y * look->width_px + x] ? 0 : 0x70601018u;
}

cairo_surface_t *bv_explain_mask_image(const uint8_t *mask, int width_px,
                                       int height_px)
{
    const struct look look = {.mask = mask, .width_px = width_px};

    return make_image(CAIRO_FORMAT_ARGB32, width_px, height_px, tint_at, &look);
}
