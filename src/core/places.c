#include "core/places.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef BV_DATA_DIR
#define BV_DATA_DIR "/usr/local/share/bevel"
#endif
#ifndef BV_LOCALE_DIR
#define BV_LOCALE_DIR "/usr/local/share/locale"
#endif

/* The folder of the program itself, empty where it is not known. */
static void find_program(char *folder, size_t size)
{
    ssize_t length = readlink("/proc/self/exe", folder, size - 1);
    char *slash;

    folder[length < 0 ? 0 : length] = '\0';
    slash = strrchr(folder, '/');
    if (slash)
        *slash = '\0';
}

bool bv_place_sample(int which, const char *kind, char *folder, size_t size)
{
    const char *samples = getenv("BEVEL_SAMPLES_DIR");
    char program[PATH_MAX];

    switch (which) {
    case 0:
        snprintf(folder, size, "%s/%s", samples ? samples : "", kind);
        return true;
    case 1:
    case 2:
        find_program(program, sizeof(program));
        snprintf(folder, size, "%s/%s/%s", program,
                 which == 1 ? "../share/bevel" : "../../samples", kind);
        return true;
    case 3:
        snprintf(folder, size, "%s/%s", BV_DATA_DIR, kind);
        return true;
    }
    return false;
}

/* Translations lie below it, whichever they are. */
static bool has_words(const char *folder)
{
    char file[PATH_MAX + 40];

    snprintf(file, sizeof(file), "%s/de/LC_MESSAGES/bevel.mo", folder);
    return access(file, R_OK) == 0;
}

void bv_place_locale(char *folder, size_t size)
{
    static const char *const beside[] = {"../share/locale", "../po"};
    const char *named = getenv("BEVEL_LOCALE_DIR");
    char program[PATH_MAX];

    find_program(program, sizeof(program));
    snprintf(folder, size, "%s", named ? named : "");
    for (size_t i = 0; i < 2 && !has_words(folder) && !named; i++)
        snprintf(folder, size, "%s/%s", program, beside[i]);
    if (!has_words(folder) && !named)
        snprintf(folder, size, "%s", BV_LOCALE_DIR);
}

bool bv_place_schema(int which, char *folder, size_t size)
{
    /* src/bevel, and the programs of tests/ui */
    static const char *const beside[] = {"../share/glib-2.0/schemas", "../ui",
                                         "../../ui"};
    char program[PATH_MAX];
    int length;

    if (which < 0 || which >= 3)
        return false;
    find_program(program, sizeof(program));
    length = snprintf(folder, size, "%s/%s", program, beside[which]);
    return length >= 0 && (size_t)length < size;
}

/* Below the folder that a variable names, else below the home's own. */
static char *find_place(const char *variable, const char *below_home,
                        const char *name)
{
    const char *named = getenv(variable), *home = getenv("HOME");
    char *path = NULL;

    if (named && named[0] == '/') /* others are to be ignored (XDG) */
        return asprintf(&path, "%s/bevel/%s", named, name) < 0 ? NULL : path;
    if (!home || home[0] != '/' ||
        asprintf(&path, "%s/%s/bevel/%s", home, below_home, name) < 0)
        return NULL;
    return path;
}

char *bv_place_config(const char *name)
{
    return find_place("XDG_CONFIG_HOME", ".config", name);
}

char *bv_place_cache(const char *name)
{
    return find_place("XDG_CACHE_HOME", ".cache", name);
}

char *bv_place_data(const char *name)
{
    return find_place("XDG_DATA_HOME", ".local/share", name);
}

char *bv_place_state(const char *name)
{
    return find_place("XDG_STATE_HOME", ".local/state", name);
}

int bv_place_make_above(const char *path)
{
    char *folder = strdup(path);
    int error = folder ? 0 : -ENOMEM;

    for (char *at = folder ? strchr(folder + 1, '/') : NULL; at && error == 0;
         at = strchr(at + 1, '/')) {
        *at = '\0';
        if (mkdir(folder, 0700) < 0 && errno != EEXIST)
            error = -errno;
        *at = '/';
    }
    free(folder);
    return error;
}
