#include "ui/first/recent.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/places.h"
#include "core/text.h"

void bv_recent_read(const char *path, struct bv_recent *recent)
{
    char line[PATH_MAX + 1];
    FILE *file = path ? fopen(path, "re") : NULL;

    recent->count = 0;
    if (!file)
        return;
    while (recent->count < BV_RECENT_MOST && fgets(line, sizeof(line), file)) {
        size_t length = strcspn(line, "\n");

        if (line[length] != '\n' || length == 0)
            break; /* cut, or none of bevel's */
        line[length] = '\0';
        memcpy(recent->name[recent->count++], line, length + 1);
    }
    fclose(file);
}

void bv_recent_remove(struct bv_recent *recent, const char *name)
{
    int kept = 0;

    for (int i = 0; i < recent->count; i++)
        if (strcmp(recent->name[i], name) != 0) {
            if (kept != i)
                memcpy(recent->name[kept], recent->name[i], PATH_MAX);
            kept++;
        }
    recent->count = kept;
}

void bv_recent_add(struct bv_recent *recent, const char *name)
{
    size_t length = strlen(name);

    if (length == 0 || length >= PATH_MAX || strchr(name, '\n'))
        return;
    bv_recent_remove(recent, name);
    if (recent->count == BV_RECENT_MOST)
        recent->count--;
    memmove(recent->name[1], recent->name[0],
            (size_t)recent->count * sizeof(recent->name[0]));
    memcpy(recent->name[0], name, length + 1);
    recent->count++;
}

void bv_recent_write(const char *path, const struct bv_recent *recent)
{
    char part[PATH_MAX + 8];
    bool whole;
    int fd;

    if (!path || strlen(path) >= PATH_MAX)
        return;
    (void)bv_place_make_above(path); /* a failure shows as it is written */
    snprintf(part, sizeof(part), "%s.part", path);
    fd =
        open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return;
    whole = fchmod(fd, 0600) == 0;
    for (int i = 0; i < recent->count && whole; i++) {
        const char *name = recent->name[i];

        whole = bv_text_write_all(fd, name, strlen(name)) == 0 &&
                bv_text_write_all(fd, "\n", 1) == 0;
    }
    if (close(fd) < 0 || !whole || rename(part, path) < 0)
        unlink(part);
}

void bv_recent_note(const char *path, const char *name)
{
    struct bv_recent *recent = malloc(sizeof(*recent));

    if (!recent)
        return;
    bv_recent_read(path, recent);
    bv_recent_add(recent, name);
    bv_recent_write(path, recent);
    free(recent);
}
