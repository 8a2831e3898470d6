#include "support/uvc.h"

#include <string.h>

static const uint8_t guid_end[] = {0, 0,    0x10, 0,    0x80, 0,
                                   0, 0xaa, 0,    0x38, 0x9b, 0x71};

void bv_test_append(struct bv_test_bytes *bytes, const void *from, size_t size)
{
    memcpy(bytes->at + bytes->size, from, size);
    bytes->size += size;
}

void bv_test_control(struct bv_test_bytes *bytes, uint16_t version)
{
    /* a camera, which is what uvcvideo wants, and USB streaming of it */
    const uint8_t terminals[] = {15, 0x24, 2, 1, 1,    2, 0, 0, 0, 0, 0, 0,
                                 0,  0,    0, 9, 0x24, 3, 3, 1, 1, 0, 1, 0};
    const uint8_t header[] = {13,
                              0x24,
                              1,
                              (uint8_t)version,
                              (uint8_t)(version >> 8),
                              13 + sizeof(terminals),
                              0,
                              0,
                              0x6c,
                              0xdc,
                              2,
                              1,
                              1};

    bv_test_append(bytes, header, sizeof(header));
    bv_test_append(bytes, terminals, sizeof(terminals));
}

void bv_test_input(struct bv_test_bytes *bytes, uint8_t endpoint)
{
    const uint8_t header[] = {14, 0x24, 1, 1, 0, 0, endpoint,
                              0,  3,    0, 0, 0, 1, 0};

    bv_test_append(bytes, header, sizeof(header));
}

static bool is_mjpeg(const char *fourcc)
{
    return strcmp(fourcc, "MJPG") == 0;
}

void bv_test_format(struct bv_test_bytes *bytes, const char *fourcc,
                    uint8_t index, uint8_t default_frame)
{
    const uint8_t mjpeg[] = {11, 0x24, 6, index, 1, 0, default_frame,
                             0,  0,    0, 0};
    uint8_t raw[27] = {27, 0x24, 4, index, 1};

    if (is_mjpeg(fourcc)) {
        bv_test_append(bytes, mjpeg, sizeof(mjpeg));
        return;
    }
    memcpy(raw + 5, fourcc, 4);
    memcpy(raw + 9, guid_end, sizeof(guid_end));
    raw[21] = 16;
    raw[22] = default_frame;
    bv_test_append(bytes, raw, sizeof(raw));
}

void bv_test_size(struct bv_test_bytes *bytes, const char *fourcc,
                  const struct bv_test_size *size)
{
    uint8_t frame[26 + 16] = {0};
    uint8_t count = 0;

    for (; count < 4 && size->intervals[count]; count++)
        for (int i = 0; i < 4; i++)
            frame[26 + 4 * count + i] =
                (uint8_t)(size->intervals[count] >> 8 * i);
    frame[0] = (uint8_t)(26 + 4 * count);
    frame[1] = 0x24;
    frame[2] = is_mjpeg(fourcc) ? 7 : 5;
    frame[3] = size->index;
    frame[5] = (uint8_t)size->width_px;
    frame[6] = (uint8_t)(size->width_px >> 8);
    frame[7] = (uint8_t)size->height_px;
    frame[8] = (uint8_t)(size->height_px >> 8);
    frame[25] = count;
    bv_test_append(bytes, frame, frame[0]);
}

size_t bv_test_header(uint8_t *bytes, uint8_t flags, bool with_times)
{
    size_t size = with_times ? 12 : 2;

    memset(bytes, 0, size);
    bytes[0] = (uint8_t)size;
    bytes[1] = (uint8_t)(0x80 | flags | (with_times ? 0x0c : 0));
    return size;
}
