/*
 * What people set for themselves: values, steps, words, and the schema that
 * keeps them.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/settings/settings.h"

static struct bv_settings settings;
static char text[32];

static void setup(void)
{
    bv_settings_reset(&settings);
}

static const char *said(enum bv_setting setting)
{
    return bv_setting_say(setting, settings.value[setting], text, sizeof(text));
}

START_TEST(as_shipped_it_is_dark_and_every_alarm_sounds)
{
    ck_assert_int_eq(settings.value[BV_SETTING_THEME], BV_THEME_DARK);
    ck_assert_int_eq(settings.value[BV_SETTING_TEXT], 100);
    for (int i = BV_SETTING_SOUND_NEAR; i <= BV_SETTING_SOUND_SPREAD; i++)
        ck_assert_int_eq(settings.value[i], 1);
    ck_assert(bv_settings_are_shipped(&settings));
}
END_TEST

START_TEST(a_value_that_it_cannot_have_becomes_the_nearest)
{
    ck_assert(bv_settings_set(&settings, BV_SETTING_TEXT, 900));
    ck_assert_int_eq(settings.value[BV_SETTING_TEXT], 200);
    ck_assert(bv_settings_set(&settings, BV_SETTING_TEXT, 133));
    ck_assert_int_eq(settings.value[BV_SETTING_TEXT], 130);
    ck_assert(bv_settings_set(&settings, BV_SETTING_TEXT, -5));
    ck_assert_int_eq(settings.value[BV_SETTING_TEXT], 100);
    ck_assert(bv_settings_set(&settings, BV_SETTING_THEME, 7));
    ck_assert_int_eq(settings.value[BV_SETTING_THEME], BV_THEMES - 1);
    ck_assert(bv_settings_set(&settings, BV_SETTING_BEDSIDE, 12));
    ck_assert_int_eq(settings.value[BV_SETTING_BEDSIDE], 1);
    ck_assert(!bv_settings_set(&settings, BV_SETTING_BEDSIDE, 1));
}
END_TEST

START_TEST(a_number_stays_at_its_ends)
{
    int steps = 0;

    ck_assert(!bv_settings_step(&settings, BV_SETTING_TEXT, -1));
    while (bv_settings_step(&settings, BV_SETTING_TEXT, 1))
        steps++;
    ck_assert_int_eq(steps, 10);
    ck_assert_str_eq(said(BV_SETTING_TEXT), "200 %");
}
END_TEST

START_TEST(a_choice_goes_round_either_way)
{
    ck_assert(bv_settings_step(&settings, BV_SETTING_THEME, -1));
    ck_assert_str_eq(said(BV_SETTING_THEME), "Desktop");
    ck_assert(bv_settings_step(&settings, BV_SETTING_THEME, 1));
    ck_assert_str_eq(said(BV_SETTING_THEME), "Dark");
    ck_assert(bv_settings_step(&settings, BV_SETTING_THEME, 1));
    ck_assert_str_eq(said(BV_SETTING_THEME), "Light");
}
END_TEST

START_TEST(a_switch_is_turned_either_way)
{
    for (int way = -1; way <= 1; way += 2) {
        ck_assert(bv_settings_step(&settings, BV_SETTING_CONTRAST, way));
        ck_assert_str_eq(said(BV_SETTING_CONTRAST), way < 0 ? "On" : "Off");
    }
}
END_TEST

START_TEST(one_alarm_silenced_leaves_the_others)
{
    bv_settings_step(&settings, BV_SETTING_SOUND_NEAR, 1);
    ck_assert_int_eq(settings.value[BV_SETTING_SOUND_NEAR], 0);
    ck_assert_int_eq(settings.value[BV_SETTING_SOUND_INSIDE], 1);
    ck_assert_int_eq(settings.value[BV_SETTING_SOUND_SPREAD], 1);
    ck_assert(!bv_settings_are_shipped(&settings));
    bv_settings_step(&settings, BV_SETTING_SOUND_NEAR, 1);
    ck_assert(bv_settings_are_shipped(&settings));
}
END_TEST

START_TEST(a_choice_is_found_by_the_name_that_it_is_kept_by)
{
    ck_assert_int_eq(bv_setting_find_choice(BV_SETTING_THEME, "light"),
                     BV_THEME_LIGHT);
    ck_assert_int_eq(bv_setting_find_choice(BV_SETTING_THEME, "purple"), -1);
    ck_assert_int_eq(bv_setting_find_choice(BV_SETTING_TEXT, "light"), -1);
}
END_TEST

static char *read_schema(void)
{
    char path[400], *schema = calloc(1, 1 << 16);
    FILE *file;

    snprintf(path, sizeof(path), "%s/../ui/data/org.bevel.Bevel.gschema.xml",
             getenv("BEVEL_SAMPLES_DIR"));
    file = fopen(path, "r");
    ck_assert(file && schema);
    ck_assert_uint_gt(fread(schema, 1, (1 << 16) - 1, file), 0);
    fclose(file);
    return schema;
}

/* How the schema writes what is shipped. */
static void write_shipped(const struct bv_setting_facts *facts, char *line,
                          size_t size)
{
    if (facts->kind == BV_SETTING_SWITCH)
        snprintf(line, size, "<default>%s</default>",
                 facts->shipped ? "true" : "false");
    else if (facts->kind == BV_SETTING_NUMBER)
        snprintf(line, size,
                 "<range min=\"%d\" max=\"%d\"/>\n      <default>%d</default>",
                 facts->least, facts->most, facts->shipped);
    else
        snprintf(line, size, "<default>\"%s\"</default>",
                 facts->choice_id[facts->shipped]);
}

START_TEST(the_schema_ships_what_the_table_does)
{
    static const char *const type = "bsi";
    char *schema = read_schema(), line[160], *end;
    int keys = 0;

    for (const char *at = schema; (at = strstr(at, "<key ")); at++)
        keys++;
    ck_assert_int_eq(keys, BV_SETTINGS + 1); /* and the keys */
    for (int i = 0; i < BV_SETTINGS; i++) {
        const struct bv_setting_facts *facts =
            bv_setting_facts((enum bv_setting)i);
        char *key;

        snprintf(line, sizeof(line), "<key name=\"%s\" type=\"%c\">", facts->id,
                 type[facts->kind]);
        key = strstr(schema, line);
        ck_assert_msg(key, "the schema lacks %s", line);
        end = strstr(key, "</key>");
        write_shipped(facts, line, sizeof(line));
        ck_assert_msg(strstr(key, line) && strstr(key, line) < end,
                      "%s: not %s", facts->id, line);
    }
    free(schema);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {as_shipped_it_is_dark_and_every_alarm_sounds,
                            a_value_that_it_cannot_have_becomes_the_nearest,
                            a_number_stays_at_its_ends,
                            a_choice_goes_round_either_way,
                            a_switch_is_turned_either_way,
                            one_alarm_silenced_leaves_the_others,
                            a_choice_is_found_by_the_name_that_it_is_kept_by,
                            the_schema_ships_what_the_table_does,
                            NULL};

    return bv_test_run("settings", setup, NULL, tests);
}
