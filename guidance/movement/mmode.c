#include "guidance/movement/mmode.h"

#include <assert.h>
#include <math.h>

#include "guidance/movement/level.h"

void bv_mmode_column(const struct bv_frame *frame,
                     const struct bv_px_segment *line, int count, float *levels)
{
    double length = bv_px_segment_length(line);

    assert(count >= 2);
    for (int i = 0; i < count; i++)
        levels[i] = (float)bv_level_at(
            frame, bv_px_segment_at(line, length * i / (count - 1)));
}
