#include "device/grabber_inside.h"

#include <ftw.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <umockdev.h>

#include "acquisition/usb/little_endian.h"
#include "device/usbfs.h"

enum { most_addresses = 127 };
static const char node_format[] = "/dev/bus/usb/001/%03d";

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

/* A device that was unplugged some time ago answers no more. Not at once:
 * umockdev would leave a question that is just asked without an answer, for
 * ever. */
static void forget_old(struct bv_test_grabber *grabber)
{
    enum { later = 4 };
    char node[sizeof(grabber->node)];
    int old = (grabber->address + most_addresses - later) % most_addresses + 1;

    snprintf(node, sizeof(node), node_format, old);
    umockdev_testbed_detach_ioctl(grabber->testbed, node, NULL);
}

/* Put a device of this kind into the machine. */
static void add(const struct bv_test_grabber *grabber, const char *port,
                int address)
{
    struct bv_test_bytes bytes = {.size = 0};
    GString *text = g_string_new(NULL);
    GError *error = NULL;

    describe(grabber, &bytes);
    g_string_printf(
        text,
        "P: /devices/usb1/%s\nN: bus/usb/001/%03d\nE: SUBSYSTEM=usb\n"
        "E: DEVTYPE=usb_device\nE: DEVNAME=/dev/bus/usb/001/%03d\n"
        "E: BUSNUM=001\nE: DEVNUM=%03d\n"
        "A: busnum=1\\n\nA: devnum=%d\\n\nA: speed=%d\\n\n"
        "A: bConfigurationValue=1\\n\nH: descriptors=",
        port, address, address, address, address,
        grabber->about.superspeed ? 5000 : 480);
    for (size_t i = 0; i < bytes.size; i++)
        g_string_append_printf(text, "%02X", bytes.at[i]);
    g_string_append_c(text, '\n');
    if (!umockdev_testbed_add_from_string(grabber->testbed, text->str, &error))
        g_error("cannot plug it in: %s", error->message);
    g_string_free(text, TRUE);
}

void bv_test_grabber_plug(struct bv_test_grabber *grabber)
{
    GError *error = NULL;

    forget_old(grabber);
    grabber->address = grabber->address % most_addresses + 1;
    snprintf(grabber->node, sizeof(grabber->node), node_format,
             grabber->address);
    pthread_mutex_lock(&grabber->lock);
    bv_test_grabber_start(grabber, false);
    grabber->starts = 0;
    pthread_mutex_unlock(&grabber->lock);
    bv_test_usbfs_plug(grabber->usbfs);
    if (!umockdev_testbed_attach_ioctl(grabber->testbed, grabber->node,
                                       bv_test_usbfs_handler(grabber->usbfs),
                                       &error))
        g_error("cannot plug it in: %s", error->message);
    add(grabber, "1-1", grabber->address);
}

void bv_test_grabber_add_other(struct bv_test_grabber *grabber)
{
    add(grabber, "1-2", most_addresses);
}

void bv_test_grabber_unplug(struct bv_test_grabber *grabber)
{
    static const char path[] = "/sys/devices/usb1/1-1";

    bv_test_usbfs_unplug(grabber->usbfs);
    umockdev_testbed_uevent(grabber->testbed, path, "remove");
    umockdev_testbed_remove_device(grabber->testbed, path);
}

struct bv_test_grabber *
bv_test_grabber_new(const struct bv_test_grabber_about *about)
{
    struct bv_test_grabber *grabber = calloc(1, sizeof(*grabber));
    struct bv_test_device device = bv_test_grabber_device;

    if (!grabber)
        abort();
    grabber->about = *about;
    grabber->width_px = about->width_px;
    grabber->height_px = about->height_px;
    grabber->fourcc = about->fourcc;
    grabber->picture = malloc(2 * most_px);
    pthread_mutex_init(&grabber->lock, NULL);
    grabber->testbed = umockdev_testbed_new();
    device.data = grabber;
    grabber->usbfs = bv_test_usbfs_new(&device);
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
    grabber->resized = true;
    pthread_mutex_unlock(&grabber->lock);
}

void bv_test_grabber_agree_wrongly(struct bv_test_grabber *grabber)
{
    pthread_mutex_lock(&grabber->lock);
    grabber->agrees_wrongly = true;
    pthread_mutex_unlock(&grabber->lock);
}

static int show_entry(const char *path, const struct stat *about, int type,
                      struct FTW *where)
{
    (void)type;
    (void)where;
    return S_ISLNK(about->st_mode) ? 0 : chmod(path, 0777);
}

void bv_test_grabber_forbid(struct bv_test_grabber *grabber)
{
    char *root = umockdev_testbed_get_root_dir(grabber->testbed);
    char *node = g_strconcat(root, grabber->node, NULL);

    if (nftw(root, show_entry, 16, FTW_PHYS) < 0 || chmod(node, 0) < 0)
        g_error("cannot forbid it");
    g_free(node);
    g_free(root);
}

void bv_test_grabber_serve(struct bv_test_grabber *grabber, pid_t process)
{
    bv_test_usbfs_set_process(grabber->usbfs, process);
}

void bv_test_grabber_mode(struct bv_test_grabber *grabber,
                          char text[BV_MODE_TEXT_SIZE])
{
    uint32_t time = bv_le32(grabber->agreed + 4);

    pthread_mutex_lock(&grabber->lock);
    snprintf(text, BV_MODE_TEXT_SIZE, "%dx%d@%.4g,%s", grabber->width_px,
             grabber->height_px, (double)BV_MODE_STEPS_PER_S / time,
             grabber->fourcc);
    pthread_mutex_unlock(&grabber->lock);
}

int bv_test_grabber_begun(struct bv_test_grabber *grabber)
{
    int begun;

    pthread_mutex_lock(&grabber->lock);
    begun = grabber->sent;
    pthread_mutex_unlock(&grabber->lock);
    return begun;
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

bool bv_test_grabber_sent(const struct bv_test_grabber *grabber,
                          const struct bv_frame *frame, int number)
{
    for (int y = 16; y < frame->height_px; y++)
        for (int x = 16; x < frame->width_px; x++) {
            int off = frame->pixels[y * frame->stride_bytes + x] -
                      bv_test_grabber_grey(grabber, number, y);

            if (abs(off) > 1)
                return false;
        }
    return true;
}
