#include "commands/html_picture.h"

#include <errno.h>
#include <string.h>

static const char base64[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Writes a PNG's bytes as base64, three at a time. */
struct base64_out {
    FILE *out;
    unsigned char held[3];
    unsigned int count;
};

static void put_held(struct base64_out *to)
{
    unsigned char *held = to->held;

    if (to->count == 0)
        return;
    memset(held + to->count, 0, 3 - to->count);
    fputc(base64[held[0] >> 2], to->out);
    fputc(base64[(held[0] & 3) << 4 | held[1] >> 4], to->out);
    fputc(to->count > 1 ? base64[(held[1] & 15) << 2 | held[2] >> 6] : '=',
          to->out);
    fputc(to->count > 2 ? base64[held[2] & 63] : '=', to->out);
    to->count = 0;
}

static cairo_status_t put_bytes(void *data, const unsigned char *bytes,
                                unsigned int size)
{
    struct base64_out *to = data;

    for (unsigned int i = 0; i < size; i++) {
        to->held[to->count++] = bytes[i];
        if (to->count == 3)
            put_held(to);
    }
    return ferror(to->out) ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

cairo_surface_t *bv_grey_surface(const struct bv_frame *picture)
{
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, picture->width_px, picture->height_px);
    unsigned char *bytes = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);

    if (!bytes)
        return surface;
    for (int y = 0; y < picture->height_px; y++) {
        const uint8_t *from =
            picture->pixels + (size_t)y * (size_t)picture->stride_bytes;
        uint32_t *to = (uint32_t *)(void *)(bytes + (size_t)y * (size_t)stride);

        for (int x = 0; x < picture->width_px; x++)
            to[x] = from[x] * 0x010101u;
    }
    cairo_surface_mark_dirty(surface);
    return surface;
}

void bv_html_write_text(const char *text, FILE *out)
{
    for (; *text; text++)
        switch (*text) {
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '&':
            fputs("&amp;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        default:
            fputc((unsigned char)*text < ' ' ? '?' : *text, out);
        }
}

void bv_html_write_in(FILE *out, const char *tag, const char *text)
{
    fprintf(out, "<%s>", tag);
    bv_html_write_text(text, out);
    fprintf(out, "</%s>\n", tag);
}

int bv_html_write_image(cairo_surface_t *surface, const char *alt, FILE *out)
{
    struct base64_out to = {.out = out};
    cairo_status_t status;

    fputs("<img alt=\"", out);
    bv_html_write_text(alt, out);
    fputs("\" src=\"data:image/png;base64,", out);
    status = cairo_surface_write_to_png_stream(surface, put_bytes, &to);
    put_held(&to);
    fputs("\">\n", out);
    if (status == CAIRO_STATUS_NO_MEMORY)
        return -ENOMEM;
    return status == CAIRO_STATUS_SUCCESS ? 0 : -EIO;
}
