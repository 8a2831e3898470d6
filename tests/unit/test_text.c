/*
 * Numbers, names and lines of text files.
 */
#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/search.h"
#include "core/text.h"

START_TEST(number_is_rounded_to_its_decimals)
{
    ck_assert_double_eq(bv_text_round(1.23456, 2), 1.23);
    ck_assert_double_eq(bv_text_round(-1.235001, 2), -1.24);
    ck_assert_double_eq(bv_text_round(1234.5, 0), 1235);
}
END_TEST

START_TEST(nothing_is_minus_zero)
{
    ck_assert(!signbit(bv_text_round(-0.0001, 2)));
    ck_assert(!signbit(bv_text_round(-0.0, 2)));
}
END_TEST

START_TEST(what_is_not_finite_stays)
{
    ck_assert(isnan(bv_text_round(NAN, 2)));
    ck_assert(isinf(bv_text_round(INFINITY, 2)));
}
END_TEST

START_TEST(name_keeps_its_ascii_alone)
{
    char *plain = bv_text_plain("a\xff\xc3\xa4/b.mkv");

    ck_assert_str_eq(plain, "a\?\?\?/b.mkv");
    free(plain);
}
END_TEST

START_TEST(what_is_not_utf8_becomes_a_question_mark)
{
    static const struct {
        const char *from, *to;
    } pairs[] = {
        {"plain.mkv", "plain.mkv"},
        {"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", /* 2, 3 and 4 bytes */
         "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"},
        {"caf\xe9.mkv", "caf?.mkv"},            /* Latin-1 */
        {"cut \xe2\x82", "cut ?\?"},            /* in mid-character */
        {"\xc0\xaf|\xe0\x80\xaf", "?\?|?\?\?"}, /* too long a form */
        {"\xed\xa0\x80|\xf4\x90\x80\x80", "?\?\?|?\?\?\?"},
    };

    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
        char *text = strdup(pairs[i].from);

        bv_text_make_utf8(text);
        ck_assert_str_eq(text, pairs[i].to);
        free(text);
    }
}
END_TEST

START_TEST(line_gets_its_end)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    ck_assert_int_eq(bv_text_write_line(out, strdup("{}")), 0);
    fclose(out);
    ck_assert_str_eq(text, "{}\n");
    free(text);
}
END_TEST

START_TEST(line_onto_a_full_disk_is_told)
{
    FILE *out = fopen("/dev/full", "w");

    ck_assert_ptr_nonnull(out);
    setvbuf(out, NULL, _IONBF, 0);
    ck_assert_int_eq(bv_text_write_line(out, strdup("{}")), -ENOSPC);
    fclose(out);
    ck_assert_int_eq(bv_text_write_line(stdout, NULL), -ENOMEM);
}
END_TEST

static int64_t number_of(const void *one)
{
    return *(const int *)one;
}

START_TEST(the_first_that_is_not_less_is_found)
{
    static const int numbers[] = {-3, 2, 2, 7};

    ck_assert_uint_eq(bv_search_first(numbers, 4, 4, -9, number_of), 0);
    ck_assert_uint_eq(bv_search_first(numbers, 4, 4, 2, number_of), 1);
    ck_assert_uint_eq(bv_search_first(numbers, 4, 4, 3, number_of), 3);
    ck_assert_uint_eq(bv_search_first(numbers, 4, 4, 8, number_of), 4);
    ck_assert_uint_eq(bv_search_first(NULL, 0, 4, 8, number_of), 0);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {number_is_rounded_to_its_decimals,
                            nothing_is_minus_zero,
                            what_is_not_finite_stays,
                            name_keeps_its_ascii_alone,
                            what_is_not_utf8_becomes_a_question_mark,
                            the_first_that_is_not_less_is_found,
                            line_gets_its_end,
                            line_onto_a_full_disk_is_told,
                            NULL};

    return bv_test_run("text", NULL, NULL, tests);
}
