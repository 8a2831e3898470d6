#include "core/text.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

static int smallest(int a, int b, int c)
{
    int least = a < b ? a : b;

    return least < c ? least : c;
}

/* How many letters must be changed, added, left out or swapped with the next
 * to make @p b of @p a (the optimal string alignment distance). */
static int letters_apart(const char *a, const char *b)
{
    enum { most = 40 };
    int rows[3][most + 1], length = (int)strlen(b);

    if (strlen(a) > most || length > most)
        return most;
    for (int j = 0; j <= length; j++)
        rows[0][j] = j;
    for (int i = 1; a[i - 1]; i++) {
        int *now = rows[i % 3], *before = rows[(i + 2) % 3];

        now[0] = i;
        for (int j = 1; j <= length; j++) {
            now[j] = smallest(before[j] + 1, now[j - 1] + 1,
                              before[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
                a[i - 2] == b[j - 1] && rows[(i + 1) % 3][j - 2] + 1 < now[j])
                now[j] = rows[(i + 1) % 3][j - 2] + 1;
        }
    }
    return rows[strlen(a) % 3][length];
}

const char *bv_text_nearer(const char *key, const char *known,
                           const char *nearest)
{
    int apart = letters_apart(key, known);

    /* half the letters wrong is another word */
    if (2 * apart > (int)strlen(known))
        return nearest;
    return nearest && letters_apart(key, nearest) <= apart ? nearest : known;
}

/* Read an opened file, to one byte more than there may be. */
static int read_opened(FILE *file, const char *path, bool only_files,
                       size_t most_bytes, char **text, size_t *size_bytes,
                       struct bv_fault *fault)
{
    struct stat about = {0};
    char *read;

    if (fstat(fileno(file), &about) == 0 && S_ISDIR(about.st_mode))
        return bv_fault_set(fault, -EISDIR, "%.200s is a folder, not a file.",
                            path);
    if (only_files && !S_ISREG(about.st_mode))
        return bv_fault_set(fault, -EINVAL, "%.200s is not a file.", path);
    /* the most may be a gigabyte; files of the system say that they are empty
     */
    if (about.st_size > 0 && (uint64_t)about.st_size < most_bytes)
        most_bytes = (size_t)about.st_size;
    read = malloc(most_bytes + 1);
    if (!read)
        return -ENOMEM;
    *size_bytes = fread(read, 1, most_bytes + 1, file);
    if (ferror(file)) {
        free(read);
        return bv_fault_set(fault, -EIO, "Cannot read %.200s.", path);
    }
    *text = read;
    return 0;
}

int bv_text_read_file(const char *path, bool only_files, size_t most_bytes,
                      char **text, size_t *size_bytes, struct bv_fault *fault)
{
    /* a pipe that a file names must not hold bevel up */
    int fd = open(path, O_RDONLY | O_CLOEXEC | (only_files ? O_NONBLOCK : 0));
    FILE *file = fd < 0 ? NULL : fdopen(fd, "rb");
    int error = file ? 0 : -errno;

    if (!file) {
        if (fd >= 0)
            close(fd);
        return bv_fault_set(fault, error, "Cannot open %.200s: %s.", path,
                            bv_error_text(error));
    }
    error = read_opened(file, path, only_files, most_bytes, text, size_bytes,
                        fault);
    fclose(file);
    return error;
}

int bv_text_write_all(int fd, const char *bytes, size_t size_bytes)
{
    while (size_bytes > 0) {
        ssize_t done = write(fd, bytes, size_bytes);

        if (done < 0 && errno != EINTR)
            return -errno;
        if (done > 0) {
            bytes += done;
            size_bytes -= (size_t)done;
        }
    }
    return 0;
}
