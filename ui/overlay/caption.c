#include "ui/overlay/caption.h"

#include <math.h>

#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"

/* Its letters, how high its middle lies, and what is left free beside it. */
enum { letter_size = 26, above = 21, air_of_marker = 34, air_of_words = 160 };

/* The width of a letter, of its size: about. */
static const double letter_width = 0.56;

static double count_letters(const char *text)
{
    double count = 0;

    for (; *text; text++)
        count += (*text & 0xc0) != 0x80; /* the first byte of one */
    return count;
}

void bv_caption_draw(cairo_t *cairo, const char *text, enum bv_side marked_side,
                     const struct bv_picture_box *box, double size)
{
    double air =
        (marked_side == BV_SIDE_UNKNOWN ? air_of_words : air_of_marker) * size;
    double room = box->right - box->left - air;
    double end = marked_side == BV_SIDE_RIGHT ? box->right - air : box->right;
    struct bv_text_style style = {
        .bold = true, .colour = BV_COLOUR_TEXT, .align = 1, .width = room};

    if (!text[0] || !(room > 0))
        return;
    style.size =
        fmin(letter_size * size, room / (letter_width * count_letters(text)));
    bv_text_draw(cairo, text, end, box->top - above * size, &style);
}
