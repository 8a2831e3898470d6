#include "ui/review/other.h"

#include "core/clock.h"
#include "core/words.h"
#include "ui/named.h"
#include "ui/review/alignment.h"
#include "ui/review/window.h"

struct bv_review_other {
    struct bv_review_window *window;
    char *clip;
    struct bv_analysing *analysing; /* while it is looked through */
    bool is_open;                   /* what follows is there */
    struct bv_reviewed attempt;
    struct bv_alignment alignment;
    struct bv_reel *reel;

    GtkWidget *box, *name, *said;
    BvReviewView *view;
};

static GtkWidget *new_label(const char *css_class)
{
    GtkWidget *label = gtk_label_new("");

    gtk_widget_add_css_class(label, css_class);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    return label;
}

static GtkWidget *new_head(struct bv_review_other *other)
{
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
    GtkWidget *close = gtk_button_new_with_label(_("Close"));

    other->name = new_label("what");
    gtk_label_set_ellipsize(GTK_LABEL(other->name), PANGO_ELLIPSIZE_MIDDLE);
    gtk_widget_set_hexpand(other->name, TRUE);
    gtk_widget_set_focus_on_click(close, FALSE);
    gtk_widget_set_tooltip_text(close, _("No attempt beside this one (V)"));
    gtk_actionable_set_action_name(GTK_ACTIONABLE(close), "win.beside");
    gtk_box_append(GTK_BOX(row), other->name);
    gtk_box_append(GTK_BOX(row), close);
    return row;
}

struct bv_review_other *bv_review_other_new(struct bv_review_window *window)
{
    struct bv_review_other *other = g_new0(struct bv_review_other, 1);

    other->window = window;
    other->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);
    gtk_widget_add_css_class(other->box, "beside");
    other->view = bv_review_view_new();
    bv_named(GTK_WIDGET(other->view), _("Picture of the attempt beside"));
    other->said = new_label("hint");
    gtk_label_set_wrap(GTK_LABEL(other->said), TRUE);
    gtk_box_append(GTK_BOX(other->box), new_head(other));
    gtk_box_append(GTK_BOX(other->box), GTK_WIDGET(other->view));
    gtk_box_append(GTK_BOX(other->box), other->said);
    gtk_widget_set_visible(other->box, FALSE);
    return other;
}

void bv_review_other_free(struct bv_review_other *other)
{
    if (!other)
        return;
    bv_review_other_close(other);
    g_free(other);
}

GtkWidget *bv_review_other_get_widget(struct bv_review_other *other)
{
    return other->box;
}

const char *bv_review_other_clip(const struct bv_review_other *other)
{
    return other->clip;
}

void bv_review_other_close(struct bv_review_other *other)
{
    g_clear_pointer(&other->analysing, bv_analysing_free);
    bv_review_view_set_reel(other->view, NULL);
    g_clear_pointer(&other->reel, bv_reel_free);
    if (other->is_open)
        bv_reviewed_fini(&other->attempt);
    other->is_open = false;
    g_clear_pointer(&other->clip, g_free);
    gtk_widget_set_visible(other->box, FALSE);
}

void bv_review_other_open(struct bv_review_other *other, const char *clip)
{
    struct bv_review_window *window = other->window;
    char *copy = g_strdup(clip), *name = g_path_get_basename(clip);
    char *shown = g_utf8_make_valid(name, -1);

    bv_review_other_close(other);
    other->clip = copy;
    gtk_label_set_text(GTK_LABEL(other->name), shown);
    gtk_label_set_text(GTK_LABEL(other->said),
                       _("Looking through the recording…"));
    gtk_widget_set_visible(other->box, TRUE);
    other->analysing =
        bv_analysing_new(other->clip, window->options->analyse,
                         window->options->data, bv_review_window_wake, window);
    if (!other->analysing)
        gtk_label_set_text(GTK_LABEL(other->said),
                           _("There is no memory left."));
    g_free(shown);
    g_free(name);
}

static void align(struct bv_review_other *other)
{
    const struct bv_reviewed *both[] = {&other->window->attempt,
                                        &other->attempt};
    struct bv_skin_entry entries[2];
    double starts[2];
    char text[300];

    for (int i = 0; i < 2; i++) {
        entries[i] = bv_skin_entry_find(&both[i]->review.way);
        starts[i] = both[i]->time_s[0];
    }
    other->alignment = bv_alignment_make(entries, starts);
    bv_alignment_say(&other->alignment, text, sizeof(text));
    gtk_label_set_text(GTK_LABEL(other->said), text);
}

/* What there is of it, if anything, though it is cut. */
static void take_analysis(struct bv_review_other *other)
{
    struct bv_fault fault = {0}, said = {0};
    struct bv_analysis analysis;
    int error;

    if (!other->analysing ||
        !bv_analysing_take(other->analysing, &analysis, &error, &fault))
        return;
    g_clear_pointer(&other->analysing, bv_analysing_free);
    if (analysis.count == 0) {
        bv_analysis_fini(&analysis);
        gtk_label_set_text(GTK_LABEL(other->said),
                           error < 0 ? fault.text
                                     : _("There is no frame in it."));
        return;
    }
    error = bv_reviewed_init(&other->attempt, other->clip, &analysis,
                             other->window->options->rules, &said);
    other->is_open = error == 0;
    if (error == 0)
        error = bv_review_window_open_reel(other->window, other->clip,
                                           &other->attempt.analysis,
                                           &other->reel, &said);
    if (error < 0) {
        gtk_label_set_text(GTK_LABEL(other->said),
                           said.error ? said.text : bv_error_text(error));
        return;
    }
    bv_review_view_set_reel(other->view, other->reel);
    align(other);
    bv_review_other_follow(other);
}

static void tell_progress(struct bv_review_other *other)
{
    int64_t all, frames;
    char *text;

    if (!other->analysing)
        return;
    frames = bv_analysing_progress(other->analysing, &all);
    text = all > 0 ? g_strdup_printf(_("Looking through it: frame %lld of "
                                       "%lld"),
                                     (long long)frames, (long long)all)
                   : g_strdup_printf(_("Looking through it: frame %lld"),
                                     (long long)frames);
    gtk_label_set_text(GTK_LABEL(other->said), text);
    g_free(text);
}

void bv_review_other_take(struct bv_review_other *other)
{
    const struct bv_reel_picture *picture;

    tell_progress(other);
    take_analysis(other);
    picture = other->reel ? bv_reel_take(other->reel) : NULL;
    if (picture)
        bv_review_view_show_seen(other->view, picture, &other->attempt);
}

void bv_review_other_follow(struct bv_review_other *other)
{
    const struct bv_alignment *alignment = &other->alignment;
    struct bv_player *player = &other->attempt.player;

    if (!other->is_open || !other->reel)
        return;
    bv_player_go_s(player,
                   bv_reviewed_now_s(&other->window->attempt) -
                       alignment->at_s[0] + alignment->at_s[1],
                   0);
    bv_reel_want(other->reel,
                 other->attempt.analysis.frames[player->at].number);
}

void bv_review_other_set_bare(struct bv_review_other *other, bool bare)
{
    bv_review_view_set_bare(other->view, bare);
}
