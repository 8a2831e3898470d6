#include "ui/reel.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/words.h"
#include "ui/reel_inside.h"

/* Read so long for the next frame of a file. */
enum { read_timeout_ms = 200 };

/* An index is made in such pieces, between which wishes are asked for. */
enum { piece_ms = 20 };

/* Where going there takes so much longer than reading on, frame by frame back
 * is gone in blocks: what lies before the wanted one is read and kept, too. */
enum { costly_times = 4, block_frames = 16 };

static void add_entry(struct bv_reel *reel, const struct bv_frame *frame)
{
    if (reel->entry_count == reel->entry_room) {
        size_t room = reel->entry_room ? reel->entry_room * 2 : 256;
        void *grown = reallocarray(reel->entries, room, sizeof(*reel->entries));

        if (!grown)
            return; /* the next reading will tell of it no more: no memory */
        reel->entries = grown;
        reel->entry_room = room;
    }
    reel->entries[reel->entry_count++] = (struct bv_reel_entry){
        frame->sequence, bv_ns_to_s(frame->time_ns), frame->mm_per_px};
}

static void end_scan(struct bv_reel *reel, int error,
                     const struct bv_fault *fault)
{
    pthread_mutex_lock(&reel->lock);
    reel->whole = true;
    if (error != -ENODATA) {
        reel->fault = *fault;
        bv_fault_set(&reel->fault, error, _("The clip cannot be read on: %s."),
                     bv_error_text(error));
    }
    pthread_mutex_unlock(&reel->lock);
    bv_reel_tell(reel, true);
}

/* Take what something took into account. */
static void note_time(double *took_ns, int64_t began_ns)
{
    double now_ns = (double)(bv_clock_now_ns() - began_ns);

    *took_ns = *took_ns > 0 ? (*took_ns + now_ns) / 2 : now_ns;
}

/* Read the next frame. @return A reference, or NULL at the end. */
static const struct bv_frame *
read_on(struct bv_reel *reel, struct bv_reel_hand *hand, uint32_t wanted)
{
    struct bv_fault fault = {0};
    const struct bv_frame *copy;
    int64_t began_ns = bv_clock_now_ns();
    struct bv_frame *frame;
    int error;

    do
        error = bv_source_read(hand->source, read_timeout_ms, &frame, &fault);
    while (error == -ETIMEDOUT);
    if (!hand->has_landed) /* what a seek led to is decoded already */
        note_time(&reel->read_ns, began_ns);
    hand->has_landed = false;
    if (error < 0) {
        hand->error = error;
        if (hand == &reel->scan)
            end_scan(reel, error, &fault);
        return NULL;
    }
    hand->next = frame->sequence + 1;
    if (hand == &reel->scan) {
        pthread_mutex_lock(&reel->lock);
        add_entry(reel, frame);
        pthread_mutex_unlock(&reel->lock);
        bv_reel_index_add(&reel->index, (struct bv_reel_frame){frame->sequence,
                                                               frame->time_ns});
        bv_reel_tell(reel, false);
    }
    copy = bv_reel_copy_frame(frame);
    bv_frame_unref(frame);
    if (copy)
        bv_frame_cache_offer(&reel->cache, copy, wanted);
    return copy;
}

static bool has_other_wish(struct bv_reel *reel, uint32_t wanted)
{
    bool other;

    pthread_mutex_lock(&reel->lock);
    other = reel->stop || reel->wanted != wanted;
    pthread_mutex_unlock(&reel->lock);
    return other;
}

/* Take the source up again from its start. */
static int rewind_hand(struct bv_reel *reel, struct bv_reel_hand *hand)
{
    int error;

    bv_source_close(hand->source);
    *hand = (struct bv_reel_hand){0};
    reel->prepared = false;
    error = bv_source_open(reel->options.name, &reel->options.source,
                           &hand->source, NULL);
    if (error == 0)
        bv_reel_watch_way(reel, hand->source);
    return error;
}

/* Where to begin reading for a frame: at itself, or with what lies before. */
static uint32_t begin_for(const struct bv_reel *reel, uint32_t wanted)
{
    if (!reel->goes_back || reel->seek_ns < costly_times * reel->read_ns)
        return wanted;
    return wanted >= block_frames ? wanted - (block_frames - 1) : 0;
}

/* By the source's own index. @return 0, -ESPIPE where it does not lead there,
 * or -ECANCELED where nobody wants to go there any more. */
static int seek_to(struct bv_reel *reel, struct bv_reel_hand *hand,
                   const struct bv_reel_frame *there)
{
    int64_t began_ns = bv_clock_now_ns();
    int error =
        bv_source_seek(hand->source, there->number, there->time_ns, NULL);

    hand->error = error == -ECANCELED ? 0 : error;
    hand->next = error == 0 ? there->number : BV_REEL_NOWHERE;
    hand->has_landed = error == 0;
    if (error != -ECANCELED)
        note_time(&reel->seek_ns, began_ns);
    reel->no_seek = error < 0 && error != -ECANCELED;
    return reel->no_seek ? -ESPIPE : error;
}

/* Bring the hand to where the wanted frame is read next, or soon. */
static int go_near(struct bv_reel *reel, struct bv_reel_hand *hand,
                   uint32_t wanted)
{
    const struct bv_reel_frame *there =
        bv_reel_index_find(&reel->index, begin_for(reel, wanted));
    int error = 0;

    if (hand->source && !hand->error && hand->next <= wanted &&
        wanted - hand->next < bv_reel_reach(reel))
        return 0;
    if (!hand->source)
        error = rewind_hand(reel, hand);
    if (error == 0 && hand->next == 0) /* by it a recording is known */
        bv_frame_unref(read_on(reel, hand, wanted));
    if (error == 0 && there && reel->info.seekable && !reel->no_seek) {
        error = seek_to(reel, hand, there);
        if (error != -ESPIPE)
            return error;
        error = 0;
    }
    if (error == 0 && (hand->next > wanted || hand->error))
        error = rewind_hand(reel, hand);
    return error;
}

/* The last frame stands for all beyond it, once that is known. */
static uint32_t last_at_most(struct bv_reel *reel, uint32_t wanted)
{
    const struct bv_reel_index *index = &reel->index;

    if (index->count > 0 && reel->scan.error != 0 &&
        wanted > index->frames[index->count - 1].number)
        return index->frames[index->count - 1].number;
    return wanted;
}

/* Get a frame, reading as far as it takes, unless another is wanted
 * meanwhile. @return A reference, or NULL. */
static const struct bv_frame *get_frame(struct bv_reel *reel, uint32_t asked)
{
    uint32_t wanted = last_at_most(reel, asked);
    const struct bv_frame *frame = bv_frame_cache_get(&reel->cache, wanted);
    struct bv_reel_hand *hand = &reel->seek;

    if (frame)
        return bv_frame_ref(frame);
    if (wanted >= reel->scan.next && reel->scan.error == 0)
        hand = &reel->scan;
    else if (go_near(reel, hand, wanted) < 0)
        return NULL;
    for (;;) {
        const struct bv_frame *read = read_on(reel, hand, wanted);

        if (!read && !frame && hand == &reel->scan)
            return get_frame(reel, asked); /* it had read all: go back */
        if (!read)
            return frame; /* the last one, where the wish lies beyond */
        bv_frame_unref(frame);
        frame = read;
        if (read->sequence >= wanted)
            return read;
        if (hand == &reel->seek && bv_reel_is_late(reel))
            bv_reel_hand_over(reel, read, true);
        if (has_other_wish(reel, asked)) {
            bv_frame_unref(read);
            return NULL;
        }
    }
}

static void show(struct bv_reel *reel, uint32_t wanted)
{
    const struct bv_frame *frame;

    reel->goes_back =
        wanted < reel->shown && reel->shown - wanted <= block_frames;
    reel->shown = wanted;
    bv_reel_begin_way(reel);
    frame = get_frame(reel, wanted);
    if (frame)
        bv_reel_hand_over(reel, frame, false);
    bv_frame_unref(frame);
}

/* The first frame of those that are kept without a gap up to the wanted one. */
static uint32_t first_kept(const struct bv_reel *reel)
{
    uint32_t first = reel->shown;

    while (first > 0 && bv_frame_cache_get(&reel->cache, first - 1))
        first--;
    return first;
}

/* Whether the block before is fetched ahead: who goes back goes on. */
static bool wants_ahead(const struct bv_reel *reel)
{
    uint32_t first;

    if (!reel->whole || !reel->goes_back || reel->no_seek ||
        reel->seek_ns < costly_times * reel->read_ns)
        return false;
    first = first_kept(reel);
    return first > 0 && reel->shown - first < block_frames &&
           first != reel->fetched_below;
}

static void fetch_ahead(struct bv_reel *reel)
{
    uint32_t last;
    bool more;

    reel->is_ahead = true;
    reel->fetched_below = first_kept(reel);
    last = reel->fetched_below - 1;
    more = go_near(reel, &reel->seek, last) == 0;
    while (more && !bv_reel_is_asked(reel)) {
        const struct bv_frame *frame = read_on(reel, &reel->seek, reel->shown);

        more = frame && frame->sequence < last;
        bv_frame_unref(frame);
    }
    if (reel->seek.next == BV_REEL_NOWHERE)
        reel->fetched_below = 0; /* it was stopped: later, then */
    reel->is_ahead = false;
}

static void set_preparing(struct bv_reel *reel, bool preparing)
{
    bool before;

    pthread_mutex_lock(&reel->lock);
    before = reel->preparing;
    reel->preparing = preparing;
    pthread_mutex_unlock(&reel->lock);
    if (before != preparing)
        bv_reel_tell(reel, true);
}

/* While nothing is wanted. */
static void prepare(struct bv_reel *reel)
{
    int64_t until_ns = bv_clock_now_ns() + piece_ms * BV_NS_PER_MS;

    reel->prepared =
        !reel->seek.source || !bv_source_prepare(reel->seek.source, until_ns);
    set_preparing(reel, !reel->prepared);
}

static void *run(void *data)
{
    struct bv_reel *reel = data;
    bool stop = false;

    while (!stop) {
        bool asked;
        uint32_t wanted;

        pthread_mutex_lock(&reel->lock);
        while (!reel->stop && reel->whole && reel->prepared &&
               !wants_ahead(reel) && (!reel->asked || reel->box_width_px <= 0))
            pthread_cond_wait(&reel->changed, &reel->lock);
        stop = reel->stop;
        asked = reel->asked && reel->box_width_px > 0;
        wanted = reel->wanted;
        reel->width_px = reel->box_width_px;
        reel->height_px = reel->box_height_px;
        if (asked)
            reel->asked = false;
        pthread_mutex_unlock(&reel->lock);
        if (!stop && asked)
            show(reel, wanted);
        else if (!stop && reel->whole && !reel->prepared)
            prepare(reel);
        else if (!stop && reel->whole)
            fetch_ahead(reel);
        else if (!stop)
            bv_frame_unref(read_on(reel, &reel->scan, wanted));
    }
    return NULL;
}

struct bv_reel *bv_reel_new(struct bv_source *take_source,
                            const struct bv_reel_options *options)
{
    struct bv_reel *reel = calloc(1, sizeof(*reel));

    if (!reel) {
        bv_source_close(take_source);
        return NULL;
    }
    reel->options = *options;
    reel->info = *bv_source_info(take_source);
    reel->whole = options->known_count > 0;
    *(reel->whole ? &reel->seek : &reel->scan) =
        (struct bv_reel_hand){.source = take_source};
    reel->scan.error = reel->whole ? -ENODATA : 0;
    bv_reel_watch_way(reel, take_source);
    for (size_t i = 0; i < options->known_count; i++)
        bv_reel_index_add(&reel->index, options->known[i]);
    reel->cache.most_bytes = options->memory_bytes;
    pthread_mutex_init(&reel->lock, NULL);
    pthread_cond_init(&reel->changed, NULL);
    reel->prescale = bv_prescale_new();
    reel->asked = true;
    if (!reel->prescale ||
        pthread_create(&reel->thread, NULL, run, reel) != 0) {
        bv_reel_free(reel);
        return NULL;
    }
    reel->started = true;
    pthread_setname_np(reel->thread, "reel");
    return reel;
}

void bv_reel_free(struct bv_reel *reel)
{
    if (!reel)
        return;
    if (reel->started) {
        pthread_mutex_lock(&reel->lock);
        reel->stop = true;
        pthread_cond_signal(&reel->changed);
        pthread_mutex_unlock(&reel->lock);
        pthread_join(reel->thread, NULL);
    }
    bv_source_close(reel->scan.source);
    bv_source_close(reel->seek.source);
    bv_frame_cache_fini(&reel->cache);
    bv_prescale_free(reel->prescale);
    bv_reel_picture_unref(reel->ready);
    free(reel->entries);
    free(reel->index.frames);
    pthread_cond_destroy(&reel->changed);
    pthread_mutex_destroy(&reel->lock);
    free(reel);
}

const struct bv_source_info *bv_reel_info(const struct bv_reel *reel)
{
    return &reel->info;
}

static void ask(struct bv_reel *reel)
{
    reel->asked = true;
    pthread_cond_signal(&reel->changed);
}

void bv_reel_set_box(struct bv_reel *reel, int width_px, int height_px)
{
    pthread_mutex_lock(&reel->lock);
    if (width_px != reel->box_width_px || height_px != reel->box_height_px) {
        reel->box_width_px = width_px;
        reel->box_height_px = height_px;
        ask(reel);
    }
    pthread_mutex_unlock(&reel->lock);
}

void bv_reel_want(struct bv_reel *reel, uint32_t frame)
{
    pthread_mutex_lock(&reel->lock);
    reel->wanted = frame;
    ask(reel);
    pthread_mutex_unlock(&reel->lock);
}

const struct bv_reel_picture *bv_reel_take(struct bv_reel *reel)
{
    const struct bv_reel_picture *taken;

    pthread_mutex_lock(&reel->lock);
    taken = reel->ready;
    reel->ready = NULL;
    pthread_mutex_unlock(&reel->lock);
    return taken;
}

bool bv_reel_is_preparing(struct bv_reel *reel)
{
    bool preparing;

    pthread_mutex_lock(&reel->lock);
    preparing = reel->preparing;
    pthread_mutex_unlock(&reel->lock);
    return preparing;
}

size_t bv_reel_take_entries(struct bv_reel *reel,
                            struct bv_reel_entry **entries)
{
    size_t count;

    pthread_mutex_lock(&reel->lock);
    count = reel->entry_count;
    if (count > 0) {
        *entries = reel->entries;
        reel->entries = NULL;
        reel->entry_count = reel->entry_room = 0;
    }
    pthread_mutex_unlock(&reel->lock);
    return count;
}

bool bv_reel_is_whole(struct bv_reel *reel, struct bv_fault *fault)
{
    bool whole;

    pthread_mutex_lock(&reel->lock);
    whole = reel->whole;
    if (fault)
        *fault = reel->fault;
    pthread_mutex_unlock(&reel->lock);
    return whole;
}
