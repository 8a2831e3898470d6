/*
 * In place of all this where bevel is built without OpenIGTLink.
 */
#include <errno.h>

#include "acquisition/drivers.h"
#include "acquisition/igtl/server.h"

static int igtl_open(void *self, const char *name,
                     const struct bv_source_options *options,
                     struct bv_source_info *info, struct bv_fault *fault)
{
    (void)self;
    (void)name;
    (void)options;
    (void)info;
    return bv_fault_set(fault, -ENOSYS,
                        "This bevel was built without OpenIGTLink.");
}

const struct bv_source_driver bv_igtl_driver = {
    .name = "igtl",
    .usage = "igtl://HOST:PORT",
    .help = "OpenIGTLink; this bevel was built without it",
    .prefix = "igtl:",
    .state_size = 1,
    .open = igtl_open,
};

int bv_igtl_server_open(const char *address, int port, int64_t patience_ns,
                        struct bv_igtl_server **server, struct bv_fault *fault)
{
    (void)address;
    (void)port;
    (void)patience_ns;
    (void)server;
    return bv_fault_set(fault, -ENOSYS,
                        "This bevel was built without OpenIGTLink.");
}

/* There is none to call these with. */

void bv_igtl_server_close(struct bv_igtl_server *server)
{
    (void)server;
}

void bv_igtl_server_tell(struct bv_igtl_server *server,
                         const struct bv_frame *frame,
                         const struct bv_advice *advice, int64_t time_ns)
{
    (void)server;
    (void)frame;
    (void)advice;
    (void)time_ns;
}

void bv_igtl_server_tell_stopped(struct bv_igtl_server *server, int64_t time_ns)
{
    (void)server;
    (void)time_ns;
}

bool bv_igtl_server_wait(struct bv_igtl_server *server, int fd, int timeout_ms)
{
    (void)server;
    (void)fd;
    (void)timeout_ms;
    return false;
}

bool bv_igtl_server_is_busy(const struct bv_igtl_server *server)
{
    (void)server;
    return false;
}

struct bv_igtl_server_counts
bv_igtl_server_counts(const struct bv_igtl_server *server)
{
    (void)server;
    return (struct bv_igtl_server_counts){0};
}
