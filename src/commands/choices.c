#include "commands/choices.h"

#include <ctype.h>
#include <errno.h>
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

/* Whoever looks at the pictures of a device, while it is opened. */
static _Thread_local struct {
    bool (*show)(const uint8_t *grey, void *to);
    void *to;
} watching;

static bool gives_up(void)
{
    return !watching.show(NULL, watching.to);
}

static bool read_word(const char *path, char word[8])
{
    FILE *file = fopen(path, "re");
    bool has = file && fscanf(file, "%7s", word) == 1;

    if (file)
        fclose(file);
    return has;
}

/* Opening by libusb takes a device away from the kernel's driver, where it is
 * on the same list by another name: it has one picture, there. */
static int check_is_not_twice(const char *name, struct bv_fault *fault)
{
    enum { most_nodes = 64 };
    char vendor[8], product[8], ids[24], path[80];

    for (int i = 0; i < most_nodes && strncmp(name, "usb:", 4) == 0; i++) {
        snprintf(path, sizeof(path),
                 "/sys/class/video4linux/video%d/device/../idVendor", i);
        if (!read_word(path, vendor))
            continue;
        snprintf(path, sizeof(path),
                 "/sys/class/video4linux/video%d/device/../idProduct", i);
        if (!read_word(path, product))
            continue;
        snprintf(ids, sizeof(ids), "usb:%s:%s", vendor, product);
        if (strcmp(ids, name) == 0)
            return bv_fault_set(fault, -EBUSY,
                                "The same device as v4l2:/dev/video%d.", i);
    }
    return 0;
}

/* The newest of those that wait: the device goes on while nobody reads. */
static int read_newest(struct bv_source *source, struct bv_frame **frame,
                       struct bv_fault *fault)
{
    enum { a_wait_ms = 250, most_waiting = 8 };
    struct bv_frame *newer;
    int error = bv_source_read(source, a_wait_ms, frame, fault);

    for (int i = 0; error == 0 && i < most_waiting; i++) {
        if (bv_source_read(source, 0, &newer, fault) < 0)
            break; /* what ended it is told by the next read */
        bv_frame_unref(*frame);
        *frame = newer;
    }
    return error;
}

static int watch(struct bv_source *source,
                 bool (*show)(const uint8_t *grey, void *to), void *to,
                 struct bv_fault *fault)
{
    uint8_t grey[BV_FIRST_PICTURE_WIDTH * BV_FIRST_PICTURE_HEIGHT];
    struct bv_frame *frame;

    for (;;) {
        int error = read_newest(source, &frame, fault);

        if (error < 0 && error != -ETIMEDOUT)
            return error;
        if (error == 0) {
            shrink(frame, grey);
            bv_frame_unref(frame);
        }
        if (!show(error == 0 ? grey : NULL, to))
            return 0;
    }
}

int bv_choices_watch(const char *name,
                     bool (*show)(const uint8_t *grey, void *to), void *to,
                     struct bv_fault *fault)
{
    const struct bv_source_options options = {.glances = true,
                                              .gives_up = gives_up};
    struct bv_source *source;
    int error = check_is_not_twice(name, fault);

    if (error < 0)
        return error;
    watching.show = show;
    watching.to = to;
    error = bv_source_open(name, &options, &source, fault);
    if (error < 0)
        return error == -ECANCELED ? 0 : error;
    error = watch(source, show, to, fault);
    bv_source_close(source);
    return error;
}
