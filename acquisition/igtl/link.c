#include "acquisition/igtl/link.h"

#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/clock.h"

/* Between two tries; and for how long one may take. */
static const int64_t pause_ns = 500 * BV_NS_PER_MS;
static const int64_t most_try_ns = 3 * BV_NS_PER_S;

struct bv_igtl_link {
    struct addrinfo *places, *place; /* all, and the one that is tried */
    int fd;                          /* -1: none */
    bool connected;
    enum bv_igtl_link_state state;
    int64_t next_try_ns, try_ends_ns;
};

static int resolve(const struct bv_igtl_address *address,
                   struct addrinfo **places, struct bv_fault *fault)
{
    const struct addrinfo wanted = {.ai_family = AF_UNSPEC,
                                    .ai_socktype = SOCK_STREAM,
                                    .ai_flags = AI_NUMERICSERV};
    int result = getaddrinfo(address->host, address->port, &wanted, places);

    if (result == 0)
        return 0;
    return bv_fault_set(fault, result == EAI_MEMORY ? -ENOMEM : -EHOSTUNREACH,
                        "There is no host \"%s\": %s.", address->host,
                        gai_strerror(result));
}

int bv_igtl_link_open(const struct bv_igtl_address *address,
                      struct bv_igtl_link **link, struct bv_fault *fault)
{
    struct bv_igtl_link *made = calloc(1, sizeof(*made));
    int error;

    if (!made)
        return -ENOMEM;
    made->fd = -1;
    error = resolve(address, &made->places, fault);
    if (error < 0) {
        free(made);
        return error;
    }
    made->place = made->places;
    *link = made;
    return 0;
}

static void hang_up(struct bv_igtl_link *link)
{
    if (link->fd >= 0)
        close(link->fd);
    link->fd = -1;
    if (link->connected)
        link->state = BV_IGTL_LINK_GONE;
    link->connected = false;
}

void bv_igtl_link_close(struct bv_igtl_link *link)
{
    if (!link)
        return;
    hang_up(link);
    freeaddrinfo(link->places);
    free(link);
}

void bv_igtl_link_drop(struct bv_igtl_link *link)
{
    hang_up(link);
    link->next_try_ns = bv_clock_now_ns() + pause_ns;
}

enum bv_igtl_link_state bv_igtl_link_state(const struct bv_igtl_link *link)
{
    return link->state;
}

/* This place does not answer: the next one at once, all again after a pause. */
static void try_next(struct bv_igtl_link *link)
{
    hang_up(link);
    link->place = link->place->ai_next;
    if (link->place)
        return;
    link->place = link->places;
    link->next_try_ns = bv_clock_now_ns() + pause_ns;
}

/* A cable that was pulled is noticed: nothing else would end the waiting. */
static void watch(int fd)
{
    const int on = 1, idle_s = 3, every_s = 1, count = 3;

    setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle_s, sizeof(idle_s));
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &every_s, sizeof(every_s));
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof(count));
}

static void start_try(struct bv_igtl_link *link)
{
    const struct addrinfo *place = link->place;

    link->fd = socket(place->ai_family,
                      place->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
                      place->ai_protocol);
    link->try_ends_ns = bv_clock_now_ns() + most_try_ns;
    if (link->fd < 0) {
        try_next(link);
        return;
    }
    watch(link->fd);
    if (connect(link->fd, place->ai_addr, place->ai_addrlen) < 0 &&
        errno != EINPROGRESS)
        try_next(link);
}

/* Where nobody listens on a free port of this machine, TCP may connect a
 * socket with itself. */
static bool is_itself(int fd)
{
    struct sockaddr_storage here = {0}, there = {0};
    socklen_t here_size = sizeof(here), there_size = sizeof(there);

    return getsockname(fd, (struct sockaddr *)&here, &here_size) == 0 &&
           getpeername(fd, (struct sockaddr *)&there, &there_size) == 0 &&
           here_size == there_size && memcmp(&here, &there, here_size) == 0;
}

static void end_try(struct bv_igtl_link *link)
{
    int error = 0;
    socklen_t size = sizeof(error);

    if (getsockopt(link->fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0 ||
        error != 0 || is_itself(link->fd)) {
        try_next(link);
        return;
    }
    link->connected = true;
    link->state = BV_IGTL_LINK_CONNECTED;
    link->place = link->places;
}

/* Whole ms until then, rounded up so that nobody asks in circles. */
static int ms_until(int64_t due_ns)
{
    int64_t ms = (due_ns - bv_clock_now_ns() + BV_NS_PER_MS - 1) / BV_NS_PER_MS;

    return ms < 0 ? 0 : ms > INT_MAX ? INT_MAX : (int)ms;
}

/* One step towards being connected. */
static void step_connecting(struct bv_igtl_link *link, int64_t deadline_ns)
{
    struct pollfd wait = {.fd = link->fd, .events = POLLOUT};
    int64_t due_ns = link->fd < 0 ? link->next_try_ns : link->try_ends_ns;
    int ready;

    if (link->fd < 0 && bv_clock_now_ns() >= due_ns) {
        start_try(link);
        return;
    }
    ready =
        poll(&wait, 1, ms_until(due_ns < deadline_ns ? due_ns : deadline_ns));
    if (ready > 0)
        end_try(link);
    else if (link->fd >= 0 && bv_clock_now_ns() >= due_ns)
        try_next(link);
}

/* @return As bv_igtl_link_receive(). */
static int step_receiving(struct bv_igtl_link *link, uint8_t *bytes,
                          size_t size, int64_t deadline_ns)
{
    struct pollfd wait = {.fd = link->fd, .events = POLLIN};
    ssize_t got;

    if (poll(&wait, 1, ms_until(deadline_ns)) <= 0)
        return -ETIMEDOUT; /* or a signal came: the caller may want to know */
    got = recv(link->fd, bytes, size < INT_MAX ? size : INT_MAX, 0);
    if (got > 0)
        return (int)got;
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return -ETIMEDOUT;
    bv_igtl_link_drop(link);
    return -ECONNRESET;
}

int bv_igtl_link_receive(struct bv_igtl_link *link, uint8_t *bytes, size_t size,
                         int timeout_ms)
{
    int64_t deadline_ns = bv_clock_now_ns() + timeout_ms * BV_NS_PER_MS;

    while (!link->connected) {
        step_connecting(link, deadline_ns);
        if (!link->connected && bv_clock_now_ns() >= deadline_ns)
            return -ETIMEDOUT;
    }
    return step_receiving(link, bytes, size, deadline_ns);
}
