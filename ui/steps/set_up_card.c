#include "ui/steps/set_up_card.h"

#include <string.h>

#include "core/words.h"
#include "ui/named.h"
#include "ui/settings/kept.h"
#include "ui/settings/look.h"

/* As in the grid: what it is called, where it stands, how wide it is. */
static const struct tile {
    const char *name;
    int column, row, width;
} tiles[BV_SET_UP_ITEMS] = {
    [BV_SET_UP_PROCEDURE] = {N_("Procedure"), 0, 0, 8},
    [BV_SET_UP_SIDE] = {N_("Side"), 8, 0, 4},
    [BV_SET_UP_NAMES] = {N_("Sides"), 0, 1, 6},
    [BV_SET_UP_NAMED] = {N_("Confirmed"), 8, 1, 4},
    [BV_SET_UP_GAUGE] = {N_("Needle"), 0, 2, 6},
    [BV_SET_UP_LENGTH] = {N_("Length"), 6, 2, 6},
    [BV_SET_UP_AREA] = {N_("Scan area"), 0, 3, 6},
    [BV_SET_UP_SCALE] = {N_("Scale"), 6, 3, 6},
};

/* All of the grid's columns. */
enum { columns = 12, small_width = 2 };

struct bv_set_up_card {
    GtkWidget *box, *picture, *grid, *swap, *next;
    int shown;               /* the one that is, where it is one; -1: none */
    struct bv_set_up set_up; /* as it was said last */
    GtkWidget *button[BV_SET_UP_ITEMS];
    GtkWidget *caption[BV_SET_UP_ITEMS], *value[BV_SET_UP_ITEMS];
    char *spoken[BV_SET_UP_ITEMS]; /* what is shown now */
};

static GtkWidget *new_label(const char *text, const char *css_class)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_widget_add_css_class(label, css_class);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
    return label;
}

/* Its key and what it is called, and below that how it stands. */
static GtkWidget *new_tile(GtkWidget **caption, GtkWidget **value)
{
    GtkWidget *button = gtk_button_new();
    GtkWidget *column = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);

    *caption = new_label("", "hint");
    gtk_box_append(GTK_BOX(column), *caption);
    *value = new_label("", "tile-value");
    gtk_box_append(GTK_BOX(column), *value);
    gtk_button_set_child(GTK_BUTTON(button), column);
    gtk_widget_add_css_class(button, "tile");
    return button;
}

static void add_tile(struct bv_set_up_card *card, int item)
{
    const struct tile *tile = &tiles[item];

    card->button[item] = new_tile(&card->caption[item], &card->value[item]);
    gtk_actionable_set_action_name(GTK_ACTIONABLE(card->button[item]),
                                   "win.set-up");
    gtk_actionable_set_action_target(GTK_ACTIONABLE(card->button[item]), "i",
                                     item);
    gtk_grid_attach(GTK_GRID(card->grid), card->button[item], tile->column,
                    tile->row, tile->width, 1);
}

static void add_swap(struct bv_set_up_card *card)
{
    GtkWidget *caption, *value, *button = new_tile(&caption, &value);

    gtk_label_set_text(GTK_LABEL(caption), "X");
    gtk_label_set_text(GTK_LABEL(value), "\342\207\204");
    gtk_actionable_set_action_name(GTK_ACTIONABLE(button), "win.swap-sides");
    gtk_widget_set_tooltip_text(button, _("Swap the names of the sides"));
    bv_named(button, _("Swap the names of the sides"));
    gtk_grid_attach(GTK_GRID(card->grid), button, 6, 1, small_width, 1);
    card->swap = button;
}

static void place(struct bv_set_up_card *card, GtkWidget *child, int row,
                  int column, int width)
{
    GtkLayoutManager *layout = gtk_widget_get_layout_manager(card->grid);
    GtkGridLayoutChild *at = GTK_GRID_LAYOUT_CHILD(
        gtk_layout_manager_get_layout_child(layout, child));

    gtk_grid_layout_child_set_row(at, row);
    gtk_grid_layout_child_set_column(at, column);
    gtk_grid_layout_child_set_column_span(at, width);
}

/* All of them, or one with all the width and what goes on to the next. */
static void arrange(struct bv_set_up_card *card)
{
    bool one = bv_look_is_large() || bv_kept_is_on(BV_SETTING_BEDSIDE);
    int shown = card->shown >= 0 ? card->shown : BV_SET_UP_PROCEDURE;
    bool swaps = one && shown == BV_SET_UP_NAMES;

    for (int i = 0; i < BV_SET_UP_ITEMS; i++) {
        place(card, card->button[i], one ? 0 : tiles[i].row,
              one ? 0 : tiles[i].column,
              one ? columns - (swaps ? 2 : 1) * small_width : tiles[i].width);
        gtk_widget_set_visible(card->button[i], !one || i == shown);
    }
    place(card, card->swap, one ? 0 : 1, one ? columns - 2 * small_width : 6,
          small_width);
    gtk_widget_set_visible(card->swap, !one || swaps);
    gtk_widget_set_visible(card->next, one);
    /* that nothing is amiss is second */
    gtk_widget_set_visible(card->picture, !one || card->set_up.checks);
}

static void on_look(void *data)
{
    arrange(data);
}

void bv_set_up_card_show(struct bv_set_up_card *card, enum bv_set_up_item item)
{
    if (card->shown == (int)item)
        return;
    card->shown = (int)item;
    arrange(card);
}

static void on_next(GtkButton *button, gpointer data)
{
    struct bv_set_up_card *card = data;

    (void)button;
    bv_set_up_card_show(card, bv_set_up_next(&card->set_up, card->shown));
}

static void add_next(struct bv_set_up_card *card)
{
    GtkWidget *button = gtk_button_new_with_label("\342\200\272");

    gtk_widget_add_css_class(button, "tile");
    gtk_widget_add_css_class(button, "tile-value");
    gtk_widget_set_tooltip_text(button, _("The next that is not settled"));
    bv_named(button, _("The next that is not settled"));
    g_signal_connect(button, "clicked", G_CALLBACK(on_next), card);
    gtk_grid_attach(GTK_GRID(card->grid), button, columns - small_width, 0,
                    small_width, 1);
    card->next = button;
}

static void free_card(gpointer data)
{
    struct bv_set_up_card *card = data;

    for (int i = 0; i < BV_SET_UP_ITEMS; i++)
        g_free(card->spoken[i]);
    g_free(card);
}

struct bv_set_up_card *bv_set_up_card_new(void)
{
    struct bv_set_up_card *card = g_new0(struct bv_set_up_card, 1);

    card->shown = -1;
    card->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
    card->grid = gtk_grid_new();
    gtk_widget_add_css_class(card->box, "card");
    gtk_widget_add_css_class(card->box, "set-up");
    gtk_box_append(GTK_BOX(card->box), new_label(_("Set up"), "caption"));
    gtk_grid_set_column_homogeneous(GTK_GRID(card->grid), TRUE);
    gtk_grid_set_column_spacing(GTK_GRID(card->grid), 6);
    gtk_grid_set_row_spacing(GTK_GRID(card->grid), 6);
    for (int i = 0; i < BV_SET_UP_ITEMS; i++)
        add_tile(card, i);
    add_swap(card);
    add_next(card);
    gtk_box_append(GTK_BOX(card->box), card->grid);
    card->picture = new_label("", "picture-said");
    gtk_label_set_wrap(GTK_LABEL(card->picture), TRUE);
    gtk_label_set_ellipsize(GTK_LABEL(card->picture), PANGO_ELLIPSIZE_NONE);
    gtk_box_append(GTK_BOX(card->box), card->picture);
    g_object_set_data_full(G_OBJECT(card->box), "set-up", card, free_card);
    bv_look_tell(card->box, on_look, card);
    return card;
}

GtkWidget *bv_set_up_card_get_widget(struct bv_set_up_card *card)
{
    return card->box;
}

static void say_tile(struct bv_set_up_card *card, int item,
                     const struct bv_set_up_words *words)
{
    GtkWidget *button = card->button[item];
    const char *name = _(tiles[item].name);
    char *spoken = g_strdup_printf("%s: %s%s%s", name, words->value,
                                   words->state[0] ? ", " : "", words->state);
    char *caption =
        g_strdup_printf("%d  %s%s%s", item + 1, name,
                        words->state[0] ? " \302\267 " : "", words->state);

    if (g_strcmp0(card->spoken[item], spoken) != 0) {
        gtk_label_set_text(GTK_LABEL(card->caption[item]), caption);
        gtk_label_set_text(GTK_LABEL(card->value[item]), words->value);
        if (item == BV_SET_UP_PROCEDURE) /* whose name may be cut */
            gtk_widget_set_tooltip_text(button, spoken);
        bv_named(button, spoken);
        g_free(card->spoken[item]);
        card->spoken[item] = g_strdup(spoken);
    }
    if (words->settled)
        gtk_widget_remove_css_class(button, "open");
    else
        gtk_widget_add_css_class(button, "open");
    g_free(caption);
    g_free(spoken);
}

void bv_set_up_card_say(struct bv_set_up_card *card,
                        const struct bv_set_up *set_up)
{
    struct bv_set_up_words words;
    char text[200];
    bool other = (set_up->checks != 0) != (card->set_up.checks != 0);

    card->set_up = *set_up;
    if (card->shown < 0)
        bv_set_up_card_show(card, bv_set_up_next(set_up, -1));
    else if (other)
        arrange(card);
    for (int i = 0; i < BV_SET_UP_ITEMS; i++) {
        bv_set_up_say(set_up, (enum bv_set_up_item)i, &words);
        say_tile(card, i, &words);
    }
    bv_set_up_say_picture(set_up, text, sizeof(text));
    if (!g_str_equal(gtk_label_get_text(GTK_LABEL(card->picture)), text))
        gtk_label_set_text(GTK_LABEL(card->picture), text);
    if (set_up->checks)
        gtk_widget_add_css_class(card->picture, "open");
    else
        gtk_widget_remove_css_class(card->picture, "open");
}
