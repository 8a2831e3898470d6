#include "commands/scene_words.h"

#include <math.h>
#include <string.h>

#include "commands/prose.h"

static void print_number(FILE *out, const char *words, double number,
                         const char *unit)
{
    if (!isnan(number))
        fprintf(out, "    %s %g%s\n", words, number, unit);
}

static void print_success(FILE *out, const struct bv_scene_success *success)
{
    fputs("  A success:\n", out);
    print_number(out, "the tip comes to the target within",
                 success->tip_within_mm, " mm");
    if (*success->tip_in)
        fprintf(out, "    the tip comes into: %s\n", success->tip_in);
    for (int i = 0; i < success->avoid_count; i++)
        fprintf(out, "    the needle does not enter: %s\n", success->avoid[i]);
    print_number(out, "passes, at most", success->passes_most, "");
    print_number(out, "time, at most", success->time_most_s, " s");
    print_number(out, "angle of the shaft, at most", success->angle_most_deg,
                 " degrees");
    print_number(out, "advanced with the tip unseen, at most",
                 success->advanced_unseen_most_mm, " mm");
    print_number(out, "injected, at least", success->injected_least_ml, " ml");
    print_number(out, "aspirated, at least", success->aspirated_least_ml,
                 " ml");
}

static void print_case(FILE *out, const struct bv_scene_case *text)
{
    if (*text->history) {
        fputs("\n  History (invented):\n", out);
        bv_prose_print(out, "", 4, text->history);
    }
    fputs("\n  Task:\n", out);
    bv_prose_print(out, "", 4, text->task);
    fputc('\n', out);
    print_success(out, &text->success);
}

static void print_probe(FILE *out, const struct bv_scene_probe *probe)
{
    static const char *const sides[] = {"unknown", "left", "right"};

    fprintf(out, "  probe    %s, %.3g MHz, ",
            probe->kind == BV_PROBE_CURVED ? "curved" : "linear",
            probe->frequency_mhz);
    if (probe->kind == BV_PROBE_CURVED)
        fprintf(out, "radius %.3g mm, %.3g degrees, ", probe->radius_mm,
                probe->view_deg);
    else
        fprintf(out, "%.3g mm wide, ", probe->width_mm);
    fprintf(out, "%.3g mm deep, marker %s\n", probe->depth_mm,
            sides[probe->marker]);
}

static void print_objects(FILE *out, const struct bv_scene *scene)
{
    static const char *const roles[] = {"", ", target", ", avoid", ", pool"};
    static const char *const shapes[] = {"ellipsoid", "tube", "sheet", "bone",
                                         "gas"};

    for (int i = 0; i < scene->object_count; i++) {
        const struct bv_scene_object *object = &scene->objects[i];

        fprintf(out, "  object   %s: %s%s", object->name, shapes[object->shape],
                roles[object->role]);
        if (!bv_shape_is_line(object->shape) && !object->at_tip)
            fprintf(out, ", at %.1f, %.1f mm", object->center_mm[0],
                    object->center_mm[2]);
        fputc('\n', out);
    }
}

static void print_needle(FILE *out, const struct bv_scene_needle *needle)
{
    fprintf(out, "  needle   %.2g mm thick, ", needle->diameter_mm);
    if (needle->length_mm > 0)
        fprintf(out, "%.3g mm long, ", needle->length_mm);
    fprintf(out, "from the %s at %.1f mm\n",
            needle->from_right ? "right" : "left", needle->entry_mm[0]);
}

void bv_scene_print(FILE *out, const struct bv_scene *scene)
{
    const struct bv_scene_step *last =
        scene->step_count ? &scene->steps[scene->step_count - 1] : NULL;

    fprintf(out, "%s\n",
            scene->case_text.present ? scene->case_text.title : scene->name);
    if (scene->case_text.present)
        print_case(out, &scene->case_text);
    fprintf(out, "\n  scene    %s, seed %llu, %d layers\n", scene->name,
            (unsigned long long)scene->seed, scene->layer_count);
    print_probe(out, &scene->probe);
    print_objects(out, scene);
    if (scene->target.present)
        fprintf(out, "  target   at %.1f, %.1f mm\n", scene->target.at_mm[0],
                scene->target.at_mm[2]);
    if (scene->needle.present)
        print_needle(out, &scene->needle);
    else
        fputs("  needle   none\n", out);
    if (last)
        fprintf(out, "  script   %.3g s%s\n", last->time_s,
                scene->repeat_s > 0 ? ", again and again" : "");
}

static void print_span(FILE *out, const struct bv_scene_span *span,
                       const char *unit)
{
    if (span->high - span->low < 0.1)
        fprintf(out, "%.1f %s", span->low, unit);
    else
        fprintf(out, "%.1f to %.1f %s", span->low, span->high, unit);
}

void bv_scene_print_looked(FILE *out, const char *name,
                           const struct bv_scene_looked *looked)
{
    fprintf(out,
            "%s: no mistakes. Looked at: all keys and values%s; %d layers; "
            "the paint order of %d objects, %d of them to reach or avoid",
            name, looked->files > 1 ? ", included ones too" : "",
            looked->layers, looked->objects, looked->guarded);
    if (looked->has_way) {
        fputs("; the way to the target, ", out);
        print_span(out, &looked->way_mm, "mm");
        fputs(" at ", out);
        print_span(out, &looked->angle_deg, "degrees");
    } else {
        fputs(looked->has_target ? "" : "; no target", out);
    }
    if (looked->has_script_tip) {
        fputs("; the script's tip, nearest at ", out);
        print_span(out, &looked->nearest_mm, "mm");
    }
    fprintf(out,
            "; all that with ranges low, high, at %d mixtures of ends and "
            "with %d seeds.\n",
            BV_SCENE_CHECK_MIXED, BV_SCENE_CHECK_SEEDS);
}
