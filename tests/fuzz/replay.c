/*
 * Feeds the kept files of a folder to a fuzzer, one test a file.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/fuzz.h"

static int is_file(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* The whole file, or NULL. */
static uint8_t *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = NULL;
    long end;

    if (!file)
        return NULL;
    if (fseek(file, 0, SEEK_END) == 0 && (end = ftell(file)) >= 0) {
        rewind(file);
        /* Of exactly its size, so that a sanitizer sees a read beyond it. */
        data = malloc(end ? (size_t)end : 1);
        *size = data ? fread(data, 1, (size_t)end, file) : 0;
    }
    fclose(file);
    return data;
}

int main(int argc, char **argv)
{
    struct dirent **entries;
    int count = argc == 2 ? scandir(argv[1], &entries, is_file, alphasort) : -1;
    int failed = 0;

    if (count < 0) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return EXIT_FAILURE;
    }
    printf("1..%d\n", count);
    for (int i = 0; i < count; i++) {
        char path[4096];
        size_t size = 0;
        uint8_t *data;

        snprintf(path, sizeof(path), "%s/%s", argv[1], entries[i]->d_name);
        data = read_file(path, &size);
        if (data)
            LLVMFuzzerTestOneInput(data, size);
        else
            failed++;
        printf("%sok %d - %s\n", data ? "" : "not ", i + 1, entries[i]->d_name);
        fflush(stdout); /* the last line names the file that crashed */
        free(data);
        free(entries[i]);
    }
    free(entries);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
