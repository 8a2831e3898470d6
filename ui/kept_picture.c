#include "ui/kept_picture.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <string.h>
#include <unistd.h>

#include "core/text.h"
#include "core/words.h"

/* So many of one second, and no more, find a name. */
enum { names_most = 100 };

cairo_surface_t *bv_kept_picture_new(const struct bv_frame *frame,
                                     const struct bv_px_box *box)
{
    struct bv_px_box all = {0, 0, frame->width_px, frame->height_px};
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, frame->width_px, frame->height_px);
    unsigned char *pixels = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);

    if (!pixels)
        return surface; /* in an error state, seen when it is written */
    if (!box)
        box = &all;
    cairo_surface_flush(surface);
    for (int y = MAX(box->top, 0); y < MIN(box->bottom, all.bottom); y++)
        for (int x = MAX(box->left, 0); x < MIN(box->right, all.right); x++) {
            uint32_t grey =
                frame->pixels[y * frame->stride_bytes + x] * 0x010101u;

            memcpy(pixels + y * stride + 4 * x, &grey, sizeof(grey));
        }
    cairo_surface_mark_dirty(surface);
    return surface;
}

static cairo_status_t write_some(void *data, const unsigned char *bytes,
                                 unsigned size)
{
    return bv_text_write_all(*(int *)data, (const char *)bytes, size) < 0
               ? CAIRO_STATUS_WRITE_ERROR
               : CAIRO_STATUS_SUCCESS;
}

/* A file of its own. @return Its descriptor, or -1 with errno. */
static int take_name(const char *folder, const char *kind, char **name,
                     char **path)
{
    GDateTime *now = g_date_time_new_now_local();
    char *stem = g_date_time_format(now, "%Y-%m-%d_%H-%M-%S");
    int fd = -1;

    for (int i = 1; i <= names_most; i++) {
        *name = i == 1 ? g_strdup_printf("%s-%s.png", stem, kind)
                       : g_strdup_printf("%s-%s-%d.png", stem, kind, i);
        *path = g_build_filename(folder, *name, NULL);
        fd = open(*path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd >= 0 || errno != EEXIST || i == names_most)
            break;
        g_clear_pointer(name, g_free);
        g_clear_pointer(path, g_free);
    }
    g_free(stem);
    g_date_time_unref(now);
    return fd;
}

int bv_kept_picture_write(const char *folder, const char *kind,
                          cairo_surface_t *surface, char **name,
                          struct bv_fault *fault)
{
    char *path = NULL, *made = NULL;
    int fd, error = 0;

    if (g_mkdir_with_parents(folder, 0700) < 0)
        return bv_fault_set(fault, -errno, _("Cannot make %s: %s."), folder,
                            bv_error_text(-errno));
    fd = take_name(folder, kind, &made, &path);
    if (fd < 0) {
        error = bv_fault_set(fault, -errno, _("Cannot write %s: %s."), path,
                             bv_error_text(-errno));
    } else {
        errno = 0;
        if (cairo_surface_write_to_png_stream(surface, write_some, &fd) !=
                CAIRO_STATUS_SUCCESS ||
            fdatasync(fd) < 0)
            error = bv_fault_set(fault, errno ? -errno : -EIO,
                                 _("Cannot write %s: %s."), path,
                                 bv_error_text(errno ? -errno : -EIO));
        close(fd);
        if (error < 0)
            unlink(path);
    }
    g_free(path);
    if (error < 0)
        g_free(made);
    else
        *name = made;
    return error;
}
