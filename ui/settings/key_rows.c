#include "ui/settings/key_rows.h"

#include "core/words.h"
#include "ui/keys.h"
#include "ui/named.h"
#include "ui/settings/kept.h"
#include "ui/settings/look.h"
#include "ui/wrapped.h"

static const char *const windows[BV_KEY_WINDOWS] = {N_("Live"), N_("Review"),
                                                    N_("Labels")};

struct bv_key_rows {
    GtkWidget *box, *said, *chooser, *list, *reset;
    GtkWidget *choice[BV_KEY_WINDOWS];
    GtkWidget *row[BV_KEYMAP_MOST], *button[BV_KEYMAP_MOST]; /* of the window */
    enum bv_key_window window;
    int first, count; /* its deeds */
    void (*pointed)(int row, void *data);
    void *data;
    int waits; /* for the key of this deed; -1: it does not */
    bool says; /* what is chosen was not by hand */
};

static void say_deed(struct bv_key_rows *rows, int deed)
{
    bool waits = rows->waits == deed;
    GtkWidget *button = rows->button[deed - rows->first];
    char *key = bv_keys_say(deed);
    const char *text = waits ? _("Press it") : key[0] ? key : "–";
    char *spoken = g_strdup_printf("%s: %s", _(bv_key_deeds[deed].words), text);

    gtk_button_set_label(GTK_BUTTON(button), text);
    bv_named(button, spoken);
    g_free(spoken);
    g_free(key);
}

static void on_changed(void *data)
{
    struct bv_key_rows *rows = data;
    bool shipped = true;

    for (int i = rows->first; i < rows->first + rows->count; i++) {
        say_deed(rows, i);
        shipped = shipped && bv_keymap_is_shipped(bv_kept_keys(), i);
    }
    gtk_widget_set_sensitive(rows->reset, !shipped);
}

static void say(struct bv_key_rows *rows, const char *text)
{
    gtk_label_set_text(GTK_LABEL(rows->said), text);
    gtk_widget_set_visible(rows->said, text[0] != '\0');
}

static void on_pressed(GtkButton *button, gpointer data)
{
    struct bv_key_rows *rows = data;

    for (int i = 1; i < bv_key_rows_count(rows); i++)
        if (bv_key_rows_get(rows, i) == GTK_WIDGET(button) ||
            (i <= rows->count && rows->button[i - 1] == GTK_WIDGET(button))) {
            rows->pointed(i, rows->data);
            bv_key_rows_press(rows, i);
            return;
        }
}

static GtkWidget *new_row(struct bv_key_rows *rows, int at)
{
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
    GtkWidget *name =
        bv_wrapped_new(_(bv_key_deeds[rows->first + at].words), "page-words");

    gtk_widget_add_css_class(row, "setting");
    gtk_widget_set_hexpand(name, TRUE);
    gtk_box_append(GTK_BOX(row), name);
    rows->button[at] = gtk_button_new();
    gtk_widget_add_css_class(rows->button[at], "offer");
    gtk_widget_set_valign(rows->button[at], GTK_ALIGN_CENTER);
    g_signal_connect(rows->button[at], "clicked", G_CALLBACK(on_pressed), rows);
    gtk_box_append(GTK_BOX(row), rows->button[at]);
    rows->row[at] = row;
    return row;
}

/* The keys of a window in the list's place. */
static void show_window(struct bv_key_rows *rows, enum bv_key_window window)
{
    GtkWidget *child;

    bv_key_rows_leave(rows);
    while ((child = gtk_widget_get_first_child(rows->list)))
        gtk_box_remove(GTK_BOX(rows->list), child);
    rows->window = window;
    rows->first = bv_keymap_first(window);
    rows->count =
        bv_keymap_first((enum bv_key_window)(window + 1)) - rows->first;
    for (int i = 0; i < rows->count; i++)
        gtk_box_append(GTK_BOX(rows->list), new_row(rows, i));
    rows->says = true;
    for (int i = 0; i < BV_KEY_WINDOWS; i++)
        gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(rows->choice[i]),
                                     i == (int)window);
    rows->says = false;
    on_changed(rows);
}

/* One that is pressed again stays. */
static void on_chosen(GtkToggleButton *button, gpointer data)
{
    struct bv_key_rows *rows = data;

    if (rows->says)
        return;
    rows->pointed(0, rows->data);
    for (int i = 0; i < BV_KEY_WINDOWS; i++)
        if (rows->choice[i] == GTK_WIDGET(button))
            show_window(rows, (enum bv_key_window)i);
}

static GtkWidget *new_chooser(struct bv_key_rows *rows)
{
    rows->chooser = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
    gtk_widget_add_css_class(rows->chooser, "setting");
    for (int i = 0; i < BV_KEY_WINDOWS; i++) {
        char *spoken = g_strdup_printf(_("Keys: %s"), _(windows[i]));

        rows->choice[i] = gtk_toggle_button_new_with_label(_(windows[i]));
        gtk_widget_add_css_class(rows->choice[i], "offer");
        bv_named(rows->choice[i], spoken);
        g_signal_connect(rows->choice[i], "toggled", G_CALLBACK(on_chosen),
                         rows);
        gtk_box_append(GTK_BOX(rows->chooser), rows->choice[i]);
        g_free(spoken);
    }
    return rows->chooser;
}

static GtkWidget *new_said(struct bv_key_rows *rows)
{
    rows->said = bv_wrapped_new("", "said");
    say(rows, "");
    return rows->said;
}

struct bv_key_rows *bv_key_rows_new(enum bv_key_window window,
                                    void (*pointed)(int row, void *data),
                                    void *data)
{
    struct bv_key_rows *rows = g_new0(struct bv_key_rows, 1);

    rows->pointed = pointed;
    rows->data = data;
    rows->waits = -1;
    rows->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
    rows->list = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
    gtk_box_append(GTK_BOX(rows->box),
                   bv_wrapped_new(_("Keys"), "page-caption"));
    gtk_box_append(
        GTK_BOX(rows->box),
        bv_wrapped_new(_("Enter, then the new key. Backspace: the key "
                         "that was shipped."),
                       "hint"));
    new_said(rows);
    gtk_box_append(GTK_BOX(rows->box), new_chooser(rows));
    gtk_box_append(GTK_BOX(rows->box), rows->list);
    rows->reset = gtk_button_new_with_label(_("All these keys as shipped"));
    gtk_widget_add_css_class(rows->reset, "big");
    g_signal_connect(rows->reset, "clicked", G_CALLBACK(on_pressed), rows);
    gtk_box_append(GTK_BOX(rows->box), rows->reset);
    show_window(rows, window);
    g_object_set_data_full(G_OBJECT(rows->box), "rows", rows, g_free);
    bv_look_tell(rows->box, on_changed, rows);
    return rows;
}

GtkWidget *bv_key_rows_get_widget(struct bv_key_rows *rows)
{
    return rows->box;
}

GtkWidget *bv_key_rows_get_said(struct bv_key_rows *rows)
{
    return rows->said;
}

int bv_key_rows_count(const struct bv_key_rows *rows)
{
    return rows->count + 2;
}

GtkWidget *bv_key_rows_get(struct bv_key_rows *rows, int row)
{
    return row == 0             ? rows->chooser
           : row <= rows->count ? rows->row[row - 1]
                                : rows->reset;
}

void bv_key_rows_step(struct bv_key_rows *rows, int row, int way)
{
    int window = (int)rows->window + way;

    if (row == 0 && window >= 0 && window < BV_KEY_WINDOWS)
        show_window(rows, (enum bv_key_window)window);
}

void bv_key_rows_press(struct bv_key_rows *rows, int row)
{
    int before = rows->waits;

    if (row == 0) {
        show_window(rows,
                    (enum bv_key_window)((rows->window + 1) % BV_KEY_WINDOWS));
        return;
    }
    if (row > rows->count) {
        bv_key_rows_leave(rows);
        bv_kept_reset_keys(rows->window);
        return;
    }
    rows->waits = rows->first + row - 1;
    if (before >= 0)
        say_deed(rows, before);
    say_deed(rows, rows->waits);
    say(rows, _("Press the new key. Esc: leave it"));
}

static void say_answer(struct bv_key_rows *rows, enum bv_key_answer answer,
                       int other)
{
    char *text = NULL;

    if (answer == BV_KEY_CLASHES)
        text = g_strdup_printf(_("Not taken: that key does something already "
                                 "(%s)"),
                               _(bv_key_deeds[other].words));
    say(rows, text ? text
              : answer == BV_KEY_RESERVED
                  ? _("Not taken: that key marks, ticks, measures or scores")
                  : "");
    g_free(text);
}

void bv_key_rows_give_back(struct bv_key_rows *rows, int row)
{
    int other = 0;
    enum bv_key_answer answer;

    if (row < 1 || row > rows->count)
        return;
    answer = bv_kept_give_key_back(rows->first + row - 1, &other);
    say_answer(rows, answer, other);
}

bool bv_key_rows_wait(const struct bv_key_rows *rows)
{
    return rows->waits >= 0;
}

static bool is_modifier(guint key)
{
    return (key >= GDK_KEY_Shift_L && key <= GDK_KEY_Hyper_R) ||
           key == GDK_KEY_ISO_Level3_Shift || key == GDK_KEY_Num_Lock;
}

void bv_key_rows_take(struct bv_key_rows *rows, guint key,
                      GdkModifierType modifiers)
{
    int deed = rows->waits, other = 0;
    enum bv_key_answer answer;

    if (is_modifier(key))
        return; /* another comes with it */
    bv_key_rows_leave(rows);
    if (key == GDK_KEY_Escape)
        return;
    if (modifiers & (GDK_ALT_MASK | GDK_SUPER_MASK)) {
        say(rows, _("Not taken: keys with Alt are the desktop's"));
        return;
    }
    answer = bv_kept_give_key(deed, bv_keys_read(key, modifiers), &other);
    say_answer(rows, answer, other);
}

void bv_key_rows_leave(struct bv_key_rows *rows)
{
    int deed = rows->waits;

    rows->waits = -1;
    if (deed < 0)
        return;
    say_deed(rows, deed);
    say(rows, "");
}
