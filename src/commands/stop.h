/**
 * @file
 * Ctrl-C: a command that writes ends its files before it goes.
 */
#ifndef BV_COMMANDS_STOP_H
#define BV_COMMANDS_STOP_H

#include <stdbool.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/**
 * From now on the first SIGINT or SIGTERM only asks for the end; a sleep ends
 * at once, and a second one kills as ever. Main thread, before others start.
 */
void bv_stop_listen(void);

/** Whether the user asked for the end. Any thread. */
bool bv_stop_asked(void);

BV_END_DECLS

#endif
