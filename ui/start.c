#include "ui/start.h"

#include <glib-unix.h>
#include <locale.h>
#include <signal.h>

#include "bevel_resources.h"
#include "core/words.h"
#include "ui/renderer.h"
#include "ui/settings/look.h"
#include "ui/timings.h"

bool bv_start_gtk(void)
{
    if (gtk_is_initialized())
        return true;
    /* Not LC_NUMERIC, which GTK would set too: where the decimal point is a
     * comma, strtod() reads half of a file's 0.35 mm a pixel. */
    gtk_disable_setlocale();
    setlocale(LC_CTYPE, "");
    setlocale(LC_MESSAGES, "");
    bv_words_bind();
    bv_renderer_prepare();
    /* -o and the like are bevel's own words, so GTK gets none */
    return gtk_init_check();
}

static void load_style(void)
{
    g_resources_register(bv_ui_get_resource());
    bv_look_start();
    gtk_icon_theme_add_resource_path(
        gtk_icon_theme_get_for_display(gdk_display_get_default()),
        "/org/bevel/icons");
    gtk_window_set_default_icon_name("org.bevel.Bevel");
}

void bv_start_look(void)
{
    if (g_strcmp0(g_get_prgname(), "org.bevel.Bevel") == 0)
        return; /* for a window before */
    g_set_prgname("org.bevel.Bevel");
    g_set_application_name("bevel");
    bv_renderer_choose();
    load_style();
}

GtkWindow *bv_start_window(const char *title, GtkWidget *content)
{
    GtkWindow *window = GTK_WINDOW(gtk_window_new());

    gtk_window_set_title(window, title);
    gtk_window_set_default_size(window, 1280, 800);
    gtk_widget_add_css_class(GTK_WIDGET(window), "bevel");
    bv_look_follow(GTK_WIDGET(window));
    gtk_window_set_titlebar(window, gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0));
    gtk_widget_set_visible(gtk_window_get_titlebar(window), FALSE);
    gtk_window_set_child(window, content);
    return window;
}

/* Ctrl-C in the terminal closes the window, and all that it has open. */
static gboolean on_signal(gpointer data)
{
    g_main_loop_quit(data);
    return G_SOURCE_CONTINUE;
}

void bv_start_loop(GMainLoop *loop)
{
    guint interrupt = g_unix_signal_add(SIGINT, on_signal, loop);
    guint terminate = g_unix_signal_add(SIGTERM, on_signal, loop);

    bv_timings_start();
    g_main_loop_run(loop);
    bv_timings_end();
    g_source_remove(interrupt);
    g_source_remove(terminate);
}
