/**
 * @file
 * What a person does on the picture by points and keys, beside marking the
 * target: measuring it where it stands, keeping findings, outlining structures,
 * planning.
 * Joins the pure parts (measuring.h, outlining.h) with the view, the pipeline
 * and the disk. Main thread only.
 */
#ifndef BV_UI_TOOLS_H
#define BV_UI_TOOLS_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "ui/looking_back.h"
#include "ui/marking.h"
#include "ui/picture_view.h"
#include "way_seeker.h"

BV_BEGIN_DECLS

struct bv_tools;

/**
 * @param looking  What movement is looked for in.
 * @param marking  Landmarks go through it, so that they can be undone.
 * @param folder   Where findings are kept.
 * @param changed  Called when what is said or asked is another.
 * All are borrowed, longer than this.
 */
struct bv_tools *bv_tools_new(struct bv_pipeline *pipeline,
                              struct bv_looking_back *looking,
                              struct bv_marking *marking, BvPictureView *view,
                              const char *folder, void (*changed)(void *data),
                              void *data);

/** What is being written is finished. Before the view. NULL is ignored. */
void bv_tools_free(struct bv_tools *tools);

/** The picture that is shown stands now, or (NULL) goes on. */
void bv_tools_hold(struct bv_tools *tools, const struct bv_shown *shown);

/** Outline a structure on the picture that stands, or leave it. */
void bv_tools_outline(struct bv_tools *tools);

/** Whether that is under way. */
bool bv_tools_is_outlining(const struct bv_tools *tools);

/** Plan the needle's ways on the picture that stands; the next one, where they
 *  are shown. */
void bv_tools_plan(struct bv_tools *tools);

/** The needle that is at hand, for the plans to come. A plan for another one
 *  goes. */
void bv_tools_set_needle(struct bv_tools *tools,
                         const struct bv_way_needle *needle);

/** No way is shown any more, nor why there was none. */
void bv_tools_end_plan(struct bv_tools *tools);

/** Whether a plan is being made or shown. */
bool bv_tools_is_planning(const struct bv_tools *tools);

/** What stands above the picture of a plan; else empty. */
const char *bv_tools_get_title(const struct bv_tools *tools);

/** A key. @return Whether it meant something here. */
bool bv_tools_key(struct bv_tools *tools, guint key, GdkModifierType modifiers);

/** What moves along a line, as it stands; to be shown. */
const struct bv_moving *bv_tools_get_moving(const struct bv_tools *tools);

/** Whether a point is asked for. */
bool bv_tools_wants_point(const struct bv_tools *tools);

/** Place one. @return Whether it was asked for. */
bool bv_tools_point(struct bv_tools *tools, struct bv_px px);

/**
 * Whether the target may be marked there: inside a nerve or a vessel only
 * where the user marks it there again, after that was said.
 */
bool bv_tools_may_aim(struct bv_tools *tools, const struct bv_advice *advice,
                      struct bv_px px);

/** See what became of what is looked for. Some times a second. */
void bv_tools_update(struct bv_tools *tools);

/**
 * A sentence for the line below the picture; NULL: nothing to say.
 * @param[out] asks  Whether an answer is waited for.
 */
const char *bv_tools_get_line(const struct bv_tools *tools, bool *asks);

BV_END_DECLS

#endif
