#include "core/status.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/words.h"

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
        return _("no error");
    case ENOENT:
        return _("no such file or folder");
    case EACCES:
    case EPERM:
        return _("permission denied");
    case ENOSPC:
        return _("the disk is full");
    case ENOMEM:
        return _("out of memory");
    case ENODEV:
        return _("the device is gone");
    case ENODATA:
        return _("the recording is over");
    case ETIMEDOUT:
        return _("no picture came in time");
    case EISDIR:
        return _("it is a folder");
    case EPIPE:
        return _("nobody reads it any more");
    case EBADF:
        return _("it is closed");
    case EIO:
        return _("the disk or whoever reads it failed");
    case EROFS:
        return _("it is on a disk that cannot be written to");
    case ECANCELED:
        return _("stopped before the end");
    default:
        return strerror(-error);
    }
}
