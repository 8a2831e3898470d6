#include "commands/random_labels.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acquisition/simulator/random_scene.h"
#include "commands/screen.h"

int bv_random_path(const char *folder, const char *name, char path[PATH_MAX],
                   struct bv_fault *fault)
{
    if (snprintf(path, PATH_MAX, "%s/%s", folder, name) < PATH_MAX)
        return 0;
    return bv_fault_set(fault, -ENAMETOOLONG, "The folder's name is too long.");
}

static int cannot_write(const char *path, int error, struct bv_fault *fault)
{
    return bv_fault_set(fault, error, "Cannot write %.300s: %s.", path,
                        bv_error_text(error));
}

/* All that decides the pictures' bytes, but for the compiler's. */
static void write_header(char *header, size_t size,
                         const struct bv_random_options *options)
{
    snprintf(header, size,
             "{\"format\":\"bevel-labels\",\"version\":1,\"simulated\":true,"
             "\"generator\":%d,\"seed\":%llu,\"no_needle\":%s,"
             "\"screen\":\"%s\"}\n",
             BV_RANDOM_SCENE_VERSION, (unsigned long long)options->seed,
             options->no_needle ? "true" : "false",
             options->layout < 0 ? "none" : bv_screen_names[options->layout]);
}

/* Whether a line is that of a picture, and the picture is there. */
static bool is_kept(const char *line, int64_t number, const char *folder)
{
    char start[40], image[16], path[PATH_MAX];
    struct stat about;

    snprintf(image, sizeof(image), "%06lld.png", (long long)number);
    snprintf(start, sizeof(start), "{\"source\":\"%s\",", image);
    return strncmp(line, start, strlen(start)) == 0 &&
           line[strlen(line) - 1] == '\n' &&
           bv_random_path(folder, image, path, NULL) == 0 &&
           stat(path, &about) == 0 && about.st_size > 0;
}

/* Count the whole lines of a set that is being gone on with. */
static int find_end(struct bv_random_labels *labels, const char *header,
                    const struct bv_random_options *options,
                    struct bv_fault *fault)
{
    char *line = NULL;
    size_t size = 0;
    int error = 0;

    if (getline(&line, &size, labels->file) < 0)
        goto end; /* it was cut before its first line was whole */
    if (strchr(line, '\n') && strcmp(line, header) != 0)
        error = bv_fault_set(fault, -EEXIST,
                             "%.200s holds pictures of another seed, kind or "
                             "version; choose another folder.",
                             options->folder);
    else if (strchr(line, '\n'))
        labels->bytes = (long)strlen(line);
    while (error == 0 && labels->bytes > 0 &&
           getline(&line, &size, labels->file) > 0 &&
           is_kept(line, labels->count, options->folder)) {
        labels->count++;
        labels->bytes += (long)strlen(line);
    }
end:
    free(line);
    return error;
}

/* A folder that has such pictures and no labels is somebody else's. */
static int check_new(const struct bv_random_options *options,
                     struct bv_fault *fault)
{
    char path[PATH_MAX];
    int error = bv_random_path(options->folder, "000000.png", path, fault);

    if (error == 0 && access(path, F_OK) == 0)
        error = bv_fault_set(fault, -EEXIST,
                             "%.200s holds pictures without their labels; "
                             "choose another folder.",
                             options->folder);
    return error;
}

static int open_file(struct bv_random_labels *labels,
                     const struct bv_random_options *options,
                     struct bv_fault *fault)
{
    struct stat about;
    int fd, error;

    if (mkdir(options->folder, 0777) < 0 && errno != EEXIST)
        return bv_fault_set(fault, -errno, "Cannot make the folder %.200s: %s.",
                            options->folder, bv_error_text(-errno));
    if (stat(options->folder, &about) == 0 && !S_ISDIR(about.st_mode))
        return bv_fault_set(fault, -ENOTDIR, "%.200s is not a folder.",
                            options->folder);
    error =
        bv_random_path(options->folder, "labels.jsonl", labels->path, fault);
    if (error == 0 && access(labels->path, F_OK) < 0)
        error = check_new(options, fault);
    if (error < 0)
        return error;
    fd = open(labels->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    labels->file = fd < 0 ? NULL : fdopen(fd, "r+");
    if (labels->file)
        return 0;
    error = -errno;
    if (fd >= 0)
        close(fd);
    return cannot_write(labels->path, error, fault);
}

int bv_random_labels_open(struct bv_random_labels *labels,
                          const struct bv_random_options *options,
                          struct bv_fault *fault)
{
    char header[400];
    int error;

    memset(labels, 0, sizeof(*labels));
    error = open_file(labels, options, fault);
    if (error < 0)
        return error;
    write_header(header, sizeof(header), options);
    error = find_end(labels, header, options, fault);
    if (error == 0 && (ftruncate(fileno(labels->file), labels->bytes) < 0 ||
                       fseek(labels->file, labels->bytes, SEEK_SET) < 0))
        error = cannot_write(labels->path, -errno, fault);
    if (error == 0 && labels->bytes == 0) {
        if (fputs(header, labels->file) == EOF || fflush(labels->file) != 0)
            error = cannot_write(labels->path, -errno, fault);
        labels->bytes = (long)strlen(header);
    }
    if (error < 0)
        fclose(labels->file);
    return error;
}

int bv_random_labels_add(struct bv_random_labels *labels, char *take_line,
                         struct bv_fault *fault)
{
    size_t length = strlen(take_line);
    int error = 0;

    /* into the file, line by line: what is there is whole lines */
    if (fwrite(take_line, 1, length, labels->file) != length ||
        fflush(labels->file) != 0)
        error = cannot_write(labels->path, errno ? -errno : -EIO, fault);
    free(take_line);
    if (error < 0)
        return error;
    labels->bytes += (long)length;
    labels->count++;
    return 0;
}

int bv_random_labels_close(struct bv_random_labels *labels, int error,
                           struct bv_fault *fault)
{
    if (fclose(labels->file) != 0 && error == 0)
        error = cannot_write(labels->path, -errno, fault);
    if (error < 0 && truncate(labels->path, labels->bytes) < 0)
        bv_fault_set(fault, -errno, "The last line of %.300s is not whole.",
                     labels->path);
    return error;
}
