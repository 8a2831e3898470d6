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

bool bv_known_distance_measure(const struct bv_known_distance *distance,
                               struct bv_screen_scale *scale)
{
    const char *typed = distance->typed;
    double mm, step = 0.1, length_px = bv_px_segment_length(&distance->px);
    int whole = 0, used = 0;

    if (sscanf(typed, "%d%n", &whole, &used) != 1)
        return false;
    mm = whole; /* not strtod(): the point is a point in every language */
    for (const char *at = typed + used + 1; typed[used] && *at;
         at++, step /= 10)
        mm += step * (*at - '0');
    scale->origin = BV_SCALE_MEASURED;
    scale->mm_per_px = mm / length_px;
    snprintf(scale->why, sizeof(scale->why),
             _("%.4g mm between two points, %.0f px apart"), mm, length_px);
    return scale->mm_per_px >= BV_SCREEN_SCALE_LEAST &&
           scale->mm_per_px <= BV_SCREEN_SCALE_MOST;
}
