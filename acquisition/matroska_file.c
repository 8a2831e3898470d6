#include "acquisition/matroska_file.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acquisition/ebml.h"
#include "core/clock.h"

struct bv_matroska_file {
    int fd;
    struct bv_ebml ebml; /* what is written next */
    struct bv_matroska_places places;
    int64_t good_bytes; /* the file is whole up to here */
    int64_t end_ns;     /* of the last picture; 0 without one */
    int64_t interval_ns;
    int64_t flushed_ns; /* when that was last asked for */
    struct bv_matroska_cue *cues;
    size_t cue_count, cue_capacity;

    pthread_t flusher;
    pthread_mutex_t lock;
    pthread_cond_t woken;
    bool wanted, ends; /* under lock, as the one below */
    int flush_error;
};

/* Write all of it at @p offset. @return 0 or a negative errno. */
static int write_at(int fd, const uint8_t *bytes, size_t size, int64_t offset)
{
    while (size > 0) {
        ssize_t done = pwrite(fd, bytes, size, offset);

        if (done < 0 && errno == ESPIPE) /* a pipe or the like */
            done = write(fd, bytes, size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return done < 0 ? -errno : -EIO;
        bytes += done;
        offset += done;
        size -= (size_t)done;
    }
    return 0;
}

/* Append what is in the buffer; on failure the file ends where it was good. */
static int append(struct bv_matroska_file *file)
{
    int error = file->ebml.failed
                    ? -ENOMEM
                    : write_at(file->fd, file->ebml.bytes,
                               file->ebml.size_bytes, file->good_bytes);

    if (error == 0)
        file->good_bytes += (int64_t)file->ebml.size_bytes;
    else if (ftruncate(file->fd, file->good_bytes) < 0)
        errno = 0; /* half a cluster at the end is skipped by readers */
    file->ebml.size_bytes = 0;
    return error;
}

/* A file that cannot be flushed (a device, a pipe) is none to be kept. */
static int flush(struct bv_matroska_file *file)
{
    if (fdatasync(file->fd) < 0 && errno != EINVAL && errno != EROFS)
        return -errno;
    return 0;
}

/* A disk may take seconds: pictures are written to the system meanwhile, where
 * they outlive this program. */
static void *flush_when_wanted(void *data)
{
    struct bv_matroska_file *file = data;

    pthread_mutex_lock(&file->lock);
    while (!file->ends) {
        int error;

        if (!file->wanted) {
            pthread_cond_wait(&file->woken, &file->lock);
            continue;
        }
        file->wanted = false;
        pthread_mutex_unlock(&file->lock);
        error = flush(file);
        pthread_mutex_lock(&file->lock);
        if (error < 0)
            file->flush_error = error;
    }
    pthread_mutex_unlock(&file->lock);
    return NULL;
}

static int start_flusher(struct bv_matroska_file *file)
{
    int error;

    pthread_mutex_init(&file->lock, NULL);
    pthread_cond_init(&file->woken, NULL);
    error = -pthread_create(&file->flusher, NULL, flush_when_wanted, file);
    if (error == 0) {
        pthread_setname_np(file->flusher, "flush");
        return 0;
    }
    pthread_cond_destroy(&file->woken);
    pthread_mutex_destroy(&file->lock);
    return error;
}

static void end_flusher(struct bv_matroska_file *file)
{
    pthread_mutex_lock(&file->lock);
    file->ends = true;
    pthread_cond_signal(&file->woken);
    pthread_mutex_unlock(&file->lock);
    pthread_join(file->flusher, NULL);
    pthread_cond_destroy(&file->woken);
    pthread_mutex_destroy(&file->lock);
}

static void file_free(struct bv_matroska_file *file)
{
    if (file->fd >= 0)
        close(file->fd);
    bv_ebml_fini(&file->ebml);
    free(file->cues);
    free(file);
}

/* Create the file, readable by its owner alone whatever was there before. */
static int create(struct bv_matroska_file *file, const char *path,
                  bool *regular)
{
    struct stat about;

    file->fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file->fd < 0)
        return -errno;
    if (fstat(file->fd, &about) < 0)
        return -errno;
    *regular = S_ISREG(about.st_mode);
    if (*regular && fchmod(file->fd, 0600) < 0)
        return -errno;
    if (*regular && flock(file->fd, LOCK_EX | LOCK_NB) < 0)
        errno = 0; /* where there are no locks it goes without */
    return 0;
}

int bv_matroska_file_create(const char *path,
                            const struct bv_matroska_track *track,
                            struct bv_matroska_file **file)
{
    struct bv_matroska_file *made = calloc(1, sizeof(*made));
    bool created = false;
    int error;

    if (!made)
        return -ENOMEM;
    made->fd = -1;
    made->interval_ns = track->interval_ns;
    error = create(made, path, &created);
    if (error == 0) {
        bv_matroska_put_head(&made->ebml, track, &made->places);
        error = append(made);
    }
    if (error == 0)
        error = start_flusher(made);
    if (error < 0) {
        if (created)
            unlink(path); /* a file without a head helps nobody */
        file_free(made);
        return error;
    }
    *file = made;
    return 0;
}

/* Note where this second of the recording starts. Running out of memory here
 * costs a jump target and nothing else. */
static void note_cue(struct bv_matroska_file *file, int64_t time_ns)
{
    const struct bv_matroska_cue *last =
        file->cue_count ? &file->cues[file->cue_count - 1] : NULL;

    if (last && time_ns - last->time_ns < BV_NS_PER_S)
        return;
    if (file->cue_count == file->cue_capacity) {
        size_t capacity = file->cue_capacity * 2 + 64;
        struct bv_matroska_cue *cues =
            realloc(file->cues, capacity * sizeof(struct bv_matroska_cue));

        if (!cues)
            return;
        file->cues = cues;
        file->cue_capacity = capacity;
    }
    file->cues[file->cue_count++] = (struct bv_matroska_cue){
        time_ns, file->good_bytes - file->places.segment};
}

int bv_matroska_file_append(struct bv_matroska_file *file, int64_t time_ns,
                            const uint8_t *bytes, size_t size)
{
    int error;

    note_cue(file, time_ns);
    bv_matroska_put_cluster(&file->ebml, time_ns, bytes, size);
    error = append(file);
    if (error == 0)
        file->end_ns = time_ns + file->interval_ns;
    return error;
}

int bv_matroska_file_flush(struct bv_matroska_file *file)
{
    int64_t now = bv_clock_now_ns();
    int error;

    pthread_mutex_lock(&file->lock);
    error = file->flush_error;
    if (now - file->flushed_ns >= BV_NS_PER_S) {
        file->flushed_ns = now;
        file->wanted = true;
        pthread_cond_signal(&file->woken);
    }
    pthread_mutex_unlock(&file->lock);
    return error;
}

/* The table of jump targets. @return Where it starts, 0 if it did not fit. */
static int64_t write_cues(struct bv_matroska_file *file)
{
    int64_t at = file->good_bytes;

    bv_matroska_put_cues(&file->ebml, file->cues, file->cue_count);
    return append(file) == 0 ? at : 0;
}

/* Write what is in the buffer over what is at @p offset. */
static int patch(struct bv_matroska_file *file, int64_t offset)
{
    int error = file->ebml.failed ? -ENOMEM
                                  : write_at(file->fd, file->ebml.bytes,
                                             file->ebml.size_bytes, offset);

    file->ebml.size_bytes = 0;
    return error;
}

/* Fill in what was left open; a file without it plays all the same. */
static int finish(struct bv_matroska_file *file)
{
    const struct bv_matroska_places *places = &file->places;
    int64_t cues_at = file->cue_count ? write_cues(file) : 0;
    int error = 0, flush_error;

    if (cues_at) {
        bv_matroska_put_seek_head(&file->ebml, cues_at - places->segment);
        error = patch(file, places->seek_head);
    }
    if (error == 0) {
        bv_matroska_put_duration(&file->ebml, file->end_ns);
        error = patch(file, places->duration);
    }
    if (error == 0) {
        bv_ebml_size8(&file->ebml,
                      (uint64_t)(file->good_bytes - places->segment));
        error = patch(file, places->segment_size);
    }
    flush_error = flush(file);
    if (flush_error == 0)
        flush_error = file->flush_error;
    return error < 0 ? error : flush_error;
}

int bv_matroska_file_close(struct bv_matroska_file *file)
{
    int error;

    end_flusher(file);
    error = finish(file);
    if (close(file->fd) < 0 && error == 0)
        error = -errno;
    file->fd = -1;
    file_free(file);
    return error;
}
