#include "ui/first/devices.h"

#include <string.h>

#include "core/words.h"
#include "ui/first/choice.h"
#include "ui/first/thumbnail.h"
#include "ui/named.h"
#include "ui/wrapped.h"

/* Each is open and sends: a few are enough for one machine. */
enum { pictures_most = 4 };

struct bv_devices {
    const struct bv_first_options *options;
    void (*clicked)(GtkButton *button, gpointer data);
    void *data;
    GtkWidget *box, *hint; /* where there is none */
    GPtrArray *all;        /* of struct device */
    bool wanted;
};

struct device {
    char *name;
    GtkWidget *choice, *picture, *line;
    struct bv_thumbnail *thumbnail; /* NULL: there are enough */
};

static void free_device(gpointer data)
{
    struct device *device = data;

    if (device->thumbnail) {
        bv_thumbnail_end(device->thumbnail);
        bv_thumbnail_unref(device->thumbnail);
    }
    g_object_unref(device->choice);
    g_free(device->name);
    g_free(device);
}

static void free_devices(gpointer data)
{
    struct bv_devices *devices = data;

    g_ptr_array_unref(devices->all);
    g_free(devices);
}

struct bv_devices *
bv_devices_new(const struct bv_first_options *options,
               void (*clicked)(GtkButton *button, gpointer data), void *data)
{
    struct bv_devices *devices = g_new0(struct bv_devices, 1);

    devices->options = options;
    devices->clicked = clicked;
    devices->data = data;
    devices->all = g_ptr_array_new_with_free_func(free_device);
    devices->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
    devices->hint = bv_wrapped_new(_("Looking …"), "hint");
    gtk_box_append(GTK_BOX(devices->box), devices->hint);
    g_object_set_data_full(G_OBJECT(devices->box), "devices", devices,
                           free_devices);
    return devices;
}

GtkWidget *bv_devices_get_widget(struct bv_devices *devices)
{
    return devices->box;
}

/* What the picture's place says; the button's description too. */
static void say(struct device *device, const char *text)
{
    char *valid = g_utf8_make_valid(text, -1);

    gtk_label_set_text(GTK_LABEL(device->line), valid);
    gtk_widget_set_visible(device->line, text[0] != '\0');
    gtk_accessible_update_property(GTK_ACCESSIBLE(device->choice),
                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, valid,
                                   -1);
    g_free(valid);
}

/* What stands is dim: it is not now. */
static void on_changed(enum bv_thumbnail_state state, GdkTexture *picture,
                       const char *why, void *data)
{
    static const char *const words[] = {
        [BV_THUMBNAIL_OPENING] = N_("Opening …"),
        [BV_THUMBNAIL_LIVE] = "",
        [BV_THUMBNAIL_SILENT] = N_("It sends no picture: is the scanner "
                                   "connected to it?"),
        [BV_THUMBNAIL_FAULTY] = "",
        [BV_THUMBNAIL_PAUSED] = N_("Stands still while another window is "
                                   "used."),
    };
    struct device *device = data;
    bool live = state == BV_THUMBNAIL_LIVE;

    if (picture)
        gtk_picture_set_paintable(GTK_PICTURE(device->picture),
                                  GDK_PAINTABLE(picture));
    if (state == BV_THUMBNAIL_SILENT || state == BV_THUMBNAIL_FAULTY)
        gtk_picture_set_paintable(GTK_PICTURE(device->picture), NULL);
    gtk_widget_set_opacity(device->picture, live ? 1 : 0.4);
    say(device, why ? why : _(words[state]));
}

static GtkWidget *new_picture(const char *title)
{
    GtkWidget *picture =
        g_object_new(GTK_TYPE_PICTURE, "accessible-role",
                     GTK_ACCESSIBLE_ROLE_IMG, "can-shrink", TRUE, NULL);
    char *name = g_strdup_printf(_("What %s sends"), title);

    gtk_widget_set_size_request(picture, BV_FIRST_PICTURE_WIDTH * 2 / 3,
                                BV_FIRST_PICTURE_HEIGHT * 2 / 3);
    gtk_widget_set_valign(picture, GTK_ALIGN_CENTER);
    gtk_widget_set_hexpand(picture, FALSE);
    bv_named(picture, name);
    g_free(name);
    return picture;
}

/* The picture, and beside it the title and how it is with the picture. */
static void add_picture(struct bv_devices *devices, struct device *device,
                        const char *title)
{
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *words = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);
    GtkWidget *label = gtk_button_get_child(GTK_BUTTON(device->choice));

    gtk_label_set_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_lines(GTK_LABEL(label), 3);
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
    gtk_widget_set_valign(words, GTK_ALIGN_CENTER);
    gtk_widget_set_hexpand(words, TRUE);
    gtk_widget_set_hexpand(device->choice, FALSE); /* it ends here */
    device->picture = new_picture(title);
    device->line = bv_wrapped_new("", "hint");
    gtk_label_set_lines(GTK_LABEL(device->line), 4);
    gtk_label_set_ellipsize(GTK_LABEL(device->line), PANGO_ELLIPSIZE_END);
    bv_choice_wrap(device->choice, words);
    gtk_box_append(GTK_BOX(words), device->line);
    g_object_ref(words);
    gtk_button_set_child(GTK_BUTTON(device->choice), row);
    gtk_box_append(GTK_BOX(row), device->picture);
    gtk_box_append(GTK_BOX(row), words);
    g_object_unref(words);
    gtk_widget_add_css_class(device->choice, "pictured");
    device->thumbnail =
        bv_thumbnail_new(device->name, devices->options, on_changed, device);
    bv_thumbnail_want(device->thumbnail, devices->wanted);
    say(device, _("Opening …"));
}

static int count_pictures(const struct bv_devices *devices)
{
    int count = 0;

    for (guint i = 0; i < devices->all->len; i++)
        count += ((struct device *)devices->all->pdata[i])->thumbnail != NULL;
    return count;
}

static void add(struct bv_devices *devices, const char *name, const char *title)
{
    struct device *device = g_new0(struct device, 1);
    char *valid = g_utf8_make_valid(title, -1);

    device->name = g_strdup(name);
    device->choice = g_object_ref_sink(
        bv_choice_new(name, valid, devices->clicked, devices->data));
    if (count_pictures(devices) < pictures_most)
        add_picture(devices, device, valid);
    gtk_box_append(GTK_BOX(devices->box), device->choice);
    g_ptr_array_add(devices->all, device);
    g_free(valid);
}

static bool is_among(const char *name, const char *const *names, int count)
{
    for (int i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static bool has(const struct bv_devices *devices, const char *name)
{
    for (guint i = 0; i < devices->all->len; i++)
        if (strcmp(((struct device *)devices->all->pdata[i])->name, name) == 0)
            return true;
    return false;
}

void bv_devices_set(struct bv_devices *devices, const char *const *name,
                    const char *const *title, int count)
{
    for (guint i = devices->all->len; i-- > 0;) {
        struct device *device = devices->all->pdata[i];

        if (is_among(device->name, name, count))
            continue;
        gtk_box_remove(GTK_BOX(devices->box), device->choice);
        g_ptr_array_remove_index(devices->all, i);
    }
    for (int i = 0; i < count; i++)
        if (!has(devices, name[i]))
            add(devices, name[i], title[i]);
    gtk_label_set_text(GTK_LABEL(devices->hint), _("Nothing is plugged in."));
    gtk_widget_set_visible(devices->hint, count == 0);
}

void bv_devices_want(struct bv_devices *devices, bool wanted)
{
    devices->wanted = wanted;
    for (guint i = 0; i < devices->all->len; i++) {
        struct device *device = devices->all->pdata[i];

        if (device->thumbnail)
            bv_thumbnail_want(device->thumbnail, wanted);
    }
}

static void drop(gpointer data)
{
    bv_thumbnail_unref(data);
}

GPtrArray *bv_devices_get_thumbnails(struct bv_devices *devices)
{
    GPtrArray *thumbnails = g_ptr_array_new_with_free_func(drop);

    for (guint i = 0; i < devices->all->len; i++) {
        struct device *device = devices->all->pdata[i];

        if (device->thumbnail)
            g_ptr_array_add(thumbnails, bv_thumbnail_ref(device->thumbnail));
    }
    return thumbnails;
}
