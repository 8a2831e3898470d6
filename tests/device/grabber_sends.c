/*
 * What the model of a grabber sends and answers.
 */
#include "device/grabber_inside.h"

#include <errno.h>
#include <string.h>

#include "acquisition/usb/little_endian.h"
#include "support/jpeg.h"

/* Luma of a row of a picture, over the limited range. */
static uint8_t luma(int number, int row)
{
    return (uint8_t)(16 + (row + 5 * number) % 220);
}

static uint8_t jpeg_grey(int number)
{
    return (uint8_t)(50 + number % 150);
}

static void draw(struct bv_test_grabber *grabber)
{
    size_t row_px = grabber->width_px, rows = grabber->height_px;
    bool yuy2 = strcmp(grabber->fourcc, "YUY2") == 0;

    if (strcmp(grabber->fourcc, "MJPG") == 0) {
        grabber->size =
            bv_test_jpeg((int)row_px, (int)rows, jpeg_grey(grabber->sent),
                         grabber->picture, 2 * most_px);
        return;
    }
    grabber->size = row_px * rows * (yuy2 ? 4 : 3) / 2;
    memset(grabber->picture, 128, grabber->size);
    for (size_t y = 0; y < rows; y++)
        for (size_t x = 0; x < row_px; x++)
            grabber->picture[(y * row_px + x) * (yuy2 ? 2 : 1)] =
                luma(grabber->sent, (int)y);
}

static bool begin_picture(struct bv_test_grabber *grabber)
{
    if (!grabber->running || grabber->sent >= grabber->allowed)
        return false;
    draw(grabber);
    grabber->now = grabber->trouble;
    if (grabber->now < BV_TEST_ENDLESS)
        grabber->trouble = BV_TEST_GOOD;
    if (grabber->now == BV_TEST_SHORT)
        grabber->size -= grabber->size / 3;
    grabber->sent++;
    grabber->turn = !grabber->turn;
    grabber->done = 0;
    grabber->lost = false;
    grabber->in_picture = true;
    return true;
}

/* The next payload's length and header; @p most with its header. */
static void begin_payload(struct bv_test_grabber *grabber, size_t most)
{
    size_t left = grabber->size - grabber->done;
    bool last = left <= most - header_bytes;
    uint8_t flags = grabber->turn ? BV_TEST_TURN : 0;

    if (last && grabber->now != BV_TEST_NO_END)
        flags |= BV_TEST_END;
    if (grabber->now == BV_TEST_ENDLESS)
        flags &= (uint8_t)~BV_TEST_END;
    if (grabber->now == BV_TEST_ERROR_BIT && grabber->done > 0)
        flags |= BV_TEST_ERROR;
    bv_test_header(grabber->header, flags, true);
    if (grabber->now == BV_TEST_BAD_HEADER && last)
        grabber->header[0] = 255;
    grabber->payload = header_bytes + (last ? left : most - header_bytes);
    grabber->payload_done = 0;
}

/* Bytes of a payload; its picture ends with it, or begins again. */
static size_t send(struct bv_test_grabber *grabber, uint8_t *bytes, size_t size)
{
    size_t count = 0;

    while (count < size && grabber->payload_done < grabber->payload) {
        size_t piece = grabber->payload - grabber->payload_done;
        const uint8_t *from = grabber->picture + grabber->done;

        if (grabber->payload_done < header_bytes) {
            piece = header_bytes - grabber->payload_done;
            from = grabber->header + grabber->payload_done;
        }
        piece = piece < size - count ? piece : size - count;
        memcpy(bytes + count, from, piece);
        if (grabber->payload_done >= header_bytes)
            grabber->done += piece;
        grabber->payload_done += piece;
        count += piece;
    }
    if (grabber->payload_done == grabber->payload &&
        grabber->done == grabber->size) {
        grabber->in_picture = grabber->now == BV_TEST_ENDLESS;
        grabber->done = 0;
    }
    return count;
}

/* Nothing to send: between pictures, or by trouble. */
static int silence(struct bv_test_grabber *grabber)
{
    if (grabber->in_picture)
        return 0;
    if (grabber->running && grabber->trouble == BV_TEST_HALT &&
        grabber->sent < grabber->allowed)
        return -EPIPE;
    if (grabber->trouble == BV_TEST_STALL || !begin_picture(grabber))
        return -EAGAIN;
    return 0;
}

static size_t most_payload(const struct bv_test_grabber *grabber)
{
    if (grabber->about.payload_bytes)
        return (size_t)grabber->about.payload_bytes;
    if (grabber->about.bulk)
        return 4 * (size_t)most_px;
    return grabber->about.superspeed ? superspeed_packet : high_speed_packet;
}

static int bulk(void *data, uint8_t *bytes, size_t size)
{
    struct bv_test_grabber *grabber = data;
    int result;

    pthread_mutex_lock(&grabber->lock);
    if (grabber->payload_done < grabber->payload) {
        result = (int)send(grabber, bytes, size);
    } else if (grabber->payload && grabber->payload % size == 0 &&
               grabber->payload < most_payload(grabber)) {
        grabber->payload = grabber->payload_done = 0;
        result = 0; /* the end of a payload that filled its transfers */
    } else {
        result = silence(grabber);
        if (result == 0) {
            begin_payload(grabber, most_payload(grabber));
            result = (int)send(grabber, bytes, size);
        }
    }
    pthread_mutex_unlock(&grabber->lock);
    return result;
}

static int packet(void *data, uint8_t *bytes, size_t size)
{
    struct bv_test_grabber *grabber = data;
    size_t most = most_payload(grabber);
    int result;

    pthread_mutex_lock(&grabber->lock);
    result = silence(grabber);
    if (result == 0) {
        begin_payload(grabber, most < size ? most : size);
        result = (int)send(grabber, bytes, size);
        if (grabber->now == BV_TEST_LOST_PACKET && !grabber->lost) {
            grabber->lost = true;
            result = -EPROTO;
        }
    }
    pthread_mutex_unlock(&grabber->lock);
    return result;
}

void bv_test_grabber_start(struct bv_test_grabber *grabber, bool running)
{
    grabber->starts += running;
    grabber->running = running;
    grabber->in_picture = false;
    grabber->payload = grabber->payload_done = 0;
    if (running && grabber->trouble >= BV_TEST_ENDLESS && grabber->starts > 1)
        grabber->trouble = BV_TEST_GOOD;
}

static int name_text(uint8_t *bytes, const char *text)
{
    int size = 2;

    for (; *text; text++) {
        bytes[size++] = (uint8_t)*text;
        bytes[size++] = 0;
    }
    bytes[0] = (uint8_t)size;
    bytes[1] = 3;
    return size;
}

static int standard(const struct bv_test_setup *setup, uint8_t *bytes)
{
    const uint8_t languages[] = {4, 3, 9, 4};

    if (setup->request != 6 || setup->value >> 8 != 3)
        return -EPIPE;
    if ((setup->value & 0xff) == 0) {
        memcpy(bytes, languages, sizeof(languages));
        return sizeof(languages);
    }
    return name_text(bytes, "Test Grabber ");
}

/* What it makes of a mode that it was asked for. */
static void agree(struct bv_test_grabber *grabber, const uint8_t *bytes,
                  size_t size)
{
    bool other = grabber->about.other && bytes[2] == 2;

    memcpy(grabber->agreed, bytes, size);
    if (grabber->resized) {
        grabber->agreed[3] = resized_index;
    } else {
        bool large = bytes[3] == resized_index;

        grabber->width_px = large ? 800 : grabber->about.width_px;
        grabber->height_px = large ? 600 : grabber->about.height_px;
    }
    grabber->agreed[3] = grabber->agrees_wrongly ? 77 : grabber->agreed[3];
    grabber->fourcc = other ? grabber->about.other : grabber->about.fourcc;
    bv_le32_put(grabber->agreed + 22, (uint32_t)most_payload(grabber));
}

static int control(void *data, const struct bv_test_setup *setup,
                   uint8_t *bytes)
{
    struct bv_test_grabber *grabber = data;
    size_t size = setup->length < probe_bytes ? setup->length : probe_bytes;
    int result = (int)size;

    pthread_mutex_lock(&grabber->lock);
    if ((setup->type & 0x60) == 0) {
        result = standard(setup, bytes);
        result = result > setup->length ? setup->length : result;
    } else if (setup->request == 0x01) { /* SET_CUR */
        agree(grabber, bytes, size);
        if (setup->value == 0x200 && grabber->about.bulk)
            bv_test_grabber_start(grabber, true);
    } else if (setup->request >= 0x81 && setup->request <= 0x83) {
        /* GET_CUR, GET_MIN, GET_MAX */
        memcpy(bytes, grabber->agreed, size);
    } else { /* it has no GET_DEF */
        result = -EPIPE;
    }
    pthread_mutex_unlock(&grabber->lock);
    return result;
}

static void set_interface(void *data, int interface, int alternate)
{
    struct bv_test_grabber *grabber = data;

    pthread_mutex_lock(&grabber->lock);
    if (interface == 1)
        bv_test_grabber_start(grabber, alternate != 0);
    pthread_mutex_unlock(&grabber->lock);
}

static void clear_halt(void *data)
{
    struct bv_test_grabber *grabber = data;

    pthread_mutex_lock(&grabber->lock);
    bv_test_grabber_start(grabber, false);
    pthread_mutex_unlock(&grabber->lock);
}

int bv_test_grabber_grey(const struct bv_test_grabber *grabber, int number,
                         int row)
{
    if (strcmp(grabber->fourcc, "MJPG") == 0)
        return jpeg_grey(number);
    return ((luma(number, row) - 16) * 255 + 109) / 219;
}

const struct bv_test_device bv_test_grabber_device = {
    .control = control,
    .set_interface = set_interface,
    .clear_halt = clear_halt,
    .bulk = bulk,
    .packet = packet,
};
