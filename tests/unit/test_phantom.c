/*
 * Speckle of even tissue against what physics says: the bars of a phantom.
 */
#include "support/test.h"

#include <math.h>
#include <string.h>

#include "acquisition/simulator/image.h"
#include "acquisition/simulator/maths.h"
#include "acquisition/simulator/tissue.h"

static const char even[] =
    "{\"format\": \"bevel-scene\", \"version\": 1, \"name\": \"Even\","
    "\"probe\": {\"frequency_mhz\": 10, \"width_mm\": 38.4, \"depth_mm\": 40,"
    " \"focus_mm\": 20, \"contact_db\": 0},"
    "\"layers\": [{\"tissue\": \"liver\", \"thickness_mm\": 80}],"
    "\"motion\": {\"breath_mm\": 0, \"drift_mm\": 0, \"drift_deg\": 0,"
    " \"tremor_mm\": 0, \"pulse_hz\": 0}}";

static struct bv_scene scene;
static struct bv_fault fault;
static struct bv_sim_grid grid;
static struct bv_sim_tissue tissue;
static struct bv_sim_image image;
static struct bv_sim_hand hand;

static void open_phantom(void)
{
    ck_assert_msg(bv_scene_parse("even", even, strlen(even), true, 3, &scene,
                                 &fault) == 0,
                  "%s", fault.text);
    memset(&tissue, 0, sizeof(tissue));
    memset(&image, 0, sizeof(image));
    memset(&hand, 0, sizeof(hand));
    bv_sim_grid_init(&grid, &scene.probe, 256, 512);
    ck_assert_int_eq(bv_sim_tissue_init(&tissue, &scene, &grid), 0);
    ck_assert_int_eq(bv_sim_image_init(&image, &scene, &grid), 0);
}

static void close_phantom(void)
{
    bv_sim_image_fini(&image);
    bv_sim_tissue_fini(&tissue);
}

/* One picture of tissue that is the same everywhere. */
static void render(double slide_mm)
{
    struct bv_sim_state state;

    hand.held[BV_CONTROL_PROBE_X_MM] = true;
    hand.value[BV_CONTROL_PROBE_X_MM] = slide_mm;
    bv_sim_move(&scene, &hand, 0, 30, &state);
    bv_sim_tissue_render(&tissue, &state, 0);
    for (int i = 0; i < grid.beams * grid.samples; i++) {
        tissue.diffuse[i] = 1;
        tissue.line[i] = tissue.loss_db[i] = 0;
    }
    bv_sim_image_scatter(&image, &tissue);
    bv_sim_image_finish(&image, 0);
}

/* The envelope of one look (0, 1) or of both (2), without the time gain. */
static double envelope(int beam, int sample, int look)
{
    const float *e = bv_sim_image_row(&image, image.field, sample) + 4 * beam;
    double gain = pow(10, (double)image.tgc_db[sample] / 20);
    double a = hypot((double)e[0], (double)e[1]);
    double b = hypot((double)e[2], (double)e[3]);

    return (look == 0 ? a : look == 1 ? b : 0.5 * (a + b)) / gain;
}

static double snr(int look)
{
    double sum = 0, squares = 0, n = 0;

    for (int s = 40; s < 470; s++)
        for (int b = 16; b < 240; b++, n++) {
            double e = envelope(b, s, look);

            sum += e;
            squares += e * e;
        }
    return sum / n / sqrt(squares / n - sum / n * (sum / n));
}

START_TEST(speckle_is_rayleigh_in_one_look_and_smoother_in_two)
{
    double one, two;

    render(0);
    one = snr(0);
    two = snr(2);
    printf("# one look %.3f, two looks %.3f\n", one, two);
    ck_assert_double_eq_tol(one, 1.91, 0.1);
    ck_assert_double_eq_tol(two, 2.7, 0.2);
}
END_TEST

START_TEST(sliding_by_less_than_a_beam_changes_no_brightness)
{
    double low = 1e9, high = 0;

    for (int i = 0; i < 8; i++) {
        double sum = 0;

        render(i * (double)grid.pitch_mm / 8);
        for (int s = 40; s < 470; s++)
            for (int b = 16; b < 240; b++)
                sum += envelope(b, s, 2);
        low = fmin(low, sum);
        high = fmax(high, sum);
    }
    printf("# %.3f dB\n", 20 * log10(high / low));
    ck_assert_double_le(20 * log10(high / low), 0.3);
}
END_TEST

/* Width at half height of the intensity's likeness to itself, mm. */
static double lateral_mm(double from_mm, double to_mm)
{
    enum { lags = 24 };
    int first = (int)(from_mm / (double)grid.step_mm);
    int end = (int)(to_mm / (double)grid.step_mm);
    double mean = 0, n = 0, sum[lags] = {0};

    for (int s = first; s < end; s++)
        for (int b = 0; b < grid.beams; b++, n++)
            mean += pow(envelope(b, s, 0), 2);
    mean /= n;
    for (int k = 0; k < lags; k++)
        for (int s = first; s < end; s++)
            for (int b = 0; b + lags < grid.beams; b++)
                sum[k] += (pow(envelope(b, s, 0), 2) - mean) *
                          (pow(envelope(b + k, s, 0), 2) - mean);
    for (int k = 1; k < lags; k++)
        if (sum[k] < 0.5 * sum[0])
            return 2 * (double)grid.pitch_mm *
                   (k - 1 +
                    (sum[k - 1] - 0.5 * sum[0]) / (sum[k - 1] - sum[k]));
    return INFINITY;
}

START_TEST(speckle_is_finest_at_the_focus_and_widens_both_ways)
{
    static const double at_mm[] = {6, 13, 20, 28, 36};
    double wide[5];

    render(0);
    for (int i = 0; i < 5; i++) {
        wide[i] = lateral_mm(at_mm[i] - 3, at_mm[i] + 3);
        printf("# %.0f mm deep: %.2f mm\n", at_mm[i], wide[i]);
    }
    ck_assert_double_gt(wide[0], wide[1]);
    ck_assert_double_gt(wide[1], wide[2]);
    ck_assert_double_lt(wide[2], wide[3]);
    ck_assert_double_lt(wide[3], wide[4]);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {speckle_is_rayleigh_in_one_look_and_smoother_in_two,
                            sliding_by_less_than_a_beam_changes_no_brightness,
                            speckle_is_finest_at_the_focus_and_widens_both_ways,
                            NULL};

    return bv_test_run("phantom", open_phantom, close_phantom, tests);
}
