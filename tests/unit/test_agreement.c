#include "support/test.h"

#include <math.h>

#include "guidance/agreement.h"

static const struct bv_agreement how = {
    .tolerance_px = 2, .turn = 0.1, .stiff_px = 1};

/* Four corners of a square, moved alike. */
static void make(struct bv_pairing *pairs, double turn, double stretch)
{
    for (int i = 0; i < 4; i++) {
        double x = i & 1 ? 50 : -50, y = i & 2 ? 50 : -50;

        pairs[i] = (struct bv_pairing){
            {100 + x, 100 + y},
            {107 + stretch * x - turn * y, 96 + turn * x + stretch * y},
            1,
            false};
    }
}

static void assert_maps(const struct bv_px_map *map, struct bv_px to)
{
    struct bv_px px = bv_px_map_apply(map, (struct bv_px){100, 100});

    ck_assert_double_lt(bv_px_distance(px, to), 0.1);
}

START_TEST(a_shift_a_turn_and_a_stretch_are_found)
{
    struct bv_pairing pairs[4];
    struct bv_px_map map;

    make(pairs, 0.05, 1.03);
    ck_assert_int_eq(bv_agreement_find(&how, pairs, 4, &map), 4);
    assert_maps(&map, (struct bv_px){107, 96});
    ck_assert_double_eq_tol(map.xx, 1.03, 1e-3);
    ck_assert_double_eq_tol(map.yx, 0.05, 1e-3);
}
END_TEST

START_TEST(one_that_went_elsewhere_is_left_out)
{
    struct bv_pairing pairs[4];
    struct bv_px_map map;

    make(pairs, 0, 1);
    pairs[2].to.x += 30;
    pairs[2].weight = 100;
    ck_assert_int_eq(bv_agreement_find(&how, pairs, 4, &map), 3);
    ck_assert(!pairs[2].agrees);
    assert_maps(&map, (struct bv_px){107, 96});
}
END_TEST

START_TEST(one_alone_is_a_shift_and_none_is_nothing)
{
    struct bv_pairing pairs[4];
    struct bv_px_map map = {.x0 = 5};

    make(pairs, 0, 1);
    ck_assert_int_eq(bv_agreement_find(&how, pairs, 1, &map), 1);
    assert_maps(&map, (struct bv_px){107, 96});
    ck_assert(map.xx == 1 && map.yy == 1);
    ck_assert_int_eq(bv_agreement_find(&how, pairs, 0, &map), 0);
    ck_assert(map.xx == 1);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {a_shift_a_turn_and_a_stretch_are_found,
                            one_that_went_elsewhere_is_left_out,
                            one_alone_is_a_shift_and_none_is_nothing, NULL};

    return bv_test_run("agreement", NULL, NULL, tests);
}
