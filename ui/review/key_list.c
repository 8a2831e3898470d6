/*
 * The review window: what its keys do, listed.
 */
#include "core/words.h"
#include "ui/keys.h"
#include "ui/review/window.h"

static const char *const key_lines[][2] = {
    {N_("Space"), N_("play, stop")},
    {N_("L, J"), N_("play on, back; again: faster")},
    {N_("K"), N_("stop")},
    {N_(", and ."), N_("a frame back, on")},
    {N_("Left, Right"), N_("the same")},
    {N_("Shift + these"), N_("a second back, on")},
    {N_("Home, End"), N_("to the start, the end")},
    {N_("S, D"), N_("half, twice the speed")},
    {N_("[ and ]"), N_("loop from, to here")},
    {N_("\\"), N_("loop it, or no more")},
    {N_("N, P"), N_("next moment, moment before")},
    {N_("M"), N_("add a moment")},
    {N_("Delete"), N_("not so; or so after all")},
    {N_("I, O"), N_("the moment starts, ends here")},
    {N_("Ctrl + Z"), N_("undo")},
    {N_("Ctrl + Shift + Z"), N_("redo")},
    {N_("+, −, 0"), N_("zoom in, out; show all")},
    {N_("Wheel"), N_("zoom; with Shift, move")},
    {N_("Shift + drag"), N_("loop a range")},
    {N_("H held"), N_("the bare picture")},
    {N_("R"), N_("scores, moments")},
    {N_("0 to 9"), N_("in scores: score the marked item")},
    {N_("Up, Down"), N_("in scores: the item before, after")},
    {N_("B"), N_("blinded, or no more")},
    {N_("Ctrl + O"), N_("open another recording")},
    {N_("V"), N_("another attempt beside, or none")},
    {N_("Ctrl + E"), N_("write a report")},
    {N_("F11"), N_("full screen")},
    {N_("Q"), N_("quit")},
    {N_("?, F1"), N_("hide this")},
    {NULL, NULL},
};

GtkWidget *bv_review_deeds_new_keys(void)
{
    GtkWidget *scroller = gtk_scrolled_window_new();
    GtkWidget *list = bv_keys_new_list(key_lines, 1);

    gtk_widget_set_visible(list, TRUE);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller),
                                   GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), list);
    gtk_widget_add_css_class(scroller, "panel");
    gtk_widget_add_css_class(scroller, "reviewing");
    gtk_widget_set_hexpand(scroller, FALSE);
    gtk_widget_set_visible(scroller, FALSE);
    return scroller;
}
