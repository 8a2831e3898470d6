#include "ui/fluid_history.h"

/* Ten a second while there is room. */
static const double first_step_s = 0.1;

/* Every second one goes: the chart keeps its beginning, and is coarser. */
static void thin(struct bv_fluid_history *history)
{
    int kept = 0;

    for (int i = 0; i < history->count; i += 2) {
        history->time_s[kept] = history->time_s[i];
        history->area_mm2[kept++] = history->area_mm2[i];
    }
    history->count = kept;
    history->step_s *= 2;
}

void bv_fluid_history_add(struct bv_fluid_history *history, double time_s,
                          double area_mm2)
{
    int last = history->count - 1;

    if (last >= 0 && time_s < history->time_s[last])
        history->count = 0;
    if (history->count == 0)
        history->step_s = first_step_s;
    last = history->count - 1;
    if (last >= 0 && time_s - history->time_s[last] < history->step_s)
        return;
    if (history->count == BV_FLUID_HISTORY_MOST)
        thin(history);
    history->time_s[history->count] = time_s;
    history->area_mm2[history->count++] = area_mm2;
}
