#include "support/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "records/advice_json.h"

/* One line as it is written; free it. */
static char *line_of(const char *source, const struct bv_advice *advice)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    ck_assert_int_eq(bv_advice_write_json(out, source, 3, advice, 4.25), 0);
    fclose(out);
    return text;
}

START_TEST(silence_is_written_with_nulls_and_never_with_guesses)
{
    struct bv_advice advice = bv_advice_none();
    char *line;

    advice.time_ns = 100000000;
    line = line_of("clip.mp4", &advice);
    ck_assert_str_eq(
        line, "{\"source\":\"clip.mp4\",\"frame\":3,\"time_s\":0.1,"
              "\"repeat\":false,\"state\":\"none\",\"confidence\":0.0,"
              "\"shaft_px\":null,\"tip_px\":null,\"tip_sd_px\":null,"
              "\"crossing_px\":null,\"angle_deg\":null,\"last_seen_s\":null,"
              "\"mm_per_px\":null,\"scale_from\":null,\"tip_mm\":null,"
              "\"moved\":null,\"target_"
              "px\":null,"
              "\"distance_mm\":null,\"miss_mm\":null,\"checks\":[],\"process_"
              "ms\":4.25}\n");
    free(line);
}
END_TEST

START_TEST(seen_tip_is_written_with_its_numbers)
{
    struct bv_advice advice = bv_advice_none();
    char *line;

    advice.state = BV_NEEDLE_TIP_SEEN;
    advice.has_shaft = advice.has_tip = advice.has_tip_mm = true;
    advice.shaft_px = (struct bv_px_segment){{850.9, 87.1}, {500.8, 184.7}};
    advice.tip_px = advice.shaft_px.to;
    advice.tip_mm = (struct bv_mm){-6.3, 6.4};
    advice.distance_mm = 5.125;
    advice.miss_mm = -0.004;
    line = line_of("a", &advice);
    ck_assert_ptr_nonnull(strstr(line, "\"state\":\"tip_seen\""));
    ck_assert_ptr_nonnull(
        strstr(line, "\"shaft_px\":[[850.9,87.1],[500.8,184.7]]"));
    ck_assert_ptr_nonnull(strstr(line, "\"tip_mm\":[-6.3,6.4]"));
    ck_assert_ptr_nonnull(strstr(line, "\"miss_mm\":0.0,"));
    free(line);
}
END_TEST

START_TEST(name_that_is_not_utf8_still_makes_a_line)
{
    struct bv_advice advice = bv_advice_none();
    char *line = line_of("caf\xe9.mp4", &advice);

    ck_assert_ptr_nonnull(strstr(line, "\"source\":\"caf?.mp4\""));
    free(line);
}
END_TEST

START_TEST(full_disk_is_reported)
{
    struct bv_advice advice = bv_advice_none();
    FILE *out = fopen("/dev/full", "w");
    int error;

    ck_assert_ptr_nonnull(out);
    setvbuf(out, NULL, _IONBF, 0);
    error = bv_advice_write_json(out, "a", 0, &advice, 1);
    ck_assert_int_lt(error, 0);
    fclose(out);
}
END_TEST

START_TEST(advice_equals_itself_with_unknown_numbers_and_no_other)
{
    struct bv_advice a = bv_advice_none(), b = bv_advice_none();

    ck_assert(bv_advice_equal(&a, &b));
    b.miss_mm = 0;
    ck_assert(!bv_advice_equal(&a, &b));
    b.miss_mm = NAN;
    b.end.point = 1;
    ck_assert(!bv_advice_equal(&a, &b));
    b.end.point = 0;
    b.scan_area.box.left = 1;
    ck_assert(!bv_advice_equal(&a, &b));
}
END_TEST

START_TEST(marks_are_written_where_there_are_any)
{
    struct bv_advice advice = bv_advice_none();
    char *line;

    advice.landmark_count = 2;
    advice.landmark[0] = (struct bv_landmark_advice){
        .mark = {.id = 4,
                 .role = BV_LANDMARK_AVOID,
                 .kind = BV_LANDMARK_NERVE,
                 .name = "C6",
                 .outline = {3, {{1, 2}, {3.5, 2}, {2, 5.126}}}},
        .distance_mm = -0.256,
        .miss_mm = 0,
        .alarm = BV_ALARM_INSIDE};
    advice.landmark[1] =
        (struct bv_landmark_advice){.mark = {.id = 5, .at = {7, 8}},
                                    .state = BV_LANDMARK_LOST,
                                    .distance_mm = NAN,
                                    .miss_mm = NAN};
    line = line_of("a", &advice);
    ck_assert_ptr_nonnull(strstr(
        line, ",\"marks\":[{\"id\":4,\"name\":\"C6\",\"role\":\"avoid\","
              "\"kind\":\"nerve\",\"state\":\"held\","
              "\"outline_px\":[[1.0,2.0],[3.5,2.0],[2.0,5.13]],"
              "\"distance_mm\":-0.26,\"miss_mm\":0.0,\"alarm\":\"inside\"},"
              "{\"id\":5,\"name\":\"\",\"role\":\"target\",\"kind\":\"other\","
              "\"state\":\"lost\",\"point_px\":null,\"distance_mm\":null,"
              "\"miss_mm\":null,\"alarm\":\"none\"}]}"));
    free(line);
}
END_TEST

START_TEST(fluid_is_written_while_the_user_injects_or_aspirates)
{
    static const struct bv_outline triangle = {
        .count = 3, .at = {{10, 20}, {30, 20}, {20, 40}}};
    struct bv_advice advice = bv_advice_none();
    char *line = line_of("a", &advice);

    ck_assert_ptr_null(strstr(line, "spread"));
    ck_assert_ptr_null(strstr(line, "aspirate"));
    free(line);
    advice.mm_per_px = 0.1;
    advice.fluid.spread = (struct bv_spread){.state = BV_SPREAD_SEEN,
                                             .since_s = 2.5,
                                             .dead_s = 3,
                                             .in_view = true,
                                             .outline = triangle,
                                             .area_px2 = 200,
                                             .extent_deg = 95,
                                             .side = BV_SPREAD_BELOW};
    line = line_of("a", &advice);
    ck_assert_ptr_nonnull(strstr(
        line, ",\"spread\":{\"state\":\"seen\",\"since_s\":2.5,\"dead_s\":3.0,"
              "\"why\":null,"
              "\"outline_px\":[[10.0,20.0],[30.0,20.0],[20.0,40.0]],"
              "\"area_px2\":200.0,\"area_mm2\":2.0,\"echo\":\"poor\","
              "\"extent_deg\":95.0,\"side\":\"below\"}"));
    free(line);
    advice.fluid = bv_fluid_advice_none();
    advice.fluid.aspirate = (struct bv_aspirate){.state = BV_ASPIRATE_VOID,
                                                 .reason = BV_FLUID_PROBE_MOVED,
                                                 .outline = triangle,
                                                 .area_px2 = 200};
    line = line_of("a", &advice);
    ck_assert_ptr_nonnull(
        strstr(line, ",\"aspirate\":{\"state\":\"void\",\"since_s\":0.0,"
                     "\"why\":\"the probe moved\",\"outline_px\":null,"
                     "\"area_px2\":null,\"area_mm2\":null,\"first_px2\":null,"
                     "\"first_mm2\":null}"));
    free(line);
}
END_TEST

START_TEST(advice_of_other_fluid_is_not_the_same)
{
    struct bv_advice a = bv_advice_none(), b = bv_advice_none();

    ck_assert(bv_advice_equal(&a, &b));
    b.fluid.spread.state = BV_SPREAD_SEEN;
    ck_assert(!bv_advice_equal(&a, &b));
    b = a;
    b.fluid.aspirate.area_px2 = 3;
    ck_assert(!bv_advice_equal(&a, &b));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        silence_is_written_with_nulls_and_never_with_guesses,
        seen_tip_is_written_with_its_numbers,
        name_that_is_not_utf8_still_makes_a_line,
        full_disk_is_reported,
        advice_equals_itself_with_unknown_numbers_and_no_other,
        marks_are_written_where_there_are_any,
        fluid_is_written_while_the_user_injects_or_aspirates,
        advice_of_other_fluid_is_not_the_same,
        NULL};

    return bv_test_run("advice_json", NULL, NULL, tests);
}
