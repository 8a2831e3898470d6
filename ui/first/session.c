#include "ui/first/session.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/places.h"
#include "ui/first/recent.h"

/* An entry: the number of the program, a blank, the name. */
static bool runs(const char *entry)
{
    long number = strtol(entry, NULL, 10);

    return number > 0 && number <= INT_MAX &&
           (kill((pid_t)number, 0) == 0 || errno == EPERM);
}

static bool is_own(const char *entry)
{
    return strtol(entry, NULL, 10) == (long)getpid();
}

/* Leave out what this program, or one that is no more, has there. */
static void update(const char *name)
{
    char *path = bv_place_state("session"), entry[PATH_MAX];
    struct bv_recent *all = calloc(2, sizeof(*all));

    if (all)
        bv_recent_read(path, &all[0]);
    for (int i = all ? all[0].count - 1 : -1; i >= 0; i--)
        if (runs(all[0].name[i]) && !is_own(all[0].name[i]))
            bv_recent_add(&all[1], all[0].name[i]);
    if (all && name &&
        snprintf(entry, sizeof(entry), "%ld %s", (long)getpid(), name) <
            (int)sizeof(entry))
        bv_recent_add(&all[1], entry);
    if (all && all[1].count > 0)
        bv_recent_write(path, &all[1]);
    else if (path)
        unlink(path);
    free(all);
    free(path);
}

void bv_session_begin(const char *name)
{
    char *whole = name ? realpath(name, NULL) : NULL;
    char *path = bv_place_state("recent");

    if (name) {
        bv_recent_note(path, whole ? whole : name);
        update(whole ? whole : name);
    }
    free(path);
    free(whole);
}

void bv_session_end(void)
{
    update(NULL);
}

bool bv_session_find_killed(char *name, size_t size)
{
    char *path = bv_place_state("session");
    struct bv_recent *all = calloc(1, sizeof(*all));
    bool found = false;

    if (all)
        bv_recent_read(path, all);
    for (int i = 0; all && i < all->count && !found; i++) {
        const char *blank = strchr(all->name[i], ' ');

        found = blank && !runs(all->name[i]);
        if (found)
            snprintf(name, size, "%s", blank + 1);
    }
    free(all);
    free(path);
    return found;
}
