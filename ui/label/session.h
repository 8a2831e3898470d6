/**
 * @file
 * A labelling session without its window: which frame is on the screen, what
 * clicks and keys do to the labels, and what the window says of it. Pure.
 *
 * Only the frame that is on the screen can be labelled: nobody has seen
 * another. Places are px of the frame; labels hold them as the picture came.
 *
 * Main thread only.
 */
#ifndef BV_UI_LABEL_SESSION_H
#define BV_UI_LABEL_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "records/labels.h"

BV_BEGIN_DECLS

/** A line, as it was clicked and as it was refined. */
struct bv_refined {
    bool has;
    uint32_t frame;
    struct bv_px_segment clicked_px, ridge_px;
};

/** Zero-initialise, then set labels, both maps and the size. */
struct bv_session {
    struct bv_labels *labels; /**< The session's. */
    struct bv_px_map to_input, from_input;
    int width_px, height_px; /**< Of a frame. */

    bool has_frame;
    uint32_t frame;   /**< On the screen. */
    uint32_t wanted;  /**< Asked for: where stepping starts. */
    bool is_crossing; /**< The next click marks a crossing. */
    bool has_first;   /**< The skin side is clicked, the tip is not. */
    struct bv_px first_px;
    bool is_moving; /**< An end is being dragged. */
    struct bv_refined refined;
};

/** A frame has come to the screen; what was begun on another is dropped. */
void bv_session_show(struct bv_session *session, uint32_t frame);

/** Whether the frame that was asked for is on the screen. */
bool bv_session_is_here(const struct bv_session *session);

/** What a click was. */
enum bv_session_click {
    BV_SESSION_REFUSED, /**< Too near the first for a line. */
    BV_SESSION_FIRST,   /**< Now the tip. */
    BV_SESSION_LINE,    /**< A line: to be refined. */
    BV_SESSION_DOT,     /**< A crossing. */
};

/**
 * A click on the picture.
 * @param[out] clicked  What it was; written only on 0.
 * @return 0 or -ENOMEM.
 */
int bv_session_click(struct bv_session *session, struct bv_px px,
                     enum bv_session_click *clicked) BV_MUST_USE;

/** Drop what was begun. @return Whether anything was. */
bool bv_session_cancel(struct bv_session *session);

/** The next click marks a crossing, or no longer. */
void bv_session_toggle_crossing(struct bv_session *session);

/** What is on the screen: own or carried; places are px of the frame. */
enum bv_label_from bv_session_get(const struct bv_session *session,
                                  struct bv_label *label);

/** The end of the shown needle within @p reach_px: 0 the skin side, 1 the tip,
 *  -1 none. A crossing has one, 1. */
int bv_session_find_end(const struct bv_session *session, struct bv_px px,
                        double reach_px);

/** Drag an end there; all of one drag is one step. @return 0 or -ENOMEM. */
int bv_session_move_end(struct bv_session *session, int end,
                        struct bv_px px) BV_MUST_USE;

/** The drag is over. */
void bv_session_end_move(struct bv_session *session);

/**
 * The ridge beside a line was found: use it where the line is still there, as
 * part of the step that drew it.
 * @return 1 used, 0 no longer wanted, or -ENOMEM.
 */
int bv_session_use_ridge(struct bv_session *session,
                         const struct bv_refined *refined);

/**
 * Between the line as clicked and the ridge, where both are known.
 * @return 1 done; 0 not known: find the ridge first; or -ENOMEM.
 */
int bv_session_toggle_ridge(struct bv_session *session);

/** "No needle", "cannot tell"; the same again takes it back. @return 0 or
 *  -ENOMEM. */
int bv_session_say(struct bv_session *session,
                   enum bv_label_kind kind) BV_MUST_USE;

/** The tip shows, or does not. @return 1 done, 0 there is no line, or
 *  -ENOMEM. */
int bv_session_toggle_tip(struct bv_session *session);

/** The other end is the tip. @return as above. */
int bv_session_swap_ends(struct bv_session *session);

/** Take the frame's own label away. @return 1 done, 0 none, or -ENOMEM. */
int bv_session_clear(struct bv_session *session);

/** The texts that the window shows of a frame. */
struct bv_session_words {
    char headline[48]; /**< "Needle, tip seen". */
    char origin[64];   /**< "drawn", "carried here: check it". */
    char hint[96];     /**< What to do next. */
};

void bv_session_say_words(const struct bv_session *session,
                          struct bv_session_words *words);

BV_END_DECLS

#endif
