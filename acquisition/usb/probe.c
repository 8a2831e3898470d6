#include "acquisition/usb/probe.h"

#include <errno.h>

#include "acquisition/usb/little_endian.h"

enum {
    bytes_1_0 = 26,
    bytes_1_1 = 34,
    at_format = 2,
    at_frame = 3,
    at_interval = 4,
    at_payload = 22,
    least_payload_bytes = 3, /* a header, and something behind it */
    keep_interval = 1,       /* bmHint: the rate counts most */
    most_hint = 31,          /* bits that have a meaning */
};

/* No endpoint sends more at once than a large picture. */
static const uint32_t most_payload_bytes = 256u << 20;

size_t bv_uvc_probe_bytes(uint16_t version)
{
    if (version >= 0x0150)
        return BV_UVC_PROBE_BYTES_MAX;
    return version >= 0x0110 ? bytes_1_1 : bytes_1_0;
}

void bv_uvc_probe_write(uint8_t *bytes, const struct bv_mode *mode)
{
    bytes[0] = keep_interval;
    bytes[1] = 0;
    bytes[at_format] = mode->format->index;
    bytes[at_frame] = mode->size->index;
    bv_le32_put(bytes + at_interval, mode->interval);
}

int bv_uvc_probe_read(const uint8_t *bytes, size_t size,
                      struct bv_uvc_answer *answer)
{
    struct bv_uvc_answer made;

    if (size < bytes_1_0)
        return -EPROTO;
    made = (struct bv_uvc_answer){
        .format = bytes[at_format],
        .frame = bytes[at_frame],
        .interval = bv_le32(bytes + at_interval),
        .payload_bytes = bv_le32(bytes + at_payload),
    };
    /* Elgato's Cam Link 4K answers with its format one byte too early (as the
     * Linux driver found): a hint that has no meaning tells. */
    if (bv_le16(bytes) > most_hint) {
        made.format = bytes[1];
        made.frame = 1;
    }
    if (made.interval == 0 || made.payload_bytes < least_payload_bytes ||
        made.payload_bytes > most_payload_bytes)
        return -EPROTO;
    *answer = made;
    return 0;
}
