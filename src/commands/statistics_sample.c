#include "commands/statistics_sample.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/simulator/simulator.h"
#include "acquisition/source.h"
#include "core/clock.h"

/* Frames that are compared with one are at most so far behind it. */
enum { lag_most = 30, warm_up = 15 };
static const double third_s = 1.0 / 3, every_s = 0.2;

void bv_sample_group_fini(struct bv_sample_group *group)
{
    free(group->samples);
    group->samples = NULL;
    group->count = group->room = 0;
}

static struct bv_sample *add(struct bv_sample_group *group)
{
    if (group->count == group->room) {
        int room = group->room ? 2 * group->room : 64;
        struct bv_sample *more =
            realloc(group->samples, (size_t)room * sizeof(*more));

        if (!more)
            return NULL;
        group->samples = more;
        group->room = room;
    }
    for (int i = 0; i < BV_SAMPLE_VALUES; i++)
        group->samples[group->count].value[i] = NAN;
    return &group->samples[group->count++];
}

/* The middle of a window, away from its edges and what is written there. */
static struct bv_px_box inner(const struct bv_px_box *window)
{
    int width = window->right - window->left;
    int height = window->bottom - window->top;

    return (struct bv_px_box){
        window->left + width / 8, window->top + height / 12,
        window->right - width / 8, window->bottom - height / 8};
}

static int measure(struct bv_sample_group *group, const struct bv_frame *frame,
                   const struct bv_px_box *part)
{
    struct bv_sample *sample = add(group);
    int error = sample ? bv_look_measure(frame, part, sample->value) : -ENOMEM;
    int segments = error == 0 ? bv_look_count_segments(frame, part) : 0;

    if (error == -ERANGE) { /* too small to say anything of */
        group->count--;
        return 0;
    }
    if (error == 0 && segments >= 0)
        sample->value[BV_SAMPLE_SEGMENTS] = segments;
    return segments < 0 ? segments : error;
}

static int is_picture(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');

    return dot && (strcmp(dot, ".png") == 0 || strcmp(dot, ".jpg") == 0);
}

static int sample_still(struct bv_sample_group *group, const char *path,
                        struct bv_fault *fault)
{
    struct bv_source *source;
    struct bv_frame *frame;
    struct bv_px_box part;
    int error = bv_source_open(path, NULL, &source, fault);

    if (error < 0)
        return error;
    error = bv_source_read(source, 1000, &frame, fault);
    if (error == 0) {
        part =
            inner(&(struct bv_px_box){0, 0, frame->width_px, frame->height_px});
        error = measure(group, frame, &part);
        bv_frame_unref(frame);
    }
    bv_source_close(source);
    return error;
}

int bv_sample_folder(struct bv_sample_group *group, const char *path, int most,
                     struct bv_fault *fault)
{
    struct dirent **entries;
    int count = scandir(path, &entries, is_picture, alphasort), error = 0;

    if (count < 1) {
        if (count == 0)
            free(entries);
        return bv_fault_set(fault, -ENOENT, "There are no pictures in %s.",
                            path);
    }
    for (int i = 0; i < count; i++) {
        char file[PATH_MAX];

        /* every so many-th, so that at most `most` are taken */
        if (error == 0 &&
            (long)i * most / count != (long)(i - 1) * most / count &&
            snprintf(file, sizeof(file), "%s/%s", path, entries[i]->d_name) <
                (int)sizeof(file))
            error = sample_still(group, file, fault);
        free(entries[i]);
    }
    free(entries);
    return error;
}

/* The frames before, to compare with. */
struct past {
    struct bv_frame *frame[lag_most];
    int count;
};

static void drop_past(struct past *past)
{
    for (int i = 0; i < past->count; i++)
        bv_frame_unref(past->frame[i]);
    past->count = 0;
}

/* Copies, since sources use their frames again. */
static int remember(struct past *past, const struct bv_frame *frame)
{
    struct bv_frame *copy = bv_frame_new(frame->width_px, frame->height_px);

    if (!copy)
        return -ENOMEM;
    for (int y = 0; y < frame->height_px; y++)
        memcpy(copy->pixels + y * copy->stride_bytes,
               frame->pixels + y * frame->stride_bytes,
               (size_t)frame->width_px);
    copy->time_ns = frame->time_ns;
    if (past->count == lag_most) {
        bv_frame_unref(past->frame[0]);
        memmove(past->frame, past->frame + 1,
                (lag_most - 1) * sizeof(past->frame[0]));
        past->count--;
    }
    past->frame[past->count++] = copy;
    return 0;
}

/* How alike the newest is to the one before and to that a third second ago. */
static void compare(const struct past *past, const struct bv_px_box *part,
                    struct bv_sample *sample)
{
    const struct bv_frame *now = past->frame[past->count - 1];

    if (past->count > 1)
        sample->value[BV_SAMPLE_ALIKE_1] =
            bv_look_alike(past->frame[past->count - 2], now, part);
    for (int i = past->count - 2; i >= 0; i--)
        if (bv_ns_to_s(now->time_ns - past->frame[i]->time_ns) >
            third_s - 0.02) {
            sample->value[BV_SAMPLE_ALIKE_10] =
                bv_look_alike(past->frame[i], now, part);
            return;
        }
}

int bv_sample_clip(struct bv_sample_group *group, const char *path,
                   const struct bv_px_box *window, int most,
                   struct bv_fault *fault)
{
    struct bv_source *source;
    struct past past = {.count = 0};
    double next_s = every_s;
    int error = bv_source_open(path, NULL, &source, fault), taken = 0;

    if (error < 0)
        return error;
    while (error == 0 && taken < most) {
        struct bv_frame *frame;
        struct bv_px_box part;

        error = bv_source_read(source, 1000, &frame, fault);
        if (error < 0)
            break;
        part = inner(window ? window
                            : &(struct bv_px_box){0, 0, frame->width_px,
                                                  frame->height_px});
        error = remember(&past, frame);
        if (error == 0 && bv_ns_to_s(frame->time_ns) >= next_s) {
            int before = group->count;

            next_s += every_s;
            taken++;
            error = measure(group, frame, &part);
            if (error == 0 && group->count > before)
                compare(&past, &part, &group->samples[before]);
        }
        bv_frame_unref(frame);
    }
    drop_past(&past);
    bv_source_close(source);
    return error == -ENODATA ? 0 : error;
}

int bv_sample_scene(struct bv_sample_group *group, const char *name, int seeds,
                    struct bv_fault *fault)
{
    const struct bv_simulator_options options = {.no_needle = true};
    struct bv_frame *frame =
        bv_frame_new(BV_SIMULATOR_WIDTH_PX, BV_SIMULATOR_HEIGHT_PX);
    int error = frame ? 0 : -ENOMEM;

    for (int seed = 1; seed <= seeds && error == 0; seed++) {
        struct past past = {.count = 0};
        struct bv_scene scene;
        struct bv_simulator *simulator = NULL;
        struct bv_px_box part;

        error = bv_scene_load(name, true, (uint64_t)seed, &scene, fault);
        if (error == 0) {
            simulator = bv_simulator_new(&scene, &options);
            error = simulator ? 0 : -ENOMEM;
        }
        for (int i = 0; i < warm_up && error == 0; i++) {
            bv_simulator_render(simulator, frame);
            error = remember(&past, frame);
        }
        if (error == 0) {
            part = inner(&frame->scan_area.box);
            error = measure(group, frame, &part);
        }
        if (error == 0)
            compare(&past, &part, &group->samples[group->count - 1]);
        drop_past(&past);
        bv_simulator_free(simulator);
    }
    bv_frame_unref(frame);
    return error;
}
