#include "acquisition/simulator/pace.h"

static const double share_most = 0.8;

bool bv_sim_pace_note(struct bv_sim_pace *pace, double took_ms, double every_ms)
{
    bool slow;

    pace->count++;
    pace->late += took_ms > share_most * every_ms;
    if (pace->count < BV_SIM_PACE_PICTURES)
        return false;
    slow = 2 * pace->late > pace->count;
    pace->count = pace->late = 0;
    return slow;
}
