#include "support/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/simulator/scene.h"

static struct bv_scene scene;
static struct bv_fault fault;

static const char head[] = "{\"format\": \"bevel-scene\", \"version\": 1,\n"
                           "\"name\": \"Test\",\n"
                           "\"probe\": {\"frequency_mhz\": 10, "
                           "\"depth_mm\": 30},\n"
                           "\"layers\": [{\"tissue\": \"fat\", "
                           "\"thickness_mm\": 50}]";

static void reset(void)
{
    memset(&scene, 0, sizeof(scene));
    memset(&fault, 0, sizeof(fault));
}

static int parse(const char *text)
{
    return bv_scene_parse("case.json", text, strlen(text), false, 0, &scene,
                          &fault);
}

/* The shortest scene with more keys at its end. */
static int parse_with(const char *more)
{
    char text[4096];

    snprintf(text, sizeof(text), "%s%s}", head, more);
    return parse(text);
}

static void refuses(const char *more, const char *first, const char *second)
{
    reset();
    ck_assert_int_eq(parse_with(more), -EINVAL);
    ck_assert_ptr_nonnull(strstr(fault.text, first));
    ck_assert_ptr_nonnull(strstr(fault.text, second));
    ck_assert_ptr_null(strchr(fault.text, '\n'));
}

START_TEST(the_shortest_scene_has_the_defaults)
{
    ck_assert_int_eq(parse_with(""), 0);
    ck_assert_str_eq(scene.name, "Test");
    ck_assert_int_eq(scene.layer_count, 1);
    ck_assert_int_eq(scene.object_count, 0);
    ck_assert(!scene.needle.present);
    ck_assert(!scene.target.present);
    ck_assert_double_eq(scene.probe.width_mm, 38);
}
END_TEST

START_TEST(an_unknown_key_is_told_with_file_line_and_key)
{
    refuses(",\n\"target\": {\n  \"at_mm\": [1, 2, 3],\n  \"size\": 4}",
            "case.json:7: ", "target.size");
    refuses(",\n\"needel\": {}", "case.json:5: ", "needel");
    refuses(",\"script\": {\"steps\": [{\"time_s\": 0},\n"
            "{\"time_s\": 1, \"lenght_mm\": 3}]}",
            "case.json:5: ", "script.steps[1].lenght_mm");
}
END_TEST

START_TEST(a_value_out_of_range_is_told_with_its_limits)
{
    refuses(",\n\"motion\": {\"pulse_hz\": 400}",
            "case.json:5: ", "motion.pulse_hz must be from 0 to 4, not 400");
    refuses(",\n\"target\": {\"at_mm\": [1, 1e300, 3]}",
            "case.json:5: ", "target.at_mm[1]");
}
END_TEST

START_TEST(a_value_of_the_wrong_type_is_told)
{
    refuses(",\n\"motion\": 3", "case.json:5: ", "motion must be an object");
    refuses(",\n\"target\": {\"at_mm\": 3}",
            "case.json:5: ", "target.at_mm must be a list of 3 numbers");
    refuses(",\n\"seed\": -1", "case.json:5: ", "seed");
    refuses(",\n\"seed\": \"x\"", "case.json:5: ", "seed");
    refuses(",\"objects\": [{\"name\": \"a\", \"shape\": \"cube\"}]",
            "objects[0].shape", "one of ellipsoid, tube, sheet");
}
END_TEST

START_TEST(a_missing_key_is_told)
{
    refuses(",\n\"target\": {}", "case.json:5: ", "needs the key \"at_mm\"");
    refuses(",\"objects\": [{\"name\": \"a\", \"shape\": \"tube\"}]",
            "objects[0]", "center_mm");
    refuses(",\"objects\": [{\"name\": \"a\", \"shape\": \"sheet\"}]",
            "objects[0]", "points_mm");
}
END_TEST

START_TEST(every_cut_of_a_scene_is_refused_and_none_crashes)
{
    char text[4096];
    size_t length;

    snprintf(text, sizeof(text),
             "%s,\"script\": {\"steps\": [{\"time_s\": 0, \"length_mm\": "
             "[1, 2]}]}}",
             head);
    length = strlen(text);
    ck_assert_int_eq(parse(text), 0);
    for (size_t cut = 0; cut < length; cut++) {
        reset();
        ck_assert_int_eq(
            bv_scene_parse("cut.json", text, cut, false, 0, &scene, &fault),
            -EINVAL);
        ck_assert_ptr_nonnull(strstr(fault.text, "cut.json:"));
    }
}
END_TEST

START_TEST(too_many_of_anything_is_refused)
{
    size_t room = 1 << 18;
    char *text = malloc(room);
    size_t used = (size_t)snprintf(text, room, "%s,\"objects\": [", head);

    for (int i = 0; i < 2000; i++)
        used += (size_t)snprintf(text + used, room - used,
                                 "%s{\"name\":\"a\",\"shape\":\"tube\","
                                 "\"center_mm\":[0,0,9]}",
                                 i ? "," : "");
    snprintf(text + used, room - used, "]}");
    ck_assert_int_eq(parse(text), -EINVAL);
    ck_assert_ptr_nonnull(strstr(fault.text, "at most 32 entries, not 2000"));
    free(text);
}
END_TEST

START_TEST(deep_nesting_and_a_huge_file_are_refused)
{
    size_t size = BV_SCENE_FILE_MAX + 1;
    char *text = malloc(size);

    memset(text, '[', size);
    ck_assert_int_eq(
        bv_scene_parse("deep.json", text, size, false, 0, &scene, &fault),
        -EINVAL);
    ck_assert_ptr_nonnull(strstr(fault.text, "larger"));
    reset();
    ck_assert_int_eq(
        bv_scene_parse("deep.json", text, 60000, false, 0, &scene, &fault),
        -EINVAL);
    ck_assert_ptr_nonnull(strstr(fault.text, "deep.json:1:"));
    free(text);
}
END_TEST

START_TEST(a_range_is_filled_by_the_seed_and_stays_inside)
{
    static const char more[] = ",\"motion\": {\"drift_mm\": [1, 2]}";
    double first;
    int others = 0;

    ck_assert_int_eq(parse_with(more), 0);
    first = scene.motion.drift_mm;
    ck_assert_int_eq(parse_with(more), 0);
    ck_assert_double_eq(scene.motion.drift_mm, first);
    for (uint64_t seed = 0; seed < 20; seed++) {
        char text[1024];

        snprintf(text, sizeof(text), "%s%s}", head, more);
        ck_assert_int_eq(bv_scene_parse("case.json", text, strlen(text), true,
                                        seed, &scene, &fault),
                         0);
        ck_assert_double_ge(scene.motion.drift_mm, 1);
        ck_assert_double_le(scene.motion.drift_mm, 2);
        ck_assert_uint_eq(scene.seed, seed);
        others += scene.motion.drift_mm != first;
    }
    ck_assert_int_ge(others, 18);
    refuses(",\n\"motion\": {\"drift_mm\": [2, 1]}",
            "case.json:5: ", "lower number first");
}
END_TEST

START_TEST(a_range_does_not_depend_on_other_keys)
{
    double alone;

    ck_assert_int_eq(parse_with(",\"motion\": {\"drift_mm\": [1, 2]}"), 0);
    alone = scene.motion.drift_mm;
    ck_assert_int_eq(parse_with(",\"motion\": {\"breath_mm\": [0, 1], "
                                "\"drift_mm\": [1, 2]}"),
                     0);
    ck_assert_double_eq(scene.motion.drift_mm, alone);
}
END_TEST

START_TEST(script_steps_must_go_forward_in_time)
{
    refuses(",\"script\": {\"steps\": [{\"time_s\": 2}, {\"time_s\": 2}]}",
            "script.steps[1]", "later");
}
END_TEST

START_TEST(the_bundled_scenes_are_found_by_name)
{
    static const char *const names[] = {"", "nerve", "calf"};

    for (int i = 0; i < 3; i++)
        ck_assert_msg(bv_scene_load(names[i], false, 0, &scene, &fault) == 0,
                      "%s", fault.text);
    ck_assert(!scene.needle.present); /* the calf has none */
    ck_assert_int_eq(bv_scene_load("no-such-scene", false, 0, &scene, &fault),
                     -ENOENT);
    ck_assert_ptr_nonnull(strstr(fault.text, "no-such-scene"));
}
END_TEST

START_TEST(every_bundled_scene_can_be_read_with_any_seed)
{
    char *names = NULL, *name, *rest;
    size_t size = 0;
    FILE *list = open_memstream(&names, &size);
    int count = 0;

    bv_scene_list(list);
    fclose(list);
    for (name = strtok_r(names, " \n", &rest); name;
         name = strtok_r(NULL, " \n", &rest)) {
        count++;
        for (uint64_t seed = 1; seed <= 20; seed++)
            ck_assert_msg(bv_scene_load(name + strlen("sim:"), true, seed,
                                        &scene, &fault) == 0,
                          "%s", fault.text);
        ck_assert(scene.needle.present == scene.target.present);
    }
    ck_assert_int_ge(count, 29);
    free(names);
}
END_TEST

START_TEST(a_path_that_is_no_scene_file_is_told)
{
    ck_assert_int_lt(bv_scene_load("/", false, 0, &scene, &fault), 0);
    ck_assert_ptr_nonnull(strstr(fault.text, "folder"));
    reset();
    ck_assert_int_eq(
        bv_scene_load("./none/such.json", false, 0, &scene, &fault), -ENOENT);
    ck_assert_ptr_nonnull(strstr(fault.text, "such.json"));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {the_shortest_scene_has_the_defaults,
                            an_unknown_key_is_told_with_file_line_and_key,
                            a_value_out_of_range_is_told_with_its_limits,
                            a_value_of_the_wrong_type_is_told,
                            a_missing_key_is_told,
                            every_cut_of_a_scene_is_refused_and_none_crashes,
                            too_many_of_anything_is_refused,
                            deep_nesting_and_a_huge_file_are_refused,
                            a_range_is_filled_by_the_seed_and_stays_inside,
                            a_range_does_not_depend_on_other_keys,
                            script_steps_must_go_forward_in_time,
                            the_bundled_scenes_are_found_by_name,
                            every_bundled_scene_can_be_read_with_any_seed,
                            a_path_that_is_no_scene_file_is_told,
                            NULL};

    return bv_test_run("scene", reset, NULL, tests);
}
