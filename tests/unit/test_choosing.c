/*
 * Choosing a procedure, and what its page says.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "ui/choosing.h"
#include "ui/procedure_page.h"

static struct bv_choosing choosing;

static void set_up(void)
{
    memset(&choosing, 0, sizeof(choosing));
    ck_assert_int_eq(bv_procedure_choices_load(&choosing.choices), 0);
    bv_choosing_toggle(&choosing);
}

static void tear_down(void)
{
    bv_procedure_choices_fini(&choosing.choices);
}

static void type(const char *text)
{
    for (; *text; text++)
        ck_assert(bv_choosing_type(&choosing, (uint32_t)*text));
}

/* How often a text is in another. */
static int count(const char *text, const char *part)
{
    int found = 0;

    for (; (text = strstr(text, part)); text += strlen(part))
        found++;
    return found;
}

START_TEST(the_whole_library_can_be_chosen_from)
{
    ck_assert_int_ge(bv_choosing_count(&choosing), 28);
    ck_assert_ptr_null(bv_choosing_get_chosen(&choosing));
}
END_TEST

START_TEST(what_is_typed_narrows_it_by_the_beginnings_of_words)
{
    int all = bv_choosing_count(&choosing);

    type("CARP tun");
    ck_assert_int_eq(bv_choosing_count(&choosing), 1);
    ck_assert_str_eq(bv_choosing_get(&choosing, 0)->id, "carpal-tunnel");
    ck_assert_ptr_null(bv_choosing_get(&choosing, 1));
    type("zz");
    ck_assert_int_eq(bv_choosing_count(&choosing), 0);
    bv_choosing_press(&choosing, BV_CHOOSING_ENTER);
    ck_assert_int_eq(choosing.phase, BV_CHOOSING_LIST);
    for (int i = 0; i < 20; i++)
        bv_choosing_press(&choosing, BV_CHOOSING_BACK);
    ck_assert_int_eq(bv_choosing_count(&choosing), all);
}
END_TEST

START_TEST(enter_shows_the_page_and_letters_say_the_side)
{
    char said[160];

    type("carpal");
    bv_choosing_press(&choosing, BV_CHOOSING_ENTER);
    ck_assert_int_eq(choosing.phase, BV_CHOOSING_PAGE);
    ck_assert(bv_choosing_type(&choosing, 'l'));
    ck_assert(!bv_choosing_type(&choosing, 'x'));
    bv_choosing_say(&choosing, said, sizeof(said));
    ck_assert_ptr_nonnull(strstr(said, ", left"));
    bv_choosing_press(&choosing, BV_CHOOSING_ESCAPE);
    ck_assert_int_eq(choosing.phase, BV_CHOOSING_OFF);
    ck_assert_ptr_nonnull(bv_choosing_get_chosen(&choosing));
    bv_choosing_toggle(&choosing);
    ck_assert_int_eq(choosing.phase, BV_CHOOSING_PAGE);
}
END_TEST

START_TEST(a_side_does_not_go_over_to_another_procedure)
{
    ck_assert(bv_choosing_take_id(&choosing, "carpal-tunnel"));
    bv_choosing_type(&choosing, 'r');
    ck_assert(bv_choosing_take_id(&choosing, "femoral"));
    ck_assert_int_eq(choosing.side, BV_CHOOSING_NO_SIDE);
    ck_assert(!bv_choosing_take_id(&choosing, "no-such"));
}
END_TEST

START_TEST(arrows_stay_within_what_matches)
{
    bv_choosing_press(&choosing, BV_CHOOSING_UP);
    ck_assert_int_eq(choosing.at, 0);
    for (int i = 0; i < 100; i++)
        bv_choosing_press(&choosing, BV_CHOOSING_DOWN);
    ck_assert_int_eq(choosing.at, bv_choosing_count(&choosing) - 1);
    bv_choosing_press(&choosing, BV_CHOOSING_ENTER);
    ck_assert_int_eq(choosing.phase, BV_CHOOSING_PAGE);
}
END_TEST

START_TEST(under_each_number_of_each_page_stands_what_must_be_known_of_it)
{
    for (int i = 0; i < choosing.choices.count; i++) {
        const char *page = choosing.choices.choice[i].page;
        int numbers = count(page, "\n+");

        ck_assert_int_eq(count(page, "\n~" BV_PROCEDURE_TYPICAL), numbers);
        ck_assert_int_ge(count(page, "; from "), numbers);
        ck_assert_int_gt(count(page, "\n~"), numbers); /* sources, head */
        ck_assert_ptr_nonnull(strstr(page, BV_PROCEDURE_NOT_REVIEWED));
        ck_assert_ptr_nonnull(strstr(page, "\n=Sources\n"));
        ck_assert_int_eq(page[0], BV_PAGE_TITLE);
    }
}
END_TEST

START_TEST(nothing_is_chosen_while_it_is_closed)
{
    bv_choosing_press(&choosing, BV_CHOOSING_ESCAPE);
    ck_assert(!bv_choosing_type(&choosing, 'c'));
    ck_assert(!bv_choosing_press(&choosing, BV_CHOOSING_ENTER));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        the_whole_library_can_be_chosen_from,
        what_is_typed_narrows_it_by_the_beginnings_of_words,
        enter_shows_the_page_and_letters_say_the_side,
        a_side_does_not_go_over_to_another_procedure,
        arrows_stay_within_what_matches,
        under_each_number_of_each_page_stands_what_must_be_known_of_it,
        nothing_is_chosen_while_it_is_closed,
        NULL};

    return bv_test_run("choosing", set_up, tear_down, tests);
}
