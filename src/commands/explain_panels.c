#include "commands/explain_panels.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>

#include "commands/explain_pixels.h"
#include "commands/explain_words.h"
#include "ui/overlay/draw.h"
#include "ui/overlay/label_draw.h"
#include "ui/overlay/painting.h"
#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"

enum { title_size = 96, detail_size = 160, labels_most = 64 };

/* A panel in the making. */
struct panel {
    cairo_t *cairo;
    const struct bv_explain_sheet *sheet;
    struct bv_explain_box box;
    struct bv_view view; /* of px of the frame */
    char *title, *detail;
    int label_count;
    struct bv_explain_box labels[labels_most];
};

/* Paints an image of the work picture, as large as it fits. Takes it. */
static int paint_work(struct panel *panel, const struct bv_evidence *evidence,
                      cairo_surface_t *take_image)
{
    double width = evidence->width, height = evidence->height;
    double scale = fmin(panel->box.width / width, panel->box.height / height);
    double x = panel->box.x + (panel->box.width - width * scale) / 2;
    double y = panel->box.y + (panel->box.height - height * scale) / 2;
    bool made = cairo_surface_status(take_image) == CAIRO_STATUS_SUCCESS;

    if (made) {
        panel->view.scale = scale * evidence->work_per_px;
        panel->view.offset_x = x - evidence->box.left * panel->view.scale;
        panel->view.offset_y = y - evidence->box.top * panel->view.scale;
        cairo_save(panel->cairo);
        cairo_translate(panel->cairo, x, y);
        cairo_scale(panel->cairo, scale, scale);
        cairo_set_source_surface(panel->cairo, take_image, 0, 0);
        cairo_pattern_set_extend(cairo_get_source(panel->cairo),
                                 CAIRO_EXTEND_PAD);
        cairo_rectangle(panel->cairo, 0, 0, width, height);
        cairo_fill(panel->cairo);
        cairo_restore(panel->cairo);
    }
    cairo_surface_destroy(take_image);
    return made ? 0 : -ENOMEM;
}

static bool overlap(const struct bv_explain_box *a,
                    const struct bv_explain_box *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width &&
           a->y < b->y + b->height && b->y < a->y + a->height;
}

/* Whether a label may lie there. */
static bool is_free(const struct panel *panel,
                    const struct bv_explain_box *label)
{
    const struct bv_explain_box *box = &panel->box;

    for (int i = 0; i < panel->label_count; i++)
        if (overlap(&panel->labels[i], label))
            return false;
    return label->x >= box->x && label->y >= box->y &&
           label->x + label->width <= box->x + box->width &&
           label->y + label->height <= box->y + box->height;
}

/* A line's name where there is room: at its ends, else along it. */
static void draw_label(struct panel *panel, const struct bv_px_segment *at,
                       const char *name, unsigned colour)
{
    static const double alongs[] = {1.04, -0.04, 0.85, 0.7, 0.5, 0.3, 0.15};
    const struct bv_text_style style = {
        .size = 13, .bold = true, .colour = colour, .align = 0.5};
    struct bv_explain_box label = {.width = 32, .height = 17};

    if (panel->label_count == labels_most)
        return;
    for (size_t i = 0; i < 3 * sizeof(alongs) / sizeof(*alongs); i++) {
        double along = alongs[i / 3];
        double off = i % 3 == 0 ? 0 : i % 3 == 1 ? -16 : 16;

        label.x = at->from.x + along * (at->to.x - at->from.x) - 16;
        label.y = at->from.y + along * (at->to.y - at->from.y) - 8 + off;
        if (is_free(panel, &label))
            break;
    }
    panel->labels[panel->label_count++] = label;
    bv_cairo_set_colour(panel->cairo, BV_COLOUR_BACKGROUND, 0.7);
    cairo_rectangle(panel->cairo, label.x, label.y, label.width, label.height);
    cairo_fill(panel->cairo);
    bv_text_draw(panel->cairo, name, label.x + 16, label.y + 8.5, &style);
}

static unsigned colour_of_line(const struct bv_explained_line *line)
{
    switch (line->kind) {
    case BV_EXPLAINED_REFUSED:
        return BV_COLOUR_HAZARD;
    case BV_EXPLAINED_GIVEN_UP:
        return BV_COLOUR_DIM;
    case BV_EXPLAINED_TRACK:
        return line->confirmed ? BV_COLOUR_NEEDLE : BV_COLOUR_TARGET;
    default:
        return BV_COLOUR_NEEDLE;
    }
}

static void draw_piece(struct panel *panel,
                       const struct bv_explained_line *line, double width)
{
    static const double dash = 5;
    struct bv_px from = bv_view_to_surface(&panel->view, line->px.from);
    struct bv_px to = bv_view_to_surface(&panel->view, line->px.to);

    cairo_set_line_width(panel->cairo, width);
    cairo_set_dash(panel->cairo, &dash, line->seen ? 0 : 1, 0);
    bv_cairo_set_colour(panel->cairo, colour_of_line(line), 0.9);
    cairo_move_to(panel->cairo, from.x, from.y);
    cairo_line_to(panel->cairo, to.x, to.y);
    cairo_stroke(panel->cairo);
    cairo_set_dash(panel->cairo, NULL, 0, 0);
}

/* All lines of a kind, then their names on top. @return How many. */
static int draw_lines(struct panel *panel, enum bv_explained_kind kind)
{
    const struct bv_explained *explained = panel->sheet->explained;
    int count = 0;

    for (int i = 0; i < explained->line_count; i++)
        if (explained->lines[i].kind == kind) {
            draw_piece(panel, &explained->lines[i],
                       explained->lines[i].drawn ? 2.5 : 1.4);
            count++;
        }
    for (int i = 0; i < explained->line_count; i++) {
        const struct bv_explained_line *line = &explained->lines[i];
        struct bv_px_segment at = {
            bv_view_to_surface(&panel->view, line->px.from),
            bv_view_to_surface(&panel->view, line->px.to)};
        char name[16];

        if (line->kind != kind)
            continue;
        snprintf(name, sizeof(name), "%s%u", bv_explained_letter(kind),
                 line->number);
        draw_label(panel, &at, name, colour_of_line(line));
    }
    return count;
}

/* The line that is asked about, beside its echo. */
static void draw_asked(struct panel *panel)
{
    const struct bv_explained *explained = panel->sheet->explained;

    for (int i = 0; i < explained->line_count; i++) {
        const struct bv_label_marks marks = {
            .has_shaft = true, .shaft_px = explained->lines[i].px};

        if (explained->lines[i].kind == BV_EXPLAINED_ASKED)
            bv_label_draw(panel->cairo, &marks, &panel->view, 0.8);
    }
}

/* What the colours of the evidence mean: a fan of directions. */
static void draw_directions(struct panel *panel)
{
    double x = panel->box.x + panel->box.width - 44;
    double y = panel->box.y + panel->box.height - 44;

    bv_cairo_set_colour(panel->cairo, BV_COLOUR_BACKGROUND, 0.8);
    cairo_arc(panel->cairo, x, y, 38, 0, 2 * M_PI);
    cairo_fill(panel->cairo);
    cairo_set_line_width(panel->cairo, 3);
    for (int i = 0; i < 12; i++) {
        double angle = i * M_PI / 12;

        bv_cairo_set_colour(panel->cairo, bv_explain_colour_of_way(angle, 1),
                            1);
        cairo_move_to(panel->cairo, x - 34 * cos(angle), y - 34 * sin(angle));
        cairo_line_to(panel->cairo, x + 34 * cos(angle), y + 34 * sin(angle));
        cairo_stroke(panel->cairo);
    }
}

/* Goes round the scan area, px of the frame. */
static void trace_area(cairo_t *cairo, const struct bv_scan_area *area)
{
    double half = area->half_angle_deg * M_PI / 180;

    if (area->shape != BV_SCAN_SECTOR) {
        cairo_rectangle(cairo, area->box.left, area->box.top,
                        area->box.right - area->box.left,
                        area->box.bottom - area->box.top);
        return;
    }
    cairo_new_path(cairo);
    cairo_arc(cairo, area->apex.x + 0.5, area->apex.y + 0.5,
              area->face_radius_px, M_PI / 2 - half, M_PI / 2 + half);
    cairo_arc_negative(cairo, area->apex.x + 0.5, area->apex.y + 0.5,
                       area->end_radius_px, M_PI / 2 + half, M_PI / 2 - half);
    cairo_close_path(cairo);
}

/* The frame as it is, with its guidance or without. */
static int paint_frame(struct panel *panel, const struct bv_advice *advice)
{
    const struct bv_explain_box *box = &panel->box;
    struct bv_painting painting = {.frame = panel->sheet->frame,
                                   .advice = advice,
                                   .showing = panel->sheet->account->tracks
                                                  ? BV_SHOWING_PLAYING
                                                  : BV_SHOWING_STILL,
                                   .x = box->x,
                                   .y = box->y,
                                   .width = box->width,
                                   .height = box->height,
                                   .size = 0.8};
    struct bv_painter *painter = bv_painter_new();
    double scale = fmin(box->width / painting.frame->width_px,
                        box->height / painting.frame->height_px);
    int error =
        painter ? bv_painter_paint(painter, panel->cairo, &painting) : -ENOMEM;

    bv_painter_free(painter);
    panel->view = (struct bv_view){
        box->x + (box->width - painting.frame->width_px * scale) / 2,
        box->y + (box->height - painting.frame->height_px * scale) / 2, scale};
    return error;
}

static int draw_area(struct panel *panel)
{
    static const char *const shapes[] = {
        [BV_SCAN_UNKNOWN] = "not found: the whole picture is searched",
        [BV_SCAN_RECTANGLE] = "a rectangle",
        [BV_SCAN_SECTOR] = "a sector"};
    const struct bv_frame *frame = panel->sheet->frame;
    const struct bv_scan_area *area = &panel->sheet->advice->scan_area;
    const struct bv_advice none = bv_advice_none();
    cairo_surface_t *tint;
    int error = paint_frame(panel, &none);

    if (error < 0)
        return error;
    tint = bv_explain_mask_image(panel->sheet->account->mask, frame->width_px,
                                 frame->height_px);
    if (cairo_surface_status(tint) != CAIRO_STATUS_SUCCESS)
        error = -ENOMEM;
    cairo_save(panel->cairo);
    cairo_translate(panel->cairo, panel->view.offset_x, panel->view.offset_y);
    cairo_scale(panel->cairo, panel->view.scale, panel->view.scale);
    cairo_set_source_surface(panel->cairo, tint, 0, 0);
    cairo_paint(panel->cairo);
    if (area->shape != BV_SCAN_UNKNOWN) {
        trace_area(panel->cairo, area);
        cairo_set_line_width(panel->cairo, 2 / panel->view.scale);
        bv_cairo_set_colour(panel->cairo, BV_COLOUR_NEEDLE, 0.9);
        cairo_stroke(panel->cairo);
    }
    cairo_restore(panel->cairo);
    cairo_surface_destroy(tint);
    snprintf(panel->title, title_size, "1  Scan area");
    snprintf(panel->detail, detail_size, "%s; what is tinted is not searched",
             shapes[area->shape]);
    return error;
}

static int draw_evidence(struct panel *panel)
{
    const struct bv_evidence *evidence = &panel->sheet->account->evidence;
    int error =
        paint_work(panel, evidence, bv_explain_evidence_image(evidence));

    draw_directions(panel);
    draw_asked(panel);
    snprintf(panel->title, title_size, "2  Evidence for lines");
    snprintf(panel->detail, detail_size,
             "the strongest line through each place; its colour is its way");
    return error;
}

static int draw_network(struct panel *panel)
{
    const struct bv_account *account = panel->sheet->account;
    const struct bv_network_maps *maps = account->maps;
    double shaft = -INFINITY, tip = -INFINITY;
    int error = paint_work(panel, &account->evidence,
                           bv_explain_network_image(&account->evidence, maps));

    draw_asked(panel);
    snprintf(panel->title, title_size, "3  Network");
    snprintf(panel->detail, detail_size, "there is none");
    if (!maps)
        return error;
    for (int y = 0; y < account->evidence.height; y += 4)
        for (int x = 0; x < account->evidence.width; x += 4) {
            struct bv_px at = {x, y};

            shaft = fmax(shaft, bv_network_at(maps, BV_VISION_MAP_SHAFT, at));
            tip = fmax(tip, bv_network_at(maps, BV_VISION_MAP_TIP, at));
        }
    snprintf(panel->detail, detail_size,
             "log odds above 0: shaft orange, at most %.1f; tip blue, at most "
             "%.1f",
             shaft, tip);
    return error;
}

static int draw_found(struct panel *panel)
{
    const struct bv_evidence *evidence = &panel->sheet->account->evidence;
    int error = paint_work(panel, evidence, bv_explain_grey_image(evidence));
    int found, refused = draw_lines(panel, BV_EXPLAINED_REFUSED);

    found = draw_lines(panel, BV_EXPLAINED_CANDIDATE);
    draw_asked(panel);
    snprintf(panel->title, title_size, "4  Lines found");
    snprintf(panel->detail, detail_size,
             panel->sheet->account->tracks
                 ? "%d new (C); the strongest refused (R): %d"
                 : "%d candidates (C); the strongest refused (R): %d",
             found, refused);
    return error;
}

static int draw_followed(struct panel *panel)
{
    const struct bv_account *account = panel->sheet->account;
    int error, followed, given_up;

    if (!account->tracks) {
        error = paint_work(panel, &account->broad,
                           bv_explain_evidence_image(&account->broad));
        snprintf(panel->title, title_size, "5  Evidence for broad lines");
        snprintf(panel->detail, detail_size,
                 "a still is looked at twice; in a still nothing is followed");
        return error;
    }
    error = paint_work(panel, &account->evidence,
                       bv_explain_grey_image(&account->evidence));
    given_up = draw_lines(panel, BV_EXPLAINED_GIVEN_UP);
    followed = draw_lines(panel, BV_EXPLAINED_TRACK);
    draw_asked(panel);
    snprintf(panel->title, title_size, "5  Lines followed");
    snprintf(panel->detail, detail_size,
             "%d; a needle's are blue, dashed: not seen now; grey: given up "
             "(%d)",
             followed, given_up);
    return error;
}

static int draw_said(struct panel *panel)
{
    const struct bv_advice *advice = panel->sheet->advice;
    int error = paint_frame(panel, advice);
    const struct bv_explained_line claim = {
        .kind = BV_EXPLAINED_CANDIDATE, .px = advice->shaft_px, .seen = true};

    if (advice->state == BV_NEEDLE_CANDIDATE &&
        !panel->sheet->account->tracks &&
        advice->confidence >= BV_EXPLAIN_CLAIM)
        draw_piece(panel, &claim, 2);
    draw_asked(panel);
    snprintf(panel->title, title_size, "6  Said");
    snprintf(panel->detail, detail_size, "%s, confidence %.2f",
             bv_needle_state_name(advice->state), advice->confidence);
    return error;
}

int bv_explain_panel_draw(cairo_t *cairo, enum bv_explain_stage stage,
                          const struct bv_explain_sheet *sheet,
                          const struct bv_explain_box *box, char *title,
                          char *detail)
{
    static int (*const draw[BV_EXPLAIN_STAGES])(struct panel *) = {
        [BV_EXPLAIN_AREA] = draw_area,
        [BV_EXPLAIN_EVIDENCE] = draw_evidence,
        [BV_EXPLAIN_NETWORK] = draw_network,
        [BV_EXPLAIN_FOUND] = draw_found,
        [BV_EXPLAIN_FOLLOWED] = draw_followed,
        [BV_EXPLAIN_SAID] = draw_said};
    struct panel panel = {.cairo = cairo,
                          .sheet = sheet,
                          .box = *box,
                          .title = title,
                          .detail = detail};
    int error;

    cairo_save(cairo);
    cairo_rectangle(cairo, box->x, box->y, box->width, box->height);
    cairo_clip(cairo);
    bv_cairo_set_colour(cairo, 0x000000u, 1);
    cairo_paint(cairo);
    error = draw[stage](&panel);
    cairo_restore(cairo);
    return error;
}
