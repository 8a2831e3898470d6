#include "support/jpeg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

enum { corner_px = 8, corner_grey = 30 };

static void write_rows(struct jpeg_compress_struct *coder, uint8_t grey)
{
    size_t width_px = coder->image_width;
    uint8_t *row = malloc(3 * width_px);

    if (!row)
        abort();
    while (coder->next_scanline < coder->image_height) {
        JSAMPROW rows[] = {row};

        memset(row, grey, 3 * width_px);
        if (coder->next_scanline < corner_px)
            memset(row, corner_grey, 3 * corner_px);
        jpeg_write_scanlines(coder, rows, 1);
    }
    free(row);
}

size_t bv_test_jpeg(int width_px, int height_px, uint8_t grey, uint8_t *bytes,
                    size_t room)
{
    struct jpeg_compress_struct coder;
    struct jpeg_error_mgr errors;
    unsigned char *made = NULL;
    unsigned long size = 0;

    coder.err = jpeg_std_error(&errors);
    jpeg_create_compress(&coder);
    jpeg_mem_dest(&coder, &made, &size);
    coder.image_width = (JDIMENSION)width_px;
    coder.image_height = (JDIMENSION)height_px;
    coder.input_components = 3;
    coder.in_color_space = JCS_RGB;
    jpeg_set_defaults(&coder);
    jpeg_set_quality(&coder, 95, TRUE);
    jpeg_start_compress(&coder, TRUE);
    write_rows(&coder, grey);
    jpeg_finish_compress(&coder);
    jpeg_destroy_compress(&coder);
    if (size > room)
        abort();
    memcpy(bytes, made, size);
    free(made);
    return size;
}
