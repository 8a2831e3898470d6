#include "ui/cues/alarming.h"

static enum bv_alarm find(const struct bv_alarming *alarming, int id)
{
    for (int i = 0; i < alarming->count; i++)
        if (alarming->of[i].id == id)
            return alarming->of[i].alarm;
    return BV_ALARM_NONE;
}

/* What is heard as one structure alarms more than before. */
static unsigned begin(const struct bv_landmark_advice *landmark,
                      enum bv_alarm before, unsigned silenced)
{
    static const enum bv_cue cues[] = {
        [BV_ALARM_NEAR] = BV_CUE_NEAR, [BV_ALARM_INSIDE] = BV_CUE_INSIDE};

    for (int alarm = landmark->alarm; alarm > (int)before; alarm--)
        if (!(silenced & 1U << cues[alarm]) &&
            (alarm == BV_ALARM_INSIDE || landmark->mark.margin_mm > 0))
            return 1U << cues[alarm];
    return 0;
}

unsigned bv_alarming_step(struct bv_alarming *alarming,
                          const struct bv_advice *advice, unsigned silenced)
{
    struct bv_alarming now = {.count = 0};
    unsigned begins = 0;

    for (int i = 0; advice && i < advice->landmark_count; i++) {
        const struct bv_landmark_advice *landmark = &advice->landmark[i];
        int id = landmark->mark.id;

        begins |= begin(landmark, find(alarming, id), silenced);
        now.of[now.count].id = id;
        now.of[now.count++].alarm = landmark->alarm;
    }
    now.spread = advice && advice->fluid.spread.state == BV_SPREAD_NOT_SEEN;
    if (now.spread && !alarming->spread)
        begins |= 1U << BV_CUE_SPREAD & ~silenced;
    *alarming = now;
    return begins;
}
