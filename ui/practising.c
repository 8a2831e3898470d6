#include "ui/practising.h"

#include <stdlib.h>

#include "core/words.h"
#include "ui/practice/result.h"
#include "ui/wrapped.h"

/* 20 minutes of 30 pictures a second; what comes after is not judged. */
enum { frames_most = 20 * 60 * 30 };

struct bv_practising {
    char *truth_path; /* NULL: it is no practice */
    void (*changed)(void *data);
    void *data;
    struct bv_review_frame *frames; /* touched as they come */
    size_t count;
    bool drawn; /* a needle was seen */
    bool shown; /* the result, since */
    GtkWidget *box, *said, *grid, *sentence;
    GtkWidget *truth[BV_PRACTICE_ROWS], *measured[BV_PRACTICE_ROWS];
    GTask *judging; /* NULL: nothing is judged now */
    struct bv_practice_result result;
    struct bv_fault fault;
};

static GtkWidget *attach(GtkWidget *grid, GtkWidget *label, int column, int row)
{
    gtk_grid_attach(GTK_GRID(grid), label, column, row, 1, 1);
    gtk_label_set_xalign(GTK_LABEL(label), column == 0 ? 0 : 1);
    gtk_widget_set_hexpand(label, column == 0);
    return label;
}

static void build_grid(struct bv_practising *practising)
{
    struct bv_practice_result names = {.sentence = ""};

    bv_practice_say(&names);
    practising->grid = gtk_grid_new();
    gtk_widget_add_css_class(practising->grid, "card");
    gtk_grid_set_column_spacing(GTK_GRID(practising->grid), 18);
    gtk_grid_set_row_spacing(GTK_GRID(practising->grid), 4);
    attach(practising->grid, bv_wrapped_new(_("truly"), "hint"), 1, 0);
    attach(practising->grid, bv_wrapped_new(_("measured"), "hint"), 2, 0);
    for (int i = 0; i < BV_PRACTICE_ROWS; i++) {
        attach(practising->grid,
               bv_wrapped_new(names.row[i].name, "page-words"), 0, i + 1);
        practising->truth[i] = attach(
            practising->grid, bv_wrapped_new("", "page-number"), 1, i + 1);
        practising->measured[i] = attach(
            practising->grid, bv_wrapped_new("", "page-number"), 2, i + 1);
    }
}

static void build(struct bv_practising *practising)
{
    GtkWidget *cards = gtk_box_new(GTK_ORIENTATION_VERTICAL, 10);
    GtkWidget *scroller = gtk_scrolled_window_new();
    GtkWidget *review = gtk_button_new_with_label(_("Open the review"));

    practising->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 10);
    gtk_widget_add_css_class(practising->box, "panel");
    gtk_widget_add_css_class(practising->box, "practised");
    gtk_widget_set_hexpand(practising->box, FALSE);
    practising->said = bv_wrapped_new("", "caption");
    build_grid(practising);
    practising->sentence = bv_wrapped_new("", "said");
    gtk_box_append(GTK_BOX(cards), practising->said);
    gtk_box_append(GTK_BOX(cards), practising->grid);
    gtk_box_append(GTK_BOX(cards), practising->sentence);
    gtk_box_append(
        GTK_BOX(cards),
        bv_wrapped_new(_("Truly: by the simulator, to the scene's own target. "
                         "Measured: by bevel in the picture, to your marks; it "
                         "knows structures by them alone."),
                       "hint"));
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller),
                                   GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), cards);
    gtk_widget_set_vexpand(scroller, TRUE);
    gtk_box_append(GTK_BOX(practising->box), scroller);
    gtk_widget_add_css_class(review, "big");
    gtk_actionable_set_action_name(GTK_ACTIONABLE(review), "win.open-review");
    gtk_widget_set_tooltip_text(
        review, _("Of what was recorded last (K): over time, in a window of "
                  "its own"));
    gtk_box_append(GTK_BOX(practising->box), review);
    gtk_widget_set_visible(practising->box, FALSE);
}

struct bv_practising *bv_practising_new(const char *truth_path,
                                        void (*changed)(void *data), void *data)
{
    struct bv_practising *practising = g_new0(struct bv_practising, 1);

    practising->changed = changed;
    practising->data = data;
    if (truth_path)
        practising->frames = calloc(frames_most, sizeof(*practising->frames));
    if (practising->frames)
        practising->truth_path = g_strdup(truth_path);
    build(practising);
    return practising;
}

void bv_practising_free(struct bv_practising *practising)
{
    if (!practising)
        return;
    practising->changed = NULL;
    while (practising->judging)
        g_main_context_iteration(NULL, TRUE);
    g_free(practising->truth_path);
    free(practising->frames);
    g_free(practising);
}

GtkWidget *bv_practising_get_widget(struct bv_practising *practising)
{
    return practising->box;
}

GtkWidget *bv_practising_new_button(struct bv_practising *practising)
{
    GtkWidget *button;

    if (!practising->truth_path)
        return NULL;
    button = gtk_button_new_with_label(_("Result"));
    gtk_widget_add_css_class(button, "offer");
    gtk_widget_set_tooltip_text(
        button, _("What the practice on the simulated probe came to"));
    gtk_actionable_set_action_name(GTK_ACTIONABLE(button), "win.result");
    return button;
}

void bv_practising_note(struct bv_practising *practising,
                        const struct bv_advice *advice)
{
    /* what is being judged stays as it is */
    if (!practising->truth_path || practising->judging ||
        practising->count == frames_most ||
        (practising->count > 0 &&
         practising->frames[practising->count - 1].number >= advice->sequence))
        return;
    practising->frames[practising->count++] = bv_review_frame_make(advice);
    if (!bv_needle_state_is_drawn(advice->state))
        return;
    practising->drawn = true;
}

void bv_practising_restart(struct bv_practising *practising)
{
    if (practising->judging) /* its frames are another thread's now */
        return;
    practising->count = 0;
    practising->drawn = practising->shown = false;
    bv_practising_leave(practising);
}

static void run_judge(GTask *task, gpointer source, gpointer data,
                      GCancellable *cancellable)
{
    struct bv_practising *practising = data;

    (void)source;
    (void)cancellable;
    practising->fault = (struct bv_fault){0};
    g_task_return_int(
        task, bv_practice_judge(practising->frames, practising->count,
                                practising->truth_path, &practising->result,
                                &practising->fault));
}

static void on_judged(GObject *source, GAsyncResult *done, gpointer data)
{
    struct bv_practising *practising = data;
    const struct bv_practice_result *result = &practising->result;
    gssize error = g_task_propagate_int(G_TASK(done), NULL);

    (void)source;
    g_clear_object(&practising->judging);
    if (!practising->changed)
        return; /* the window has gone */
    gtk_label_set_text(
        GTK_LABEL(practising->said),
        error < 0 ? practising->fault.text
        : practising->count == frames_most
            ? _("Your practice, its first 20 minutes. R starts again")
            : _("Your practice. R starts again, Esc closes this"));
    gtk_widget_set_visible(practising->grid, error == 0);
    gtk_label_set_text(GTK_LABEL(practising->sentence),
                       error == 0 ? result->sentence : "");
    for (int i = 0; i < BV_PRACTICE_ROWS && error == 0; i++) {
        gtk_label_set_text(GTK_LABEL(practising->truth[i]),
                           result->row[i].truth);
        gtk_label_set_text(GTK_LABEL(practising->measured[i]),
                           result->row[i].measured);
    }
}

void bv_practising_show(struct bv_practising *practising)
{
    if (!practising->truth_path || practising->judging)
        return;
    practising->shown = true;
    gtk_label_set_text(GTK_LABEL(practising->said), _("Judging …"));
    gtk_widget_set_visible(practising->grid, FALSE);
    gtk_widget_set_visible(practising->box, TRUE);
    practising->judging = g_task_new(NULL, NULL, on_judged, practising);
    g_task_set_task_data(practising->judging, practising, NULL);
    g_task_run_in_thread(practising->judging, run_judge);
    practising->changed(practising->data);
}

void bv_practising_leave(struct bv_practising *practising)
{
    if (!bv_practising_is_open(practising))
        return;
    gtk_widget_set_visible(practising->box, FALSE);
    practising->changed(practising->data);
}

bool bv_practising_is_open(const struct bv_practising *practising)
{
    return gtk_widget_get_visible(practising->box);
}

bool bv_practising_has_unshown(const struct bv_practising *practising)
{
    return practising->drawn && !practising->shown;
}
