#include "records/kept_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/text.h"

int bv_kept_file_open(const char *path, FILE **file)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    struct stat about;

    *file = fd >= 0 ? fdopen(fd, "r+") : NULL;
    if (!*file) {
        int error = -errno;

        if (fd >= 0)
            close(fd);
        return error;
    }
    if (fstat(fd, &about) == 0 && !S_ISREG(about.st_mode))
        return -EEXIST;
    return flock(fd, LOCK_EX | LOCK_NB) < 0 ? -EBUSY : 0;
}

static int write_part(const char *part, const char *text)
{
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int error = fd < 0 ? -errno : bv_text_write_all(fd, text, strlen(text));

    if (fd < 0)
        return error;
    if (error == 0 && fsync(fd) < 0 && errno != EINVAL)
        error = -errno;
    if (close(fd) < 0 && error == 0)
        error = -errno;
    return error;
}

int bv_kept_file_replace(const char *path, const char *text)
{
    char part[PATH_MAX];
    int error;

    if (snprintf(part, sizeof(part), "%s.part", path) >= (int)sizeof(part))
        return -ENAMETOOLONG;
    error = write_part(part, text);
    if (error == 0 && rename(part, path) < 0)
        error = -errno;
    if (error < 0)
        unlink(part);
    return error;
}
