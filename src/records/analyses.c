#include "records/analyses.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { files_most = 20000 };

struct kept {
    char name[40];
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

static bool take(int folder, const char *name, struct kept *kept)
{
    size_t length = strlen(name);
    struct stat about;

    if (length <= 6 || length >= sizeof(kept->name) ||
        strcmp(name + length - 6, ".jsonl") != 0 ||
        fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) < 0 ||
        !S_ISREG(about.st_mode))
        return false;
    memcpy(kept->name, name, length + 1);
    kept->made = about.st_mtim;
    kept->bytes = about.st_size;
    return true;
}

/* Unless it is locked: then it is being written. */
static bool remove_one(int folder, const char *name)
{
    int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool removed = file >= 0 && flock(file, LOCK_EX | LOCK_NB) == 0 &&
                   unlinkat(folder, name, 0) == 0;

    if (file >= 0)
        close(file);
    return removed;
}

static int remove_oldest(int folder, struct kept *all, size_t count,
                         long long most_bytes)
{
    long long bytes = 0;
    int removed = 0;

    qsort(all, count, sizeof(*all), by_age);
    for (size_t i = 0; i < count; i++)
        bytes += all[i].bytes;
    for (size_t i = 0; i < count && (bytes > most_bytes || !most_bytes); i++)
        if (remove_one(folder, all[i].name)) {
            bytes -= all[i].bytes;
            removed++;
        }
    return removed;
}

int bv_analyses_trim(const char *folder, long long most_bytes)
{
    DIR *entries = opendir(folder);
    struct kept *all = calloc(files_most, sizeof(*all));
    size_t count = 0;
    int removed = 0;

    for (struct dirent *entry;
         entries && all && count < files_most && (entry = readdir(entries));)
        count += take(dirfd(entries), entry->d_name, &all[count]);
    if (entries && all)
        removed = remove_oldest(dirfd(entries), all, count, most_bytes);
    if (entries)
        closedir(entries);
    free(all);
    return removed;
}
