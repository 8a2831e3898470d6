/* labels.csv: a drawn line and a tip for some frames, or some pictures. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "records/truth_file_reader.h"

enum column {
    COLUMN_FRAME,
    COLUMN_IMAGE,
    COLUMN_ENTRY_X,
    COLUMN_ENTRY_Y,
    COLUMN_TIP_X,
    COLUMN_TIP_Y,
    COLUMN_UNCERTAINTY,
    COLUMN_CONFIDENCE,
    COLUMN_COUNT
};

static const char *const names[COLUMN_COUNT] = {
    "frame",    "image",    "entry_x_px",         "entry_y_px",
    "tip_x_px", "tip_y_px", "tip_uncertainty_px", "tip_confidence"};

enum { columns_most = 64 };

/* Which column each cell is; -1: unknown. */
struct layout {
    int count;
    int column[columns_most];
};

/* Cut the line in hand into its cells. @return Their number, or -1. */
static int cut_cells(char *text, char **cells)
{
    int count = 0;

    for (char *rest = text; rest;) {
        if (count == columns_most)
            return -1;
        cells[count++] = strsep(&rest, ",");
    }
    return count;
}

static int read_layout(struct bv_truth_reader *reader, struct layout *layout)
{
    char *cells[columns_most];
    bool has[COLUMN_COUNT] = {false};

    layout->count = cut_cells(reader->text, cells);
    for (int i = 0; i < layout->count; i++) {
        layout->column[i] = -1;
        for (int c = 0; c < COLUMN_COUNT; c++)
            if (strcmp(cells[i], names[c]) == 0 && !has[c]) {
                layout->column[i] = c;
                has[c] = true;
            }
    }
    for (int c = COLUMN_ENTRY_X; c <= COLUMN_TIP_Y; c++)
        if (!has[c])
            return bv_truth_wrong(reader,
                                  "this is neither a truth file nor a list "
                                  "of labels: there is no column \"%s\"",
                                  names[c]);
    if (has[COLUMN_FRAME] == has[COLUMN_IMAGE])
        return bv_truth_wrong(reader, "there must be a column \"frame\" or "
                                      "\"image\"");
    if (has[COLUMN_IMAGE] && !reader->image)
        return bv_truth_wrong(reader, "these labels are of pictures, not of "
                                      "a clip");
    return 0;
}

static int read_cell(struct bv_truth_reader *reader, enum column column,
                     const char *cell, double *number)
{
    char *rest;

    *number = strtod(cell, &rest);
    if (rest == cell || *rest != '\0' || !bv_truth_is_position(*number))
        return bv_truth_wrong(reader, "\"%s\" must be a number", names[column]);
    return 0;
}

static int read_number(struct bv_truth_reader *reader, const char *cell,
                       uint32_t *frame)
{
    unsigned long number;
    char *rest;

    errno = 0;
    number = strtoul(cell, &rest, 10);
    if (*cell < '0' || *cell > '9' || *rest != '\0' || errno != 0 ||
        number > UINT32_MAX)
        return bv_truth_wrong(reader,
                              "\"frame\" must be a whole number from 0");
    *frame = (uint32_t)number;
    return 0;
}

static int read_needle(struct bv_truth_reader *reader, char *const *cells,
                       struct bv_truth_frame *frame)
{
    double numbers[COLUMN_COUNT] = {0};
    const char *confidence = cells[COLUMN_CONFIDENCE];

    for (int c = COLUMN_ENTRY_X; c <= COLUMN_UNCERTAINTY; c++) {
        int error;

        if (c == COLUMN_UNCERTAINTY && (!cells[c] || !*cells[c]))
            continue;
        error = read_cell(reader, (enum column)c, cells[c], &numbers[c]);
        if (error < 0)
            return error;
    }
    if (numbers[COLUMN_UNCERTAINTY] < 0)
        return bv_truth_wrong(reader, "\"tip_uncertainty_px\" is below 0");
    frame->needle = true;
    frame->has_shaft = true;
    frame->shaft_px = (struct bv_px_segment){
        {numbers[COLUMN_ENTRY_X], numbers[COLUMN_ENTRY_Y]},
        {numbers[COLUMN_TIP_X], numbers[COLUMN_TIP_Y]}};
    frame->tip_uncertainty_px = numbers[COLUMN_UNCERTAINTY];
    /* Only a trusted tip is a tip; the line's end may be anywhere else. */
    if (!confidence || strcmp(confidence, "good") == 0) {
        frame->has_tip = true;
        frame->tip_px = frame->shaft_px.to;
        frame->tip = BV_TIP_VISIBLE;
    }
    return 0;
}

/* A row without a line says that there is no needle. */
static bool is_needle_free(char *const *cells)
{
    for (int c = COLUMN_ENTRY_X; c <= COLUMN_TIP_Y; c++)
        if (*cells[c])
            return false;
    return true;
}

static int read_row(struct bv_truth_reader *reader, const struct layout *layout)
{
    struct bv_truth_frame frame = {
        .visible_mm = NAN, .out_of_plane_mm = NAN, .turned_deg = NAN};
    char *read[columns_most], *cells[COLUMN_COUNT] = {NULL};
    int count = cut_cells(reader->text, read), error = 0;

    if (count != layout->count)
        return bv_truth_wrong(reader, "the line has not %d cells",
                              layout->count);
    for (int i = 0; i < count; i++)
        if (layout->column[i] >= 0)
            cells[layout->column[i]] = read[i];
    if (cells[COLUMN_IMAGE] && strcmp(cells[COLUMN_IMAGE], reader->image) != 0)
        return 0;
    if (cells[COLUMN_FRAME])
        error = read_number(reader, cells[COLUMN_FRAME], &frame.frame);
    if (error == 0)
        error = bv_truth_go_to(reader, frame.frame);
    if (error == 0 && !is_needle_free(cells))
        error = read_needle(reader, cells, &frame);
    return error < 0 ? error : bv_truth_append(reader, &frame);
}

int bv_truth_read_labels(struct bv_truth_reader *reader)
{
    struct layout layout;
    int error = read_layout(reader, &layout);

    while (error == 0) {
        error = bv_truth_next_line(reader);
        if (error <= 0)
            break;
        if (*reader->text)
            error = read_row(reader, &layout);
        else
            error = 0;
    }
    if (error == 0 && reader->truth->count == 0)
        return reader->image
                   ? bv_fault_set(reader->fault, -ENOENT,
                                  "%s does not name %s.", reader->path,
                                  reader->image)
                   : bv_fault_set(reader->fault, -EBADMSG,
                                  "%s labels no frame.", reader->path);
    return error;
}
