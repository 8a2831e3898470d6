/**
 * @file
 * A recorded attempt under review: what was seen and found in it, what the
 * trainer says of that, and where the window is. Without GTK; main thread.
 */
#ifndef BV_UI_REVIEW_REVIEWED_H
#define BV_UI_REVIEW_REVIEWED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/status.h"
#include "guidance/review/compare.h"
#include "guidance/review/review.h"
#include "records/analysis_file.h"
#include "records/corrections.h"
#include "ui/review/lanes.h"
#include "ui/review/player.h"

BV_BEGIN_DECLS

struct bv_reviewed {
    const struct bv_review_rules *rules;
    struct bv_analysis analysis; /**< At least one frame. */
    struct bv_review review, truly;
    bool has_truth;
    struct bv_moment_match *matches; /**< Of each measured moment; or NULL. */
    bool *missed;                    /**< Of each true moment; or NULL. */
    double *time_s;                  /**< Of each frame. */
    struct bv_player player;
    char *path;       /**< Of the corrections. */
    bool is_apart;    /**< It is not beside the clip. */
    bool takes_scale; /**< A person may say what the scale is. */
    struct bv_corrections *corrections;
    struct bv_shown_moment *shown;
    size_t shown_count;
    int selected; /**< Of those; -1: none. */
    struct bv_lanes *lanes;
};

/**
 * @param take_analysis  The attempt's from now on, also on failure.
 * @param rules          Borrowed.
 * @param[out] said      What is wrong with the corrections' file; else empty.
 * @return 0 or a negative errno.
 */
int bv_reviewed_init(struct bv_reviewed *attempt, const char *clip,
                     struct bv_analysis *take_analysis,
                     const struct bv_review_rules *rules,
                     struct bv_fault *said) BV_MUST_USE;

void bv_reviewed_fini(struct bv_reviewed *attempt);

/** The frame of a number, or the next; an index. */
size_t bv_reviewed_find(const struct bv_reviewed *attempt, uint32_t number);

/** Where it is: the frame's time, s. */
double bv_reviewed_now_s(const struct bv_reviewed *attempt);

/** Select a moment, go there and loop it with half a second around.
 *  @param index  Below `shown_count`; -1: none, and no loop. */
void bv_reviewed_select(struct bv_reviewed *attempt, int index, double now_s);

/** Go to a moment of the truth, looped; nothing is selected. */
void bv_reviewed_show_true(struct bv_reviewed *attempt, int index,
                           double now_s);

/** The next (1) or last (-1) moment that begins after, or before, here.
 *  @return Its index; -1: there is none. */
int bv_reviewed_next(const struct bv_reviewed *attempt, int way);

/**
 * What the trainer says; each is one step, written at once. The selected
 * moment stays selected. A moment's note is kept with it.
 *
 * @return 0; -ENOENT: nothing is selected; or a negative errno with @p fault
 *         said. Where only the writing failed, it is said and shown all the
 *         same.
 */
int bv_reviewed_reject(struct bv_reviewed *attempt, struct bv_fault *fault);
int bv_reviewed_set_kind(struct bv_reviewed *attempt, int kind,
                         struct bv_fault *fault);
/** @param index  Of any that is shown; the selected one stays selected. */
int bv_reviewed_set_note(struct bv_reviewed *attempt, int index,
                         const char *note, struct bv_fault *fault);
/** The selected one's start or end is here. */
int bv_reviewed_set_end(struct bv_reviewed *attempt, bool is_end,
                        struct bv_fault *fault);
/** A new one: the loop, or a second from here; it is selected. */
int bv_reviewed_add(struct bv_reviewed *attempt, struct bv_fault *fault);
/** One that a person alone says goes; what was corrected is as measured. */
int bv_reviewed_restore(struct bv_reviewed *attempt, struct bv_fault *fault);
/** @param[out] of_scale  The step was of the scale: what is measured with it
 *                        is the next analysis. */
int bv_reviewed_undo(struct bv_reviewed *attempt, bool again, bool *of_scale,
                     struct bv_fault *fault);

/** What is said of the scale, of the whole recording or from its frame on; one
 *  step, written at once. Where it cannot be
 *  written nothing is said. Measured with it is the next analysis. */
int bv_reviewed_set_scale(struct bv_reviewed *attempt,
                          const struct bv_said_scale *scale, bool whole,
                          struct bv_fault *fault) BV_MUST_USE;

/** The same recording, opened anew: what is said of it goes on, with its steps.
 *  @param take_corrections  The attempt's from now on. @return 0 or -ENOMEM. */
int bv_reviewed_go_on(struct bv_reviewed *attempt,
                      struct bv_corrections *take_corrections) BV_MUST_USE;

/** The scale that the first frame with one has, mm a px; 0: none has. */
double bv_reviewed_mm_per_px(const struct bv_reviewed *attempt);

/** From the transducer's face to the foot of the ultrasound, px; 0: it is not
 *  known where that lies. */
double bv_reviewed_depth_px(const struct bv_reviewed *attempt);

/** A person's note of a moment; "": none. */
const char *bv_reviewed_note(const struct bv_reviewed *attempt, int index);

/** What a moment's row says: "advanced while unseen: 6.2 mm (± 0.4)". */
void bv_reviewed_say_moment(const struct bv_reviewed *attempt, int index,
                            char *text, size_t size);

/** What was measured of a moment that a person corrected: "Measured: withdrawn:
 *  6.2 mm (± 0.4), 4.0 to 5.1 s"; of others empty. */
void bv_reviewed_say_measured(const struct bv_reviewed *attempt, int index,
                              char *text, size_t size);

/** How a shown moment stands to the truth; BV_MOMENT_UNKNOWN where there is
 *  none, or it is not as it was measured. */
enum bv_moment_truth bv_reviewed_truth(const struct bv_reviewed *attempt,
                                       int index);

/** What truly was there: "truth: 5.9 mm"; empty where that is not known. */
void bv_reviewed_say_truth(const struct bv_reviewed *attempt, int index,
                           char *text, size_t size);

/** What a moment of the truth says: "advanced while unseen: 5.9 mm". */
void bv_reviewed_say_true(const struct bv_reviewed *attempt, int index,
                          char *text, size_t size);

/** Its rule, with the limits that it names; or who says so. */
void bv_reviewed_say_rule(const struct bv_reviewed *attempt, int index,
                          char *text, size_t size);

/** What the frame that is shown says: "Tip seen, 12 mm deep, 8 mm from the
 *  target". */
void bv_reviewed_say_frame(const struct bv_reviewed *attempt, size_t frame,
                           char *text, size_t size);

/** The same of the picture on the screen, never of one that is not there yet.
 *  @param shown  The number of its frame, where that is another one than is
 *                gone to: it is said; -1: it is not. */
void bv_reviewed_say_shown(const struct bv_reviewed *attempt, int64_t shown,
                           char *text, size_t size);

/** "1:05.4", "12.40 s". */
void bv_reviewed_say_time(double time_s, char *text, size_t size);

BV_END_DECLS

#endif
