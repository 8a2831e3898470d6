#include "records/json.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/text.h"

json_t *bv_json_text(const char *bytes)
{
    json_t *string = json_string(bytes);
    char *plain = string ? NULL : bv_text_plain(bytes);

    if (plain)
        string = json_string(plain);
    free(plain);
    return string;
}

int bv_json_read_file(const char *path, json_t **value, struct bv_fault *fault)
{
    json_error_t where;
    FILE *file = fopen(path, "rb");
    json_t *read;

    if (!file)
        return bv_fault_set(fault, -errno, "Cannot open %s: %s.", path,
                            bv_error_text(-errno));
    read = json_loadf(file, JSON_REJECT_DUPLICATES, &where);
    fclose(file);
    if (!read)
        return bv_fault_set(fault, -EBADMSG, "%s:%d: this is not JSON.", path,
                            where.line);
    *value = read;
    return 0;
}
