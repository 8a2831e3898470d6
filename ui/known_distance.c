#include "ui/known_distance.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "core/words.h"

/* Points closer than this make no scale. */
static const double apart_least_px = 40;

bool bv_known_distance_is_long(const struct bv_known_distance *distance)
{
    return bv_px_segment_length(&distance->px) >= apart_least_px;
}

void bv_known_distance_type(struct bv_known_distance *distance, char letter)
{
    size_t length = strlen(distance->typed);

    if (letter == '\b' && length > 0)
        distance->typed[length - 1] = '\0';
    else if (length + 1 < sizeof(distance->typed) &&
             (isdigit((unsigned char)letter) ||
              (letter == '.' && !strchr(distance->typed, '.'))))
        memcpy(distance->typed + length, (char[]){letter, '\0'}, 2);
}

/* Not strtod(): its point is another one in other languages. */
bool bv_known_distance_read(const char *typed, double *length)
{
    double value = 0, step = 0;
    bool digits = false;

    for (const char *at = typed; *at; at++) {
        if (isdigit((unsigned char)*at) && step == 0)
            value = value * 10 + (*at - '0');
        else if (isdigit((unsigned char)*at))
            value += (step /= 10) * (*at - '0');
        else if ((*at == '.' || *at == ',') && step == 0)
            step = 1;
        else
            return false;
        digits = digits || isdigit((unsigned char)*at);
    }
    if (digits)
        *length = value;
    return digits;
}

bool bv_known_distance_measure(const struct bv_known_distance *distance,
                               struct bv_screen_scale *scale)
{
    double mm, length_px = bv_px_segment_length(&distance->px);

    if (!bv_known_distance_read(distance->typed, &mm))
        return false;
    scale->origin = BV_SCALE_MEASURED;
    scale->mm_per_px = mm / length_px;
    snprintf(scale->why, sizeof(scale->why),
             _("%.4g mm between two points, %.0f px apart"), mm, length_px);
    return scale->mm_per_px >= BV_SCREEN_SCALE_LEAST &&
           scale->mm_per_px <= BV_SCREEN_SCALE_MOST;
}
