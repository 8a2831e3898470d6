/*
 * bevel eval: what a score depends on, as text, so that one that was kept is
 * used again only for the same.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "acquisition/simulator/scene.h"
#include "commands/eval.h"
#include "commands/eval_run.h"
#include "commands/perturb.h"
#include "commands/program_digest.h"

/* Names may be of any bytes, and JSON may not. */
static void put_name(FILE *out, const char *name)
{
    for (; *name; name++)
        if ((unsigned char)*name >= 0x80 || *name == '%')
            fprintf(out, "%%%02x", (unsigned char)*name);
        else
            fputc(*name, out);
}

/* A file by its name, and by what changes when it is changed. */
static void put_file(FILE *out, const char *what, const char *path)
{
    struct stat about;

    fprintf(out, "%s ", what);
    put_name(out, path);
    if (stat(path, &about) == 0)
        fprintf(out, " %lld %lld.%09ld", (long long)about.st_size,
                (long long)about.st_mtim.tv_sec, about.st_mtim.tv_nsec);
    fputc(';', out);
}

char *bv_eval_run_key(const struct bv_eval_options *options)
{
    char *key = NULL;

    if (asprintf(
            &key,
            "program %016" PRIx64 "; needle %d; stills %d; across %d; mm %.9g; "
            "seconds %.9g; size %d x %d; worst %d",
            bv_program_digest(), !options->no_needle, options->stills,
            options->out_of_plane, options->mm_per_px, options->seconds,
            options->width_px, options->height_px, options->worst_count) < 0)
        return NULL;
    return key;
}

char *bv_eval_clip_key(const struct bv_eval_options *options,
                       struct bv_eval_clip *clip)
{
    char *key = NULL, path[4096];
    size_t size;
    FILE *out = open_memstream(&key, &size);

    if (!out)
        return NULL;
    if (clip->is_scene) {
        fputs("scene ", out);
        put_name(out, clip->source);
        fprintf(out, " %016" PRIx64 "; seed %" PRIu64 ";",
                bv_scene_digest(clip->source), clip->seed);
    } else {
        put_file(out, "clip", clip->source);
    }
    if (!clip->is_scene && !options->no_needle &&
        bv_eval_find_truth(options, clip, path, sizeof(path),
                           &clip->truth_guessed, NULL) == 0)
        put_file(out, "truth", path);
    if (clip->perturbation >= 0)
        fprintf(out, "changed %s;",
                bv_perturbation_at((size_t)clip->perturbation)->name);
    if (fclose(out) == 0)
        return key;
    free(key);
    return NULL;
}
