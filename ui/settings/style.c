#include "ui/settings/style.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[BV_SHADES] = {
    [BV_SHADE_BACKGROUND] = "background",
    [BV_SHADE_PANEL] = "panel",
    [BV_SHADE_CARD] = "card",
    [BV_SHADE_LINE] = "line",
    [BV_SHADE_TRACK] = "track",
    [BV_SHADE_TEXT] = "text",
    [BV_SHADE_DIM] = "dim",
    [BV_SHADE_FAINT] = "faint",
    [BV_SHADE_NEEDLE] = "needle",
    [BV_SHADE_TARGET] = "target",
    [BV_SHADE_WARN] = "warn",
    [BV_SHADE_HAZARD] = "hazard",
    [BV_SHADE_FLUID] = "fluid",
    [BV_SHADE_RECORD] = "record",
    [BV_SHADE_TRUTH] = "truth",
    [BV_SHADE_ALERT] = "alert",
    [BV_SHADE_ALERT_TEXT] = "alert_text",
    [BV_SHADE_ALERT_DIM] = "alert_dim",
    [BV_SHADE_URGENT] = "urgent",
    [BV_SHADE_URGENT_TEXT] = "urgent_text",
    [BV_SHADE_STRONG] = "strong",
};

/* The dark ones are those of ui/overlay/palette.h. No green: bevel never says
 * that anything is safe. In the light ones hues stay, darker. */
static const struct bv_shades dark = {{
    0x06090d, 0x0c1219, 0x141c26, 0x243140, 0x243140, 0xf3f7fb, 0xa3b3c2,
    0x6b7a89, 0x5cc8ff, 0xffe14d, 0xffc05c, 0xff8a5c, 0xc9a6ff, 0xff4f4f,
    0xff5cf0, 0x7a2d12, 0xf3f7fb, 0xffd9c7, 0xb3401a, 0xffffff, 0xf3f7fb,
}};
static const struct bv_shades light = {{
    0xe9eef3, 0xf4f7fa, 0xffffff, 0xc3cdd7, 0xd3dbe3, 0x0b1219, 0x45535f,
    0x7a8894, 0x00629e, 0x735900, 0x8a4b00, 0xab3a08, 0x6a3cc4, 0xc01414,
    0xa000a0, 0xffd8c8, 0x4a1200, 0x7a2d12, 0xb3401a, 0xffffff, 0x17212b,
}};
static const struct bv_shades dark_contrast = {{
    0x000000, 0x000000, 0x000000, 0xc8d4e0, 0x4a5662, 0xffffff, 0xe2eaf2,
    0x9aa7b4, 0x7ad4ff, 0xffe95c, 0xffcf70, 0xffa27d, 0xdcc4ff, 0xff7a7a,
    0xff9af6, 0x6e1400, 0xffffff, 0xffffff, 0x8c1c00, 0xffffff, 0xffffff,
}};
static const struct bv_shades light_contrast = {{
    0xffffff, 0xffffff, 0xffffff, 0x2a343e, 0xb4bec8, 0x000000, 0x1c262e,
    0x56626c, 0x004574, 0x514000, 0x663500, 0x7f2400, 0x4b1fa0, 0x8f0000,
    0x780078, 0xffe0d2, 0x000000, 0x3d0f00, 0x8c1c00, 0xffffff, 0x000000,
}};

const struct bv_shades *bv_shades_find(bool is_light, bool high_contrast)
{
    if (high_contrast)
        return is_light ? &light_contrast : &dark_contrast;
    return is_light ? &light : &dark;
}

/* Relative luminance, WCAG 2.2. */
static double luminance(unsigned colour)
{
    static const double weight[3] = {0.2126, 0.7152, 0.0722};
    double sum = 0;

    for (int i = 0; i < 3; i++) {
        double c = (double)(colour >> (16 - 8 * i) & 255u) / 255;

        c = c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
        sum += weight[i] * c;
    }
    return sum;
}

double bv_shade_contrast(unsigned a, unsigned b)
{
    double x = luminance(a), y = luminance(b);

    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

double bv_style_grow(double px, int percent)
{
    const double full_px = 16, afar_px = 100;

    if (px >= afar_px)
        return px;
    return px + fmin(px, full_px) * (percent - 100) / 100.0;
}

static void write_colours(FILE *out, const struct bv_shades *shades)
{
    for (int i = 0; i < BV_SHADES; i++)
        fprintf(out, "@define-color %s #%06x;\n", names[i], shades->of[i]);
}

/* A size as CSS wants it, whatever the language's decimal point. */
static void write_px(FILE *out, double px)
{
    long tenths = lround(px * 10);

    fprintf(out, "%ld.%ldpx", tenths / 10, tenths % 10);
}

char *bv_style_make(const char *sheet, const struct bv_shades *shades,
                    int percent)
{
    static const char property[] = "font-size: ";
    char *made = NULL, *end;
    size_t size;
    FILE *out = open_memstream(&made, &size);
    const char *next;

    if (!out)
        return NULL;
    write_colours(out, shades);
    while ((next = strstr(sheet, property))) {
        double px;

        next += strlen(property);
        fwrite(sheet, 1, (size_t)(next - sheet), out);
        px = strtod(next, &end);
        sheet = next;
        if (end == next || strncmp(end, "px", 2) != 0)
            continue;
        write_px(out, bv_style_grow(px, percent));
        sheet = end + 2;
    }
    fputs(sheet, out);
    if (fclose(out) != 0) {
        free(made);
        return NULL;
    }
    return made;
}
