#include "ui/settings/page.h"

#include "core/words.h"
#include "ui/named.h"
#include "ui/settings/key_rows.h"
#include "ui/settings/look.h"
#include "ui/settings/kept.h"
#include "ui/wrapped.h"

/* Which can be pointed at: the settings, what sets all back, and the keys. */
enum { row_reset = BV_SETTINGS, ROWS };
enum { choices_most = 3 };

struct bv_settings_page {
    GtkWidget *box, *scroller, *row[ROWS], *kept;
    GtkWidget *turns[BV_SETTINGS];                /* of a switch */
    GtkWidget *choice[BV_SETTINGS][choices_most]; /* of a choice */
    GtkWidget *number[BV_SETTINGS]; /* of a number, or of many choices */
    struct bv_key_rows *keys;
    void (*toggled)(void *data);
    void *data;
    int at;
    bool is_open, says; /* says: what is switched was not by hand */
};

static void name_it(GtkWidget *widget, const char *name, const char *value)
{
    char *spoken = value ? g_strdup_printf("%s: %s", name, value) : NULL;

    bv_named(widget, spoken ? spoken : name);
    g_free(spoken);
}

static void say_row(struct bv_settings_page *page, enum bv_setting setting)
{
    const struct bv_setting_facts *facts = bv_setting_facts(setting);
    int value = bv_kept_value(setting);
    char text[32];

    bv_setting_say(setting, value, text, sizeof(text));
    if (page->turns[setting])
        gtk_switch_set_active(GTK_SWITCH(page->turns[setting]), value != 0);
    for (int i = 0; !page->number[setting] && facts->choice && facts->choice[i];
         i++)
        gtk_toggle_button_set_active(
            GTK_TOGGLE_BUTTON(page->choice[setting][i]), i == value);
    if (!page->number[setting])
        return;
    gtk_label_set_text(GTK_LABEL(page->number[setting]), text);
    name_it(page->number[setting], _(facts->name), text);
}

static GtkWidget *row_of(struct bv_settings_page *page, int row)
{
    return row < ROWS ? page->row[row]
                      : bv_key_rows_get(page->keys, row - ROWS);
}

static void point_at(struct bv_settings_page *page, int row)
{
    int count = ROWS + bv_key_rows_count(page->keys);

    gtk_widget_remove_css_class(row_of(page, page->at), "pointed");
    page->at = CLAMP(row, 0, count - 1);
    gtk_widget_add_css_class(row_of(page, page->at), "pointed");
}

static void on_key_row(int row, void *data)
{
    point_at(data, ROWS + row);
}

static void on_changed(void *data)
{
    struct bv_settings_page *page = data;

    page->says = true;
    for (int i = 0; i < BV_SETTINGS; i++)
        say_row(page, (enum bv_setting)i);
    gtk_widget_set_sensitive(page->row[row_reset],
                             !bv_settings_are_shipped(bv_kept_get()));
    gtk_widget_set_visible(page->kept, !bv_kept_is_kept());
    page->says = false;
}

/* Which setting a widget is of. */
static enum bv_setting setting_of(GtkWidget *widget)
{
    return GPOINTER_TO_INT(g_object_get_data(G_OBJECT(widget), "setting"));
}

static void set_of(GtkWidget *widget, enum bv_setting setting, int value)
{
    g_object_set_data(G_OBJECT(widget), "setting", GINT_TO_POINTER(setting));
    g_object_set_data(G_OBJECT(widget), "value", GINT_TO_POINTER(value));
}

static int value_of(GtkWidget *widget)
{
    return GPOINTER_TO_INT(g_object_get_data(G_OBJECT(widget), "value"));
}

static void on_turned(GtkSwitch *turned, GParamSpec *spec, gpointer data)
{
    struct bv_settings_page *page = data;
    enum bv_setting setting = setting_of(GTK_WIDGET(turned));

    (void)spec;
    if (page->says)
        return;
    point_at(page, (int)setting);
    bv_kept_set(setting, gtk_switch_get_active(turned));
}

/* One that is pressed again stays. */
static void on_chosen(GtkToggleButton *button, gpointer data)
{
    struct bv_settings_page *page = data;
    enum bv_setting setting = setting_of(GTK_WIDGET(button));

    if (page->says)
        return;
    point_at(page, (int)setting);
    if (value_of(GTK_WIDGET(button)) == bv_kept_value(setting))
        on_changed(page);
    else
        bv_kept_set(setting, value_of(GTK_WIDGET(button)));
}

static void on_step(GtkButton *button, gpointer data)
{
    struct bv_settings_page *page = data;
    enum bv_setting setting = setting_of(GTK_WIDGET(button));

    point_at(page, (int)setting);
    bv_kept_step(setting, value_of(GTK_WIDGET(button)));
}

static void on_reset(GtkButton *button, gpointer data)
{
    (void)button;
    (void)data;
    bv_kept_reset();
}

static GtkWidget *new_switch(struct bv_settings_page *page,
                             enum bv_setting setting)
{
    GtkWidget *turned = gtk_switch_new();

    set_of(turned, setting, 0);
    name_it(turned, _(bv_setting_facts(setting)->name), NULL);
    gtk_widget_set_valign(turned, GTK_ALIGN_CENTER);
    g_signal_connect(turned, "notify::active", G_CALLBACK(on_turned), page);
    page->turns[setting] = turned;
    return turned;
}

static GtkWidget *new_choices(struct bv_settings_page *page,
                              enum bv_setting setting)
{
    const struct bv_setting_facts *facts = bv_setting_facts(setting);
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);

    for (int i = 0; facts->choice[i]; i++) {
        GtkWidget *button =
            gtk_toggle_button_new_with_label(_(facts->choice[i]));

        g_assert(i < choices_most);
        gtk_widget_add_css_class(button, "offer");
        set_of(button, setting, i);
        name_it(button, _(facts->name), _(facts->choice[i]));
        g_signal_connect(button, "toggled", G_CALLBACK(on_chosen), page);
        gtk_box_append(GTK_BOX(row), button);
        page->choice[setting][i] = button;
    }
    return row;
}

static GtkWidget *new_step(struct bv_settings_page *page,
                           enum bv_setting setting, int way)
{
    bool is_choice = bv_setting_facts(setting)->kind == BV_SETTING_CHOICE;
    const char *const signs[] = {is_choice ? "‹" : "−", is_choice ? "›" : "+"};
    GtkWidget *button = gtk_button_new_with_label(signs[way > 0]);

    gtk_widget_add_css_class(button, "step");
    set_of(button, setting, way);
    name_it(button, _(bv_setting_facts(setting)->name),
            way < 0 ? _("less") : _("more"));
    g_signal_connect(button, "clicked", G_CALLBACK(on_step), page);
    return button;
}

static GtkWidget *new_number(struct bv_settings_page *page,
                             enum bv_setting setting)
{
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);

    page->number[setting] = gtk_label_new("");
    gtk_label_set_width_chars(GTK_LABEL(page->number[setting]),
                              bv_setting_facts(setting)->choice ? 11 : 6);
    gtk_widget_add_css_class(page->number[setting], "choice");
    gtk_box_append(GTK_BOX(row), new_step(page, setting, -1));
    gtk_box_append(GTK_BOX(row), page->number[setting]);
    gtk_box_append(GTK_BOX(row), new_step(page, setting, 1));
    gtk_widget_set_valign(row, GTK_ALIGN_CENTER);
    return row;
}

static GtkWidget *new_control(struct bv_settings_page *page,
                              enum bv_setting setting)
{
    switch (bv_setting_facts(setting)->kind) {
    case BV_SETTING_CHOICE:
        return bv_setting_facts(setting)->most < choices_most
                   ? new_choices(page, setting)
                   : new_number(page, setting);
    case BV_SETTING_NUMBER:
        return new_number(page, setting);
    default:
        return new_switch(page, setting);
    }
}

/* Name and control side by side, what it does below. */
static GtkWidget *new_row(struct bv_settings_page *page,
                          enum bv_setting setting)
{
    const struct bv_setting_facts *facts = bv_setting_facts(setting);
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
    GtkWidget *top = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
    GtkWidget *name = bv_wrapped_new(_(facts->name), "choice");

    gtk_widget_add_css_class(row, "setting");
    gtk_widget_set_hexpand(name, TRUE);
    gtk_box_append(GTK_BOX(top), name);
    gtk_box_append(GTK_BOX(top), new_control(page, setting));
    gtk_box_append(GTK_BOX(row), top);
    gtk_box_append(GTK_BOX(row), bv_wrapped_new(_(facts->hint), "hint"));
    page->row[setting] = row;
    return row;
}

static GtkWidget *new_rows(struct bv_settings_page *page,
                           enum bv_key_window window)
{
    GtkWidget *rows = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);

    for (int i = 0; i < BV_SETTINGS; i++) {
        const struct bv_setting_facts *facts =
            bv_setting_facts((enum bv_setting)i);

        if (facts->caption)
            gtk_box_append(GTK_BOX(rows),
                           bv_wrapped_new(_(facts->caption), "page-caption"));
        gtk_box_append(GTK_BOX(rows), new_row(page, (enum bv_setting)i));
    }
    page->row[row_reset] = gtk_button_new_with_label(_("As it was shipped"));
    gtk_widget_add_css_class(page->row[row_reset], "big");
    g_signal_connect(page->row[row_reset], "clicked", G_CALLBACK(on_reset),
                     page);
    gtk_box_append(GTK_BOX(rows), page->row[row_reset]);
    page->kept =
        bv_wrapped_new(_("What is set here holds until bevel is closed: "
                         "it cannot be kept on this machine."),
                       "hint");
    gtk_box_append(GTK_BOX(rows), page->kept);
    page->keys = bv_key_rows_new(window, on_key_row, page);
    gtk_box_append(GTK_BOX(rows), bv_key_rows_get_widget(page->keys));
    return rows;
}

struct bv_settings_page *bv_settings_page_new(enum bv_key_window window,
                                              void (*toggled)(void *data),
                                              void *data)
{
    struct bv_settings_page *page = g_new0(struct bv_settings_page, 1);
    GtkWidget *rows = new_rows(page, window);

    page->toggled = toggled;
    page->data = data;
    page->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
    gtk_widget_add_css_class(page->box, "panel");
    gtk_widget_add_css_class(page->box, "settings");
    gtk_widget_set_hexpand(page->box, FALSE);
    gtk_box_append(GTK_BOX(page->box),
                   bv_wrapped_new(_("Settings"), "page-title"));
    gtk_box_append(
        GTK_BOX(page->box),
        bv_wrapped_new(_("Arrows: choose and set. Esc: close"), "hint"));
    page->scroller = gtk_scrolled_window_new();
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(page->scroller),
                                   GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(page->scroller), rows);
    gtk_box_append(GTK_BOX(page->box), bv_key_rows_get_said(page->keys));
    gtk_widget_set_vexpand(page->scroller, TRUE);
    gtk_box_append(GTK_BOX(page->box), page->scroller);
    gtk_widget_set_visible(page->box, FALSE);
    g_object_set_data_full(G_OBJECT(page->box), "page", page, g_free);
    point_at(page, 0);
    bv_look_tell(page->box, on_changed, page);
    return page;
}

GtkWidget *bv_settings_page_get_widget(struct bv_settings_page *page)
{
    return page->box;
}

/* Three sliders: no font need have a sign for it. */
static void draw_sliders(GtkDrawingArea *area, cairo_t *cairo, int width,
                         int height, gpointer data)
{
    static const double at[] = {0.7, 0.3, 0.55};
    unsigned colour = bv_look_colour(BV_SHADE_TEXT);

    (void)area;
    (void)data;
    cairo_set_source_rgb(cairo, (colour >> 16 & 255) / 255.0,
                         (colour >> 8 & 255) / 255.0, (colour & 255) / 255.0);
    cairo_set_line_width(cairo, 2);
    for (int i = 0; i < 3; i++) {
        double y = height * (2 * i + 1) / 6.0, x = width * at[i];

        cairo_move_to(cairo, 0, y);
        cairo_line_to(cairo, width, y);
        cairo_stroke(cairo);
        cairo_arc(cairo, x, y, height / 8.0, 0, 2 * G_PI);
        cairo_fill(cairo);
    }
}

static void redraw(void *data)
{
    gtk_widget_queue_draw(data);
}

GtkWidget *bv_settings_page_new_button(const char *action)
{
    GtkWidget *button = gtk_button_new();
    GtkWidget *sliders = g_object_new(GTK_TYPE_DRAWING_AREA, "accessible-role",
                                      GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

    gtk_drawing_area_set_content_width(GTK_DRAWING_AREA(sliders), 20);
    gtk_drawing_area_set_content_height(GTK_DRAWING_AREA(sliders), 20);
    gtk_drawing_area_set_draw_func(GTK_DRAWING_AREA(sliders), draw_sliders,
                                   NULL, NULL);
    gtk_widget_set_halign(sliders, GTK_ALIGN_CENTER);
    gtk_widget_set_valign(sliders, GTK_ALIGN_CENTER);
    bv_look_tell(sliders, redraw, sliders);
    gtk_button_set_child(GTK_BUTTON(button), sliders);
    gtk_widget_add_css_class(button, "flat");
    gtk_widget_add_css_class(button, "sliders");
    gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
    gtk_widget_set_tooltip_text(
        button, _("Theme, text size, left-handed, sounds (Ctrl + ,)"));
    name_it(button, _("Settings"), NULL);
    if (action)
        gtk_actionable_set_action_name(GTK_ACTIONABLE(button), action);
    return button;
}

void bv_settings_page_toggle(struct bv_settings_page *page)
{
    page->is_open = !page->is_open;
    bv_key_rows_leave(page->keys);
    gtk_widget_set_visible(page->box, page->is_open);
    if (page->toggled)
        page->toggled(page->data);
}

bool bv_settings_page_waits(const struct bv_settings_page *page)
{
    return bv_key_rows_wait(page->keys);
}

bool bv_settings_page_is_open(const struct bv_settings_page *page)
{
    return page->is_open;
}

void bv_settings_page_leave(struct bv_settings_page *page)
{
    if (page->is_open)
        bv_settings_page_toggle(page);
}

/* Into sight. */
static void scroll_to(struct bv_settings_page *page)
{
    GtkAdjustment *seen = gtk_scrolled_window_get_vadjustment(
        GTK_SCROLLED_WINDOW(page->scroller));
    GtkWidget *row = row_of(page, page->at);
    GtkWidget *rows = gtk_widget_get_parent(page->row[0]);
    graphene_rect_t bounds;

    if (!gtk_widget_compute_bounds(row, rows, &bounds))
        return;
    gtk_adjustment_clamp_page(seen, bounds.origin.y,
                              bounds.origin.y + bounds.size.height);
}

static bool has_focus(struct bv_settings_page *page)
{
    GtkRoot *root = gtk_widget_get_root(page->box);
    GtkWidget *focus = root ? gtk_root_get_focus(root) : NULL;

    return focus && gtk_widget_is_ancestor(focus, page->box);
}

static void turn(struct bv_settings_page *page, int way)
{
    if (page->at >= ROWS)
        bv_key_rows_press(page->keys, page->at - ROWS);
    else if (page->at == row_reset)
        bv_kept_reset();
    else
        bv_kept_step((enum bv_setting)page->at, way);
}

static void sideways(struct bv_settings_page *page, int way)
{
    if (page->at < row_reset)
        turn(page, way);
    else if (page->at >= ROWS)
        bv_key_rows_step(page->keys, page->at - ROWS, way);
}

bool bv_settings_page_key(struct bv_settings_page *page, guint key,
                          GdkModifierType modifiers)
{
    if (bv_key_rows_wait(page->keys)) {
        bv_key_rows_take(page->keys, key, modifiers);
        return true;
    }
    if (!page->is_open ||
        modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
        return false;
    switch (key) {
    case GDK_KEY_Escape:
        bv_settings_page_toggle(page);
        return true;
    case GDK_KEY_Up:
    case GDK_KEY_Down:
        point_at(page, page->at + (key == GDK_KEY_Down ? 1 : -1));
        scroll_to(page);
        return true;
    case GDK_KEY_BackSpace:
        if (page->at >= ROWS)
            bv_key_rows_give_back(page->keys, page->at - ROWS);
        return true;
    case GDK_KEY_Left:
    case GDK_KEY_Right:
        sideways(page, key == GDK_KEY_Right ? 1 : -1);
        return true;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
        if (has_focus(page))
            return false; /* a button's of its own */
        turn(page, 1);
        return true;
    default:
        return false;
    }
}

void bv_settings_page_close(struct bv_settings_page *page)
{
    page->toggled = NULL;
}
