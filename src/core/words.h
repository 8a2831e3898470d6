/**
 * @file
 * Words that people see, in their language: `_("words")` where they are shown,
 * `N_("words")` where they only stand, so that the list of them (po/) has them.
 *
 * Commands never set a locale, and so what they print stays as it is here; the
 * window binds the translations (ui/start.h), and so does what a command writes
 * for people to read (bv_words_speak()). Nothing that is kept in a file is
 * translated. Any thread, but for what says otherwise.
 */
#ifndef BV_CORE_WORDS_H
#define BV_CORE_WORDS_H

#include <libintl.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** The words in the window's language; an empty text and NULL stay as they
 *  are. */
static inline const char *bv_words_get(const char *text)
    __attribute__((format_arg(1)));

static inline const char *bv_words_get(const char *text)
{
    return text && text[0] ? dgettext("bevel", text) : text;
}

/** Find the translations. Before there are threads. */
void bv_words_bind(void);

/** In a command: from here on in the user's language, or as it was. While there
 *  are no other threads that show words. */
void bv_words_speak(bool users);

#define _(text) bv_words_get(text)
#define N_(text) text

BV_END_DECLS

#endif
