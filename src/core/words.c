#include "core/words.h"

#include <locale.h>

#include "core/places.h"

void bv_words_bind(void)
{
    char folder[BV_PLACE_MOST];

    bv_place_locale(folder, sizeof(folder));
    bindtextdomain("bevel", folder);
    bind_textdomain_codeset("bevel", "UTF-8");
}

void bv_words_speak(bool users)
{
    if (users)
        bv_words_bind();
    setlocale(LC_MESSAGES, users ? "" : "C");
}
