#include "records/still.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "core/text.h"
#include "records/advice_json.h"
#include "records/json.h"

static char *make_header(const struct bv_still *still)
{
    time_t when = (time_t)still->when_s;
    struct tm local;
    char at[40] = "", *text;
    json_t *json;

    if (localtime_r(&when, &local))
        strftime(at, sizeof(at), "%Y-%m-%dT%H:%M:%S%z", &local);
    json = json_pack("{s:s, s:i, s:s, s:o, s:b, s:o, s:b}", "format",
                     "bevel-still", "version", 1, "at", at, "source",
                     bv_json_text(still->source), "simulated", still->simulated,
                     "picture", bv_json_text(still->picture), "guided",
                     still->guided);
    text = json ? json_dumps(json, JSON_COMPACT | JSON_PRESERVE_ORDER) : NULL;
    json_decref(json);
    return text;
}

/* Both lines. @return NULL: no memory. */
static char *make_text(const struct bv_still *still, size_t *size)
{
    char *header = make_header(still), *text = NULL;
    FILE *memory = header ? open_memstream(&text, size) : NULL;
    int error = -ENOMEM;

    if (memory) {
        error = fprintf(memory, "%s\n", header) < 0 ? -ENOMEM : 0;
        if (error == 0)
            error = bv_advice_write_json(memory, still->source, still->frame,
                                         still->advice, still->process_ms);
        if (fclose(memory) != 0)
            error = -ENOMEM;
    }
    free(header);
    if (error < 0) {
        free(text);
        text = NULL;
    }
    return text;
}

int bv_still_write(const char *path, const struct bv_still *still,
                   struct bv_fault *fault)
{
    size_t size = 0;
    char *text = make_text(still, &size);
    int fd, error;

    if (!text)
        return bv_fault_set(fault, -ENOMEM, "Cannot write %s: %s.", path,
                            bv_error_text(-ENOMEM));
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    error = fd < 0 ? -errno : bv_text_write_all(fd, text, size);
    if (error == 0 && fdatasync(fd) < 0)
        error = -errno;
    if (fd >= 0 && close(fd) < 0 && error == 0)
        error = -errno;
    if (fd >= 0 && error < 0)
        unlink(path);
    if (error < 0)
        bv_fault_set(fault, error, "Cannot write %s: %s.", path,
                     bv_error_text(error));
    free(text);
    return error;
}
