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

#include "records/oldest.h"

enum { files_most = 20000 };

static bool take(int folder, const char *name, struct bv_oldest *kept)
{
    size_t length = strlen(name);
    struct stat about;

    if (length <= 6 || strcmp(name + length - 6, ".jsonl") != 0 ||
        fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) < 0 ||
        !S_ISREG(about.st_mode))
        return false;
    *kept = (struct bv_oldest){strdup(name), about.st_mtim, about.st_size};
    return kept->name != NULL;
}

/* Unless it is locked: then it is being written. */
static bool remove_one(const char *name, void *context)
{
    const int *folder = context;
    int file = openat(*folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool removed = file >= 0 && flock(file, LOCK_EX | LOCK_NB) == 0 &&
                   unlinkat(*folder, name, 0) == 0;

    if (file >= 0)
        close(file);
    return removed;
}

int bv_analyses_trim(const char *folder, long long most_bytes)
{
    DIR *entries = opendir(folder);
    int opened = entries ? dirfd(entries) : -1;
    struct bv_oldest *all = calloc(files_most, sizeof(*all));
    size_t count = 0;
    int removed = 0;

    for (struct dirent *entry;
         entries && all && count < files_most && (entry = readdir(entries));)
        count += take(opened, entry->d_name, &all[count]);
    if (entries && all)
        removed = bv_oldest_trim(all, count, most_bytes, remove_one, &opened);
    for (size_t i = 0; i < count; i++)
        free(all[i].name);
    if (entries)
        closedir(entries);
    free(all);
    return removed;
}
