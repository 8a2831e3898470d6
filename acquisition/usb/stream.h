/**
 * @file
 * A video device that is open and sends: what was agreed, and its transfers.
 * Every function is for the thread that handles libusb's events.
 */
#ifndef BV_ACQUISITION_USB_STREAM_H
#define BV_ACQUISITION_USB_STREAM_H

#include "acquisition/modes.h"
#include "acquisition/usb/find.h"
#include "acquisition/usb/payload.h"
#include "core/decls.h"

BV_BEGIN_DECLS

struct bv_usb_stream;

/**
 * Open a device, take it from the kernel's driver, and agree on a mode.
 *
 * @param about        Copied, with a reference to its device.
 * @param wish         Of the mode; the device may agree to another one.
 * @param[out] stream  Written only on 0.
 * @retval -EACCES  The user may not use it.
 * @retval -ENOENT  It has no mode as wished.
 * @retval -EBUSY   Another program uses it.
 * @retval -ENODEV  It is gone.
 * @return Or another negative errno: it does not answer as it should.
 */
int bv_usb_stream_open(struct libusb_context *usb,
                       const struct bv_usb_about *about,
                       const struct bv_mode_wish *wish,
                       struct bv_usb_stream **stream) BV_MUST_USE;

/** What was agreed. */
const struct bv_mode *bv_usb_stream_mode(const struct bv_usb_stream *stream);

/** Its name as it says it: printable ASCII, at least one letter.
 *  @param size  Of @p name, at least 16. */
void bv_usb_stream_name(const struct bv_usb_stream *stream, char *name,
                        size_t size);

/**
 * Let it send.
 *
 * @param assembly      Takes what comes; borrowed until close.
 * @param sink          Where pictures go; @c payload_bytes is filled in.
 * @return 0 or a negative errno as above.
 */
int bv_usb_stream_start(struct bv_usb_stream *stream,
                        struct bv_uvc_assembly *assembly,
                        struct bv_uvc_sink *sink) BV_MUST_USE;

/** @retval 0 It runs. @retval -ENODEV It is gone. @retval -EIO It failed. */
int bv_usb_stream_state(const struct bv_usb_stream *stream);

/** End it and give the device back. Waits for every transfer. NULL is
 *  ignored. */
void bv_usb_stream_close(struct bv_usb_stream *stream);

BV_END_DECLS

#endif
