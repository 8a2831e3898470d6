#include "guidance/tip.h"

#include <math.h>

#include "guidance/profile.h"

enum {
    beyond_px = 80,  /* a tip lies no farther behind the piece */
    first_px = 10,   /* nor nearer to its start */
    side_px = 14,    /* what is compared across a place, */
    network_px = 12, /* and of the network's, which is smoother */
    level_px = 60,   /* how much of the line says how bright it is there */
    level_from_px = 30,
    far_side_px = 30, /* and of more of it */
    far_px = 80,
    far_from_px = 45,
    /* Where the shaft may go on: behind a gap, but no farther. A line that
     * lies farther off is another one. */
    gap_px = 8,
    behind_px = 45,
    /* A tip is as sure as all places so near to the likeliest together. */
    near_px = 16,
};
static const double expected_within_px = 16;
/* A bright end counts as what it is, but a single spot does not. */
static const float bright_most = 6;
/* The network is never surer than that. */
static const float network_most = 6;
static const double network_least = 1;
/* A line's evidence goes on beyond its end: by the filter's own width and the
 * beam's. Median on simulated needles. */
static const double goes_on_px = 2.5;
/* The places were fitted with this blur, which is not the tip's; what is left
 * of it is this at least. So nine in ten lie within 1.645 of it. */
static const double blur_px = 2.5, sd_least_px = 1;
/* A place closer to the border than this is where the picture ends. */
static const double border_px = 6;

/* What speaks for a tip at a place, and against. */
enum {
    term_level,   /* evidence before it, of the line's own */
    term_step,    /* evidence lost across it */
    term_behind,  /* evidence behind it, speckle's too, */
    term_goes_on, /* and more than that */
    term_inside,  /* evidence before it */
    term_off,     /* from the end of the piece */
    term_network, /* log odds of a tip */
    term_shaft,   /* log odds of a shaft, lost across it */
    term_count,
};

/* Fitted (softmax over all places of the line and none) on simulated clips of
 * all scenes, once with what the network says and once without it. How likely
 * the tip must be at a place: a new one, and one that was seen just now, for
 * else it would come and go with the speckle.
 * docs/decisions/0008-tip.md has the clips and the figures. */
struct tip_model {
    double none, weights[term_count];
    double sure_new, sure_expected;
};
static const struct tip_model with_network = {5.188,
                                              {[term_level] = 0.789,
                                               [term_step] = 0.702,
                                               [term_behind] = -0.15,
                                               [term_goes_on] = -0.607,
                                               [term_inside] = 0.574,
                                               [term_off] = -0.271,
                                               [term_network] = 3.792,
                                               [term_shaft] = 1.292},
                                              0.8,
                                              0.65};
static const struct tip_model alone = {6.159,
                                       {[term_level] = 0.271,
                                        [term_step] = 0.739,
                                        [term_behind] = 0.089,
                                        [term_goes_on] = -1.212,
                                        [term_inside] = 1.161,
                                        [term_off] = -1.004},
                                       0.85,
                                       0.65};

/* Where a shaft leaves the plane its end fades, and is a place like a tip's all
 * the same: with less of a tip for the network, a shaft that it sees less and
 * less of, and a weaker last piece. Log odds that it is a tip, fitted on what
 * is found in simulated clips, as it looks on average over so long, and what is
 * asked of them: where it meets a bright line a shaft's end is doubtful for
 * long. After a gap the average begins anew.
 * docs/decisions/0019-fading.md, 0021-doubtful-tips.md */
struct point_model {
    double none, network, shaft, level, far_level;
};
static const struct point_model point_with_network = {-3.763, 1.911, 0.573,
                                                      1.006, 1.613};
static const struct point_model point_alone = {-5.796, 0, 0, 1.897, 4.323};
static const double point_least = 0, looks_s = 0.6, looks_gap_s = 0.5;

/* Sums of a line's values from its start: [i] is that of the first i. */
struct sums {
    int count;
    double upto[BV_PROFILE_MAX + 1];
};

static void add_up(const float *values, int count, float most,
                   struct sums *sums)
{
    sums->count = count;
    sums->upto[0] = 0;
    for (int i = 0; i < count; i++) {
        float held = values[i] < -most  ? -most
                     : values[i] > most ? most
                                        : values[i];

        sums->upto[i + 1] = sums->upto[i] + (double)held;
    }
}

/* Mean over the values from `from` to before `to`; 0 counts for those that lie
 * beyond the line. */
static double mean(const struct sums *sums, int from, int to)
{
    int first = from < 0 ? 0 : from;
    int last = to > sums->count ? sums->count : to;

    return last > first ? (sums->upto[last] - sums->upto[first]) / (to - from)
                        : 0;
}

static double step(const struct sums *sums, int at, int side)
{
    return mean(sums, at - side, at) - mean(sums, at, at + side);
}

/* What is known of a line, a value a work px. */
struct line {
    struct bv_profile profile;
    struct sums even;       /* evidence, no spot counting as more than a line */
    struct sums bright;     /* evidence */
    struct sums tip, shaft; /* the network's */
    double length;
    const struct tip_model *model;
};

/* @return Whether the network sees the shaft: where it does not, as on pictures
 * unlike those that it has learned from, that it sees no tip says nothing. */
static bool ask_network(const struct bv_network_maps *maps,
                        const struct bv_px_segment *piece, struct line *line)
{
    struct bv_px from = bv_px_segment_at(piece, line->profile.start);
    struct bv_px next = bv_px_segment_at(piece, line->profile.start + 1);
    double right = next.x - from.x, down = next.y - from.y;
    int count = line->profile.count;
    int end = line->length < first_px ? first_px : (int)line->length;
    float said[BV_PROFILE_MAX];

    bv_network_along(maps, from.x, from.y, right, down, 1, count, said);
    add_up(said, count, network_most, &line->shaft);
    for (int i = 0; i < count; i++)
        said[i] = (float)bv_network_at(
            maps, BV_VISION_MAP_TIP,
            (struct bv_px){from.x + i * right, from.y + i * down});
    add_up(said, count, network_most, &line->tip);
    return mean(&line->shaft, end - level_px > 0 ? end - level_px : 0, end) >=
           network_least;
}

static void take_line(const struct bv_evidence *evidence,
                      const struct bv_network_maps *maps,
                      const struct bv_px_segment *piece, struct line *line)
{
    struct bv_profile *profile = &line->profile;

    bv_profile_take(evidence, piece, 0, beyond_px, profile);
    line->length = bv_px_segment_length(piece) - profile->start;
    add_up(profile->along, profile->count, BV_PROFILE_MOST, &line->even);
    add_up(profile->along, profile->count, bright_most, &line->bright);
    line->model =
        maps && ask_network(maps, piece, line) ? &with_network : &alone;
}

/* The most evidence above speckle that a piece behind a place has. */
static double evidence_behind(const struct line *line, int at)
{
    double running = 0, most = 0;

    for (int i = at + gap_px;
         i < at + gap_px + behind_px && i < line->profile.count; i++) {
        running += (double)(bv_profile_clipped(line->profile.along[i]) -
                            BV_PROFILE_SPECKLE);
        running = fmax(running, 0);
        most = fmax(most, running);
    }
    return most;
}

/* Evidence on so much of the line before a place, of what it has on so much
 * before that: a shaft that leaves the plane fades before it ends. */
static double level_of(const struct line *line, int at, int last, int before)
{
    int first = at - last - before > 0 ? at - last - before : 0;

    return fmax(
        0, fmin(1.5, mean(&line->bright, at - last, at) /
                         fmax(0.4, mean(&line->bright, first, at - last))));
}

static double level_before(const struct line *line, int at)
{
    return at <= level_from_px ? 1 : level_of(line, at, side_px, level_px);
}

/* The same over more of it. */
static double far_level_before(const struct line *line, int at)
{
    return at <= far_from_px ? 1 : level_of(line, at, far_side_px, far_px);
}

static void list_terms(const struct line *line, int at, double *terms)
{
    double behind = evidence_behind(line, at);

    terms[term_level] = level_before(line, at);
    terms[term_step] = step(&line->bright, at, side_px);
    terms[term_behind] = fmin(behind, 12) / 10;
    terms[term_goes_on] = fmax(0, fmin(behind - 12, 30)) / 10;
    terms[term_inside] = mean(&line->even, at - side_px, at);
    terms[term_off] = fmin(fabs(at - line->length), 20) / side_px;
    terms[term_network] = terms[term_shaft] = 0;
    if (line->model == &alone)
        return;
    terms[term_network] = mean(&line->tip, at - 2, at + 3) / 3;
    terms[term_shaft] = step(&line->shaft, at, network_px) / 3;
}

/* How likely the tip is at each place of a line: 0 where none can be.
 * @return How many places there are. */
static int weigh(const struct line *line, double *likely)
{
    const struct tip_model *model = line->model;
    double most = model->none, total;
    int count = line->profile.count - 1;

    for (int at = 0; at < count; at++) {
        double terms[term_count];

        likely[at] = -INFINITY;
        if (at < first_px)
            continue;
        list_terms(line, at, terms);
        likely[at] = 0;
        for (int i = 0; i < term_count; i++)
            likely[at] += model->weights[i] * terms[i];
        most = fmax(most, likely[at]);
    }
    total = exp(model->none - most);
    for (int at = 0; at < count; at++)
        total += likely[at] = exp(likely[at] - most);
    for (int at = 0; at < count; at++)
        likely[at] /= total;
    return count;
}

/* The likeliest place and those near it: how likely they are together, their
 * mean and their deviation. */
struct likeliest {
    double sure, at, sd;
};

static double near_sum(const double *likely, int count, int at)
{
    double sum = 0;

    for (int i = at - near_px; i <= at + near_px; i++)
        sum += i >= 0 && i < count ? likely[i] : 0;
    return sum;
}

static struct likeliest find_likeliest(const double *likely, int count)
{
    struct likeliest best = {0};
    double mean_at = 0, spread = 0;
    int middle = 0;

    for (int at = 0; at < count; at++) {
        double sure = near_sum(likely, count, at);

        if (sure > best.sure) {
            best.sure = sure;
            middle = at;
        }
    }
    for (int i = middle - near_px; i <= middle + near_px; i++) {
        double weight = i >= 0 && i < count ? likely[i] / best.sure : 0;

        mean_at += weight * i;
        spread += weight * i * i;
    }
    best.at = mean_at;
    best.sd = sqrt(fmax(0, spread - mean_at * mean_at));
    return best;
}

static bool at_border(const struct bv_evidence *evidence,
                      const struct bv_px_segment *piece, double along)
{
    struct bv_px at = bv_px_segment_at(piece, along);

    return at.x < border_px || at.y < border_px ||
           at.x > evidence->width - 1 - border_px ||
           at.y > evidence->height - 1 - border_px;
}

/* Log odds that a tip is at a place, and no shaft fades there. */
static double weigh_point(const struct line *line, int at)
{
    bool seen = line->model == &with_network;
    const struct point_model *model = seen ? &point_with_network : &point_alone;
    double odds = model->none + model->level * level_before(line, at) +
                  model->far_level * far_level_before(line, at);

    if (seen)
        odds += model->network * mean(&line->tip, at - 2, at + 3) +
                model->shaft * step(&line->shaft, at, network_px) / 3;
    return odds;
}

bool bv_tip_is_point(struct bv_tip_looks *looks, double time_s,
                     const struct bv_tip *tip, struct bv_verdict *why)
{
    if (!looks->any || time_s - looks->time_s > looks_gap_s)
        looks->mean = tip->point;
    else
        looks->mean += (1 - exp(-(time_s - looks->time_s) / looks_s)) *
                       (tip->point - looks->mean);
    looks->time_s = time_s;
    looks->any = true;
    return bv_at_least(looks->mean, point_least, BV_REASON_TIP_FADES, why);
}

bool bv_tip_find(const struct bv_evidence *evidence,
                 const struct bv_network_maps *maps,
                 const struct bv_px_segment *piece, double expected_px,
                 struct bv_tip *tip, struct bv_verdict *why)
{
    double likely[BV_PROFILE_MAX], asked;
    struct likeliest found;
    struct line line;

    take_line(evidence, maps, piece, &line);
    found = find_likeliest(likely, weigh(&line, likely));
    tip->along_px = line.profile.start + found.at - goes_on_px;
    tip->sd_px = sqrt(sd_least_px * sd_least_px +
                      fmax(0, found.sd * found.sd - blur_px * blur_px));
    tip->point = weigh_point(&line, (int)lrint(found.at));
    asked = fabs(tip->along_px - expected_px) <= expected_within_px
                ? line.model->sure_expected
                : line.model->sure_new;
    if (!bv_at_least(found.sure, asked, BV_REASON_TIP_SURE, why))
        return false;
    if (at_border(evidence, piece, tip->along_px))
        return bv_refuse(BV_REASON_TIP_BORDER, 0, 0, why);
    return true;
}
