#include "acquisition/igtl/address.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool copy(char *to, size_t room, const char *from, size_t length)
{
    if (length >= room)
        return false;
    memcpy(to, from, length);
    to[length] = '\0';
    return true;
}

static bool is_port(const char *text)
{
    size_t length = strlen(text);
    long number = strtol(text, NULL, 10);

    return length > 0 && length == strspn(text, "0123456789") && number >= 1 &&
           number <= 65535;
}

/* "host:port" or "[number]:port"; the port may be left out. */
static bool read_host(const char *text, size_t length,
                      struct bv_igtl_address *address)
{
    const char *end = text + length, *host = text, *host_end, *after;

    if (length > 0 && *text == '[') {
        host = text + 1;
        host_end = memchr(host, ']', length - 1);
        after = host_end ? host_end + 1 : NULL;
    } else {
        host_end = memchr(text, ':', length);
        host_end = after = host_end ? host_end : end;
    }
    if (!host_end || host_end == host || (after < end && *after != ':') ||
        !copy(address->host, sizeof(address->host), host,
              (size_t)(host_end - host)))
        return false;
    if (after == end) {
        snprintf(address->port, sizeof(address->port), "%d", BV_IGTL_PORT);
        return true;
    }
    return copy(address->port, sizeof(address->port), after + 1,
                (size_t)(end - after - 1)) &&
           is_port(address->port);
}

int bv_igtl_address_parse(const char *name, struct bv_igtl_address *address,
                          struct bv_fault *fault)
{
    struct bv_igtl_address made = {0};
    const char *text = strncmp(name, "//", 2) == 0 ? name + 2 : name;
    const char *slash = strchr(text, '/');
    size_t length = slash ? (size_t)(slash - text) : strlen(text);
    bool good = read_host(text, length, &made);

    if (good && slash && slash[1])
        good = bv_igtl_name_is_right(slash + 1) &&
               copy(made.device, sizeof(made.device), slash + 1,
                    strlen(slash + 1));
    if (!good)
        return bv_fault_set(fault, -EINVAL,
                            "igtl:%.200s is no address: type igtl://HOST, "
                            "igtl://HOST:PORT or igtl://HOST:PORT/DEVICE.",
                            name);
    snprintf(made.title, sizeof(made.title),
             strchr(made.host, ':') ? "[%.60s]:%s" : "%.60s:%s", made.host,
             made.port);
    *address = made;
    return 0;
}
