#include "ui/settings/desktop.h"

#include <gtk/gtk.h>

/* What desktops agree on, through the portal. */
#define PORTAL "org.freedesktop.portal.Desktop"
#define PATH "/org/freedesktop/portal/desktop"
#define INTERFACE "org.freedesktop.portal.Settings"
#define APPEARANCE "org.freedesktop.appearance"
#define SCHEME "color-scheme"

/* 0, no preference, is what a light desktop says. */
enum { prefers_dark = 1 };

static struct {
    void (*changed)(void *data);
    void *data;
    bool is_light;
} desktop;

static void take(guint32 scheme)
{
    bool is_light = scheme != prefers_dark;

    if (is_light == desktop.is_light)
        return;
    desktop.is_light = is_light;
    desktop.changed(desktop.data);
}

/* The value lies in as many variants as the portal's version likes. */
static void take_value(GVariant *value)
{
    GVariant *inner = g_variant_ref(value);

    while (g_variant_is_of_type(inner, G_VARIANT_TYPE_VARIANT)) {
        GVariant *boxed = inner;

        inner = g_variant_get_variant(boxed);
        g_variant_unref(boxed);
    }
    if (g_variant_is_of_type(inner, G_VARIANT_TYPE_UINT32))
        take(g_variant_get_uint32(inner));
    g_variant_unref(inner);
}

static void on_signal(GDBusConnection *bus, const char *sender,
                      const char *path, const char *interface, const char *name,
                      GVariant *parameters, gpointer data)
{
    const char *group, *key;
    GVariant *value;

    (void)bus;
    (void)sender;
    (void)path;
    (void)interface;
    (void)name;
    (void)data;
    if (!g_variant_is_of_type(parameters, G_VARIANT_TYPE("(ssv)")))
        return;
    g_variant_get(parameters, "(&s&sv)", &group, &key, &value);
    if (g_str_equal(group, APPEARANCE) && g_str_equal(key, SCHEME))
        take_value(value);
    g_variant_unref(value);
}

static void on_read(GObject *bus, GAsyncResult *result, gpointer data)
{
    GVariant *answer =
        g_dbus_connection_call_finish(G_DBUS_CONNECTION(bus), result, NULL);
    GVariant *value;

    (void)data;
    if (!answer)
        return; /* no portal, or not of this */
    value = g_variant_get_child_value(answer, 0);
    take_value(value);
    g_variant_unref(value);
    g_variant_unref(answer);
}

static void on_bus(GObject *source, GAsyncResult *result, gpointer data)
{
    GDBusConnection *bus = g_bus_get_finish(result, NULL);

    (void)source;
    (void)data;
    if (!bus)
        return;
    g_dbus_connection_signal_subscribe(
        bus, PORTAL, INTERFACE, "SettingChanged", PATH, APPEARANCE,
        G_DBUS_SIGNAL_FLAGS_NONE, on_signal, NULL, NULL);
    g_dbus_connection_call(bus, PORTAL, PATH, INTERFACE, "Read",
                           g_variant_new("(ss)", APPEARANCE, SCHEME),
                           G_VARIANT_TYPE("(v)"), G_DBUS_CALL_FLAGS_NONE, -1,
                           NULL, on_read, NULL);
    g_object_unref(bus);
}

void bv_desktop_watch(void (*changed)(void *data), void *data)
{
    desktop.changed = changed;
    desktop.data = data;
    g_bus_get(G_BUS_TYPE_SESSION, NULL, on_bus, NULL);
}

bool bv_desktop_is_light(void)
{
    return desktop.is_light;
}
