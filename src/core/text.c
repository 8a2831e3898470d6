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

/* How long the UTF-8 character is that starts here; 0: none does. */
static size_t character_length(const unsigned char *at)
{
    size_t length = at[0] < 0x80    ? 1
                    : at[0] < 0xc2  ? 0
                    : at[0] < 0xe0  ? 2
                    : at[0] < 0xf0  ? 3
                    : at[0] <= 0xf4 ? 4
                                    : 0;

    for (size_t i = 1; i < length; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    if ((at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] > 0x9f) ||
        (at[0] == 0xf0 && at[1] < 0x90) || (at[0] == 0xf4 && at[1] > 0x8f))
        return 0; /* too long a form, half of a pair, beyond the last */
    return length;
}

void bv_text_make_utf8(char *text)
{
    while (*text) {
        size_t length = character_length((const unsigned char *)text);

        if (length == 0)
            *text = '?';
        text += length ? length : 1;
    }
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
