#include "commands/plan_words.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#include "commands/prose.h"

enum { label_width = 26, column_width = 24, text_size = 160 };

void bv_plan_needle_words(const struct bv_plan_needle *needle, char *text,
                          size_t size)
{
    if (needle->gauge > 0)
        snprintf(text, size, "%g mm, %gG", needle->length_mm, needle->gauge);
    else
        snprintf(text, size, "%g mm", needle->length_mm);
}

bool bv_plan_side_is_told(const struct bv_plan *plan, int side)
{
    enum bv_plan_verdict verdict = plan->sides[side].verdict;
    bool of_target =
        verdict == BV_PLAN_IN_STRUCTURE || verdict == BV_PLAN_BY_STRUCTURE;

    if (side == 1 && of_target)
        return verdict != plan->sides[0].verdict;
    return verdict != BV_PLAN_REACHED;
}

/* One row: its label, then what @p words says of each way. */
static void print_row(FILE *out, const struct bv_plan_scene *scene,
                      const struct bv_plan *plan, const char *label,
                      void (*words)(const struct bv_plan_scene *scene,
                                    const struct bv_plan_way *way, char *text))
{
    fprintf(out, "  %-*s", label_width, label);
    for (int i = 0; i < plan->way_count; i++) {
        char text[text_size];
        bool last = i + 1 == plan->way_count;

        words(scene, &plan->ways[i], text);
        fprintf(out, "%-*s%s", last ? 0 : column_width, text, last ? "" : "  ");
    }
    fputc('\n', out);
}

static void say_entry(const struct bv_plan_scene *scene,
                      const struct bv_plan_way *way, char *text)
{
    (void)scene;
    snprintf(text, text_size, "%s, %.0f mm beside",
             way->from_right ? "right" : "left", way->beside_mm);
}

static void say_insertion(const struct bv_plan_scene *scene,
                          const struct bv_plan_way *way, char *text)
{
    (void)scene;
    snprintf(text, text_size, "%.0f degrees", way->insertion_deg);
}

static void say_insonation(const struct bv_plan_scene *scene,
                           const struct bv_plan_way *way, char *text)
{
    (void)scene;
    snprintf(text, text_size, "%.0f, then %.0f degrees", way->insonation_deg[0],
             way->insonation_deg[1]);
}

static void say_visibility(const struct bv_plan_scene *scene,
                           const struct bv_plan_way *way, char *text)
{
    (void)scene;
    snprintf(text, text_size, "%s", bv_plan_visibility_words(way->visibility));
}

static void say_length(const struct bv_plan_scene *scene,
                       const struct bv_plan_way *way, char *text)
{
    (void)scene;
    snprintf(text, text_size, "%.0f mm, %.0f shown", way->length_mm,
             way->shown_mm);
}

static void say_needle(const struct bv_plan_scene *scene,
                       const struct bv_plan_way *way, char *text)
{
    bv_plan_needle_words(&scene->needles[way->needle], text, text_size);
}

static void say_room(const struct bv_plan_scene *scene,
                     const struct bv_plan_way *way, char *text)
{
    (void)scene;
    snprintf(text, text_size, "%.0f degrees", way->room_deg);
}

/* What each way is best at, below one another. */
static void print_best(FILE *out, const struct bv_plan *plan)
{
    unsigned left[BV_PLAN_WAYS_MAX], any = 1;

    for (int i = 0; i < plan->way_count; i++)
        left[i] = plan->ways[i].best;
    for (int row = 0; any; row++) {
        any = 0;
        fprintf(out, "  %-*s", label_width, row == 0 ? "best at" : "");
        for (int i = 0; i < plan->way_count; i++) {
            bool last = i + 1 == plan->way_count;
            char text[text_size];

            bv_plan_best_words(left[i] & -left[i], text, sizeof(text));
            left[i] &= left[i] - 1;
            any |= left[i];
            fprintf(out, "%-*s%s", last ? 0 : column_width, text,
                    last ? "\n" : "  ");
        }
    }
}

static void print_clearances(FILE *out, const struct bv_plan_scene *scene,
                             const struct bv_plan *plan)
{
    for (int i = 0; i < scene->structure_count; i++) {
        const struct bv_plan_structure *structure = &scene->structures[i];

        fprintf(out, "  %-*.*s", label_width, label_width - 1, structure->name);
        for (int k = 0; k < plan->way_count; k++)
            fprintf(out, "%5.1f mm (margin %.1f)%s",
                    plan->ways[k].clearance_mm[i], structure->margin_mm,
                    k + 1 == plan->way_count ? "\n" : "     ");
    }
}

static void print_table(FILE *out, const struct bv_plan_scene *scene,
                        const struct bv_plan *plan)
{
    fprintf(out, "  %-*s", label_width, "");
    for (int i = 0; i < plan->way_count; i++)
        fprintf(out, "%-*c%s", i + 1 == plan->way_count ? 0 : column_width,
                'A' + i, i + 1 == plan->way_count ? "\n" : "  ");
    print_best(out, plan);
    print_row(out, scene, plan, "entry, from the face", say_entry);
    print_row(out, scene, plan, "angle to the skin", say_insertion);
    print_row(out, scene, plan, "angle to the beam", say_insonation);
    print_row(out, scene, plan, "shaft seen", say_visibility);
    print_row(out, scene, plan, "length in tissue", say_length);
    print_row(out, scene, plan, "needle", say_needle);
    print_row(out, scene, plan, "room to turn", say_room);
    if (scene->structure_count > 0)
        fputs("  distance of the shaft from\n", out);
    print_clearances(out, scene, plan);
}

void bv_plan_print(FILE *out, const struct bv_plan_scene *scene,
                   const struct bv_plan *plan)
{
    char words[1024];

    fprintf(out, "%s\n", *scene->name ? scene->name : "Plan");
    if (plan->way_count > 0) {
        fputc('\n', out);
        print_table(out, scene, plan);
    }
    fputc('\n', out);
    for (int side = 0; side < 2; side++) {
        if (!bv_plan_side_is_told(plan, side))
            continue;
        bv_plan_side_words(scene, plan, side, words, sizeof(words) - 1);
        words[0] = (char)toupper((unsigned char)words[0]);
        strcat(words, ".");
        bv_prose_print(out, "", 2, words);
    }
    bv_prose_print(out, "", 2, BV_PLAN_CAVEAT);
}
