#include "records/practices.h"

#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "records/oldest.h"

/* The recording first: a truth that is there is of one that is to be made. */
static bool remove_one(const char *path, void *context)
{
    const char *const *stays = context;
    char *truth = NULL;
    bool removed = !(*stays && strcmp(path, *stays) == 0) && unlink(path) == 0;

    if (removed && asprintf(&truth, "%.*s.truth.jsonl", (int)strlen(path) - 4,
                            path) >= 0) {
        (void)unlink(truth);
        free(truth);
    }
    return removed;
}

/* A folder may be called as it likes; to glob it is a name, not a pattern. */
static char *pattern_of(const char *folder)
{
    static const char below[] = "/*/*.mkv";
    char *pattern = malloc(2 * strlen(folder) + sizeof(below)), *end = pattern;

    for (; pattern && *folder; *end++ = *folder++)
        if (strchr("*?[\\", *folder))
            *end++ = '\\';
    if (pattern)
        memcpy(end, below, sizeof(below));
    return pattern;
}

int bv_practices_trim(const char *folder, const char *stays,
                      long long most_bytes)
{
    char *pattern = pattern_of(folder);
    glob_t found = {0};
    struct bv_oldest *all = NULL;
    size_t count = 0;
    int removed = 0;

    if (pattern && glob(pattern, GLOB_NOSORT, NULL, &found) == 0)
        all = calloc(found.gl_pathc, sizeof(*all));
    for (size_t i = 0; all && i < found.gl_pathc; i++) {
        struct stat about;

        if (lstat(found.gl_pathv[i], &about) == 0 && S_ISREG(about.st_mode))
            all[count++] = (struct bv_oldest){found.gl_pathv[i], about.st_mtim,
                                              about.st_size};
    }
    if (all)
        removed = bv_oldest_trim(all, count, most_bytes, remove_one, &stays);
    free(all);
    globfree(&found);
    free(pattern);
    return removed;
}
