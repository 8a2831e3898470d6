#include "ui/label/session.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/words.h"

/* A shorter line is a double click. */
static const double line_least_px = 8;

static struct bv_px_segment map_piece(const struct bv_px_map *map,
                                      const struct bv_px_segment *piece)
{
    return (struct bv_px_segment){bv_px_map_apply(map, piece->from),
                                  bv_px_map_apply(map, piece->to)};
}

static struct bv_px keep_inside(const struct bv_session *session,
                                struct bv_px px)
{
    return (struct bv_px){fmin(fmax(px.x, 0), session->width_px - 1),
                          fmin(fmax(px.y, 0), session->height_px - 1)};
}

void bv_session_show(struct bv_session *session, uint32_t frame)
{
    if (session->has_frame && session->frame == frame)
        return;
    session->has_frame = true;
    session->frame = frame;
    session->has_first = session->is_crossing = session->is_moving = false;
}

bool bv_session_is_here(const struct bv_session *session)
{
    return session->has_frame && session->frame == session->wanted;
}

enum bv_label_from bv_session_get(const struct bv_session *session,
                                  struct bv_label *label)
{
    enum bv_label_from from =
        bv_labels_find(session->labels, session->frame, label);

    label->shaft_px = map_piece(&session->from_input, &label->shaft_px);
    return from;
}

/* Say it of the frame on the screen. Places are px of the frame. */
static int put(struct bv_session *session, struct bv_label label, bool amend)
{
    label.by = BV_LABEL_DRAWN;
    label.shaft_px = map_piece(&session->to_input, &label.shaft_px);
    return (amend ? bv_labels_amend : bv_labels_set)(session->labels,
                                                     session->frame, &label);
}

static int put_line(struct bv_session *session, struct bv_px tip_px)
{
    const struct bv_label label = {.kind = BV_LABEL_NEEDLE,
                                   .shaft_px = {session->first_px, tip_px},
                                   .tip = BV_TIP_VISIBLE};

    session->has_first = false;
    session->refined.has = false;
    return put(session, label, false);
}

int bv_session_click(struct bv_session *session, struct bv_px px,
                     enum bv_session_click *clicked)
{
    px = keep_inside(session, px);
    if (session->is_crossing) {
        session->is_crossing = session->has_first = false;
        *clicked = BV_SESSION_DOT;
        return put(
            session,
            (struct bv_label){.kind = BV_LABEL_CROSSING, .shaft_px = {px, px}},
            false);
    }
    if (!session->has_first) {
        session->has_first = true;
        session->first_px = px;
        *clicked = BV_SESSION_FIRST;
        return 0;
    }
    if (bv_px_distance(session->first_px, px) < line_least_px) {
        *clicked = BV_SESSION_REFUSED;
        return 0;
    }
    *clicked = BV_SESSION_LINE;
    return put_line(session, px);
}

bool bv_session_cancel(struct bv_session *session)
{
    bool was = session->has_first || session->is_crossing;

    session->has_first = session->is_crossing = false;
    return was;
}

void bv_session_toggle_crossing(struct bv_session *session)
{
    session->has_first = false;
    session->is_crossing = !session->is_crossing;
}

int bv_session_find_end(const struct bv_session *session, struct bv_px px,
                        double reach_px)
{
    struct bv_label label;
    double from, to;

    if (session->has_first || session->is_crossing ||
        bv_session_get(session, &label) == BV_LABEL_FROM_NOBODY)
        return -1;
    from = label.kind == BV_LABEL_NEEDLE
               ? bv_px_distance(label.shaft_px.from, px)
               : INFINITY;
    to = label.kind == BV_LABEL_NEEDLE || label.kind == BV_LABEL_CROSSING
             ? bv_px_distance(label.shaft_px.to, px)
             : INFINITY;
    if (fmin(from, to) > reach_px)
        return -1;
    return from < to ? 0 : 1;
}

int bv_session_move_end(struct bv_session *session, int end, struct bv_px px)
{
    struct bv_label label;
    bool amend = session->is_moving;

    if (bv_session_get(session, &label) == BV_LABEL_FROM_NOBODY)
        return 0;
    px = keep_inside(session, px);
    if (label.kind == BV_LABEL_CROSSING || end == 0)
        label.shaft_px.from = px;
    if (label.kind == BV_LABEL_CROSSING || end == 1)
        label.shaft_px.to = px;
    session->is_moving = true;
    session->refined.has = false;
    return put(session, label, amend);
}

void bv_session_end_move(struct bv_session *session)
{
    session->is_moving = false;
}

static bool is_same(const struct bv_px_segment *a,
                    const struct bv_px_segment *b)
{
    return bv_px_distance(a->from, b->from) < 0.01 &&
           bv_px_distance(a->to, b->to) < 0.01;
}

int bv_session_use_ridge(struct bv_session *session,
                         const struct bv_refined *refined)
{
    struct bv_label label = bv_labels_get(session->labels, refined->frame);
    struct bv_px_segment now = map_piece(&session->from_input, &label.shaft_px);
    int error;

    if (label.kind != BV_LABEL_NEEDLE || session->is_moving ||
        !is_same(&now, &refined->clicked_px))
        return 0;
    label.shaft_px = map_piece(&session->to_input, &refined->ridge_px);
    error = bv_labels_amend(session->labels, refined->frame, &label);
    if (error < 0)
        return error;
    session->refined = *refined;
    session->refined.has = true;
    return 1;
}

int bv_session_toggle_ridge(struct bv_session *session)
{
    struct bv_refined *refined = &session->refined;
    struct bv_label label;
    int error;

    if (!refined->has || refined->frame != session->frame ||
        bv_session_get(session, &label) != BV_LABEL_FROM_ITSELF ||
        label.kind != BV_LABEL_NEEDLE)
        return 0;
    if (is_same(&label.shaft_px, &refined->ridge_px))
        label.shaft_px = refined->clicked_px;
    else if (is_same(&label.shaft_px, &refined->clicked_px))
        label.shaft_px = refined->ridge_px;
    else
        return 0;
    error = put(session, label, false);
    return error < 0 ? error : 1;
}

int bv_session_say(struct bv_session *session, enum bv_label_kind kind)
{
    struct bv_label label = bv_labels_get(session->labels, session->frame);

    bv_session_cancel(session);
    if (label.kind == kind)
        return bv_session_clear(session) < 0 ? -ENOMEM : 0;
    return put(session, (struct bv_label){.kind = kind}, false);
}

int bv_session_toggle_tip(struct bv_session *session)
{
    struct bv_label label;
    int error;

    if (bv_session_get(session, &label) == BV_LABEL_FROM_NOBODY ||
        label.kind != BV_LABEL_NEEDLE)
        return 0;
    label.tip = label.tip == BV_TIP_VISIBLE ? BV_TIP_HIDDEN : BV_TIP_VISIBLE;
    error = put(session, label, false);
    return error < 0 ? error : 1;
}

int bv_session_swap_ends(struct bv_session *session)
{
    struct bv_label label;
    int error;

    if (bv_session_get(session, &label) == BV_LABEL_FROM_NOBODY ||
        label.kind != BV_LABEL_NEEDLE)
        return 0;
    label.shaft_px =
        (struct bv_px_segment){label.shaft_px.to, label.shaft_px.from};
    session->refined.has = false;
    error = put(session, label, false);
    return error < 0 ? error : 1;
}

int bv_session_clear(struct bv_session *session)
{
    static const struct bv_label nothing = {.kind = BV_LABEL_OPEN};
    int error;

    if (bv_labels_get(session->labels, session->frame).kind == BV_LABEL_OPEN)
        return 0;
    error = bv_labels_set(session->labels, session->frame, &nothing);
    return error < 0 ? error : 1;
}

static const char *headline_of(const struct bv_label *label)
{
    switch (label->kind) {
    case BV_LABEL_NEEDLE:
        return label->tip == BV_TIP_VISIBLE  ? _("Needle, tip seen")
               : label->tip == BV_TIP_HIDDEN ? _("Needle, tip not seen")
                                             : _("Needle, tip not said");
    case BV_LABEL_CROSSING:
        return _("Needle crosses here");
    case BV_LABEL_NO_NEEDLE:
        return _("No needle");
    case BV_LABEL_UNSURE:
        return _("Cannot tell");
    default:
        return _("Not labelled");
    }
}

static const char *hint_of(const struct bv_session *session,
                           const struct bv_label *label,
                           enum bv_label_from from)
{
    if (session->is_crossing)
        return _("Click where the needle crosses the plane");
    if (session->has_first)
        return _("Now click the tip, or the last of the shaft that shows");
    if (from == BV_LABEL_FROM_CARRY)
        return label->kind == BV_LABEL_NEEDLE
                   ? _("Does it fit? Else click it anew or drag an end")
                   : _("Is it so?");
    if (from == BV_LABEL_FROM_NOBODY)
        return _("Click the needle's skin side, then its tip");
    if (label->kind == BV_LABEL_NEEDLE)
        return _("Drag an end to correct it, or click it anew");
    return "";
}

void bv_session_say_words(const struct bv_session *session,
                          struct bv_session_words *words)
{
    static const char *const origins[] = {
        N_("drawn"), N_("carried, and found right"), N_("imported")};
    struct bv_label label;
    enum bv_label_from from = bv_session_get(session, &label);

    snprintf(words->headline, sizeof(words->headline), "%s",
             headline_of(&label));
    snprintf(words->origin, sizeof(words->origin), "%s",
             from == BV_LABEL_FROM_ITSELF  ? _(origins[label.by])
             : from == BV_LABEL_FROM_CARRY ? _("carried here, not checked yet")
                                           : _("nobody has looked yet"));
    snprintf(words->hint, sizeof(words->hint), "%s",
             hint_of(session, &label, from));
}
