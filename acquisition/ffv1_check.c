#include "acquisition/ffv1_check.h"

#include <libavutil/crc.h>
#include <libavutil/intreadwrite.h>

/* Behind each slice: its size, a byte, and what makes its checksum 0. */
enum { footer_bytes = 3 + 1 + 4 };

bool bv_ffv1_is_whole(const uint8_t *bytes, size_t size)
{
    const AVCRC *table = av_crc_get_table(AV_CRC_32_IEEE);

    if (size == 0)
        return false;
    while (size > 0) { /* from the last slice, whose size is at the end */
        size_t slice;

        if (size < footer_bytes)
            return false;
        slice = AV_RB24(bytes + size - footer_bytes);
        if (slice == 0 || slice > size - footer_bytes)
            return false;
        slice += footer_bytes;
        size -= slice;
        if (av_crc(table, 0, bytes + size, slice) != 0)
            return false;
    }
    return true;
}
