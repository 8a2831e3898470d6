#include "acquisition/usb/link.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libusb.h>

#include "acquisition/usb/stream.h"
#include "core/clock.h"
#include "core/log.h"

enum { a_wait_ms = 100 };

/* A device that is not there, or cannot be opened, is looked for so often even
 * if nobody says that something was plugged in: permission may come late. */
static const int64_t look_again_ns = 300 * BV_NS_PER_MS;
/* Without a whole picture for so long, and for this many of them, it is
 * started anew; twice as late each time that this does not help. */
static const int64_t least_patience_ns = BV_NS_PER_S;
static const int64_t most_patience_ns = 8 * BV_NS_PER_S;
enum { pictures_missed = 4 };

struct bv_usb_link {
    pthread_t thread;
    atomic_bool stop;
    pthread_mutex_t lock;
    struct bv_usb_link_about about; /* under lock */

    /* The thread's, and its maker's before it runs. */
    struct libusb_context *usb;
    struct bv_usb_address address; /* of the one that was found, once it was */
    struct bv_mode_wish wish;
    struct bv_usb_pictures *pictures;
    struct bv_usb_stream *stream; /* NULL: none is open */
    struct bv_uvc_assembly assembly;
    int64_t interval_ns, patience_ns;
    int64_t last_ns; /* when the last picture was whole, or it was started */
    uint64_t last_whole;
    int64_t looked_ns;
    bool changed; /* something was plugged in */
};

static void publish(struct bv_usb_link *link)
{
    pthread_mutex_lock(&link->lock);
    link->about.counts = link->assembly.counts;
    pthread_mutex_unlock(&link->lock);
}

static uint8_t *take_room(void *data)
{
    struct bv_usb_link *link = data;

    return bv_usb_pictures_room(link->pictures);
}

static void give_picture(void *data, size_t size, uint32_t number,
                         int64_t time_ns)
{
    struct bv_usb_link *link = data;

    publish(link); /* whoever takes it can see what was lost before it */
    bv_usb_pictures_give(link->pictures, size, number, time_ns);
}

static int LIBUSB_CALL plugged(struct libusb_context *usb,
                               struct libusb_device *device,
                               libusb_hotplug_event event, void *data)
{
    struct bv_usb_link *link = data;

    (void)usb;
    (void)device;
    (void)event;
    link->changed = true;
    return 0;
}

/* What an error says of a device that is there. */
static enum bv_usb_link_state state_of(int error)
{
    switch (error) {
    case 0:
        return BV_USB_LINK_CONNECTED;
    case -EACCES:
        return BV_USB_LINK_REFUSED;
    case -EBUSY:
        return BV_USB_LINK_BUSY;
    case -ENOENT:
        return BV_USB_LINK_NO_MODE;
    default:
        return BV_USB_LINK_FAULTY;
    }
}

static void tell(struct bv_usb_link *link, int found, int error)
{
    pthread_mutex_lock(&link->lock);
    link->about.found = found;
    link->about.error = error;
    if (found > 0 && error != -ENODEV)
        link->about.state = state_of(error);
    else if (link->about.name[0])
        link->about.state = BV_USB_LINK_GONE;
    else
        link->about.state = BV_USB_LINK_WAITING;
    pthread_mutex_unlock(&link->lock);
}

/* Pictures of what was agreed. */
static int start(struct bv_usb_link *link)
{
    const struct bv_mode *mode = bv_usb_stream_mode(link->stream);
    const struct bv_usb_picture about = {
        .coding = mode->format->coding,
        .width_px = mode->size->width_px,
        .height_px = mode->size->height_px,
        .rate_hz = (double)BV_MODE_STEPS_PER_S / mode->interval,
    };
    struct bv_uvc_sink sink = {
        .picture_bytes =
            bv_uvc_picture_bytes(about.coding, about.width_px, about.height_px),
        .coded = about.coding == BV_CODING_MJPEG,
        .take = take_room,
        .give = give_picture,
        .data = link,
    };

    link->interval_ns = (int64_t)mode->interval * 100;
    bv_usb_pictures_expect(link->pictures, &about, sink.picture_bytes);
    return bv_usb_stream_start(link->stream, &link->assembly, &sink);
}

/* From now on this kind of device is meant: another one that is there too,
 * such as a camera for faces, is not what was shown. */
static void keep(struct bv_usb_link *link, const struct bv_usb_about *found)
{
    link->address = (struct bv_usb_address){.vendor = found->vendor,
                                            .product = found->product};
    pthread_mutex_lock(&link->lock);
    bv_usb_stream_name(link->stream, link->about.name,
                       sizeof(link->about.name));
    pthread_mutex_unlock(&link->lock);
}

static void disconnect(struct bv_usb_link *link)
{
    bv_usb_stream_close(link->stream);
    link->stream = NULL;
}

/* Open it in a mode as wished, or say why there is none. */
static int open_stream(struct bv_usb_link *link,
                       const struct bv_usb_about *found)
{
    char said[sizeof(link->about.mode)] = "";
    int error =
        bv_usb_stream_open(link->usb, found, &link->wish, &link->stream);

    if (error == -ENOENT) {
        bv_modes_say_none(&found->streaming.modes, &link->wish, said,
                          sizeof(said));
    } else if (error == 0 &&
               !bv_mode_fits(bv_usb_stream_mode(link->stream), &link->wish)) {
        char wished[BV_MODE_TEXT_SIZE], agreed[BV_MODE_TEXT_SIZE];

        bv_mode_wish_write(&link->wish, wished);
        bv_mode_write(bv_usb_stream_mode(link->stream), agreed);
        snprintf(said, sizeof(said), "was asked for %s and would send %s",
                 wished, agreed);
        error = -ENOENT;
    }
    pthread_mutex_lock(&link->lock);
    memcpy(link->about.mode, said, sizeof(said));
    pthread_mutex_unlock(&link->lock);
    return error;
}

static void connect(struct bv_usb_link *link)
{
    struct bv_usb_about found;
    int count = bv_usb_find(link->usb, &link->address, &found), error;

    link->looked_ns = bv_clock_now_ns();
    link->changed = false;
    if (count <= 0) {
        tell(link, 0, count);
        return;
    }
    pthread_mutex_lock(&link->lock);
    link->about.vendor = found.vendor;
    link->about.product = found.product;
    pthread_mutex_unlock(&link->lock);
    error = open_stream(link, &found);
    if (error == 0) {
        keep(link, &found);
        error = start(link);
    }
    if (error < 0)
        disconnect(link);
    bv_usb_about_fini(&found);
    link->last_ns = bv_clock_now_ns();
    tell(link, count, error);
}

/* Whether pictures stay away for longer than the device may take. */
static bool is_stalled(struct bv_usb_link *link)
{
    int64_t now_ns = bv_clock_now_ns();
    int64_t late_ns = pictures_missed * link->interval_ns;
    /* those that nobody fetches in time are no fault of the device's */
    uint64_t whole =
        link->assembly.counts.received + link->assembly.counts.late;

    if (whole != link->last_whole) {
        link->last_whole = whole;
        link->last_ns = now_ns;
        link->patience_ns = least_patience_ns;
    }
    if (late_ns < link->patience_ns)
        late_ns = link->patience_ns;
    return now_ns - link->last_ns > late_ns;
}

/* What is open: is it still there, and does it send? */
static void watch(struct bv_usb_link *link)
{
    int state = bv_usb_stream_state(link->stream);

    publish(link);
    if (state == 0 && is_stalled(link)) {
        bv_log(BV_LOG_DEBUG, "usb: no whole picture, starting it anew");
        link->patience_ns *= 2;
        if (link->patience_ns > most_patience_ns)
            link->patience_ns = most_patience_ns;
        state = -EIO;
    }
    if (state == 0)
        return;
    disconnect(link);
    tell(link, state != -ENODEV, state);
    link->changed = state != -ENODEV; /* try at once */
}

static void *run(void *data)
{
    struct bv_usb_link *link = data;

    while (!atomic_load(&link->stop)) {
        struct timeval wait = {.tv_usec = a_wait_ms * 1000};

        if (!link->stream &&
            (link->changed ||
             bv_clock_now_ns() - link->looked_ns > look_again_ns))
            connect(link);
        libusb_handle_events_timeout_completed(link->usb, &wait, NULL);
        if (link->stream)
            watch(link);
    }
    return NULL;
}

static int open_usb(struct bv_usb_link *link)
{
    int error = libusb_init(&link->usb);

    if (error == 0 && libusb_has_capability(LIBUSB_CAP_HAS_HOTPLUG))
        error = libusb_hotplug_register_callback(
            link->usb,
            LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED |
                LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT,
            0, LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
            LIBUSB_HOTPLUG_MATCH_ANY, plugged, link, NULL);
    return bv_usb_errno(error);
}

static void free_link(struct bv_usb_link *link)
{
    disconnect(link);
    if (link->usb)
        libusb_exit(link->usb);
    pthread_mutex_destroy(&link->lock);
    free(link);
}

int bv_usb_link_open(const struct bv_usb_address *address,
                     const struct bv_mode_wish *wish,
                     struct bv_usb_pictures *pictures,
                     struct bv_usb_link **link, struct bv_fault *fault)
{
    struct bv_usb_link *made = calloc(1, sizeof(*made));
    int error;

    if (!made)
        return -ENOMEM;
    made->address = *address;
    made->wish = *wish;
    made->pictures = pictures;
    made->patience_ns = least_patience_ns;
    pthread_mutex_init(&made->lock, NULL);
    error = open_usb(made);
    if (error < 0) {
        free_link(made);
        return bv_fault_set(fault, error,
                            "USB cannot be used on this machine: %s.",
                            bv_error_text(error));
    }
    connect(made);
    error = -pthread_create(&made->thread, NULL, run, made);
    if (error < 0) {
        free_link(made);
        return error;
    }
    pthread_setname_np(made->thread, "usb-events");
    *link = made;
    return 0;
}

void bv_usb_link_close(struct bv_usb_link *link)
{
    if (!link)
        return;
    atomic_store(&link->stop, true);
    libusb_interrupt_event_handler(link->usb);
    pthread_join(link->thread, NULL);
    free_link(link);
}

void bv_usb_link_look(struct bv_usb_link *link, struct bv_usb_link_about *about)
{
    pthread_mutex_lock(&link->lock);
    *about = link->about;
    pthread_mutex_unlock(&link->lock);
}
