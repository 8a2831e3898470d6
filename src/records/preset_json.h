/**
 * @file
 * A preset as JSON. For preset_file.c alone.
 */
#ifndef BV_RECORDS_PRESET_JSON_H
#define BV_RECORDS_PRESET_JSON_H

#include <jansson.h>

#include "core/decls.h"
#include "records/preset_file.h"

BV_BEGIN_DECLS

/** @return The caller's; NULL: no memory. */
json_t *bv_preset_json_make(const struct bv_preset *preset) BV_MUST_USE;

/**
 * Every size in it is checked.
 *
 * @param[out] preset  Its look is for bv_screen_look_fini(); written only on 0.
 * @retval 0
 * @retval -EBADMSG  It is no preset.
 * @retval -ENOMEM
 */
int bv_preset_json_read(const json_t *json,
                        struct bv_preset *preset) BV_MUST_USE;

/** Name it by what it looks like. */
void bv_preset_name(struct bv_preset *preset);

BV_END_DECLS

#endif
