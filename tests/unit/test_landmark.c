#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "core/landmark.h"

static const struct bv_outline square = {
    4, {{100, 100}, {200, 100}, {200, 200}, {100, 200}}};

static struct bv_landmark nerve(int id)
{
    return (struct bv_landmark){.id = id,
                                .role = BV_LANDMARK_AVOID,
                                .kind = BV_LANDMARK_NERVE,
                                .outline = square};
}

static struct bv_landmark target(int id, struct bv_px at)
{
    return (struct bv_landmark){.id = id, .role = BV_LANDMARK_TARGET, .at = at};
}

static void refuses(struct bv_landmark mark, const struct bv_landmark *others,
                    int count)
{
    struct bv_fault fault = {0};

    ck_assert_int_eq(bv_landmark_check(&mark, others, count, &fault), -EINVAL);
    ck_assert_ptr_nonnull(strchr(fault.text, '.'));
}

static void takes(struct bv_landmark mark, const struct bv_landmark *others,
                  int count)
{
    struct bv_fault fault = {0};

    ck_assert_int_eq(bv_landmark_check(&mark, others, count, &fault), 0);
    ck_assert_int_eq(fault.error, 0);
}

START_TEST(a_nerve_or_vessel_is_a_target_by_the_users_word_alone)
{
    struct bv_landmark mark = nerve(1);

    takes(mark, NULL, 0);
    mark.role = BV_LANDMARK_TARGET;
    refuses(mark, NULL, 0);
    mark.kind = BV_LANDMARK_VESSEL;
    refuses(mark, NULL, 0);
    mark.inside_allowed = true;
    takes(mark, NULL, 0);
    mark.inside_allowed = false;
    mark.kind = BV_LANDMARK_CYST;
    takes(mark, NULL, 0);
}
END_TEST

START_TEST(a_target_inside_a_nerve_is_refused_whichever_comes_first)
{
    struct bv_landmark inside = target(2, (struct bv_px){150, 150});
    struct bv_landmark beside = target(2, (struct bv_px){210, 150});
    struct bv_landmark structure = nerve(1);

    refuses(inside, &structure, 1);
    refuses(structure, &inside, 1);
    takes(beside, &structure, 1);
    takes(structure, &beside, 1);
    inside.inside_allowed = true;
    takes(inside, &structure, 1);
    takes(structure, &inside, 1);
    inside = target(1, (struct bv_px){150, 150}); /* in place of the nerve */
    takes(inside, &structure, 1);
}
END_TEST

START_TEST(numbers_that_are_none_are_refused)
{
    struct bv_landmark mark = nerve(1);

    mark.margin_mm = NAN;
    refuses(mark, NULL, 0);
    mark.margin_mm = -1;
    refuses(mark, NULL, 0);
    mark.margin_mm = 51;
    refuses(mark, NULL, 0);
    refuses(nerve(0), NULL, 0);
    refuses(target(1, (struct bv_px){NAN, 0}), NULL, 0);
    refuses(target(1, (struct bv_px){0, 1e9}), NULL, 0);
}
END_TEST

START_TEST(an_outline_that_crosses_itself_is_refused)
{
    struct bv_landmark mark = nerve(1);

    mark.outline.at[0] = (struct bv_px){200, 200};
    mark.outline.at[2] = (struct bv_px){100, 100};
    mark.outline.at[3] = (struct bv_px){150, 40};
    refuses(mark, NULL, 0);
    mark = nerve(1);
    mark.outline.count = BV_OUTLINE_POINTS_MOST + 1;
    refuses(mark, NULL, 0);
    mark.outline.count = -1;
    refuses(mark, NULL, 0);
    mark.outline.count = 2;
    refuses(mark, NULL, 0);
}
END_TEST

START_TEST(every_kind_and_role_is_found_by_its_name)
{
    for (int i = 0; i < BV_LANDMARK_KINDS; i++)
        ck_assert_int_eq((int)bv_landmark_kind_find(bv_landmark_kind_name(i)),
                         i);
    for (int i = 0; i < BV_LANDMARK_ROLES; i++)
        ck_assert_int_eq((int)bv_landmark_role_find(bv_landmark_role_name(i)),
                         i);
    ck_assert_int_eq(bv_landmark_kind_find("heart"), BV_LANDMARK_KINDS);
    ck_assert_int_eq(bv_landmark_role_find(""), BV_LANDMARK_ROLES);
}
END_TEST

START_TEST(nerves_vessels_pleura_and_tendons_are_avoided)
{
    ck_assert_int_eq(bv_landmark_kind_role(BV_LANDMARK_NERVE),
                     BV_LANDMARK_AVOID);
    ck_assert_int_eq(bv_landmark_kind_role(BV_LANDMARK_PLEURA),
                     BV_LANDMARK_AVOID);
    ck_assert_int_eq(bv_landmark_kind_role(BV_LANDMARK_SHEATH),
                     BV_LANDMARK_TARGET);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_nerve_or_vessel_is_a_target_by_the_users_word_alone,
        a_target_inside_a_nerve_is_refused_whichever_comes_first,
        numbers_that_are_none_are_refused,
        an_outline_that_crosses_itself_is_refused,
        every_kind_and_role_is_found_by_its_name,
        nerves_vessels_pleura_and_tendons_are_avoided,
        NULL};

    return bv_test_run("landmark", NULL, NULL, tests);
}
