/*
 * The model of a grabber at the kernel's USB: over USB/IP, on a socket to the
 * virtual host controller of the same machine. Ending it is pulling it out.
 *
 * usage: usbip_grabber bulk|packets PICTURES PER_SECOND
 *
 * The kernel's Documentation/usb/usbip_protocol.rst has the messages.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "device/grabber_inside.h"

enum { submit = 1, unlink_it = 2, submitted = 3, unlinked = 4 };
enum {
    high_speed = 3,
    device_id = 0x10002,
    most_urbs = 64,
    most_packets = 128
};

/* All numbers are in the network's order. */
struct message {
    uint32_t kind, number, device, in, endpoint;
    union {
        struct {
            uint32_t flags, size, start, packets, interval;
            uint8_t setup[8];
        } ask;
        struct {
            uint32_t status, size, start, packets, errors;
        } answer;
        uint8_t bytes[28];
    } about;
};
_Static_assert(sizeof(struct message) == 48, "as the kernel has it");

struct packet {
    uint32_t offset, length, actual, status;
};

struct urb {
    struct message message;
    struct packet packets[most_packets];
};

static int line;
static struct bv_test_grabber grabber;
static struct bv_test_device device;
static struct bv_test_bytes described;
static struct urb urbs[most_urbs]; /* for pictures, in order */
static int count;

static void end(const char *why)
{
    fprintf(stderr, "usbip_grabber: %s\n", why);
    exit(EXIT_FAILURE);
}

static void get(void *to, size_t size)
{
    if (size > 0 && recv(line, to, size, MSG_WAITALL) != (ssize_t)size)
        end("it was unplugged");
}

static void put(const void *from, size_t size)
{
    if (size > 0 && send(line, from, size, MSG_NOSIGNAL) != (ssize_t)size)
        end("it was unplugged");
}

static void answer(const struct message *asked, int status, const void *bytes,
                   size_t size)
{
    struct message made = {.kind = htonl(submitted), .number = asked->number};

    made.about.answer.status = htonl((uint32_t)status);
    made.about.answer.size = htonl((uint32_t)size);
    put(&made, sizeof(made));
    put(bytes, ntohl(asked->in) ? size : 0);
}

/* @return Bytes, or a negative errno. */
static int describe(const struct bv_test_setup *setup, uint8_t *bytes)
{
    bool whole = setup->value >> 8 == 2;
    size_t at = whole ? 18 : 0, size = whole ? described.size - 18 : 18;

    if (setup->value >> 8 != 1 && !whole)
        return device.control(device.data, setup, bytes);
    size = size < setup->length ? size : setup->length;
    memcpy(bytes, described.at + at, size);
    return (int)size;
}

static int control(const struct bv_test_setup *setup, uint8_t *bytes)
{
    if (setup->type == 0x80 && setup->request == 6)
        return describe(setup, bytes);
    if (setup->type == 0x80 && setup->request == 0) { /* how it is */
        memset(bytes, 0, 2);
        return 2;
    }
    if (setup->type == 0x00) /* a configuration, waking the host */
        return 0;
    if (setup->type == 0x01 && setup->request == 11) {
        device.set_interface(device.data, setup->index, setup->value);
        return 0;
    }
    if (setup->type == 0x02 && setup->request == 1) {
        device.clear_halt(device.data);
        return 0;
    }
    return (setup->type & 0x60) ? device.control(device.data, setup, bytes)
                                : -EPIPE;
}

static void take_control(const struct message *asked)
{
    const uint8_t *raw = asked->about.ask.setup;
    struct bv_test_setup setup = {
        raw[0], raw[1], (uint16_t)(raw[2] | raw[3] << 8),
        (uint16_t)(raw[4] | raw[5] << 8), (uint16_t)(raw[6] | raw[7] << 8)};
    static uint8_t bytes[65536];
    int done;

    memset(bytes, 0, sizeof(bytes));
    if (!ntohl(asked->in))
        get(bytes, ntohl(asked->about.ask.size));
    done = control(&setup, bytes);
    answer(asked, done < 0 ? done : 0, bytes, done < 0 ? 0 : (size_t)done);
}

static void take_unlink(const struct message *asked)
{
    struct message made = {.kind = htonl(unlinked), .number = asked->number};
    uint32_t number;

    memcpy(&number, asked->about.bytes, sizeof(number));
    for (int i = 0; i < count; i++)
        if (urbs[i].message.number == number) {
            memmove(&urbs[i], &urbs[i + 1],
                    (size_t)(--count - i) * sizeof(urbs[0]));
            made.about.answer.status = htonl((uint32_t)-ECONNRESET);
            break;
        }
    put(&made, sizeof(made));
}

static void take(void)
{
    struct message asked;
    uint32_t packets;

    get(&asked, sizeof(asked));
    if (ntohl(asked.kind) == unlink_it) {
        take_unlink(&asked);
    } else if (asked.endpoint == 0) {
        take_control(&asked);
    } else {
        packets = grabber.about.bulk ? 0 : ntohl(asked.about.ask.packets);
        if (count == most_urbs || packets > most_packets)
            end("too much at once");
        urbs[count].message = asked;
        get(urbs[count].packets, packets * sizeof(struct packet));
        count++;
    }
}

/* @return Whether the oldest transfer has ended. */
static bool run_bulk(const struct urb *urb)
{
    static uint8_t bytes[1 << 20];
    size_t size = ntohl(urb->message.about.ask.size);
    int done =
        size > sizeof(bytes) ? -EINVAL : device.bulk(device.data, bytes, size);

    if (done == -EAGAIN)
        return false;
    answer(&urb->message, done < 0 ? done : 0, bytes,
           done < 0 ? 0 : (size_t)done);
    return true;
}

static bool run_packets(struct urb *urb)
{
    static uint8_t bytes[most_packets * 65536];
    uint32_t packets = ntohl(urb->message.about.ask.packets), size = 0;
    struct message made = {.kind = htonl(submitted),
                           .number = urb->message.number};

    for (uint32_t i = 0; i < packets; i++) {
        uint32_t room = ntohl(urb->packets[i].length);
        int done = room > 65536
                       ? -EINVAL
                       : device.packet(device.data, bytes + size, room);

        if (done == -EAGAIN && size == 0)
            return false;
        urb->packets[i].status =
            htonl(done < 0 && done != -EAGAIN ? (uint32_t)done : 0);
        done = done > 0 ? done : 0;
        urb->packets[i].actual = htonl((uint32_t)done);
        size += (uint32_t)done;
    }
    made.about.answer.size = htonl(size);
    made.about.answer.packets = htonl(packets);
    put(&made, sizeof(made));
    put(bytes, size);
    put(urb->packets, packets * sizeof(struct packet));
    return true;
}

static void run_oldest(void)
{
    if (count == 0 ||
        !(grabber.about.bulk ? run_bulk(&urbs[0]) : run_packets(&urbs[0])))
        return;
    memmove(&urbs[0], &urbs[1], (size_t)--count * sizeof(urbs[0]));
}

static void plug_in(void)
{
    static const char attach[] = "/sys/devices/platform/vhci_hcd.0/attach";
    FILE *file = fopen(attach, "w");
    int ends[2];

    if (!file || socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
        end("there is no virtual host controller");
    fprintf(file, "0 %d %u %d", ends[0], device_id, high_speed);
    if (fclose(file) != 0)
        end("the virtual host controller does not take it");
    close(ends[0]);
    line = ends[1];
}

static double now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    struct bv_test_grabber_about about = {
        .fourcc = "YUY2", .width_px = 320, .height_px = 240};
    int left = argc > 2 ? atoi(argv[2]) : 0;
    double rate_hz = argc > 3 ? atof(argv[3]) : 0, due_s = 0;

    if (left < 1 || !(rate_hz > 0))
        end("usage: usbip_grabber bulk|packets PICTURES PER_SECOND");
    about.bulk = strcmp(argv[1], "bulk") == 0;
    bv_test_grabber_init(&grabber, &about);
    bv_test_grabber_describe(&grabber, &described);
    device = bv_test_grabber_device;
    device.data = &grabber;
    plug_in();
    for (;;) {
        struct pollfd wait = {.fd = line, .events = POLLIN};

        if (poll(&wait, 1, 1) > 0)
            take();
        else
            run_oldest();
        if (grabber.running && left > 0 && now_s() >= due_s) {
            due_s = now_s() + 1 / rate_hz;
            bv_test_grabber_allow(&grabber, 1);
            left--;
        }
    }
}
