#include "guidance/fluid/outline_find.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/words.h"
#include "guidance/fluid/levels.h"
#include "guidance/fluid/outline_score.h"
#include "guidance/fluid/star.h"

enum {
    rings = 4,      /* around the click, of middles that are tried */
    ring_parts = 8, /* middles on each */
    traced = 24,    /* ellipses around which a border is traced */
    smallest = 8,   /* sample of the smallest ellipse, and the largest */
    largest = 88,
    click_off = 8,   /* samples that the click lies within an ellipse */
    click_near = 40, /* ... and no more: near its middle all are tried */
};

/* The first sample and the first ring, as parts of the picture's side. */
static const double least_part = 0.012, ring_part = 0.02;

/* Ellipses that are tried: stretch, and degrees below the horizontal. Only
 * flat ones are long, as fluid between layers is. */
static const double shapes[][2] = {{1, 0},     {1.6, 0}, {1.6, 45}, {1.6, 90},
                                   {1.6, 135}, {2.8, 0}, {2.8, 25}, {2.8, -25},
                                   {5, 0},     {5, 15},  {5, -15}};

/* What is proposed is likelier than this, and has any contrast at all. */
static const double confidence_least = 0.6, contrast_least = 0.08;

/* What is bright blurs into what is dark: the border lies this part of the
 * picture's side further out than where it looks steepest. */
static const double blur_part = 0.004;

static const double stretch_most = 12;

/* An ellipse that fits. */
struct place {
    struct bv_star star;
    int sample;
    double fit;
};

struct search {
    struct bv_levels levels;
    struct bv_outline_greys greys;
    struct bv_px click;
    struct bv_star_look look;
    struct place places[traced]; /* the best first */
    int count;
};

/* A border that was traced. */
struct traced_border {
    struct bv_outline outline;
    double cues[BV_OUTLINE_CUES];
    double log_odds;
};

static bool are_near(const struct place *a, const struct place *b)
{
    double radius = bv_star_radius_px(&a->star, a->sample);
    double other = bv_star_radius_px(&b->star, b->sample);
    double turn = (a->star.turn_deg - b->star.turn_deg) * M_PI / 180;

    return fabs(log(radius / other)) < 0.15 &&
           bv_px_distance(a->star.middle, b->star.middle) < 0.25 * radius &&
           fabs(log(a->star.stretch / b->star.stretch)) < 0.3 &&
           (a->star.stretch < 1.3 || fabs(sin(turn)) < 0.5);
}

/* Keeps the best, and of those that are near one another the better. */
static void keep(struct search *search, const struct place *place)
{
    struct place *places = search->places;
    int count = 0, at;

    for (int i = 0; i < search->count; i++)
        if (are_near(&places[i], place)) {
            if (places[i].fit >= place->fit)
                return;
        }
    for (int i = 0; i < search->count; i++)
        if (!are_near(&places[i], place))
            places[count++] = places[i];
    search->count = count;
    for (at = count; at > 0 && places[at - 1].fit < place->fit; at--)
        if (at < traced)
            places[at] = places[at - 1];
    if (at >= traced)
        return;
    places[at] = *place;
    if (search->count < traced)
        search->count++;
}

/* All sizes of ellipses of one middle and shape that hold the click. */
static void try_sizes(struct search *search, const struct bv_star *star,
                      bool in_middle)
{
    double click = bv_star_sample_at(star, search->click);
    double from = in_middle ? smallest : fmax(click + click_off, smallest);
    double to = in_middle ? largest : fmin(click + click_near, largest);
    double fit[BV_STAR_SAMPLES];
    int first = (int)from, end = (int)to;

    if (end - first < 1)
        return;
    bv_star_look(&search->levels, star, &search->look);
    for (int k = first - 1; k <= end; k++)
        fit[k] = bv_star_fit(&search->look, k);
    for (int k = first; k < end; k++)
        if ((k == first || fit[k] >= fit[k - 1]) &&
            (k == end - 1 || fit[k] >= fit[k + 1]))
            keep(search, &(struct place){*star, k, fit[k]});
}

static void try_ellipses(struct search *search)
{
    double side_px = search->greys.side_px;

    for (int ring = 0; ring <= rings; ring++)
        for (int part = 0; part < (ring ? ring_parts : 1); part++) {
            double off = ring ? ring_part * (1 << (ring - 1)) * side_px : 0;
            double angle = 2 * M_PI * part / ring_parts;

            for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++) {
                struct bv_star star = {
                    .middle = {search->click.x + off * cos(angle),
                               search->click.y + off * sin(angle)},
                    .least_px = least_part * side_px,
                    .stretch = shapes[i][0],
                    .turn_deg = shapes[i][1]};

                try_sizes(search, &star, ring == 0);
            }
        }
}

/* Traces the border near an outline, around that one's own middle.
 * @return Whether there is one. */
static bool trace_again(const struct bv_levels *levels,
                        const struct bv_outline *near, double least_px,
                        struct bv_star_look *look, int border[BV_STAR_RAYS],
                        struct bv_outline *outline)
{
    struct bv_star star = bv_star_of(near, least_px);
    double radius_px = sqrt(bv_outline_area(near) / M_PI);
    int sample = (int)lround(bv_star_sample(&star, radius_px));

    if (!(star.stretch <= stretch_most) || sample < smallest / 2 ||
        sample > largest + 2)
        return false;
    bv_star_look(levels, &star, look);
    bv_star_trace(look, sample, border);
    return bv_star_outline(
        &star, border, blur_part * fmin(levels->width[0], levels->height[0]),
        outline);
}

/* Traces the border at an ellipse. @return Whether there is one around the
 * click. */
static bool trace(struct search *search, const struct place *place,
                  struct traced_border *found)
{
    struct bv_outline rough;
    int border[BV_STAR_RAYS];

    bv_star_look(&search->levels, &place->star, &search->look);
    bv_star_trace(&search->look, place->sample, border);
    if (!bv_star_outline(&place->star, border, 0, &rough) ||
        !bv_outline_contains(&rough, search->click) ||
        !trace_again(&search->levels, &rough, place->star.least_px,
                     &search->look, border, &found->outline) ||
        !bv_outline_contains(&found->outline, search->click))
        return false;
    bv_outline_measure(&search->look, border, &search->greys, found->cues);
    found->log_odds = bv_outline_weigh(found->cues);
    return true;
}

/* In words, why none is proposed. */
static const char *say_none(const struct traced_border *best)
{
    if (best->log_odds == -INFINITY)
        return N_("no closed border lies around that place");
    if (best->cues[BV_OUTLINE_CONTRAST] < 0.15)
        return N_("that place is hardly darker than what lies around it");
    if (best->cues[BV_OUTLINE_CUT] > 0.4)
        return N_("what is dark there goes on beyond the picture");
    if (best->cues[BV_OUTLINE_SPOTS] > 0.15)
        return N_(
            "what lies around that place is not evenly dark, as fluid is");
    return N_("the border around that place is not clear enough");
}

static void choose(struct search *search, struct bv_outline_proposal *proposal)
{
    struct traced_border best = {.log_odds = -INFINITY};

    for (int i = 0; i < search->count; i++) {
        struct traced_border found;

        if (trace(search, &search->places[i], &found) &&
            found.log_odds > best.log_odds)
            best = found;
    }
    proposal->confidence = 1 / (1 + exp(-best.log_odds));
    if (proposal->confidence < confidence_least ||
        best.cues[BV_OUTLINE_CONTRAST] < contrast_least) {
        proposal->why = say_none(&best);
        return;
    }
    proposal->outline = best.outline;
    proposal->why = N_("it is darker and more even than what lies around "
                       "it, with a border all round");
}

int bv_outline_find(const struct bv_frame *frame,
                    const struct bv_scan_area *area,
                    const struct bv_px_segment *shaft, struct bv_px click,
                    struct bv_outline_proposal *proposal)
{
    struct search *search = calloc(1, sizeof(*search));
    int error =
        search ? bv_levels_take(&search->levels, frame, area, shaft) : -ENOMEM;

    if (error < 0) {
        free(search);
        return error;
    }
    memset(proposal, 0, sizeof(*proposal));
    search->click = click;
    if (search->levels.count == 0 ||
        bv_levels_at(&search->levels, 0, click) < 0) {
        proposal->why = N_("that place is not on the ultrasound");
    } else {
        bv_outline_greys_take(&search->greys, &search->levels);
        try_ellipses(search);
        choose(search, proposal);
    }
    bv_levels_fini(&search->levels);
    free(search);
    return 0;
}

struct bv_outline_follower {
    struct bv_levels levels;
    struct bv_star_look look;
};

struct bv_outline_follower *bv_outline_follower_new(void)
{
    return calloc(1, sizeof(struct bv_outline_follower));
}

void bv_outline_follower_free(struct bv_outline_follower *follower)
{
    if (!follower)
        return;
    bv_levels_fini(&follower->levels);
    free(follower);
}

int bv_outline_follow(struct bv_outline_follower *follower,
                      const struct bv_frame *frame,
                      const struct bv_scan_area *area,
                      const struct bv_px_segment *shaft,
                      struct bv_outline *outline)
{
    double least_px = sqrt(bv_outline_area(outline) / M_PI) / 12;
    int border[BV_STAR_RAYS];
    struct bv_outline found;
    int error = bv_levels_take(&follower->levels, frame, area, shaft);

    if (error < 0)
        return error;
    if (follower->levels.count == 0 ||
        !trace_again(&follower->levels, outline, least_px, &follower->look,
                     border, &found))
        return -ENOENT;
    *outline = found;
    return 0;
}
