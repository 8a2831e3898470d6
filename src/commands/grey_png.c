#include "commands/grey_png.h"

#include <errno.h>
#include <png.h>

#include "commands/output.h"

int bv_grey_png_write(const struct bv_frame *frame, const char *path,
                      struct bv_fault *fault)
{
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)frame->width_px,
                       .height = (png_uint_32)frame->height_px,
                       .format = PNG_FORMAT_GRAY};
    struct bv_output output;
    int error = bv_output_open(&output, path, fault);

    if (error < 0)
        return error;
    /* into memory: what the disk says is seen when the output is closed */
    if (!png_image_write_to_stdio(&image, output.file, 0, frame->pixels,
                                  frame->stride_bytes, NULL))
        error = -ENOMEM;
    png_image_free(&image);
    return bv_output_close(&output, error, fault);
}
