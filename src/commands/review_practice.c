#include "commands/review_practice.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "acquisition/simulator/simulator.h"
#include "commands/commands.h"
#include "commands/stop.h"
#include "core/places.h"
#include "records/practices.h"

/* The newest of so much are kept: some ten minutes. */
static const long long kept_bytes = 2LL << 30;

/* A scene that changed has another. */
static char *folder_of(const struct bv_review_practice *practice)
{
    char *name, *path;

    if (asprintf(&name, "practice/%016llx-%g",
                 (unsigned long long)bv_scene_digest(practice->scene),
                 practice->seconds) < 0)
        return NULL;
    path = bv_place_cache(name);
    free(name);
    return path;
}

static int name_all(struct bv_review_practice *practice, struct bv_fault *fault)
{
    const char *slash = strrchr(practice->scene, '/');
    const char *name = slash ? slash + 1 : practice->scene;
    size_t length = strcspn(name, ".");

    practice->folder = folder_of(practice);
    if (!practice->folder)
        return bv_fault_set(fault, -ENOENT,
                            "There is no place for the scene's recording: "
                            "neither XDG_CACHE_HOME nor HOME is set.");
    if (asprintf(&practice->path, "%s/%.*s-%llu.mkv", practice->folder,
                 (int)(length < 60 ? length : 60), name,
                 (unsigned long long)practice->seed) < 0)
        practice->path = NULL;
    if (asprintf(&practice->part, "%s/part", practice->folder) < 0)
        practice->part = NULL;
    return practice->path && practice->part ? 0 : -ENOMEM;
}

/* Its scale, and its target where it is in the first picture. */
static int take_opening(const struct bv_scene *scene,
                        struct bv_review_source *source)
{
    struct bv_simulator *simulator = bv_simulator_new(scene, NULL);
    struct bv_frame *frame =
        bv_frame_new(BV_SIMULATOR_WIDTH_PX, BV_SIMULATOR_HEIGHT_PX);
    const struct bv_truth *truth;
    int error = simulator && frame ? 0 : -ENOMEM;

    if (error == 0) {
        bv_simulator_render(simulator, frame);
        truth = bv_simulator_truth(simulator);
        source->opening.source.mm_per_px = frame->mm_per_px;
        source->opening.has_target = truth->has_target;
        source->opening.target_px = truth->target_px;
    }
    bv_frame_unref(frame);
    bv_simulator_free(simulator);
    return error;
}

int bv_review_practice_init(struct bv_review_practice *practice,
                            struct bv_review_source *source,
                            struct bv_fault *fault)
{
    struct bv_scene scene;
    int error = bv_scene_load(source->name, true, source->seed, &scene, fault);

    *practice = (struct bv_review_practice){.scene = source->name,
                                            .seed = source->seed};
    if (error < 0)
        return error;
    practice->seconds = bv_review_scene_seconds(source, &scene);
    error = name_all(practice, fault);
    if (error == 0)
        error = take_opening(&scene, source);
    if (error < 0) {
        bv_review_practice_fini(practice);
        return error;
    }
    source->is_scene = false;
    source->name = practice->path;
    return 0;
}

void bv_review_practice_fini(struct bv_review_practice *practice)
{
    free(practice->folder);
    free(practice->part);
    free(practice->path);
    *practice = (struct bv_review_practice){0};
}

/* By the command that simulates. */
static int simulate(const struct bv_review_practice *practice, char *output,
                    struct bv_fault *fault)
{
    char seed[32], seconds[32], *scene = strdup(practice->scene);
    char *words[] = {scene,   "--seed",      seed, "--seconds",
                     seconds, "--overwrite", "-o", output};
    int exit_code;

    if (!scene)
        return -ENOMEM;
    snprintf(seed, sizeof(seed), "%llu", (unsigned long long)practice->seed);
    snprintf(seconds, sizeof(seconds), "%g", practice->seconds);
    exit_code = bv_command_simulate.run(
        &bv_command_simulate, (int)(sizeof(words) / sizeof(*words)), words);
    free(scene);
    if (exit_code == BV_EXIT_DONE)
        return 0;
    if (bv_stop_asked())
        return bv_fault_set(fault, -ECANCELED,
                            "Stopped; nothing is kept of the scene.");
    return bv_fault_set(fault, -EIO, "The scene cannot be recorded.");
}

/* The truth first: a recording that is there has its truth. */
static int put_in_place(const struct bv_review_practice *practice,
                        const char *output, struct bv_fault *fault)
{
    char *from = NULL, *to = NULL;
    int error = -ENOMEM;

    if (asprintf(&from, "%.*s.truth.jsonl", (int)strlen(output) - 4, output) <
        0)
        from = NULL;
    if (asprintf(&to, "%.*s.truth.jsonl", (int)strlen(practice->path) - 4,
                 practice->path) < 0)
        to = NULL;
    if (from && to)
        error = rename(from, to) == 0 && rename(output, practice->path) == 0
                    ? 0
                    : bv_fault_set(fault, -errno, "Cannot write %.300s: %s.",
                                   practice->path, bv_error_text(-errno));
    free(from);
    free(to);
    return error;
}

static int trim(const char *stays, long long most_bytes)
{
    char *folder = bv_place_cache("practice");
    int removed = folder ? bv_practices_trim(folder, stays, most_bytes) : 0;

    free(folder);
    return removed;
}

int bv_review_practice_clear(void)
{
    return trim(NULL, 0);
}

int bv_review_practice_record(const struct bv_review_practice *practice,
                              struct bv_fault *fault)
{
    char *output = NULL;
    int error;

    if (access(practice->path, R_OK) == 0)
        return 0;
    if (asprintf(&output, "%s%s", practice->part,
                 strrchr(practice->path, '/')) < 0)
        return -ENOMEM;
    (void)bv_place_make_above(output); /* a failure shows as it is written */
    error = simulate(practice, output, fault);
    if (error == 0)
        error = put_in_place(practice, output, fault);
    else
        (void)unlink(output); /* a part of it is of no use */
    if (error == 0)
        trim(practice->path, kept_bytes);
    free(output);
    return error;
}
