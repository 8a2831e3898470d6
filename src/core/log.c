#include "core/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int most = BV_LOG_WARNING;

void bv_log_set_level(enum bv_log_level level)
{
    atomic_store(&most, (int)level);
}

void bv_log(enum bv_log_level level, const char *format, ...)
{
    static const char *const names[] = {"error", "warning", "info", "debug"};
    char text[1024];
    va_list arguments;

    if ((int)level > atomic_load(&most))
        return;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    fprintf(stderr, "bevel: %s: %s\n", names[level], text); /* one write */
}
