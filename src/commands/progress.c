#include "commands/progress.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "core/clock.h"

void bv_progress_tell(struct bv_progress *progress, const char *format, ...)
{
    int64_t now = bv_clock_now_ns();
    va_list arguments;

    if (!isatty(STDERR_FILENO) || now - progress->told_ns < BV_NS_PER_S / 5)
        return;
    progress->told_ns = now;
    fputc('\r', stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputs("\033[K", stderr);
}

void bv_progress_end(struct bv_progress *progress)
{
    if (progress->told_ns)
        fputs("\r\033[K", stderr);
    progress->told_ns = 0;
}
