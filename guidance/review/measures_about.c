/*
 * What a cine lets be measured of a procedure, and what not: definitions and
 * sources.
 */
#include "guidance/review/measures_about.h"

#include <math.h>
#include <string.h>

#include "core/words.h"

static const char sites[] = "Sites 2007, Reg Anesth Pain Med 32:107";
static const char task[] = "PMC4384236, table 1";
static const char passes[] = "PMC5318157";
static const char movement[] = "Weinstein 2023, JVIR (there by trackers)";
static const char perk[] = "PerkTutor, PythonMetrics";
static const char own[] = "bevel";

const struct bv_review_metric bv_review_metrics[ABOUTS] = {
    [NEEDLE_TIME] = {"needle_s", N_("time with the needle"), "s",
                     N_("From the first sighting of the needle to the last; it "
                        "enters the skin before the first."),
                     own},
    [TIP_SHARE] = {"tip_seen", N_("tip seen"), "%",
                   N_("Share of the time with the needle in which its tip is "
                      "seen, by the pictures before and after, too."),
                   own},
    [SEEN_SHARE] = {"needle_seen", N_("needle seen up to its tip"), "%",
                    N_("Share of the time with the needle in which the tip is "
                       "seen, or the shaft up to where the tip was."),
                    own},
    [VISIBLE_ADVANCE] =
        {"visible_advance", N_("visible advance"), "%",
         N_("Advance of the tip while it is seen, of its whole "
            "advance; losses of less than unseen_s count as seen."),
         task},
    [ADVANCE] = {"advance_mm", N_("advance"), "mm",
                 N_("All movements of the tip inwards along the shaft, in the "
                    "tissue, each of turning_mm or more."),
                 own},
    [UNSEEN_COUNT] =
        {"advanced_unseen", N_("advances while unseen"), N_("times"),
         N_("How often the needle advanced while unseen, by the rule "
            "of that moment."),
         sites},
    [UNSEEN_ADVANCE] = {"advanced_unseen_mm", N_("advanced while unseen"), "mm",
                        N_("How far in all it advanced in those."), sites},
    [PROBE_COUNT] =
        {"probe_motion", N_("unintended probe motions"), N_("times"),
         N_("How often the skin moved under the probe while a needle "
            "was in, by the rule of that moment."),
         sites},
    [PROBE_IDLE_COUNT] =
        {"probe_motion_idle", N_("of these, while the needle was idle"),
         N_("times"), N_("Those in which the tip moved by less than idle_mm."),
         sites},
    [PASSES] = {"passes", N_("passes"), N_("times"),
                N_("The first advance, and each of pass_mm or more after a "
                   "withdrawal of withdrawn_mm or more, by the rule of that "
                   "moment."),
                passes},
    [FIRST_PASS] =
        {"first_pass", N_("reached on the first pass"), N_("yes = 1"),
         N_("Whether the target is reached before any further pass."), passes},
    [REDIRECTIONS] = {"redirections", N_("redirections"), N_("times"),
                      N_("How often the shaft turned in the tissue by "
                         "redirected_deg or more."),
                      own},
    [MOVEMENTS] = {"movements", N_("movements to and fro"), N_("times"),
                   N_("Movements of the tip along the shaft, inwards and "
                      "outwards, each of turning_mm or more."),
                   movement},
    [PATH] = {"path_mm", N_("path"), "mm",
              N_("What those movements add up to, without what lies before the "
                 "first and after the last sighting."),
              movement},
    [INEFFICIENCY] = {"path_inefficiency", N_("path inefficiency"), "%",
                      N_("100 (path / straight - 1), up to where the target is "
                         "reached, or else the tip is deepest."),
                      perk},
    [ANGLE] =
        {"insertion_angle_deg", N_("insertion angle"), N_("degrees"),
         N_("Of the shaft below the horizontal of the picture: the median "
            "while it is seen."),
         own},
    [SPEED] =
        {"advance_mm_s", N_("speed of advance"), "mm/s",
         N_("Advance that is seen from frame to frame, by the time that it "
            "took; standstills, and what trembles by less than turning_mm, are "
            "left out."),
         own},
    [TIME_TO_TARGET] =
        {"time_to_target_s", N_("time to target"), "s",
         N_("From the first sighting of the needle to the target "
            "reached, by the rule of that moment."),
         passes},
    [NEAREST] =
        {"nearest_mm", N_("nearest to the target"), "mm",
         N_("The least distance of the tip, or of the end of a shaft that "
            "stands, from the target, in the plane, on the way out, too."),
         passes},
    [CENTRED] =
        {"target_centred", N_("target in the middle"), "%",
         N_("Share of the time in which the target's tissue lies in the "
            "middle of the picture's width, centred_part of it."),
         task},
    [INJECTED_SEEN] =
        {"injected_tip_seen", N_("injected with the tip seen"), "%",
         N_("Share of the time declared as injection in which the "
            "tip is seen."),
         task},
};

const char *bv_review_say_yes(const struct bv_review_metric *metric,
                              double value)
{
    if (metric != &bv_review_metrics[FIRST_PASS] || isnan(value))
        return NULL;
    return value > 0 ? N_("yes") : N_("no");
}

const struct bv_review_metric *bv_review_metric_find(const char *key)
{
    for (int i = 0; i < ABOUTS; i++)
        if (strcmp(bv_review_metrics[i].key, key) == 0)
            return &bv_review_metrics[i];
    return NULL;
}

const struct bv_unmeasurable bv_review_unmeasurable[] = {
    {N_("angle and distance between needle and plane"),
     N_("what lies outside the plane is not in the picture; it needs a "
        "tracker"),
     false},
    {N_("path, movements and turns of the hands or of the probe in the room"),
     N_("a picture shows the probe against the skin alone; it needs a "
        "tracker"),
     false},
    {N_("rotations of the needle about its axis, and its path beside the "
        "plane"),
     N_("they do not show in one plane; it needs a tracker"), false},
    {N_("smoothness (jerk)"),
     N_("the third derivative of a tip that is known to 0.2 mm at 30 frames a "
        "second is noise; it needs a tracker"),
     false},
    {N_("tissue damage, bounding box and punctures in three dimensions"),
     N_("one plane shows one slice of them; it needs a tracker"), false},
    {N_("global rating scale and checklist"), N_("a person gives them"), true},
    {NULL, NULL, false}};
