#include "acquisition/matroska_head.h"

#include <errno.h>

/* What may stand before the segment: a head, and padding. */
enum { most_elements = 8 };

static const uint64_t id_ebml = 0x1a45dfa3, id_segment = 0x18538067,
                      id_seek_head = 0x114d9b74;

/* A whole number of EBML: the first bit that is set says how many bytes.
 * @return Its length, 0 where there is none. */
static int read_number(const uint8_t *at, const uint8_t *end, bool keep_marker,
                       uint64_t *number)
{
    int length = 1;

    if (at >= end || *at == 0)
        return 0;
    while (!(*at & (0x80 >> (length - 1))))
        length++;
    if (end - at < length)
        return 0;
    *number = keep_marker ? *at : *at & (0xff >> length);
    for (int i = 1; i < length; i++)
        *number = *number << 8 | at[i];
    return length;
}

static void fill_in(const uint8_t *start, const uint8_t *at, const uint8_t *end,
                    uint64_t length, int size_bytes,
                    struct bv_matroska_head *head)
{
    uint64_t first = 0;

    head->open = length == (UINT64_C(1) << (7 * size_bytes)) - 1;
    head->segment = (uint64_t)(at - start);
    head->segment_bytes = head->open ? 0 : length;
    head->has_index =
        read_number(at, end, true, &first) && first == id_seek_head;
}

int bv_matroska_head_parse(const uint8_t *bytes, size_t size,
                           struct bv_matroska_head *head)
{
    const uint8_t *at = bytes, *end = bytes + size;

    for (int element = 0; element < most_elements; element++) {
        uint64_t id, length;
        int id_bytes = read_number(at, end, true, &id);
        int size_bytes =
            id_bytes ? read_number(at + id_bytes, end, false, &length) : 0;

        if (!size_bytes || (element == 0 && id != id_ebml))
            return -EINVAL;
        at += id_bytes + size_bytes;
        if (id == id_segment) {
            fill_in(bytes, at, end, length, size_bytes, head);
            return 0;
        }
        if (length > (uint64_t)(end - at))
            return -EINVAL;
        at += length;
    }
    return -EINVAL;
}

bool bv_matroska_head_is_cut(const struct bv_matroska_head *head,
                             int64_t file_bytes)
{
    return !head->open &&
           ((uint64_t)file_bytes < head->segment ||
            head->segment_bytes > (uint64_t)file_bytes - head->segment);
}
