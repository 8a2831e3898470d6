#include "device/grabber.h"

#include <errno.h>
#include <linux/usbdevice_fs.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <umockdev.h>

#include "acquisition/usb/little_endian.h"
#include "device/usbfs.h"
#include "support/jpeg.h"

enum {
    vendor = 0x534d,
    endpoint = 0x81,
    frame_index = 1,
    resized_index = 2,
    interval = 166666,
    header_bytes = 12,
    most_px = 1920 * 1080,
    high_speed_packet = 3072,
    superspeed_packet = 16384,
    probe_bytes = 48,
};

static const char node_format[] = "/dev/bus/usb/001/%03d";

struct bv_test_grabber {
    struct bv_test_grabber_about about;
    UMockdevTestbed *testbed;
    struct bv_test_usbfs *usbfs;
    int address; /* on the bus; another each time that it is plugged in */
    char node[32];

    pthread_mutex_t lock; /* of all that is below */
    int allowed, sent, starts;
    bool running;
    bool turn;
    bool in_picture;
    enum bv_test_trouble trouble, now;
    uint16_t width_px, height_px;
    uint8_t agreed[probe_bytes];
    uint8_t *picture;
    size_t size, done;            /* of the picture */
    size_t payload, payload_done; /* of the payload, header included */
    uint8_t header[header_bytes];
    bool agrees_wrongly;
    bool lost; /* this picture's packet was */
};

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
    bool yuy2 = strcmp(grabber->about.fourcc, "YUY2") == 0;

    if (strcmp(grabber->about.fourcc, "MJPG") == 0) {
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

/* From here on what was half sent is forgotten, and trouble too. */
static void start(struct bv_test_grabber *grabber, bool running)
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
    bool resized = grabber->width_px != grabber->about.width_px;

    memcpy(grabber->agreed, bytes, size);
    grabber->agreed[2] = 1;
    grabber->agreed[3] = resized ? resized_index : frame_index;
    grabber->agreed[3] = grabber->agrees_wrongly ? 77 : grabber->agreed[3];
    bv_le32_put(grabber->agreed + 4, interval);
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
            start(grabber, true);
    } else if (setup->request == 0x81) { /* GET_CUR */
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
        start(grabber, alternate != 0);
    pthread_mutex_unlock(&grabber->lock);
}

static void clear_halt(void *data)
{
    struct bv_test_grabber *grabber = data;

    pthread_mutex_lock(&grabber->lock);
    start(grabber, false);
    pthread_mutex_unlock(&grabber->lock);
}

/* Interface 1, an alternate setting with its endpoint. */
static void add_setting(struct bv_test_bytes *bytes,
                        const struct bv_test_grabber_about *about,
                        uint8_t alternate, uint16_t packet_size)
{
    const uint8_t setting[] = {9, 4, 1, alternate, 1, 0x0e, 2, 0, 0};
    const uint8_t end[] = {7,
                           5,
                           endpoint,
                           about->bulk ? 2 : 5,
                           (uint8_t)packet_size,
                           (uint8_t)(packet_size >> 8),
                           1};
    const uint8_t companion[] = {
        6, 0x30, 15, 0, superspeed_packet & 0xff, superspeed_packet >> 8};

    if (alternate > 0)
        bv_test_append(bytes, setting, sizeof(setting));
    bv_test_append(bytes, end, sizeof(end));
    if (about->superspeed)
        bv_test_append(bytes, companion, sizeof(companion));
}

static void add_modes(struct bv_test_bytes *bytes,
                      const struct bv_test_grabber *grabber)
{
    const struct bv_test_grabber_about *about = &grabber->about;
    const struct bv_test_size size = {
        frame_index, about->width_px, about->height_px, {interval, 333333}};
    const struct bv_test_size other = {resized_index, 800, 600, {interval}};

    if (about->lie) {
        bv_test_append(bytes, about->lie->at, about->lie->size);
        return;
    }
    bv_test_input(bytes, endpoint);
    bv_test_format(bytes, about->fourcc, 1, frame_index);
    bv_test_size(bytes, about->fourcc, &size);
    bv_test_size(bytes, about->fourcc, &other);
}

/* As the kernel gives them: the device's, then its configuration's. */
static void describe(const struct bv_test_grabber *grabber,
                     struct bv_test_bytes *bytes)
{
    const struct bv_test_grabber_about *about = &grabber->about;
    uint16_t product = about->product ? about->product : 0x2109;
    const uint8_t device[] = {18,
                              1,
                              0,
                              about->superspeed ? 3 : 2,
                              0xef,
                              2,
                              1,
                              64,
                              vendor & 0xff,
                              vendor >> 8,
                              (uint8_t)product,
                              (uint8_t)(product >> 8),
                              0,
                              1,
                              0,
                              2,
                              0,
                              1};
    const uint8_t config[] = {9, 2, 0, 0, 2, 1, 0, 0x80, 50};
    const uint8_t association[] = {8, 11, 0, 2, 0x0e, 3, 0, 0};
    const uint8_t controls[] = {9, 4, 0, 0, 0, 0x0e, 1, 0, 0};
    const uint8_t stream[] = {9, 4, 1, 0, about->bulk ? 1 : 0, 0x0e, 2, 0, 0};
    size_t start_at;

    bv_test_append(bytes, device, sizeof(device));
    start_at = bytes->size;
    bv_test_append(bytes, config, sizeof(config));
    bv_test_append(bytes, association, sizeof(association));
    bv_test_append(bytes, controls, sizeof(controls));
    bv_test_control(bytes, about->version ? about->version : 0x0110);
    bv_test_append(bytes, stream, sizeof(stream));
    add_modes(bytes, grabber);
    if (about->bulk) {
        add_setting(bytes, about, 0, about->superspeed ? 1024 : 512);
    } else {
        add_setting(bytes, about, 1, 128);
        add_setting(bytes, about, 2, 1024 | 2 << 11);
        add_setting(bytes, about, 3, 1024 | 1 << 11);
    }
    bytes->at[start_at + 2] = (uint8_t)(bytes->size - start_at);
    bytes->at[start_at + 3] = (uint8_t)((bytes->size - start_at) >> 8);
}

void bv_test_grabber_plug(struct bv_test_grabber *grabber)
{
    struct bv_test_bytes bytes = {.size = 0};
    GString *text = g_string_new(NULL);
    GError *error = NULL;

    grabber->address = grabber->address % 127 + 1;
    snprintf(grabber->node, sizeof(grabber->node), node_format,
             grabber->address);
    describe(grabber, &bytes);
    g_string_printf(
        text,
        "P: /devices/usb1/1-1\nN: bus/usb/001/%03d\nE: SUBSYSTEM=usb\n"
        "E: DEVTYPE=usb_device\nE: DEVNAME=%s\nE: BUSNUM=001\nE: DEVNUM=%03d\n"
        "A: busnum=1\\n\nA: devnum=%d\\n\nA: speed=%d\\n\n"
        "A: bConfigurationValue=1\\n\nH: descriptors=",
        grabber->address, grabber->node, grabber->address, grabber->address,
        grabber->about.superspeed ? 5000 : 480);
    for (size_t i = 0; i < bytes.size; i++)
        g_string_append_printf(text, "%02X", bytes.at[i]);
    g_string_append_c(text, '\n');
    pthread_mutex_lock(&grabber->lock);
    start(grabber, false);
    grabber->starts = 0;
    pthread_mutex_unlock(&grabber->lock);
    bv_test_usbfs_plug(grabber->usbfs);
    if (!umockdev_testbed_attach_ioctl(grabber->testbed, grabber->node,
                                       bv_test_usbfs_handler(grabber->usbfs),
                                       &error) ||
        !umockdev_testbed_add_from_string(grabber->testbed, text->str, &error))
        g_error("cannot plug it in: %s", error->message);
    g_string_free(text, TRUE);
}

void bv_test_grabber_unplug(struct bv_test_grabber *grabber)
{
    static const char path[] = "/sys/devices/usb1/1-1";

    bv_test_usbfs_unplug(grabber->usbfs);
    umockdev_testbed_uevent(grabber->testbed, path, "remove");
    umockdev_testbed_remove_device(grabber->testbed, path);
    umockdev_testbed_detach_ioctl(grabber->testbed, grabber->node, NULL);
}

struct bv_test_grabber *
bv_test_grabber_new(const struct bv_test_grabber_about *about)
{
    struct bv_test_grabber *grabber = calloc(1, sizeof(*grabber));

    if (!grabber)
        abort();
    grabber->about = *about;
    grabber->width_px = about->width_px;
    grabber->height_px = about->height_px;
    grabber->picture = malloc(2 * most_px);
    pthread_mutex_init(&grabber->lock, NULL);
    grabber->testbed = umockdev_testbed_new();
    grabber->usbfs = bv_test_usbfs_new(
        &(struct bv_test_device){.control = control,
                                 .set_interface = set_interface,
                                 .clear_halt = clear_halt,
                                 .bulk = bulk,
                                 .packet = packet,
                                 .data = grabber});
    bv_test_grabber_plug(grabber);
    return grabber;
}

void bv_test_grabber_free(struct bv_test_grabber *grabber)
{
    g_object_unref(grabber->testbed);
    bv_test_usbfs_free(grabber->usbfs);
    pthread_mutex_destroy(&grabber->lock);
    free(grabber->picture);
    free(grabber);
}

void bv_test_grabber_allow(struct bv_test_grabber *grabber, int pictures)
{
    pthread_mutex_lock(&grabber->lock);
    grabber->allowed += pictures;
    pthread_mutex_unlock(&grabber->lock);
}

void bv_test_grabber_trouble(struct bv_test_grabber *grabber,
                             enum bv_test_trouble trouble)
{
    pthread_mutex_lock(&grabber->lock);
    grabber->trouble = trouble;
    pthread_mutex_unlock(&grabber->lock);
}

void bv_test_grabber_resize(struct bv_test_grabber *grabber, uint16_t width_px,
                            uint16_t height_px)
{
    pthread_mutex_lock(&grabber->lock);
    grabber->width_px = width_px;
    grabber->height_px = height_px;
    pthread_mutex_unlock(&grabber->lock);
}

void bv_test_grabber_agree_wrongly(struct bv_test_grabber *grabber)
{
    pthread_mutex_lock(&grabber->lock);
    grabber->agrees_wrongly = true;
    pthread_mutex_unlock(&grabber->lock);
}

void bv_test_grabber_serve(struct bv_test_grabber *grabber, pid_t process)
{
    bv_test_usbfs_set_process(grabber->usbfs, process);
}

int bv_test_grabber_starts(struct bv_test_grabber *grabber)
{
    int starts;

    pthread_mutex_lock(&grabber->lock);
    starts = grabber->starts;
    pthread_mutex_unlock(&grabber->lock);
    return starts;
}

bool bv_test_grabber_is_free(struct bv_test_grabber *grabber)
{
    return bv_test_usbfs_pending(grabber->usbfs) == 0 &&
           bv_test_usbfs_has_driver(grabber->usbfs);
}

/* Over the full range, as a frame has it. */
static int grey_of(const struct bv_test_grabber *grabber, int number, int row)
{
    if (strcmp(grabber->about.fourcc, "MJPG") == 0)
        return jpeg_grey(number);
    return ((luma(number, row) - 16) * 255 + 109) / 219;
}

bool bv_test_grabber_sent(const struct bv_test_grabber *grabber,
                          const struct bv_frame *frame, int number)
{
    for (int y = 16; y < frame->height_px; y++)
        for (int x = 16; x < frame->width_px; x++) {
            int off = frame->pixels[y * frame->stride_bytes + x] -
                      grey_of(grabber, number, y);

            if (abs(off) > 1)
                return false;
        }
    return true;
}
