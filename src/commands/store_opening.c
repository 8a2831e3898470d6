#include "commands/store_opening.h"

#include <stdio.h>

int bv_store_opening(const char *path, struct bv_store **store,
                     struct bv_fault *fault)
{
    int error = bv_store_open(path, store, fault);

    if (error == 0 && bv_store_notice(*store))
        fprintf(stderr, "bevel: %s\n", bv_store_notice(*store));
    return error;
}
