/**
 * @file
 * The parts of the review window, and what its files do for each other.
 * Private to ui/review. Main thread only.
 */
#ifndef BV_UI_REVIEW_WINDOW_H
#define BV_UI_REVIEW_WINDOW_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "ui/footer.h"
#include "ui/reel.h"
#include "ui/review.h"
#include "ui/review/other.h"
#include "ui/review/reviewed.h"
#include "ui/review/measure_list.h"
#include "ui/review/moment_list.h"
#include "ui/review/scale_card.h"
#include "ui/review/score_list.h"
#include "ui/review/scored.h"
#include "ui/review/scoring.h"
#include "ui/review/time_view.h"
#include "ui/review/transport.h"
#include "ui/review/view.h"
#include "ui/settings/page.h"
#include "ui/worker.h"

BV_BEGIN_DECLS

struct bv_review_window {
    const struct bv_review_options *options;
    void (*on_close)(void *data);
    void *data;

    char *clip;
    int clip_count;                 /* opened so far */
    struct bv_analysing *analysing; /* while it is looked through */
    bool is_open;                   /* the attempt and the reel are there */
    bool is_whole;                  /* all of the clip was seen */
    struct bv_reviewed attempt;
    struct bv_reel *reel;
    struct bv_worker *worker; /* writes reports */
    struct bv_worker *keeper; /* goes to the store */
    bool is_exporting;
    char *said;        /* at the foot */
    bool is_answer;    /* what is said goes with the next deed */
    bool is_preparing; /* the reel makes an index; and that is said there */
    struct bv_scoring scoring;
    bool has_scored;                /* the store was asked */
    struct bv_scored scored;        /* what it had */
    struct bv_corrections *carried; /* of the clip that is opened anew */
    double carried_s;               /* and where it was, s */
    char *carried_beside;           /* and what was beside it; or NULL */
    int told;                       /* something waits to be taken; atomic */
    guint tick;

    GtkWindow *window;
    GSimpleActionGroup *actions;
    GtkWidget *pages, *wait, *progress, *stop, *title, *keys;
    GtkWidget *panel, *side, *blinded, *simulated;
    struct bv_settings_page *settings;
    double far_since_s; /* since when the picture is far off; 0: it is not */
    guint bare_code;    /* of the key that holds the bare picture; 0: none */
    BvReviewView *view;
    struct bv_review_other *other;
    BvTimeView *time_view;
    struct bv_transport *transport;
    struct bv_moment_list *moments;
    struct bv_measure_list *measures;
    struct bv_score_list *scores;
    struct bv_scale_card *scale;
    struct bv_footer *footer;
};

/** @return It is shown. Free with bv_review_window_free(). */
struct bv_review_window *
bv_review_window_new(const struct bv_review_options *options,
                     void (*on_close)(void *data), void *data);
void bv_review_window_free(struct bv_review_window *window);

/** Look through a clip, and then show it; what is open is closed. */
void bv_review_window_open(struct bv_review_window *window, const char *clip);

/** Build what is in it; with its pages empty. */
void bv_review_window_build(struct bv_review_window *window);

/** The window's names: the recording's, unless they are hidden. */
void bv_review_window_name(struct bv_review_window *window);

/** Whether it shows the clip that the words named: what else they say is of
 *  that one. */
bool bv_review_window_is_named(const struct bv_review_window *window);

/** The place has changed: the picture is fetched, what tells of it told. */
void bv_review_window_moved(struct bv_review_window *window);

/** Why what a person says is not kept. */
const char *bv_review_window_why(int error, const struct bv_fault *fault);

/** What is said of the moments has changed, to @p error. */
void bv_review_window_corrected(struct bv_review_window *window, int error,
                                const struct bv_fault *fault);

/** The line at the foot. */
void bv_review_window_say(struct bv_review_window *window, const char *format,
                          ...) BV_PRINTF(2, 3);

/** Leave the pictures bare, or not. */
void bv_review_window_set_bare(struct bv_review_window *window, bool bare);

/** A source's thread has something: it is taken on the main thread. Any
 *  thread. @param window  As void. */
void bv_review_window_wake(void *window);

/** The pictures of a clip by its frames, as the analysis read them.
 *  @param[out] reel  Written only on success. */
int bv_review_window_open_reel(struct bv_review_window *window,
                               const char *clip,
                               const struct bv_analysis *analysis,
                               struct bv_reel **reel, struct bv_fault *fault);

/** By the frame clock, s. */
double bv_review_window_clock_s(struct bv_review_window *window);

/** Actions and keys. */
void bv_review_deeds_add(struct bv_review_window *window);
/** Which of them can be done now. */
void bv_review_deeds_update(struct bv_review_window *window);
/** The panel, unless keys or settings are in its place. @param data  The
 *  window. */
void bv_review_window_show_side(void *data);
/** What the keys do, as a column; hidden. */
GtkWidget *bv_review_deeds_new_keys(void);

/** Ask for a file to open, or to write a report to. */
void bv_review_window_ask_open(struct bv_review_window *window);
void bv_review_window_ask_report(struct bv_review_window *window);
/** Ask for an attempt to show beside; where there is one, it goes. */
void bv_review_window_ask_beside(struct bv_review_window *window);

/** The card of the scale, floating; after the view. */
GtkWidget *bv_review_scale_new(struct bv_review_window *window);
/** Show it, or hide it. */
void bv_review_window_ask_scale(struct bv_review_window *window);
/** The place has changed: while it is shown it is of that. */
void bv_review_scale_moved(struct bv_review_window *window);
/** Whether a person may say it: nobody else does. */
bool bv_review_scale_is_asked(const struct bv_review_window *window);
/** What is said of the scale has changed: all is measured anew. */
void bv_review_window_rescale(struct bv_review_window *window);
/** A step back, or forth again, of what is shown: scores, moments, scale. */
void bv_review_window_undo(struct bv_review_window *window, bool again);
/** The clip was opened anew for that. @return 0 or -ENOMEM. */
int bv_review_window_go_on(struct bv_review_window *window) BV_MUST_USE;

/** The panel of scores, floating; before it is shown. */
GtkWidget *bv_review_scores_new(struct bv_review_window *window);
/** An attempt was opened. */
void bv_review_scores_begin(struct bv_review_window *window);
/** Whether the keys that score do. */
bool bv_review_scores_are_shown(struct bv_review_window *window);
/** Give a score, as bv_scoring_give(); it is kept at once. */
void bv_review_scores_give(struct bv_review_window *window, size_t item,
                           int score);
void bv_review_scores_move(struct bv_review_window *window, int way);
/** @return False: there is nothing. */
bool bv_review_scores_undo(struct bv_review_window *window, bool again);
/** Hide names and figures, or show them. */
void bv_review_scores_blind(struct bv_review_window *window, bool blinded);

BV_END_DECLS

#endif
