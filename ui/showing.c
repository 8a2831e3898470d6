#include "ui/showing.h"

#include <errno.h>
#include <stdio.h>

#include "core/words.h"

enum bv_showing bv_showing_find(const struct bv_showing_facts *facts)
{
    const struct bv_advice *advice = facts->advice;
    bool ended = facts->counts->ended;

    if (facts->frozen)
        return facts->frozen_bare ? BV_SHOWING_FROZEN_BARE : BV_SHOWING_FROZEN;
    if (ended && facts->counts->end_error != -ENODATA)
        return BV_SHOWING_GONE;
    if (!advice)
        return ended ? BV_SHOWING_ENDED : BV_SHOWING_NOTHING;
    if (facts->info->still)
        return BV_SHOWING_STILL;
    if (ended)
        return BV_SHOWING_ENDED;
    if (advice->picture == BV_PICTURE_STOPPED ||
        bv_freshness_is_stale(facts->freshness, facts->now_ns))
        return BV_SHOWING_STOPPED;
    if (advice->picture == BV_PICTURE_TOO_SLOW)
        return BV_SHOWING_TOO_SLOW;
    return facts->info->live ? BV_SHOWING_LIVE : BV_SHOWING_PLAYING;
}

bool bv_showing_may_replay(enum bv_showing showing,
                           const struct bv_pipeline_counts *counts)
{
    /* frozen on its last picture, say; a device that is gone is gone */
    return counts->ended && counts->end_error != -ENODEV &&
           showing != BV_SHOWING_STILL;
}

bool bv_showing_may_record(enum bv_showing showing,
                           const struct bv_pipeline_counts *counts)
{
    return !counts->ended && showing != BV_SHOWING_STILL;
}

bool bv_showing_say_link(const struct bv_source_info *info,
                         enum bv_showing showing, char *text, size_t size)
{
    /* in the order of the source's own states */
    static const char *const words[] = {
        N_("Waiting for %s"),
        N_("Connected to %s, which sends no picture"),
        N_("%s is gone: waiting for it to come back"),
        N_("You may not use %s: `bevel sources` says what to do"),
        N_("%s is in use by another program: close that"),
        N_("%s does not start: plug it in again"),
        N_("%s does not have the mode that was named")};
    enum { states = sizeof(words) / sizeof(words[0]), connected = 1 };
    int link = info->controls ? bv_controls_find(info->controls, "link") : -1;
    double state = link < 0 ? -1 : bv_controls_told(info->controls, link);
    bool silent =
        showing == BV_SHOWING_NOTHING || showing == BV_SHOWING_STOPPED;

    if (!(state >= 0 && state < states) || (state == connected && !silent))
        return false;
    snprintf(text, size, _(words[(int)state]), info->title);
    return true;
}

bool bv_showing_is_clip(const struct bv_source_info *info)
{
    return !info->live && info->frame_count > 0;
}

bool bv_showing_may_mark(enum bv_showing showing)
{
    return showing == BV_SHOWING_LIVE || showing == BV_SHOWING_PLAYING ||
           showing == BV_SHOWING_STOPPED || showing == BV_SHOWING_TOO_SLOW;
}
