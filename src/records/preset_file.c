#include "records/preset_file.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/log.h"
#include "core/places.h"
#include "records/json.h"
#include "records/preset_json.h"

/* More than all presets are. */
enum { most_bytes = 32 * 1024 * 1024 };

char *bv_presets_path(void)
{
    return bv_place_config("presets.json");
}

void bv_presets_free(struct bv_presets *presets)
{
    if (!presets)
        return;
    for (int i = 0; i < presets->count; i++)
        bv_screen_look_fini(&presets->preset[i].look);
    free(presets);
}

/* @return 0, -EBADMSG, -ENOTSUP or -ENOMEM. */
static int read_all(const json_t *json, struct bv_presets *presets)
{
    const char *format = json_string_value(json_object_get(json, "format"));
    const json_t *list = json_object_get(json, "presets");
    int error = 0;

    if (!format || strcmp(format, "bevel-presets") != 0)
        return -EBADMSG;
    if (json_integer_value(json_object_get(json, "version")) > 1)
        return -ENOTSUP;
    if (!json_is_array(list) || json_array_size(list) > BV_PRESETS_MAX)
        return -EBADMSG;
    for (size_t i = 0; i < json_array_size(list) && error == 0; i++) {
        error = bv_preset_json_read(json_array_get(list, i),
                                    &presets->preset[presets->count]);
        presets->count += error == 0;
    }
    return error;
}

/* @return As read_all(), or the disk's. */
static int load(const char *path, struct bv_presets *presets)
{
    struct stat about;
    json_t *json = NULL;
    int error;

    if (stat(path, &about) < 0)
        return errno == ENOENT ? 0 : -errno;
    if (!S_ISREG(about.st_mode) || about.st_size > most_bytes)
        return -EBADMSG;
    error = bv_json_read_file(path, &json, NULL);
    if (error == 0)
        error = read_all(json, presets);
    json_decref(json);
    return error;
}

/* So that nobody's presets are overwritten, and none is read again. */
static void set_aside(const char *path)
{
    char *aside = NULL;
    bool moved =
        asprintf(&aside, "%s.damaged", path) >= 0 && rename(path, aside) == 0;

    bv_log(BV_LOG_WARNING, "%s is damaged: the presets in it are not used%s%s.",
           path, moved ? ", and it was set aside as " : "", moved ? aside : "");
    free(aside);
}

int bv_presets_read(const char *path, struct bv_presets **presets,
                    struct bv_fault *fault)
{
    struct bv_presets *read = calloc(1, sizeof(*read));
    int error = read ? load(path, read) : -ENOMEM;

    if (error == -EBADMSG) {
        set_aside(path);
        bv_presets_free(read);
        read = calloc(1, sizeof(*read));
        error = read ? 0 : -ENOMEM;
    }
    if (error < 0) {
        bv_presets_free(read);
        return error == -ENOTSUP
                   ? bv_fault_set(fault, error,
                                  "%s is of a newer bevel: it is left as it "
                                  "is.",
                                  path)
                   : bv_fault_set(fault, error, "Cannot read %s: %s.", path,
                                  bv_error_text(error));
    }
    *presets = read;
    return 0;
}

const struct bv_preset *bv_presets_find(const struct bv_presets *presets,
                                        const struct bv_frame *screen)
{
    const struct bv_preset *found = NULL;

    for (int i = presets->count - 1; i >= 0; i--) {
        const struct bv_preset *preset = &presets->preset[i];

        if (!bv_screen_look_same(&preset->look, screen))
            continue;
        if (found && found->scale.mm_per_px != preset->scale.mm_per_px)
            return NULL;
        found = found ? found : preset;
    }
    return found;
}

static json_t *make_all(const struct bv_presets *presets)
{
    json_t *list = json_array();

    for (int i = 0; i < presets->count; i++)
        if (json_array_append_new(
                list, bv_preset_json_make(&presets->preset[i])) < 0) {
            json_decref(list);
            return NULL;
        }
    return json_pack("{s:s, s:i, s:o}", "format", "bevel-presets", "version", 1,
                     "presets", list);
}

/* Whole, or not at all. */
static int write_all(const char *path, const struct bv_presets *presets)
{
    char *part = NULL;
    json_t *json = make_all(presets);
    int fd, error = json && asprintf(&part, "%s.part", path) >= 0 ? 0 : -ENOMEM;

    if (error == 0) {
        fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        error = fd < 0 ? -errno : 0;
        errno = EIO;
        if (error == 0 && (json_dumpfd(json, fd, JSON_INDENT(1)) < 0 ||
                           (fsync(fd) < 0 && errno != EINVAL)))
            error = -errno;
        if (fd >= 0 && close(fd) < 0 && error == 0)
            error = -errno;
        if (error == 0 && rename(part, path) < 0)
            error = -errno;
        if (error < 0)
            unlink(part);
    }
    free(part);
    json_decref(json);
    return error;
}

/* Nobody else changes it until the lock is closed. @return It, or an errno. */
static int lock(const char *path)
{
    char *folder = strdup(path);
    int error = folder ? bv_place_make_above(path) : -ENOMEM, fd = -1;

    if (error == 0) {
        *strrchr(folder, '/') = '\0';
        fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0 || flock(fd, LOCK_EX) < 0)
            error = -errno;
    }
    if (error < 0 && fd >= 0)
        close(fd);
    free(folder);
    return error < 0 ? error : fd;
}

static void drop_at(struct bv_presets *presets, int at)
{
    bv_screen_look_fini(&presets->preset[at].look);
    presets->count--;
    memmove(&presets->preset[at], &presets->preset[at + 1],
            (size_t)(presets->count - at) * sizeof(*presets->preset));
}

/* In place of those that look the same, at the end. */
static void add(struct bv_presets *presets, const struct bv_preset *preset,
                const struct bv_frame *screen)
{
    for (int i = presets->count - 1; i >= 0; i--)
        if (bv_screen_look_same(&presets->preset[i].look, screen))
            drop_at(presets, i);
    if (presets->count == BV_PRESETS_MAX)
        drop_at(presets, 0);
    presets->preset[presets->count++] = *preset;
}

static void note_time(struct bv_preset *preset)
{
    time_t now = time(NULL);
    struct tm local;

    localtime_r(&now, &local);
    strftime(preset->made, sizeof(preset->made), "%Y-%m-%d %H:%M", &local);
}

int bv_presets_keep(const char *path, const struct bv_screen_scale *scale,
                    const struct bv_frame *screen, struct bv_fault *fault)
{
    struct bv_presets *presets = NULL;
    struct bv_preset preset = {.scale = *scale};
    int error = bv_screen_look_take(screen, scale, &preset.look), fd = -1;

    if (error == 0 && !bv_screen_look_tells(&preset.look))
        error = bv_fault_set(fault, -EINVAL,
                             "This screen shows too little to be known again.");
    if (error == 0) {
        note_time(&preset);
        bv_preset_name(&preset);
        fd = error = lock(path);
    }
    if (fd >= 0)
        error = bv_presets_read(path, &presets, fault);
    if (error == 0) {
        add(presets, &preset, screen);
        preset.look.pixels = NULL; /* theirs */
        error = write_all(path, presets);
    }
    bv_screen_look_fini(&preset.look);
    bv_presets_free(presets);
    if (fd >= 0)
        close(fd);
    return error < 0 ? bv_fault_set(fault, error, "Cannot write %s: %s.", path,
                                    bv_error_text(error))
                     : 0;
}

int bv_presets_remove(const char *path, const char *id, struct bv_fault *fault)
{
    struct bv_presets *presets = NULL;
    int fd = lock(path), error = fd < 0 ? fd : 0, removed = 0;

    if (error == 0)
        error = bv_presets_read(path, &presets, fault);
    for (int i = presets ? presets->count - 1 : -1; i >= 0; i--)
        if (!id || strcmp(presets->preset[i].id, id) == 0) {
            drop_at(presets, i);
            removed++;
        }
    if (error == 0 && removed > 0)
        error = write_all(path, presets);
    bv_presets_free(presets);
    if (fd >= 0)
        close(fd);
    return error < 0 ? bv_fault_set(fault, error, "Cannot write %s: %s.", path,
                                    bv_error_text(error))
                     : removed;
}
