#include "ui/review/scoring.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "core/words.h"

static int load(struct bv_scoring *scoring, size_t index,
                struct bv_fault *fault)
{
    struct bv_rating_scale *scale = malloc(sizeof(*scale));
    int error =
        scale ? bv_rating_scale_load(scoring->names.names[index], scale, fault)
              : -ENOMEM;

    if (error < 0) {
        free(scale);
        return error;
    }
    free(scoring->scale);
    scoring->scale = scale;
    scoring->chosen = index;
    return 0;
}

/* By name; without one, a scale is rather meant than a checklist. */
static int load_first(struct bv_scoring *scoring, const char *name,
                      struct bv_fault *fault)
{
    struct bv_fault said = {0};
    size_t checklist = scoring->names.count;

    for (size_t i = 0; i < scoring->names.count; i++) {
        if (name && strcmp(scoring->names.names[i], name) != 0)
            continue;
        if (load(scoring, i, &said) < 0)
            continue;
        if (name || !scoring->scale->checklist)
            return 0;
        checklist = checklist < i ? checklist : i;
    }
    if (checklist < scoring->names.count)
        return load(scoring, checklist, fault);
    if (said.error)
        return bv_fault_set(fault, said.error, "%s", said.text);
    return bv_fault_set(fault, -ENOENT, "%s%s%s", _("There is no rating scale"),
                        name ? " " : "", name ? name : "");
}

static void forget(struct bv_scoring *scoring)
{
    struct bv_rating *rating = &scoring->rating;

    rating->item_count = 0;
    rating->blinding = BV_BLINDING_NONE;
    if (scoring->scale) {
        strcpy(rating->scale, scoring->scale->name); /* of the same size */
        rating->scale_revision = scoring->scale->revision;
    }
    scoring->undo_count = scoring->redo_count = scoring->item = 0;
    scoring->is_loaded = false;
}

static int read_titles(struct bv_scoring *scoring)
{
    struct bv_rating_scale *scale = malloc(sizeof(*scale));
    struct bv_fault fault = {0};
    int error = 0;

    scoring->titles = calloc(BV_OWN_FILES_MAX, sizeof(*scoring->titles));
    for (size_t i = 0; scale && scoring->titles && i < scoring->names.count;
         i++)
        if (bv_rating_scale_load(scoring->names.names[i], scale, &fault) == 0)
            memcpy(scoring->titles[i], scale->title, sizeof(scale->title));
    if (!scale || !scoring->titles)
        error = -ENOMEM;
    free(scale);
    return error;
}

int bv_scoring_init(struct bv_scoring *scoring, const char *name,
                    struct bv_fault *fault)
{
    int error;

    *scoring = (struct bv_scoring){
        .undo = calloc(BV_SCORING_STEPS_MAX, sizeof(*scoring->undo)),
        .redo = calloc(BV_SCORING_STEPS_MAX, sizeof(*scoring->redo))};
    if (!scoring->undo || !scoring->redo)
        return -ENOMEM;
    bv_own_files_list(BV_RATING_SCALES, &scoring->names);
    error = read_titles(scoring);
    if (error < 0)
        return error;
    error = load_first(scoring, name, fault);
    forget(scoring);
    return error;
}

void bv_scoring_fini(struct bv_scoring *scoring)
{
    free(scoring->scale);
    free(scoring->undo);
    free(scoring->redo);
    free(scoring->titles);
    *scoring = (struct bv_scoring){0};
}

int bv_scoring_choose(struct bv_scoring *scoring, size_t index,
                      struct bv_fault *fault)
{
    int error = load(scoring, index, fault);

    if (error == 0)
        forget(scoring);
    return error;
}

void bv_scoring_begin(struct bv_scoring *scoring)
{
    forget(scoring);
    scoring->has_looked = !scoring->is_blinded;
}

void bv_scoring_set_rater(struct bv_scoring *scoring, const char *rater)
{
    size_t size = sizeof(scoring->rating.rater), length;

    while (*rater == ' ')
        rater++;
    length = strlen(rater);
    while (length > 0 && rater[length - 1] == ' ')
        length--;
    if (length >= size)
        length = size - 1;
    forget(scoring);
    memcpy(scoring->rating.rater, rater, length);
    scoring->rating.rater[length] = '\0';
    bv_text_make_utf8(scoring->rating.rater);
}

void bv_scoring_load(struct bv_scoring *scoring, const struct bv_rating *own)
{
    struct bv_rating *rating = &scoring->rating;

    scoring->is_loaded = true;
    scoring->item = 0;
    if (!own)
        return;
    rating->item_count = own->item_count;
    rating->blinding = own->blinding;
    memcpy(rating->items, own->items, sizeof(rating->items));
    if (own->item_count > 0 && own->blinding != BV_BLINDING_KEPT)
        scoring->has_looked = true;
}

static int find(const struct bv_rating *rating, const char *key)
{
    for (size_t i = 0; i < rating->item_count; i++)
        if (strcmp(rating->items[i].key, key) == 0)
            return (int)i;
    return -1;
}

int bv_scoring_get(const struct bv_scoring *scoring, size_t item)
{
    int at = find(&scoring->rating, scoring->scale->items[item].key);

    return at < 0 ? BV_SCORING_NONE : scoring->rating.items[at].score;
}

static void push(struct bv_rating *steps, size_t *count,
                 const struct bv_rating *rating)
{
    if (*count == BV_SCORING_STEPS_MAX)
        memmove(steps, steps + 1, --*count * sizeof(*steps));
    steps[(*count)++] = *rating;
}

/* What is changed now is changed by somebody who sees what is shown now. */
static void note_sight(struct bv_scoring *scoring)
{
    scoring->rating.blinding = scoring->is_blinded && !scoring->has_looked
                                   ? BV_BLINDING_KEPT
                                   : BV_BLINDING_NONE;
}

static void go_on(struct bv_scoring *scoring)
{
    size_t count = scoring->scale->item_count;

    for (size_t step = 1; step <= count; step++) {
        size_t item = (scoring->item + step) % count;

        if (bv_scoring_get(scoring, item) == BV_SCORING_NONE) {
            scoring->item = item;
            return;
        }
    }
}

bool bv_scoring_give(struct bv_scoring *scoring, size_t item, int score)
{
    struct bv_rating *rating = &scoring->rating;
    const struct bv_rating_item *about = &scoring->scale->items[item];
    int at = find(rating, about->key);

    if (!rating->rater[0] || !scoring->is_loaded || score < about->least ||
        score > about->most)
        return false;
    push(scoring->undo, &scoring->undo_count, rating);
    scoring->redo_count = 0;
    scoring->item = item;
    if (at >= 0 && rating->items[at].score == score) {
        rating->item_count--;
        memmove(&rating->items[at], &rating->items[at + 1],
                (rating->item_count - (size_t)at) * sizeof(*rating->items));
    } else {
        if (at < 0)
            at = (int)rating->item_count++;
        strcpy(rating->items[at].key, about->key); /* of the same size */
        rating->items[at].score = score;
        go_on(scoring);
    }
    note_sight(scoring);
    return true;
}

void bv_scoring_move(struct bv_scoring *scoring, int way)
{
    size_t count = scoring->scale->item_count;

    if (way < 0 && scoring->item > 0)
        scoring->item--;
    else if (way > 0 && scoring->item + 1 < count)
        scoring->item++;
}

bool bv_scoring_undo(struct bv_scoring *scoring, bool again)
{
    struct bv_rating *rating = &scoring->rating;
    struct bv_rating *from = again ? scoring->redo : scoring->undo;
    size_t *count = again ? &scoring->redo_count : &scoring->undo_count;

    if (*count == 0)
        return false;
    push(again ? scoring->undo : scoring->redo,
         again ? &scoring->undo_count : &scoring->redo_count, rating);
    *rating = from[--*count];
    note_sight(scoring);
    return true;
}

bool bv_scoring_blind(struct bv_scoring *scoring, bool blinded)
{
    struct bv_rating *rating = &scoring->rating;

    scoring->is_blinded = blinded;
    if (blinded)
        return false;
    scoring->has_looked = true;
    if (rating->item_count == 0 || rating->blinding != BV_BLINDING_KEPT)
        return false;
    rating->blinding = BV_BLINDING_LEFT;
    return true;
}

bool bv_scoring_is_whole(const struct bv_scoring *scoring)
{
    return scoring->scale &&
           scoring->rating.item_count == scoring->scale->item_count;
}
