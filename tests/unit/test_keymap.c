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
    return bv_keymap_find(&map, BV_KEYS_LIVE,
                          (struct bv_key){symbol, control, false});
}

static enum bv_key_answer give(int deed, unsigned symbol, bool control,
                               int *other)
{
    return bv_keymap_give(&map, deed, (struct bv_key){symbol, control, false},
                          other);
}

START_TEST(as_shipped_no_two_deeds_share_a_key)
{
    for (int i = 0; i < bv_keymap_count(); i++)
        for (int k = 0; k < BV_KEYMAP_EACH; k++)
            if (map.key[i][k].symbol)
                ck_assert_int_eq(
                    bv_keymap_find(&map, bv_keymap_window(i), map.key[i][k]),
                    i);
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

START_TEST(a_key_clashes_in_its_own_window_alone)
{
    int next = bv_keymap_find_deed("review.next"), other = -1;
    struct bv_key key = {'k', false, false};

    ck_assert_int_eq(bv_keymap_give(&map, next, key, &other), BV_KEY_CLASHES);
    ck_assert_str_eq(bv_key_deeds[other].id, "review.halt");
    key.symbol = 't'; /* keeps a still, and says that a tip is seen */
    ck_assert_int_eq(bv_keymap_give(&map, next, key, &other), BV_KEY_TAKEN);
    ck_assert_int_eq(bv_keymap_find(&map, BV_KEYS_REVIEW, key), next);
    ck_assert_int_eq(bv_keymap_find(&map, BV_KEYS_LIVE, key), still);
    ck_assert_str_eq(bv_keymap_action(bv_keymap_find(&map, BV_KEYS_LABEL, key)),
                     "tip");
    bv_keymap_reset_window(&map, BV_KEYS_LABEL);
    ck_assert(!bv_keymap_is_shipped(&map, next));
    bv_keymap_reset_window(&map, BV_KEYS_REVIEW);
    ck_assert(bv_keymap_is_shipped(&map, next));
}
END_TEST

START_TEST(shift_is_a_key_of_its_own_where_it_makes_no_other_sign)
{
    struct bv_key left = {0xff51, false, false}, more = {'?', false, true};

    ck_assert_str_eq(
        bv_keymap_action(bv_keymap_find(&map, BV_KEYS_LABEL, left)), "back");
    left.shift = true;
    ck_assert_str_eq(
        bv_keymap_action(bv_keymap_find(&map, BV_KEYS_LABEL, left)),
        "leap-back");
    ck_assert_str_eq(
        bv_keymap_action(bv_keymap_find(&map, BV_KEYS_REVIEW, more)), "keys");
    ck_assert_int_eq(
        bv_keymap_find(&map, BV_KEYS_LIVE, (struct bv_key){'t', false, true}),
        still);
}
END_TEST

START_TEST(the_keypad_is_what_it_stands_for)
{
    static const struct {
        unsigned symbol;
        const char *action;
    } keys[] = {{0xffab, "zoom-in"}, {0xffad, "zoom-out"}, {0xffb0, "zoom-all"},
                {0xff96, "back"},    {0xff9c, "last"},     {0xff9f, "reject"}};

    for (unsigned i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        struct bv_key key = {keys[i].symbol, false, false};
        int deed = bv_keymap_find(&map, BV_KEYS_REVIEW, key);

        ck_assert_int_ge(deed, 0);
        ck_assert_str_eq(bv_keymap_action(deed), keys[i].action);
    }
}
END_TEST

START_TEST(digits_score_in_the_review_and_are_free_in_the_label_window)
{
    struct bv_key key = {'7', false, false};

    ck_assert_int_eq(
        bv_keymap_give(&map, bv_keymap_find_deed("review.next"), key, NULL),
        BV_KEY_RESERVED);
    ck_assert_int_eq(
        bv_keymap_give(&map, bv_keymap_find_deed("label.tip"), key, NULL),
        BV_KEY_TAKEN);
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
    const TTest *tests[] = {
        as_shipped_no_two_deeds_share_a_key,
        as_shipped_no_key_is_one_that_cannot_be_given,
        another_key_takes_the_place_of_all_before,
        a_clash_is_said_and_not_taken,
        keys_that_mark_tick_and_leave_cannot_be_given,
        shipped_keys_come_back_unless_another_has_them,
        a_key_clashes_in_its_own_window_alone,
        shift_is_a_key_of_its_own_where_it_makes_no_other_sign,
        the_keypad_is_what_it_stands_for,
        digits_score_in_the_review_and_are_free_in_the_label_window,
        every_deed_is_found_by_its_name_and_has_words,
        NULL};

    return bv_test_run("keymap", setup, NULL, tests);
}
