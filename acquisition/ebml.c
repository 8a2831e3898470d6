#include "acquisition/ebml.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { id_void = 0xec, size8_bytes = 8 };

bool bv_ebml_reserve(struct bv_ebml *ebml, size_t more_bytes)
{
    size_t wanted = ebml->size_bytes + more_bytes;
    size_t capacity = ebml->capacity_bytes ? ebml->capacity_bytes : 512;
    uint8_t *bytes;

    if (ebml->failed || wanted < more_bytes) {
        ebml->failed = true;
        return false;
    }
    if (wanted <= ebml->capacity_bytes)
        return true;
    while (capacity < wanted)
        capacity *= 2;
    bytes = realloc(ebml->bytes, capacity);
    if (!bytes) {
        ebml->failed = true;
        return false;
    }
    ebml->bytes = bytes;
    ebml->capacity_bytes = capacity;
    return true;
}

void bv_ebml_fini(struct bv_ebml *ebml)
{
    free(ebml->bytes);
    *ebml = (struct bv_ebml){0};
}

void bv_ebml_bytes(struct bv_ebml *ebml, const void *bytes, size_t size)
{
    if (size == 0 || !bv_ebml_reserve(ebml, size))
        return;
    memcpy(ebml->bytes + ebml->size_bytes, bytes, size);
    ebml->size_bytes += size;
}

/* The low @p count bytes of a number, highest first. */
static void put_number(struct bv_ebml *ebml, uint64_t number, int count)
{
    uint8_t bytes[8];

    for (int i = 0; i < count; i++)
        bytes[i] = (uint8_t)(number >> (8 * (count - 1 - i)));
    bv_ebml_bytes(ebml, bytes, (size_t)count);
}

void bv_ebml_id(struct bv_ebml *ebml, uint32_t id)
{
    put_number(ebml, id,
               id > 0xffffff ? 4
               : id > 0xffff ? 3
               : id > 0xff   ? 2
                             : 1);
}

void bv_ebml_size8(struct bv_ebml *ebml, uint64_t size)
{
    put_number(ebml, size | UINT64_C(1) << 56, size8_bytes);
}

void bv_ebml_uint(struct bv_ebml *ebml, uint32_t id, uint64_t value)
{
    bv_ebml_id(ebml, id);
    put_number(ebml, 0x80 | 8, 1);
    put_number(ebml, value, 8);
}

void bv_ebml_float(struct bv_ebml *ebml, uint32_t id, double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof(bits));
    bv_ebml_uint(ebml, id, bits);
}

void bv_ebml_binary(struct bv_ebml *ebml, uint32_t id, const void *bytes,
                    size_t size)
{
    bv_ebml_id(ebml, id);
    bv_ebml_size8(ebml, size);
    bv_ebml_bytes(ebml, bytes, size);
}

void bv_ebml_text(struct bv_ebml *ebml, uint32_t id, const char *text)
{
    bv_ebml_binary(ebml, id, text, strlen(text));
}

void bv_ebml_void(struct bv_ebml *ebml, size_t whole_bytes)
{
    size_t padding = whole_bytes - 1 - size8_bytes;

    assert(whole_bytes >= 1 + size8_bytes);
    bv_ebml_id(ebml, id_void);
    bv_ebml_size8(ebml, padding);
    if (!bv_ebml_reserve(ebml, padding))
        return;
    memset(ebml->bytes + ebml->size_bytes, 0, padding);
    ebml->size_bytes += padding;
}

size_t bv_ebml_start(struct bv_ebml *ebml, uint32_t id)
{
    bv_ebml_id(ebml, id);
    bv_ebml_size8(ebml, BV_EBML_SIZE_UNKNOWN);
    return ebml->size_bytes;
}

void bv_ebml_end(struct bv_ebml *ebml, size_t start)
{
    size_t end = ebml->size_bytes;

    if (ebml->failed)
        return;
    ebml->size_bytes = start - size8_bytes;
    bv_ebml_size8(ebml, end - start);
    ebml->size_bytes = end;
}
