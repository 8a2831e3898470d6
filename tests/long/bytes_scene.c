/*
 * Writes scenes as the simulated probe has them in memory, for bytes_hash.c,
 * which can then do without a parser where there is none.
 *
 * usage: bytes_scene OUT SCENE...
 */
#include <stdio.h>

#include "acquisition/simulator/scene.h"

int main(int argc, char **argv)
{
    FILE *out = argc > 2 ? fopen(argv[1], "wb") : NULL;

    if (!out)
        return 2;
    for (int i = 2; i < argc; i++) {
        static struct bv_scene scene;
        struct bv_fault fault = {0};

        if (bv_scene_load(argv[i], true, 7, &scene, &fault) < 0) {
            fprintf(stderr, "%s\n", fault.text);
            return 1;
        }
        if (fwrite(&scene, sizeof(scene), 1, out) != 1)
            return 1;
    }
    return fclose(out) == 0 ? 0 : 1;
}
