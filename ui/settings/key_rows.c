#include "ui/settings/key_rows.h"

#include "core/words.h"
#include "ui/keys.h"
#include "ui/settings/kept.h"
#include "ui/settings/look.h"
#include "ui/wrapped.h"

struct bv_key_rows {
    GtkWidget *box, *said;
    GtkWidget *row[BV_KEYMAP_MOST + 1], *button[BV_KEYMAP_MOST];
    void (*pointed)(int row, void *data);
    void *data;
    int waits; /* for the key of this deed; -1: it does not */
};

static void say_deed(struct bv_key_rows *rows, int deed)
{
    bool waits = rows->waits == deed;
    char *key = bv_keys_say(deed);
    const char *text = waits ? _("Press it") : key[0] ? key : "–";
    char *spoken = g_strdup_printf("%s: %s", _(bv_key_deeds[deed].words), text);

    gtk_button_set_label(GTK_BUTTON(rows->button[deed]), text);
    gtk_accessible_update_property(GTK_ACCESSIBLE(rows->button[deed]),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
    g_free(spoken);
    g_free(key);
}

static void on_changed(void *data)
{
    struct bv_key_rows *rows = data;
    bool shipped = true;

    for (int i = 0; i < bv_keymap_count(); i++) {
        say_deed(rows, i);
        shipped = shipped && bv_keymap_is_shipped(bv_kept_keys(), i);
    }
    gtk_widget_set_sensitive(rows->row[bv_keymap_count()], !shipped);
}

static void say(struct bv_key_rows *rows, const char *text)
{
    gtk_label_set_text(GTK_LABEL(rows->said), text);
    gtk_widget_set_visible(rows->said, text[0] != '\0');
}

static void on_pressed(GtkButton *button, gpointer data)
{
    struct bv_key_rows *rows = data;

    for (int i = 0; i < bv_key_rows_count(rows); i++)
        if (rows->button[i] == GTK_WIDGET(button) ||
            rows->row[i] == GTK_WIDGET(button)) {
            rows->pointed(i, rows->data);
            bv_key_rows_press(rows, i);
            return;
        }
}

static GtkWidget *new_row(struct bv_key_rows *rows, int deed)
{
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
    GtkWidget *name = bv_wrapped_new(_(bv_key_deeds[deed].words), "page-words");

    gtk_widget_add_css_class(row, "setting");
    gtk_widget_set_hexpand(name, TRUE);
    gtk_box_append(GTK_BOX(row), name);
    rows->button[deed] = gtk_button_new();
    gtk_widget_add_css_class(rows->button[deed], "offer");
    gtk_widget_set_valign(rows->button[deed], GTK_ALIGN_CENTER);
    g_signal_connect(rows->button[deed], "clicked", G_CALLBACK(on_pressed),
                     rows);
    gtk_box_append(GTK_BOX(row), rows->button[deed]);
    rows->row[deed] = row;
    return row;
}

struct bv_key_rows *bv_key_rows_new(void (*pointed)(int row, void *data),
                                    void *data)
{
    struct bv_key_rows *rows = g_new0(struct bv_key_rows, 1);
    int count = bv_keymap_count();

    rows->pointed = pointed;
    rows->data = data;
    rows->waits = -1;
    rows->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
    gtk_box_append(GTK_BOX(rows->box),
                   bv_wrapped_new(_("Keys"), "page-caption"));
    gtk_box_append(
        GTK_BOX(rows->box),
        bv_wrapped_new(_("Enter, then the new key. Backspace: the key "
                         "that was shipped."),
                       "hint"));
    rows->said = g_object_new(GTK_TYPE_LABEL, "accessible-role",
                              GTK_ACCESSIBLE_ROLE_STATUS, "xalign", 0.0, "wrap",
                              TRUE, NULL);
    gtk_widget_add_css_class(rows->said, "said");
    say(rows, "");
    for (int i = 0; i < count; i++)
        gtk_box_append(GTK_BOX(rows->box), new_row(rows, i));
    rows->row[count] = gtk_button_new_with_label(_("All keys as shipped"));
    gtk_widget_add_css_class(rows->row[count], "big");
    g_signal_connect(rows->row[count], "clicked", G_CALLBACK(on_pressed), rows);
    gtk_box_append(GTK_BOX(rows->box), rows->row[count]);
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
    (void)rows;
    return bv_keymap_count() + 1;
}

GtkWidget *bv_key_rows_get(struct bv_key_rows *rows, int row)
{
    return rows->row[row];
}

void bv_key_rows_press(struct bv_key_rows *rows, int row)
{
    int before = rows->waits;

    if (row == bv_keymap_count()) {
        bv_key_rows_leave(rows);
        bv_kept_reset_keys();
        return;
    }
    rows->waits = row;
    if (before >= 0)
        say_deed(rows, before);
    say_deed(rows, row);
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
                  ? _("Not taken: that key marks, ticks or measures")
                  : "");
    g_free(text);
}

void bv_key_rows_give_back(struct bv_key_rows *rows, int row)
{
    int other = 0;
    enum bv_key_answer answer;

    if (row == bv_keymap_count())
        return;
    answer = bv_kept_give_key_back(row, &other);
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
    const struct bv_key taken = {gdk_keyval_to_lower(key),
                                 (modifiers & GDK_CONTROL_MASK) != 0};
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
    answer = bv_kept_give_key(deed, taken, &other);
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
