/*
 * Where what a person says of a recording lies: beside it, or with the user
 * where nothing can be written there.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file_digest.h"
#include "core/places.h"
#include "records/corrections.h"

/* Of the clip's path: without the slashes at a folder's end. */
static int length_of(const char *clip)
{
    size_t length = strlen(clip);

    while (length > 1 && clip[length - 1] == '/')
        length--;
    return (int)length;
}

static const char *name_of(const char *clip, int length)
{
    while (length > 0 && clip[length - 1] != '/')
        length--;
    return clip + length;
}

static char *make_beside(const char *clip)
{
    char *path = NULL;

    return asprintf(&path, "%.*s.review.json", length_of(clip), clip) < 0
               ? NULL
               : path;
}

/* With the user, by what the clip holds: media carry the same names. */
static char *make_kept(const char *clip)
{
    int length = length_of(clip);
    const char *name = name_of(clip, length);
    char text[BV_PLACE_MOST + 64], *below = NULL, *path;

    bv_file_digest_say(clip, text, sizeof(text));
    if (asprintf(&below, "reviews/%.*s-%016" PRIx64 ".review.json",
                 length - (int)(name - clip), name,
                 bv_digest_add(BV_DIGEST_EMPTY, text, strlen(text))) < 0)
        return NULL;
    path = bv_place_data(below);
    free(below);
    return path;
}

static bool is_there(const char *path)
{
    return path && access(path, F_OK) == 0;
}

/* What can be made again goes one day, and a person's word with it. */
static bool is_in_cache(const char *path)
{
    char *cache = bv_place_cache("");
    bool is = cache && strncmp(path, cache, strlen(cache)) == 0;

    free(cache);
    return is;
}

/* The file where there is one, and the folder that it is replaced in. */
static bool is_writable(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : NULL;
    bool may = access(folder ? folder : ".", W_OK) == 0;

    free(folder);
    return may && !is_in_cache(path) &&
           (access(path, F_OK) < 0 || access(path, W_OK) == 0);
}

char *bv_corrections_find(const char *clip)
{
    char *beside = make_beside(clip), *kept;

    if (!beside || (is_there(beside) && is_writable(beside)))
        return beside;
    kept = make_kept(clip);
    if (is_there(kept) || (kept && !is_there(beside) && !is_writable(beside))) {
        free(beside);
        return kept;
    }
    free(kept);
    return beside;
}

char *bv_corrections_path(const char *clip, bool *apart)
{
    char *beside = make_beside(clip);
    char *kept = beside && !is_writable(beside) ? make_kept(clip) : NULL;

    if (apart)
        *apart = kept != NULL;
    if (!kept)
        return beside;
    (void)bv_place_make_above(kept); /* a failure shows as it is written */
    free(beside);
    return kept;
}
