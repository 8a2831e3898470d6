#include "recording.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "acquisition/event_log.h"
#include "acquisition/recorder.h"
#include "core/clock.h"
#include "core/queue.h"
#include "recording_name.h"
#include "recording_note.h"

enum {
    store_bytes = 64 * 1024 * 1024,
    store_most_frames = 64,
    store_fewest_frames = 4,
    notes_most = 32,
    placed_most = 256,
};

static const double usual_rate_hz = 30;

/* Where in the file a frame's time went. */
struct placed {
    int64_t source_ns, file_ns;
};

struct bv_recording {
    /* Constant from the start. */
    char *path, *folder;
    struct bv_source_info info;
    time_t started;
    int64_t interval_ns;
    int capacity; /* frames */
    pthread_t thread;
    struct bv_queue *queue;

    pthread_mutex_t lock;
    struct bv_recording_state state; /* under lock, as all below */
    struct bv_frame_pool *store;     /* NULL until the thread has made it */
    int held;                        /* frames in the queue or being written */
    bool any, ended, source_ended;
    int64_t base_ns, last_ns; /* first frame's, last frame's in the file */
    struct placed placed[placed_most]; /* the last ones, round and round */
    uint64_t placed_count;
    struct bv_recording_note notes[notes_most];
    int note_count;

    /* The thread's. */
    struct bv_recorder *recorder;
    struct bv_event_log *events;
    uint64_t written, dropped_said;
    int64_t looked_ns; /* at the disk */
};

static void drop_frame(void *frame)
{
    bv_frame_unref(frame);
}

/* Nothing more is written; why is told at once, before the file is closed. */
static void fail(struct bv_recording *recording, int error,
                 const struct bv_fault *fault)
{
    pthread_mutex_lock(&recording->lock);
    recording->ended = true;
    if (!recording->state.fault.error)
        recording->state.fault = *fault;
    bv_fault_set(&recording->state.fault, error, "Cannot record: %s.",
                 bv_error_text(error));
    pthread_mutex_unlock(&recording->lock);
    bv_queue_close(recording->queue);
}

/* Make the room for frames, which costs too much for another thread. */
static int make_store(struct bv_recording *recording)
{
    struct bv_frame_pool *store =
        bv_frame_pool_new(recording->capacity, recording->info.width_px,
                          recording->info.height_px, false);

    pthread_mutex_lock(&recording->lock);
    recording->store = store;
    pthread_mutex_unlock(&recording->lock);
    return store ? 0 : -ENOMEM;
}

static int open_files(struct bv_recording *recording, struct bv_fault *fault)
{
    char *path = NULL, *events = NULL;
    const struct bv_source_info *info = &recording->info;
    int error = 0;

    if (recording->folder)
        error = bv_recording_name_take(recording->folder, recording->started,
                                       &path, fault);
    else if (!(path = strdup(recording->path)))
        error = -ENOMEM;
    if (error == 0)
        error = bv_recorder_open(path, BV_RECORDER_GREY, info->width_px,
                                 info->height_px,
                                 1 / bv_ns_to_s(recording->interval_ns),
                                 &recording->recorder, fault);
    events = error == 0 ? bv_event_path(path) : NULL;
    if (events)
        error = bv_event_log_open(events, !recording->folder,
                                  &recording->events, fault);
    if (error < 0 && path && recording->folder)
        unlink(path);
    if (error == 0) {
        pthread_mutex_lock(&recording->lock);
        snprintf(recording->state.path, sizeof(recording->state.path), "%s",
                 path);
        pthread_mutex_unlock(&recording->lock);
    }
    free(events);
    free(path);
    return error;
}

/* What was noted since the last frame. */
static int write_notes(struct bv_recording *recording, struct bv_fault *fault)
{
    struct bv_recording_note notes[notes_most];
    uint64_t dropped;
    int64_t last_ns;
    int count, error = 0;

    if (!recording->events || recording->written == 0)
        return 0;
    pthread_mutex_lock(&recording->lock);
    count = recording->note_count;
    memcpy(notes, recording->notes, (size_t)count * sizeof(*notes));
    recording->note_count = 0;
    last_ns = recording->state.length_ns;
    dropped = recording->state.dropped;
    pthread_mutex_unlock(&recording->lock);
    if (dropped != recording->dropped_said)
        error =
            bv_event_log_dropped(recording->events, last_ns, dropped, fault);
    recording->dropped_said = dropped;
    for (int i = 0; i < count && error == 0; i++)
        error = bv_recording_note_write(recording->events, &notes[i], fault);
    return error;
}

static int write_frame(struct bv_recording *recording,
                       const struct bv_frame *frame, struct bv_fault *fault)
{
    int error = 0;

    if (recording->events)
        error = bv_event_log_frame(recording->events, &recording->info, frame,
                                   recording->written, frame->time_ns, fault);
    if (error == 0)
        error = bv_recorder_write(recording->recorder, frame->pixels,
                                  frame->stride_bytes, frame->time_ns, fault);
    if (error < 0)
        return error;
    recording->written++;
    pthread_mutex_lock(&recording->lock);
    recording->state.frames = recording->written;
    recording->state.length_ns = frame->time_ns;
    pthread_mutex_unlock(&recording->lock);
    return write_notes(recording, fault);
}

/* How long it can go on: a disk may take its time to tell. */
static void look_at_disk(struct bv_recording *recording)
{
    int64_t now_ns = bv_clock_now_ns();
    struct stat file;
    struct statvfs disk;

    if (now_ns - recording->looked_ns < BV_NS_PER_S)
        return;
    recording->looked_ns = now_ns;
    if (stat(recording->state.path, &file) < 0 ||
        statvfs(recording->state.path, &disk) < 0)
        return;
    pthread_mutex_lock(&recording->lock);
    recording->state.bytes = file.st_size;
    recording->state.room_bytes =
        (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
    pthread_mutex_unlock(&recording->lock);
}

static int write_frames(struct bv_recording *recording, struct bv_fault *fault)
{
    void *item;
    int error = 0;

    while (error == 0 && bv_queue_take(recording->queue, &item) == 0) {
        error = write_frame(recording, item, fault);
        bv_frame_unref(item);
        look_at_disk(recording);
        pthread_mutex_lock(&recording->lock);
        recording->held--;
        pthread_mutex_unlock(&recording->lock);
    }
    return error;
}

/* The last line of the events. */
static int write_end(struct bv_recording *recording, struct bv_fault *fault)
{
    struct bv_recording_state state;
    bool source_ended;
    int error;

    bv_recording_get_state(recording, &state);
    pthread_mutex_lock(&recording->lock);
    source_ended = recording->source_ended;
    pthread_mutex_unlock(&recording->lock);
    if (!recording->events || state.frames == 0)
        return 0;
    error = write_notes(recording, fault);
    return error < 0 ? error
                     : bv_event_log_stopped(recording->events, state.length_ns,
                                            state.frames, state.dropped,
                                            state.fault.error ? "fault"
                                            : source_ended    ? "source"
                                                              : "asked",
                                            fault);
}

/* Complete the files, also after a fault. */
static int close_files(struct bv_recording *recording, struct bv_fault *fault)
{
    int error = write_end(recording, fault);
    int close_error = bv_recorder_close(recording->recorder, fault);

    bv_event_log_close(recording->events);
    if (recording->folder && recording->written == 0)
        bv_recording_name_give_back(recording->state.path);
    return error < 0 ? error : close_error;
}

static void *run(void *data)
{
    struct bv_recording *recording = data;
    struct bv_fault fault = {0};
    int error = make_store(recording);

    if (error == 0)
        error = open_files(recording, &fault);
    if (error == 0)
        error = write_frames(recording, &fault);
    if (error < 0)
        fail(recording, error, &fault);
    if (recording->recorder) {
        int close_error = close_files(recording, &fault);

        if (close_error < 0 && error == 0)
            fail(recording, close_error, &fault);
    }
    pthread_mutex_lock(&recording->lock);
    recording->ended = recording->state.over = true;
    pthread_mutex_unlock(&recording->lock);
    return NULL;
}

static void release(struct bv_recording *recording)
{
    bv_queue_free(recording->queue);
    bv_frame_pool_unref(recording->store);
    pthread_mutex_destroy(&recording->lock);
    free(recording->folder);
    free(recording->path);
    free(recording);
}

static int count_frames(const struct bv_source_info *info)
{
    int64_t count = store_bytes / ((int64_t)info->width_px * info->height_px);

    return count > store_most_frames     ? store_most_frames
           : count < store_fewest_frames ? store_fewest_frames
                                         : (int)count;
}

int bv_recording_start(const struct bv_recording_options *options,
                       struct bv_recording **recording)
{
    struct bv_recording *made;
    int error =
        bv_frame_check_size(options->info->width_px, options->info->height_px);

    if (error < 0)
        return error;
    made = calloc(1, sizeof(*made));
    if (!made)
        return -ENOMEM;
    pthread_mutex_init(&made->lock, NULL);
    made->info = *options->info;
    made->info.controls = NULL; /* may go before the recording does */
    made->started = time(NULL);
    made->interval_ns =
        bv_s_to_ns(1 / (made->info.frame_rate_hz > 0 ? made->info.frame_rate_hz
                                                     : usual_rate_hz));
    made->capacity = count_frames(&made->info);
    made->queue = bv_queue_new(made->capacity, drop_frame);
    if (options->path)
        made->path = strdup(options->path);
    else
        made->folder = strdup(options->folder);
    if (!made->queue || (!made->path && !made->folder))
        error = -ENOMEM;
    if (error == 0)
        error = -pthread_create(&made->thread, NULL, run, made);
    if (error < 0) {
        release(made);
        return error;
    }
    pthread_setname_np(made->thread, "record");
    *recording = made;
    return 0;
}

static void copy_frame(const struct bv_frame *from, int64_t time_ns,
                       struct bv_frame *to)
{
    for (int y = 0; y < from->height_px; y++)
        memcpy(to->pixels + (ptrdiff_t)y * to->stride_bytes,
               from->pixels + (ptrdiff_t)y * from->stride_bytes,
               (size_t)from->width_px);
    to->time_ns = time_ns;
    to->mm_per_px = from->mm_per_px;
    to->scale_origin = from->scale_origin;
    to->marked_side = from->marked_side;
    to->focus_mm = from->focus_mm;
    to->scan_area = from->scan_area;
}

/* Its time in the file, under the lock. */
static int64_t place_in_time(struct bv_recording *recording, int64_t time_ns)
{
    struct placed *placed;

    if (!recording->any)
        recording->base_ns = time_ns;
    else if (time_ns - recording->base_ns <= recording->last_ns)
        recording->base_ns =
            time_ns - recording->last_ns - recording->interval_ns;
    recording->any = true;
    placed = &recording->placed[recording->placed_count++ % placed_most];
    *placed = (struct placed){time_ns, time_ns - recording->base_ns};
    return recording->last_ns = placed->file_ns;
}

/* A time of the source, in the file: after the frame that it is of, or the one
 * before, also where times ran back since. Under the lock. */
static int64_t find_in_time(const struct bv_recording *recording,
                            int64_t time_ns)
{
    uint64_t count = recording->placed_count;

    for (uint64_t i = 1; i <= count && i <= placed_most; i++) {
        const struct placed *placed =
            &recording->placed[(count - i) % placed_most];
        int64_t after_ns = time_ns - placed->source_ns;

        if (after_ns == 0 || after_ns == 1)
            return placed->file_ns + after_ns;
    }
    time_ns -= recording->base_ns;
    return recording->any && time_ns > 0 ? time_ns : 0;
}

/* Find room for a frame, under the lock. @return NULL: it is not kept. */
static struct bv_frame *find_room(struct bv_recording *recording)
{
    struct bv_frame *copy;

    if (recording->held == recording->capacity ||
        bv_frame_pool_take(recording->store, &copy) < 0) {
        recording->state.dropped++;
        return NULL;
    }
    recording->held++;
    return copy;
}

static bool has_size_of(const struct bv_frame *frame,
                        const struct bv_source_info *info)
{
    return frame->width_px == info->width_px &&
           frame->height_px == info->height_px;
}

void bv_recording_put(struct bv_recording *recording,
                      const struct bv_frame *frame)
{
    bool fits = has_size_of(frame, &recording->info), runs;
    struct bv_frame *copy = NULL;
    struct bv_fault fault = {0};
    int64_t time_ns = 0;

    pthread_mutex_lock(&recording->lock);
    runs = !recording->ended && recording->store; /* else nothing is missed */
    if (runs && fits) {
        time_ns = place_in_time(recording, frame->time_ns);
        copy = find_room(recording);
    }
    pthread_mutex_unlock(&recording->lock);
    if (runs && !fits) {
        bv_fault_set(&fault, -EBADMSG,
                     "The source changed its picture's size; the recording "
                     "ends there.");
        fail(recording, -EBADMSG, &fault);
    }
    if (!copy)
        return;
    copy_frame(frame, time_ns, copy);
    if (bv_queue_put(recording->queue, copy) < 0)
        bv_frame_unref(copy); /* it has just ended */
}

bool bv_recording_has_room(struct bv_recording *recording)
{
    bool room;

    pthread_mutex_lock(&recording->lock);
    room = recording->ended ||
           (recording->store && recording->held < recording->capacity);
    pthread_mutex_unlock(&recording->lock);
    return room;
}

/* @param time_ns  The source's. */
static void add_note(struct bv_recording *recording,
                     struct bv_recording_note note, int64_t time_ns)
{
    pthread_mutex_lock(&recording->lock);
    note.time_ns = find_in_time(recording, time_ns);
    if (recording->note_count == notes_most) /* the last one is what holds */
        recording->note_count--;
    recording->notes[recording->note_count++] = note;
    pthread_mutex_unlock(&recording->lock);
}

void bv_recording_note_target(struct bv_recording *recording,
                              const struct bv_px *px, int64_t time_ns)
{
    struct bv_recording_note note = {.marked = px};

    if (px)
        note.px = *px;
    add_note(recording, note, time_ns);
}

void bv_recording_note_scale(struct bv_recording *recording, double mm_per_px,
                             enum bv_scale_origin origin, int64_t time_ns)
{
    add_note(recording,
             (struct bv_recording_note){
                 .of = BV_NOTE_SCALE, .mm_per_px = mm_per_px, .origin = origin},
             time_ns);
}

void bv_recording_note_syringe(struct bv_recording *recording,
                               enum bv_syringe syringe, int64_t time_ns)
{
    add_note(
        recording,
        (struct bv_recording_note){.of = BV_NOTE_SYRINGE, .syringe = syringe},
        time_ns);
}

void bv_recording_note_step(struct bv_recording *recording, const char *step,
                            const char *confirmed, int64_t time_ns)
{
    struct bv_recording_note note = {
        .of = BV_NOTE_STEP, .step = step, .was_out = confirmed};

    snprintf(note.confirmed, sizeof(note.confirmed), "%s",
             confirmed ? confirmed : "");
    add_note(recording, note, time_ns);
}

void bv_recording_note_set_up(struct bv_recording *recording,
                              const struct bv_settled *settled, int64_t time_ns)
{
    add_note(
        recording,
        (struct bv_recording_note){.of = BV_NOTE_SET_UP, .settled = *settled},
        time_ns);
}

void bv_recording_note_mark(struct bv_recording *recording,
                            const struct bv_landmark *mark, int64_t time_ns)
{
    add_note(recording,
             (struct bv_recording_note){.of = BV_NOTE_MARK, .mark = *mark},
             time_ns);
}

void bv_recording_note_unmark(struct bv_recording *recording, int id,
                              int64_t time_ns)
{
    add_note(recording,
             (struct bv_recording_note){.of = BV_NOTE_UNMARK, .mark.id = id},
             time_ns);
}

void bv_recording_end(struct bv_recording *recording, bool source_ended)
{
    pthread_mutex_lock(&recording->lock);
    if (!recording->ended)
        recording->source_ended = source_ended;
    recording->ended = true;
    pthread_mutex_unlock(&recording->lock);
    bv_queue_close(recording->queue);
}

void bv_recording_get_state(struct bv_recording *recording,
                            struct bv_recording_state *state)
{
    pthread_mutex_lock(&recording->lock);
    *state = recording->state;
    pthread_mutex_unlock(&recording->lock);
}

void bv_recording_free(struct bv_recording *recording,
                       struct bv_recording_state *state)
{
    if (!recording)
        return;
    bv_recording_end(recording, false);
    pthread_join(recording->thread, NULL);
    if (state)
        *state = recording->state;
    release(recording);
}
