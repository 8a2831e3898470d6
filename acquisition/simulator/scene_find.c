#include "acquisition/simulator/scene.h"

#include <errno.h>
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef BV_SCENES_DIR
#define BV_SCENES_DIR "/usr/local/share/bevel/scenes"
#endif

/* The folders in which bare names are looked for, first to last: the
 * environment's, then beside the program (an installed prefix that was moved,
 * then the source tree of a build folder), then where it was installed. */
static bool scene_folder(int which, char *folder, size_t size)
{
    const char *samples = getenv("BEVEL_SAMPLES_DIR");
    char program[PATH_MAX];
    ssize_t length;
    char *slash;

    switch (which) {
    case 0:
        snprintf(folder, size, "%s/scenes", samples ? samples : "");
        return true;
    case 1:
    case 2:
        length = readlink("/proc/self/exe", program, sizeof(program) - 1);
        if (length < 0)
            length = 0;
        program[length] = '\0';
        slash = strrchr(program, '/');
        if (slash)
            *slash = '\0';
        snprintf(folder, size, "%s/%s", program,
                 which == 1 ? "../share/bevel/scenes" : "../../samples/scenes");
        return true;
    case 3:
        snprintf(folder, size, "%s", BV_SCENES_DIR);
        return true;
    }
    return false;
}

static bool is_path(const char *name)
{
    size_t length = strlen(name);

    return strchr(name, '/') ||
           (length > 5 && strcmp(name + length - 5, ".json") == 0);
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
static int read_all(const char *path, char **text, size_t *size_bytes,
                    struct bv_fault *fault)
{
    struct stat about;
    FILE *file = fopen(path, "rb");
    int error = 0;

    if (!file)
        return bv_fault_set(fault, -errno, "Cannot open %.200s: %s.", path,
                            bv_error_text(-errno));
    if (fstat(fileno(file), &about) == 0 && S_ISDIR(about.st_mode))
        error = bv_fault_set(fault, -EISDIR,
                             "%.200s is a folder, not a scene file.", path);
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

int bv_scene_load(const char *path_or_name, bool has_seed, uint64_t seed,
                  struct bv_scene *scene, struct bv_fault *fault)
{
    char path[3 * PATH_MAX];
    size_t size_bytes = 0;
    char *text = NULL;
    int error;

    if (!*path_or_name)
        path_or_name = "nerve";
    error = find_scene(path_or_name, path, sizeof(path), fault);
    if (error == 0)
        error = read_all(path, &text, &size_bytes, fault);
    if (error < 0)
        return error;
    error =
        bv_scene_parse(path, text, size_bytes, has_seed, seed, scene, fault);
    free(text);
    return error;
}

static int is_scene(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);

    return length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0;
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
