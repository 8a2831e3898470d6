#include "commands/render_file.h"

#include <errno.h>

#include "commands/output.h"

static cairo_status_t write_some(void *data, const unsigned char *bytes,
                                 unsigned size)
{
    return fwrite(bytes, 1, size, data) == size ? CAIRO_STATUS_SUCCESS
                                                : CAIRO_STATUS_WRITE_ERROR;
}

int bv_png_write(cairo_surface_t *surface, const char *path,
                 struct bv_fault *fault)
{
    struct bv_output output;
    int error = bv_output_open(&output, path, fault);

    if (error < 0)
        return error;
    if (cairo_surface_write_to_png_stream(surface, write_some, output.file) !=
        CAIRO_STATUS_SUCCESS)
        error = -ENOMEM; /* the file is in memory until it is closed */
    return bv_output_close(&output, error, fault);
}
