/*
 * How a shaft lies to the picture and its beams.
 */
#include <math.h>

#include "guidance/plan_open.h"

/* Halvings until nothing is gained. */
enum { halvings = 60 };

static double deg(double radians)
{
    return radians * 180 / M_PI;
}

/* The middle of the beams; for a linear probe they have none. */
static struct bv_mm apex(const struct bv_plan_probe *probe)
{
    return (struct bv_mm){0, -probe->radius_mm};
}

/* A point's beam: its angle from straight down, degrees. */
static double beam_deg(const struct bv_plan_probe *probe, struct bv_mm at)
{
    struct bv_mm from = apex(probe);

    return probe->curved
               ? deg(atan2(at.lateral - from.lateral, at.depth - from.depth))
               : 0;
}

bool bv_plan_shows(const struct bv_plan_probe *probe, struct bv_mm at)
{
    struct bv_mm from = apex(probe);
    double depth;

    if (!probe->curved)
        return fabs(at.lateral) <= probe->width_mm / 2 && at.depth >= 0 &&
               at.depth <= probe->depth_mm;
    depth = hypot(at.lateral - from.lateral, at.depth - from.depth) -
            probe->radius_mm;
    return depth >= 0 && depth <= probe->depth_mm &&
           fabs(beam_deg(probe, at)) <= probe->half_angle_deg;
}

/* Where the shaft comes into the picture: the target is in it, and the picture
 * on the way there is cut by its side alone. */
struct bv_mm bv_plan_shown(const struct bv_plan_probe *probe,
                           const struct bv_plan_shaft *shaft)
{
    double hidden = 0, shown = 1;

    for (int i = 0; i < halvings; i++) {
        double part = (hidden + shown) / 2;
        struct bv_mm at = {shaft->entry.lateral + part * (shaft->aim.lateral -
                                                          shaft->entry.lateral),
                           shaft->entry.depth +
                               part * (shaft->aim.depth - shaft->entry.depth)};

        if (bv_plan_shows(probe, at))
            shown = part;
        else
            hidden = part;
    }
    return (struct bv_mm){
        shaft->entry.lateral +
            shown * (shaft->aim.lateral - shaft->entry.lateral),
        shaft->entry.depth + shown * (shaft->aim.depth - shaft->entry.depth)};
}

/* The shaft's angle to the beam at a point, 0 to 90 degrees. */
double bv_plan_insonation(const struct bv_plan_probe *probe,
                          const struct bv_plan_shaft *shaft, struct bv_mm at)
{
    double shaft_deg = deg(atan2(shaft->aim.lateral - shaft->entry.lateral,
                                 shaft->aim.depth - shaft->entry.depth));

    return fabs(remainder(shaft_deg - beam_deg(probe, at), 180));
}
