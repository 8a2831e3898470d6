/**
 * @file
 * What nearly every file of the window reads first: compiled once, for GTK's
 * headers take two seconds. A file includes what it needs all the same.
 */
#ifndef BV_UI_PCH_GTK_H
#define BV_UI_PCH_GTK_H

#include <gtk/gtk.h>

#endif
