#include "commands/choices.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/source.h"
#include "ui/first/first.h"

/* "sim:median-wrist": Median wrist. Others by all that their line says. */
static void tell(const char *line,
                 void (*found)(const char *, const char *, void *), void *to)
{
    char name[256], title[256];
    size_t length = strcspn(line, " \t");
    const char *shown = line;

    /* what is listed below a device is of its modes */
    if (length == 0 || length >= sizeof(name) || !memchr(line, ':', length))
        return;
    snprintf(name, sizeof(name), "%.*s", (int)length, line);
    if (strncmp(name, "sim:mistake-", strlen("sim:mistake-")) == 0)
        return; /* they are for review */
    if (strncmp(name, "sim:", strlen("sim:")) == 0)
        shown = name + strlen("sim:");
    snprintf(title, sizeof(title), "%s", shown);
    if (shown != line) {
        title[0] = (char)toupper((unsigned char)title[0]);
        for (char *c = title; *c; c++)
            *c = *c == '-' ? ' ' : *c;
    }
    found(name, title, to);
}

static void list_one(const struct bv_source_driver *driver,
                     void (*found)(const char *, const char *, void *),
                     void *to)
{
    char *text = NULL, *rest, *line;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    if (!out)
        return;
    driver->list(out);
    if (fclose(out) == 0)
        for (line = strtok_r(text, "\n", &rest); line;
             line = strtok_r(NULL, "\n", &rest))
            if (strncmp(line, "    ", 4) == 0)
                tell(line + 4, found, to);
    free(text);
}

void bv_choices_list(void (*found)(const char *name, const char *title,
                                   void *to),
                     void *to)
{
    for (const struct bv_source_driver *const *driver = bv_source_drivers();
         *driver; driver++)
        if ((*driver)->list)
            list_one(*driver, found, to);
}

/* Whole, in the middle; the nearest pixel is enough for a small picture that
 * is made smaller by three or four: the mean of those that it stands for. */
static void shrink(const struct bv_frame *frame, uint8_t *grey)
{
    const int width = BV_FIRST_PICTURE_WIDTH, height = BV_FIRST_PICTURE_HEIGHT;
    double by = (double)frame->width_px / width;

    if ((double)frame->height_px / height > by)
        by = (double)frame->height_px / height;
    memset(grey, 0, (size_t)width * (size_t)height);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            int left = (int)((x - width / 2) * by) + frame->width_px / 2;
            int top = (int)((y - height / 2) * by) + frame->height_px / 2;
            int sum = 0, count = 0;

            for (int v = top; v < top + by && v < frame->height_px; v++)
                for (int u = left; u < left + by && u < frame->width_px; u++)
                    if (u >= 0 && v >= 0) {
                        sum +=
                            frame->pixels[(ptrdiff_t)v * frame->stride_bytes +
                                          u];
                        count++;
                    }
            if (count > 0)
                grey[y * width + x] = (uint8_t)(sum / count);
        }
}

int bv_choices_peek(const char *name, uint8_t *grey)
{
    struct bv_source *source;
    struct bv_frame *frame;
    struct bv_fault fault = {0};
    int error = bv_source_open(name, NULL, &source, &fault);

    if (error < 0)
        return error;
    error = bv_source_read(source, 1000, &frame, &fault);
    if (error == 0) {
        shrink(frame, grey);
        bv_frame_unref(frame);
    }
    bv_source_close(source);
    return error;
}
