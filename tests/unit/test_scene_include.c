#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/simulator/scene_file.h"

#define HEAD "{\"format\": \"bevel-scene\", \"version\": 1,\n"

static const char base[] =
    HEAD "\"name\": \"Base\",\n"
         "\"probe\": {\"frequency_mhz\": 10, \"depth_mm\": 30},\n"
         "\"layers\": [{\"tissue\": \"fat\", \"thickness_mm\": [20, 50]}],\n"
         "\"objects\": [{\"name\": \"cyst\", \"shape\": \"tube\",\n"
         "             \"center_mm\": [0, 0, [10, 14]]}],\n"
         "\"needle\": {\"entry_mm\": [-9, 0, 1], \"diameter_mm\": 1.1},\n"
         "\"target\": {\"at_mm\": [0, 0, 12]}}";

/* The files that there are. */
static struct {
    const char *name, *text;
} files[6];
static struct bv_scene scene;
static struct bv_fault fault;

static void reset(void)
{
    memset(files, 0, sizeof(files));
    memset(&scene, 0, sizeof(scene));
    memset(&fault, 0, sizeof(fault));
    files[0].name = "base";
    files[0].text = base;
}

static int open_file(void *data, const char *from, const char *include,
                     struct bv_scene_text *text, struct bv_fault *said)
{
    (void)data;
    (void)from;
    for (int i = 0; i < 6; i++) {
        if (!files[i].name || strcmp(files[i].name, include) != 0)
            continue;
        text->name = strdup(include);
        text->text = strdup(files[i].text);
        text->size_bytes = strlen(text->text);
        return 0;
    }
    return bv_fault_set(said, -ENOENT, "There is no %s.", include);
}

static int parse(const char *text)
{
    static const struct bv_scene_opener opener = {open_file, NULL};

    return bv_scene_parse_with("top", text, strlen(text), true, 5, &opener,
                               &scene, &fault);
}

static void refuses(const char *text, const char *first, const char *second)
{
    memset(&fault, 0, sizeof(fault));
    ck_assert_int_lt(parse(text), 0);
    ck_assert_msg(strncmp(fault.text, first, strlen(first)) == 0 &&
                      strstr(fault.text, second),
                  "%s", fault.text);
}

START_TEST(a_scene_that_overrides_nothing_is_the_included_one)
{
    struct bv_scene alone;

    ck_assert_int_eq(parse(base), 0);
    alone = scene;
    ck_assert_int_eq(parse(HEAD "\"include\": \"base\"}"), 0);
    ck_assert_int_eq(memcmp(&alone, &scene, sizeof(scene)), 0);
}
END_TEST

START_TEST(objects_are_merged_and_lists_replaced_whole)
{
    ck_assert_int_eq(parse(HEAD "\"include\": \"base\",\n"
                                "\"needle\": {\"diameter_mm\": 0.5},\n"
                                "\"objects\": [{\"name\": \"one\", "
                                "\"shape\": \"tube\", "
                                "\"center_mm\": [1, 0, 9]}]}"),
                     0);
    ck_assert_str_eq(scene.name, "Base");
    ck_assert_double_eq(scene.needle.diameter_mm, 0.5);
    ck_assert_double_eq(scene.needle.entry_mm[0], -9);
    ck_assert_int_eq(scene.object_count, 1);
    ck_assert_str_eq(scene.objects[0].name, "one");
}
END_TEST

START_TEST(null_takes_a_key_away)
{
    ck_assert_int_eq(parse(HEAD "\"include\": \"base\", \"target\": null, "
                                "\"needle\": {\"diameter_mm\": null}}"),
                     0);
    ck_assert(!scene.target.present);
    ck_assert(scene.needle.present);
    ck_assert_double_eq(scene.needle.diameter_mm, 0.8);
}
END_TEST

START_TEST(ranges_of_the_included_scene_are_filled_as_in_itself)
{
    double thickness_mm, depth_mm;

    ck_assert_int_eq(parse(base), 0);
    thickness_mm = scene.layers[0].thickness_mm;
    depth_mm = scene.objects[0].center_mm[2];
    ck_assert_int_eq(parse(HEAD "\"include\": \"base\", \"name\": \"Top\", "
                                "\"motion\": {\"drift_mm\": [0, 1]}}"),
                     0);
    ck_assert_double_eq(scene.layers[0].thickness_mm, thickness_mm);
    ck_assert_double_eq(scene.objects[0].center_mm[2], depth_mm);
}
END_TEST

START_TEST(a_mistake_is_told_in_the_file_that_it_stands_in)
{
    refuses(HEAD "\"include\": \"base\",\n\"needle\": {\"diameter\": 3}}",
            "top:3: ", "needle.diameter");
    files[1].name = "wrong";
    files[1].text = HEAD "\"include\": \"base\",\n\n\"needle\": {\n"
                         "\"echo_db\": 300}}";
    refuses(HEAD "\"include\": \"wrong\", \"needle\": {\"bend_per_km\": 1}}",
            "wrong:5: ", "needle.echo_db must be from -30 to 20, not 300");
    refuses(HEAD "\"include\": \"base\",\n\"layers\": [{\"tissue\": \"fat\", "
                 "\"thickness_mm\": 5},\n{\"tissue\": \"fat\"}]}",
            "top:4: ", "layers[1] needs the key \"thickness_mm\"");
    files[1].text = "{";
    refuses(HEAD "\"include\": \"wrong\"}", "wrong:1: ", "not valid JSON");
    files[1].text = "{}";
    refuses(HEAD "\"include\": \"wrong\"}", "wrong:1: ", "bevel-scene");
}
END_TEST

START_TEST(a_circle_of_includes_is_refused)
{
    refuses(HEAD "\"include\": \"top\"}", "top:2: include ", "no top");
    files[1].name = "top";
    files[1].text = HEAD "\"include\": \"two\"}";
    files[2].name = "two";
    files[2].text = HEAD "\n\"include\": \"top\"}";
    refuses(HEAD "\"include\": \"two\"}", "two:3: include ", "circle");
}
END_TEST

START_TEST(four_scenes_may_lie_below_one_and_five_not)
{
    files[1].name = "a";
    files[1].text = HEAD "\"include\": \"base\"}";
    files[2].name = "b";
    files[2].text = HEAD "\"include\": \"a\"}";
    files[3].name = "c";
    files[3].text = HEAD "\"include\": \"b\"}";
    files[4].name = "d";
    files[4].text = HEAD "\"include\": \"c\"}";
    ck_assert_msg(parse(HEAD "\"include\": \"c\"}") == 0, "%s", fault.text);
    refuses(HEAD "\"include\": \"d\"}", "a:2: include ", "too deep");
}
END_TEST

START_TEST(an_include_stays_in_its_folder)
{
    static const char *const names[] = {"../base",    "/base",  "a/../base",
                                        "a//b",       "",       "a/",
                                        "c:\\\\base", "b\\n.x", "./../x"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char text[200];

        snprintf(text, sizeof(text), HEAD "\"include\": \"%s\"}", names[i]);
        refuses(text, "top:2: include ", "same folder");
    }
    refuses(HEAD "\"include\": 3}", "top:2: include ", "same folder");
    refuses(HEAD "\"include\": \"none\"}", "top:2: include ", "no none");
}
END_TEST

START_TEST(a_case_is_read_with_what_counts_as_success)
{
    const struct bv_scene_success *success = &scene.case_text.success;

    ck_assert_int_eq(parse(base), 0);
    ck_assert(!scene.case_text.present);
    ck_assert(isnan(success->tip_within_mm));
    ck_assert_msg(
        parse(HEAD "\"include\": \"base\", \"case\": {\"title\": \"T\", "
                   "\"task\": [\"Go\", \"there.\"], \"success\": "
                   "{\"tip_within_mm\": 2, \"tip_in\": \"cyst\", "
                   "\"not_enter\": [\"cyst\"], \"passes_at_most\": 3}}}") == 0,
        "%s", fault.text);
    ck_assert(scene.case_text.present);
    ck_assert_str_eq(scene.case_text.task, "Go there.");
    ck_assert_double_eq(success->tip_within_mm, 2);
    ck_assert_double_eq(success->passes_most, 3);
    ck_assert(isnan(success->time_most_s));
    ck_assert_int_eq(success->avoid_count, 1);
    ck_assert_str_eq(success->avoid[0], "cyst");
}
END_TEST

START_TEST(a_case_that_names_nothing_of_the_scene_is_refused)
{
    refuses(HEAD "\"include\": \"base\", \"case\": {\"title\": \"T\", "
                 "\"task\": \"Go.\",\n\"success\": {\"tip_in\": \"cist\"}}}",
            "top:3: ", "the nearest is \"cyst\"");
    refuses(HEAD "\"include\": \"base\", \"case\": {\"title\": \"T\", "
                 "\"task\": \"Go.\", \"success\": {\n\"not_enter\": "
                 "[\"cyst\",\n\"aorta\"]}}}",
            "top:4: ", "names no object");
    refuses(HEAD "\"include\": \"base\", \"target\": null, "
                 "\"case\": {\"title\": \"T\", \"task\": \"Go.\", "
                 "\"success\": {\"tip_within_mm\": 1}}}",
            "top:2: ", "no \"target\"");
    refuses(HEAD "\"include\": \"base\", \"case\": {\"title\": \"T\"}}",
            "top:2: ", "needs the key \"task\"");
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_scene_that_overrides_nothing_is_the_included_one,
        objects_are_merged_and_lists_replaced_whole,
        null_takes_a_key_away,
        ranges_of_the_included_scene_are_filled_as_in_itself,
        a_mistake_is_told_in_the_file_that_it_stands_in,
        a_circle_of_includes_is_refused,
        four_scenes_may_lie_below_one_and_five_not,
        an_include_stays_in_its_folder,
        a_case_is_read_with_what_counts_as_success,
        a_case_that_names_nothing_of_the_scene_is_refused,
        NULL};

    return bv_test_run("scene_include", reset, NULL, tests);
}
