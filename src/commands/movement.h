/**
 * @file
 * What `bevel movement` measures along one line of a clip: a strip, a gliding
 * tendon, or the distance between two marks. Private to the command.
 */
#ifndef BV_COMMANDS_MOVEMENT_H
#define BV_COMMANDS_MOVEMENT_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "core/status.h"
#include "pipeline.h"

BV_BEGIN_DECLS

enum bv_movement_kind {
    BV_MOVEMENT_STRIP,
    BV_MOVEMENT_GLIDE,
    BV_MOVEMENT_BETWEEN
};

/** What was asked; borrowed. */
struct bv_movement_request {
    enum bv_movement_kind kind;
    struct bv_px_segment line_px; /**< In the first frame. */
    bool has_against;             /**< What does not glide is there. */
    struct bv_px against_px;
    double thick_mm; /**< Of the tendon's strip; 0: as usual. */
};

/** The most frames of a strip or a chart: an hour at 30 a second is. */
#define BV_MOVEMENT_FRAMES_MOST 120000

/** A value or a column for each frame that came, at its own time. */
struct bv_series {
    const char *source; /**< As typed. */
    double *time_s;
    double *value_px; /**< NAN: not found then. */
    float *levels;    /**< A strip: rows of each frame, one after another. */
    int rows;         /**< 0: no strip. */
    size_t count, room;
    double mm_per_px; /**< 0: not known, or it changed. */
    bool lost;        /**< For good, before the end. */
};

void bv_series_fini(struct bv_series *series);

/**
 * Add one. @param levels  `rows` of them, or NULL.
 * @retval -ENOMEM
 * @retval -EFBIG  It is full.
 */
int bv_series_add(struct bv_series *series, double time_s, double value_px,
                  const float *levels) BV_MUST_USE;

/** Where the least and the most are; -1: it was never found. */
void bv_series_range(const struct bv_series *series, long *least, long *most);

struct bv_follower;

/** Follow what was asked from frame to frame. @return NULL: no memory. */
struct bv_follower *bv_follower_new(const struct bv_movement_request *request);

void bv_follower_free(struct bv_follower *follower);

/**
 * The value of one frame, in order of time.
 *
 * @param[out] value_px  NAN: not found.
 * @param[out] ends_px   Of two marks; else as it was.
 * @retval -ENOMEM
 * @retval -ERANGE  The line cannot be followed; @p fault says why.
 * @retval -EDOM    A thickness in mm, and no scale; the same.
 */
int bv_follower_step(struct bv_follower *follower,
                     const struct bv_result *result, double *value_px,
                     struct bv_px_segment *ends_px,
                     struct bv_fault *fault) BV_MUST_USE;

/** Whether it is lost for good. */
bool bv_follower_is_lost(const struct bv_follower *follower);

/**
 * Draw the strip, or the chart with its least and most, as PNG.
 *
 * @return 0 or a negative errno with @p fault said.
 */
int bv_movement_draw(const struct bv_series *series,
                     const struct bv_movement_request *request,
                     const char *path, struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
