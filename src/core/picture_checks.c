#include "core/picture_checks.h"

#include <assert.h>

#include "core/words.h"

static const struct {
    const char *name, *sentence;
} checks[BV_CHECK_COUNT] = {
    [BV_CHECK_FROZEN] = {"frozen", N_("The picture stands still: unfreeze the "
                                      "scanner, or look at the cable.")},
    [BV_CHECK_CUT_OFF] = {"cut_off",
                          N_("The scan is cut off at the side: let all of it "
                             "be in the picture.")},
    [BV_CHECK_MARKER] = {"marker",
                         N_("The marker is on the other side than was "
                            "chosen: turn the probe, or the picture.")},
    [BV_CHECK_CONTACT_LEFT] = {"contact_left",
                               N_("No contact on the left: press that side, or "
                                  "add gel.")},
    [BV_CHECK_CONTACT_RIGHT] = {"contact_right",
                                N_("No contact on the right: press that side, "
                                   "or add gel.")},
    [BV_CHECK_GAIN_HIGH] =
        {"gain_high", N_("The picture is too bright: turn the gain down.")},
    [BV_CHECK_GAIN_LOW] = {"gain_low",
                           N_("The picture is too dark: turn the gain up.")},
    [BV_CHECK_TARGET_LOW] = {"target_low",
                             N_("The target is at the lower edge: "
                                "turn the depth up.")},
    [BV_CHECK_TARGET_HIGH] = {"target_high",
                              N_("The target is in the upper fifth: turn the "
                                 "depth down.")},
    [BV_CHECK_EMPTY_BELOW] = {"empty_below",
                              N_("Nothing shows in the lower third: turn the "
                                 "depth down.")},
    [BV_CHECK_FOCUS] = {"focus",
                        N_("The target is far from the focus: move the "
                           "focus to its depth.")},
};

const char *bv_picture_check_name(enum bv_picture_check check)
{
    assert(check < BV_CHECK_COUNT);
    return checks[check].name;
}

const char *bv_picture_check_sentence(enum bv_picture_check check)
{
    assert(check < BV_CHECK_COUNT);
    return checks[check].sentence;
}

enum bv_picture_check bv_picture_checks_first(uint32_t set)
{
    enum bv_picture_check check = 0;

    while (check < BV_CHECK_COUNT && !(set & BV_CHECK_BIT(check)))
        check++;
    return check;
}
