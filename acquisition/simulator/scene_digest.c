/*
 * What a scene says, as one number.
 */
#include "acquisition/simulator/scene.h"
#include "acquisition/simulator/scene_file.h"

uint64_t bv_scene_digest(const char *path_or_name)
{
    uint64_t digest = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
    struct bv_scene_file file;
    struct bv_fault fault = {0};

    if (bv_scene_file_find(path_or_name, &file, &fault) < 0) {
        bv_scene_file_close(&file);
        return 0;
    }
    for (int i = 0; i < file.text_count; i++)
        for (size_t k = 0; k < file.texts[i].size_bytes; k++) {
            digest ^= (unsigned char)file.texts[i].text[k];
            digest *= UINT64_C(0x100000001b3);
        }
    bv_scene_file_close(&file);
    return digest;
}
