/**
 * @file
 * A rating scale or checklist, by which people judge an attempt: a JSON file
 * (docs/formats.md, "Rating scale").
 */
#ifndef BV_RECORDS_RATING_SCALE_H
#define BV_RECORDS_RATING_SCALE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/decls.h"
#include "core/status.h"
#include "records/store.h"

BV_BEGIN_DECLS

/** Their kind, for bv_own_files_list(). */
#define BV_RATING_SCALES "review/scales"

/** The most scores of an item, and so of anchors. */
#define BV_RATING_SCORES_MAX 11

struct bv_rating_item {
    char key[BV_STORE_WORD_SIZE];
    char title[128];
    char source[256]; /**< May be empty: the scale's. */
    int least, most;
    char anchors[BV_RATING_SCORES_MAX][160]; /**< Of least, least + 1, ...; may
                                                  be empty. */
};

struct bv_rating_scale {
    char name[BV_STORE_WORD_SIZE];
    int revision;
    char title[128];
    char source[1024];
    bool checklist; /**< Its items are steps, done or not. */
    size_t item_count;
    struct bv_rating_item items[BV_RATING_ITEMS_MAX];
};

/**
 * Read the text of one; every mistake is refused with its place.
 *
 * @param path        For sentences.
 * @param[out] scale  Written only on success.
 */
int bv_rating_scale_read(const char *path, const char *text, size_t size,
                         struct bv_rating_scale *scale,
                         struct bv_fault *fault) BV_MUST_USE;

/** Read one by its name or path. */
int bv_rating_scale_load(const char *name, struct bv_rating_scale *scale,
                         struct bv_fault *fault) BV_MUST_USE;

/** @return The item's index, or -1. */
int bv_rating_scale_find(const struct bv_rating_scale *scale, const char *key);

/** Sum of a rating's scores as a share of what is possible for the items that
 *  were judged, 0 to 100; NAN: none was. */
double bv_rating_percent(const struct bv_rating_scale *scale,
                         const struct bv_rating *rating);

BV_END_DECLS

#endif
