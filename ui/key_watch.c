#include "ui/key_watch.h"

struct watcher {
    const struct bv_key_watch *told;
    void *data;
};

static gboolean on_key(GtkEventControllerKey *controller, guint key, guint code,
                       GdkModifierType modifiers, gpointer data)
{
    const struct watcher *watcher = data;

    (void)controller;
    return watcher->told->down(key, code, modifiers, watcher->data);
}

static void on_key_up(GtkEventControllerKey *controller, guint key, guint code,
                      GdkModifierType modifiers, gpointer data)
{
    const struct watcher *watcher = data;

    (void)controller;
    (void)modifiers;
    watcher->told->up(key, code, watcher->data);
}

static void on_is_active(GtkWindow *window, GParamSpec *property, gpointer data)
{
    const struct watcher *watcher = data;

    (void)property;
    if (!gtk_window_is_active(window))
        watcher->told->left(watcher->data);
}

void bv_key_watch_add(GtkWindow *window, const struct bv_key_watch *watch,
                      void *data)
{
    GtkEventController *keys = gtk_event_controller_key_new();
    struct watcher *watcher = g_new(struct watcher, 1);

    *watcher = (struct watcher){watch, data};
    gtk_event_controller_set_propagation_phase(keys, GTK_PHASE_CAPTURE);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), watcher);
    if (watch->up)
        g_signal_connect(keys, "key-released", G_CALLBACK(on_key_up), watcher);
    if (watch->left)
        g_signal_connect(window, "notify::is-active", G_CALLBACK(on_is_active),
                         watcher);
    g_object_set_data_full(G_OBJECT(window), "key-watch", watcher, g_free);
    gtk_widget_add_controller(GTK_WIDGET(window), keys);
}
