#include "acquisition/source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "acquisition/drivers.h"
#include "acquisition/simulator/driver.h"
#include "core/text.h"

struct bv_source {
    const struct bv_source_driver *driver;
    struct bv_source_info info;
    int ended; /* the error that ended it; 0 while it runs */
    double given_mm_per_px;
    struct bv_given_scale later[BV_GIVEN_SCALES_MOST];
    int later_count;
    void *self;
};

static const struct bv_source_driver *const drivers[] = {
    &bv_simulator_driver, &bv_still_driver,
    &bv_video_driver,     &bv_folder_driver,
    &bv_plus_driver,      &bv_dicom_driver,
    &bv_usb_driver,       &bv_v4l2_driver,
    &bv_igtl_driver,      NULL,
};

const struct bv_source_driver *const *bv_source_drivers(void)
{
    return drivers;
}

/* The driver whose prefix starts the name; the rest goes to @p rest. */
static const struct bv_source_driver *by_prefix(const char *name,
                                                const char **rest)
{
    for (int i = 0; drivers[i]; i++) {
        const char *prefix = drivers[i]->prefix;

        if (prefix && strncmp(name, prefix, strlen(prefix)) == 0) {
            *rest = name + strlen(prefix);
            return drivers[i];
        }
    }
    return NULL;
}

/* What cannot be found: a kind of source ("usb:") that there is none of, or a
 * file. */
static int cannot_find(const char *path, int error, struct bv_fault *fault)
{
    size_t length = strspn(path, "abcdefghijklmnopqrstuvwxyz0123456789");

    for (int i = 0; drivers[i]; i++)
        if (drivers[i]->prefix && length > 0 && path[length] == '\0' &&
            strncmp(drivers[i]->prefix, path, length) == 0 &&
            drivers[i]->prefix[length] == ':')
            return bv_fault_set(fault, error,
                                "There is no file \"%s\"; the source is typed "
                                "with a colon: %s.",
                                path, drivers[i]->usage);
    if (length > 0 && path[length] == ':')
        return bv_fault_set(fault, error,
                            "bevel has no source \"%.*s:\"; `bevel sources` "
                            "lists what can be opened.",
                            (int)length, path);
    return bv_fault_set(fault, error,
                        "Cannot open %s: %s; `bevel sources` lists what can "
                        "be opened.",
                        path[0] ? path : "\"\"", bv_error_text(error));
}

/* The driver that is surest of the path's first bytes. */
static int by_probing(const char *path, const struct bv_source_driver **driver,
                      struct bv_fault *fault)
{
    uint8_t head[4096];
    size_t head_size = 0;
    struct stat about;
    int best = 0;

    if (stat(path, &about) < 0)
        return cannot_find(path, -errno, fault);
    if (!S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode))
        return bv_fault_set(fault, -EINVAL,
                            "%s is neither a file nor a folder; `bevel "
                            "sources` says how to name a device.",
                            path);
    if (!S_ISDIR(about.st_mode)) {
        FILE *file = fopen(path, "rb");

        if (!file)
            return bv_fault_set(fault, -errno, "Cannot open %s: %s.", path,
                                bv_error_text(-errno));
        head_size = fread(head, 1, sizeof(head), file);
        fclose(file);
    }
    for (int i = 0; drivers[i]; i++) {
        int sure = drivers[i]->probe
                       ? drivers[i]->probe(path, S_ISDIR(about.st_mode), head,
                                           head_size)
                       : 0;

        if (sure > best) {
            best = sure;
            *driver = drivers[i];
        }
    }
    if (!best)
        return bv_fault_set(fault, -EINVAL,
                            "%s is neither a video nor a picture that bevel "
                            "knows; `bevel sources` lists what can be opened.",
                            path);
    return 0;
}

int bv_source_open_with(const struct bv_source_driver *driver, const char *name,
                        const struct bv_source_options *options,
                        struct bv_source **source, struct bv_fault *fault)
{
    static const struct bv_source_options none;
    struct bv_source *made = calloc(1, sizeof(*made));
    int error;

    if (!made)
        return -ENOMEM;
    made->driver = driver;
    made->info.to_input = bv_px_map_identity();
    if (options) {
        made->given_mm_per_px = options->mm_per_px;
        memcpy(made->later, options->later, sizeof(made->later));
        made->later_count = options->later_count;
    }
    made->self = calloc(1, driver->state_size);
    error = made->self
                ? driver->open(made->self, name, options ? options : &none,
                               &made->info, fault)
                : -ENOMEM;
    if (error < 0) {
        bv_fault_set(fault, error, "Cannot open %s: %s.", name,
                     bv_error_text(error));
        free(made->self);
        free(made);
        return error;
    }
    /* a name in another encoding, or cut in mid-character */
    bv_text_make_utf8(made->info.title);
    snprintf(made->info.driver, sizeof(made->info.driver), "%s", driver->name);
    made->info.seekable = driver->seek != NULL;
    *source = made;
    return 0;
}

int bv_source_open(const char *name, const struct bv_source_options *options,
                   struct bv_source **source, struct bv_fault *fault)
{
    const char *rest = name;
    const struct bv_source_driver *driver = by_prefix(name, &rest);

    if (!driver) {
        int error = by_probing(name, &driver, fault);

        if (error < 0)
            return error;
    }
    return bv_source_open_with(driver, rest, options, source, fault);
}

const struct bv_source_info *bv_source_info(const struct bv_source *source)
{
    return &source->info;
}

/* The user's, where the source brings none of its own. */
static void give_scale(const struct bv_source *source, struct bv_frame *frame)
{
    int at = source->later_count;

    if (frame->scale_origin != BV_SCALE_SOURCE ||
        frame->mm_per_px != source->given_mm_per_px)
        return;
    while (at > 0 && source->later[at - 1].from_frame > frame->sequence)
        at--;
    if (at > 0) {
        frame->mm_per_px = source->later[at - 1].mm_per_px;
        frame->scale_since = source->later[at - 1].from_frame;
    }
    if (frame->mm_per_px > 0)
        frame->scale_origin = BV_SCALE_GIVEN;
}

int bv_source_read(struct bv_source *source, int timeout_ms,
                   struct bv_frame **frame, struct bv_fault *fault)
{
    int error;

    if (source->ended)
        return source->ended;
    error = source->driver->read(source->self, timeout_ms, frame, fault);
    if (error < 0 && error != -ETIMEDOUT)
        source->ended = error;
    if (error == 0)
        give_scale(source, *frame);
    return error;
}

int bv_source_seek(struct bv_source *source, uint32_t number, int64_t time_ns,
                   struct bv_fault *fault)
{
    int error;

    if (source->ended == -ENODEV || source->ended == -ESPIPE)
        return source->ended;
    if (!source->driver->seek)
        return -ESPIPE;
    error = source->driver->seek(source->self, number, time_ns, fault);
    source->ended = error;
    return error;
}

void bv_source_watch_way(struct bv_source *source,
                         const struct bv_source_way *way)
{
    if (source->driver->watch_way)
        source->driver->watch_way(source->self, way);
}

bool bv_source_prepare(struct bv_source *source, int64_t until_ns)
{
    return !source->ended && source->driver->prepare &&
           source->driver->prepare(source->self, until_ns);
}

void bv_source_close(struct bv_source *source)
{
    if (!source)
        return;
    if (source->driver->close)
        source->driver->close(source->self);
    free(source->self);
    free(source);
}
