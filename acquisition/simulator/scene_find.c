#include "acquisition/simulator/scene_file.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "acquisition/simulator/scene_read.h"
#include "core/places.h"
#include "core/text.h"

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

static int read_text(const char *path, bool only_files,
                     struct bv_scene_text *text, struct bv_fault *fault)
{
    int error = bv_text_read_file(path, only_files, BV_SCENE_FILE_MAX,
                                  &text->text, &text->size_bytes, fault);

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
