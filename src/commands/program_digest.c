#include "commands/program_digest.h"

#include <stdio.h>

uint64_t bv_program_digest(void)
{
    uint64_t digest = UINT64_C(0xcbf29ce484222325); /* FNV-1a, by words */
    FILE *file = fopen("/proc/self/exe", "rb");
    uint64_t words[4096];
    size_t count;

    if (!file)
        return 0;
    while ((count = fread(words, sizeof(*words), 4096, file)) > 0)
        for (size_t i = 0; i < count; i++) {
            digest ^= words[i];
            digest *= UINT64_C(0x100000001b3);
        }
    fclose(file);
    return digest;
}
