/**
 * @file
 * What the first page of the window shows (ui/first/first.h): what can be
 * opened now, the first picture of a scene, and a device's pictures. Any
 * thread.
 */
#ifndef BV_COMMANDS_CHOICES_H
#define BV_COMMANDS_CHOICES_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** Tell of every device that is plugged in, and every scene to practise on. */
void bv_choices_list(void (*found)(const char *name, const char *title,
                                   void *to),
                     void *to);

/** A scene's first picture, of the first page's size, by its black borders if
 *  it is of another shape. @return 0 or a negative errno. */
int bv_choices_peek(const char *name, uint8_t *grey);

/** A device's newest pictures, likewise: bv_first_options' watch(). */
int bv_choices_watch(const char *name,
                     bool (*show)(const uint8_t *grey, void *to), void *to,
                     struct bv_fault *fault);

BV_END_DECLS

#endif
