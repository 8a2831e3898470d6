/*
 * A frame grabber at a USB port, without the kernel's driver: found again
 * whenever it comes back.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "acquisition/drivers.h"
#include "acquisition/usb/find.h"
#include "acquisition/usb/link.h"
#include "acquisition/usb/list.h"
#include "core/clock.h"
#include "core/controls.h"
#include "core/log.h"

enum { a_wait_ms = 50 };
enum control { CONTROL_LINK, CONTROL_DAMAGED, CONTROL_LATE };

/* How long a command waits for the first picture; a window does for ever. */
static const int64_t most_wait_ns = 10 * BV_NS_PER_S;
static const double most_counted = 1e15;

struct usb {
    char title[80];
    bool any;     /* the user named no device */
    bool glances; /* of struct bv_source_options */
    struct bv_usb_pictures *pictures;
    struct bv_usb_link *link;
    struct bv_controls *controls;
    struct bv_grabbed *grabbed;
    struct bv_usb_picture about; /* what `grabbed` was made for */
    double mm_per_px;
    struct bv_frame *first; /* read while opening */
    bool started;
    int64_t first_ns, last_ns;
    uint64_t damaged, late; /* whole pictures that came to nothing here */
};

static const struct bv_control_spec told[] = {
    [CONTROL_LINK] = {"link", "Connection", "", BV_CONTROL_KIND_TOLD,
                      BV_USB_LINK_WAITING, BV_USB_LINK_STATES - 1, 1},
    [CONTROL_DAMAGED] = {"damaged", "Damaged pictures", "",
                         BV_CONTROL_KIND_TOLD, 0, most_counted, 1},
    [CONTROL_LATE] = {"late", "Pictures that came too fast", "",
                      BV_CONTROL_KIND_TOLD, 0, most_counted, 1},
};

static struct bv_uvc_counts count(const struct usb *usb)
{
    struct bv_usb_link_about about;

    bv_usb_link_look(usb->link, &about);
    about.counts.damaged += usb->damaged;
    about.counts.late += usb->late;
    return about.counts;
}

static void tell(struct usb *usb)
{
    struct bv_usb_link_about about;
    struct bv_uvc_counts counts = count(usb);

    bv_usb_link_look(usb->link, &about);
    bv_controls_tell(usb->controls, CONTROL_LINK, about.state);
    bv_controls_tell(usb->controls, CONTROL_DAMAGED, (double)counts.damaged);
    bv_controls_tell(usb->controls, CONTROL_LATE, (double)counts.late);
}

/* Something that makes frames of this kind of picture. */
static int prepare(struct usb *usb, const struct bv_usb_picture *picture,
                   struct bv_fault *fault)
{
    const struct bv_grabbed_about about = {
        .name = usb->title,
        .coding = picture->coding,
        .width_px = picture->width_px,
        .height_px = picture->height_px,
    };

    if (usb->grabbed && picture->coding == usb->about.coding &&
        picture->width_px == usb->about.width_px &&
        picture->height_px == usb->about.height_px)
        return 0;
    bv_grabbed_free(usb->grabbed);
    usb->grabbed = NULL;
    usb->about = *picture;
    return bv_grabbed_new(&about, &usb->grabbed, fault);
}

static void stamp(struct usb *usb, const struct bv_usb_picture *picture,
                  struct bv_frame *frame)
{
    if (!usb->started) {
        usb->first_ns = picture->time_ns;
        usb->last_ns = -1;
    }
    usb->started = true;
    frame->time_ns = picture->time_ns - usb->first_ns;
    if (frame->time_ns <= usb->last_ns)
        frame->time_ns = usb->last_ns + 1;
    usb->last_ns = frame->time_ns;
    frame->arrived_ns = bv_clock_now_ns();
    frame->sequence = picture->number;
    frame->mm_per_px = usb->mm_per_px;
}

static int read_next(struct usb *usb, int timeout_ms, struct bv_frame **frame,
                     struct bv_fault *fault)
{
    struct bv_usb_picture picture;
    int error = bv_usb_pictures_take(usb->pictures, timeout_ms, &picture);

    tell(usb);
    if (error == 0)
        error = prepare(usb, &picture, fault);
    if (error == 0)
        error = bv_grabbed_frame(usb->grabbed, picture.bytes, picture.size,
                                 frame, fault);
    if (error == 0)
        stamp(usb, &picture, *frame);
    usb->damaged += error == -EBADMSG;
    usb->late += error == -EAGAIN;
    return error == -EAGAIN || error == -EBADMSG ? -ETIMEDOUT : error;
}

static int usb_read(void *self, int timeout_ms, struct bv_frame **frame,
                    struct bv_fault *fault)
{
    struct usb *usb = self;

    if (!usb->first)
        return read_next(usb, timeout_ms, frame, fault);
    *frame = usb->first;
    usb->first = NULL;
    return 0;
}

/* Why there is no picture yet. */
static int say_why(const struct usb *usb, const struct bv_usb_link_about *about,
                   struct bv_fault *fault)
{
    switch (about->state) {
    case BV_USB_LINK_WAITING:
        return bv_fault_set(fault, -ENODEV,
                            "%s is not plugged in; `bevel sources` lists what "
                            "is.",
                            usb->any ? "A USB grabber" : usb->title);
    case BV_USB_LINK_REFUSED:
        return bv_fault_set(fault, -EACCES, "You may not use %s: %s.",
                            usb->title, bv_usb_permission_advice);
    case BV_USB_LINK_BUSY:
        return bv_fault_set(fault, -EBUSY,
                            "%s is in use by another program: close that "
                            "first.",
                            usb->title);
    case BV_USB_LINK_NO_MODE:
        return bv_fault_set(fault, -EINVAL, "%s %s.", usb->title, about->mode);
    case BV_USB_LINK_FAULTY:
        return bv_fault_set(fault, about->error,
                            "%s does not start: %s; plug it in again.",
                            usb->title, bv_usb_error_text(about->error));
    default:
        return bv_fault_set(fault, -ETIMEDOUT,
                            "%s is there, and sent no whole picture: look "
                            "whether the scanner is connected to it.",
                            usb->title);
    }
}

/* The first picture: its size is what a command asks for. */
static int await_first(struct usb *usb, bool (*gives_up)(void),
                       struct bv_fault *fault)
{
    int64_t ends_ns = bv_clock_now_ns() + most_wait_ns;
    struct bv_usb_link_about about;

    for (;;) {
        int error;

        bv_usb_link_look(usb->link, &about);
        if (about.state != BV_USB_LINK_CONNECTED || bv_clock_now_ns() > ends_ns)
            return say_why(usb, &about, fault);
        error = read_next(usb, a_wait_ms, &usb->first, fault);
        if (error != -ETIMEDOUT)
            return error;
        if (gives_up && gives_up())
            return bv_fault_set(fault, -ECANCELED, "Stopped waiting for %s.",
                                usb->title);
    }
}

/* What came to nothing is said once, at the end. */
static void say_losses(const struct usb *usb)
{
    struct bv_uvc_counts counts = count(usb);

    if (counts.damaged + counts.late > 0)
        bv_log(BV_LOG_WARNING,
               "%s sent %llu pictures; %llu more came damaged and %llu too "
               "fast, and were left out.",
               usb->title,
               (unsigned long long)(counts.received - usb->damaged - usb->late),
               (unsigned long long)counts.damaged,
               (unsigned long long)counts.late);
}

static void usb_close(void *self)
{
    struct usb *usb = self;

    if (usb->link && !usb->glances)
        say_losses(usb);
    bv_usb_link_close(usb->link);
    bv_frame_unref(usb->first);
    bv_grabbed_free(usb->grabbed);
    bv_usb_pictures_free(usb->pictures);
    bv_controls_free(usb->controls);
}

static void fill_info(const struct usb *usb, struct bv_source_info *info)
{
    memcpy(info->title, usb->title, sizeof(usb->title));
    info->live = true;
    info->paced = true;
    info->frame_count = -1;
    info->controls = usb->controls;
    if (!usb->first)
        return;
    info->width_px = usb->first->width_px;
    info->height_px = usb->first->height_px;
    info->frame_rate_hz = usb->about.rate_hz;
}

/* Open it, where it is there. */
static int open_link(struct usb *usb, const struct bv_usb_address *address,
                     const struct bv_mode_wish *wish, struct bv_fault *fault)
{
    struct bv_usb_link_about about;
    int error =
        bv_usb_link_open(address, wish, usb->pictures, &usb->link, fault);

    if (error < 0)
        return error;
    bv_usb_link_look(usb->link, &about);
    if (about.name[0])
        memcpy(usb->title, about.name, sizeof(about.name));
    else if (about.vendor)
        snprintf(usb->title, sizeof(usb->title), "usb:%04x:%04x", about.vendor,
                 about.product);
    if (address->any && about.found > 1)
        return bv_fault_set(fault, -EINVAL,
                            "%d USB grabbers and cameras are plugged in: name "
                            "one, as `bevel sources` lists it.",
                            about.found);
    tell(usb);
    return 0;
}

static int usb_open(void *self, const char *name,
                    const struct bv_source_options *options,
                    struct bv_source_info *info, struct bv_fault *fault)
{
    struct usb *usb = self;
    struct bv_usb_address address;
    struct bv_mode_wish wish;
    char device[256];
    int error = bv_mode_wish_read(name, device, sizeof(device), &wish, fault);

    if (error == 0)
        error = bv_usb_address_parse(device, &address, fault);
    if (error < 0)
        return error;
    usb->any = address.any;
    usb->glances = options->glances;
    snprintf(usb->title, sizeof(usb->title), "%s%.9s",
             address.any ? "USB grabber" : "usb:", device);
    usb->mm_per_px = options->mm_per_px;
    usb->pictures = bv_usb_pictures_new();
    usb->controls = bv_controls_new(told, sizeof(told) / sizeof(told[0]));
    error = usb->pictures && usb->controls
                ? open_link(usb, &address, &wish, fault)
                : -ENOMEM;
    if (error == 0 && !options->may_wait)
        error = await_first(usb, options->gives_up, fault);
    if (error < 0) {
        usb_close(usb);
        return error;
    }
    fill_info(usb, info);
    return 0;
}

const struct bv_source_driver bv_usb_driver = {
    .name = "usb",
    .usage = "usb:[VID:PID][,MODE]",
    .help = "a USB frame grabber (UVC); modes as 1280x720@60,mjpeg",
    .prefix = "usb:",
    .state_size = sizeof(struct usb),
    .open = usb_open,
    .read = usb_read,
    .close = usb_close,
    .list = bv_usb_list,
};
