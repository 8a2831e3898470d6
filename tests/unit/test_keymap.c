/*
 * Which key does what: no two deeds share one, and what is given is taken,
 * refused with whose it is, or given back.
 */
#include "support/test.h"

#include "ui/settings/keymap.h"

static struct bv_keymap map;
static int still, record, clear;

static void setup(void)
{
    bv_keymap_reset(&map);
    still = bv_keymap_find_deed("still");
    record = bv_keymap_find_deed("record");
    clear = bv_keymap_find_deed("clear");
}

static int does(unsigned symbol, bool control)
{
    return bv_keymap_find(&map, (struct bv_key){symbol, control});
}

static enum bv_key_answer give(int deed, unsigned symbol, bool control,
                               int *other)
{
    return bv_keymap_give(&map, deed, (struct bv_key){symbol, control}, other);
}

START_TEST(as_shipped_no_two_deeds_share_a_key)
{
    for (int i = 0; i < bv_keymap_count(); i++)
        for (int k = 0; k < BV_KEYMAP_EACH; k++)
            if (map.key[i][k].symbol)
                ck_assert_int_eq(bv_keymap_find(&map, map.key[i][k]), i);
    ck_assert_int_ge(does('t', false), 0);
    ck_assert_int_ne(does('t', false), does('t', true));
}
END_TEST

START_TEST(as_shipped_no_key_is_one_that_cannot_be_given)
{
    for (int i = 0; i < bv_keymap_count(); i++) {
        struct bv_keymap bare = {0};

        for (int k = 0; k < BV_KEYMAP_EACH; k++)
            if (map.key[i][k].symbol)
                ck_assert_int_eq(bv_keymap_give(&bare, i, map.key[i][k], NULL),
                                 BV_KEY_TAKEN);
    }
}
END_TEST

START_TEST(another_key_takes_the_place_of_all_before)
{
    ck_assert_int_eq(give(clear, 'y', false, NULL), BV_KEY_TAKEN);
    ck_assert_int_eq(does('y', false), clear);
    ck_assert_int_eq(does(0xffff, false), -1);
    ck_assert_int_eq(does(0xff08, false), -1);
    ck_assert(!bv_keymap_is_shipped(&map, clear));
}
END_TEST

START_TEST(a_clash_is_said_and_not_taken)
{
    int other = -1;

    ck_assert_int_eq(give(still, 'k', false, &other), BV_KEY_CLASHES);
    ck_assert_int_eq(other, record);
    ck_assert_int_eq(does('k', false), record);
    ck_assert_int_eq(does('t', false), still);
    ck_assert_int_eq(give(still, 't', false, &other), BV_KEY_SAME);
    ck_assert_int_eq(give(still, 'k', true, &other), BV_KEY_TAKEN);
}
END_TEST

START_TEST(keys_that_mark_tick_and_leave_cannot_be_given)
{
    static const unsigned symbols[] = {0xff0d, 0xff1b, 0xff09,     0xff52, '1',
                                       'f',    0xffca, 0x1008ff14, 0};

    for (unsigned i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++)
        ck_assert_int_eq(give(still, symbols[i], false, NULL), BV_KEY_RESERVED);
    ck_assert(bv_keymap_is_shipped(&map, still));
}
END_TEST

START_TEST(shipped_keys_come_back_unless_another_has_them)
{
    int other = -1;

    ck_assert_int_eq(give(still, 'y', false, NULL), BV_KEY_TAKEN);
    ck_assert_int_eq(give(record, 't', false, NULL), BV_KEY_TAKEN);
    ck_assert_int_eq(bv_keymap_give_back(&map, still, &other), BV_KEY_CLASHES);
    ck_assert_int_eq(other, record);
    ck_assert_int_eq(does('y', false), still);
    ck_assert_int_eq(bv_keymap_give_back(&map, record, &other), BV_KEY_TAKEN);
    ck_assert_int_eq(bv_keymap_give_back(&map, still, &other), BV_KEY_TAKEN);
    ck_assert(bv_keymap_is_shipped(&map, still));
    ck_assert(bv_keymap_is_shipped(&map, record));
}
END_TEST

START_TEST(every_deed_is_found_by_its_name_and_has_words)
{
    for (int i = 0; i < bv_keymap_count(); i++) {
        ck_assert_int_eq(bv_keymap_find_deed(bv_key_deeds[i].id), i);
        ck_assert(bv_key_deeds[i].words[0]);
    }
    ck_assert_ptr_null(bv_key_deeds[bv_keymap_count()].id);
    ck_assert_int_eq(bv_keymap_find_deed("make-coffee"), -1);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {as_shipped_no_two_deeds_share_a_key,
                            as_shipped_no_key_is_one_that_cannot_be_given,
                            another_key_takes_the_place_of_all_before,
                            a_clash_is_said_and_not_taken,
                            keys_that_mark_tick_and_leave_cannot_be_given,
                            shipped_keys_come_back_unless_another_has_them,
                            every_deed_is_found_by_its_name_and_has_words,
                            NULL};

    return bv_test_run("keymap", setup, NULL, tests);
}
