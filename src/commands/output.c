#include "commands/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/text.h"

int bv_output_check(const char *path, const char *source,
                    struct bv_fault *fault)
{
    struct stat in, out;

    if (stat(path, &out) < 0 || stat(source, &in) < 0 ||
        in.st_dev != out.st_dev || in.st_ino != out.st_ino)
        return 0;
    return bv_fault_set(fault, -EEXIST,
                        "%s is the source itself; give what is written another "
                        "name.",
                        path);
}

static bool is_file(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

int bv_output_check_new(const char *path, bool overwrite,
                        struct bv_fault *fault)
{
    if (overwrite || !is_file(path))
        return 0;
    return bv_fault_set(fault, -EEXIST,
                        "%s is there already; give another name after -o, or "
                        "--overwrite.",
                        path);
}

int bv_output_check_free(const char *path, const char *option,
                         struct bv_fault *fault)
{
    if (!is_file(path))
        return 0;
    return bv_fault_set(fault, -EEXIST,
                        "%s is there already; give another name after %s.",
                        path, option);
}

bool bv_output_ends_with(const char *path, const char *end)
{
    size_t length = strlen(path), end_length = strlen(end);

    return length > end_length && strcmp(path + length - end_length, end) == 0;
}

bool bv_output_is_video(const char *path)
{
    struct stat about;

    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode))
        return true; /* a folder is refused when it is opened */
    return bv_output_ends_with(path, ".mkv");
}

static int cannot_write(const char *path, int error, struct bv_fault *fault)
{
    return bv_fault_set(fault, error, "Cannot write %s: %s.", path,
                        bv_error_text(error));
}

int bv_output_open(struct bv_output *output, const char *path,
                   struct bv_fault *fault)
{
    struct stat about;
    bool as_it_is = lstat(path, &about) == 0 && !S_ISREG(about.st_mode);

    *output = (struct bv_output){.path = path};
    if (!as_it_is && snprintf(output->part, sizeof(output->part), "%s.part",
                              path) >= (int)sizeof(output->part))
        return cannot_write(path, -ENAMETOOLONG, fault);
    output->fd = open(as_it_is ? path : output->part,
                      O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (output->fd < 0)
        return cannot_write(path, -errno, fault);
    output->file = open_memstream(&output->bytes, &output->size_bytes);
    if (output->file)
        return 0;
    close(output->fd);
    if (output->part[0])
        unlink(output->part);
    return cannot_write(path, -ENOMEM, fault);
}

int bv_output_close(struct bv_output *output, int error, struct bv_fault *fault)
{
    if (!output->file)
        return error;
    if (fclose(output->file) != 0 && error == 0)
        error = -ENOMEM;
    output->file = NULL;
    if (error == 0)
        error =
            bv_text_write_all(output->fd, output->bytes, output->size_bytes);
    free(output->bytes);
    if (close(output->fd) < 0 && error == 0)
        error = -errno;
    if (output->part[0] && error == 0 && rename(output->part, output->path) < 0)
        error = -errno;
    if (output->part[0] && error < 0)
        unlink(output->part);
    return error < 0 ? cannot_write(output->path, error, fault) : 0;
}

/* Put more words before the sentence's full stop. */
BV_PRINTF(3, 4)
static void say_more(struct bv_fault *fault, int error, const char *format, ...)
{
    size_t length;
    va_list arguments;

    bv_fault_set(fault, error, "%s.", bv_error_text(error));
    length = strlen(fault->text);
    if (length > 0 && fault->text[length - 1] == '.')
        length--;
    va_start(arguments, format);
    vsnprintf(fault->text + length, sizeof(fault->text) - length, format,
              arguments);
    va_end(arguments);
}

void bv_output_say_kept(const char *path, uint64_t count, int error,
                        struct bv_fault *fault)
{
    say_more(fault, error, "; %.200s holds the %llu picture%s before that.",
             path, (unsigned long long)count, count == 1 ? "" : "s");
}

void bv_output_say_shown(const char *path, int error, struct bv_fault *fault)
{
    say_more(fault, error, "; %.200s shows what came before.", path);
}
