#include "ui/live.h"

#include <errno.h>
#include <glib-unix.h>
#include <gtk/gtk.h>
#include <locale.h>
#include <signal.h>

#include "bevel_resources.h"
#include "ui/renderer.h"
#include "ui/window.h"

int bv_live_check(struct bv_fault *fault)
{
    if (gtk_is_initialized())
        return 0;
    /* Not LC_NUMERIC, which GTK would set too: where the decimal point is a
     * comma, strtod() reads half of a file's 0.35 mm a pixel. */
    gtk_disable_setlocale();
    setlocale(LC_CTYPE, "");
    setlocale(LC_MESSAGES, "");
    bv_renderer_prepare();
    /* -o and the like are bevel's own words, so GTK gets none */
    if (gtk_init_check())
        return 0;
    return bv_fault_set(fault, -ENODEV,
                        "There is no display to open a window on; `bevel "
                        "render` writes pictures without one.");
}

static void load_style(void)
{
    GtkCssProvider *provider = gtk_css_provider_new();

    g_resources_register(bv_ui_get_resource());
    gtk_css_provider_load_from_resource(provider, "/org/bevel/style.css");
    gtk_style_context_add_provider_for_display(
        gdk_display_get_default(), GTK_STYLE_PROVIDER(provider),
        GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
    g_object_unref(provider);
    g_object_set(gtk_settings_get_default(),
                 "gtk-application-prefer-dark-theme", TRUE, NULL);
    gtk_icon_theme_add_resource_path(
        gtk_icon_theme_get_for_display(gdk_display_get_default()),
        "/org/bevel/icons");
    gtk_window_set_default_icon_name("org.bevel.Bevel");
}

static void on_close(void *data)
{
    g_main_loop_quit(data);
}

/* Ctrl-C in the terminal closes the window, and all that it has open. */
static gboolean on_signal(gpointer data)
{
    g_main_loop_quit(data);
    return G_SOURCE_CONTINUE;
}

int bv_live_run(struct bv_pipeline *take_pipeline,
                const struct bv_live_options *options, struct bv_fault *fault)
{
    GMainLoop *loop;
    struct bv_window *window;
    struct bv_fault end = {0};
    int error = bv_live_check(fault);

    if (error < 0) {
        bv_pipeline_free(take_pipeline);
        return error;
    }
    g_set_prgname("org.bevel.Bevel");
    g_set_application_name("bevel");
    bv_renderer_choose();
    load_style();
    loop = g_main_loop_new(NULL, FALSE);
    window = bv_window_new(take_pipeline, options, on_close, loop);
    error = window ? bv_window_start(window) : -ENOMEM;
    if (error == 0) {
        guint interrupt = g_unix_signal_add(SIGINT, on_signal, loop);
        guint terminate = g_unix_signal_add(SIGTERM, on_signal, loop);

        g_main_loop_run(loop);
        g_source_remove(interrupt);
        g_source_remove(terminate);
        end = bv_window_get_fault(window);
    }
    bv_window_free(window);
    bv_pipeline_free(take_pipeline);
    g_main_loop_unref(loop);
    return end.error ? bv_fault_set(fault, end.error, "%s", end.text) : error;
}
