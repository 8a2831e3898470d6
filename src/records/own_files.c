#include "records/own_files.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/places.h"
#include "core/text.h"

enum { most_bytes = 256 * 1024 };

/* The folders, in the order in which they count: 0 is the site's. */
static bool folder_at(int which, const char *kind, char *folder, size_t size)
{
    char *own;

    if (which > 0)
        return bv_place_sample(which - 1, kind, folder, size);
    own = bv_place_config(kind);
    snprintf(folder, size, "%s", own ? own : "");
    free(own);
    return true;
}

static void add_name(struct bv_own_files *files, const char *file)
{
    size_t length = strlen(file);

    if (length <= 5 || length - 5 >= BV_OWN_NAME_SIZE || file[0] == '.' ||
        strcmp(file + length - 5, ".json") != 0 ||
        files->count == BV_OWN_FILES_MAX)
        return;
    for (size_t i = 0; i < files->count; i++)
        if (strncmp(files->names[i], file, length - 5) == 0 &&
            files->names[i][length - 5] == '\0')
            return;
    memcpy(files->names[files->count], file, length - 5);
    files->names[files->count++][length - 5] = '\0';
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

void bv_own_files_list(const char *kind, struct bv_own_files *files)
{
    char folder[PATH_MAX];

    files->count = 0;
    for (int i = 0; folder_at(i, kind, folder, sizeof(folder)); i++) {
        DIR *entries = folder[0] ? opendir(folder) : NULL;

        for (struct dirent *entry; entries && (entry = readdir(entries));)
            add_name(files, entry->d_name);
        if (entries)
            closedir(entries);
    }
    qsort(files->names, files->count, sizeof(*files->names), by_name);
}

static bool is_path(const char *name)
{
    size_t length = strlen(name);

    return strchr(name, '/') ||
           (length > 5 && strcmp(name + length - 5, ".json") == 0);
}

static bool find(const char *kind, const char *name, char *path, size_t size)
{
    char folder[PATH_MAX];

    assert(path);
    for (int i = 0; folder_at(i, kind, folder, sizeof(folder)); i++)
        if (folder[0] &&
            snprintf(path, size, "%s/%s.json", folder, name) < (int)size &&
            access(path, F_OK) == 0)
            return true;
    return false;
}

int bv_own_files_read(const char *kind, const char *name, char *path,
                      size_t path_size, char **text, size_t *size,
                      struct bv_fault *fault)
{
    int error;

    if (is_path(name))
        snprintf(path, path_size, "%s", name);
    else if (!find(kind, name, path, path_size))
        return bv_fault_set(fault, -ENOENT,
                            "There is no \"%.60s\" among the files of %s.",
                            name, kind);
    error = bv_text_read_file(path, true, most_bytes, text, size, fault);
    if (error == 0 && *size > most_bytes) {
        free(*text);
        error =
            bv_fault_set(fault, -EFBIG, "%.300s is larger than 256 kB.", path);
    }
    return error;
}
