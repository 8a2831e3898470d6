#include "commands/render_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

struct sink {
    FILE *file;
    int error; /* the first one */
};

static cairo_status_t write_some(void *data, const unsigned char *bytes,
                                 unsigned size)
{
    struct sink *sink = data;

    if (fwrite(bytes, 1, size, sink->file) == size)
        return CAIRO_STATUS_SUCCESS;
    if (!sink->error)
        sink->error = errno ? -errno : -EIO;
    return CAIRO_STATUS_WRITE_ERROR;
}

/* Only what bevel made is taken away again: never a device. */
static void remove_partial(const char *path)
{
    struct stat about;

    if (lstat(path, &about) == 0 && S_ISREG(about.st_mode))
        unlink(path);
}

int bv_png_write(cairo_surface_t *surface, const char *path,
                 struct bv_fault *fault)
{
    struct sink sink = {0};
    cairo_status_t status;
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    if (fd >= 0) {
        sink.file = fdopen(fd, "wb");
        if (!sink.file) {
            sink.error = -errno;
            close(fd);
        }
    } else {
        sink.error = -errno;
    }
    if (!sink.file)
        return bv_fault_set(fault, sink.error, "Cannot write %s: %s.", path,
                            bv_error_text(sink.error));
    errno = 0;
    status = cairo_surface_write_to_png_stream(surface, write_some, &sink);
    if (fclose(sink.file) != 0 && !sink.error)
        sink.error = -errno;
    if (status != CAIRO_STATUS_SUCCESS && !sink.error)
        sink.error = status == CAIRO_STATUS_NO_MEMORY ? -ENOMEM : -EIO;
    if (!sink.error)
        return 0;
    remove_partial(path);
    return bv_fault_set(fault, sink.error, "Cannot write %s: %s.", path,
                        bv_error_text(sink.error));
}
