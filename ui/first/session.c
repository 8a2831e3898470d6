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

static char *held_path(long number)
{
    char name[40];

    snprintf(name, sizeof(name), "held-%ld.json", number);
    return bv_place_state(name);
}

char *bv_session_held_path(void)
{
    return held_path((long)getpid());
}

/* How the procedure of an entry stood is of no use any more. */
static void forget_held(const char *entry)
{
    char *path = held_path(strtol(entry, NULL, 10));

    if (path)
        unlink(path);
    free(path);
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
        else
            forget_held(all[0].name[i]);
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

static struct bv_held_procedure *read_held(const char *entry)
{
    char *path = held_path(strtol(entry, NULL, 10));
    struct bv_held_procedure *held = path ? malloc(sizeof(*held)) : NULL;
    struct bv_fault fault = {0};

    if (held && bv_held_read(path, held, &fault) < 0) {
        free(held); /* it was not kept yet */
        held = NULL;
    }
    free(path);
    return held;
}

bool bv_session_find_killed(char *name, size_t size,
                            struct bv_held_procedure **held)
{
    char *path = bv_place_state("session");
    struct bv_recent *all = calloc(1, sizeof(*all));
    bool found = false;

    *held = NULL;
    if (all)
        bv_recent_read(path, all);
    for (int i = 0; all && i < all->count && !found; i++) {
        const char *blank = strchr(all->name[i], ' ');

        found = blank && !runs(all->name[i]);
        if (!found)
            continue;
        snprintf(name, size, "%s", blank + 1);
        *held = read_held(all->name[i]);
    }
    free(all);
    free(path);
    return found;
}
