#include "ui/procedures.h"

#include <string.h>

#include "core/words.h"
#include "ui/named.h"
#include "ui/procedure_page.h"
#include "ui/wrapped.h"

/* Of the page, by an arrow and by a page key. */
enum { step_px = 60, page_px = 420 };

struct bv_procedures {
    GtkWidget *box, *title, *search, *list, *page, *scroller, *page_scroller;
    GtkWidget *sides, *side[BV_CHOOSING_RIGHT + 1]; /* NULL of none */
    void (*changed)(void *data);
    void *data;
    struct bv_choosing choosing;
    char *wanted; /* chosen once the library is there */
    bool closed;  /* and its page is not shown */
    enum bv_side wanted_side;
    char said[160];
    int page_of;   /* what the page shows, as chosen */
    char *list_of; /* what the list shows, as typed */
};

static void clear(GtkWidget *box)
{
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child(box)))
        if (GTK_IS_LIST_BOX(box))
            gtk_list_box_remove(GTK_LIST_BOX(box), child);
        else
            gtk_box_remove(GTK_BOX(box), child);
}

static void fill_list(struct bv_procedures *procedures)
{
    struct bv_choosing *choosing = &procedures->choosing;
    GtkListBox *list = GTK_LIST_BOX(procedures->list);
    int count = bv_choosing_count(choosing);
    char *text = g_strdup_printf(_("Search: %s_"), choosing->query);

    gtk_label_set_text(GTK_LABEL(procedures->search), text);
    g_free(text);
    g_free(procedures->list_of);
    procedures->list_of = g_strdup(choosing->query);
    clear(procedures->list);
    for (int i = 0; i < count; i++) {
        const struct bv_procedure_choice *choice = bv_choosing_get(choosing, i);
        GtkWidget *row = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);

        gtk_box_append(GTK_BOX(row), bv_wrapped_new(choice->name, "choice"));
        gtk_box_append(GTK_BOX(row), bv_wrapped_new(choice->group, "hint"));
        gtk_list_box_append(list, row);
        bv_named(GTK_WIDGET(gtk_list_box_get_row_at_index(list, i)),
                 choice->name);
    }
}

/* All rows are as high. */
static void point_at(struct bv_procedures *procedures)
{
    GtkListBox *list = GTK_LIST_BOX(procedures->list);
    GtkAdjustment *seen = gtk_scrolled_window_get_vadjustment(
        GTK_SCROLLED_WINDOW(procedures->scroller));
    int count = bv_choosing_count(&procedures->choosing);
    int at = procedures->choosing.at;
    double row;

    if (count == 0)
        return;
    gtk_list_box_select_row(list, gtk_list_box_get_row_at_index(list, at));
    row = gtk_adjustment_get_upper(seen) / count;
    gtk_adjustment_clamp_page(seen, at * row, (at + 1) * row);
}

static void add_line(GtkWidget *page, const char *line, size_t length)
{
    static const struct {
        enum bv_page_style style;
        const char *css_class;
    } styles[] = {{BV_PAGE_TITLE, "page-title"},
                  {BV_PAGE_CAPTION, "page-caption"},
                  {BV_PAGE_NUMBER, "page-number"},
                  {BV_PAGE_FINE, "hint"},
                  {BV_PAGE_SENTENCE, "page-words"}};
    char *text = g_strndup(line + 1, length - 1);

    for (size_t i = 0; i < G_N_ELEMENTS(styles); i++)
        if ((char)styles[i].style == line[0])
            gtk_box_append(GTK_BOX(page),
                           bv_wrapped_new(text, styles[i].css_class));
    g_free(text);
}

static void fill_page(struct bv_procedures *procedures)
{
    const struct bv_procedure_choice *chosen =
        bv_choosing_get_chosen(&procedures->choosing);
    const char *line = chosen->page;

    if (procedures->page_of == procedures->choosing.chosen)
        return;
    procedures->page_of = procedures->choosing.chosen;
    clear(procedures->page);
    while (*line) {
        size_t length = strcspn(line, "\n");

        if (length > 0)
            add_line(procedures->page, line, length);
        line += length + (line[length] != '\0');
    }
    gtk_adjustment_set_value(
        gtk_scrolled_window_get_vadjustment(
            GTK_SCROLLED_WINDOW(procedures->page_scroller)),
        0);
}

static void show_sides(struct bv_procedures *procedures)
{
    for (int i = BV_CHOOSING_LEFT; i <= BV_CHOOSING_RIGHT; i++) {
        if ((int)procedures->choosing.side == i)
            gtk_widget_add_css_class(procedures->side[i], "primary");
        else
            gtk_widget_remove_css_class(procedures->side[i], "primary");
    }
}

/* What the choosing says now. */
static void update(struct bv_procedures *procedures)
{
    struct bv_choosing *choosing = &procedures->choosing;
    bool is_page = choosing->phase == BV_CHOOSING_PAGE;

    if (is_page)
        fill_page(procedures);
    if (choosing->phase == BV_CHOOSING_LIST) {
        if (g_strcmp0(procedures->list_of, choosing->query) != 0)
            fill_list(procedures);
        point_at(procedures);
    }
    show_sides(procedures);
    gtk_widget_set_visible(procedures->page_scroller, is_page);
    gtk_widget_set_visible(procedures->sides, is_page);
    gtk_widget_set_visible(procedures->scroller, !is_page);
    gtk_widget_set_visible(procedures->search, !is_page);
    gtk_label_set_text(
        GTK_LABEL(procedures->title),
        is_page ? _("Enter: close. Backspace: the list")
                : _("Type to search. Arrows, Enter: choose. Esc: close"));
    gtk_widget_set_visible(procedures->box, choosing->phase);
    bv_choosing_say(choosing, procedures->said, sizeof(procedures->said));
    if (procedures->changed)
        procedures->changed(procedures->data);
}

static void on_row(GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
    struct bv_procedures *procedures = data;

    (void)list;
    bv_choosing_take(&procedures->choosing, gtk_list_box_row_get_index(row));
    update(procedures);
}

static void on_side(GtkButton *button, gpointer data)
{
    struct bv_procedures *procedures = data;
    bool left = GTK_WIDGET(button) == procedures->side[BV_CHOOSING_LEFT];

    if (bv_choosing_type(&procedures->choosing, left ? 'l' : 'r'))
        update(procedures);
}

static void free_procedures(gpointer data)
{
    struct bv_procedures *procedures = data;

    bv_procedure_choices_fini(&procedures->choosing.choices);
    g_free(procedures->wanted);
    g_free(procedures->list_of);
    g_free(procedures);
}

static void free_choices(gpointer data)
{
    bv_procedure_choices_fini(data);
    g_free(data);
}

static void load(GTask *task, gpointer source, gpointer data,
                 GCancellable *cancellable)
{
    struct bv_procedure_choices *choices =
        g_new0(struct bv_procedure_choices, 1);

    (void)source;
    (void)data;
    (void)cancellable;
    (void)!bv_procedure_choices_load(choices); /* what there is */
    g_task_return_pointer(task, choices, free_choices);
}

static void take_wanted(struct bv_procedures *procedures)
{
    static const enum bv_choosing_side sides[] = {
        BV_CHOOSING_NO_SIDE, BV_CHOOSING_LEFT, BV_CHOOSING_RIGHT};
    struct bv_choosing *choosing = &procedures->choosing;

    if (!procedures->wanted ||
        !bv_choosing_take_id(choosing, procedures->wanted))
        return;
    choosing->side = sides[procedures->wanted_side];
    if (procedures->closed)
        choosing->phase = BV_CHOOSING_OFF;
}

static void on_loaded(GObject *source, GAsyncResult *result, gpointer data)
{
    struct bv_procedures *procedures = g_object_get_data(source, "procedures");
    struct bv_procedure_choices *choices =
        g_task_propagate_pointer(G_TASK(result), NULL);

    (void)data;
    procedures->choosing.choices = *choices;
    g_free(choices);
    g_clear_pointer(&procedures->list_of, g_free);
    take_wanted(procedures);
    update(procedures);
}

static GtkWidget *new_scroller(GtkWidget *child)
{
    GtkWidget *scroller = gtk_scrolled_window_new();

    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller),
                                   GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), child);
    gtk_widget_set_vexpand(scroller, TRUE);
    return scroller;
}

static GtkWidget *new_sides(struct bv_procedures *procedures)
{
    static const char *const words[] = {NULL, N_("Left  L"), N_("Right  R")};
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);

    gtk_box_set_homogeneous(GTK_BOX(row), TRUE);
    for (int i = BV_CHOOSING_LEFT; i <= BV_CHOOSING_RIGHT; i++) {
        procedures->side[i] = gtk_button_new_with_label(_(words[i]));
        gtk_widget_add_css_class(procedures->side[i], "big");
        g_signal_connect(procedures->side[i], "clicked", G_CALLBACK(on_side),
                         procedures);
        gtk_box_append(GTK_BOX(row), procedures->side[i]);
    }
    return row;
}

static void build(struct bv_procedures *procedures)
{
    GtkBox *box;

    procedures->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 10);
    box = GTK_BOX(procedures->box);
    gtk_widget_add_css_class(procedures->box, "panel");
    gtk_widget_add_css_class(procedures->box, "procedures");
    gtk_widget_set_hexpand(procedures->box, FALSE);
    procedures->title = bv_wrapped_new("", "caption");
    procedures->search = bv_wrapped_new("", "note");
    procedures->list = gtk_list_box_new();
    bv_named(procedures->list, _("Procedures"));
    g_signal_connect(procedures->list, "row-activated", G_CALLBACK(on_row),
                     procedures);
    procedures->scroller = new_scroller(procedures->list);
    procedures->page = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);
    procedures->page_scroller = new_scroller(procedures->page);
    procedures->sides = new_sides(procedures);
    gtk_box_append(box, procedures->title);
    gtk_box_append(box, procedures->search);
    gtk_box_append(box, procedures->scroller);
    gtk_box_append(box, procedures->page_scroller);
    gtk_box_append(box, procedures->sides);
    gtk_widget_set_visible(procedures->box, FALSE);
}

struct bv_procedures *bv_procedures_new(const char *id,
                                        void (*changed)(void *data), void *data)
{
    struct bv_procedures *procedures = g_new0(struct bv_procedures, 1);
    GTask *task;

    procedures->wanted = g_strdup(id);
    procedures->changed = changed;
    procedures->data = data;
    build(procedures);
    g_object_set_data_full(G_OBJECT(procedures->box), "procedures", procedures,
                           free_procedures);
    task = g_task_new(procedures->box, NULL, on_loaded, NULL);
    g_task_run_in_thread(task, load);
    g_object_unref(task);
    return procedures;
}

GtkWidget *bv_procedures_get_widget(struct bv_procedures *procedures)
{
    return procedures->box;
}

void bv_procedures_toggle(struct bv_procedures *procedures)
{
    bv_choosing_toggle(&procedures->choosing);
    update(procedures);
}

void bv_procedures_leave(struct bv_procedures *procedures)
{
    if (bv_procedures_is_open(procedures))
        bv_procedures_toggle(procedures);
}

bool bv_procedures_is_open(const struct bv_procedures *procedures)
{
    return procedures->choosing.phase != BV_CHOOSING_OFF;
}

static void scroll(struct bv_procedures *procedures, double by)
{
    GtkAdjustment *at = gtk_scrolled_window_get_vadjustment(
        GTK_SCROLLED_WINDOW(procedures->page_scroller));

    gtk_adjustment_set_value(at, gtk_adjustment_get_value(at) + by);
}

/* @return Whether the key moves the page. */
static bool scroll_page(struct bv_procedures *procedures, guint key)
{
    double by = key == GDK_KEY_Down        ? step_px
                : key == GDK_KEY_Up        ? -step_px
                : key == GDK_KEY_Page_Down ? page_px
                : key == GDK_KEY_Page_Up   ? -page_px
                                           : 0;

    if (procedures->choosing.phase != BV_CHOOSING_PAGE || by == 0)
        return false;
    scroll(procedures, by);
    return true;
}

static bool choose(struct bv_choosing *choosing, guint key)
{
    switch (key) {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
        return bv_choosing_press(choosing, BV_CHOOSING_ENTER);
    case GDK_KEY_Escape:
        return bv_choosing_press(choosing, BV_CHOOSING_ESCAPE);
    case GDK_KEY_BackSpace:
        return bv_choosing_press(choosing, BV_CHOOSING_BACK);
    case GDK_KEY_Up:
        return bv_choosing_press(choosing, BV_CHOOSING_UP);
    case GDK_KEY_Down:
        return bv_choosing_press(choosing, BV_CHOOSING_DOWN);
    default:
        return bv_choosing_type(choosing, gdk_keyval_to_unicode(key));
    }
}

bool bv_procedures_key(struct bv_procedures *procedures, guint key,
                       GdkModifierType modifiers)
{
    if (!bv_procedures_is_open(procedures) ||
        modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
        return false;
    if (scroll_page(procedures, key))
        return true;
    if (!choose(&procedures->choosing, key))
        return false;
    update(procedures);
    return true;
}

const char *bv_procedures_get_title(const struct bv_procedures *procedures)
{
    return procedures->said;
}

void bv_procedures_take(struct bv_procedures *procedures, const char *id,
                        enum bv_side side)
{
    g_free(procedures->wanted);
    procedures->wanted = g_strdup(id);
    procedures->wanted_side = side;
    procedures->closed = true;
    take_wanted(procedures);
    update(procedures);
}

const struct bv_procedure_choice *
bv_procedures_get_chosen(const struct bv_procedures *procedures,
                         enum bv_side *side)
{
    static const enum bv_side sides[] = {BV_SIDE_UNKNOWN, BV_SIDE_LEFT,
                                         BV_SIDE_RIGHT};

    *side = sides[procedures->choosing.side];
    return bv_choosing_get_chosen(&procedures->choosing);
}

void bv_procedures_turn_side(struct bv_procedures *procedures)
{
    bv_choosing_turn_side(&procedures->choosing);
    update(procedures);
}

void bv_procedures_close(struct bv_procedures *procedures)
{
    procedures->changed = NULL;
}
