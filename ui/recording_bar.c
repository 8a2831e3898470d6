#include "ui/recording_bar.h"

#include <errno.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/log.h"
#include "core/words.h"
#include "recording.h"
#include "ui/named.h"
#include "ui/recording_words.h"
#include "ui/settings/look.h"

static const int64_t saved_shown_ns = 15 * BV_NS_PER_S;

struct bv_recording_bar {
    struct bv_pipeline *pipeline;
    char *folder;
    struct bv_recording *recording; /* NULL: none, or it is over */
    bool asked_to_end;
    struct bv_recording_state state; /* as last looked at, also when over */
    enum bv_recording_phase phase;
    struct bv_recording_words words;
    int64_t over_ns; /* when it was seen to be over */

    GtkWidget *box, *said, *dot, *mark, *name, *button;
};

/* Where recordings go that nobody chose a place for. */
static char *find_folder(void)
{
    const char *videos = g_getenv("XDG_VIDEOS_DIR");

    if (!videos || !g_path_is_absolute(videos))
        videos = g_get_user_special_dir(G_USER_DIRECTORY_VIDEOS);
    return g_build_filename(videos ? videos : g_get_home_dir(), "bevel", NULL);
}

static GtkWidget *new_label(const char *css_class)
{
    GtkWidget *label = gtk_label_new("");

    gtk_widget_add_css_class(label, css_class);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_widget_set_valign(label, GTK_ALIGN_CENTER);
    return label;
}

static GtkWidget *new_said(struct bv_recording_bar *bar)
{
    GtkWidget *box = g_object_new(GTK_TYPE_BOX, "spacing", 9, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_GROUP, NULL);

    bar->dot = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
    gtk_widget_add_css_class(bar->dot, "dot");
    gtk_widget_set_valign(bar->dot, GTK_ALIGN_CENTER);
    gtk_box_append(GTK_BOX(box), bar->dot);
    bar->mark = new_label("mark");
    gtk_box_append(GTK_BOX(box), bar->mark);
    gtk_widget_add_css_class(box, "recording");
    gtk_widget_set_valign(box, GTK_ALIGN_CENTER);
    return box;
}

struct bv_recording_bar *bv_recording_bar_new(struct bv_pipeline *pipeline,
                                              const char *folder)
{
    struct bv_recording_bar *bar = g_new0(struct bv_recording_bar, 1);

    bar->pipeline = pipeline;
    bar->folder = folder ? g_strdup(folder) : find_folder();
    bar->box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 14);
    bar->said = new_said(bar);
    gtk_box_append(GTK_BOX(bar->box), bar->said);
    bar->button = gtk_button_new();
    gtk_widget_add_css_class(bar->button, "flat");
    gtk_widget_add_css_class(bar->button, "record");
    gtk_widget_set_valign(bar->button, GTK_ALIGN_CENTER);
    gtk_actionable_set_action_name(GTK_ACTIONABLE(bar->button), "win.record");
    gtk_box_append(GTK_BOX(bar->box), bar->button);
    bar->name = new_label("file");
    gtk_label_set_ellipsize(GTK_LABEL(bar->name), PANGO_ELLIPSIZE_MIDDLE);
    bar->phase = BV_RECORDING_SAVED; /* so that the first one differs */
    bv_recording_bar_update(bar);
    return bar;
}

GtkWidget *bv_recording_bar_get_widget(struct bv_recording_bar *bar)
{
    return bar->box;
}

GtkWidget *bv_recording_bar_get_name(struct bv_recording_bar *bar)
{
    return bar->name;
}

bool bv_recording_bar_is_on(const struct bv_recording_bar *bar)
{
    return bar->recording;
}

const char *bv_recording_bar_get_last(const struct bv_recording_bar *bar)
{
    return !bar->recording && bar->state.path[0] && bar->state.frames > 0
               ? bar->state.path
               : NULL;
}

/* The pipeline has let go of it, and its file is finished. */
static void let_go(struct bv_recording_bar *bar)
{
    if (!bar->recording)
        return;
    bv_pipeline_record(bar->pipeline, NULL);
    bv_recording_free(bar->recording, &bar->state);
    bar->recording = NULL;
    bar->over_ns = bv_clock_now_ns();
    if (bar->state.fault.error)
        bv_log(BV_LOG_ERROR, "%s", bar->state.fault.text);
    else if (bar->state.dropped)
        bv_log(BV_LOG_WARNING,
               "%s lacks %llu frames: disk or processor were too slow.",
               bar->state.path, (unsigned long long)bar->state.dropped);
}

void bv_recording_bar_free(struct bv_recording_bar *bar)
{
    if (!bar)
        return;
    let_go(bar);
    g_free(bar->folder);
    g_free(bar);
}

static void start(struct bv_recording_bar *bar, const struct bv_shown *shown)
{
    struct bv_source_info info = *bv_pipeline_source_info(bar->pipeline);
    const struct bv_recording_options options = {.folder = bar->folder,
                                                 .info = &info};
    int error;

    if (shown) { /* the source was opened before it knew */
        info.width_px = shown->result->frame->width_px;
        info.height_px = shown->result->frame->height_px;
    }
    error = bv_recording_start(&options, &bar->recording);
    bar->state = (struct bv_recording_state){0};
    bar->asked_to_end = false;
    if (error == -ERANGE)
        bv_fault_set(&bar->state.fault, error,
                     _("Cannot record: no picture has come yet."));
    else if (error < 0)
        bv_fault_set(&bar->state.fault, error, _("Cannot record: %s."),
                     bv_error_text(error));
    else
        bv_pipeline_record(bar->pipeline, bar->recording);
}

void bv_recording_bar_toggle(struct bv_recording_bar *bar,
                             const struct bv_shown *shown)
{
    if (!bar->recording) {
        start(bar, shown);
    } else {
        bv_recording_end(bar->recording, false);
        bar->asked_to_end = true;
    }
    bv_recording_bar_update(bar);
}

void bv_recording_bar_note_step(struct bv_recording_bar *bar, const char *step,
                                const char *confirmed, int64_t time_ns)
{
    if (bar->recording)
        bv_recording_note_step(bar->recording, step, confirmed, time_ns);
}

void bv_recording_bar_note_set_up(struct bv_recording_bar *bar,
                                  const struct bv_settled *settled,
                                  int64_t time_ns)
{
    if (bar->recording)
        bv_recording_note_set_up(bar->recording, settled, time_ns);
}

static void set_text(GtkWidget *label, const char *text)
{
    if (g_strcmp0(gtk_label_get_text(GTK_LABEL(label)), text) != 0)
        gtk_label_set_text(GTK_LABEL(label), text);
}

static void set_class(GtkWidget *widget, const char *css_class, bool on)
{
    if (on)
        gtk_widget_add_css_class(widget, css_class);
    else
        gtk_widget_remove_css_class(widget, css_class);
}

/* A red dot before it, as above. */
static void set_name(struct bv_recording_bar *bar, const char *name)
{
    char *valid = g_utf8_make_valid(name, -1);
    char *markup =
        g_markup_printf_escaped("<span foreground=\"#%06x\">●</span> %s",
                                bv_look_colour(BV_SHADE_RECORD), valid);

    gtk_label_set_markup(GTK_LABEL(bar->name), markup);
    g_free(markup);
    g_free(valid);
}

/* What changes with the phase alone. */
static void show_phase(struct bv_recording_bar *bar)
{
    bool runs = bar->phase >= BV_RECORDING_STARTING &&
                bar->phase <= BV_RECORDING_ENDING;
    bool failed = bar->phase == BV_RECORDING_FAILED;
    char *where = g_filename_display_name(bar->folder);
    char *hint =
        g_strdup_printf(runs ? _("End the recording (K); it lies in %s")
                             : _("Record into %s (K)"),
                        where);

    gtk_widget_set_visible(bar->said, runs || failed);
    gtk_widget_set_visible(bar->dot, runs);
    gtk_widget_set_visible(bar->name, runs);
    set_class(bar->said, "failed", failed);
    set_class(bar->button, "on", runs);
    gtk_button_set_label(GTK_BUTTON(bar->button),
                         runs ? _("■ Stop") : _("● REC"));
    gtk_widget_set_tooltip_text(bar->button, hint);
    bv_named(bar->button, runs ? _("End the recording") : _("Record"));
    g_free(hint);
    g_free(where);
}

void bv_recording_bar_update(struct bv_recording_bar *bar)
{
    enum bv_recording_phase before = bar->phase;
    struct bv_recording_words words;

    if (bar->recording)
        bv_recording_get_state(bar->recording, &bar->state);
    if (bar->recording && bar->state.over)
        let_go(bar);
    bar->phase = bar->recording || bar->state.over || bar->state.fault.error
                     ? bv_recording_find_phase(&bar->state, bar->asked_to_end)
                     : BV_RECORDING_NONE;
    bv_recording_words_make(&bar->state, bar->phase, &words);
    if (bar->phase != before)
        show_phase(bar);
    set_text(bar->mark, words.mark);
    if (g_strcmp0(words.name, bar->words.name) != 0)
        set_name(bar, words.name);
    set_class(bar->name, "missing", bar->state.dropped > 0);
    if (g_strcmp0(words.spoken, bar->words.spoken) != 0)
        bv_named(bar->said, words.spoken);
    bar->words = words;
}

const char *bv_recording_bar_get_line(const struct bv_recording_bar *bar)
{
    if (!bar->words.line[0] ||
        (bar->phase == BV_RECORDING_SAVED &&
         bv_clock_now_ns() - bar->over_ns > saved_shown_ns))
        return NULL;
    return bar->words.line;
}

const char *bv_recording_bar_get_folder(const struct bv_recording_bar *bar)
{
    return bar->folder;
}
