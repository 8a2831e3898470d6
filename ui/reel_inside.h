/**
 * @file
 * What the files of the reel share. Private to ui/reel*.c. The reel's thread
 * only, where nothing else is said.
 */
#ifndef BV_UI_REEL_INSIDE_H
#define BV_UI_REEL_INSIDE_H

#include <pthread.h>

#include "core/decls.h"
#include "ui/frame_cache.h"
#include "ui/reel.h"

BV_BEGIN_DECLS

/* A source, and how far it was read. */
struct bv_reel_hand {
    struct bv_source *source;
    uint32_t next;   /* frames below were read; or BV_REEL_NOWHERE */
    bool has_landed; /* at a picture that is decoded */
    int error;       /* 0, or why it ended */
};

/** Of a hand that was stopped on its way. */
#define BV_REEL_NOWHERE UINT32_MAX

/* What frames there are, in their order. */
struct bv_reel_index {
    struct bv_reel_frame *frames;
    size_t count, room;
};

struct bv_reel {
    struct bv_reel_options options;
    struct bv_source_info info;
    pthread_t thread;
    bool started;

    pthread_mutex_t lock;
    pthread_cond_t changed;
    /* under lock */
    bool stop, asked, whole, preparing;
    uint32_t wanted;
    int box_width_px, box_height_px;
    const struct bv_reel_picture *ready;
    struct bv_reel_entry *entries;
    size_t entry_count, entry_room;
    struct bv_fault fault;

    /* the thread's own */
    struct bv_reel_hand scan, seek; /* once through; and back again */
    struct bv_reel_index index;
    bool no_seek;            /* it was tried, and did not lead there */
    bool prepared;           /* there is nothing left to prepare */
    double seek_ns, read_ns; /* what it took of late, to go there and to read */
    uint32_t shown;          /* the last that was wanted */
    int width_px, height_px; /* the box for it */
    int64_t way_at_ns;       /* when one on the way is shown */
    int64_t way_next_ns;     /* and how long after it another */
    bool is_late;            /* the wish before was not met in time either */
    bool is_ahead;           /* nobody waits: it is fetched ahead */
    bool goes_back;
    uint32_t fetched_below; /* ahead of going back, this far; 0: not */
    struct bv_frame_cache cache;
    struct bv_prescale *prescale;
    int64_t told_ns;
};

/** No memory: it is found by reading, then. */
void bv_reel_index_add(struct bv_reel_index *index, struct bv_reel_frame frame);

/** The first frame at or behind a number; NULL: none is known. */
const struct bv_reel_frame *
bv_reel_index_find(const struct bv_reel_index *index, uint32_t number);

/** The frame at just this time; NULL: none is known. */
const struct bv_reel_frame *
bv_reel_index_find_time(const struct bv_reel_index *index, int64_t time_ns);

/** A source's frames are few and go round: what is kept is a copy. @return One
 *  reference; NULL: no memory. */
struct bv_frame *bv_reel_copy_frame(const struct bv_frame *frame);

/** Wake the main thread; of found frames alone not too often. */
void bv_reel_tell(struct bv_reel *reel, bool at_once);

/** Whether somebody waits for what comes next. */
bool bv_reel_is_asked(struct bv_reel *reel);

/** So many frames are sooner read on than gone to. */
uint32_t bv_reel_reach(const struct bv_reel *reel);

/** Whether it is time to show a picture of the way. */
bool bv_reel_is_late(const struct bv_reel *reel);

/** A wish is begun with. */
void bv_reel_begin_way(struct bv_reel *reel);

/** Make a picture, and tell of it. */
void bv_reel_hand_over(struct bv_reel *reel, const struct bv_frame *frame,
                       bool on_the_way);

/** Show what lies on the way of each seek of this source, and end those that
 *  lead nowhere any more. */
void bv_reel_watch_way(struct bv_reel *reel, struct bv_source *source);

BV_END_DECLS

#endif
