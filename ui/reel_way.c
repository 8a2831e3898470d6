/*
 * A reel's pictures, and those on a long way to the wanted one.
 */
#include "core/clock.h"
#include "ui/reel_inside.h"

/* Found frames are told of so often, not one by one. */
enum { tell_ms = 100 };

/* Frames so near before the wanted one are read on to it: that is sooner than
 * going there. */
enum { read_on_frames = 4 };

/* Where the wanted picture is not there by then, one on the way to it is shown;
 * another after so long, and each further one after twice as long again: they
 * take time from the way. */
enum { way_first_ms = 40, way_next_ms = 80 };

/* Reading on is no way at all beyond so many frames. */
enum { read_on_most = 600 };

void bv_reel_tell(struct bv_reel *reel, bool at_once)
{
    int64_t now_ns = bv_clock_now_ns();

    if (!at_once && now_ns - reel->told_ns < tell_ms * BV_NS_PER_MS)
        return;
    reel->told_ns = now_ns;
    reel->options.wake(reel->options.data);
}

bool bv_reel_is_asked(struct bv_reel *reel)
{
    bool asked;

    pthread_mutex_lock(&reel->lock);
    asked = reel->stop || reel->asked;
    pthread_mutex_unlock(&reel->lock);
    return asked;
}

uint32_t bv_reel_reach(const struct bv_reel *reel)
{
    double frames = reel->read_ns > 0 ? reel->seek_ns / reel->read_ns : 0;

    return frames < read_on_frames ? read_on_frames
           : frames > read_on_most ? read_on_most
                                   : (uint32_t)frames;
}

/* Whether the way to a picture leads to no wish any more: one behind it is
 * sooner reached from there. */
static bool is_in_vain(struct bv_reel *reel)
{
    uint32_t most = bv_reel_reach(reel);
    bool vain;

    if (reel->is_ahead)
        return bv_reel_is_asked(reel);
    pthread_mutex_lock(&reel->lock);
    vain = reel->stop || reel->wanted < reel->shown ||
           reel->wanted - reel->shown > most;
    pthread_mutex_unlock(&reel->lock);
    return vain;
}

void bv_reel_hand_over(struct bv_reel *reel, const struct bv_frame *frame,
                       bool on_the_way)
{
    const struct bv_reel_picture *before,
        *made = bv_reel_picture_make(reel->prescale, frame, reel->width_px,
                                     reel->height_px, on_the_way);

    if (!made)
        return;
    pthread_mutex_lock(&reel->lock);
    before = reel->ready;
    reel->ready = made;
    pthread_mutex_unlock(&reel->lock);
    bv_reel_picture_unref(before);
    reel->is_late = on_the_way;
    reel->way_at_ns = bv_clock_now_ns() + reel->way_next_ns;
    reel->way_next_ns *= 2;
    bv_reel_tell(reel, true);
}

bool bv_reel_is_late(const struct bv_reel *reel)
{
    return reel->options.shows_way && !reel->is_ahead &&
           bv_clock_now_ns() >= reel->way_at_ns;
}

/* Within a seek. */
static enum bv_way_answer ask_way(void *data)
{
    struct bv_reel *reel = data;

    return is_in_vain(reel)        ? BV_WAY_STOP
           : bv_reel_is_late(reel) ? BV_WAY_SHOW
                                   : BV_WAY_ON;
}

/* The same. One whose time is no known frame's is not shown: nobody could say
 * what was seen on it. */
static void show_way(void *data, const struct bv_frame *frame)
{
    struct bv_reel *reel = data;
    const struct bv_reel_frame *there =
        bv_reel_index_find_time(&reel->index, frame->time_ns);
    struct bv_frame *copy = there ? bv_reel_copy_frame(frame) : NULL;

    if (!copy)
        return;
    copy->sequence = there->number;
    bv_frame_cache_offer(&reel->cache, copy, reel->shown);
    bv_reel_hand_over(reel, copy, true);
    bv_frame_unref(copy);
}

void bv_reel_watch_way(struct bv_reel *reel, struct bv_source *source)
{
    const struct bv_source_way way = {ask_way, show_way, reel};

    bv_source_watch_way(source, &way);
}

void bv_reel_begin_way(struct bv_reel *reel)
{
    if (!reel->is_late) { /* else it counts from the wish that was not met */
        reel->way_at_ns = bv_clock_now_ns() + way_first_ms * BV_NS_PER_MS;
        reel->way_next_ns = way_next_ms * BV_NS_PER_MS;
    }
    reel->is_late = true;
}
