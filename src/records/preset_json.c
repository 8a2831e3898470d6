#include "records/preset_json.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "records/json.h"

/* Greys are kept at 16 levels, a hexadecimal digit each. */
enum { levels = 16, level = 17 };

static int level_of(uint8_t grey)
{
    return (grey + level / 2) / level;
}

void bv_preset_name(struct bv_preset *preset)
{
    const struct bv_screen_look *look = &preset->look;
    size_t bytes = bv_screen_look_bytes(look);
    uint32_t hash = 0x811c9dc5u; /* FNV-1a, 32 bits */

    for (int i = 0; i < look->boxes; i++)
        hash =
            (hash ^ (uint32_t)(look->box[i].left * 8192 + look->box[i].top)) *
            0x01000193u;
    for (size_t i = 0; i < bytes; i++)
        hash = (hash ^ (uint32_t)level_of(look->pixels[i])) * 0x01000193u;
    snprintf(preset->id, sizeof(preset->id), "%08" PRIx32, hash);
}

/* A row of a box: "00ff0". */
static json_t *make_row(const uint8_t *pixels, int width)
{
    char *text = malloc((size_t)width + 1);
    json_t *json = NULL;

    for (int x = 0; text && x < width; x++)
        text[x] = "0123456789abcdef"[level_of(pixels[x])];
    if (text)
        json = json_stringn(text, (size_t)width);
    free(text);
    return json;
}

static json_t *make_box(const struct bv_px_box *box, const uint8_t *pixels)
{
    json_t *rows = json_array();
    int width = box->right - box->left;

    for (int y = box->top; y < box->bottom; y++, pixels += width)
        if (json_array_append_new(rows, make_row(pixels, width)) < 0) {
            json_decref(rows);
            return NULL;
        }
    return json_pack("{s:[i,i,i,i], s:o}", "box_px", box->left, box->top,
                     box->right, box->bottom, "rows", rows);
}

json_t *bv_preset_json_make(const struct bv_preset *preset)
{
    const struct bv_screen_look *look = &preset->look;
    const uint8_t *pixels = look->pixels;
    json_t *looks = json_array();

    for (int i = 0; i < look->boxes; i++) {
        const struct bv_px_box *box = &look->box[i];

        if (json_array_append_new(looks, make_box(box, pixels)) < 0) {
            json_decref(looks);
            return NULL;
        }
        pixels +=
            (ptrdiff_t)(box->right - box->left) * (box->bottom - box->top);
    }
    return json_pack("{s:s, s:s, s:i, s:i, s:f, s:s, s:o, s:o}", "id",
                     preset->id, "made", preset->made, "width_px",
                     look->width_px, "height_px", look->height_px, "mm_per_px",
                     preset->scale.mm_per_px, "from",
                     bv_scale_origin_name(preset->scale.origin), "why",
                     bv_json_text(preset->scale.why), "looks", looks);
}

/* @return Whether it is there, fits, and is plain. */
static bool read_text(const json_t *json, const char *key, char *text,
                      size_t size)
{
    const char *from = json_string_value(json_object_get(json, key));

    if (!from || strlen(from) >= size)
        return false;
    for (const char *at = from; *at; at++)
        if (iscntrl((unsigned char)*at))
            return false;
    strcpy(text, from);
    return true;
}

static bool read_whole(const json_t *json, int least, int most, int *value)
{
    json_int_t number = json_integer_value(json);

    if (!json_is_integer(json) || number < least || number > most)
        return false;
    *value = (int)number;
    return true;
}

static bool read_box(const json_t *json, const struct bv_screen_look *look,
                     struct bv_px_box *box)
{
    const json_t *sides = json_object_get(json, "box_px");

    return json_array_size(sides) == 4 &&
           read_whole(json_array_get(sides, 0), 0, look->width_px - 1,
                      &box->left) &&
           read_whole(json_array_get(sides, 1), 0, look->height_px - 1,
                      &box->top) &&
           read_whole(json_array_get(sides, 2), box->left + 1, look->width_px,
                      &box->right) &&
           read_whole(json_array_get(sides, 3), box->top + 1, look->height_px,
                      &box->bottom);
}

/* The rows of a box. */
static bool read_rows(const json_t *json, const struct bv_px_box *box,
                      uint8_t *pixels)
{
    const json_t *rows = json_object_get(json, "rows");
    size_t width = (size_t)(box->right - box->left);

    if (json_array_size(rows) != (size_t)(box->bottom - box->top))
        return false;
    for (size_t y = 0; y < json_array_size(rows); y++) {
        const json_t *row = json_array_get(rows, y);
        const char *text = json_string_value(row);

        if (!text || json_string_length(row) != width ||
            strspn(text, "0123456789abcdef") != width)
            return false;
        for (size_t x = 0; x < width; x++)
            *pixels++ = (uint8_t)(level * (isdigit((unsigned char)text[x])
                                               ? text[x] - '0'
                                               : text[x] - 'a' + 10));
    }
    return true;
}

static int read_looks(const json_t *looks, struct bv_screen_look *look)
{
    uint8_t *to;

    if (json_array_size(looks) < 1 ||
        json_array_size(looks) > BV_SCREEN_SCALE_BOXES)
        return -EBADMSG;
    look->boxes = (int)json_array_size(looks);
    for (int i = 0; i < look->boxes; i++)
        if (!read_box(json_array_get(looks, (size_t)i), look, &look->box[i]))
            return -EBADMSG;
    look->pixels = to = malloc(bv_screen_look_bytes(look));
    if (!to)
        return -ENOMEM;
    for (int i = 0; i < look->boxes; i++) {
        const struct bv_px_box *box = &look->box[i];

        if (!read_rows(json_array_get(looks, (size_t)i), box, to))
            return -EBADMSG;
        to += (ptrdiff_t)(box->right - box->left) * (box->bottom - box->top);
    }
    return bv_screen_look_tells(look) ? 0 : -EBADMSG;
}

/* All but the look. */
static bool read_words(const json_t *json, struct bv_preset *preset)
{
    const json_t *scale = json_object_get(json, "mm_per_px");
    char from[12];

    if (!read_text(json, "made", preset->made, sizeof(preset->made)) ||
        !read_text(json, "from", from, sizeof(from)) ||
        !read_text(json, "why", preset->scale.why, sizeof(preset->scale.why)))
        return false;
    preset->scale.origin = bv_scale_origin_find(from);
    preset->scale.mm_per_px = json_number_value(scale);
    return (preset->scale.origin == BV_SCALE_READ ||
            preset->scale.origin == BV_SCALE_MEASURED) &&
           json_is_number(scale) &&
           preset->scale.mm_per_px >= BV_SCREEN_SCALE_LEAST &&
           preset->scale.mm_per_px <= BV_SCREEN_SCALE_MOST;
}

int bv_preset_json_read(const json_t *json, struct bv_preset *preset)
{
    struct bv_preset made = {.made = ""};
    struct bv_screen_look *look = &made.look;
    int error;

    if (!read_words(json, &made) ||
        !read_whole(json_object_get(json, "width_px"), BV_FRAME_SIDE_MIN_PX,
                    BV_FRAME_SIDE_MAX_PX, &look->width_px) ||
        !read_whole(json_object_get(json, "height_px"), BV_FRAME_SIDE_MIN_PX,
                    BV_FRAME_SIDE_MAX_PX, &look->height_px))
        return -EBADMSG;
    error = read_looks(json_object_get(json, "looks"), look);
    if (error < 0) {
        bv_screen_look_fini(look);
        return error;
    }
    made.scale.boxes = look->boxes;
    memcpy(made.scale.box, look->box, sizeof(made.scale.box));
    bv_preset_name(&made);
    *preset = made;
    return 0;
}
