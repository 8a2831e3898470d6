#include "recording_name.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acquisition/event_log.h"

enum { names_most = 100 };

/* Make one folder. @return 0 where it is there. */
static int make_one(const char *folder)
{
    struct stat about;
    int error = mkdir(folder, 0700) == 0 ? 0 : -errno;

    if (stat(folder, &about) < 0)
        return error < 0 ? error : -errno;
    return S_ISDIR(about.st_mode) ? 0 : -ENOTDIR;
}

/* Make the folder and those above it, for their owner alone. */
static int make_folder(const char *folder)
{
    char *path = strdup(folder);
    int error = path ? 0 : -ENOMEM;

    for (char *at = path ? strchr(path + 1, '/') : NULL; at && error == 0;
         at = strchr(at + 1, '/')) {
        *at = '\0';
        error = make_one(path);
        *at = '/';
    }
    if (error == 0)
        error = make_one(path);
    free(path);
    return error;
}

/* @return 0, or -EEXIST where this name or that of its events is taken. */
static int take(const char *path)
{
    char *events = bv_event_path(path);
    int error = 0, file;

    if (!events)
        return -ENOMEM;
    if (access(events, F_OK) == 0)
        error = -EEXIST;
    free(events);
    if (error < 0)
        return error;
    file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return -errno;
    close(file);
    return 0;
}

int bv_recording_name_take(const char *folder, time_t when, char **path,
                           struct bv_fault *fault)
{
    char name[40];
    struct tm local;
    int error = make_folder(folder);

    localtime_r(&when, &local);
    strftime(name, sizeof(name), "%Y-%m-%d_%H-%M-%S", &local);
    for (int number = 1; error == 0; number++) {
        char *made, more[16] = "";

        if (number > 1)
            snprintf(more, sizeof(more), "-%d", number);
        if (asprintf(&made, "%s/%s%s.mkv", folder, name, more) < 0) {
            error = -ENOMEM;
            break;
        }
        error = take(made);
        if (error == 0) {
            *path = made;
            return 0;
        }
        free(made);
        if (error == -EEXIST && number < names_most)
            error = 0;
    }
    return bv_fault_set(fault, error, "Cannot record into %s: %s.", folder,
                        bv_error_text(error));
}

void bv_recording_name_give_back(const char *path)
{
    char *events = bv_event_path(path);

    unlink(path);
    if (events)
        unlink(events);
    free(events);
}
