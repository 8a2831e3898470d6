#include "acquisition/simulator/scene_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acquisition/simulator/scene_read.h"
#include "core/places.h"

static bool scene_folder(int which, char *folder, size_t size)
{
    return bv_place_sample(which, "scenes", folder, size);
}

static bool is_scene_file(const char *name)
{
    size_t length = strlen(name);

    return length > 5 && strcmp(name + length - 5, ".json") == 0;
}

static bool is_path(const char *name)
{
    return strchr(name, '/') || is_scene_file(name);
}

static int find_scene(const char *name, char *path, size_t size,
                      struct bv_fault *fault)
{
    char folder[2 * PATH_MAX];

    if (is_path(name)) {
        snprintf(path, size, "%s", name);
        return 0;
    }
    for (int i = 0; scene_folder(i, folder, sizeof(folder)); i++) {
        snprintf(path, size, "%s/%s.json", folder, name);
        if (access(path, R_OK) == 0)
            return 0;
    }
    return bv_fault_set(fault, -ENOENT,
                        "There is no scene \"%.100s\"; `bevel sources` lists "
                        "them.",
                        name);
}

/* At most one byte more than a scene may have, so that too much is seen. */
static int read_all(const char *path, bool only_files, char **text,
                    size_t *size_bytes, struct bv_fault *fault)
{
    /* a pipe that a scene names must not hold bevel up */
    int fd = open(path, O_RDONLY | O_CLOEXEC | (only_files ? O_NONBLOCK : 0));
    FILE *file = fd < 0 ? NULL : fdopen(fd, "rb");
    struct stat about = {0};
    int error = 0;

    if (!file) {
        error = -errno;
        if (fd >= 0)
            close(fd);
        return bv_fault_set(fault, error, "Cannot open %.200s: %s.", path,
                            bv_error_text(error));
    }
    if (fstat(fd, &about) == 0 && S_ISDIR(about.st_mode))
        error = bv_fault_set(fault, -EISDIR,
                             "%.200s is a folder, not a scene file.", path);
    else if (only_files && !S_ISREG(about.st_mode))
        error = bv_fault_set(fault, -EINVAL, "%.200s is not a file.", path);
    *text = error == 0 ? malloc(BV_SCENE_FILE_MAX + 1) : NULL;
    if (!*text) {
        fclose(file);
        return error < 0 ? error : -ENOMEM;
    }
    *size_bytes = fread(*text, 1, BV_SCENE_FILE_MAX + 1, file);
    if (ferror(file)) {
        error = bv_fault_set(fault, -EIO, "Cannot read %.200s.", path);
        free(*text);
    }
    fclose(file);
    return error;
}

static int read_text(const char *path, bool only_files,
                     struct bv_scene_text *text, struct bv_fault *fault)
{
    int error =
        read_all(path, only_files, &text->text, &text->size_bytes, fault);

    if (error < 0)
        return error;
    text->name = strdup(path);
    if (text->name)
        return 0;
    free(text->text);
    return -ENOMEM;
}

/* Beside the scene that includes it, else among the bundled ones. */
static int open_include(void *data, const char *from, const char *include,
                        struct bv_scene_text *text, struct bv_fault *fault)
{
    const char *slash = strrchr(from, '/');
    int folder = slash ? (int)(slash + 1 - from) : 0;
    const char *end = is_scene_file(include) ? "" : ".json";
    char path[3 * PATH_MAX];

    (void)data;
    if (snprintf(path, sizeof(path), "%.*s%s%s", folder, from, include, end) >=
        (int)sizeof(path))
        return -ENAMETOOLONG;
    if (access(path, F_OK) == 0 || strchr(include, '/') || !*end)
        return read_text(path, true, text, fault);
    if (find_scene(include, path, sizeof(path), fault) < 0)
        return -ENOENT;
    return read_text(path, true, text, fault);
}

const struct bv_scene_opener bv_scene_opener_files = {.open = open_include};

int bv_scene_file_find(const char *path_or_name, struct bv_scene_file *file,
                       struct bv_fault *fault)
{
    char path[3 * PATH_MAX];
    struct bv_scene_text text;
    int error;

    memset(file, 0, sizeof(*file));
    if (!*path_or_name)
        path_or_name = "nerve";
    error = find_scene(path_or_name, path, sizeof(path), fault);
    if (error == 0)
        error = read_text(path, false, &text, fault);
    if (error < 0)
        return error;
    return bv_scene_file_open(text, &bv_scene_opener_files, file, fault);
}

int bv_scene_load(const char *path_or_name, bool has_seed, uint64_t seed,
                  struct bv_scene *scene, struct bv_fault *fault)
{
    struct bv_scene_file file;
    int error = bv_scene_file_find(path_or_name, &file, fault);

    return bv_scene_file_finish(&file, error, has_seed, seed, scene, fault);
}

static int is_scene(const struct dirent *entry)
{
    return is_scene_file(entry->d_name);
}

void bv_scene_list(FILE *out)
{
    char folder[2 * PATH_MAX];

    for (int i = 0; scene_folder(i, folder, sizeof(folder)); i++) {
        struct dirent **entries;
        int count = scandir(folder, &entries, is_scene, alphasort);

        if (count <= 0)
            continue;
        for (int k = 0; k < count; k++) {
            fprintf(out, "    sim:%.*s\n", (int)strlen(entries[k]->d_name) - 5,
                    entries[k]->d_name);
            free(entries[k]);
        }
        free(entries);
        return;
    }
}
