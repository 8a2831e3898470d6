/* Which truth file is a clip's. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "records/truth_file.h"

/* The length of the clip's path without its ending. */
static size_t stem_size_of(const char *clip)
{
    const char *slash = strrchr(clip, '/');
    const char *name = slash ? slash + 1 : clip;
    const char *dot = strrchr(name, '.');
    size_t size = dot && dot > name ? (size_t)(dot - clip) : strlen(clip);

    while (size > 1 && clip[size - 1] == '/')
        size--; /* a folder, typed with its slash */
    return size;
}

static int put_together(const char *start, size_t start_size, const char *end,
                        char *path, size_t path_size)
{
    char made[4096];
    int length =
        snprintf(made, sizeof(made), "%.*s%s", (int)start_size, start, end);

    if (length < 0 || (size_t)length >= sizeof(made) ||
        (size_t)length >= path_size)
        return -ENAMETOOLONG;
    memcpy(path, made, (size_t)length + 1);
    return 0;
}

int bv_truth_file_name(const char *clip, char *path, size_t path_size)
{
    return put_together(clip, stem_size_of(clip), ".truth.jsonl", path,
                        path_size);
}

static int find(const char *start, size_t start_size, const char *end,
                char *path, size_t path_size)
{
    char made[4096];
    int error = put_together(start, start_size, end, made, sizeof(made));

    if (error == 0 && strlen(made) >= path_size)
        error = -ENAMETOOLONG;
    if (error < 0)
        return error;
    if (access(made, F_OK) < 0)
        return -ENOENT;
    memcpy(path, made, strlen(made) + 1);
    return 0;
}

/* Whether a list's first line has a column for pictures' names. */
static bool names_pictures(const char *path)
{
    char line[4096], *rest = line, *cell;
    FILE *file = fopen(path, "r");
    bool names = false;

    if (!file)
        return false;
    if (fgets(line, sizeof(line), file))
        while ((cell = strsep(&rest, ",\r\n")))
            names |= strcmp(cell, "image") == 0;
    fclose(file);
    return names;
}

/* Whether a file's name is one that clips have. */
static bool is_clip_name(const char *name)
{
    static const char *const endings[] = {"mkv", "mp4",  "avi",  "mov", "m4v",
                                          "mpg", "mpeg", "webm", "wmv", "mha",
                                          "mhd", "nrrd", "dcm",  NULL};
    const char *dot = strrchr(name, '.');

    for (int i = 0; dot && dot > name && endings[i]; i++)
        if (strcasecmp(dot + 1, endings[i]) == 0)
            return true;
    return false;
}

/* Whether other clips lie in the clip's folder. */
static bool has_neighbours(const char *clip)
{
    const char *slash = strrchr(clip, '/');
    char folder[4096];
    struct dirent *entry;
    bool any = false;
    DIR *stream;

    if (put_together(slash ? clip : ".", slash ? (size_t)(slash + 1 - clip) : 1,
                     "", folder, sizeof(folder)) < 0)
        return false;
    stream = opendir(folder);
    while (stream && !any && (entry = readdir(stream)))
        any = is_clip_name(entry->d_name) &&
              strcmp(entry->d_name, slash ? slash + 1 : clip) != 0;
    if (stream)
        closedir(stream);
    return any;
}

int bv_truth_file_find(const char *clip, char *path, size_t path_size,
                       enum bv_truth_found *found)
{
    const char *slash = strrchr(clip, '/');
    size_t folder_size = slash ? (size_t)(slash + 1 - clip) : 0;
    int error = find(clip, stem_size_of(clip), ".truth.jsonl", path, path_size);

    if (error == -ENOENT)
        error = find(clip, stem_size_of(clip), ".labels.csv", path, path_size);
    *found = BV_TRUTH_NAMED;
    if (error != -ENOENT)
        return error;
    error = find(clip, folder_size, "labels.csv", path, path_size);
    if (error < 0 || names_pictures(path))
        return error;
    *found = BV_TRUTH_BESIDE;
    return has_neighbours(clip) ? -ENOTUNIQ : 0;
}
