/*
 * What the window says: beside the picture and below it, and what has the room
 * there.
 */
#include "ui/window_inside.h"

#include <math.h>
#include <string.h>

#include "core/clock.h"
#include "ui/describing.h"
#include "ui/settings/kept.h"
#include "ui/status_line.h"

/* Below it the picture would be small beside what is read from afar. */
enum { narrow_px = 1160 };

/* Of the first step. @return NULL: all is settled, or it is another. */
static const char *say_open(const struct bv_window *window)
{
    const struct bv_steps *steps = bv_stepping_get(window->stepping);

    return bv_steps_card(steps) == BV_STEP_CARD_SET_UP
               ? bv_setting_up_get_line(window->setting_up)
               : NULL;
}

static void update_status(struct bv_window *window)
{
    static const enum bv_footer_tone tones[] = {BV_FOOTER_PLAIN, BV_FOOTER_ASKS,
                                                BV_FOOTER_ALERT};
    bool tools_ask = false;
    const char *declarer = bv_declarer_get_line(window->declarer);
    const char *still = bv_still_keeper_get_line(window->stills);
    const char *tools = bv_tools_get_line(window->tools, &tools_ask);
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);
    const struct bv_status_facts facts = {
        .recording = bv_recording_bar_get_line(window->recording),
        .showing = window->showing,
        .counts = &window->counts,
        .replay_fault = &window->replay_fault,
        .still = still ? still : bv_cues_get_line(window->cues),
        .asking = window->asking,
        .before = bv_holding_get_line(window->holding,
                                      bv_stepping_get(window->stepping),
                                      shown ? shown->result->frame : NULL),
        .tools = declarer ? declarer : tools,
        .tools_ask = declarer || tools_ask,
        .info = bv_pipeline_source_info(window->pipeline),
        .frozen = window->frozen,
        .reduced = bv_steering_is_reduced(window->steering),
        .step = bv_stepping_get_line(window->stepping),
        .open = say_open(window)};
    struct bv_status_line line;

    bv_status_line_find(&facts, &line);
    bv_footer_set_status(window->footer, line.text);
    bv_footer_set_tone(window->footer, tones[line.tone]);
}

/* More of the needle than it has: a check of the picture, the last of them. */
static void check_length(struct bv_window *window,
                         const struct bv_advice *advice, struct bv_words *words)
{
    const struct bv_needle_numbers needle =
        bv_set_up_needle(bv_setting_up_get(window->setting_up));
    char text[sizeof(words->check)];

    if (bv_length_check_step(&window->length_check, advice, needle.length_most,
                             text, sizeof(text)) &&
        !words->check[0])
        memcpy(words->check, text, sizeof(text));
}

void bv_window_update_texts(struct bv_window *window)
{
    struct bv_words words;
    double age_s = bv_freshness_age_s(&window->freshness, bv_clock_now_ns());
    const struct bv_advice *advice = bv_window_shown_advice(window);

    if (advice) /* how long it had stood still by then is in the age */
        age_s = fmax(0, age_s - advice->still_s);
    if (bv_window_looks_back(window)) /* as it was then */
        age_s = 0;
    bv_words_make(advice, window->showing, age_s, &words);
    check_length(window, advice, &words);
    window->says_distance = words.distance[0] != '\0';
    bv_panel_say(window->panel, &words,
                 bv_picture_view_has_cursor(window->view));
    window->says_nearness =
        bv_panel_say_avoid(window->panel, advice, window->showing);
    if (bv_panel_say_fluid(window->panel, advice, window->showing) ||
        words.alarm != BV_ALARM_NONE) {
        bv_procedures_leave(window->procedures);
        bv_settings_page_leave(window->settings);
        bv_window_show_keys(window, false);
    }
    bv_describe(window->view, window->showing, &words);
    bv_stepping_update(
        window->stepping,
        &(struct bv_steps_state){
            .has_target = words.has_target,
            .marks_now = bv_picture_view_has_cursor(window->view),
            .has_ghosts = bv_holding_has_ghosts(window->holding),
            .has_plan = bv_tools_is_planning(window->tools)});
    update_status(window);
    bv_steering_update(window->steering);
    bv_window_update_below(window);
}

void bv_window_update_below(struct bv_window *window)
{
    bool bedside = bv_kept_is_on(BV_SETTING_BEDSIDE);
    bool steers =
        bv_steering_show(window->steering, !bedside && !window->frozen);

    bv_looking_back_show(window->looking, !bedside && !steers);
}

void bv_window_update_room(struct bv_window *window)
{
    int width = gtk_widget_get_width(window->column);
    bool narrow = width > 0 && width < narrow_px;
    double size = (100 + bv_kept_value(BV_SETTING_TEXT)) / 200.0;

    if (bv_kept_is_on(BV_SETTING_BEDSIDE)) /* it is read from afar */
        size = fmax(size, narrow ? 1.1 : 1.3);
    if (narrow)
        gtk_widget_add_css_class(window->column, "narrow");
    else
        gtk_widget_remove_css_class(window->column, "narrow");
    bv_picture_view_set_size(window->view, size);
}
