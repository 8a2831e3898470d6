#include "ui/beside.h"

#include "core/clock.h"
#include "core/words.h"
#include "ui/look_words.h"
#include "ui/named.h"
#include "ui/picture_view.h"
#include "ui/presenter.h"

struct bv_beside {
    struct bv_presenter *presenter;
    BvPictureView *view;
    const struct bv_result *result; /* NULL: none */
};

static void on_ready(void *data)
{
    struct bv_beside *beside = data;
    const struct bv_shown *shown = bv_presenter_take(beside->presenter);

    if (shown)
        bv_picture_view_show(beside->view, shown);
}

struct bv_beside *bv_beside_new(void)
{
    struct bv_beside *beside = g_new0(struct bv_beside, 1);

    beside->presenter = bv_presenter_new(NULL, on_ready, beside);
    if (!beside->presenter || bv_presenter_start(beside->presenter) < 0) {
        bv_presenter_free(beside->presenter);
        g_free(beside);
        return NULL;
    }
    beside->view = bv_picture_view_new(beside->presenter);
    gtk_widget_set_visible(GTK_WIDGET(beside->view), FALSE);
    gtk_widget_set_focusable(GTK_WIDGET(beside->view), FALSE);
    bv_picture_view_set_paired(beside->view, true);
    gtk_widget_set_cursor(GTK_WIDGET(beside->view), NULL);
    bv_named(GTK_WIDGET(beside->view), _("Picture beside"));
    return beside;
}

void bv_beside_close(struct bv_beside *beside)
{
    if (beside)
        bv_picture_view_close(beside->view);
}

void bv_beside_free(struct bv_beside *beside)
{
    if (!beside)
        return;
    bv_presenter_free(beside->presenter);
    bv_result_unref(beside->result);
    g_free(beside);
}

GtkWidget *bv_beside_get_widget(struct bv_beside *beside)
{
    return GTK_WIDGET(beside->view);
}

void bv_beside_hold(struct bv_beside *beside, const struct bv_result *result,
                    bool guided)
{
    bv_result_unref(beside->result);
    beside->result = result ? bv_result_ref(result) : NULL;
    if (result)
        bv_picture_view_set_showing(
            beside->view, guided ? BV_SHOWING_FROZEN : BV_SHOWING_FROZEN_BARE);
    bv_presenter_set_part(beside->presenter, result);
    bv_presenter_hold(beside->presenter, result);
    gtk_widget_set_visible(GTK_WIDGET(beside->view), result != NULL);
}

bool bv_beside_is_on(const struct bv_beside *beside)
{
    return beside->result;
}

static bool has_same_scale(struct bv_beside *beside,
                           const struct bv_shown *other)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(beside->view);

    return !shown || !other ||
           bv_look_same_scale(shown->result->advice.mm_per_px,
                              (double)(shown->part.right - shown->part.left) /
                                  shown->width_px,
                              other->result->advice.mm_per_px,
                              (double)(other->part.right - other->part.left) /
                                  other->width_px);
}

void bv_beside_update(struct bv_beside *beside, const struct bv_shown *other,
                      bool clip)
{
    char age[40], text[64];
    const struct bv_frame *frame;

    if (!beside->result)
        return;
    frame = beside->result->frame;
    bv_look_say_age(frame, clip, bv_clock_now_ns(), age, sizeof(age));
    g_snprintf(text, sizeof(text), _("PINNED  ·  %s%s"), age,
               has_same_scale(beside, other) ? "" : _("  ·  other scale"));
    bv_picture_view_set_caption(beside->view, text);
    gtk_accessible_update_property(GTK_ACCESSIBLE(beside->view),
                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                   -1);
}
