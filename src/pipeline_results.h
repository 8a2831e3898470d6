/**
 * @file
 * The pipeline's results: used again, so that nothing is allocated per frame
 * once as many are there as the readers hold at a time. For pipeline.c and
 * look_back.c alone.
 */
#ifndef BV_PIPELINE_RESULTS_H
#define BV_PIPELINE_RESULTS_H

#include "core/decls.h"
#include "pipeline.h"

BV_BEGIN_DECLS

struct bv_result_pool;

/** @return NULL: no memory. */
struct bv_result_pool *bv_result_pool_new(void);

/** A result to fill, with one reference; NULL: no memory. Any thread. */
struct bv_result *bv_result_pool_take(struct bv_result_pool *pool);

/** Give the pool up; results that are out stay valid. NULL is ignored. */
void bv_result_pool_unref(struct bv_result_pool *pool);

BV_END_DECLS

#endif
