/**
 * @file
 * Where the trainer says the scale of a clip that has none: by two points of a
 * known distance, by the depth of the picture, or as it is. A GTK widget; main
 * thread only.
 */
#ifndef BV_UI_REVIEW_SCALE_CARD_H
#define BV_UI_REVIEW_SCALE_CARD_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "records/corrections.h"

BV_BEGIN_DECLS

struct bv_scale_card;

/** Who is told what is done; on the main thread. */
struct bv_scale_card_told {
    /** This is the scale, and where of those it holds. */
    void (*taken)(void *data, const struct bv_said_scale *scale, int hold);
    /** The points are others, or are wanted, or no more. */
    void (*pointed)(void *data);
    void *data;
};

/** In how many places a scale may hold. */
#define BV_SCALE_CARD_HOLDS 3

/** What it is asked about. */
struct bv_scale_card_asks {
    const char *now; /**< What the scale is, and where it came from. */
    bool may_say;    /**< A person may say another; else it is only shown. */
    double depth_px; /**< From the transducer's face to the foot of the picture;
                          0: not known. */
    const char *holds[BV_SCALE_CARD_HOLDS]; /**< Where it may hold, in words. */
    int hold_count; /**< Of these; one is not asked about. */
    int meant;      /**< Which of them, as a rule. */
};

/** @return Owned by its widget, which is floating and hidden. */
struct bv_scale_card *bv_scale_card_new(const struct bv_scale_card_told *told);

GtkWidget *bv_scale_card_get_widget(struct bv_scale_card *card);

/**
 * Show it, with nothing typed.
 *
 * @param asks  Copied.
 */
void bv_scale_card_show(struct bv_scale_card *card,
                        const struct bv_scale_card_asks *asks);

/** It is asked of another place: what was clicked and typed stays. */
void bv_scale_card_update(struct bv_scale_card *card,
                          const struct bv_scale_card_asks *asks);

void bv_scale_card_hide(struct bv_scale_card *card);

/** Whether a click into the picture is a point. */
bool bv_scale_card_wants_point(const struct bv_scale_card *card);

/** It was clicked there, px of the frame. A third one begins anew. */
void bv_scale_card_point(struct bv_scale_card *card, struct bv_px px);

/** The points so far. @return How many, 0 to 2. */
int bv_scale_card_points(const struct bv_scale_card *card,
                         struct bv_px points[2]);

BV_END_DECLS

#endif
