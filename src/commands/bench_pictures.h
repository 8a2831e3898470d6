/**
 * @file
 * The pictures that `bevel bench` measures on: kept copies, in other sizes.
 */
#ifndef BV_COMMANDS_BENCH_PICTURES_H
#define BV_COMMANDS_BENCH_PICTURES_H

#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

/**
 * A copy that may be kept: a source's own frames may come from a small pool.
 * @return NULL: no memory. Unref it.
 */
struct bv_frame *bv_bench_copy(const struct bv_frame *frame);

/**
 * Draw @p from at the width of @p to, bilinear, with all that it says. A
 * picture of another shape is cut below, or its last row goes on.
 */
void bv_bench_resize(const struct bv_frame *from, struct bv_frame *to);

BV_END_DECLS

#endif
