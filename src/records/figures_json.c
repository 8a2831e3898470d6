#include "records/figures_json.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "records/stratum_key.h"
#include "records/json.h"

static const char *const origins[] = {"real", "simulated"};

/* null where there is nothing, "missed" where it is infinitely bad. */
static json_t *number(double value)
{
    if (isnan(value))
        return json_null();
    return isinf(value) ? json_string("missed") : json_real(value);
}

static json_t *clip_json(const struct bv_figures_clip *clip)
{
    const struct bv_clip_score *score = clip->score;

    if (!score)
        return json_pack("{s:o, s:o}", "name", bv_json_text(clip->name),
                         "fault", bv_json_text(clip->fault ? clip->fault : ""));
    return json_pack(
        "{s:o, s:s, s:I, s:I, s:I, s:I, s:I, s:o, s:b, s:b}", "name",
        bv_json_text(clip->name), "origin", origins[score->about.simulated],
        "frames", (json_int_t)score->frame_count, "labelled",
        (json_int_t)score->labelled_count, "repeats",
        (json_int_t)score->repeat_count, "insertions",
        (json_int_t)score->insertion_count, "alarms",
        (json_int_t)score->alarm_count, "needle_free_s", number(score->free_s),
        "dense", score->dense, "scaled", score->scaled);
}

static json_t *value_json(const struct bv_figure_value *value)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:I}", "value",
                     number(value->value), "low", number(value->low), "high",
                     number(value->high), "coverage", number(value->coverage),
                     "count", number(value->count), "clips",
                     (json_int_t)value->clips);
}

static json_t *block_json(const struct bv_figure_block *block)
{
    json_t *figures = json_object();

    for (size_t i = 0; i < bv_figure_count(); i++)
        if (block->values[i].count > 0)
            json_object_set_new(figures, bv_figure_at(i)->key,
                                value_json(&block->values[i]));
    return json_pack(
        "{s:s, s:s, s:I, s:o}", "origin", origins[block->stratum.simulated],
        "stratum", bv_stratum_key(block->stratum.kind, block->stratum.value),
        "clips", (json_int_t)block->clip_count, "figures", figures);
}

static json_t *change_json(const struct bv_figures_change *change)
{
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:I, s:o, s:o}", "perturbed", change->name,
        "origin", origins[change->stratum.simulated], "stratum",
        bv_stratum_key(change->stratum.kind, change->stratum.value), "figure",
        bv_figure_at(change->figure)->key, "clips",
        (json_int_t)change->clip_count, "plain", value_json(&change->plain),
        "changed", value_json(&change->changed));
}

int bv_figures_write_json(FILE *out, const struct bv_figures_clip *clips,
                          size_t clip_count,
                          const struct bv_figure_table *table,
                          const struct bv_figures_change *changes,
                          size_t change_count)
{
    json_t *clip_list = json_array(), *blocks = json_array(), *whole;
    json_t *change_list = json_array();
    int error = 0;

    for (size_t i = 0; i < clip_count; i++)
        json_array_append_new(clip_list, clip_json(&clips[i]));
    for (size_t i = 0; i < table->block_count; i++)
        json_array_append_new(blocks, block_json(&table->blocks[i]));
    for (size_t i = 0; i < change_count; i++)
        json_array_append_new(change_list, change_json(&changes[i]));
    whole = json_pack("{s:s, s:i, s:o, s:o, s:o}", "format", "bevel-eval",
                      "version", BV_FIGURES_VERSION, "clips", clip_list,
                      "blocks", blocks, "changes", change_list);
    if (!whole)
        return -ENOMEM;
    errno = 0;
    if (json_dumpf(whole, out,
                   JSON_INDENT(1) | JSON_PRESERVE_ORDER |
                       JSON_REAL_PRECISION(10)) < 0 ||
        fputc('\n', out) == EOF || fflush(out) != 0)
        error = errno ? -errno : -EIO;
    json_decref(whole);
    return error;
}

/* The way back of number(). */
static bool read_number(const json_t *object, const char *key, double *value)
{
    const json_t *json = json_object_get(object, key);

    if (!json || json_is_null(json))
        *value = NAN;
    else if (json_is_string(json))
        *value = INFINITY;
    else if (json_is_number(json))
        *value = json_number_value(json);
    else
        return false;
    return true;
}

static bool find_stratum(const json_t *block, struct bv_stratum *stratum)
{
    const char *origin = json_string_value(json_object_get(block, "origin"));
    const char *key = json_string_value(json_object_get(block, "stratum"));

    if (!origin || !key)
        return false;
    stratum->simulated = strcmp(origin, origins[1]) == 0;
    return bv_stratum_from_key(key, stratum);
}

static bool read_value(const json_t *json, struct bv_figure_value *value)
{
    const json_t *clips = json_object_get(json, "clips");

    if (!json_is_integer(clips) || json_integer_value(clips) < 0)
        return false;
    value->clips = (size_t)json_integer_value(clips);
    return read_number(json, "value", &value->value) &&
           read_number(json, "low", &value->low) &&
           read_number(json, "high", &value->high) &&
           read_number(json, "coverage", &value->coverage) &&
           read_number(json, "count", &value->count);
}

/* @return 0, 1 for a stratum that is not known, or a negative errno. */
static int read_block(const json_t *json, struct bv_figure_block *block)
{
    const json_t *figures = json_object_get(json, "figures");
    const json_t *clips = json_object_get(json, "clips");

    if (!json_is_object(json) || !json_is_object(figures) ||
        !json_is_integer(clips) || json_integer_value(clips) < 0)
        return -EBADMSG;
    if (!find_stratum(json, &block->stratum))
        return 1;
    block->clip_count = (size_t)json_integer_value(clips);
    block->values = calloc(bv_figure_count(), sizeof(*block->values));
    if (!block->values)
        return -ENOMEM;
    for (size_t i = 0; i < bv_figure_count(); i++) {
        const json_t *value = json_object_get(figures, bv_figure_at(i)->key);

        block->values[i] = (struct bv_figure_value){NAN, NAN, NAN, NAN, 0, 0};
        if (value && !read_value(value, &block->values[i]))
            return -EBADMSG;
    }
    return 0;
}

static int read_blocks(const json_t *whole, struct bv_figure_table *table)
{
    const json_t *blocks = json_object_get(whole, "blocks");
    size_t count = json_array_size(blocks);

    if (!json_is_array(blocks))
        return -EBADMSG;
    table->blocks = calloc(count + 1, sizeof(*table->blocks));
    if (!table->blocks)
        return -ENOMEM;
    for (size_t i = 0; i < count; i++) {
        struct bv_figure_block *block = &table->blocks[table->block_count];
        int error = read_block(json_array_get(blocks, i), block);

        if (error < 0) {
            free(block->values);
            return error;
        }
        table->block_count += error == 0;
    }
    return 0;
}

static int read_whole(const char *path, const json_t *whole,
                      struct bv_figure_table *table, struct bv_fault *fault)
{
    const char *format = json_string_value(json_object_get(whole, "format"));
    const json_t *version = json_object_get(whole, "version");
    int error;

    if (!format || strcmp(format, "bevel-eval") != 0)
        return bv_fault_set(fault, -EBADMSG,
                            "%s was not written by `bevel eval --json`.", path);
    if (json_integer_value(version) != BV_FIGURES_VERSION)
        return bv_fault_set(fault, -ENOTSUP,
                            "%s is of another version; measure it again.",
                            path);
    error = read_blocks(whole, table);
    if (error < 0)
        bv_fault_set(fault, error, "%s has a figure that is no figure.", path);
    return error;
}

int bv_figures_read_json(const char *path, struct bv_figure_table **table,
                         struct bv_fault *fault)
{
    struct bv_figure_table *made;
    json_t *whole;
    int error = bv_json_read_file(path, &whole, fault);

    if (error < 0)
        return error;
    made = calloc(1, sizeof(*made));
    error = made ? read_whole(path, whole, made, fault) : -ENOMEM;
    json_decref(whole);
    if (error < 0) {
        bv_figure_table_free(made);
        return bv_fault_set(fault, error, "Cannot read %s: %s.", path,
                            bv_error_text(error));
    }
    *table = made;
    return 0;
}
