/*
 * Reads whatever it gets as what a USB grabber sends. The first byte says how:
 * in packets or in transfers, raw or coded, with room or without. Then each
 * piece has its length in front, two bytes, whose highest bit says that it was
 * damaged, or was not all that was asked for.
 */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "acquisition/usb/little_endian.h"
#include "acquisition/usb/payload.h"

enum { picture = 200, payload = 96 };
enum { packets_bit = 1, coded_bit = 2, no_room_bit = 4, again_bit = 8 };

struct rooms {
    uint8_t *bytes; /* exactly a picture, so that a sanitizer sees a write
                       beyond it */
    bool full;
    uint32_t last_number;
    uint64_t given;
};

static uint8_t *take(void *data)
{
    struct rooms *rooms = data;

    return rooms->full ? NULL : rooms->bytes;
}

static void give(void *data, size_t size, uint32_t number, int64_t time_ns)
{
    struct rooms *rooms = data;

    if (size == 0 || size > picture || time_ns == 0 ||
        (rooms->given > 0 && number <= rooms->last_number))
        abort();
    rooms->last_number = number;
    rooms->given++;
}

static void feed(struct bv_uvc_assembly *assembly, bool packets,
                 const uint8_t *data, size_t size)
{
    int64_t now_ns = 1;

    while (size >= 2) {
        uint16_t word = bv_le16(data);
        size_t piece = word & 0x7fff;

        data += 2;
        size -= 2;
        piece = piece < size ? piece : size;
        if (packets)
            bv_uvc_take_packet(assembly, data, piece, !(word & 0x8000),
                               now_ns++);
        else
            bv_uvc_take_transfer(assembly, data, piece, !(word & 0x8000),
                                 now_ns++);
        data += piece;
        size -= piece;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rooms rooms = {.bytes = malloc(picture)};
    struct bv_uvc_sink sink = {.picture_bytes = picture,
                               .payload_bytes = payload,
                               .take = take,
                               .give = give,
                               .data = &rooms};
    struct bv_uvc_assembly assembly = {0};

    if (!rooms.bytes)
        abort();
    if (size > 0) {
        sink.coded = data[0] & coded_bit;
        rooms.full = data[0] & no_room_bit;
        bv_uvc_assembly_start(&assembly, &sink);
        feed(&assembly, data[0] & packets_bit, data + 1, size - 1);
        if (data[0] & again_bit) {
            bv_uvc_assembly_start(&assembly, &sink);
            feed(&assembly, data[0] & packets_bit, data + 1, size - 1);
        }
    }
    if (assembly.counts.received != rooms.given ||
        (rooms.full && assembly.counts.received))
        abort();
    free(rooms.bytes);
    return 0;
}
