#include "records/kept_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

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
