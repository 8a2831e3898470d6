#include "support/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "guidance/procedures.h"

static struct bv_procedure procedure;
static struct bv_fault fault;

/* A whole file; %s stands where the tests put more keys. */
static const char good[] =
    "{\"format\": \"bevel-procedure\", \"version\": 1, \"id\": \"case\",\n"
    "\"name\": \"Case\", \"group\": \"nerve block\", \"reviewed_by\": null,\n"
    "\"target\": {\"kind\": \"nerve\", \"beside\": true, \"what\": \"a "
    "nerve\",\n"
    " \"source\": \"P\"},\n"
    "\"probe\": {\"kinds\": [\"linear\"], \"source\": [\"P\", \"W\"]},\n"
    "\"avoid\": [{\"kind\": \"nerve\", \"what\": \"it\", \"source\": \"W\"}],\n"
    "%s\n"
    "\"sources\": {\n"
    " \"P\": {\"kind\": \"peer_reviewed\", \"year\": 2020, \"title\": \"A\"},\n"
    " \"S\": {\"kind\": \"society\", \"year\": null, \"title\": \"B\"},\n"
    " \"T\": {\"kind\": \"textbook\", \"title\": \"C\"},\n"
    " \"W\": {\"kind\": \"web\", \"title\": \"D\"},\n"
    " \"O\": {\"kind\": \"site\", \"title\": \"E\"}}}\n";

static void reset(void)
{
    procedure = (struct bv_procedure){0};
    fault = (struct bv_fault){0};
}

static int parse(const char *text)
{
    reset();
    return bv_procedure_parse("folder/case.json", text, strlen(text), NULL,
                              NULL, &procedure, &fault);
}

static int parse_with(const char *more)
{
    char text[8192];

    snprintf(text, sizeof(text), good, more);
    return parse(text);
}

static void takes(const char *more)
{
    ck_assert_msg(parse_with(more) == 0, "%s", fault.text);
}

static void refuses(const char *more, const char *at, const char *says)
{
    ck_assert_int_eq(parse_with(more), -EINVAL);
    ck_assert_msg(strstr(fault.text, at) && strstr(fault.text, says), "%s",
                  fault.text);
    ck_assert_ptr_null(strchr(fault.text, '\n'));
    ck_assert_int_eq(procedure.reference_count, 0);
}

START_TEST(a_procedure_has_what_its_file_says)
{
    takes("\"depth_mm\": [{\"range\": [10, 30], \"unit\": \"mm\",\n"
          "\"source\": \"S\", \"note\": \"in adults\"}],\n"
          "\"volume_ml\": [{\"value\": 7.5, \"unit\": \"mL\", \"source\": "
          "[\"P\", \"S\"]}],\n"
          "\"steps\": [{\"text\": \"One.\", \"check_locally\": true}],");
    ck_assert_str_eq(procedure.id, "case");
    ck_assert_str_eq(procedure.reviewed_by, "");
    ck_assert_int_eq(procedure.group, BV_PROCEDURE_NERVE);
    ck_assert_int_eq(procedure.target.kind, BV_TARGET_NERVE);
    ck_assert(procedure.target.beside);
    ck_assert_uint_eq(procedure.probe.kinds, BV_PROBES_LINEAR);
    ck_assert_uint_eq(procedure.probe.how.backing.references, 9);
    ck_assert_int_eq(procedure.depth_count, 1);
    ck_assert_double_eq(procedure.depth_mm[0].low, 10);
    ck_assert_double_eq(procedure.depth_mm[0].high, 30);
    ck_assert_str_eq(procedure.depth_mm[0].note, "in adults");
    ck_assert_double_eq(procedure.volume_ml[0].high, 7.5);
    ck_assert_uint_eq(procedure.volume_ml[0].references, 3);
    ck_assert(procedure.steps[0].backing.check_locally);
    ck_assert_int_eq(procedure.references[0].year, 2020);
    ck_assert_int_eq(procedure.references[1].year, 0);
}
END_TEST

START_TEST(a_number_without_a_source_is_refused)
{
    refuses("\"volume_ml\": [\n{\"value\": 5, \"unit\": \"mL\"}],",
            "case.json:8: volume_ml[0]", "needs a \"source\"");
    refuses("\"needle\": [{\"gauge\": {\"value\": 22, \"unit\": \"G\"}}],",
            "needle[0].gauge", "needs a \"source\"");
    refuses("\"depth_mm\": [20],", "depth_mm[0]", "must be {");
    refuses("\"volume_ml\": [{\"value\": 5, \"unit\": \"mL\", \"source\": "
            "\"X\"}],",
            "volume_ml[0].source", "must name one of");
    refuses("\"volume_ml\": [{\"value\": 5, \"unit\": \"mL\", \"source\": "
            "[]}],",
            "volume_ml[0].source", "must name one of");
}
END_TEST

START_TEST(a_depth_or_volume_from_the_web_or_a_textbook_is_refused)
{
    refuses("\"volume_ml\": [{\"value\": 5, \"unit\": \"mL\", \"source\": "
            "\"W\"}],",
            "volume_ml[0]", "from \"W\"");
    refuses("\"depth_mm\": [{\"value\": 5, \"unit\": \"mm\", \"source\": "
            "[\"P\", \"T\"]}],",
            "depth_mm[0]", "from \"T\"");
    takes("\"depth_mm\": [{\"value\": 5, \"unit\": \"mm\", \"source\": "
          "\"O\"}],");
}
END_TEST

START_TEST(a_needle_may_be_a_textbooks_and_never_a_web_pages)
{
    takes("\"needle\": [{\"gauge\": {\"value\": 22, \"unit\": \"G\", "
          "\"source\": \"T\"}}],");
    ck_assert(procedure.needles[0].has_gauge);
    ck_assert(!procedure.needles[0].has_length);
    refuses("\"needle\": [{\"length\": {\"value\": 50, \"unit\": \"mm\", "
            "\"source\": \"W\"}}],",
            "needle[0].length", "a web source");
}
END_TEST

START_TEST(a_sentence_has_a_source_or_is_to_be_checked_locally)
{
    refuses("\"steps\": [{\"text\": \"Do it.\"}],", "steps[0]",
            "needs a \"source\", or \"check_locally\"");
    refuses("\"checks\": [{\"text\": \"Look.\", \"source\": \"P\", "
            "\"check_locally\": true}],",
            "checks[0]", "for what has none");
    refuses("\"steps\": [{\"source\": \"P\"}],", "steps[0]", "\"text\"");
}
END_TEST

START_TEST(a_number_in_a_sentence_needs_a_source_that_may_give_one)
{
    refuses("\"steps\": [{\"text\": \"Turn 30 degrees.\", \"check_locally\": "
            "true}],",
            "steps[0].text", "says a number");
    refuses("\"position\": [{\"text\": \"Knee at 90.\", \"source\": \"W\"}],",
            "position[0].text", "\"W\"");
    takes("\"steps\": [{\"text\": \"Turn 30 degrees.\", \"source\": \"T\"},\n"
          "{\"text\": \"At C6, under the A1 pulley.\", \"check_locally\": "
          "true}],");
}
END_TEST

START_TEST(a_unit_of_mass_is_refused_wherever_it_stands)
{
    static const char *const texts[] = {
        "40 mg of it", "5 mg/mL",   "80mcg",  "2 \xc2\xb5g", "1 g",
        "70 kg",       "10 units",  "5 IU",   "1-g",         "milligrams",
        "3 \xce\xbcg", "two grams", "4 mmol", NULL};
    char more[300];

    for (int i = 0; texts[i]; i++) {
        snprintf(more, sizeof(more),
                 "\"steps\": [{\"text\": \"%s\", \"source\": \"P\"}],",
                 texts[i]);
        refuses(more, "steps[0].text", "a unit of dose");
    }
    refuses("\"volume_ml\": [{\"value\": 5, \"unit\": \"mg\", \"source\": "
            "\"P\"}],",
            "volume_ml[0].unit", "mL");
    refuses("\"volume_ml\": [{\"value\": 5, \"unit\": \"mL\", \"source\": "
            "\"P\", \"note\": \"40 mg\"}],",
            "volume_ml[0].note", "a unit of dose");
    refuses("\"mine\": {\"dose_mg\": 3},", "mine.dose_mg", "a unit of dose");
    refuses("\"mine\": [\"2 g\"],", "mine[0]", "a unit of dose");
    takes("\"steps\": [{\"text\": \"A 22G needle, 50 mm, 5 mL.\", \"source\": "
          "\"P\"}],");
}
END_TEST

START_TEST(ranges_and_values_are_checked)
{
    static const char format[] =
        "\"depth_mm\": [{%s, \"unit\": \"mm\", \"source\": \"P\"}],";
    static const char *const wrong[] = {"\"range\": [30, 10]",
                                        "\"range\": [10, 10]",
                                        "\"range\": [1, 2, 3]",
                                        "\"range\": 5",
                                        "\"value\": -4",
                                        "\"value\": 0",
                                        "\"value\": 1e300",
                                        "\"value\": \"5\"",
                                        "\"value\": null",
                                        "\"value\": [1, 2]",
                                        "\"value\": 1, \"range\": [1, 2]",
                                        "\"note\": \"none\"",
                                        "\"range\": [10, true]",
                                        NULL};
    char more[300];

    for (int i = 0; wrong[i]; i++) {
        snprintf(more, sizeof(more), format, wrong[i]);
        refuses(more, "depth_mm[0]", "");
    }
    refuses("\"depth_mm\": [{\"value\": 5, \"unit\": \"cm\", \"source\": "
            "\"P\"}],",
            "depth_mm[0].unit", "must be one of mm");
    refuses("\"depth_mm\": [{\"value\": 5, \"source\": \"P\"}],", "depth_mm[0]",
            "needs the key \"unit\"");
}
END_TEST

START_TEST(a_nerve_is_aimed_beside_and_is_itself_avoided)
{
    char text[8192], *at;

    snprintf(text, sizeof(text), good, "");
    at = strstr(text, "\"beside\": true");
    memcpy(at, "\"beside\":false", 14);
    ck_assert_int_eq(parse(text), -EINVAL);
    ck_assert_ptr_nonnull(strstr(fault.text, "aimed beside"));
    snprintf(text, sizeof(text), good, "");
    at = strstr(text, "\"kind\": \"nerve\", \"what\": \"it\"");
    memcpy(at, "\"kind\": \"other\"", 15);
    ck_assert_int_eq(parse(text), -EINVAL);
    ck_assert_ptr_nonnull(strstr(fault.text, "does not list"));
}
END_TEST

START_TEST(the_id_is_the_files_name)
{
    char text[8192];

    snprintf(text, sizeof(text), good, "");
    reset();
    ck_assert_int_eq(bv_procedure_parse("other.json", text, strlen(text), NULL,
                                        NULL, &procedure, &fault),
                     -EINVAL);
    ck_assert_ptr_nonnull(strstr(fault.text, "the file's name"));
    memcpy(strstr(text, "\"case\""), "\"CASE\"", 6);
    ck_assert_int_eq(parse(text), -EINVAL);
    ck_assert_ptr_nonnull(strstr(fault.text, "lower-case"));
}
END_TEST

static void collect(void *data, bool mistake, const char *sentence)
{
    FILE *out = data;

    fprintf(out, "%s%s\n", mistake ? "mistake " : "remark ", sentence);
}

/* What is told of a text, all of it. The caller's to free. */
static char *told(const char *text, size_t size_bytes)
{
    char *all = NULL;
    size_t size;
    FILE *out = open_memstream(&all, &size);
    int error;

    reset();
    error = bv_procedure_parse("case.json", text, size_bytes, collect, out,
                               &procedure, &fault);
    fclose(out);
    ck_assert(error == 0 || error == -EINVAL);
    return all;
}

START_TEST(an_unknown_key_is_ignored_and_remarked_on)
{
    char text[8192], *all;

    snprintf(text, sizeof(text), good, "\"setps\": [], \"zzz\": 1,");
    all = told(text, strlen(text));
    ck_assert_ptr_null(strstr(all, "mistake"));
    ck_assert_ptr_nonnull(strstr(all, "setps is not a known key and is "
                                      "ignored; the nearest is \"steps\""));
    ck_assert_ptr_nonnull(strstr(all, "zzz is not a known key"));
    ck_assert_str_eq(procedure.id, "case");
    free(all);
}
END_TEST

START_TEST(all_mistakes_are_told_at_once)
{
    char text[8192], *all;

    snprintf(text, sizeof(text), good,
             "\"steps\": [{\"text\": 5, \"source\": \"P\"}],\n"
             "\"checks\": 7, \"depth_mm\": [{}], \"needle\": [{}],\n"
             "\"approaches\": [{\"plane\": \"up\", \"source\": \"P\"}],");
    all = told(text, strlen(text));
    ck_assert_ptr_nonnull(strstr(all, "case.json:7: steps[0].text must be"));
    ck_assert_ptr_nonnull(strstr(all, "case.json:8: checks must be a list"));
    ck_assert_ptr_nonnull(strstr(all, "case.json:8: depth_mm[0] needs"));
    ck_assert_ptr_nonnull(strstr(all, "case.json:9: approaches[0].plane must "
                                      "be one of in-plane, out-of-plane"));
    free(all);
}
END_TEST

START_TEST(hostile_files_get_a_sentence)
{
    static const char *const texts[] = {
        "",
        "{",
        "[]",
        "null",
        "{}",
        "{\"format\": \"bevel-scene\"}",
        "{\"format\": \"bevel-procedure\", \"version\": 2}",
        "{\"format\": \"bevel-procedure\", \"version\": 1}",
        "{\"format\": \"bevel-procedure\", \"version\": 1, \"depth_mm\": NaN}",
        "{\"format\": \"bevel-procedure\", \"version\": 1, \"sources\": []}",
        "{\"a\": 1, \"a\": 2}",
        "{\"a\": 1e999}",
        "\xff\xfe",
        NULL};

    for (int i = 0; texts[i]; i++) {
        ck_assert_int_eq(parse(texts[i]), -EINVAL);
        ck_assert_int_eq(fault.error, -EINVAL);
        ck_assert_ptr_nonnull(strstr(fault.text, "case.json:"));
    }
    refuses("\"steps\": [{\"text\": \"\\u001b[2J\", \"source\": \"P\"}],",
            "steps[0].text", "plain letters");
    refuses("\"steps\": [{\"text\": \"\\u009b2J\", \"source\": \"P\"}],",
            "steps[0].text", "plain letters");
}
END_TEST

START_TEST(a_file_that_is_nested_deeply_or_is_large_gets_a_sentence)
{
    enum { deep = 1500, large = 300 * 1024 };
    char *text = malloc(large + 1), *all;

    strcpy(text, "{\"format\": \"bevel-procedure\", \"version\": 1, \"a\": ");
    for (int i = 0; i < 2 * deep; i++)
        strcat(text, i < deep ? "[" : "]");
    strcat(text, "}");
    all = told(text, strlen(text));
    ck_assert_ptr_nonnull(strstr(all, "nested too deeply"));
    free(all);
    memset(text, ' ', large);
    text[large] = '\0';
    all = told(text, large);
    ck_assert_ptr_nonnull(strstr(all, "larger than such a file may be"));
    free(all);
    free(text);
}
END_TEST

START_TEST(a_file_of_mistakes_ends_soon)
{
    enum { size = 250000 };
    static char text[size];
    char *all;
    int used =
        sprintf(text, "{\"format\": \"bevel-procedure\", \"version\": 1");

    for (int i = 0; used < size - 64; i++)
        used +=
            snprintf(text + used, (size_t)(size - used), ", \"mg%d\": 1", i);
    used += sprintf(text + used, "}");
    all = told(text, (size_t)used);
    ck_assert_uint_lt(strlen(all), 100 * 600);
    free(all);
}
END_TEST

/* The library as it is bundled, without what the machine's user has. */
static void list_bundled(struct bv_procedure_files *files)
{
    setenv("XDG_CONFIG_HOME", bv_test_folder(), 1);
    ck_assert_int_eq(bv_procedure_files_list(files), 0);
}

START_TEST(the_library_has_28_and_all_pass)
{
    struct bv_procedure_files files;

    list_bundled(&files);
    ck_assert_int_eq(files.count, 28);
    for (int i = 0; i < files.count; i++) {
        reset();
        ck_assert_msg(bv_procedure_load(files.file[i].path, NULL, NULL,
                                        &procedure, NULL, &fault) == 0,
                      "%s", fault.text);
        ck_assert_str_eq(procedure.id, files.file[i].id);
        ck_assert(!files.file[i].own);
        ck_assert_str_eq(procedure.reviewed_by, "");
        ck_assert_int_gt(procedure.avoid_count, 0);
        ck_assert_int_gt(procedure.approach_count, 0);
        ck_assert_int_gt(procedure.position_count, 0);
        ck_assert_int_gt(procedure.check_count, 0);
        for (int k = 0; k < procedure.reference_count; k++)
            ck_assert_int_ne(procedure.references[k].kind, BV_REFERENCE_SITE);
    }
    bv_procedure_files_fini(&files);
}
END_TEST

START_TEST(a_source_is_the_same_in_every_file_of_the_library)
{
    static struct bv_reference seen[200];
    struct bv_procedure_files files;
    int count = 0;

    list_bundled(&files);
    for (int i = 0; i < files.count; i++) {
        ck_assert_int_eq(bv_procedure_load(files.file[i].path, NULL, NULL,
                                           &procedure, NULL, NULL),
                         0);
        for (int k = 0; k < procedure.reference_count; k++) {
            const struct bv_reference *made = &procedure.references[k];
            int at = 0;

            while (at < count && strcmp(seen[at].key, made->key) != 0)
                at++;
            if (at == count)
                seen[count++] = *made;
            ck_assert_int_eq(seen[at].kind, made->kind);
            ck_assert_int_eq(seen[at].year, made->year);
            ck_assert_str_eq(seen[at].title, made->title);
        }
    }
    bv_procedure_files_fini(&files);
}
END_TEST

static void write_own(const char *home, const char *name, const char *more)
{
    char path[512];
    FILE *file;

    snprintf(path, sizeof(path), "%s/bevel", home);
    mkdir(path, 0700);
    snprintf(path, sizeof(path), "%s/bevel/procedures", home);
    mkdir(path, 0700);
    snprintf(path, sizeof(path), "%s/bevel/procedures/%s", home, name);
    file = fopen(path, "w");
    fprintf(file, good, more);
    fclose(file);
}

START_TEST(a_sites_own_file_goes_before_the_bundled_one)
{
    struct bv_procedure_files files;
    const char *home = bv_test_folder();
    bool own = false;

    setenv("XDG_CONFIG_HOME", home, 1);
    write_own(home, "case.json", "");
    write_own(home, "femoral.json", ""); /* its id is another */
    ck_assert_int_eq(bv_procedure_files_list(&files), 0);
    ck_assert_int_eq(files.count, 29);
    bv_procedure_files_fini(&files);
    reset();
    ck_assert_int_eq(
        bv_procedure_load("case", NULL, NULL, &procedure, &own, &fault), 0);
    ck_assert(own);
    ck_assert_int_eq(
        bv_procedure_load("femoral", NULL, NULL, &procedure, &own, &fault),
        -EINVAL);
    ck_assert_ptr_nonnull(strstr(fault.text, "bevel/procedures/femoral.json"));
    ck_assert_int_eq(
        bv_procedure_load("saphenous", NULL, NULL, &procedure, &own, NULL), 0);
    ck_assert(!own);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_procedure_has_what_its_file_says,
        a_number_without_a_source_is_refused,
        a_depth_or_volume_from_the_web_or_a_textbook_is_refused,
        a_needle_may_be_a_textbooks_and_never_a_web_pages,
        a_sentence_has_a_source_or_is_to_be_checked_locally,
        a_number_in_a_sentence_needs_a_source_that_may_give_one,
        a_unit_of_mass_is_refused_wherever_it_stands,
        ranges_and_values_are_checked,
        a_nerve_is_aimed_beside_and_is_itself_avoided,
        the_id_is_the_files_name,
        an_unknown_key_is_ignored_and_remarked_on,
        all_mistakes_are_told_at_once,
        hostile_files_get_a_sentence,
        a_file_that_is_nested_deeply_or_is_large_gets_a_sentence,
        a_file_of_mistakes_ends_soon,
        the_library_has_28_and_all_pass,
        a_source_is_the_same_in_every_file_of_the_library,
        a_sites_own_file_goes_before_the_bundled_one,
        NULL,
    };

    return bv_test_run("procedures", NULL, NULL, tests);
}
