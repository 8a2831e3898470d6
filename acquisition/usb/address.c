#include "acquisition/usb/address.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { digits = 4 };

/* Four digits, as lsusb and `bevel sources` write them. */
static bool read_number(const char *text, uint16_t *number)
{
    if (strspn(text, "0123456789abcdefABCDEF") != digits)
        return false;
    *number = (uint16_t)strtoul(text, NULL, 16);
    return true;
}

int bv_usb_address_parse(const char *name, struct bv_usb_address *address,
                         struct bv_fault *fault)
{
    struct bv_usb_address made = {.any = name[0] == '\0'};

    if (!made.any && !(read_number(name, &made.vendor) && name[digits] == ':' &&
                       read_number(name + digits + 1, &made.product) &&
                       name[2 * digits + 1] == '\0'))
        return bv_fault_set(fault, -EINVAL,
                            "usb:%.200s names no device: type usb: alone, or "
                            "usb:VID:PID as `bevel sources` lists it.",
                            name);
    *address = made;
    return 0;
}

bool bv_usb_address_fits(const struct bv_usb_address *address, uint16_t vendor,
                         uint16_t product)
{
    return address->any ||
           (address->vendor == vendor && address->product == product);
}
