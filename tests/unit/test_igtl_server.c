#include "support/test.h"

#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "acquisition/igtl/message.h"
#include "acquisition/igtl/server.h"
#include "core/clock.h"

enum { side_px = 512, tries = 2000 };

static uint16_t port;
static struct bv_igtl_server *server;
static struct bv_frame *frame;
static struct bv_advice advice;

/* A port that nobody listens at. */
static void find_port(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(at);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    ck_assert_int_eq(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
    ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&at, &size), 0);
    port = ntohs(at.sin_port);
    close(fd);
}

static void setup(void)
{
    find_port();
    server = NULL;
    frame = bv_frame_new(side_px, side_px);
    ck_assert_ptr_nonnull(frame);
    advice = bv_advice_none();
}

static void teardown(void)
{
    bv_igtl_server_close(server);
    bv_frame_unref(frame);
}

static void open_server(int64_t patience_ns)
{
    struct bv_fault fault = {0};

    ck_assert_msg(
        bv_igtl_server_open(NULL, port, patience_ns, &server, &fault) == 0,
        "%s", fault.text);
}

static int connect_socket(void)
{
    const struct sockaddr_in at = {.sin_family = AF_INET,
                                   .sin_port = htons(port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int few = 4096;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &few, sizeof(few));
    ck_assert_int_eq(connect(fd, (const struct sockaddr *)&at, sizeof(at)), 0);
    return fd;
}

/* @return A client that the server has taken in. */
static int connect_client(void)
{
    int before = bv_igtl_server_counts(server).clients, fd = connect_socket();

    for (int i = 0; bv_igtl_server_counts(server).clients == before; i++) {
        ck_assert_int_lt(i, tries);
        bv_igtl_server_wait(server, -1, 10);
    }
    return fd;
}

/* Tell until a client that does not read was dropped something. */
static void tell_until_full(void)
{
    for (int i = 0; bv_igtl_server_counts(server).dropped == 0; i++) {
        ck_assert_int_lt(i, tries);
        bv_igtl_server_tell(server, frame, &advice, i);
    }
}

static void await_clients(int wanted)
{
    for (int i = 0; bv_igtl_server_counts(server).clients != wanted; i++) {
        ck_assert_int_lt(i, tries);
        bv_igtl_server_wait(server, -1, 10);
    }
}

START_TEST(client_that_takes_nothing_is_hung_up_on)
{
    int frozen, idle;

    open_server(0);
    frozen = connect_client();
    tell_until_full();
    await_clients(0);
    idle = connect_client(); /* to whom there is nothing to send */
    bv_igtl_server_wait(server, -1, 0);
    ck_assert_int_eq(bv_igtl_server_counts(server).clients, 1);
    close(frozen);
    close(idle);
}
END_TEST

START_TEST(slow_client_is_waited_for)
{
    int slow;

    open_server(3600 * BV_NS_PER_S);
    slow = connect_client();
    tell_until_full();
    bv_igtl_server_wait(server, -1, 0);
    ck_assert_int_eq(bv_igtl_server_counts(server).clients, 1);
    ck_assert(bv_igtl_server_is_busy(server));
    close(slow);
}
END_TEST

START_TEST(client_that_goes_amid_a_picture_leaves_the_others)
{
    int one, other;

    open_server(3600 * BV_NS_PER_S);
    one = connect_client();
    other = connect_client();
    tell_until_full();
    close(one);
    await_clients(1);
    bv_igtl_server_tell(server, frame, &advice, 0);
    ck_assert_int_eq(bv_igtl_server_counts(server).clients, 1);
    close(other);
    await_clients(0);
    ck_assert(!bv_igtl_server_is_busy(server));
    bv_igtl_server_tell(server, frame, &advice, 0); /* to nobody */
}
END_TEST

START_TEST(more_clients_than_eight_are_hung_up_on)
{
    int clients[8], ninth;
    char byte;

    open_server(3600 * BV_NS_PER_S);
    for (int i = 0; i < 8; i++)
        clients[i] = connect_client();
    ninth = connect_socket();
    for (int i = 0; recv(ninth, &byte, 1, MSG_DONTWAIT) != 0; i++) {
        ck_assert_int_lt(i, tries);
        bv_igtl_server_wait(server, -1, 10);
    }
    ck_assert_int_eq(bv_igtl_server_counts(server).clients, 8);
    bv_igtl_server_tell(server, frame, &advice, 0); /* room for all of them */
    bv_igtl_server_tell_stopped(server, 0);
    for (int i = 0; i < 8; i++)
        close(clients[i]);
    close(ninth);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {client_that_takes_nothing_is_hung_up_on,
                            slow_client_is_waited_for,
                            client_that_goes_amid_a_picture_leaves_the_others,
                            more_clients_than_eight_are_hung_up_on, NULL};

    return bv_test_run("igtl_server", setup, teardown, tests);
}
