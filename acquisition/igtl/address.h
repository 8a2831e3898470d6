/**
 * @file
 * Where an OpenIGTLink server is, as a user types it: "//host:port/device",
 * "host", "[::1]:18944". Pure.
 */
#ifndef BV_ACQUISITION_IGTL_ADDRESS_H
#define BV_ACQUISITION_IGTL_ADDRESS_H

#include "acquisition/igtl/message.h"
#include "acquisition/igtl/server.h"
#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** An address in parts. */
struct bv_igtl_address {
    char host[256];                 /**< A name or number, without brackets. */
    char port[6];                   /**< "18944" where none was named. */
    char device[BV_IGTL_NAME_SIZE]; /**< Whose pictures; empty: anybody's. */
    char title[80]; /**< For people: "host:port", cut where it is long. */
};

/**
 * @param name  What follows "igtl:".
 * @retval -EINVAL  It is no address; @p fault says what one looks like.
 */
int bv_igtl_address_parse(const char *name, struct bv_igtl_address *address,
                          struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
