#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "records/course_file.h"

/*
 * Courses as files, and attempts against their criteria.
 */
static struct bv_course course;
static struct bv_fault fault;

static int read_steps(const char *steps)
{
    char text[2048];

    fault = (struct bv_fault){0};
    snprintf(text, sizeof(text),
             "{\"format\":\"bevel-course\",\"version\":1,\"name\":\"c\","
             "\"revision\":1,\"title\":\"t\",\"source\":\"trainer's "
             "choice\",\"steps\":%s}",
             steps);
    return bv_course_file_read("f", text, strlen(text), &course, &fault);
}

static const char two[] =
    "[{\"key\":\"a\",\"title\":\"A\",\"scene\":\"nerve\",\"pass\":["
    "{\"measure\":\"passes\",\"most\":1},{\"measure\":\"tip_seen\",\"least\":"
    "60}]},{\"key\":\"b\",\"title\":\"B\",\"scene\":\"nerve\",\"pass\":["
    "{\"measure\":\"passes\",\"most\":1}]}]";

START_TEST(an_attempt_passes_where_all_criteria_are_met)
{
    struct bv_kept_measure measures[] = {{.key = "passes", .value = 1},
                                         {.key = "tip_seen", .value = 59}};
    double value;

    ck_assert_msg(read_steps(two) == 0, "%s", fault.text);
    ck_assert(!bv_course_step_passes(&course.steps[0], measures, 2));
    ck_assert_int_eq(
        bv_criterion_judge(&course.steps[0].criteria[1], measures, 2, &value),
        BV_CRITERION_MISSED);
    ck_assert_double_eq(value, 59);
    measures[1].value = 60;
    ck_assert(bv_course_step_passes(&course.steps[0], measures, 2));
    measures[1].value = NAN;
    ck_assert_int_eq(
        bv_criterion_judge(&course.steps[0].criteria[1], measures, 2, NULL),
        BV_CRITERION_NOT_MEASURED);
    ck_assert(!bv_course_step_passes(&course.steps[0], measures, 2));
}
END_TEST

START_TEST(the_next_step_is_the_first_that_was_not_passed)
{
    struct bv_course_result results[] = {
        {.course = "c", .course_revision = 1, .step = "a", .passed = true},
        {.course = "c", .course_revision = 2, .step = "b", .passed = true}};
    const struct bv_course_step *next;

    ck_assert_int_eq(read_steps(two), 0);
    ck_assert_uint_eq(bv_course_progress(&course, results, 2, &next), 1);
    ck_assert_str_eq(next->key, "b");
    results[1].course_revision = 1;
    ck_assert_uint_eq(bv_course_progress(&course, results, 2, &next), 2);
    ck_assert_ptr_null(next);
}
END_TEST

START_TEST(a_mistake_in_a_course_is_refused_with_its_place)
{
    ck_assert_int_eq(
        read_steps("[{\"key\":\"a\",\"title\":\"A\",\"scene\":\"s\",\"pass\":["
                   "{\"measure\":\"pases\",\"most\":1}]}]"),
        -EBADMSG);
    ck_assert_str_eq(fault.text,
                     "f: steps[0].pass[0]: no review measures \"pases\".");
    ck_assert_int_eq(
        read_steps("[{\"key\":\"a\",\"title\":\"A\",\"scene\":\"s\",\"pass\":["
                   "{\"measure\":\"passes\"}]}]"),
        -EBADMSG);
    ck_assert_int_eq(
        read_steps("[{\"key\":\"a\",\"title\":\"A\",\"scene\":\"s\",\"pass\":["
                   "{\"measure\":\"passes\",\"least\":2,\"most\":1}]}]"),
        -EBADMSG);
    ck_assert_int_eq(read_steps("{}"), -EBADMSG);
}
END_TEST

/* Tests speak English: so that is what the file is translated into. */
START_TEST(a_course_is_in_the_users_language_where_it_has_it)
{
    ck_assert_msg(
        read_steps("[{\"key\":\"a\",\"title\":\"Erste\",\"scene\":\"s\","
                   "\"pass\":[{\"measure\":\"passes\",\"most\":1}]},"
                   "{\"key\":\"b\",\"title\":\"Zweite\",\"scene\":\"s\","
                   "\"pass\":[{\"measure\":\"passes\",\"most\":1}]}],"
                   "\"translations\":{\"en\":{\"Erste\":\"First\",\"a\":\"z\"},"
                   "\"fr\":{\"Zweite\":\"Deuxieme\"}}") == 0,
        "%s", fault.text);
    ck_assert_str_eq(course.steps[0].title, "First");
    ck_assert_str_eq(course.steps[0].key, "a"); /* no text, but a key */
    ck_assert_str_eq(course.steps[1].title, "Zweite");
    ck_assert_int_eq(read_steps("[],\"translations\":[]"), -EBADMSG);
    ck_assert_int_eq(read_steps("[],\"translations\":{\"fr\":{\"a\":1}}"),
                     -EBADMSG);
    ck_assert_ptr_nonnull(strstr(fault.text, "translations: \"a\" must be"));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {an_attempt_passes_where_all_criteria_are_met,
                            the_next_step_is_the_first_that_was_not_passed,
                            a_mistake_in_a_course_is_refused_with_its_place,
                            a_course_is_in_the_users_language_where_it_has_it,
                            NULL};

    return bv_test_run("course_file", NULL, NULL, tests);
}
