#include "core/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

double bv_text_round(double value, int decimals)
{
    double scale = pow(10, decimals);

    if (!isfinite(value))
        return value;
    value = round(value * scale) / scale;
    return value == 0 ? 0 : value;
}

char *bv_text_plain(const char *bytes)
{
    char *copy = strdup(bytes);

    for (char *c = copy; c && *c; c++)
        if ((unsigned char)*c >= 0x80)
            *c = '?';
    return copy;
}

int bv_text_write_line(FILE *out, char *take_line)
{
    int error = 0;

    if (!take_line)
        return -ENOMEM;
    errno = 0;
    if (fputs(take_line, out) == EOF || fputc('\n', out) == EOF)
        error = errno ? -errno : -EIO;
    free(take_line);
    return error;
}
