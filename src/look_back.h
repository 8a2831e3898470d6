/**
 * @file
 * The last seconds, to look back at: frames with the advice that was given on
 * them, in memory alone, without loss.
 *
 * Of each frame the scan area is kept, where it is known; what lies around it
 * on a scanner's screen is black afterwards, and colour is grey. Sizes, scale
 * and scan area may change from frame to frame: each is kept as it was. Frames
 * are numbered in order, without a gap; times are those of their arrival.
 */
#ifndef BV_LOOK_BACK_H
#define BV_LOOK_BACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "pipeline.h"

BV_BEGIN_DECLS

/** Kept at most, and the memory for it unless something else is asked. */
#define BV_LOOK_BACK_S 30.0
#define BV_LOOK_BACK_USUAL_MB 512
#define BV_LOOK_BACK_MOST_MB 65536

/** How it is doing. */
struct bv_look_back_state {
    int count;                 /**< Frames that are kept; 0: the numbers
                                    and times are not set. */
    uint64_t first, last;      /**< Their numbers. */
    int64_t first_ns, last_ns; /**< When those came, CLOCK_MONOTONIC. */
    size_t bytes;              /**< Memory in use. */
    bool is_full;              /**< The limit holds less than
                                    BV_LOOK_BACK_S of these frames. */
    uint64_t missed;           /**< Frames that came faster than they
                                    could be packed, or too large. */
};

struct bv_look_back;

/**
 * Start the thread.
 * @param limit_mb  1 to BV_LOOK_BACK_MOST_MB; of 2^20 bytes.
 * @return NULL: no memory.
 */
struct bv_look_back *bv_look_back_new(int limit_mb);

/** Results that were got stay valid. NULL is ignored. */
void bv_look_back_free(struct bv_look_back *look_back);

/** Keep a frame with its advice; copied. Never waits. The guide thread, or one
 *  at a time. */
void bv_look_back_put(struct bv_look_back *look_back,
                      const struct bv_result *result);

/**
 * While it is held, it stays as it is, and what is put is not kept. Once it is
 * not held any more it goes on, with that gap. Waits for the few frames that
 * are being packed. Main thread.
 */
void bv_look_back_hold(struct bv_look_back *look_back, bool hold);

/** Wait until all that was put is kept. */
void bv_look_back_flush(struct bv_look_back *look_back);

/** Forget all frames; what is held is not any more. No other thread may put
 *  meanwhile. */
void bv_look_back_clear(struct bv_look_back *look_back);

/** How it is doing. Any thread. */
void bv_look_back_get_state(struct bv_look_back *look_back,
                            struct bv_look_back_state *state);

/**
 * The last frame that had come by then, or the first that is kept. Any thread.
 * @return Its number; 0: there is none.
 */
uint64_t bv_look_back_find(struct bv_look_back *look_back, int64_t arrived_ns);

/** When that one came. @return 0: it is not kept. Any thread. */
int64_t bv_look_back_when(struct bv_look_back *look_back, uint64_t number);

/**
 * A frame as it was. Any thread; takes some ms.
 *
 * @param[out] result  One reference for the caller; written only on 0.
 * @retval -ENOENT  It is not kept any more.
 * @retval -ENOMEM
 */
int bv_look_back_get(struct bv_look_back *look_back, uint64_t number,
                     const struct bv_result **result) BV_MUST_USE;

BV_END_DECLS

#endif
