/**
 * @file
 * `bevel bench --scenes`: how long the simulated probe takes for a picture of
 * each bundled scene.
 */
#ifndef BV_COMMANDS_BENCH_SCENES_H
#define BV_COMMANDS_BENCH_SCENES_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

/**
 * Print a table, or one JSON object, to standard output.
 *
 * Times are those of one thread: as a clock on the wall has them, and as the
 * processor worked on it, which other programs hardly change.
 *
 * @param frames  Of each scene, at least 10; the first few are not counted.
 * @return 0 or a negative errno with @p fault said.
 */
int bv_bench_scenes(int frames, bool as_json,
                    struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
