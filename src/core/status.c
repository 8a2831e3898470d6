#include "core/status.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int bv_fault_set(struct bv_fault *fault, int error, const char *format, ...)
{
    va_list arguments;

    if (!fault || fault->error)
        return error;

    fault->error = error;
    va_start(arguments, format);
    vsnprintf(fault->text, sizeof(fault->text), format, arguments);
    va_end(arguments);
    return error;
}

const char *bv_error_text(int error)
{
    switch (-error) {
    case 0:
        return "no error";
    case ENOENT:
        return "no such file or folder";
    case EACCES:
    case EPERM:
        return "permission denied";
    case ENOSPC:
        return "the disk is full";
    case ENOMEM:
        return "out of memory";
    case ENODEV:
        return "the device is gone";
    case ENODATA:
        return "the recording is over";
    case ETIMEDOUT:
        return "no picture came in time";
    case EISDIR:
        return "it is a folder";
    case EPIPE:
        return "nobody reads it any more";
    case EBADF:
        return "it is closed";
    case EIO:
        return "the disk or whoever reads it failed";
    case EROFS:
        return "it is on a disk that cannot be written to";
    case ECANCELED:
        return "stopped before the end";
    default:
        return strerror(-error);
    }
}
