/*
 * Reads whatever it gets as a plan's scene, and plans it. What is refused is
 * refused with a sentence; a way that is given keeps every margin.
 */
#include "fuzz/fuzz.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "guidance/plan.h"

static void check_way(const struct bv_plan_scene *scene,
                      const struct bv_plan_way *way)
{
    if (!(way->length_mm > 0) || way->needle < 0 ||
        way->needle >= scene->needle_count ||
        !(way->beside_mm >= scene->probe.rim_mm))
        abort();
    for (int i = 0; i < scene->structure_count; i++)
        if (!(way->clearance_mm[i] >= scene->structures[i].margin_mm))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bv_plan_scene *scene = malloc(sizeof(*scene));
    struct bv_fault fault = {0};
    struct bv_plan plan;
    char words[1024];
    int error;

    if (!scene)
        return 0;
    error = bv_plan_scene_parse("plan.json", data ? (const char *)data : "",
                                size, scene, &fault);
    if (error == 0)
        error = bv_plan_make(scene, &plan, &fault);
    if ((error < 0) != (fault.error < 0))
        abort(); /* refused without a word, or taken with one */
    if (error == 0) {
        char *json = bv_plan_json(scene, &plan);

        if (!json)
            abort();
        free(json);
        for (int i = 0; i < plan.way_count; i++)
            check_way(scene, &plan.ways[i]);
        for (int side = 0; side < 2; side++)
            bv_plan_side_words(scene, &plan, side, words, sizeof(words));
    }
    free(scene);
    return 0;
}
