/*
 * The first page on devices that are made up: one that sends, one that another
 * program has, and one that hangs as it is opened, as a bad driver does. They
 * write down when they are opened and closed.
 *
 * usage: scripted_first DIARY
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ui/first/first.h"

static const char *diary;

static void note(const char *deed, const char *name)
{
    FILE *file = fopen(diary, "ae");

    if (!file)
        exit(2);
    fprintf(file, "%s %s\n", deed, name);
    fclose(file);
}

static void list(void (*found)(const char *name, const char *title, void *to),
                 void *to)
{
    found("cam:sends", "cam:sends  Made-up grabber", to);
    found("cam:busy", "cam:busy  Made-up camera", to);
    found("cam:hangs", "cam:hangs  Made-up driver", to);
}

static int peek(const char *name, uint8_t *grey)
{
    (void)name;
    (void)grey;
    return -ENOENT;
}

/* Each picture is of another grey. */
static int watch(const char *name, bool (*show)(const uint8_t *grey, void *to),
                 void *to, struct bv_fault *fault)
{
    static uint8_t grey[BV_FIRST_PICTURE_WIDTH * BV_FIRST_PICTURE_HEIGHT];
    int level = 60;

    if (strcmp(name, "cam:busy") == 0)
        return bv_fault_set(fault, -EBUSY,
                            "cam:busy is in use by another program.");
    note("open", name);
    while (strcmp(name, "cam:hangs") == 0)
        pause();
    do {
        level = level > 200 ? 60 : level + 10;
        memset(grey, level, sizeof(grey));
    } while (show(grey, to));
    note("close", name);
    return 0;
}

/* The first time it fails. */
static int take(void *data, const char *name, struct bv_fault *fault)
{
    int *tries = data;

    note("take", name);
    return (*tries)++ == 0 ? bv_fault_set(fault, -EIO, "It did not start.") : 0;
}

int main(int argc, char **argv)
{
    int tries = 0;
    const struct bv_first_options options = {.list = list,
                                             .peek = peek,
                                             .watch = watch,
                                             .open = take,
                                             .data = &tries};
    struct bv_held_procedure *held;
    struct bv_fault fault = {0};
    char *name;

    if (argc != 2)
        return 2;
    diary = argv[1];
    if (bv_first_run(&options, &name, &held, &fault) < 0) {
        fprintf(stderr, "%s\n", fault.text);
        return 1;
    }
    note("left", name ? name : "-");
    free(name);
    free(held);
    return 0;
}
