#include "ui/renderer.h"

#include <epoxy/gl.h>
#include <glob.h>
#include <gtk/gtk.h>
#include <stdbool.h>
#include <string.h>

/* Cheap, and enough on most machines without a GPU: making a context there
 * only to hear so would take longer than the first frame may. */
static bool has_render_node(void)
{
    glob_t found;
    bool has = glob("/dev/dri/renderD*", GLOB_NOSORT, NULL, &found) == 0;

    if (has)
        globfree(&found);
    return has;
}

static bool is_software(const char *name)
{
    static const char *const software[] = {"llvmpipe", "softpipe", "swrast",
                                           "Software"};

    for (size_t i = 0; i < G_N_ELEMENTS(software); i++)
        if (strstr(name, software[i]))
            return true;
    return false;
}

static bool has_hardware_gl(void)
{
    GdkGLContext *context =
        gdk_display_create_gl_context(gdk_display_get_default(), NULL);
    bool hardware = false;

    if (!context)
        return false;
    if (gdk_gl_context_realize(context, NULL)) {
        const char *name;

        gdk_gl_context_make_current(context);
        name = (const char *)glGetString(GL_RENDERER);
        hardware = name && !is_software(name);
        gdk_gl_context_clear_current();
    }
    g_object_unref(context);
    return hardware;
}

/* @return The renderer that the user has chosen, or NULL. */
static const char *chosen_by_user(void)
{
    const char *chosen = g_getenv("GSK_RENDERER");

    return chosen && *chosen ? chosen : NULL;
}

void bv_renderer_prepare(void)
{
    /* GTK 4.14 moved it */
    bool new = gtk_get_major_version() > 4 || gtk_get_minor_version() >= 14;
    const char *name = new ? "GDK_DISABLE" : "GDK_DEBUG";
    const char *word = new ? "gl" : "gl-disable";
    const char *before = g_getenv(name), *chosen = chosen_by_user();
    char *words;

    if (chosen ? strcmp(chosen, "cairo") != 0 : has_render_node())
        return;
    words = before && *before ? g_strconcat(before, ",", word, NULL)
                              : g_strdup(word);
    g_setenv(name, words, TRUE);
    g_free(words);
}

void bv_renderer_choose(void)
{
    if (chosen_by_user())
        return;
    if (!has_render_node() || !has_hardware_gl())
        g_setenv("GSK_RENDERER", "cairo", TRUE);
}
