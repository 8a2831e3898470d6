#include "records/practices.h"

#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct kept {
    const char *path;
    struct timespec made;
    long long bytes;
};

static int by_age(const void *a, const void *b)
{
    const struct kept *x = a, *y = b;

    if (x->made.tv_sec != y->made.tv_sec)
        return x->made.tv_sec < y->made.tv_sec ? -1 : 1;
    return (x->made.tv_nsec > y->made.tv_nsec) -
           (x->made.tv_nsec < y->made.tv_nsec);
}

/* The recording first: a truth that is there is of one that is to be made. */
static bool remove_one(const char *path)
{
    char *truth = NULL;
    bool removed = unlink(path) == 0;

    if (removed && asprintf(&truth, "%.*s.truth.jsonl", (int)strlen(path) - 4,
                            path) >= 0) {
        (void)unlink(truth);
        free(truth);
    }
    return removed;
}

static int remove_oldest(struct kept *all, size_t count, const char *stays,
                         long long most_bytes)
{
    long long bytes = 0;
    int removed = 0;

    qsort(all, count, sizeof(*all), by_age);
    for (size_t i = 0; i < count; i++)
        bytes += all[i].bytes;
    for (size_t i = 0; i < count && bytes > most_bytes; i++)
        if (!(stays && strcmp(all[i].path, stays) == 0) &&
            remove_one(all[i].path)) {
            bytes -= all[i].bytes;
            removed++;
        }
    return removed;
}

int bv_practices_trim(const char *folder, const char *stays,
                      long long most_bytes)
{
    char *pattern = NULL;
    glob_t found = {0};
    struct kept *all = NULL;
    size_t count = 0;
    int removed = 0;

    if (asprintf(&pattern, "%s/*/*.mkv", folder) < 0)
        return 0;
    if (glob(pattern, GLOB_NOSORT, NULL, &found) == 0)
        all = calloc(found.gl_pathc, sizeof(*all));
    for (size_t i = 0; all && i < found.gl_pathc; i++) {
        struct stat about;

        if (lstat(found.gl_pathv[i], &about) == 0 && S_ISREG(about.st_mode))
            all[count++] =
                (struct kept){found.gl_pathv[i], about.st_mtim, about.st_size};
    }
    if (all)
        removed = remove_oldest(all, count, stays, most_bytes);
    free(all);
    globfree(&found);
    free(pattern);
    return removed;
}
