#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "guidance/review/figures.h"
#include "guidance/review/figures_recipe.h"

enum { draws = 400 }; /* of the bootstrap */

static const uint64_t draw_seed = 20240613;

struct sample {
    float value;
    uint32_t clip; /* among those of the stratum */
};

struct bins {
    double count[BV_RELIABILITY_BINS], confidence[BV_RELIABILITY_BINS],
        within[BV_RELIABILITY_BINS];
};

/* What one figure is made of. Which arrays are used depends on its
 * statistic; each clip's part stays apart, so that clips can be drawn. */
struct pile {
    const struct bv_recipe *recipe;
    const struct bv_stratum *stratum;
    const struct bv_clip_score **clips;
    size_t clip_count;
    struct sample *samples; /* sorted */
    size_t sample_count, miss_count;
    double *top, *bottom;
    struct bins *bins;
    uint32_t *weights; /* how often each clip was drawn */
};

static bool uses_samples(const struct bv_recipe *recipe)
{
    return recipe->statistic == BV_STATISTIC_FRAMES ||
           recipe->statistic == BV_STATISTIC_WAITS;
}

/* The sample of a frame or a wait; false where it has none. */
static bool take(struct pile *pile, double value)
{
    if (isnan(value))
        return false;
    if (pile->recipe->reported && isinf(value)) {
        pile->miss_count++;
        return false;
    }
    return true;
}

static size_t most_samples(const struct pile *pile)
{
    size_t count = 0;

    for (size_t i = 0; i < pile->clip_count; i++)
        count += pile->recipe->statistic == BV_STATISTIC_WAITS
                     ? pile->clips[i]->wait_count
                     : pile->clips[i]->frame_count;
    return count;
}

static void put(struct pile *pile, size_t clip, double value)
{
    if (take(pile, value))
        pile->samples[pile->sample_count++] =
            (struct sample){(float)value, (uint32_t)clip};
}

static int by_value(const void *a, const void *b)
{
    const struct sample *one = a, *other = b;

    if (one->value != other->value)
        return one->value < other->value ? -1 : 1;
    return one->clip < other->clip ? -1 : one->clip > other->clip;
}

static int gather_samples(struct pile *pile)
{
    const struct bv_recipe *recipe = pile->recipe;

    pile->samples = malloc((most_samples(pile) + 1) * sizeof(*pile->samples));
    if (!pile->samples)
        return -ENOMEM;
    for (size_t i = 0; i < pile->clip_count; i++) {
        const struct bv_clip_score *clip = pile->clips[i];

        if (recipe->statistic == BV_STATISTIC_WAITS) {
            for (size_t k = 0; k < clip->wait_count; k++)
                if (clip->waits[k].again == recipe->again)
                    put(pile, i, clip->waits[k].waited_s);
            continue;
        }
        for (size_t k = 0; k < clip->frame_count; k++)
            if (bv_stratum_has_frame(pile->stratum, &clip->frames[k]))
                put(pile, i, recipe->frame(&clip->frames[k]));
    }
    qsort(pile->samples, pile->sample_count, sizeof(*pile->samples), by_value);
    return 0;
}

static void gather_bins(const struct bv_clip_score *clip,
                        const struct bv_stratum *stratum, struct bins *bins)
{
    for (size_t k = 0; k < clip->frame_count; k++) {
        const struct bv_frame_score *frame = &clip->frames[k];
        int bin = bv_reliability_bin(frame);

        if (bin < 0 || !bv_stratum_has_frame(stratum, frame))
            continue;
        bins->count[bin]++;
        bins->confidence[bin] += frame->confidence;
        bins->within[bin] += !!(frame->flags & BV_SCORE_WITHIN_2_MM);
    }
}

static void gather_sums(struct pile *pile)
{
    const struct bv_recipe *recipe = pile->recipe;

    for (size_t i = 0; i < pile->clip_count; i++) {
        const struct bv_clip_score *clip = pile->clips[i];

        if (recipe->statistic == BV_STATISTIC_CALIBRATION) {
            gather_bins(clip, pile->stratum, &pile->bins[i]);
            for (int b = 0; b < BV_RELIABILITY_BINS; b++)
                pile->bottom[i] += pile->bins[i].count[b];
        } else if (recipe->clip) {
            recipe->clip(clip, &pile->top[i], &pile->bottom[i]);
        }
        for (size_t k = 0; recipe->frame && k < clip->frame_count; k++) {
            double value = recipe->frame(&clip->frames[k]);

            if (isnan(value) ||
                !bv_stratum_has_frame(pile->stratum, &clip->frames[k]))
                continue;
            pile->top[i] += value;
            pile->bottom[i]++;
        }
    }
}

/* The weighted nearest-rank percentile. */
static double percentile(const struct pile *pile)
{
    double whole = 0, below = 0, wanted;

    for (size_t i = 0; i < pile->sample_count; i++)
        whole += pile->weights[pile->samples[i].clip];
    wanted = pile->recipe->percentile * whole;
    for (size_t i = 0; i < pile->sample_count; i++) {
        below += pile->weights[pile->samples[i].clip];
        /* A hair less: 0.95 x 20 must be 19, whatever the rounding. */
        if (below > 0 && below >= wanted - 1e-9 * whole)
            return pile->samples[i].value;
    }
    return NAN;
}

static double calibration_error(const struct pile *pile)
{
    double error = 0, whole = 0;

    for (int b = 0; b < BV_RELIABILITY_BINS; b++) {
        double off = 0;

        for (size_t i = 0; i < pile->clip_count; i++) {
            off += pile->weights[i] *
                   (pile->bins[i].confidence[b] - pile->bins[i].within[b]);
            whole += pile->weights[i] * pile->bins[i].count[b];
        }
        error += fabs(off);
    }
    return whole > 0 ? error / whole : NAN;
}

static double value_of(const struct pile *pile)
{
    double top = 0, bottom = 0;

    if (uses_samples(pile->recipe))
        return percentile(pile);
    if (pile->recipe->statistic == BV_STATISTIC_CALIBRATION)
        return calibration_error(pile);
    for (size_t i = 0; i < pile->clip_count; i++) {
        top += pile->weights[i] * pile->top[i];
        bottom += pile->weights[i] * pile->bottom[i];
    }
    if (bottom <= 0)
        return NAN;
    return pile->recipe->statistic == BV_STATISTIC_ROOT ? sqrt(top / bottom)
                                                        : top / bottom;
}

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u; /* splitmix64 */

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static int by_size(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;

    return one < other ? -1 : one > other;
}

/* The interval that 95 of 100 draws of whole clips keep to. */
static void draw_interval(struct pile *pile, struct bv_figure_value *value)
{
    double drawn[draws];
    size_t count = 0;
    uint64_t state = draw_seed;

    for (int d = 0; d < draws; d++) {
        for (size_t i = 0; i < pile->clip_count; i++)
            pile->weights[i] = 0;
        for (size_t i = 0; i < pile->clip_count; i++)
            pile->weights[next_random(&state) % pile->clip_count]++;
        drawn[count] = value_of(pile);
        count += !isnan(drawn[count]);
    }
    if (count < draws / 2)
        return;
    qsort(drawn, count, sizeof(*drawn), by_size);
    value->low = drawn[(size_t)(0.025 * (double)count)];
    value->high = drawn[(size_t)(0.975 * (double)count)];
}

/* Over how much the figure is, and in how many clips that lies. */
static void count_in(const struct pile *pile, struct bv_figure_value *value)
{
    uint32_t *per_clip = pile->weights; /* free for now */

    for (size_t i = 0; i < pile->clip_count; i++)
        per_clip[i] = pile->bottom[i] > 0;
    for (size_t i = 0; i < pile->sample_count; i++)
        per_clip[pile->samples[i].clip] = 1;
    for (size_t i = 0; i < pile->clip_count; i++) {
        value->clips += per_clip[i];
        value->count += pile->bottom[i];
    }
    value->count += (double)pile->sample_count;
    if (pile->recipe->reported && pile->sample_count + pile->miss_count)
        value->coverage = (double)pile->sample_count /
                          (double)(pile->sample_count + pile->miss_count);
}

static bool pile_init(struct pile *pile, struct bv_clip_score *const *clips,
                      size_t clip_count)
{
    pile->clips = malloc((clip_count + 1) * sizeof(*pile->clips));
    pile->top = calloc(clip_count + 1, sizeof(*pile->top));
    pile->bottom = calloc(clip_count + 1, sizeof(*pile->bottom));
    pile->bins = calloc(clip_count + 1, sizeof(*pile->bins));
    pile->weights = calloc(clip_count + 1, sizeof(*pile->weights));
    if (!pile->clips || !pile->top || !pile->bottom || !pile->bins ||
        !pile->weights)
        return false;
    for (size_t i = 0; i < clip_count; i++)
        if (bv_stratum_has_clip(pile->stratum, clips[i]))
            pile->clips[pile->clip_count++] = clips[i];
    return true;
}

static void pile_fini(struct pile *pile)
{
    free(pile->clips);
    free(pile->samples);
    free(pile->top);
    free(pile->bottom);
    free(pile->bins);
    free(pile->weights);
}

int bv_figure_measure(size_t figure, struct bv_clip_score *const *clips,
                      size_t clip_count, const struct bv_stratum *stratum,
                      struct bv_figure_value *value)
{
    struct pile pile = {.recipe = bv_recipe_at(figure), .stratum = stratum};
    struct bv_figure_value made = {NAN, NAN, NAN, NAN, 0, 0};
    int error = -ENOMEM;

    if (!pile_init(&pile, clips, clip_count))
        goto out;
    error = 0;
    if (pile.recipe->frame || bv_stratum_is_of_clips(stratum)) {
        if (uses_samples(pile.recipe))
            error = gather_samples(&pile);
        else
            gather_sums(&pile);
        if (error < 0)
            goto out;
        count_in(&pile, &made);
        for (size_t i = 0; i < pile.clip_count; i++)
            pile.weights[i] = 1;
        made.value = value_of(&pile);
        if (made.clips > 1)
            draw_interval(&pile, &made);
        if (pile.recipe->figure.unit == BV_UNIT_PER_MINUTE && made.value == 0) {
            made.low = 0;
            made.high = 3 / made.count; /* the rule of three */
        }
    }
    *value = made;
out:
    pile_fini(&pile);
    return error;
}

void bv_reliability_measure(struct bv_clip_score *const *clips,
                            size_t clip_count, const struct bv_stratum *stratum,
                            struct bv_reliability *reliability)
{
    struct bins bins = {0};

    for (size_t i = 0; i < clip_count; i++)
        if (bv_stratum_has_clip(stratum, clips[i]))
            gather_bins(clips[i], stratum, &bins);
    for (int b = 0; b < BV_RELIABILITY_BINS; b++) {
        reliability->count[b] = bins.count[b];
        reliability->confidence[b] =
            bins.count[b] > 0 ? bins.confidence[b] / bins.count[b] : NAN;
        reliability->share[b] =
            bins.count[b] > 0 ? bins.within[b] / bins.count[b] : NAN;
    }
}
