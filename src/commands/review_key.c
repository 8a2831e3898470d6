/*
 * bevel review: what an analysis depends on, as text, so that one that was kept
 * is used again only for the same.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "acquisition/event_log.h"
#include "acquisition/simulator/scene.h"
#include "commands/program_digest.h"
#include "commands/review_analyse.h"
#include "core/file_digest.h"
#include "guidance/network.h"
#include "records/truth_file.h"

static void put_file(FILE *out, const char *what, const char *path)
{
    char text[4200];

    bv_file_digest_say(path, text, sizeof(text));
    fprintf(out, "%s %s; ", what, text);
}

static void put_clip(FILE *out, const struct bv_review_source *source)
{
    const struct bv_opening *opening = &source->opening;
    char *events = bv_event_path(source->name);
    char truth[4096];
    enum bv_truth_found found;

    put_file(out, "clip", source->name);
    if (events)
        put_file(out, "events", events);
    free(events);
    if (source->truth)
        put_file(out, "truth", source->truth);
    else if (bv_truth_file_find(source->name, truth, sizeof(truth), &found) ==
                 0 &&
             found == BV_TRUTH_NAMED)
        put_file(out, "truth", truth);
    if (opening->marks_path)
        put_file(out, "marks", opening->marks_path);
    if (opening->has_target)
        fprintf(out, "target %.9g,%.9g; ", opening->target_px.x,
                opening->target_px.y);
    if (opening->has_scale)
        fprintf(out, "scale %d; ", opening->scale.chosen);
    for (int i = 0; i < opening->source.later_count; i++)
        fprintf(out, "from %" PRIu32 " mm %.9g; ",
                opening->source.later[i].from_frame,
                opening->source.later[i].mm_per_px);
    fprintf(out, "mm %.9g; across %d; ", opening->source.mm_per_px,
            opening->out_of_plane);
    if (source->inject)
        fprintf(out, "injects %.9g..%.9g, dead %.9g; ", source->declare.from_s,
                source->declare.to_s, opening->dead_time_s);
}

char *bv_review_key(const struct bv_review_source *source)
{
    char *key = NULL, network[8192];
    size_t size;
    FILE *out = open_memstream(&key, &size);

    if (!out)
        return NULL;
    fprintf(out, "program %016" PRIx64 "; ", bv_program_digest());
    if (bv_network_find(network, sizeof(network)))
        put_file(out, "network", network);
    if (source->is_scene)
        fprintf(out, "scene %016" PRIx64 "; seed %" PRIu64 "; seconds %.9g; ",
                bv_scene_digest(source->name), source->seed, source->seconds);
    else
        put_clip(out, source);
    if (fclose(out) == 0)
        return key;
    free(key);
    return NULL;
}
