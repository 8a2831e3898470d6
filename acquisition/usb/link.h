/**
 * @file
 * A grabber that may come and go: found, opened, watched and opened again for
 * ever, on a thread of its own (`usb-events`), which alone talks to libusb.
 */
#ifndef BV_ACQUISITION_USB_LINK_H
#define BV_ACQUISITION_USB_LINK_H

#include "acquisition/modes.h"
#include "acquisition/usb/address.h"
#include "acquisition/usb/payload.h"
#include "acquisition/usb/pictures.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/** How it stands. The first three are as those of other sources that wait. */
enum bv_usb_link_state {
    BV_USB_LINK_WAITING,   /**< It was never there yet. */
    BV_USB_LINK_CONNECTED, /**< It was opened, and was told to send. */
    BV_USB_LINK_GONE,      /**< It was there, and is waited for. */
    BV_USB_LINK_REFUSED,   /**< It is there; the user may not use it. */
    BV_USB_LINK_BUSY,      /**< It is there; another program uses it. */
    BV_USB_LINK_FAULTY,    /**< It is there, and does not answer rightly. */
    BV_USB_LINK_NO_MODE,   /**< It is there, without the mode that was named. */
    BV_USB_LINK_STATES
};

/** What is known of it. */
struct bv_usb_link_about {
    enum bv_usb_link_state state;
    int found;                /**< Devices that were meant, when last looked. */
    int error;                /**< Why it could not be opened; 0: it could. */
    char name[64];            /**< As it calls itself; empty before. */
    uint16_t vendor, product; /**< Of the first of them; 0: none yet. */
    char mode[360];           /**< With NO_MODE: the end of a sentence. */
    struct bv_uvc_counts counts;
};

struct bv_usb_link;

/**
 * Look for the device, open it where it is there, and go on with that on the
 * thread. Takes as long as a device needs for an answer, a few seconds at
 * most.
 *
 * @param wish       Of its mode; no other is taken.
 * @param pictures   Where they go; borrowed until close.
 * @param[out] link  Written only on success.
 * @return 0, also where there is no device; or a negative errno with @p fault
 *         said.
 */
int bv_usb_link_open(const struct bv_usb_address *address,
                     const struct bv_mode_wish *wish,
                     struct bv_usb_pictures *pictures,
                     struct bv_usb_link **link,
                     struct bv_fault *fault) BV_MUST_USE;

/** NULL is ignored. */
void bv_usb_link_close(struct bv_usb_link *link);

/** Any thread. */
void bv_usb_link_look(struct bv_usb_link *link,
                      struct bv_usb_link_about *about);

BV_END_DECLS

#endif
