#include "support/test.h"

#include <stdbool.h>

#include "ui/overlay/caption.h"

enum { width = 440, height = 60 };

/* A picture from 20 to 420; the line is above 40. */
static const struct bv_picture_box box = {20, 40, 420, 360};

/* Where the line has ink, as the first and the last column. */
static bool find_ink(const char *text, enum bv_side side, int *first, int *last)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_t *cairo = cairo_create(surface);
    int stride = cairo_image_surface_get_stride(surface);
    const unsigned char *pixels;
    bool found = false;

    bv_caption_draw(cairo, text, side, &box, 1);
    cairo_surface_flush(surface);
    pixels = cairo_image_surface_get_data(surface);
    for (int x = 0; x < width; x++)
        for (int y = 0; y < height; y++)
            if (pixels[y * stride + 4 * x] > 60) {
                *first = found ? *first : x;
                *last = x;
                found = true;
                ck_assert_int_lt(y, 37); /* not on the picture's edge */
            }
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    return found;
}

START_TEST(it_ends_with_the_picture_and_leaves_the_marker_free)
{
    const char *longest = "PINNED  \xc2\xb7  12 s ago  \xc2\xb7  other scale";
    int first = 0, last = 0;

    ck_assert(find_ink("FROZEN", BV_SIDE_LEFT, &first, &last));
    ck_assert_int_ge(last, 410);
    ck_assert_int_lt(last, 422);
    ck_assert_int_gt(first, 250);
    ck_assert(find_ink(longest, BV_SIDE_LEFT, &first, &last));
    ck_assert_int_ge(first, 20 + 30);
    ck_assert(find_ink(longest, BV_SIDE_RIGHT, &first, &last));
    ck_assert_int_lt(last, 420 - 30);
    ck_assert(find_ink(longest, BV_SIDE_UNKNOWN, &first, &last));
    ck_assert_int_ge(first, 20 + 155);
}
END_TEST

START_TEST(nothing_is_drawn_of_an_empty_line)
{
    int first, last;

    ck_assert(!find_ink("", BV_SIDE_LEFT, &first, &last));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {it_ends_with_the_picture_and_leaves_the_marker_free,
                            nothing_is_drawn_of_an_empty_line, NULL};

    return bv_test_run("caption", NULL, NULL, tests);
}
