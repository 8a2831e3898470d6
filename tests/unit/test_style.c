/*
 * How the settings look: every colour can be read on what it lies on, and the
 * sheet's texts grow.
 */
#include "support/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ui/overlay/palette.h"
#include "ui/settings/style.h"

static const struct bv_shades *themes[4];

static void setup(void)
{
    for (int i = 0; i < 4; i++)
        themes[i] = bv_shades_find(i & 1, i & 2);
}

/* @return The contrast of a theme's two colours. */
static double contrast(int theme, enum bv_shade text, enum bv_shade ground)
{
    return bv_shade_contrast(themes[theme]->of[text],
                             themes[theme]->of[ground]);
}

START_TEST(contrast_is_that_of_wcag)
{
    ck_assert_double_eq_tol(bv_shade_contrast(0xffffff, 0x000000), 21, 1e-9);
    ck_assert_double_eq_tol(bv_shade_contrast(0x777777, 0xffffff), 4.48, 0.01);
    ck_assert_double_eq_tol(bv_shade_contrast(0xff0000, 0xff0000), 1, 1e-9);
}
END_TEST

START_TEST(every_text_can_be_read_on_what_it_lies_on)
{
    static const struct {
        enum bv_shade text, ground;
    } pairs[] = {{BV_SHADE_TEXT, BV_SHADE_CARD},
                 {BV_SHADE_TEXT, BV_SHADE_TRACK},
                 {BV_SHADE_DIM, BV_SHADE_CARD},
                 {BV_SHADE_DIM, BV_SHADE_PANEL},
                 {BV_SHADE_NEEDLE, BV_SHADE_CARD},
                 {BV_SHADE_TARGET, BV_SHADE_CARD},
                 {BV_SHADE_WARN, BV_SHADE_CARD},
                 {BV_SHADE_HAZARD, BV_SHADE_CARD},
                 {BV_SHADE_RECORD, BV_SHADE_PANEL},
                 {BV_SHADE_TRUTH, BV_SHADE_CARD},
                 {BV_SHADE_FLUID, BV_SHADE_CARD},
                 {BV_SHADE_ALERT_TEXT, BV_SHADE_ALERT},
                 {BV_SHADE_ALERT_DIM, BV_SHADE_ALERT},
                 {BV_SHADE_URGENT_TEXT, BV_SHADE_URGENT},
                 {BV_SHADE_BACKGROUND, BV_SHADE_STRONG},
                 {BV_SHADE_BACKGROUND, BV_SHADE_NEEDLE}};

    for (int theme = 0; theme < 4; theme++)
        for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
            double is = contrast(theme, pairs[i].text, pairs[i].ground);

            ck_assert_msg(is >= (theme & 2 ? 7 : 4.5),
                          "theme %d: shade %d on %d is %.1f", theme,
                          (int)pairs[i].text, (int)pairs[i].ground, is);
        }
}
END_TEST

START_TEST(high_contrast_has_firm_edges)
{
    for (int theme = 2; theme < 4; theme++)
        ck_assert_double_ge(contrast(theme, BV_SHADE_LINE, BV_SHADE_CARD), 7);
}
END_TEST

START_TEST(needle_target_and_alarm_differ_in_lightness_or_hue)
{
    for (int theme = 0; theme < 4; theme++) {
        const unsigned *of = themes[theme]->of;

        ck_assert_uint_ne(of[BV_SHADE_NEEDLE], of[BV_SHADE_TARGET]);
        ck_assert_uint_ne(of[BV_SHADE_ALERT], of[BV_SHADE_CARD]);
        ck_assert_uint_ne(of[BV_SHADE_TARGET], of[BV_SHADE_WARN]);
    }
}
END_TEST

START_TEST(no_colour_is_green)
{
    for (int theme = 0; theme < 4; theme++)
        for (int i = 0; i < BV_SHADES; i++) {
            unsigned of = themes[theme]->of[i];
            int red = (int)(of >> 16 & 255), green = (int)(of >> 8 & 255);
            int blue = (int)(of & 255);

            ck_assert_msg(green <= red + 8 || green <= blue + 8,
                          "theme %d: shade %d is green", theme, i);
        }
}
END_TEST

START_TEST(dark_is_as_the_picture_has_it)
{
    ck_assert_uint_eq(themes[0]->of[BV_SHADE_NEEDLE], BV_COLOUR_NEEDLE);
    ck_assert_uint_eq(themes[0]->of[BV_SHADE_TARGET], BV_COLOUR_TARGET);
    ck_assert_uint_eq(themes[0]->of[BV_SHADE_HAZARD], BV_COLOUR_HAZARD);
    ck_assert_uint_eq(themes[0]->of[BV_SHADE_WARN], BV_COLOUR_WARN);
    ck_assert_uint_eq(themes[0]->of[BV_SHADE_FLUID], BV_COLOUR_FLUID);
    ck_assert_uint_eq(themes[0]->of[BV_SHADE_CARD], BV_COLOUR_CARD);
}
END_TEST

START_TEST(small_text_doubles_and_large_text_grows_less)
{
    ck_assert_double_eq_tol(bv_style_grow(13.5, 100), 13.5, 1e-9);
    ck_assert_double_eq_tol(bv_style_grow(13.5, 200), 27, 1e-9);
    ck_assert_double_eq_tol(bv_style_grow(24, 150), 32, 1e-9);
    ck_assert_double_eq_tol(bv_style_grow(42, 200), 58, 1e-9);
    ck_assert_double_eq_tol(bv_style_grow(108, 200), 108, 1e-9);
}
END_TEST

START_TEST(the_sheet_gets_colours_and_grown_texts)
{
    char *made = bv_style_make(".a { font-size: 10px; padding: 10px; }\n"
                               ".b { font-size: 12.5px; }\n",
                               themes[1], 200);

    ck_assert_ptr_nonnull(made);
    ck_assert_ptr_nonnull(strstr(made, "@define-color needle #00629e;"));
    ck_assert_ptr_nonnull(strstr(made,
                                 ".a { font-size: 20.0px; padding: 10px; }\n"
                                 ".b { font-size: 25.0px; }\n"));
    free(made);
}
END_TEST

START_TEST(a_size_that_is_none_stays)
{
    char *made = bv_style_make("a { font-size: large; font-size: 2em; } font-"
                               "size: ",
                               themes[0], 150);

    ck_assert_ptr_nonnull(
        strstr(made, "a { font-size: large; font-size: 2em; } font-size: "));
    free(made);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {contrast_is_that_of_wcag,
                            every_text_can_be_read_on_what_it_lies_on,
                            high_contrast_has_firm_edges,
                            needle_target_and_alarm_differ_in_lightness_or_hue,
                            no_colour_is_green,
                            dark_is_as_the_picture_has_it,
                            small_text_doubles_and_large_text_grows_less,
                            the_sheet_gets_colours_and_grown_texts,
                            a_size_that_is_none_stays,
                            NULL};

    return bv_test_run("style", setup, NULL, tests);
}
