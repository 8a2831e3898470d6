#include "ui/steps/set_up.h"

#include <assert.h>
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/words.h"

/* The same area again, found anew: of its width and height. */
static const double same_area = 0.02;
/* Of scales that differ by less nobody sees it. */
static const double same_scale = 0.001;

/* From the most usual on. */
static const double gauges[] = {22, 23, 24, 25, 26, 27, 30,
                                16, 17, 18, 19, 20, 21};
static const double lengths_mm[] = {50, 60, 80, 90, 100, 120, 150, 25, 38, 40};
enum {
    gauge_count = sizeof(gauges) / sizeof(*gauges),
    length_count = sizeof(lengths_mm) / sizeof(*lengths_mm)
};

static const struct {
    const char *key, *name[2];
} pairs[BV_SIDES_COUNT] = {
    [BV_SIDES_NOT_NAMED] = {"not_named", {"", ""}},
    [BV_SIDES_LATERAL_MEDIAL] = {"lateral_medial",
                                 {N_("lateral"), N_("medial")}},
    [BV_SIDES_RADIAL_ULNAR] = {"radial_ulnar", {N_("radial"), N_("ulnar")}},
    [BV_SIDES_PROXIMAL_DISTAL] = {"proximal_distal",
                                  {N_("proximal"), N_("distal")}},
    [BV_SIDES_CRANIAL_CAUDAL] = {"cranial_caudal",
                                 {N_("cranial"), N_("caudal")}},
    [BV_SIDES_ANTERIOR_POSTERIOR] = {"anterior_posterior",
                                     {N_("anterior"), N_("posterior")}},
};

/* What a procedure may say instead. */
static const struct {
    const char *word;
    enum bv_side_names sides;
    bool second;
} others[] = {{"cephalad", BV_SIDES_CRANIAL_CAUDAL, false},
              {"caudad", BV_SIDES_CRANIAL_CAUDAL, true}};

const char *bv_side_names_key(enum bv_side_names names)
{
    return pairs[names].key;
}

enum bv_side_names bv_side_names_find(const char *key)
{
    int i = 0;

    while (i < BV_SIDES_COUNT && strcmp(pairs[i].key, key) != 0)
        i++;
    return (enum bv_side_names)i;
}

const char *bv_side_name(enum bv_side_names names, int which)
{
    return pairs[names].name[which];
}

/* @return Whether the word alone is the name of a side. */
static bool find_side(const char *word, struct bv_set_up_hints *hints)
{
    for (int i = BV_SIDES_NOT_NAMED + 1; i < BV_SIDES_COUNT; i++)
        for (int which = 0; which < 2; which++)
            if (strcmp(word, pairs[i].name[which]) == 0) {
                hints->sides = (enum bv_side_names)i;
                hints->from_second = which == 1;
                return true;
            }
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
        if (strcmp(word, others[i].word) == 0) {
            hints->sides = others[i].sides;
            hints->from_second = others[i].second;
            return true;
        }
    return false;
}

/* The needle comes from a side of the picture only where it lies in plane. */
static void read_sides(const struct bv_procedure *procedure,
                       struct bv_set_up_hints *hints)
{
    for (int i = 0; i < procedure->approach_count; i++)
        if (procedure->approaches[i].plane == BV_PLANE_IN &&
            find_side(procedure->approaches[i].from, hints))
            return;
}

struct bv_set_up_hints
bv_set_up_hints_make(const struct bv_procedure *procedure)
{
    struct bv_set_up_hints hints = {.sides = BV_SIDES_NOT_NAMED};
    struct bv_needle_numbers *numbers = &hints.needle;

    read_sides(procedure, &hints);
    for (int i = 0; i < procedure->needle_count; i++) {
        const struct bv_procedure_needle *needle = &procedure->needles[i];

        if (needle->has_gauge && numbers->gauge_least == 0) {
            numbers->gauge_least = needle->gauge.low;
            numbers->gauge_most = needle->gauge.high;
        }
        if (needle->has_length && numbers->length_least == 0) {
            numbers->length_least = needle->length_mm.low;
            numbers->length_most = needle->length_mm.high;
        }
    }
    return hints;
}

void bv_set_up_take_procedure(struct bv_set_up *set_up, const char *id,
                              const char *title, enum bv_side side,
                              const struct bv_set_up_hints *hints)
{
    bool other = strcmp(set_up->procedure, id ? id : "") != 0;

    assert(set_up); /* GCC 12 with the sanitizer asks */
    set_up->side = id ? side : BV_SIDE_UNKNOWN;
    snprintf(set_up->procedure, sizeof(set_up->procedure), "%s", id ? id : "");
    snprintf(set_up->title, sizeof(set_up->title), "%s", id ? title : "");
    set_up->hints =
        id ? *hints : (struct bv_set_up_hints){.from_second = false};
    if (!other)
        return;
    set_up->named = false;
    if (set_up->hints.sides == BV_SIDES_NOT_NAMED)
        return;
    set_up->sides = set_up->hints.sides;
    set_up->swapped = set_up->hints.from_second;
}

void bv_set_up_resume(struct bv_set_up *set_up,
                      const struct bv_settled *settled, const char *sides,
                      bool swapped)
{
    enum bv_side_names names = bv_side_names_find(sides);

    snprintf(set_up->procedure, sizeof(set_up->procedure), "%s",
             settled->procedure);
    snprintf(set_up->title, sizeof(set_up->title), "%s", settled->procedure);
    set_up->side = settled->side;
    set_up->gauge = settled->gauge;
    set_up->length_mm = settled->length_mm;
    set_up->sides = names == BV_SIDES_COUNT ? BV_SIDES_NOT_NAMED : names;
    set_up->swapped = swapped;
}

static bool is_near(double a, double b, double by)
{
    return fabs(a - b) <= by;
}

static bool is_same_area(const struct bv_scan_area *a,
                         const struct bv_scan_area *b)
{
    double wide = same_area * (a->box.right - a->box.left);
    double high = same_area * (a->box.bottom - a->box.top);

    return a->shape == b->shape && is_near(a->box.left, b->box.left, wide) &&
           is_near(a->box.right, b->box.right, wide) &&
           is_near(a->box.top, b->box.top, high) &&
           is_near(a->box.bottom, b->box.bottom, high);
}

bool bv_set_up_see(struct bv_set_up *set_up, const struct bv_advice *advice,
                   enum bv_side marked_side)
{
    bool ceased = false;

    if (!advice)
        return false;
    if (!is_same_area(&set_up->area, &advice->scan_area)) {
        ceased = set_up->area_is_so;
        set_up->area_is_so = false;
        set_up->area = advice->scan_area;
    }
    if (!is_near(set_up->mm_per_px, advice->mm_per_px,
                 same_scale * advice->mm_per_px)) {
        ceased = ceased || set_up->scale_is_so;
        set_up->scale_is_so = false;
    }
    /* a probe that is turned round turns the names, too */
    if (set_up->has_picture && marked_side != set_up->marked_side) {
        ceased = ceased || set_up->named;
        set_up->named = false;
    }
    set_up->mm_per_px = advice->mm_per_px;
    set_up->origin = advice->scale_origin;
    set_up->marked_side = marked_side;
    set_up->checks = advice->checks;
    set_up->has_picture = true;
    return ceased;
}

static int find(const double *list, int count, double value)
{
    for (int i = 0; i < count; i++)
        if (list[i] == value)
            return i;
    return -1;
}

/* Round the list, from what is proposed on, or its first; then none again. */
static double next_of(const double *list, int count, double now,
                      double proposed)
{
    double start = proposed > 0 ? proposed : list[0];
    int first = find(list, count, start), at = find(list, count, now);
    int next = (at + 1) % count;

    if (now == 0)
        return start;
    if (first < 0)
        first = 0; /* the proposed comes before it */
    return at >= 0 && next == first ? 0 : list[next];
}

/* A user who was asked, or who gave it, has said so before. */
bool bv_set_up_scale_is_settled(const struct bv_set_up *set_up)
{
    return set_up->mm_per_px > 0 &&
           (set_up->scale_is_so || set_up->origin == BV_SCALE_GIVEN ||
            set_up->origin == BV_SCALE_READ ||
            set_up->origin == BV_SCALE_MEASURED);
}

void bv_set_up_press(struct bv_set_up *set_up, enum bv_set_up_item item)
{
    const struct bv_needle_numbers *needle = &set_up->hints.needle;

    switch (item) {
    case BV_SET_UP_NAMES:
        set_up->sides =
            (enum bv_side_names)((set_up->sides + 1) % BV_SIDES_COUNT);
        set_up->swapped = set_up->named = false;
        break;
    case BV_SET_UP_NAMED:
        set_up->named = !set_up->named && set_up->sides != BV_SIDES_NOT_NAMED;
        break;
    case BV_SET_UP_GAUGE:
        set_up->gauge =
            next_of(gauges, gauge_count, set_up->gauge, needle->gauge_least);
        break;
    case BV_SET_UP_LENGTH:
        set_up->length_mm = next_of(lengths_mm, length_count, set_up->length_mm,
                                    needle->length_least);
        break;
    case BV_SET_UP_AREA:
        set_up->area_is_so =
            !set_up->area_is_so && set_up->area.shape != BV_SCAN_UNKNOWN;
        break;
    case BV_SET_UP_SCALE:
        set_up->scale_is_so = !set_up->scale_is_so && set_up->mm_per_px > 0;
        break;
    default:
        break;
    }
}

void bv_set_up_swap(struct bv_set_up *set_up)
{
    if (set_up->sides != BV_SIDES_NOT_NAMED)
        set_up->swapped = !set_up->swapped;
}

struct bv_needle_numbers bv_set_up_needle(const struct bv_set_up *set_up)
{
    struct bv_needle_numbers needle = set_up->hints.needle;

    if (set_up->gauge > 0)
        needle.gauge_least = needle.gauge_most = set_up->gauge;
    if (set_up->length_mm > 0)
        needle.length_least = needle.length_most = set_up->length_mm;
    return needle;
}

bool bv_set_up_get_names(const struct bv_set_up *set_up, const char **left,
                         const char **right)
{
    *left = _(bv_side_name(set_up->sides, set_up->swapped));
    *right = _(bv_side_name(set_up->sides, !set_up->swapped));
    return set_up->named;
}

struct bv_settled bv_set_up_settled(const struct bv_set_up *set_up)
{
    struct bv_settled settled = {.side = set_up->side,
                                 .gauge = set_up->gauge,
                                 .length_mm = set_up->length_mm,
                                 .area_is_so = set_up->area_is_so,
                                 .scale_is_so =
                                     bv_set_up_scale_is_settled(set_up)};

    snprintf(settled.procedure, sizeof(settled.procedure), "%s",
             set_up->procedure);
    if (!set_up->named)
        return settled;
    snprintf(settled.left, sizeof(settled.left), "%s",
             bv_side_name(set_up->sides, set_up->swapped));
    snprintf(settled.right, sizeof(settled.right), "%s",
             bv_side_name(set_up->sides, !set_up->swapped));
    return settled;
}
