#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "records/rating_scale.h"

/*
 * Rating scales and checklists as files.
 */
static struct bv_rating_scale scale;
static struct bv_fault fault;

static const char head[] =
    "{\"format\":\"bevel-rating-scale\",\"version\":1,\"name\":\"s\","
    "\"revision\":2,\"title\":\"t\",\"kind\":\"rating\",\"source\":\"b\","
    "\"items\":";

static int read_items(const char *items)
{
    char text[2048];

    fault = (struct bv_fault){0};
    snprintf(text, sizeof(text), "%s%s}", head, items);
    return bv_rating_scale_read("f", text, strlen(text), &scale, &fault);
}

START_TEST(a_scale_has_items_with_anchors)
{
    ck_assert_msg(
        read_items("[{\"key\":\"flow\",\"title\":\"Flow\",\"least\":1,"
                   "\"most\":5,\"anchors\":{\"3\":\"steady\"}}]") == 0,
        "%s", fault.text);
    ck_assert_int_eq(scale.revision, 2);
    ck_assert_str_eq(scale.items[0].anchors[2], "steady");
    ck_assert_str_eq(scale.items[0].anchors[0], "");
    ck_assert_int_eq(bv_rating_scale_find(&scale, "flow"), 0);
    ck_assert_int_eq(bv_rating_scale_find(&scale, "plan"), -1);
}
END_TEST

START_TEST(a_mistake_is_refused_with_its_place)
{
    ck_assert_int_eq(read_items("[]"), -EBADMSG);
    ck_assert_int_eq(read_items("[{\"key\":\"a b\",\"title\":\"t\",\"least\":1,"
                                "\"most\":5}]"),
                     -EBADMSG);
    ck_assert_int_eq(
        read_items("[{\"key\":\"a\",\"title\":\"t\",\"least\":1,\"most\":5},"
                   "{\"key\":\"a\",\"title\":\"t\",\"least\":1,\"most\":5}]"),
        -EBADMSG);
    ck_assert_str_eq(fault.text, "f: items[1]: there are two \"a\".");
    ck_assert_int_eq(read_items("[{\"key\":\"a\",\"title\":\"t\",\"least\":5,"
                                "\"most\":5}]"),
                     -EBADMSG);
    ck_assert_int_eq(read_items("[{\"key\":\"a\",\"title\":\"t\",\"least\":1,"
                                "\"most\":3,\"anchors\":{\"4\":\"x\"}}]"),
                     -EBADMSG);
    ck_assert_int_eq(read_items("[{\"key\":\"a\",\"title\":\"t\",\"least\":1,"
                                "\"most\":3,\"wieght\":2}]"),
                     -EBADMSG);
}
END_TEST

START_TEST(a_score_is_a_share_of_what_was_judged)
{
    struct bv_rating rating = {.item_count = 1, .items = {{"a", 4}}};

    ck_assert_int_eq(
        read_items("[{\"key\":\"a\",\"title\":\"t\",\"least\":1,\"most\":5},"
                   "{\"key\":\"b\",\"title\":\"t\",\"least\":1,\"most\":5}]"),
        0);
    ck_assert_double_eq(bv_rating_percent(&scale, &rating), 75);
    rating.item_count = 2;
    rating.items[1] = (struct bv_rated_item){"b", 1};
    ck_assert_double_eq(bv_rating_percent(&scale, &rating), 37.5);
    rating.item_count = 0;
    ck_assert(isnan(bv_rating_percent(&scale, &rating)));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {a_scale_has_items_with_anchors,
                            a_mistake_is_refused_with_its_place,
                            a_score_is_a_share_of_what_was_judged, NULL};

    return bv_test_run("rating_scale", NULL, NULL, tests);
}
