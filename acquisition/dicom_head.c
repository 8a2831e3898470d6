#include "acquisition/dicom_head.h"

#include <stdbool.h>
#include <string.h>

enum { sure = 95, likely = 40, signature_at = 128 };

/* Whether two letters name how a value is written, as the groups that come
 * first use them. */
static bool is_representation(const uint8_t *letters)
{
    static const char *const known[] = {"UL", "OB", "UI", "SH", "AE",
                                        "CS", "LO", "DA", "TM", "PN",
                                        "SQ", "ST", "UN", "DT"};

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (memcmp(letters, known[i], 2) == 0)
            return true;
    return false;
}

/* A data set without a preamble: its first element lies in group 2 or 8, and
 * is short, whichever way its length is written. */
static bool starts_data_set(const uint8_t *head, size_t size)
{
    enum { long_most = 256, tag_most = 0x18 };

    if (size < 16 || (head[0] != 2 && head[0] != 8) || head[1] != 0 ||
        head[2] > tag_most || head[3] != 0)
        return false;
    if (is_representation(head + 4))
        return head[7] == 0;
    return (head[4] | head[5] << 8) <= long_most && head[6] == 0 &&
           head[7] == 0;
}

int bv_dicom_head_sure(const uint8_t *head, size_t size)
{
    if (size >= BV_DICOM_HEAD_BYTES &&
        memcmp(head + signature_at, "DICM", 4) == 0)
        return sure;
    return starts_data_set(head, size) ? likely : 0;
}
