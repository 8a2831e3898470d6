#include "acquisition/igtl/server.h"

#include <assert.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "acquisition/igtl/told.h"
#include "core/clock.h"
#include "core/log.h"

/* A client that is slow is so in its own buffer; a large one here would only
 * make its pictures old. */
enum { most_clients = 8, buffer_bytes = 256 * 1024 };

/* What is told, once for all clients. */
struct telling {
    int users; /* 0: free */
    size_t size, room;
    uint8_t *bytes;
};

struct client {
    int fd; /* -1: none */
    struct telling *sending, *next;
    size_t at;        /* of what is being sent */
    int64_t taken_ns; /* when it last took some, or had nothing to take */
};

struct bv_igtl_server {
    int fd;
    int64_t patience_ns;
    struct client clients[most_clients];
    struct telling tellings[2 * most_clients + 1];
    struct bv_igtl_server_counts counts;
    bool refused; /* it was said that there are too many */
};

static int bind_to(int fd, const struct addrinfo *place)
{
    const int on = 1;

    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &(int){buffer_bytes}, sizeof(int));
    return bind(fd, place->ai_addr, place->ai_addrlen) < 0 ||
                   listen(fd, most_clients) < 0
               ? -errno
               : 0;
}

/* @return The socket, or a negative errno with the fault said. */
static int open_socket(const char *address, int port, struct bv_fault *fault)
{
    const struct addrinfo wanted = {.ai_family = AF_UNSPEC,
                                    .ai_socktype = SOCK_STREAM,
                                    .ai_flags = AI_NUMERICSERV};
    struct addrinfo *place;
    char number[12];
    int fd, error;

    snprintf(number, sizeof(number), "%d", port);
    if (getaddrinfo(address, number, &wanted, &place) != 0)
        return bv_fault_set(fault, -EINVAL,
                            "%.200s is no address of this machine.", address);
    fd = socket(place->ai_family,
                place->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
                place->ai_protocol);
    error = fd < 0 ? -errno : bind_to(fd, place);
    freeaddrinfo(place);
    if (error == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return bv_fault_set(fault, error, "Cannot listen at %.200s, port %d: %s.",
                        address, port, bv_error_text(error));
}

int bv_igtl_server_open(const char *address, int port, int64_t patience_ns,
                        struct bv_igtl_server **server, struct bv_fault *fault)
{
    struct bv_igtl_server *made = calloc(1, sizeof(*made));
    int fd;

    if (!made)
        return -ENOMEM;
    for (int i = 0; i < most_clients; i++)
        made->clients[i].fd = -1;
    fd = open_socket(address ? address : "127.0.0.1", port, fault);
    if (fd < 0) {
        free(made);
        return fd;
    }
    made->fd = fd;
    made->patience_ns = patience_ns;
    *server = made;
    return 0;
}

static void let_go(struct telling **telling)
{
    if (*telling)
        (*telling)->users--;
    *telling = NULL;
}

static void hang_up(struct bv_igtl_server *server, struct client *client)
{
    close(client->fd);
    client->fd = -1;
    let_go(&client->sending);
    let_go(&client->next);
    server->counts.clients--;
}

void bv_igtl_server_close(struct bv_igtl_server *server)
{
    if (!server)
        return;
    for (int i = 0; i < most_clients; i++)
        if (server->clients[i].fd >= 0)
            hang_up(server, &server->clients[i]);
    for (size_t i = 0; i < 2 * most_clients + 1; i++)
        free(server->tellings[i].bytes);
    close(server->fd);
    free(server);
}

struct bv_igtl_server_counts
bv_igtl_server_counts(const struct bv_igtl_server *server)
{
    return server->counts;
}

bool bv_igtl_server_is_busy(const struct bv_igtl_server *server)
{
    for (int i = 0; i < most_clients; i++)
        if (server->clients[i].sending)
            return true;
    return false;
}

/* As much as the client's socket takes now. */
static void send_some(struct bv_igtl_server *server, struct client *client)
{
    while (client->sending) {
        const struct telling *telling = client->sending;
        ssize_t done = send(client->fd, telling->bytes + client->at,
                            telling->size - client->at, MSG_NOSIGNAL);

        if (done < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (done < 0) {
            hang_up(server, client);
            return;
        }
        client->at += (size_t)done;
        client->taken_ns = bv_clock_now_ns();
        if (client->at < telling->size)
            continue;
        server->counts.sent++;
        let_go(&client->sending);
        client->sending = client->next;
        client->next = NULL;
        client->at = 0;
    }
}

/* A free one with room. @return NULL: no memory. */
static struct telling *find_telling(struct bv_igtl_server *server, size_t room)
{
    struct telling *telling = server->tellings;

    while (telling->users > 0) /* two a client: one is always free */
        telling++;
    assert(telling < server->tellings + 2 * most_clients + 1);
    if (telling->room < room) {
        free(telling->bytes);
        telling->bytes = malloc(room);
        telling->room = telling->bytes ? room : 0;
    }
    return telling->bytes ? telling : NULL;
}

static void give(struct bv_igtl_server *server, struct telling *telling)
{
    for (int i = 0; i < most_clients; i++) {
        struct client *client = &server->clients[i];

        if (client->fd < 0)
            continue;
        if (client->next)
            server->counts.dropped++;
        let_go(&client->next);
        if (!client->sending)
            client->taken_ns = bv_clock_now_ns();
        *(client->sending ? &client->next : &client->sending) = telling;
        telling->users++;
        send_some(server, client);
    }
}

void bv_igtl_server_tell(struct bv_igtl_server *server,
                         const struct bv_frame *frame,
                         const struct bv_advice *advice, int64_t time_ns)
{
    struct telling *telling;

    if (server->counts.clients == 0)
        return;
    telling = find_telling(
        server, bv_igtl_told_bytes(frame->width_px, frame->height_px));
    if (!telling)
        return;
    telling->size = bv_igtl_tell(frame, advice, time_ns, telling->bytes);
    give(server, telling);
}

void bv_igtl_server_tell_stopped(struct bv_igtl_server *server, int64_t time_ns)
{
    struct telling *telling = find_telling(server, bv_igtl_told_bytes(0, 0));

    if (!telling)
        return;
    telling->size = bv_igtl_tell_stopped(time_ns, telling->bytes);
    give(server, telling);
}

static void take_in(struct bv_igtl_server *server)
{
    const int on = 1;
    int fd = accept4(server->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (fd < 0)
        return;
    for (int i = 0; i < most_clients; i++)
        if (server->clients[i].fd < 0) {
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
            server->clients[i] = (struct client){.fd = fd};
            server->counts.clients++;
            return;
        }
    close(fd);
    if (!server->refused)
        bv_log(BV_LOG_WARNING, "More than %d clients: the others are hung up.",
               most_clients);
    server->refused = true;
}

/* What a client says is not listened to, but that it hangs up. */
static void hear(struct bv_igtl_server *server, struct client *client)
{
    char bytes[4096];
    ssize_t got = recv(client->fd, bytes, sizeof(bytes), 0);

    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
        hang_up(server, client);
}

static bool has_gone(const struct bv_igtl_server *server,
                     const struct client *client, int64_t now_ns)
{
    return client->fd >= 0 && client->sending &&
           now_ns - client->taken_ns >= server->patience_ns;
}

static void hang_up_on_who_has_gone(struct bv_igtl_server *server)
{
    int64_t now_ns = bv_clock_now_ns();

    for (int i = 0; i < most_clients; i++)
        if (has_gone(server, &server->clients[i], now_ns))
            hang_up(server, &server->clients[i]);
}

bool bv_igtl_server_wait(struct bv_igtl_server *server, int fd, int timeout_ms)
{
    struct pollfd waits[most_clients + 2] = {
        {.fd = fd, .events = POLLIN}, {.fd = server->fd, .events = POLLIN}};

    hang_up_on_who_has_gone(server);
    for (int i = 0; i < most_clients; i++)
        waits[i + 2] = (struct pollfd){
            .fd = server->clients[i].fd,
            .events =
                (short)(POLLIN | (server->clients[i].sending ? POLLOUT : 0))};
    if (poll(waits, most_clients + 2, timeout_ms) <= 0)
        return false;
    for (int i = 0; i < most_clients; i++) {
        struct client *client = &server->clients[i];

        if (waits[i + 2].revents & (POLLIN | POLLHUP | POLLERR))
            hear(server, client);
        if (client->fd >= 0 && (waits[i + 2].revents & POLLOUT))
            send_some(server, client);
    }
    if (waits[1].revents)
        take_in(server);
    return waits[0].revents != 0;
}
