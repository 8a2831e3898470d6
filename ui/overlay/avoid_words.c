#include "ui/overlay/avoid_words.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>

#include "core/words.h"
#include "ui/overlay/landmark_words.h"

/* Of a name, bytes, so that it fits the card. */
enum { name_most = 20 };

bool bv_avoid_may_measure(const struct bv_advice *advice,
                          enum bv_showing showing)
{
    return advice && bv_showing_guides(showing) &&
           showing != BV_SHOWING_STILL && advice->picture == BV_PICTURE_FRESH &&
           advice->state == BV_NEEDLE_TIP_SEEN && advice->mm_per_px > 0;
}

static bool is_nearer(const struct bv_landmark_advice *one,
                      const struct bv_landmark_advice *other)
{
    if (!other)
        return true;
    if (one->alarm != other->alarm)
        return one->alarm > other->alarm;
    return one->distance_mm < other->distance_mm || isnan(other->distance_mm);
}

/* The one to be named, and how many there are, and are lost. */
static const struct bv_landmark_advice *find(const struct bv_advice *advice,
                                             int *count, int *lost,
                                             const char **lost_name,
                                             char title[BV_LANDMARK_TEXT_SIZE])
{
    const struct bv_landmark_advice *nearest = NULL;

    *count = *lost = 0;
    for (int i = 0; i < advice->landmark_count; i++) {
        const struct bv_landmark_advice *landmark = &advice->landmark[i];

        if (landmark->mark.role != BV_LANDMARK_AVOID)
            continue;
        ++*count;
        if (landmark->state == BV_LANDMARK_LOST) {
            bv_landmark_title(&landmark->mark, name_most, title);
            *lost_name = title;
            ++*lost;
        } else if (is_nearer(landmark, nearest)) {
            nearest = landmark;
        }
    }
    return nearest;
}

static void put_title(struct bv_avoid_words *words,
                      const struct bv_landmark_advice *nearest)
{
    const char *to = _("To %.30s");
    char name[BV_LANDMARK_TEXT_SIZE];

    assert(to); /* which GCC doubts */
    if (!nearest) {
        snprintf(words->title, sizeof(words->title), "%s",
                 _("To what is avoided"));
        return;
    }
    bv_landmark_title(&nearest->mark, name_most, name);
    snprintf(words->title, sizeof(words->title), to, name);
}

/* Whole mm: nothing finer has been shown on real pictures (design, rule 3). */
static void put_value(struct bv_avoid_words *words, double mm)
{
    words->is_mm = mm >= 0;
    if (mm < 0)
        snprintf(words->value, sizeof(words->value), "%s", _("tip inside"));
    else if (mm < 0.5)
        snprintf(words->value, sizeof(words->value), "<1");
    else
        snprintf(words->value, sizeof(words->value), "%.0f", mm);
}

static void put_sentence(struct bv_avoid_words *words)
{
    snprintf(words->sentence, sizeof(words->sentence), "%s: %s%s%s%s",
             words->title, words->value[0] ? words->value : _("not known"),
             words->is_mm ? " mm" : "", words->note[0] ? ", " : "",
             words->note);
}

void bv_avoid_words_make(const struct bv_advice *advice,
                         enum bv_showing showing, struct bv_avoid_words *words)
{
    const struct bv_landmark_advice *nearest;
    char lost_title[BV_LANDMARK_TEXT_SIZE];
    const char *lost_name = "";
    int count, lost;
    bool knows;

    *words = (struct bv_avoid_words){.has = false};
    if (!advice)
        return;
    nearest = find(advice, &count, &lost, &lost_name, lost_title);
    words->has = count > 0;
    if (!words->has)
        return;
    knows = nearest && bv_avoid_may_measure(advice, showing) &&
            !isnan(nearest->distance_mm);
    /* of several nobody knows which is nearest while the tip is not seen */
    put_title(words, knows || count == 1 ||
                             (nearest && nearest->alarm != BV_ALARM_NONE)
                         ? nearest
                         : NULL);
    if (knows)
        put_value(words, nearest->distance_mm);
    if (nearest && bv_showing_guides(showing))
        words->alarm = nearest->alarm;
    /* what is lost may be nearer than what is said */
    if (lost == 1)
        snprintf(words->note, sizeof(words->note), _("%.47s lost"), lost_name);
    else if (lost > 1)
        snprintf(words->note, sizeof(words->note), _("%d lost"), lost);
    else if (nearest && knows && nearest->mark.margin_mm > 0)
        snprintf(words->note, sizeof(words->note), _("margin %g mm"),
                 nearest->mark.margin_mm);
    put_sentence(words);
}
