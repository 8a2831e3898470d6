/*
 * Reads whatever it gets as a scene. A form feed parts it into texts that may
 * include one another by their number: "1" is the first. Most of what is made
 * up is refused, with a sentence; fuzz_probe.c looks at what is not.
 */
#include "fuzz/fuzz.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/simulator/scene_file.h"

struct parts {
    const char *data;
    size_t size;
};

/* The text of one number; false where there is none. */
static bool find_part(const struct parts *parts, long number, const char **text,
                      size_t *size)
{
    const char *at = parts->data, *end = parts->data + parts->size;

    for (; number > 1; number--) {
        at = at < end ? memchr(at, '\f', (size_t)(end - at)) : NULL;
        if (!at)
            return false;
        at++;
    }
    *text = at;
    *size = (size_t)(end - at);
    if (memchr(at, '\f', *size))
        *size = (size_t)((const char *)memchr(at, '\f', *size) - at);
    return true;
}

static int open_part(void *data, const char *from, const char *include,
                     struct bv_scene_text *text, struct bv_fault *fault)
{
    const char *part;
    size_t size;

    (void)from;
    if (!bv_scene_include_check(include))
        abort(); /* a name that must have been refused */
    if (!find_part(data, strtol(include, NULL, 10), &part, &size))
        return bv_fault_set(fault, -ENOENT, "There is no %.99s.", include);
    text->name = strdup(include);
    text->text = malloc(size + 1);
    if (!text->name || !text->text)
        abort();
    memcpy(text->text, part, size);
    text->size_bytes = size;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bv_scene *scene = malloc(sizeof(*scene)); /* too large a local */
    struct parts parts = {data ? (const char *)data : "", size};
    struct bv_scene_opener opener = {open_part, &parts};
    struct bv_fault fault = {0};
    const char *first;
    size_t first_size;
    int error;

    if (!scene)
        return 0;
    find_part(&parts, 1, &first, &first_size);
    error = bv_scene_parse_with("1", first, first_size, true, 1, &opener, scene,
                                &fault);
    if ((error < 0) != (fault.error < 0))
        abort(); /* refused without a word, or taken with one */
    free(scene);
    return 0;
}
