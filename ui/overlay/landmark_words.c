#include "ui/overlay/landmark_words.h"

#include <stdio.h>
#include <string.h>

#include "core/words.h"

void bv_landmark_title(const struct bv_landmark *mark, size_t most,
                       char text[BV_LANDMARK_TEXT_SIZE])
{
    char kind[BV_LANDMARK_TEXT_SIZE];
    bool named = mark->name[0] && strlen(mark->name) <= most;

    snprintf(kind, sizeof(kind), "%s",
             mark->kind == BV_LANDMARK_OTHER
                 ? N_("mark")
                 : bv_landmark_kind_name(mark->kind));
    for (char *at = kind; *at; at++)
        if (*at == '_')
            *at = ' ';
    snprintf(text, BV_LANDMARK_TEXT_SIZE, "%s", _(named ? mark->name : kind));
}

void bv_landmark_label(const struct bv_landmark_advice *landmark,
                       char text[BV_LANDMARK_TEXT_SIZE])
{
    enum { size = BV_LANDMARK_TEXT_SIZE };
    char title[size];

    bv_landmark_title(&landmark->mark, sizeof(landmark->mark.name), title);
    if (landmark->state == BV_LANDMARK_LOST)
        snprintf(text, size, _("%.47s: lost"), title);
    else if (landmark->alarm == BV_ALARM_INSIDE)
        snprintf(text, size, _("TIP IN %.47s"), title);
    else if (landmark->alarm == BV_ALARM_NEAR)
        snprintf(text, size, _("near %.47s"), title);
    else
        snprintf(text, size, "%s", landmark->mark.name[0] ? title : "");
}

const struct bv_landmark_advice *
bv_landmark_alarm(const struct bv_advice *advice)
{
    const struct bv_landmark_advice *loudest = NULL;

    for (int i = 0; i < advice->landmark_count; i++) {
        const struct bv_landmark_advice *landmark = &advice->landmark[i];

        if (landmark->alarm == BV_ALARM_NONE)
            continue;
        if (!loudest || landmark->alarm > loudest->alarm ||
            (landmark->alarm == loudest->alarm &&
             landmark->distance_mm < loudest->distance_mm))
            loudest = landmark;
    }
    return loudest;
}
