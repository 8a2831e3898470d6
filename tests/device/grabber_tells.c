/*
 * What the model of a grabber is, and says of itself.
 */
#include "device/grabber_inside.h"

#include <stdlib.h>
#include <string.h>

void bv_test_grabber_init(struct bv_test_grabber *grabber,
                          const struct bv_test_grabber_about *about)
{
    grabber->about = *about;
    grabber->width_px = about->width_px;
    grabber->height_px = about->height_px;
    grabber->fourcc = about->fourcc;
    grabber->picture = malloc(2 * most_px);
    if (!grabber->picture)
        abort();
    pthread_mutex_init(&grabber->lock, NULL);
}

void bv_test_grabber_fini(struct bv_test_grabber *grabber)
{
    pthread_mutex_destroy(&grabber->lock);
    free(grabber->picture);
}

void bv_test_grabber_allow(struct bv_test_grabber *grabber, int pictures)
{
    pthread_mutex_lock(&grabber->lock);
    grabber->allowed += pictures;
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
    const struct bv_test_size size = {frame_index,
                                      about->width_px,
                                      about->height_px,
                                      {interval, slow_interval}};
    const struct bv_test_size other = {resized_index, 800, 600, {interval}};
    const char *fourccs[] = {about->fourcc, about->other};

    if (about->lie) {
        bv_test_append(bytes, about->lie->at, about->lie->size);
        return;
    }
    bv_test_input(bytes, endpoint);
    for (uint8_t i = 0; i < 2 && fourccs[i]; i++) {
        bv_test_format(bytes, fourccs[i], i + 1, frame_index);
        bv_test_size(bytes, fourccs[i], &size);
        bv_test_size(bytes, fourccs[i], &other);
    }
}

void bv_test_grabber_describe(const struct bv_test_grabber *grabber,
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
