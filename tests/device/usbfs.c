#include "device/usbfs.h"

#include <errno.h>
#include <linux/usbdevice_fs.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <umockdev.h>

enum {
    most_urbs = 64,
    most_packets = 128,
    setup_bytes = 8,
    interfaces = 2,
    /* A plain file is always ready, so libusb asks again and again. */
    nothing_yet_us = 500,
};

/* struct usbdevfs_urb without the packets behind it. */
struct head {
    unsigned char type, endpoint;
    int status;
    unsigned flags;
    void *buffer;
    int buffer_length, actual_length, start_frame, number_of_packets;
    int error_count;
    unsigned signr;
    void *usercontext;
};
_Static_assert(sizeof(struct head) == sizeof(struct usbdevfs_urb),
               "as the kernel has it");

/* A transfer that was handed over. */
struct urb {
    unsigned long at; /* in the process's memory */
    struct head about;
    bool ended; /* with the status in `about` */
};

struct bv_test_usbfs {
    struct bv_test_device device;
    UMockdevIoctlBase *handler;
    pthread_mutex_t lock;
    pid_t process;
    struct urb urbs[most_urbs];
    int count;
    bool gone;
    bool driver[interfaces];
};

/* GObject's words for a handler that knows its usbfs. */
typedef struct {
    UMockdevIoctlBase parent;
    struct bv_test_usbfs *usbfs;
} Handler;
typedef UMockdevIoctlBaseClass HandlerClass;

static GType handler_get_type(void);
G_DEFINE_TYPE(Handler, handler, UMOCKDEV_TYPE_IOCTL_BASE)

static bool move(const struct bv_test_usbfs *usbfs, bool to_process, void *own,
                 unsigned long theirs, size_t size)
{
    struct iovec here = {own, size};
    struct iovec there = {(void *)theirs, size};
    ssize_t moved =
        to_process ? process_vm_writev(usbfs->process, &here, 1, &there, 1, 0)
                   : process_vm_readv(usbfs->process, &here, 1, &there, 1, 0);

    return size == 0 || moved == (ssize_t)size;
}

static bool fetch(const struct bv_test_usbfs *usbfs, void *own,
                  unsigned long theirs, size_t size)
{
    return move(usbfs, false, own, theirs, size);
}

static bool lay_down(const struct bv_test_usbfs *usbfs, const void *own,
                     unsigned long theirs, size_t size)
{
    return move(usbfs, true, (void *)own, theirs, size);
}

static unsigned long buffer_of(const struct urb *urb)
{
    return (unsigned long)urb->about.buffer;
}

static int submit(struct bv_test_usbfs *usbfs, unsigned long at)
{
    struct urb *urb = &usbfs->urbs[usbfs->count];

    if (usbfs->gone)
        return -ENODEV;
    if (usbfs->count == most_urbs)
        return -ENOMEM;
    *urb = (struct urb){.at = at};
    if (!fetch(usbfs, &urb->about, at, sizeof(urb->about)))
        return -EFAULT;
    usbfs->count++;
    return 0;
}

static int discard(struct bv_test_usbfs *usbfs, unsigned long at)
{
    for (int i = 0; i < usbfs->count; i++)
        if (usbfs->urbs[i].at == at && !usbfs->urbs[i].ended) {
            usbfs->urbs[i].ended = true;
            usbfs->urbs[i].about.status = -ENOENT;
            return 0;
        }
    return -EINVAL;
}

/* A control request is answered at once. */
static bool run_control(struct bv_test_usbfs *usbfs, struct urb *urb)
{
    struct bv_test_setup setup;
    uint8_t bytes[4096];
    int done;

    if (urb->about.buffer_length > (int)sizeof(bytes) ||
        !fetch(usbfs, bytes, buffer_of(urb), (size_t)urb->about.buffer_length))
        return false;
    memcpy(&setup, bytes, setup_bytes);
    done =
        usbfs->device.control(usbfs->device.data, &setup, bytes + setup_bytes);
    urb->about.status = done < 0 ? done : 0;
    urb->about.actual_length = done < 0 ? 0 : done;
    if (done > 0 && (setup.type & 0x80))
        lay_down(usbfs, bytes + setup_bytes, buffer_of(urb) + setup_bytes,
                 (size_t)done);
    return true;
}

static bool run_bulk(struct bv_test_usbfs *usbfs, struct urb *urb)
{
    static uint8_t bytes[256 * 1024];
    size_t size = (size_t)urb->about.buffer_length;
    int done = size > sizeof(bytes)
                   ? -EINVAL
                   : usbfs->device.bulk(usbfs->device.data, bytes, size);

    if (done == -EAGAIN)
        return false;
    urb->about.status = done < 0 ? done : 0;
    urb->about.actual_length = done < 0 ? 0 : done;
    return done <= 0 || lay_down(usbfs, bytes, buffer_of(urb), (size_t)done);
}

/* Packets lie one behind the other, each in room of the length asked for. */
static bool run_packets(struct bv_test_usbfs *usbfs, struct urb *urb)
{
    static uint8_t bytes[64 * 1024];
    struct usbdevfs_iso_packet_desc packets[most_packets];
    int count = urb->about.number_of_packets;
    unsigned long list = urb->at + sizeof(urb->about), to = buffer_of(urb);
    bool any = false;

    if (count < 1 || count > most_packets ||
        !fetch(usbfs, packets, list, (size_t)count * sizeof(packets[0])))
        return false;
    for (int i = 0; i < count; i++) {
        int done = packets[i].length > sizeof(bytes)
                       ? -EINVAL
                       : usbfs->device.packet(usbfs->device.data, bytes,
                                              packets[i].length);

        if (done == -EAGAIN && !any)
            return false;
        any = true;
        packets[i].status = done < 0 && done != -EAGAIN ? (unsigned)done : 0;
        packets[i].actual_length = done > 0 ? (unsigned)done : 0;
        lay_down(usbfs, bytes, to, packets[i].actual_length);
        to += packets[i].length;
    }
    urb->about.status = 0;
    return lay_down(usbfs, packets, list, (size_t)count * sizeof(packets[0]));
}

static bool runs(struct bv_test_usbfs *usbfs, struct urb *urb)
{
    switch (urb->about.type) {
    case USBDEVFS_URB_TYPE_CONTROL:
        return run_control(usbfs, urb);
    case USBDEVFS_URB_TYPE_BULK:
        return run_bulk(usbfs, urb);
    case USBDEVFS_URB_TYPE_ISO:
        return run_packets(usbfs, urb);
    default:
        return false;
    }
}

/* The first that has ended, or can be: transfers of pictures go in order. */
static int find_done(struct bv_test_usbfs *usbfs)
{
    bool waits = false;

    for (int i = 0; i < usbfs->count; i++) {
        struct urb *urb = &usbfs->urbs[i];
        bool control = urb->about.type == USBDEVFS_URB_TYPE_CONTROL;

        if (urb->ended)
            return i;
        if (!control && waits)
            continue;
        if (runs(usbfs, urb))
            return i;
        waits = true;
    }
    return -1;
}

static int reap(struct bv_test_usbfs *usbfs, unsigned long to)
{
    int at = find_done(usbfs);
    struct urb done;

    if (at < 0 && usbfs->gone)
        return -ENODEV;
    if (at < 0)
        return -EAGAIN;
    done = usbfs->urbs[at];
    usbfs->count--;
    memmove(&usbfs->urbs[at], &usbfs->urbs[at + 1],
            (size_t)(usbfs->count - at) * sizeof(done));
    return lay_down(usbfs, &done.about, done.at, sizeof(done.about)) &&
                   lay_down(usbfs, &done.at, to, sizeof(done.at))
               ? 0
               : -EFAULT;
}

/* The kernel's driver: who has an interface, and who takes it. */
static int ask_driver(struct bv_test_usbfs *usbfs, unsigned long request,
                      unsigned long at)
{
    struct usbdevfs_getdriver name = {0};
    struct usbdevfs_ioctl command = {0};

    if (request == USBDEVFS_GETDRIVER) {
        fetch(usbfs, &name, at, sizeof(name));
        if (name.interface >= interfaces || !usbfs->driver[name.interface])
            return -ENODATA;
        strcpy(name.driver, "uvcvideo");
        lay_down(usbfs, &name, at, sizeof(name));
        return 0;
    }
    fetch(usbfs, &command, at, sizeof(command));
    if (command.ifno < 0 || command.ifno >= interfaces)
        return -EINVAL;
    usbfs->driver[command.ifno] = command.ioctl_code == (int)USBDEVFS_CONNECT;
    return 0;
}

static int claim(struct bv_test_usbfs *usbfs, unsigned long at)
{
    unsigned interface = 0;

    fetch(usbfs, &interface, at, sizeof(interface));
    return interface < interfaces && !usbfs->driver[interface] ? 0 : -EBUSY;
}

static int set_interface(struct bv_test_usbfs *usbfs, unsigned long at)
{
    struct usbdevfs_setinterface about = {0};

    fetch(usbfs, &about, at, sizeof(about));
    usbfs->device.set_interface(usbfs->device.data, (int)about.interface,
                                (int)about.altsetting);
    return 0;
}

static int answer(struct bv_test_usbfs *usbfs, unsigned long request,
                  unsigned long at)
{
    const uint32_t can =
        USBDEVFS_CAP_NO_PACKET_SIZE_LIM | USBDEVFS_CAP_REAP_AFTER_DISCONNECT;

    switch (request) {
    case USBDEVFS_REAPURBNDELAY:
        return reap(usbfs, at);
    case USBDEVFS_DISCARDURB:
        return discard(usbfs, at);
    case USBDEVFS_GET_CAPABILITIES:
        return lay_down(usbfs, &can, at, sizeof(can)) ? 0 : -EFAULT;
    default:
        break;
    }
    if (usbfs->gone)
        return -ENODEV;
    switch (request) {
    case USBDEVFS_SUBMITURB:
        return submit(usbfs, at);
    case USBDEVFS_CLAIMINTERFACE:
        return claim(usbfs, at);
    case USBDEVFS_RELEASEINTERFACE:
        return 0;
    case USBDEVFS_GETDRIVER:
    case USBDEVFS_IOCTL:
        return ask_driver(usbfs, request, at);
    case USBDEVFS_SETINTERFACE:
        return set_interface(usbfs, at);
    case USBDEVFS_CLEAR_HALT:
        usbfs->device.clear_halt(usbfs->device.data);
        return 0;
    default:
        return -ENOTTY;
    }
}

static gboolean handle(UMockdevIoctlBase *base, UMockdevIoctlClient *client)
{
    struct bv_test_usbfs *usbfs = ((Handler *)base)->usbfs;
    unsigned long request = umockdev_ioctl_client_get_request(client), at;
    int result;

    memcpy(&at, umockdev_ioctl_client_get_arg(client)->data, sizeof(at));
    pthread_mutex_lock(&usbfs->lock);
    result = answer(usbfs, request, at);
    pthread_mutex_unlock(&usbfs->lock);
    if (result == -EAGAIN)
        usleep(nothing_yet_us);
    umockdev_ioctl_client_complete(client, result < 0 ? -1 : result,
                                   result < 0 ? -result : 0);
    return TRUE;
}

static void handler_class_init(HandlerClass *class)
{
    class->handle_ioctl = handle;
}

static void handler_init(Handler *handler)
{
    (void)handler;
}

struct bv_test_usbfs *bv_test_usbfs_new(const struct bv_test_device *device)
{
    struct bv_test_usbfs *usbfs = calloc(1, sizeof(*usbfs));

    if (!usbfs)
        abort();
    usbfs->device = *device;
    usbfs->process = getpid();
    pthread_mutex_init(&usbfs->lock, NULL);
    bv_test_usbfs_plug(usbfs);
    usbfs->handler = g_object_new(handler_get_type(), NULL);
    ((Handler *)usbfs->handler)->usbfs = usbfs;
    return usbfs;
}

void bv_test_usbfs_free(struct bv_test_usbfs *usbfs)
{
    g_object_unref(usbfs->handler);
    pthread_mutex_destroy(&usbfs->lock);
    free(usbfs);
}

UMockdevIoctlBase *bv_test_usbfs_handler(struct bv_test_usbfs *usbfs)
{
    return usbfs->handler;
}

void bv_test_usbfs_set_process(struct bv_test_usbfs *usbfs, pid_t process)
{
    pthread_mutex_lock(&usbfs->lock);
    usbfs->process = process;
    pthread_mutex_unlock(&usbfs->lock);
}

void bv_test_usbfs_unplug(struct bv_test_usbfs *usbfs)
{
    pthread_mutex_lock(&usbfs->lock);
    usbfs->gone = true;
    for (int i = 0; i < usbfs->count; i++)
        if (!usbfs->urbs[i].ended) {
            usbfs->urbs[i].ended = true;
            usbfs->urbs[i].about.status = -ESHUTDOWN;
        }
    pthread_mutex_unlock(&usbfs->lock);
}

void bv_test_usbfs_plug(struct bv_test_usbfs *usbfs)
{
    pthread_mutex_lock(&usbfs->lock);
    usbfs->gone = false;
    usbfs->count = 0;
    for (int i = 0; i < interfaces; i++)
        usbfs->driver[i] = true;
    pthread_mutex_unlock(&usbfs->lock);
}

bool bv_test_usbfs_has_driver(struct bv_test_usbfs *usbfs)
{
    bool has = true;

    pthread_mutex_lock(&usbfs->lock);
    for (int i = 0; i < interfaces; i++)
        has = has && usbfs->driver[i];
    pthread_mutex_unlock(&usbfs->lock);
    return has;
}

int bv_test_usbfs_pending(struct bv_test_usbfs *usbfs)
{
    int count;

    pthread_mutex_lock(&usbfs->lock);
    count = usbfs->count;
    pthread_mutex_unlock(&usbfs->lock);
    return count;
}
