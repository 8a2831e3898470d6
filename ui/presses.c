#include "ui/presses.h"

static bool is_within(const struct bv_presses *presses, int64_t now_ns, int ms)
{
    return now_ns - presses->since_ns <= (int64_t)ms * 1000000;
}

enum bv_press bv_presses_down(struct bv_presses *presses,
                              enum bv_press_kind kind, int64_t now_ns)
{
    bool again = presses->is_tapped && kind != BV_PRESS_AT_ONCE &&
                 is_within(presses, now_ns, BV_PRESS_AGAIN_MS);

    if (presses->is_down)
        return BV_PRESS_NONE; /* its key repeats */
    *presses = (struct bv_presses){
        .is_down = true,
        .is_spent = again || kind != BV_PRESS_WAITS,
        .holds = !again && kind == BV_PRESS_IS_HELD,
        .since_ns = now_ns,
    };
    if (again)
        return BV_PRESS_DOUBLE;
    if (kind == BV_PRESS_AT_ONCE)
        return BV_PRESS_SHORT;
    return kind == BV_PRESS_IS_HELD ? BV_PRESS_HOLDS : BV_PRESS_NONE;
}

enum bv_press bv_presses_up(struct bv_presses *presses, int64_t now_ns)
{
    bool was_short = is_within(presses, now_ns, BV_PRESS_LONG_MS);
    bool waits = presses->is_down && !presses->is_spent;

    *presses = (struct bv_presses){
        .is_tapped = was_short && (waits || presses->holds),
        .is_waiting = was_short && waits,
        .since_ns = now_ns,
    };
    return waits && !was_short ? BV_PRESS_LONG : BV_PRESS_NONE;
}

enum bv_press bv_presses_wait(struct bv_presses *presses, int64_t now_ns)
{
    if (presses->is_down && !presses->is_spent &&
        !is_within(presses, now_ns, BV_PRESS_LONG_MS)) {
        presses->is_spent = true;
        return BV_PRESS_LONG;
    }
    if (presses->is_waiting && !is_within(presses, now_ns, BV_PRESS_AGAIN_MS)) {
        presses->is_waiting = presses->is_tapped = false;
        return BV_PRESS_SHORT;
    }
    return BV_PRESS_NONE;
}

enum bv_press bv_presses_flush(struct bv_presses *presses)
{
    bool was_waiting = presses->is_waiting;

    presses->is_waiting = presses->is_tapped = false;
    return was_waiting ? BV_PRESS_SHORT : BV_PRESS_NONE;
}

void bv_presses_drop(struct bv_presses *presses)
{
    *presses = (struct bv_presses){.is_down = false};
}
