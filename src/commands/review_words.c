#include "commands/review_words.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "commands/output.h"
#include "commands/seeds.h"
#include "records/store.h"

enum { seeds_most = 10000 };

bool bv_review_is_report(const char *path)
{
    return bv_output_ends_with(path, ".json") ||
           bv_output_ends_with(path, ".html") ||
           bv_output_ends_with(path, ".pdf");
}

/* @return -1 to go on, else the exit code. */
static int check_scene(const struct bv_command *command,
                       struct bv_review_words *words)
{
    words->source.is_scene = true;
    words->source.name = words->scene;
    words->source.seed = words->has_seed ? words->seed : 1;
    words->first_seed = words->last_seed = words->source.seed;
    if (words->seeds && !words->evaluate)
        return bv_usage_error(command, "--seeds goes with --evaluate.");
    return words->seeds ? bv_seeds_read(command, words->seeds, seeds_most,
                                        &words->first_seed, &words->last_seed)
                        : -1;
}

/* @return -1 to go on, else the exit code. */
static int check_clip(const struct bv_command *command,
                      const struct bv_review_words *words, bool scene)
{
    if (scene && words->clip)
        return bv_usage_error(command, "--clip is of a recording.");
    if (words->has_area && !words->clip)
        return bv_usage_error(command, "--area goes with --clip.");
    if (words->beside && !words->clip &&
        (words->report || words->text || words->blinded || words->keep.learner))
        return bv_usage_error(command, "--beside is of the window or of "
                                       "--clip.");
    if (words->has_area &&
        !(words->area.from.x >= 0 && words->area.from.y >= 0 &&
          words->area.to.x > words->area.from.x &&
          words->area.to.y > words->area.from.y && words->area.to.x < 1e5 &&
          words->area.to.y < 1e5))
        return bv_usage_error(command, "--area takes LEFT,TOP,RIGHT,BOTTOM in "
                                       "pixels of the picture.");
    if (words->clip && !bv_output_ends_with(words->clip, ".mkv"))
        return bv_usage_error(command, "--clip takes FILE.mkv.");
    return -1;
}

/* What else a review is for: an attempt of a learner, a clip. */
static int check_uses(const struct bv_command *command,
                      const struct bv_review_words *words, bool scene)
{
    if (scene && words->keep.learner)
        return bv_usage_error(command, "an attempt of a learner is a "
                                       "recording: name it.");
    if ((words->keep.task || words->keep.again) && !words->keep.learner)
        return bv_usage_error(command, "--task and --again go with "
                                       "--learner.");
    if (words->rater && strlen(words->rater) >= BV_STORE_WORD_SIZE)
        return bv_usage_error(command, "--rater takes at most 63 bytes.");
    if (words->keep.task && strlen(words->keep.task) >= BV_STORE_WORD_SIZE)
        return bv_usage_error(command, "--task takes at most 63 bytes.");
    if (words->blinded && (words->report || words->clip || words->text ||
                           words->keep.learner || scene))
        return bv_usage_error(command, "--blinded is of the window.");
    return check_clip(command, words, scene);
}

int bv_review_words_check(const struct bv_command *command,
                          struct bv_review_words *words, int argc, char **argv)
{
    struct bv_review_source *source = &words->source;
    bool scene = words->scene || words->evaluate;
    int exit_code;

    if (words->clear_cache)
        return argc == 0 ? -1
                         : bv_usage_error(command, "--clear-cache stands "
                                                   "alone.");
    if (argc + scene + (words->attempt > 0) > 1)
        return bv_usage_error(command, "a review is of one recording, of an "
                                       "attempt or of a scene.");
    if (argc + scene + (words->attempt > 0) == 0)
        return bv_usage_error(command, "name a recording, an attempt with "
                                       "--attempt or a scene with --scene.");
    if (source->opening.has_scale && source->opening.source.mm_per_px > 0)
        return bv_usage_error(command, "--scale and --mm-per-px are two "
                                       "scales: leave one out.");
    if (words->evaluate && words->report)
        return bv_usage_error(command, "--evaluate prints its table; leave "
                                       "out --report.");
    if (words->report && !bv_review_is_report(words->report))
        return bv_usage_error(command, "--report takes FILE.html, FILE.pdf or "
                                       "FILE.json.");
    if (source->inject &&
        !bv_declare_read_inject(source->inject, &source->declare))
        return bv_usage_error(command,
                              "--inject takes two times in seconds such as "
                              "7..12, not %s.",
                              source->inject);
    exit_code = check_uses(command, words, scene);
    if (exit_code >= 0)
        return exit_code;
    if (scene)
        return check_scene(command, words);
    if (words->has_seed || words->seeds)
        return bv_usage_error(command, "--seed goes with --scene.");
    source->name = words->attempt > 0 ? NULL : argv[0];
    return -1;
}

static bool same_scale(double a, double b)
{
    return a > 0 && b > 0 && fabs(a / b - 1) < 1e-6;
}

enum bv_scale_from
bv_review_scale_from(const struct bv_review_words *words,
                     const struct bv_analysis *analysis,
                     const struct bv_corrections *corrections)
{
    const struct bv_opening *opening = &words->source.opening;
    double mm_per_px = bv_analysis_mm_per_px(analysis);
    struct bv_said_scale said[BV_SAID_SCALES_MOST];
    int count = corrections ? bv_corrections_scales(corrections, said) : 0;

    if (mm_per_px <= 0)
        return BV_SCALE_FROM_NOBODY;
    if (opening->source.mm_per_px > 0 && !words->scene)
        return same_scale(opening->source.mm_per_px, mm_per_px)
                   ? BV_SCALE_FROM_WORDS
                   : BV_SCALE_FROM_RECORDING;
    if (count > 0 && same_scale(said[0].mm_per_px, mm_per_px))
        return BV_SCALE_FROM_PERSON;
    return opening->has_scale ? BV_SCALE_FROM_SCREEN : BV_SCALE_FROM_RECORDING;
}
