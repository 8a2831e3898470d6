#include "ui/length_check.h"

#include <math.h>
#include <stdio.h>

#include "core/clock.h"
#include "core/words.h"

/* Of the shaft that is seen; 0: none, or nothing is known in mm. */
static double seen_mm(const struct bv_advice *advice)
{
    if (!advice || advice->picture != BV_PICTURE_FRESH || !advice->has_shaft ||
        !bv_needle_state_is_drawn(advice->state) || !(advice->mm_per_px > 0))
        return 0;
    return bv_px_segment_length(&advice->shaft_px) * advice->mm_per_px;
}

bool bv_length_check_step(struct bv_length_check *check,
                          const struct bv_advice *advice, double length_mm,
                          char *text, size_t size)
{
    double mm = seen_mm(advice);
    double most_mm =
        length_mm * (1 + BV_LENGTH_CHECK_SHARE) + BV_LENGTH_CHECK_MM;

    text[0] = '\0';
    if (!(length_mm > 0) || mm <= most_mm) {
        *check = (struct bv_length_check){0};
        return false;
    }
    if (check->since_ns == 0 || advice->time_ns < check->since_ns)
        *check = (struct bv_length_check){.since_ns = advice->time_ns};
    check->most_mm = fmax(check->most_mm, mm);
    if (advice->time_ns - check->since_ns < bv_s_to_ns(BV_LENGTH_CHECK_S))
        return false;
    snprintf(text, size,
             _("%.0f mm of the needle show, it has %.0f: is the scale right, "
               "and the needle?"),
             check->most_mm, length_mm);
    return true;
}
