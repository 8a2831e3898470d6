#include "acquisition/usb/payload.h"

#include <string.h>

/* The second byte of a payload's header. */
enum { turn_bit = 0x01, end_bit = 0x02, error_bit = 0x40, least_header = 2 };

void bv_uvc_assembly_start(struct bv_uvc_assembly *assembly,
                           const struct bv_uvc_sink *sink)
{
    bool cut = assembly->filling && assembly->whole && assembly->filled > 0;

    *assembly = (struct bv_uvc_assembly){
        .sink = *sink,
        .counts = assembly->counts,
        .number = assembly->number + cut,
    };
    assembly->counts.damaged += cut;
}

/* From the mark of a JPEG's start to that of its end; zeroes may follow. */
static bool is_jpeg(const uint8_t *bytes, size_t *size)
{
    while (*size > 0 && bytes[*size - 1] == 0)
        --*size;
    return *size >= 4 && bytes[0] == 0xff && bytes[1] == 0xd8 &&
           bytes[*size - 2] == 0xff && bytes[*size - 1] == 0xd9;
}

static bool is_whole(struct bv_uvc_assembly *assembly)
{
    if (assembly->damaged)
        return false;
    if (assembly->sink.coded)
        return is_jpeg(assembly->room, &assembly->filled);
    return assembly->filled == assembly->sink.picture_bytes;
}

static void end_picture(struct bv_uvc_assembly *assembly)
{
    const struct bv_uvc_sink *sink = &assembly->sink;

    if (!assembly->filling)
        return;
    assembly->filling = false;
    if (assembly->filled == 0 && !assembly->damaged)
        return; /* headers alone */
    if (assembly->late) {
        assembly->counts.late++;
    } else if (is_whole(assembly)) {
        assembly->counts.received++;
        assembly->room = NULL;
        sink->give(sink->data, assembly->filled, assembly->number,
                   assembly->time_ns);
    } else if (assembly->whole) {
        assembly->counts.damaged++;
    } else { /* its start was sent before anybody listened */
        assembly->whole = true;
        return;
    }
    assembly->number++;
    assembly->whole = true;
}

static void begin_picture(struct bv_uvc_assembly *assembly, int64_t now_ns)
{
    const struct bv_uvc_sink *sink = &assembly->sink;

    if (!assembly->room)
        assembly->room = sink->take(sink->data);
    assembly->late = !assembly->room;
    assembly->filling = true;
    assembly->damaged = false;
    assembly->filled = 0;
    assembly->time_ns = now_ns;
}

/* The bytes behind a header. A picture begins with its first. */
static void append(struct bv_uvc_assembly *assembly, const uint8_t *bytes,
                   size_t size, int64_t now_ns)
{
    size_t room = assembly->sink.picture_bytes;

    if (size == 0 || !assembly->filling)
        return;
    if (assembly->filled == 0)
        assembly->time_ns = now_ns;
    if (size > room - assembly->filled) { /* it does not end, or is another */
        assembly->damaged = assembly->whole = true;
        assembly->late = false;
        end_picture(assembly);
        return;
    }
    if (!assembly->late)
        memcpy(assembly->room + assembly->filled, bytes, size);
    assembly->filled += size;
}

/* @return How long the header is; 0: it is none. */
static size_t read_header(struct bv_uvc_assembly *assembly,
                          const uint8_t *bytes, size_t size, int64_t now_ns)
{
    bool turn;

    if (size < least_header || bytes[0] < least_header || bytes[0] > size) {
        bv_uvc_lose(assembly);
        return 0;
    }
    turn = bytes[1] & turn_bit;
    if (!assembly->any || turn != assembly->turn) {
        end_picture(assembly);
        begin_picture(assembly, now_ns);
    }
    assembly->any = true;
    assembly->turn = turn;
    if (bytes[1] & error_bit)
        bv_uvc_lose(assembly);
    return bytes[0];
}

void bv_uvc_lose(struct bv_uvc_assembly *assembly)
{
    assembly->damaged = true;
}

void bv_uvc_take_packet(struct bv_uvc_assembly *assembly, const uint8_t *bytes,
                        size_t size, bool is_good, int64_t now_ns)
{
    size_t header;

    if (!is_good)
        bv_uvc_lose(assembly);
    if (!is_good || size == 0)
        return;
    header = read_header(assembly, bytes, size, now_ns);
    if (header == 0)
        return;
    append(assembly, bytes + header, size - header, now_ns);
    if (bytes[1] & end_bit)
        end_picture(assembly);
}

static void end_payload(struct bv_uvc_assembly *assembly)
{
    if (assembly->inside && assembly->ends)
        end_picture(assembly);
    assembly->inside = false;
}

/* @return How many bytes of the transfer the header took. */
static size_t begin_payload(struct bv_uvc_assembly *assembly,
                            const uint8_t *bytes, size_t size, int64_t now_ns)
{
    size_t header = read_header(assembly, bytes, size, now_ns);

    assembly->inside = true;
    assembly->skipping = header == 0;
    assembly->ends = header > 0 && (bytes[1] & end_bit);
    assembly->payload_filled = (uint32_t)header;
    return header;
}

void bv_uvc_take_transfer(struct bv_uvc_assembly *assembly,
                          const uint8_t *bytes, size_t size, bool is_full,
                          int64_t now_ns)
{
    while (size > 0) {
        size_t piece;

        if (!assembly->inside) {
            size_t header = begin_payload(assembly, bytes, size, now_ns);

            bytes += header;
            size -= header;
        }
        piece = assembly->sink.payload_bytes > assembly->payload_filled
                    ? assembly->sink.payload_bytes - assembly->payload_filled
                    : 0;
        if (assembly->skipping || piece > size)
            piece = size;
        if (!assembly->skipping)
            append(assembly, bytes, piece, now_ns);
        assembly->payload_filled += (uint32_t)piece;
        bytes += piece;
        size -= piece;
        if (assembly->payload_filled >= assembly->sink.payload_bytes)
            end_payload(assembly);
    }
    if (!is_full)
        end_payload(assembly);
}
