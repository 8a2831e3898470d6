#include "ui/keys.h"

#include "ui/named.h"

#include "ui/settings/kept.h"
#include "ui/settings/look.h"

struct bv_key bv_keys_read(guint key, GdkModifierType modifiers)
{
    if (modifiers & (GDK_ALT_MASK | GDK_SUPER_MASK))
        return (struct bv_key){0};
    return (struct bv_key){gdk_keyval_to_lower(key),
                           (modifiers & GDK_CONTROL_MASK) != 0,
                           (modifiers & GDK_SHIFT_MASK) != 0};
}

int bv_keys_find(enum bv_key_window window, guint key,
                 GdkModifierType modifiers)
{
    return bv_keymap_find(bv_kept_keys(), window, bv_keys_read(key, modifiers));
}

/* @return Which step its name names, from 0 up; -1: it is no step. */
static int step_of(const char *id)
{
    return g_str_has_prefix(id, "step-") ? id[strlen("step-")] - '1' : -1;
}

bool bv_keys_moves_on(int deed)
{
    static const char *const moves[] = {"next", "previous", "time-out", NULL};

    return deed >= 0 && (step_of(bv_key_deeds[deed].id) >= 0 ||
                         g_strv_contains(moves, bv_key_deeds[deed].id));
}

bool bv_keys_run(GActionGroup *actions, int deed)
{
    int step = step_of(bv_key_deeds[deed].id);
    const char *action = step < 0 ? bv_keymap_action(deed) : "step";

    if (!g_action_group_get_action_enabled(actions, action))
        return false;
    if (step >= 0)
        g_action_group_change_action_state(actions, action,
                                           g_variant_new_int32(step));
    else
        g_action_group_activate_action(actions, action, NULL);
    return true;
}

static char *say_key(struct bv_key key)
{
    return key.symbol ? gtk_accelerator_get_label(
                            key.symbol, (key.control ? GDK_CONTROL_MASK : 0) |
                                            (key.shift ? GDK_SHIFT_MASK : 0))
                      : g_strdup("");
}

char *bv_keys_say(int deed)
{
    GString *text = g_string_new(NULL);

    for (int i = 0; i < BV_KEYMAP_EACH; i++) {
        char *label = say_key(bv_kept_keys()->key[deed][i]);

        if (label[0])
            g_string_append_printf(text, "%s%s", text->len > 0 ? " · " : "",
                                   label);
        g_free(label);
    }
    return g_string_free(text, FALSE);
}

char *bv_keys_say_first(const char *deed)
{
    int at = bv_keymap_find_deed(deed);

    g_assert(at >= 0);
    return say_key(bv_kept_keys()->key[at][0]);
}

static void on_tip(void *data)
{
    const char *words = g_object_get_data(data, "tip");
    const char *other = g_object_get_data(data, "tip-other");
    char *key = bv_keys_say_first(g_object_get_data(data, "tip-deed"));
    char *more = other ? bv_keys_say_first(other) : g_strdup("");
    char *text = key[0] || more[0]
                     ? g_strdup_printf("%s (%s%s%s)", words, key,
                                       key[0] && more[0] ? ", " : "", more)
                     : g_strdup(words);

    gtk_widget_set_tooltip_text(data, text);
    g_free(text);
    g_free(more);
    g_free(key);
}

void bv_keys_tip(GtkWidget *widget, const char *deed, const char *other,
                 const char *words)
{
    g_object_set_data(G_OBJECT(widget), "tip", (gpointer)words);
    g_object_set_data(G_OBJECT(widget), "tip-deed", (gpointer)deed);
    g_object_set_data(G_OBJECT(widget), "tip-other", (gpointer)other);
    bv_look_tell(widget, on_tip, widget);
}

/* A button's words, which end in the key that was shipped: "Still  T"; or
 * begin with it: "?  Keys". */
static void on_label(void *data)
{
    const char *words = g_object_get_data(data, "words");
    const char *spoken = g_object_get_data(data, "spoken");
    const char *gap = strstr(words, "  ");
    char *key = bv_keys_say_first(g_object_get_data(data, "deed")), *text;

    if (g_object_get_data(data, "brief"))
        text = words[0] == '?' ? g_strdup(gap + 2)
                               : g_strndup(words, (gsize)(gap - words));
    else if (words[0] == '?')
        text = g_strdup_printf("%s%s", key, gap);
    else
        text = g_strdup_printf("%.*s  %s", (int)(gap - words), words, key);
    gtk_button_set_label(GTK_BUTTON(data), text);
    if (spoken) /* the label took its place */
        bv_named(data, spoken);
    g_free(text);
    g_free(key);
}

void bv_keys_label(GtkWidget *button, const char *deed, const char *words)
{
    if (!strstr(words, "  ") || bv_keymap_find_deed(deed) < 0) {
        gtk_button_set_label(GTK_BUTTON(button), words);
        return;
    }
    g_object_set_data(G_OBJECT(button), "words", (gpointer)words);
    g_object_set_data(G_OBJECT(button), "deed", (gpointer)deed);
    bv_look_tell(button, on_label, button);
}

void bv_keys_set_brief(GtkWidget *button, bool brief)
{
    if (!g_object_get_data(G_OBJECT(button), "words") ||
        brief == (g_object_get_data(G_OBJECT(button), "brief") != NULL))
        return;
    g_object_set_data(G_OBJECT(button), "brief", GINT_TO_POINTER(brief));
    on_label(button);
}

/* Which way an arrow key points. @return false: it is none. */
static bool read_arrow(guint key, int *right, int *down)
{
    *right = (key == GDK_KEY_Right || key == GDK_KEY_KP_Right) -
             (key == GDK_KEY_Left || key == GDK_KEY_KP_Left);
    *down = (key == GDK_KEY_Down || key == GDK_KEY_KP_Down) -
            (key == GDK_KEY_Up || key == GDK_KEY_KP_Up);
    return *right != 0 || *down != 0;
}

bool bv_keys_mark(BvPictureView *view, GtkWindow *window, bool may_mark,
                  guint key, GdkModifierType modifiers)
{
    int right, down;

    if (read_arrow(key, &right, &down)) {
        if (!may_mark)
            return false;
        if (!bv_picture_view_has_cursor(view) &&
            !bv_picture_view_start_cursor(view))
            return false;
        gtk_widget_grab_focus(GTK_WIDGET(view));
        bv_picture_view_move_cursor(view, right, down,
                                    modifiers & GDK_SHIFT_MASK);
        return true;
    }
    if (key == GDK_KEY_Tab && !gtk_window_get_focus(window) && may_mark) {
        gtk_widget_grab_focus(GTK_WIDGET(view));
        return bv_picture_view_start_cursor(view);
    }
    if (!bv_picture_view_has_cursor(view))
        return false;
    if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) {
        bv_picture_view_place_target(view);
        return true;
    }
    if (key == GDK_KEY_Escape) {
        bv_picture_view_end_cursor(view);
        return true;
    }
    return false;
}

bool bv_keys_answer(struct bv_scale_asking *asking, guint key)
{
    gunichar letter = gdk_keyval_to_unicode(key);
    bool take = key == GDK_KEY_Return || key == GDK_KEY_KP_Enter;

    if (take || key == GDK_KEY_Escape)
        return bv_scale_asking_answer(asking, take);
    return bv_scale_asking_type(asking, letter == ','  ? '.'
                                        : letter < 128 ? (char)letter
                                                       : '\0');
}
