/**
 * @file
 * A connection that is made again for ever. It sends nothing. One thread.
 */
#ifndef BV_ACQUISITION_IGTL_LINK_H
#define BV_ACQUISITION_IGTL_LINK_H

#include <stddef.h>
#include <stdint.h>

#include "acquisition/igtl/address.h"
#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** How it stands. */
enum bv_igtl_link_state {
    BV_IGTL_LINK_WAITING, /**< Never connected yet. */
    BV_IGTL_LINK_CONNECTED,
    BV_IGTL_LINK_GONE, /**< It was connected, and tries to be again. */
};

struct bv_igtl_link;

/**
 * Find the host. Connecting is left to bv_igtl_link_receive(). May take as
 * long as the machine's resolver does.
 *
 * @param[out] link  Written only on success.
 * @return 0 or a negative errno with @p fault said.
 */
int bv_igtl_link_open(const struct bv_igtl_address *address,
                      struct bv_igtl_link **link,
                      struct bv_fault *fault) BV_MUST_USE;

/** NULL is ignored. */
void bv_igtl_link_close(struct bv_igtl_link *link);

/**
 * Wait for bytes, connecting first where need be.
 *
 * @param size  Of @p bytes, at least 1.
 * @return How many came, at least 1, or
 * @retval -ETIMEDOUT  None within @p timeout_ms, or before a signal.
 * @retval -ECONNRESET The other end hung up: what is half there is lost.
 */
int bv_igtl_link_receive(struct bv_igtl_link *link, uint8_t *bytes, size_t size,
                         int timeout_ms) BV_MUST_USE;

/** Hang up; the next receive connects again, after a pause. */
void bv_igtl_link_drop(struct bv_igtl_link *link);

enum bv_igtl_link_state bv_igtl_link_state(const struct bv_igtl_link *link);

BV_END_DECLS

#endif
