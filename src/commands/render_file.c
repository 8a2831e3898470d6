#include "commands/render_file.h"

#include <errno.h>

#include "commands/output.h"

static cairo_status_t write_some(void *data, const unsigned char *bytes,
                                 unsigned size)
{
    return fwrite(bytes, 1, size, data) == size ? CAIRO_STATUS_SUCCESS
                                                : CAIRO_STATUS_WRITE_ERROR;
}

int bv_png_print(cairo_surface_t *surface, FILE *out)
{
    /* the file is in memory until it is closed: nothing else can fail */
    return cairo_surface_write_to_png_stream(surface, write_some, out) ==
                   CAIRO_STATUS_SUCCESS
               ? 0
               : -ENOMEM;
}

int bv_png_write(cairo_surface_t *surface, const char *path,
                 struct bv_fault *fault)
{
    struct bv_output output;
    int error = bv_output_open(&output, path, fault);

    if (error < 0)
        return error;
    return bv_output_close(&output, bv_png_print(surface, output.file), fault);
}
