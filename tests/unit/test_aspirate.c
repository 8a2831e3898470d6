#include "support/test.h"

#include <math.h>

#include "guidance/fluid/aspirate.h"
#include "support/speckle.h"

enum { WIDTH = 400, HEIGHT = 320 };

static struct bv_frame *frame;
static struct bv_scan_area area;
static struct bv_aspirate_watch *watch;
static struct bv_aspirate aspirate;
static int64_t time_ns;

static void setup(void)
{
    frame = bv_frame_new(WIDTH, HEIGHT);
    watch = bv_aspirate_watch_new();
    ck_assert_ptr_nonnull(frame);
    ck_assert_ptr_nonnull(watch);
    area = (struct bv_scan_area){.shape = BV_SCAN_RECTANGLE,
                                 .box = {0, 0, WIDTH, HEIGHT}};
    time_ns = 0;
}

static void teardown(void)
{
    bv_aspirate_watch_free(watch);
    bv_frame_unref(frame);
}

/* Tissue with an effusion in it: half as high as it is wide. */
static void paint(uint32_t seed, double wide)
{
    speckle_paint(frame, &(struct speckle_view){.seed = seed});
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            if (hypot((x - 200) / wide, (y - 160) / (wide / 2)) < 1)
                frame->pixels[y * frame->stride_bytes + x] /= 10;
}

static void look(bool changed)
{
    struct bv_aspirate_input input = {
        .frame = frame, .area = &area, .changed = changed};

    frame->time_ns = time_ns;
    time_ns += 50000000;
    ck_assert_int_eq(bv_aspirate_watch_step(watch, &input, &aspirate), 0);
}

START_TEST(undeclared_nothing_is_followed)
{
    paint(3, 80);
    look(false);
    ck_assert_int_eq(aspirate.state, BV_ASPIRATE_NOT_WATCHED);
}
END_TEST

START_TEST(the_area_is_followed_while_it_shrinks)
{
    bv_aspirate_watch_begin(watch, (struct bv_px){200, 160});
    for (int i = 0; i < 80; i++) {
        double wide = 80 - 0.5 * i;

        paint(3, wide);
        look(false);
        ck_assert_int_eq(aspirate.state, BV_ASPIRATE_FOLLOWED);
    }
    ck_assert_double_eq_tol(aspirate.first_px2 / (M_PI * 80 * 40), 1, 0.1);
    ck_assert_double_eq_tol(aspirate.area_px2 / (M_PI * 42 * 21), 1, 0.2);
    bv_aspirate_watch_end(watch);
    look(false);
    ck_assert_int_eq(aspirate.state, BV_ASPIRATE_NOT_WATCHED);
}
END_TEST

START_TEST(a_click_beside_fluid_follows_nothing_and_says_so)
{
    paint(3, 80);
    bv_aspirate_watch_begin(watch, (struct bv_px){60, 60});
    look(false);
    ck_assert_int_eq(aspirate.state, BV_ASPIRATE_VOID);
    ck_assert_int_eq(aspirate.reason, BV_FLUID_LOST);
}
END_TEST

START_TEST(other_tissue_around_voids_it)
{
    bv_aspirate_watch_begin(watch, (struct bv_px){200, 160});
    for (int i = 0; i < 30; i++) {
        paint(i < 5 ? 3 : 8, 80);
        look(false);
    }
    ck_assert_int_eq(aspirate.state, BV_ASPIRATE_VOID);
    ck_assert(aspirate.reason == BV_FLUID_PLANE_LEFT ||
              aspirate.reason == BV_FLUID_PROBE_MOVED);
}
END_TEST

START_TEST(a_change_of_depth_voids_it)
{
    bv_aspirate_watch_begin(watch, (struct bv_px){200, 160});
    paint(3, 80);
    look(false);
    look(true);
    ck_assert_int_eq(aspirate.state, BV_ASPIRATE_VOID);
    ck_assert_int_eq(aspirate.reason, BV_FLUID_PICTURE);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {undeclared_nothing_is_followed,
                            the_area_is_followed_while_it_shrinks,
                            a_click_beside_fluid_follows_nothing_and_says_so,
                            other_tissue_around_voids_it,
                            a_change_of_depth_voids_it,
                            NULL};

    return bv_test_run("aspirate", setup, teardown, tests);
}
