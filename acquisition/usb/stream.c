#include "acquisition/usb/stream.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libusb.h>

#include "acquisition/usb/probe.h"
#include "core/clock.h"

enum {
    control_ms = 2000,
    most_transfers = 10,
    bulk_transfers = 8,
    bulk_bytes = 64 * 1024,
    packet_transfers = 10,
    packets_each = 32,
    /* usbfs has 16 MB for all that is under way, on most machines. */
    packet_transfer_bytes = 256 * 1024,
};

/* Requests, and what they are about. */
enum { set_now = 0x01, get_now = 0x81, get_default = 0x87 };
enum { probe = 0x100, commit = 0x200 };

struct bv_usb_stream {
    struct libusb_context *usb;
    struct bv_usb_about about;
    libusb_device_handle *handle;
    bool has_control, has_stream; /* interfaces that were claimed */
    struct bv_mode mode;
    uint32_t payload_bytes;
    const struct bv_usb_path *path;
    struct bv_uvc_assembly *assembly;
    struct libusb_transfer *transfers[most_transfers];
    int pending; /* of these, under way */
    int state;   /* as bv_usb_stream_state() tells it */
    bool closing;
};

static int request(struct bv_usb_stream *stream, uint8_t what, uint16_t of,
                   uint8_t *bytes, size_t size)
{
    uint8_t direction = what & 0x80 ? LIBUSB_ENDPOINT_IN : LIBUSB_ENDPOINT_OUT;
    int done = libusb_control_transfer(
        stream->handle,
        (uint8_t)(direction | LIBUSB_REQUEST_TYPE_CLASS |
                  LIBUSB_RECIPIENT_INTERFACE),
        what, of, stream->about.stream, bytes, (uint16_t)size, control_ms);

    return done < 0 ? bv_usb_errno(done) : done;
}

/* Ask for a mode, look what the device makes of it, and agree.
 * @retval -ENOENT  It has none as wished. */
static int negotiate(struct bv_usb_stream *stream,
                     const struct bv_mode_wish *wish)
{
    const struct bv_modes *modes = &stream->about.streaming.modes;
    uint8_t bytes[BV_UVC_PROBE_BYTES_MAX] = {0};
    size_t size = bv_uvc_probe_bytes(stream->about.version);
    struct bv_uvc_answer answer;
    struct bv_mode wanted;
    int done = bv_modes_choose(modes, wish, &wanted);

    if (done == 0)
        done = request(stream, get_default, probe, bytes, size);
    if (done == -ENODEV || done == -ENOENT)
        return done;
    if (done < 0) /* many have none */
        memset(bytes, 0, sizeof(bytes));
    bv_uvc_probe_write(bytes, &wanted);
    done = request(stream, set_now, probe, bytes, size);
    if (done >= 0)
        done = request(stream, get_now, probe, bytes, size);
    if (done >= 0)
        done = bv_uvc_probe_read(bytes, (size_t)done, &answer);
    if (done >= 0)
        done = bv_uvc_find(modes, answer.format, answer.frame, answer.interval,
                           &stream->mode);
    if (done >= 0)
        done = request(stream, set_now, commit, bytes, size);
    if (done < 0)
        return done;
    stream->payload_bytes = answer.payload_bytes;
    return 0;
}

/* The smallest setting that carries the payloads; else the largest. */
static const struct bv_usb_path *choose_path(const struct bv_usb_stream *stream)
{
    const struct bv_usb_path *best = &stream->about.paths[0];

    for (int i = 1; i < stream->about.path_count && !best->bulk; i++) {
        const struct bv_usb_path *path = &stream->about.paths[i];
        bool fits = path->packet_bytes >= (int64_t)stream->payload_bytes;
        bool best_fits = best->packet_bytes >= (int64_t)stream->payload_bytes;

        if (path->bulk || (fits && !best_fits) ||
            (fits == best_fits &&
             (path->packet_bytes < best->packet_bytes) == fits))
            best = path;
    }
    return best;
}

static int claim(struct bv_usb_stream *stream)
{
    int error;

    libusb_set_auto_detach_kernel_driver(stream->handle, 1);
    error = libusb_claim_interface(stream->handle, stream->about.control);
    stream->has_control = error == 0;
    if (error == 0)
        error = libusb_claim_interface(stream->handle, stream->about.stream);
    stream->has_stream = stream->has_control && error == 0;
    return bv_usb_errno(error);
}

int bv_usb_stream_open(struct libusb_context *usb,
                       const struct bv_usb_about *about,
                       const struct bv_mode_wish *wish,
                       struct bv_usb_stream **stream)
{
    struct bv_usb_stream *made = calloc(1, sizeof(*made));
    int error;

    if (!made)
        return -ENOMEM;
    made->usb = usb;
    made->about = *about;
    libusb_ref_device(about->device);
    error = bv_usb_errno(libusb_open(about->device, &made->handle));
    if (error == 0)
        error = claim(made);
    if (error == 0)
        error = negotiate(made, wish);
    if (error < 0) {
        bv_usb_stream_close(made);
        return error;
    }
    made->path = choose_path(made);
    *stream = made;
    return 0;
}

const struct bv_mode *bv_usb_stream_mode(const struct bv_usb_stream *stream)
{
    return &stream->mode;
}

void bv_usb_stream_name(const struct bv_usb_stream *stream, char *name,
                        size_t size)
{
    bv_usb_read_name(stream->handle, &stream->about, name, size);
}

static void take_packets(struct bv_usb_stream *stream,
                         struct libusb_transfer *transfer, int64_t now_ns)
{
    for (int i = 0; i < transfer->num_iso_packets; i++) {
        const struct libusb_iso_packet_descriptor *packet =
            &transfer->iso_packet_desc[i];

        bv_uvc_take_packet(
            stream->assembly,
            libusb_get_iso_packet_buffer_simple(transfer, (unsigned)i),
            packet->actual_length <= packet->length ? packet->actual_length : 0,
            packet->status == LIBUSB_TRANSFER_COMPLETED, now_ns);
    }
}

/* What a transfer brought. @return Whether it may be sent out again. */
static bool take(struct bv_usb_stream *stream, struct libusb_transfer *transfer)
{
    int64_t now_ns = bv_clock_now_ns();

    switch (transfer->status) {
    case LIBUSB_TRANSFER_COMPLETED:
        if (transfer->type == LIBUSB_TRANSFER_TYPE_ISOCHRONOUS)
            take_packets(stream, transfer, now_ns);
        else
            bv_uvc_take_transfer(stream->assembly, transfer->buffer,
                                 (size_t)transfer->actual_length,
                                 transfer->actual_length == transfer->length,
                                 now_ns);
        return true;
    case LIBUSB_TRANSFER_OVERFLOW:
        bv_uvc_lose(stream->assembly);
        return true;
    case LIBUSB_TRANSFER_NO_DEVICE:
        stream->state = -ENODEV;
        return false;
    default: /* halted, or the bus has trouble: to be started anew */
        if (stream->state == 0 && !stream->closing)
            stream->state = -EIO;
        return false;
    }
}

static void LIBUSB_CALL transfer_done(struct libusb_transfer *transfer)
{
    struct bv_usb_stream *stream = transfer->user_data;

    stream->pending--;
    if (stream->closing || !take(stream, transfer))
        return;
    if (stream->state == 0) {
        stream->state = bv_usb_errno(libusb_submit_transfer(transfer));
        stream->pending += stream->state == 0;
    }
}

static int add_transfer(struct bv_usb_stream *stream, int at)
{
    const struct bv_usb_path *path = stream->path;
    int packets = path->bulk ? 0 : packet_transfer_bytes / path->packet_bytes;
    struct libusb_transfer *transfer;
    uint8_t *bytes;
    int size;

    packets = packets < packets_each ? packets : packets_each;
    if (!path->bulk && packets == 0)
        packets = 1;
    size = path->bulk ? bulk_bytes : packets * path->packet_bytes;
    transfer = libusb_alloc_transfer(packets);
    bytes = malloc((size_t)size);
    if (!transfer || !bytes) {
        libusb_free_transfer(transfer);
        free(bytes);
        return -ENOMEM;
    }
    if (path->bulk)
        libusb_fill_bulk_transfer(transfer, stream->handle,
                                  stream->about.streaming.endpoint, bytes, size,
                                  transfer_done, stream, 0);
    else
        libusb_fill_iso_transfer(transfer, stream->handle,
                                 stream->about.streaming.endpoint, bytes, size,
                                 packets, transfer_done, stream, 0);
    libusb_set_iso_packet_lengths(transfer, (unsigned)path->packet_bytes);
    transfer->flags = LIBUSB_TRANSFER_FREE_BUFFER;
    stream->transfers[at] = transfer;
    return 0;
}

int bv_usb_stream_start(struct bv_usb_stream *stream,
                        struct bv_uvc_assembly *assembly,
                        struct bv_uvc_sink *sink)
{
    int count = stream->path->bulk ? bulk_transfers : packet_transfers;
    int error = 0;

    sink->payload_bytes = stream->payload_bytes;
    bv_uvc_assembly_start(assembly, sink);
    stream->assembly = assembly;
    for (int i = 0; i < count && error == 0; i++)
        error = add_transfer(stream, i);
    if (error == 0 && stream->path->alternate != 0)
        error = bv_usb_errno(libusb_set_interface_alt_setting(
            stream->handle, stream->about.stream, stream->path->alternate));
    for (int i = 0; i < count && error == 0; i++) {
        error = bv_usb_errno(libusb_submit_transfer(stream->transfers[i]));
        stream->pending += error == 0;
    }
    return error;
}

int bv_usb_stream_state(const struct bv_usb_stream *stream)
{
    return stream->state;
}

/* Nothing may be freed before every transfer has come back. */
static void cancel(struct bv_usb_stream *stream)
{
    stream->closing = true;
    for (int i = 0; i < most_transfers; i++)
        if (stream->transfers[i])
            libusb_cancel_transfer(stream->transfers[i]);
    while (stream->pending > 0)
        libusb_handle_events_timeout_completed(
            stream->usb, &(struct timeval){.tv_usec = 100000}, NULL);
    for (int i = 0; i < most_transfers; i++)
        libusb_free_transfer(stream->transfers[i]);
}

/* The device stops sending, and does not hold what nobody fetched. */
static void quieten(struct bv_usb_stream *stream)
{
    if (!stream->path || stream->state == -ENODEV)
        return;
    if (stream->path->alternate != 0)
        libusb_set_interface_alt_setting(stream->handle, stream->about.stream,
                                         0);
    if (stream->path->bulk)
        libusb_clear_halt(stream->handle, stream->about.streaming.endpoint);
}

void bv_usb_stream_close(struct bv_usb_stream *stream)
{
    if (!stream)
        return;
    cancel(stream);
    if (stream->handle)
        quieten(stream);
    if (stream->has_stream)
        libusb_release_interface(stream->handle, stream->about.stream);
    if (stream->has_control)
        libusb_release_interface(stream->handle, stream->about.control);
    if (stream->handle)
        libusb_close(stream->handle);
    bv_usb_about_fini(&stream->about);
    free(stream);
}
