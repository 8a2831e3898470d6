/**
 * @file
 * The live window's parts, and what its files share. Private to
 * ui/window.c, ui/window_texts.c, ui/window_keys.c and ui/deeds.c. Main thread
 * only.
 */
#ifndef BV_UI_WINDOW_INSIDE_H
#define BV_UI_WINDOW_INSIDE_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "ui/beside.h"
#include "ui/cues/cues.h"
#include "ui/declarer.h"
#include "ui/footer.h"
#include "ui/freshness.h"
#include "ui/holding.h"
#include "ui/length_check.h"
#include "ui/live.h"
#include "ui/looking_back.h"
#include "ui/marking.h"
#include "ui/moving_card.h"
#include "ui/panel.h"
#include "ui/picture_view.h"
#include "ui/practising.h"
#include "ui/presenter.h"
#include "ui/procedures.h"
#include "ui/recording_bar.h"
#include "ui/scale_asking.h"
#include "ui/settings/page.h"
#include "ui/setting_up.h"
#include "ui/showing.h"
#include "ui/steering.h"
#include "ui/stepping.h"
#include "ui/still_keeper.h"
#include "ui/tools.h"
#include "ui/top_bar.h"

BV_BEGIN_DECLS

struct bv_window {
    struct bv_pipeline *pipeline;
    struct bv_presenter *presenter;
    struct bv_marking marking;
    struct bv_freshness freshness;
    struct bv_length_check length_check;
    struct bv_live_options options;
    void (*on_close)(void *data);
    void *data;

    GtkWindow *window;
    BvPictureView *view;
    struct bv_top_bar *top_bar;
    struct bv_recording_bar *recording;
    struct bv_scale_asking *asking; /* of the scale */
    struct bv_moving_card *moving;  /* below the picture */
    struct bv_tools *tools;         /* by points and keys on the picture */
    struct bv_declarer *declarer;   /* of what the syringe does */
    bool thaws;                     /* it was frozen to be outlined */
    struct bv_looking_back *looking;
    struct bv_still_keeper *stills;
    struct bv_beside *beside;
    struct bv_procedures *procedures;  /* in the panel's place */
    struct bv_settings_page *settings; /* the same */
    GtkWidget *column, *row;           /* all; picture and panel */
    struct bv_stepping *stepping;
    struct bv_setting_up *setting_up;
    struct bv_practising *practising;
    struct bv_holding *holding; /* how it stands, for after a crash */
    struct bv_ghosts ghosts;    /* as they are drawn */
    guint pedal;                /* its key, while it is down */
    struct bv_panel *panel;
    struct bv_footer *footer;
    struct bv_steering *steering; /* NULL: nothing to steer */
    struct bv_cues *cues;
    GtkWidget *keys; /* their list, the same */
    GSimpleActionGroup *actions;
    bool goes_back; /* to the first page, as it is closed */
    guint tick, ticks;

    bool frozen, frozen_bare; /* bare: without guidance to keep */
    bool says_distance;       /* in the panel, now */
    bool says_nearness;       /* the same, of what is avoided */
    enum bv_showing showing;
    struct bv_pipeline_counts counts;
    struct bv_fault replay_fault;
    int64_t replayed_ns; /* a picture from before is of the run before */
};

/** The advice on the picture that is shown; NULL: none that may be used. */
const struct bv_advice *bv_window_shown_advice(struct bv_window *window);

/** Whether what is shown is a frame that was stepped to. */
bool bv_window_looks_back(struct bv_window *window);

/** Whether a target can be marked now. */
bool bv_window_may_mark(const struct bv_window *window);

/** What the picture may carry must follow at once, not with the texts. */
void bv_window_update_showing(struct bv_window *window);
void bv_window_update_texts(struct bv_window *window);

/** What is below the picture: the bar to look back, or what steers. */
void bv_window_update_below(struct bv_window *window);

/** How large texts around the picture are, and those beside it at the bedside:
 *  a small screen's pixels are larger, and the picture is to have most of
 *  them. */
void bv_window_update_room(struct bv_window *window);

/** What is said above the picture, and above the one beside it. */
void bv_window_update_looking(struct bv_window *window);

/** The actions that its keys and its buttons run (deeds.c). */
void bv_window_add_actions(struct bv_window *window);

/** The list of its keys (window_keys.c), hidden at first. */
GtkWidget *bv_window_new_keys(struct bv_window *window);

/** Its keys (window_keys.c). After the actions. */
void bv_window_add_keys(struct bv_window *window);

/** Show the list of keys, or hide it. */
void bv_window_show_keys(struct bv_window *window, bool show);

/** Freeze the picture where it plays. @param data  The window. */
void bv_window_freeze(void *data);

/** What the tools say or ask is another. @param data  The window. */
void bv_window_on_tools(void *data);

/** Another step is gone to, or the time-out. @param data  The window. */
void bv_window_on_step(void *data);

/** Its page opens or closes. @param data  The window. */
void bv_window_on_practising(void *data);

/** Keep how it stands. */
void bv_window_keep(struct bv_window *window);

/** Something is settled, or is not any more. @param data  The window. */
void bv_window_on_set_up(void *data);

/** Another procedure is chosen, or its page opens. @param data  The window. */
void bv_window_on_procedures(void *data);

/** The settings' page opens or closes. @param data  The window. */
void bv_window_on_settings(void *data);

BV_END_DECLS

#endif
