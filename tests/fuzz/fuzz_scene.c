/*
 * Reads whatever it gets as a scene. Most of what is made up is refused, with
 * a sentence; fuzz_probe.c looks at what is not.
 */
#include "fuzz/fuzz.h"

#include <stdlib.h>

#include "acquisition/simulator/scene.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bv_scene *scene = malloc(sizeof(*scene)); /* too large a local */
    struct bv_fault fault = {0};
    int error;

    if (!scene)
        return 0;
    error = bv_scene_parse("fuzz.json", (const char *)data, size, true, 1,
                           scene, &fault);
    if ((error < 0) != (fault.error < 0))
        abort(); /* refused without a word, or taken with one */
    free(scene);
    return 0;
}
