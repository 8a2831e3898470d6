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

    bv_test_grabber_describe(grabber, &bytes);
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
    bv_test_grabber_init(grabber, about);
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
    bv_test_grabber_fini(grabber);
    free(grabber);
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
