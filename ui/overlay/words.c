#include "ui/overlay/words.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/words.h"
#include "ui/overlay/landmark_words.h"

static const struct {
    const char *name;
    bool guides;
} showings[] = {
    [BV_SHOWING_NOTHING] = {N_("WAITING"), false},
    [BV_SHOWING_LIVE] = {N_("LIVE"), true},
    [BV_SHOWING_PLAYING] = {N_("PLAYING"), true},
    [BV_SHOWING_STILL] = {N_("STILL"), true},
    [BV_SHOWING_FROZEN] = {N_("FROZEN"), true},
    [BV_SHOWING_FROZEN_BARE] = {N_("FROZEN"), false},
    [BV_SHOWING_STOPPED] = {N_("PICTURE STOPPED"), false},
    [BV_SHOWING_TOO_SLOW] = {N_("TOO SLOW"), false},
    [BV_SHOWING_ENDED] = {N_("ENDED"), false},
    [BV_SHOWING_GONE] = {N_("SOURCE GONE"), false},
};

const char *bv_showing_name(enum bv_showing showing)
{
    return _(showings[showing].name);
}

bool bv_showing_guides(enum bv_showing showing)
{
    return showings[showing].guides;
}

bool bv_words_may_measure(const struct bv_advice *advice,
                          enum bv_showing showing)
{
    return advice && bv_showing_guides(showing) &&
           showing != BV_SHOWING_STILL && advice->picture == BV_PICTURE_FRESH &&
           advice->state == BV_NEEDLE_TIP_SEEN &&
           advice->target == BV_TARGET_FOLLOWED && advice->distance_mm >= 0;
}

static const double alert_s = 10;

BV_PRINTF(2, 3)
static void put_headline(struct bv_words *words, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(words->headline, sizeof(words->headline), format, arguments);
    va_end(arguments);
}

BV_PRINTF(2, 3)
static void put_note(struct bv_words *words, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(words->note, sizeof(words->note), format, arguments);
    va_end(arguments);
}

/* Whole mm: nothing finer has been shown on real pictures (design, rule 3). */
static void put_mm(char *text, size_t size, double mm)
{
    if (mm >= 0 && mm < 0.5)
        snprintf(text, size, "<1");
    else
        snprintf(text, size, "%.0f", mm);
}

static void put_last_seen(struct bv_words *words,
                          const struct bv_advice *advice, double age_s)
{
    double since_s = advice->last_seen_s + age_s;

    /* loud while it is news; an alarm that never ends is not heard */
    if (!(since_s < alert_s))
        words->tone = BV_TONE_DIM;
    if (isnan(since_s)) {
        put_note(words, _("not seen so far"));
    } else if (since_s < 100) {
        put_note(words, _("last seen %.1f s ago"), since_s);
    } else {
        put_note(words, _("last seen %.0f min ago"), floor(since_s / 60));
    }
}

/* First the fact; a verb only where the guide has one. */
static void put_course(struct bv_words *words, const struct bv_advice *advice)
{
    double miss_mm = advice->miss_mm;

    words->miss_mm = miss_mm;
    if (fabs(miss_mm) < 1)
        put_headline(words, _("Passes within 1 mm"));
    else
        put_headline(words, _("Passes %.0f mm %s"), fabs(miss_mm),
                     miss_mm < 0 ? _("shallow") : _("deep"));
    switch (advice->course) {
    case BV_COURSE_NONE:
        return;
    case BV_COURSE_STEEPEN:
    case BV_COURSE_FLATTEN:
        put_note(words, "%s %.0f°",
                 advice->course == BV_COURSE_STEEPEN ? _("Steepen")
                                                     : _("Flatten"),
                 advice->correction_deg);
        break;
    case BV_COURSE_WITHDRAW:
        put_note(words, _("Withdraw and re-angle"));
        break;
    }
    words->is_correction = true;
}

/* An outline that is aimed at, which the tip's distance is known of. */
static const struct bv_landmark_advice *find_aim(const struct bv_advice *advice)
{
    for (int i = 0; i < advice->landmark_count; i++)
        if (advice->landmark[i].mark.role == BV_LANDMARK_TARGET &&
            !isnan(advice->landmark[i].distance_mm))
            return &advice->landmark[i];
    return NULL;
}

/* @return Whether there is one. */
static bool put_aim(struct bv_words *words, const struct bv_advice *advice)
{
    const struct bv_landmark_advice *aim = find_aim(advice);
    char name[BV_LANDMARK_TEXT_SIZE], mm[8];

    if (!aim)
        return false;
    bv_landmark_title(&aim->mark, 20, name);
    if (aim->distance_mm < 0) {
        put_headline(words, _("Tip in the %s"), name);
        return true;
    }
    put_mm(mm, sizeof(mm), aim->distance_mm);
    put_headline(words, _("%s mm to the %s"), mm, name);
    if (aim->miss_mm == 0) {
        put_note(words, _("the line goes through it"));
    } else if (!isnan(aim->miss_mm)) {
        put_mm(mm, sizeof(mm), fabs(aim->miss_mm));
        put_note(words, _("passes %s mm %s"), mm,
                 aim->miss_mm < 0 ? _("shallow") : _("deep"));
    }
    return true;
}

static void put_tip_seen(struct bv_words *words, const struct bv_advice *advice)
{
    if (advice->target == BV_TARGET_LOST) {
        words->tone = BV_TONE_ALERT;
        put_headline(words, _("Target lost"));
        put_note(words, _("mark it again"));
    } else if (!(advice->mm_per_px > 0)) {
        words->tone = BV_TONE_DIM;
        put_headline(words, _("Scale not known"));
        put_note(words, _("C reads it, D measures it"));
    } else if (advice->target == BV_TARGET_NONE && put_aim(words, advice)) {
        words->tone = BV_TONE_PLAIN;
    } else if (advice->target == BV_TARGET_NONE) {
        words->tone = BV_TONE_DIM;
        put_headline(words, _("No target marked"));
        put_note(words, _("mark one to see the course"));
    } else if (isnan(advice->miss_mm)) {
        words->tone = BV_TONE_DIM;
        put_headline(words, _("Course not known"));
    } else {
        put_course(words, advice);
    }
}

/* A dot is where it crosses, not how far it went: no distance is of it. */
static void put_crossing(struct bv_words *words, const struct bv_advice *advice)
{
    struct bv_mm at;

    if (bv_px_to_mm(&advice->scan_area, advice->mm_per_px, advice->crossing_px,
                    &at) == 0)
        put_headline(words, _("Crosses %.0f mm deep"), at.depth);
    else
        put_headline(words, _("Crosses the plane"));
    put_note(words, _("stays as you advance: shaft"));
}

static void put_needle(struct bv_words *words, const struct bv_advice *advice,
                       double age_s)
{
    const char *lost_note = _("target lost: mark it again");
    bool lost = advice->target == BV_TARGET_LOST;

    words->tone = BV_TONE_ALERT;
    switch (advice->state) {
    case BV_NEEDLE_NONE:
    case BV_NEEDLE_CANDIDATE:
        put_headline(words, _("Needle not seen"));
        put_last_seen(words, advice, age_s);
        return;
    case BV_NEEDLE_SHAFT_ONLY:
        put_headline(words, _("Tip not seen"));
        put_note(words, "%s", lost ? lost_note : _("the shaft is seen"));
        return;
    case BV_NEEDLE_TIP_PREDICTED:
        put_headline(words, _("Tip not seen"));
        put_note(words, "%s",
                 lost ? lost_note : _("dashed: where it should be"));
        return;
    case BV_NEEDLE_CROSSING:
        put_crossing(words, advice);
        if (lost)
            put_note(words, "%s", lost_note);
        return;
    case BV_NEEDLE_TIP_SEEN:
        words->tone = BV_TONE_PLAIN;
        put_tip_seen(words, advice);
        return;
    }
}

/* Of a name, bytes, so that the headline fits its line. */
enum { alarm_name_most = 13 };

/* It goes before every course: what the needle is in or near is news. */
static void put_alarm(struct bv_words *words, const struct bv_advice *advice)
{
    const struct bv_landmark_advice *landmark = bv_landmark_alarm(advice);
    char title[BV_LANDMARK_TEXT_SIZE];

    if (!landmark)
        return;
    words->alarm = landmark->alarm;
    words->tone = BV_TONE_ALERT;
    words->is_correction = false;
    words->note[0] = '\0';
    bv_landmark_title(&landmark->mark, alarm_name_most, title);
    put_headline(words, _("Tip %s %.30s"),
                 landmark->alarm == BV_ALARM_INSIDE ? _("inside") : _("near"),
                 title);
    if (landmark->alarm == BV_ALARM_NEAR)
        put_note(words, _("within its margin"));
}

static void put_silence(struct bv_words *words, enum bv_showing showing,
                        double still_s)
{
    words->tone = BV_TONE_ALERT;
    switch (showing) {
    case BV_SHOWING_STOPPED:
        put_headline(words, _("Picture stopped"));
        put_note(words, _("nothing new for %.1f s"), still_s);
        return;
    case BV_SHOWING_TOO_SLOW:
        put_headline(words, _("Too slow for guidance"));
        put_note(words, _("under 8 new pictures a second"));
        return;
    case BV_SHOWING_FROZEN_BARE:
        put_headline(words, _("Frozen, no guidance"));
        put_note(words, _("there was none to keep"));
        return;
    case BV_SHOWING_ENDED:
        words->tone = BV_TONE_DIM;
        put_headline(words, _("The clip has ended"));
        put_note(words, _("it can be played again"));
        return;
    case BV_SHOWING_GONE:
        put_headline(words, _("The source is gone"));
        put_note(words, _("why: in the line below"));
        return;
    default:
        words->tone = BV_TONE_DIM;
        put_headline(words, _("Waiting for a picture"));
        return;
    }
}

static void put_numbers(struct bv_words *words, const struct bv_advice *advice,
                        enum bv_showing showing)
{
    struct bv_mm target_mm;
    bool seen = advice->state == BV_NEEDLE_TIP_SEEN;
    bool followed = advice->target == BV_TARGET_FOLLOWED;

    if (bv_words_may_measure(advice, showing))
        put_mm(words->distance, sizeof(words->distance), advice->distance_mm);
    if (seen && advice->has_tip_mm) {
        words->tip_depth_mm = advice->tip_mm.depth;
        put_mm(words->tip_depth, sizeof(words->tip_depth),
               advice->tip_mm.depth);
    }
    if (followed && bv_px_to_mm(&advice->scan_area, advice->mm_per_px,
                                advice->target_px, &target_mm) == 0) {
        words->target_depth_mm = target_mm.depth;
        put_mm(words->target_depth, sizeof(words->target_depth),
               target_mm.depth);
    }
}

/* Steps, not a percentage: confidence is calibrated on simulated pictures
 * alone. */
static void put_confidence(struct bv_words *words,
                           const struct bv_advice *advice)
{
    static const char *const names[] = {N_("Low"), N_("Moderate"), N_("High")};
    int step = advice->confidence >= 0.9 ? 2 : advice->confidence >= 0.7;

    if (!bv_needle_state_is_drawn(advice->state))
        return;
    words->confidence_steps = step + 1;
    snprintf(words->confidence, sizeof(words->confidence), "%s",
             _(names[step]));
    if (advice->has_shaft && !isnan(advice->angle_deg))
        snprintf(words->angle, sizeof(words->angle), "%.0f°",
                 advice->angle_deg);
}

static void put_target(struct bv_words *words, const struct bv_advice *advice)
{
    static const char *const names[] = {
        [BV_TARGET_NONE] = N_("No target marked"),
        [BV_TARGET_FOLLOWED] = N_("Target followed"),
        [BV_TARGET_LOST] = N_("Target lost"),
    };

    words->has_target = advice->target != BV_TARGET_NONE;
    snprintf(words->target, sizeof(words->target), "%s",
             _(names[advice->target]));
}

static void put_check(struct bv_words *words, const struct bv_advice *advice)
{
    enum bv_picture_check first = bv_picture_checks_first(advice->checks);

    if (first < BV_CHECK_COUNT)
        snprintf(words->check, sizeof(words->check), "%s",
                 _(bv_picture_check_sentence(first)));
}

static void put_sentence(struct bv_words *words)
{
    char distance[64] = "";

    if (words->distance[0])
        snprintf(distance, sizeof(distance),
                 _("Tip to target %s mm in the plane. "), words->distance);
    snprintf(words->sentence, sizeof(words->sentence), "%s%s%s%s.", distance,
             words->headline, words->note[0] ? ", " : "", words->note);
}

void bv_words_make(const struct bv_advice *advice, enum bv_showing showing,
                   double age_s, struct bv_words *words)
{
    memset(words, 0, sizeof(*words));
    words->tip_depth_mm = words->target_depth_mm = words->miss_mm = NAN;
    if (!advice && bv_showing_guides(showing))
        showing = BV_SHOWING_NOTHING;
    else if (advice && showing != BV_SHOWING_FROZEN &&
             bv_showing_guides(showing)) {
        if (advice->picture == BV_PICTURE_STOPPED)
            showing = BV_SHOWING_STOPPED;
        else if (advice->picture == BV_PICTURE_TOO_SLOW)
            showing = BV_SHOWING_TOO_SLOW;
    }
    if (advice) {
        put_target(words, advice);
        put_check(words, advice);
    }
    words->scale_unknown = advice && !(advice->mm_per_px > 0);
    words->scale_origin = advice ? advice->scale_origin : BV_SCALE_SOURCE;
    if (!bv_showing_guides(showing)) {
        put_silence(words, showing, (advice ? advice->still_s : 0) + age_s);
    } else if (showing == BV_SHOWING_STILL) {
        words->tone = BV_TONE_DIM;
        put_headline(words, _("A still picture"));
        put_note(words, _("one cannot confirm a needle"));
    } else {
        put_needle(words, advice, showing == BV_SHOWING_FROZEN ? 0 : age_s);
        words->target_lost = advice->target == BV_TARGET_LOST;
        put_numbers(words, advice, showing);
        put_confidence(words, advice);
        put_alarm(words, advice);
    }
    put_sentence(words);
}
