/**
 * @file
 * The simulated probe as a source: "sim:", "sim:SCENE", "sim:FILE.json".
 */
#ifndef BV_SIMULATOR_DRIVER_H
#define BV_SIMULATOR_DRIVER_H

#include "acquisition/source.h"

BV_BEGIN_DECLS

extern const struct bv_source_driver bv_simulator_driver;

BV_END_DECLS

#endif
