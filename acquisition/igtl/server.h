/**
 * @file
 * Sends what is told to whoever connects. Nobody waits for a client: each has
 * what is being sent to it and the newest thing behind that; what was between
 * is dropped and counted. One that takes nothing for long has gone. One thread,
 * which gives it its turns by bv_igtl_server_wait().
 */
#ifndef BV_ACQUISITION_IGTL_SERVER_H
#define BV_ACQUISITION_IGTL_SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/frame.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** The port that OpenIGTLink is known by. */
#define BV_IGTL_PORT 18944

struct bv_igtl_server;

/** How it is doing. */
struct bv_igtl_server_counts {
    int clients;      /**< Connected now. */
    uint64_t sent;    /**< Told whole, each time to one client. */
    uint64_t dropped; /**< Not told to one client, which was too slow. */
};

/**
 * Listen.
 *
 * @param address      A number or name of this machine; NULL: only programs
 *                     on this machine can connect.
 * @param patience_ns  A client that takes nothing for so long, of what is to
 *                     be sent to it, is hung up on: it has frozen, or its
 *                     cable was pulled, and it would keep others out.
 * @param[out] server  Written only on success.
 * @return 0 or a negative errno with @p fault said; -ENOSYS where bevel was
 *         built without OpenIGTLink.
 */
int bv_igtl_server_open(const char *address, int port, int64_t patience_ns,
                        struct bv_igtl_server **server,
                        struct bv_fault *fault) BV_MUST_USE;

/** Hang up on everybody, and free it. NULL is ignored. */
void bv_igtl_server_close(struct bv_igtl_server *server);

/** Tell a frame to all who are connected. Never waits; copies what it needs.
 *  @param time_ns  Since 1970, UTC. */
void bv_igtl_server_tell(struct bv_igtl_server *server,
                         const struct bv_frame *frame,
                         const struct bv_advice *advice, int64_t time_ns);

/** Tell them that no new picture comes. */
void bv_igtl_server_tell_stopped(struct bv_igtl_server *server,
                                 int64_t time_ns);

/**
 * Take in clients and send, until @p fd can be read or the time is over.
 *
 * @param fd  -1: none.
 * @return Whether @p fd can be read.
 */
bool bv_igtl_server_wait(struct bv_igtl_server *server, int fd, int timeout_ms);

/** Whether something is still on its way to a client. */
bool bv_igtl_server_is_busy(const struct bv_igtl_server *server);

struct bv_igtl_server_counts
bv_igtl_server_counts(const struct bv_igtl_server *server);

BV_END_DECLS

#endif
