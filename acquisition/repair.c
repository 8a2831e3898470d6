#include "acquisition/repair.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acquisition/event_log.h"
#include "acquisition/matroska_file.h"
#include "acquisition/matroska_head.h"
#include "acquisition/repair_file.h"

/* More than lies between two pictures of a recording that is not damaged. */
enum { most_between_bytes = 64 };

struct repair {
    const char *output;
    char path[PATH_MAX], part[PATH_MAX];
    char *events, *events_output, *events_part; /* NULL: none */
    int lock_fd;
    struct stat about; /* the recording, at the start */
    bool (*gives_up)(void);
    struct bv_repaired *repaired;

    /* Of the last walk. */
    int64_t *times_ns;
    size_t capacity;
    int64_t interval_ns;
    uint64_t pending; /* damaged ones since the last whole one */
    bool first_lost;
};

static int cannot_repair(const struct repair *repair, int error,
                         struct bv_fault *fault)
{
    return bv_fault_set(fault, error, "Cannot repair %s: %s.", repair->path,
                        bv_error_text(error));
}

static int cannot_write(const struct repair *repair, int error,
                        struct bv_fault *fault)
{
    if (error == -ENOSPC || error == -EDQUOT)
        return bv_fault_set(fault, error,
                            "Cannot write %s: the disk is full; %s is as it "
                            "was, and -o names a place on another one.",
                            repair->part, repair->path);
    return bv_fault_set(fault, error, "Cannot write %s: %s.", repair->part,
                        bv_error_text(error));
}

/* Nobody else may write it or repair it meanwhile. */
static int lock(struct repair *repair, const char *path, struct bv_fault *fault)
{
    if (!realpath(path, repair->path)) {
        int error = -errno;

        return bv_fault_set(fault, error, "Cannot open %s: %s.", path,
                            bv_error_text(error));
    }
    repair->lock_fd = open(repair->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (repair->lock_fd < 0 || fstat(repair->lock_fd, &repair->about) < 0)
        return cannot_repair(repair, -errno, fault);
    if (flock(repair->lock_fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
        return bv_fault_set(fault, -EBUSY,
                            "Cannot repair %s: it is still being recorded.",
                            repair->path);
    return 0;
}

static int note_time(struct repair *repair, int64_t time_ns)
{
    uint64_t count = repair->repaired->frames;

    if (count == repair->capacity) {
        size_t capacity = repair->capacity * 2 + 1024;
        int64_t *times =
            reallocarray(repair->times_ns, capacity, sizeof(int64_t));

        if (!times)
            return -ENOMEM;
        repair->times_ns = times;
        repair->capacity = capacity;
    }
    repair->times_ns[count] = time_ns;
    repair->repaired->frames++;
    return 0;
}

/* Whether something lay between the pictures that is none. */
static bool is_gap(const struct bv_repair_picture *picture, int64_t last_end)
{
    return picture->at - last_end >
           (last_end == 0 ? BV_MATROSKA_HEAD_BYTES : most_between_bytes);
}

/* @param output  NULL: it is only looked at. */
static int take(struct repair *repair, const struct bv_repair_picture *picture,
                struct bv_matroska_file *output, struct bv_fault *fault)
{
    struct bv_repaired *repaired = repair->repaired;
    uint64_t frames = repaired->frames;
    int error;

    if (!picture->whole ||
        (frames > 0 && picture->time_ns <= repair->times_ns[frames - 1])) {
        repair->pending++;
        return 0;
    }
    repair->first_lost |= frames == 0 && repair->pending > 0;
    repaired->damaged += repair->pending;
    repair->pending = 0;
    error = note_time(repair, picture->time_ns);
    if (error == 0 && output) {
        error = bv_matroska_file_append(output, picture->time_ns,
                                        picture->bytes, picture->size);
        if (error == 0)
            error = bv_matroska_file_flush(output);
        if (error < 0)
            return cannot_write(repair, error, fault);
    }
    return error;
}

/* All pictures, once. */
static int walk(struct repair *repair, struct bv_repair_file *file,
                struct bv_matroska_file *output, struct bv_fault *fault)
{
    struct bv_repair_picture picture;
    int64_t last_end = 0, good_end = 0;
    int error;

    *repair->repaired = (struct bv_repaired){0};
    repair->pending = 0;
    repair->first_lost = false;
    while ((error = bv_repair_file_next(file, &picture, fault)) == 0) {
        if (repair->gives_up && repair->gives_up())
            return bv_fault_set(fault, -EINTR, "Stopped; %s is as it was.",
                                repair->path);
        if (is_gap(&picture, last_end))
            repair->pending++;
        error = take(repair, &picture, output, fault);
        if (error < 0)
            return error;
        last_end = picture.end;
        if (repair->pending == 0)
            good_end = picture.end;
    }
    if (good_end > 0)
        repair->repaired->tail_bytes =
            bv_repair_file_tail_bytes(file, good_end);
    return error == -ENODATA ? 0 : error;
}

/* What the walk found. @return 0: it is to be repaired, or is whole. */
static int judge(struct repair *repair, const struct bv_repair_file *file,
                 struct bv_fault *fault)
{
    struct bv_repaired *repaired = repair->repaired;
    bool finished =
        bv_repair_file_is_finished(file) && !bv_repair_file_is_cut(file);

    if (repaired->frames == 0)
        return bv_fault_set(fault, -EBADMSG,
                            "Cannot repair %s: there is no whole picture in "
                            "it.",
                            repair->path);
    repair->interval_ns = bv_repair_file_track(file).interval_ns;
    repaired->length_ns = repair->times_ns[repaired->frames - 1] -
                          repair->times_ns[0] + repair->interval_ns;
    if (finished) /* it ends where it was to end */
        repaired->damaged += repair->pending;
    repaired->whole = finished && repaired->damaged == 0;
    if (repaired->damaged == 0 || repair->output)
        return 0;
    return bv_fault_set(fault, -EBADMSG,
                        "%s is damaged before its end (%llu times): -o FILE "
                        "writes the %llu pictures that are whole, and keeps "
                        "it.",
                        repair->path, (unsigned long long)repaired->damaged,
                        (unsigned long long)repaired->frames);
}

static int look_through(struct repair *repair, struct bv_fault *fault)
{
    struct bv_repair_file *file = NULL;
    int error = bv_repair_file_open(repair->path, &file, fault);

    if (error == 0)
        error = walk(repair, file, NULL, fault);
    if (error == 0)
        error = judge(repair, file, fault);
    bv_repair_file_close(file);
    return error;
}

static int copy(struct repair *repair, struct bv_fault *fault)
{
    struct bv_repaired before = *repair->repaired;
    struct bv_repair_file *file = NULL;
    struct bv_matroska_file *output;
    struct bv_matroska_track track;
    int error = bv_repair_file_open(repair->path, &file, fault), close_error;

    if (error < 0)
        return error;
    track = bv_repair_file_track(file);
    error = bv_matroska_file_create(repair->part, &track, &output);
    if (error < 0) {
        cannot_write(repair, error, fault);
    } else {
        error = walk(repair, file, output, fault);
        close_error = bv_matroska_file_close(output);
        if (error == 0 && close_error < 0)
            error = cannot_write(repair, close_error, fault);
    }
    bv_repair_file_close(file);
    if (error == 0 && repair->repaired->frames != before.frames)
        error = bv_fault_set(fault, -EIO,
                             "Cannot repair %s: it reads differently each "
                             "time.",
                             repair->path);
    *repair->repaired = before;
    return error;
}

/* The events, with their end; those that cannot be used stay as they are. */
static int copy_events(struct repair *repair, struct bv_fault *fault)
{
    uint64_t frames = repair->repaired->frames;
    int error;

    if (!repair->events || access(repair->events, F_OK) < 0)
        return 0;
    error = repair->first_lost
                ? -EBADMSG
                : bv_event_log_complete(repair->events, repair->events_part,
                                        repair->times_ns, frames, fault);
    repair->repaired->events_left = error == -EBADMSG;
    return error == -EBADMSG ? 0 : error;
}

static bool has_changed(const struct repair *repair)
{
    struct stat now;

    return stat(repair->path, &now) < 0 || now.st_ino != repair->about.st_ino ||
           now.st_size != repair->about.st_size ||
           now.st_mtim.tv_sec != repair->about.st_mtim.tv_sec ||
           now.st_mtim.tv_nsec != repair->about.st_mtim.tv_nsec;
}

/* A file gets its name; where another had it, its owner too. */
static int give_name(const char *part, const char *name)
{
    struct stat about;

    if (stat(name, &about) == 0 && chown(part, about.st_uid, about.st_gid) < 0)
        errno = 0; /* it stays with whoever repaired it */
    return rename(part, name) < 0 ? -errno : 0;
}

/* So that the names hold when the power fails. */
static void flush_folder(const char *output)
{
    char path[PATH_MAX];
    int fd;

    snprintf(path, sizeof(path), "%s", output);
    fd = open(dirname(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

/* The events first: they are good for the recording as it was, too. */
static int give_names(struct repair *repair, struct bv_fault *fault)
{
    int error = 0;

    if (has_changed(repair))
        return bv_fault_set(fault, -EBUSY,
                            "Cannot repair %s: it has just been changed.",
                            repair->path);
    if (repair->events_part && access(repair->events_part, F_OK) == 0)
        error = give_name(repair->events_part, repair->events_output);
    if (error == 0)
        error = give_name(repair->part,
                          repair->output ? repair->output : repair->path);
    if (error < 0)
        return cannot_write(repair, error, fault);
    flush_folder(repair->output ? repair->output : repair->path);
    return 0;
}

static int choose_names(struct repair *repair, struct bv_fault *fault)
{
    const char *output = repair->output ? repair->output : repair->path;

    repair->events = bv_event_path(repair->path);
    repair->events_output = bv_event_path(output);
    if (repair->events_output &&
        asprintf(&repair->events_part, "%s.part", repair->events_output) < 0) {
        repair->events_part = NULL;
        return -ENOMEM;
    }
    if (snprintf(repair->part, sizeof(repair->part), "%s.part", output) >=
        (int)sizeof(repair->part))
        return cannot_repair(repair, -ENAMETOOLONG, fault);
    return 0;
}

static int write_new(struct repair *repair, struct bv_fault *fault)
{
    int error = choose_names(repair, fault);

    if (error < 0)
        return error;
    error = copy(repair, fault);
    if (error == 0)
        error = copy_events(repair, fault);
    if (error == 0)
        error = give_names(repair, fault);
    if (error < 0) {
        unlink(repair->part);
        if (repair->events_part)
            unlink(repair->events_part);
    }
    return error;
}

int bv_repair(const char *path, const char *output, bool (*gives_up)(void),
              struct bv_repaired *repaired, struct bv_fault *fault)
{
    struct repair repair = {.output = output,
                            .lock_fd = -1,
                            .gives_up = gives_up,
                            .repaired = repaired};
    int error;

    *repaired = (struct bv_repaired){0};
    error = lock(&repair, path, fault);
    if (error == 0)
        error = look_through(&repair, fault);
    if (error == 0 && !repaired->whole)
        error = write_new(&repair, fault);
    if (repair.lock_fd >= 0)
        close(repair.lock_fd);
    free(repair.times_ns);
    free(repair.events);
    free(repair.events_output);
    free(repair.events_part);
    return error;
}
