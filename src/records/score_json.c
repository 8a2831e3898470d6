#include "records/score_json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What there is to count, by its key. */
static const struct {
    const char *key;
    size_t offset;
} counts[] = {
    {"labelled", offsetof(struct bv_clip_score, labelled_count)},
    {"repeats", offsetof(struct bv_clip_score, repeat_count)},
    {"insertions", offsetof(struct bv_clip_score, insertion_count)},
    {"cut_short", offsetof(struct bv_clip_score, cut_short_count)},
    {"alarms", offsetof(struct bv_clip_score, alarm_count)},
    {"free_frames", offsetof(struct bv_clip_score, free_frame_count)},
    {"alarm_frames", offsetof(struct bv_clip_score, alarm_frame_count)},
    {"free_stills", offsetof(struct bv_clip_score, free_still_count)},
    {"alarm_stills", offsetof(struct bv_clip_score, alarm_still_count)},
    {"jitter", offsetof(struct bv_clip_score, jitter_count)},
    {"still", offsetof(struct bv_clip_score, still_count)},
    {"kept", offsetof(struct bv_clip_score, kept_count)},
};

/* The floats of a frame, in the order in which they are written. */
static const size_t floats[] = {
    offsetof(struct bv_frame_score, tip_mm),
    offsetof(struct bv_frame_score, predicted_mm),
    offsetof(struct bv_frame_score, turn_deg),
    offsetof(struct bv_frame_score, ahead_mm),
    offsetof(struct bv_frame_score, crossing_mm),
    offsetof(struct bv_frame_score, lag_frames),
    offsetof(struct bv_frame_score, confidence),
    offsetof(struct bv_frame_score, angle_deg),
    offsetof(struct bv_frame_score, depth_mm),
    offsetof(struct bv_frame_score, process_ms),
};

enum {
    count_count = sizeof(counts) / sizeof(*counts),
    float_count = sizeof(floats) / sizeof(*floats)
};

static const float *float_at(const struct bv_frame_score *frame, int i)
{
    return (const float *)(const void *)((const char *)frame + floats[i]);
}

static void print_frames(const struct bv_clip_score *score, FILE *out)
{
    for (size_t k = 0; k < score->frame_count; k++) {
        const struct bv_frame_score *frame = &score->frames[k];

        fprintf(out, "%u %u %u", frame->frame, frame->flags, frame->visibility);
        for (int i = 0; i < float_count; i++)
            fprintf(out, " %.9g", (double)*float_at(frame, i));
        fputc(';', out);
    }
}

static void print_waits(const struct bv_clip_score *score, FILE *out)
{
    for (size_t k = 0; k < score->wait_count; k++)
        fprintf(out, "%d %.9g;", score->waits[k].again,
                (double)score->waits[k].waited_s);
}

/* What a function prints, as a string. */
static json_t *printed(const struct bv_clip_score *score,
                       void (*print)(const struct bv_clip_score *, FILE *))
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    json_t *string;

    if (!out)
        return NULL;
    print(score, out);
    string = fclose(out) == 0 ? json_string(text) : NULL;
    free(text);
    return string;
}

json_t *bv_score_to_json(const struct bv_clip_score *score)
{
    const struct bv_clip_about *about = &score->about;
    json_t *json = json_pack(
        "{s:b, s:i, s:b, s:i, s:f, s:b, s:b, s:f, s:f, s:I, s:I, s:o, s:o}",
        "simulated", about->simulated, "probe", (int)about->probe, "still_clip",
        about->still, "width_px", about->width_px, "mm_per_px",
        about->mm_per_px, "dense", score->dense, "scaled", score->scaled,
        "free_s", score->free_s, "jitter_mm2", score->jitter_mm2, "frame_count",
        (json_int_t)score->frame_count, "wait_count",
        (json_int_t)score->wait_count, "frames", printed(score, print_frames),
        "waits", printed(score, print_waits));

    for (int i = 0; json && i < count_count; i++)
        json_object_set_new(
            json, counts[i].key,
            json_integer((json_int_t) *
                         (const size_t *)(const void *)((const char *)score +
                                                        counts[i].offset)));
    return json;
}

static bool read_unsigned(const char **at, unsigned long most,
                          unsigned long *number)
{
    char *rest;

    *number = strtoul(*at, &rest, 10);
    if (rest == *at || *number > most)
        return false;
    *at = rest;
    return true;
}

static bool read_float(const char **at, float *number)
{
    char *rest;

    *number = strtof(*at, &rest);
    if (rest == *at)
        return false;
    *at = rest;
    return true;
}

static bool read_frame(const char **at, struct bv_frame_score *frame)
{
    unsigned long number, flags, visibility;

    if (!read_unsigned(at, UINT32_MAX, &number) ||
        !read_unsigned(at, UINT32_MAX, &flags) ||
        !read_unsigned(at, BV_SCORE_VISIBILITY_GOOD, &visibility))
        return false;
    frame->frame = (uint32_t)number;
    frame->flags = (uint32_t)flags;
    frame->visibility = (uint8_t)visibility;
    for (int i = 0; i < float_count; i++)
        if (!read_float(at, (float *)(void *)((char *)frame + floats[i])))
            return false;
    return *(*at)++ == ';';
}

/* How many there are, which the text must be long enough for. */
static bool read_room(const json_t *json, const char *count_key,
                      const char *text_key, size_t *count, const char **text)
{
    const json_t *number = json_object_get(json, count_key);

    *text = json_string_value(json_object_get(json, text_key));
    if (!*text || !json_is_integer(number) || json_integer_value(number) < 0)
        return false;
    *count = (size_t)json_integer_value(number);
    return *count <= strlen(*text);
}

static bool read_frames(const json_t *json, struct bv_clip_score *score)
{
    const char *at;
    size_t count;

    if (!read_room(json, "frame_count", "frames", &count, &at))
        return false;
    score->frames = calloc(count + 1, sizeof(*score->frames));
    if (!score->frames)
        return false;
    score->frame_room = count + 1;
    for (; score->frame_count < count; score->frame_count++)
        if (!read_frame(&at, &score->frames[score->frame_count]))
            return false;
    return *at == '\0';
}

static bool read_waits(const json_t *json, struct bv_clip_score *score)
{
    const char *at;
    size_t count;

    if (!read_room(json, "wait_count", "waits", &count, &at))
        return false;
    score->waits = calloc(count + 1, sizeof(*score->waits));
    if (!score->waits)
        return false;
    score->wait_room = count + 1;
    for (; score->wait_count < count; score->wait_count++) {
        struct bv_wait_score *wait = &score->waits[score->wait_count];
        unsigned long again;

        if (!read_unsigned(&at, 1, &again) || !read_float(&at, &wait->waited_s))
            return false;
        wait->again = again;
        if (*at++ != ';')
            return false;
    }
    return *at == '\0';
}

static bool read_counts(const json_t *json, struct bv_clip_score *score)
{
    for (int i = 0; i < count_count; i++) {
        const json_t *count = json_object_get(json, counts[i].key);

        if (!json_is_integer(count) || json_integer_value(count) < 0)
            return false;
        *(size_t *)(void *)((char *)score + counts[i].offset) =
            (size_t)json_integer_value(count);
    }
    return true;
}

struct bv_clip_score *bv_score_from_json(const json_t *json)
{
    int simulated, still, dense, scaled, probe;
    struct bv_clip_about about = {0};
    double free_s, jitter_mm2;
    struct bv_clip_score *score;

    if (json_unpack((json_t *)json,
                    "{s:b, s:i, s:b, s:i, s:f, s:b, s:b, s:f, s:f}",
                    "simulated", &simulated, "probe", &probe, "still_clip",
                    &still, "width_px", &about.width_px, "mm_per_px",
                    &about.mm_per_px, "dense", &dense, "scaled", &scaled,
                    "free_s", &free_s, "jitter_mm2", &jitter_mm2) < 0 ||
        probe < BV_SCORE_PROBE_UNKNOWN || probe > BV_SCORE_PROBE_CURVED)
        return NULL;
    about.simulated = simulated;
    about.still = still;
    about.probe = (enum bv_score_probe)probe;
    score = bv_clip_score_new(&about);
    if (!score)
        return NULL;
    score->dense = dense;
    score->scaled = scaled;
    score->free_s = free_s;
    score->jitter_mm2 = jitter_mm2;
    if (read_counts(json, score) && read_frames(json, score) &&
        read_waits(json, score))
        return score;
    bv_clip_score_free(score);
    return NULL;
}
