/*
 * Reads what event_log.c wrote: what a recording's frames cannot carry.
 */
#include "acquisition/event_log.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/event_line.h"
#include "core/clock.h"
#include "core/log.h"

/* A change of depth a second, for a day. */
enum { most_entries = 100000 };

static const double scale_least = 1e-4, scale_most = 100; /* mm a px */
static const double most_px = 1e6;
static const double most_s = 1e8;

/* What holds from a frame on. */
struct entry {
    uint64_t frame;
    double mm_per_px;
    enum bv_scale_origin scale_origin;
    enum bv_side marked_side;
    struct bv_scan_area scan_area;
};

/* A scale that was found on the screen, from a time on. */
struct screen_scale {
    int64_t time_ns;
    double mm_per_px; /* 0: it was dropped */
    enum bv_scale_origin origin;
};

/* Where the target was marked, from a time on. */
struct target {
    int64_t time_ns;
    bool marked; /* false: it was cleared */
    struct bv_px px;
};

struct bv_event_list {
    char *path;
    int width_px, height_px;
    uint64_t first_picture;
    struct entry *entries; /* in the order of their frames */
    size_t count, capacity, next;
    struct screen_scale *scales; /* in the order of their times */
    size_t scale_count, scale_capacity, next_scale;
    struct target *targets; /* in the order of their times */
    size_t target_count, target_capacity;
    uint64_t applied; /* the frame that asked last */
    bool unused;      /* the recording is not theirs */
};

static bool read_real(const json_t *object, const char *key, double least,
                      double most, double *value)
{
    const json_t *json = json_object_get(object, key);
    double number = json_number_value(json);

    if (!json_is_number(json) || !(number >= least && number <= most))
        return false;
    *value = number;
    return true;
}

static bool read_px(const json_t *object, const char *key, struct bv_px *px)
{
    const json_t *json = json_object_get(object, key);
    double x = json_number_value(json_array_get(json, 0));
    double y = json_number_value(json_array_get(json, 1));

    if (json_array_size(json) != 2 ||
        !json_is_number(json_array_get(json, 0)) ||
        !json_is_number(json_array_get(json, 1)) || !(fabs(x) <= most_px) ||
        !(fabs(y) <= most_px))
        return false;
    *px = (struct bv_px){x, y};
    return true;
}

static bool read_box(const struct bv_event_list *list, const json_t *json,
                     struct bv_px_box *box)
{
    int64_t sides[4];

    if (json_array_size(json) != 4)
        return false;
    for (size_t i = 0; i < 4; i++) {
        if (!json_is_integer(json_array_get(json, i)))
            return false;
        sides[i] = json_integer_value(json_array_get(json, i));
    }
    if (sides[0] < 0 || sides[1] < 0 || sides[2] <= sides[0] ||
        sides[3] <= sides[1] || sides[2] > list->width_px ||
        sides[3] > list->height_px)
        return false;
    *box = (struct bv_px_box){(int)sides[0], (int)sides[1], (int)sides[2],
                              (int)sides[3]};
    return true;
}

static bool read_area(const struct bv_event_list *list, const json_t *json,
                      struct bv_scan_area *area)
{
    const char *shape = json_string_value(json_object_get(json, "shape"));
    struct bv_scan_area made = {.shape = BV_SCAN_RECTANGLE};

    if (json_is_null(json)) {
        *area = (struct bv_scan_area){.shape = BV_SCAN_UNKNOWN};
        return true;
    }
    if (!shape || !read_box(list, json_object_get(json, "box_px"), &made.box) ||
        !read_px(json, "face_middle_px", &made.face_middle))
        return false;
    if (strcmp(shape, "sector") == 0) {
        made.shape = BV_SCAN_SECTOR;
        if (!read_px(json, "apex_px", &made.apex) ||
            !read_real(json, "face_radius_px", 0, most_px,
                       &made.face_radius_px) ||
            !read_real(json, "end_radius_px", made.face_radius_px, most_px,
                       &made.end_radius_px) ||
            !read_real(json, "half_angle_deg", 0, 180, &made.half_angle_deg))
            return false;
    } else if (strcmp(shape, "rectangle") != 0) {
        return false;
    }
    *area = made;
    return true;
}

static bool read_side(const json_t *json, enum bv_side *side)
{
    const char *word = json_string_value(json);

    if (!word)
        return false;
    *side = strcmp(word, "left") == 0    ? BV_SIDE_LEFT
            : strcmp(word, "right") == 0 ? BV_SIDE_RIGHT
                                         : BV_SIDE_UNKNOWN;
    return true;
}

/* @return Whether it is left out, and as it was, or one that there is. */
static bool read_origin(const json_t *json, enum bv_scale_origin *origin)
{
    const char *word = json_string_value(json);

    if (word)
        *origin = bv_scale_origin_find(word);
    return !json || (word && *origin != BV_SCALE_ORIGINS);
}

/* @return The entry of that frame, which starts as the one before; NULL: the
 * frames do not ascend, there are too many of them, or no memory. */
static struct entry *find_entry(struct bv_event_list *list, int64_t frame)
{
    struct entry before = {0}, *last;

    if (list->count > 0) {
        last = &list->entries[list->count - 1];
        if (last->frame == (uint64_t)frame)
            return last;
        before = *last;
    }
    if (frame < 0 || (list->count > 0 && (uint64_t)frame < before.frame) ||
        list->count == most_entries)
        return NULL;
    if (list->count == list->capacity) {
        size_t capacity = list->capacity * 2 + 4;
        struct entry *entries =
            realloc(list->entries, capacity * sizeof(*entries));

        if (!entries)
            return NULL;
        list->entries = entries;
        list->capacity = capacity;
    }
    list->entries[list->count] = before;
    list->entries[list->count].frame = (uint64_t)frame;
    return &list->entries[list->count++];
}

/* Room for one more. @return It; NULL: there are too many, or no memory. */
static struct screen_scale *add_scale(struct bv_event_list *list)
{
    if (list->scale_count == most_entries)
        return NULL;
    if (list->scale_count == list->scale_capacity) {
        size_t capacity = list->scale_capacity * 2 + 4;
        struct screen_scale *scales =
            realloc(list->scales, capacity * sizeof(*scales));

        if (!scales)
            return NULL;
        list->scales = scales;
        list->scale_capacity = capacity;
    }
    return &list->scales[list->scale_count++];
}

/* @return Whether it can be used. */
static bool read_screen_scale(struct bv_event_list *list, const json_t *json)
{
    struct screen_scale made = {.origin = BV_SCALE_READ}, *added;
    bool dropped = json_is_null(json_object_get(json, "mm_per_px"));
    double time_s;

    if (!read_real(json, "time_s", 0, most_s, &time_s) ||
        (!dropped &&
         (!read_real(json, "mm_per_px", scale_least, scale_most,
                     &made.mm_per_px) ||
          !read_origin(json_object_get(json, "from"), &made.origin) ||
          made.origin < BV_SCALE_READ)))
        return false;
    made.time_ns = llround(time_s * BV_NS_PER_S);
    if (list->scale_count > 0 &&
        made.time_ns < list->scales[list->scale_count - 1].time_ns)
        return false;
    added = add_scale(list);
    if (added)
        *added = made;
    return added != NULL;
}

/* One that says nothing is left out: frames go without it.
 * @return False: there are too many, or no memory. */
static bool read_target(struct bv_event_list *list, const json_t *json,
                        bool marked)
{
    struct target made = {.marked = marked}, *grown;
    double time_s;

    if (!read_real(json, "time_s", 0, most_s, &time_s) ||
        (marked && !read_px(json, "target_px", &made.px)))
        return true;
    made.time_ns = llround(time_s * BV_NS_PER_S);
    if (list->target_count > 0 &&
        made.time_ns < list->targets[list->target_count - 1].time_ns)
        return true;
    if (list->target_count == list->target_capacity) {
        list->target_capacity = list->target_capacity * 2 + 4;
        grown = list->target_count >= most_entries
                    ? NULL
                    : reallocarray(list->targets, list->target_capacity,
                                   sizeof(*grown));
        if (!grown)
            return false;
        list->targets = grown;
    }
    list->targets[list->target_count++] = made;
    return true;
}

/* @return Whether the event can be used; those that are not known are left. */
static bool read_event(struct bv_event_list *list, const json_t *json)
{
    const char *event = json_string_value(json_object_get(json, "event"));
    const json_t *frame = json_object_get(json, "frame");
    struct entry *entry;

    if (!event)
        return json_is_object(json);
    if (strcmp(event, "screen_scale") == 0)
        return read_screen_scale(list, json);
    if (strcmp(event, "target_marked") == 0 ||
        strcmp(event, "target_cleared") == 0)
        return read_target(list, json, strcmp(event, "target_marked") == 0);
    if (strcmp(event, "scale") != 0 && strcmp(event, "scan_area") != 0 &&
        strcmp(event, "marked_side") != 0)
        return true;
    entry = json_is_integer(frame) ? find_entry(list, json_integer_value(frame))
                                   : NULL;
    if (!entry)
        return false;
    if (strcmp(event, "scan_area") == 0)
        return read_area(list, json_object_get(json, "scan_area"),
                         &entry->scan_area);
    if (strcmp(event, "marked_side") == 0)
        return read_side(json_object_get(json, "side"), &entry->marked_side);
    entry->mm_per_px = 0;
    entry->scale_origin = json_is_true(json_object_get(json, "given"))
                              ? BV_SCALE_GIVEN
                              : BV_SCALE_SOURCE;
    return read_origin(json_object_get(json, "from"), &entry->scale_origin) &&
           (json_is_null(json_object_get(json, "mm_per_px")) ||
            read_real(json, "mm_per_px", scale_least, scale_most,
                      &entry->mm_per_px));
}

static bool read_header(struct bv_event_list *list, const json_t *json)
{
    const char *format = json_string_value(json_object_get(json, "format"));
    const char *hash =
        json_string_value(json_object_get(json, "first_picture"));
    double width, height;
    char *end;

    if (!format || strcmp(format, "bevel-events") != 0 ||
        json_integer_value(json_object_get(json, "version")) != 1 || !hash ||
        !read_real(json, "width_px", 1, BV_FRAME_SIDE_MAX_PX, &width) ||
        !read_real(json, "height_px", 1, BV_FRAME_SIDE_MAX_PX, &height))
        return false;
    list->width_px = (int)width;
    list->height_px = (int)height;
    list->first_picture = strtoull(hash, &end, 16);
    return *hash && !*end;
}

/* Line by line; one that has no end yet is where the program was killed. */
static bool read_lines(struct bv_event_list *list, FILE *file)
{
    char line[BV_EVENT_LINE_BYTES];

    for (int number = 0; fgets(line, sizeof(line), file); number++) {
        json_t *json;
        bool good;

        if (!strchr(line, '\n'))
            return feof(file) && number > 0;
        json = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
        good = json &&
               (number == 0 ? read_header(list, json) : read_event(list, json));
        json_decref(json);
        if (!good)
            return false;
    }
    return !ferror(file) && list->width_px > 0;
}

struct bv_event_list *bv_event_list_read(const char *path)
{
    FILE *file = path ? fopen(path, "re") : NULL;
    struct bv_event_list *list;

    if (!file)
        return NULL;
    list = calloc(1, sizeof(*list));
    if (list)
        list->path = strdup(path);
    if (!list || !list->path || !read_lines(list, file)) {
        bv_log(BV_LOG_WARNING,
               "%s is damaged or not a recording's events: the scale in it "
               "is not used.",
               path);
        bv_event_list_free(list);
        list = NULL;
    }
    fclose(file);
    return list;
}

/* Whether the recording is the one that the events were written with: another
 * one may have got its name. */
static bool is_theirs(const struct bv_event_list *list,
                      const struct bv_frame *first)
{
    return first->width_px == list->width_px &&
           first->height_px == list->height_px &&
           bv_event_picture_hash(first) == list->first_picture;
}

/* What was found on the screen goes before what was given, and voids it. */
static void apply_screen(struct bv_event_list *list, const struct entry *entry,
                         struct bv_frame *frame)
{
    const struct screen_scale *scale;

    while (list->next_scale < list->scale_count &&
           list->scales[list->next_scale].time_ns <= frame->time_ns)
        list->next_scale++;
    if (list->next_scale == 0 ||
        (entry->mm_per_px > 0 && entry->scale_origin == BV_SCALE_SOURCE))
        return;
    scale = &list->scales[list->next_scale - 1];
    frame->mm_per_px = scale->mm_per_px;
    frame->scale_origin =
        scale->mm_per_px > 0 ? scale->origin : BV_SCALE_SOURCE;
}

void bv_event_list_apply(struct bv_event_list *list, struct bv_frame *frame)
{
    const struct entry *entry;

    if (frame->sequence == 0 && !is_theirs(list, frame)) {
        bv_log(BV_LOG_WARNING,
               "%s is of another recording: the scale in it is not used.",
               list->path);
        list->unused = true;
    }
    if (frame->sequence < list->applied) /* the source went back */
        list->next = list->next_scale = 0;
    list->applied = frame->sequence;
    while (list->next < list->count &&
           list->entries[list->next].frame <= frame->sequence)
        list->next++;
    if (list->unused || list->next == 0)
        return;
    entry = &list->entries[list->next - 1];
    if (entry->mm_per_px > 0) {
        frame->mm_per_px = entry->mm_per_px;
        frame->scale_origin = entry->scale_origin;
    }
    apply_screen(list, entry, frame);
    frame->scan_area = entry->scan_area;
    frame->marked_side = entry->marked_side;
}

bool bv_event_list_is_of(const struct bv_event_list *list,
                         const struct bv_frame *first)
{
    return is_theirs(list, first);
}

size_t bv_event_list_targets(const struct bv_event_list *list)
{
    return list->target_count;
}

bool bv_event_list_target(const struct bv_event_list *list, size_t index,
                          int64_t *time_ns, struct bv_px *px)
{
    *time_ns = list->targets[index].time_ns;
    *px = list->targets[index].px;
    return list->targets[index].marked;
}

void bv_event_list_free(struct bv_event_list *list)
{
    if (!list)
        return;
    free(list->entries);
    free(list->scales);
    free(list->targets);
    free(list->path);
    free(list);
}
