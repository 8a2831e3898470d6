/*
 * The only file that sees Tesseract.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <tesseract/capi.h>

#include "guidance/screen/letters.h"

/* Letters of a screen have no resolution; any does. */
enum { dots_per_inch = 150 };

struct bv_letters {
    TessBaseAPI *api;
};

int bv_letters_open(struct bv_letters **letters)
{
    struct bv_letters *made = calloc(1, sizeof(*made));

    if (!made)
        return -ENOMEM;
    made->api = TessBaseAPICreate();
    if (!made->api) {
        free(made);
        return -ENOMEM;
    }
    TessBaseAPISetVariable(made->api, "debug_file", "/dev/null");
    if (TessBaseAPIInit3(made->api, NULL, "eng") != 0) {
        bv_letters_close(made);
        return -ENOENT;
    }
    TessBaseAPISetPageSegMode(made->api, PSM_SPARSE_TEXT);
    *letters = made;
    return 0;
}

void bv_letters_close(struct bv_letters *letters)
{
    if (!letters)
        return;
    TessBaseAPIEnd(letters->api);
    TessBaseAPIDelete(letters->api);
    free(letters);
}

/* Copy one word. @return Whether there is one. */
static bool take_word(TessResultIterator *result, struct bv_word *word)
{
    const TessPageIterator *page =
        TessResultIteratorGetPageIteratorConst(result);
    char *text = TessResultIteratorGetUTF8Text(result, RIL_WORD);
    bool taken = false;

    if (text && strlen(text) < sizeof(word->text) &&
        TessPageIteratorBoundingBox(page, RIL_WORD, &word->box.left,
                                    &word->box.top, &word->box.right,
                                    &word->box.bottom)) {
        strcpy(word->text, text);
        taken = text[strspn(text, " ")] != '\0';
    }
    TessDeleteText(text);
    return taken;
}

int bv_letters_read(struct bv_letters *letters, const uint8_t *pixels,
                    int width_px, int height_px, struct bv_word *words)
{
    TessResultIterator *result;
    int count = 0;

    TessBaseAPISetImage(letters->api, pixels, width_px, height_px, 1, width_px);
    TessBaseAPISetSourceResolution(letters->api, dots_per_inch);
    if (TessBaseAPIRecognize(letters->api, NULL) != 0)
        return -ENOMEM;
    result = TessBaseAPIGetIterator(letters->api);
    if (result) {
        do
            count += take_word(result, &words[count]);
        while (count < BV_WORDS_MAX &&
               TessResultIteratorNext(result, RIL_WORD));
        TessResultIteratorDelete(result);
    }
    TessBaseAPIClear(letters->api);
    return count;
}
