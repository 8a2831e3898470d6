#include "ui/settings/look.h"

#include <stdlib.h>

#include "ui/settings/desktop.h"
#include "ui/settings/kept.h"

/* From here on a row that fits at 1024 px does no more. */
enum { large_percent = 130 };

static struct {
    GtkCssProvider *provider;
    const struct bv_shades *shades;
    bool is_light;
    int percent;
} look;

static bool wants_light(void)
{
    switch (bv_kept_value(BV_SETTING_THEME)) {
    case BV_THEME_LIGHT:
        return true;
    case BV_THEME_DESKTOP:
        return bv_desktop_is_light();
    default:
        return false;
    }
}

static void load(void)
{
    GBytes *sheet = g_resources_lookup_data("/org/bevel/style.css",
                                            G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    char *made =
        bv_style_make(g_bytes_get_data(sheet, NULL), look.shades, look.percent);

    if (made)
        gtk_css_provider_load_from_data(look.provider, made, -1);
    free(made);
    g_bytes_unref(sheet);
    g_object_set(gtk_settings_get_default(),
                 "gtk-application-prefer-dark-theme", !look.is_light, NULL);
}

static void on_changed(void *data)
{
    bool is_light = wants_light();
    const struct bv_shades *shades =
        bv_shades_find(is_light, bv_kept_is_on(BV_SETTING_CONTRAST));
    int percent = bv_kept_value(BV_SETTING_TEXT);

    (void)data;
    if (shades == look.shades && percent == look.percent)
        return;
    look.shades = shades;
    look.is_light = is_light;
    look.percent = percent;
    load();
}

void bv_look_start(void)
{
    look.provider = gtk_css_provider_new();
    gtk_style_context_add_provider_for_display(
        gdk_display_get_default(), GTK_STYLE_PROVIDER(look.provider),
        GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
    bv_desktop_watch(on_changed, &look);
    bv_kept_listen(on_changed, &look);
    on_changed(&look);
}

unsigned bv_look_colour(enum bv_shade shade)
{
    const struct bv_shades *shades =
        look.shades ? look.shades : bv_shades_find(false, false);

    return shades->of[shade];
}

struct bv_timeline_inks bv_look_timeline_inks(void)
{
    return (struct bv_timeline_inks){
        .text = bv_look_colour(BV_SHADE_TEXT),
        .dim = bv_look_colour(BV_SHADE_DIM),
        .line = bv_look_colour(BV_SHADE_LINE),
        .box = bv_look_colour(BV_SHADE_CARD),
        .needle = bv_look_colour(BV_SHADE_NEEDLE),
        .target = bv_look_colour(BV_SHADE_TARGET),
        .warn = bv_look_colour(BV_SHADE_WARN),
        .hazard = bv_look_colour(BV_SHADE_HAZARD),
        .fluid = bv_look_colour(BV_SHADE_FLUID),
        .person = bv_look_colour(BV_SHADE_TRUTH),
    };
}

bool bv_look_is_large(void)
{
    return bv_kept_value(BV_SETTING_TEXT) >= large_percent;
}

static void set_class(GtkWidget *widget, const char *name, bool on)
{
    if (on)
        gtk_widget_add_css_class(widget, name);
    else
        gtk_widget_remove_css_class(widget, name);
}

static void set_classes(void *window)
{
    set_class(window, "large", bv_look_is_large());
    set_class(window, "contrast", bv_kept_is_on(BV_SETTING_CONTRAST));
    set_class(window, "left-handed", bv_kept_is_on(BV_SETTING_LEFT_HANDED));
}

void bv_look_follow(GtkWidget *window)
{
    bv_look_tell(window, set_classes, window);
}

static void on_destroy(GtkWidget *widget, gpointer data)
{
    (void)widget;
    bv_kept_ignore(data);
}

void bv_look_tell(GtkWidget *widget, void (*changed)(void *data), void *data)
{
    bv_kept_listen(changed, data);
    g_signal_connect(widget, "destroy", G_CALLBACK(on_destroy), data);
    changed(data);
}
