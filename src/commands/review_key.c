/*
 * bevel review: what an analysis depends on, as text, so that one that was kept
 * is used again only for the same.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acquisition/event_log.h"
#include "acquisition/simulator/scene.h"
#include "commands/program_digest.h"
#include "commands/review_analyse.h"
#include "guidance/network.h"
#include "records/truth_file.h"

enum { pieces = 64, piece_bytes = 65536 };

static uint64_t digest_on(uint64_t digest, const unsigned char *bytes,
                          size_t size)
{
    for (size_t i = 0; i < size; i++) {
        digest ^= bytes[i];
        digest *= UINT64_C(0x100000001b3);
    }
    return digest;
}

/* A file by its size and 64 pieces of it, wherever it lies: FNV-1a. */
static void put_file(FILE *out, const char *what, const char *path)
{
    uint64_t digest = UINT64_C(0xcbf29ce484222325);
    static unsigned char bytes[piece_bytes]; /* one thread */
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat about = {0};

    if (fd < 0 || fstat(fd, &about) < 0) {
        fprintf(out, "%s none; ", what);
    } else if (!S_ISREG(about.st_mode)) { /* a folder */
        fprintf(out, "%s %s %lld.%09ld; ", what, path,
                (long long)about.st_mtim.tv_sec, about.st_mtim.tv_nsec);
    } else {
        for (off_t i = 0; i < pieces; i++) {
            off_t at = about.st_size > piece_bytes
                           ? (about.st_size - piece_bytes) / (pieces - 1) * i
                           : 0;
            ssize_t got = pread(fd, bytes, piece_bytes, at);

            digest = digest_on(digest, bytes, got > 0 ? (size_t)got : 0);
        }
        fprintf(out, "%s %lld %016" PRIx64 "; ", what, (long long)about.st_size,
                digest);
    }
    if (fd >= 0)
        close(fd);
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
