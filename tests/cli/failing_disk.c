/*
 * A disk that fails, preloaded. It lets so many writes of videos pass as
 * FAILING_DISK_AFTER says, and fails all later ones with EIO; and it takes
 * FAILING_DISK_FLUSH_S seconds to flush one.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static bool is_video(int fd)
{
    char link[64], name[4096];
    ssize_t length;

    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    length = readlink(link, name, sizeof(name));
    return length > 0 && memmem(name, (size_t)length, ".mkv", 4);
}

/* What meson's -D_FILE_OFFSET_BITS=64 makes of pwrite(). */
ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset)
{
    static int writes;
    const char *after = getenv("FAILING_DISK_AFTER");

    if (after && is_video(fd) && ++writes > atoi(after)) {
        errno = EIO;
        return -1;
    }
    return syscall(SYS_pwrite64, fd, bytes, size, offset);
}

int fdatasync(int fd)
{
    const char *seconds = getenv("FAILING_DISK_FLUSH_S");

    if (seconds && is_video(fd))
        sleep((unsigned)atoi(seconds));
    return (int)syscall(SYS_fdatasync, fd);
}
