/**
 * @file
 * A course: an ordered list of scenes to practise, each with what an attempt
 * has to show: a JSON file (docs/formats.md, "Course").
 */
#ifndef BV_RECORDS_COURSE_FILE_H
#define BV_RECORDS_COURSE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/decls.h"
#include "core/status.h"
#include "records/store.h"

BV_BEGIN_DECLS

/** Their kind, for bv_own_files_list(). */
#define BV_COURSES "review/courses"

#define BV_COURSE_STEPS_MAX 40
#define BV_CRITERIA_MAX 8

/** What a figure of the attempt has to be. */
struct bv_criterion {
    char measure[BV_STORE_WORD_SIZE]; /**< Its key. */
    double least, most;               /**< NAN: no limit. */
};

struct bv_course_step {
    char key[BV_STORE_WORD_SIZE];
    char title[128];
    char scene[BV_STORE_WORD_SIZE]; /**< Of the simulated probe, or whatever
                                         the attempt's task says. */
    size_t criterion_count;
    struct bv_criterion criteria[BV_CRITERIA_MAX];
};

struct bv_course {
    char name[BV_STORE_WORD_SIZE];
    int revision;
    char title[128];
    char source[512]; /**< Of the limits: "trainer's choice", or a study. */
    size_t step_count;
    struct bv_course_step steps[BV_COURSE_STEPS_MAX];
};

/**
 * Read the text of one; every mistake is refused with its place.
 *
 * @param path         For sentences.
 * @param[out] course  Written only on success.
 */
int bv_course_file_read(const char *path, const char *text, size_t size,
                        struct bv_course *course,
                        struct bv_fault *fault) BV_MUST_USE;

/** Read one by its name or path. */
int bv_course_file_load(const char *name, struct bv_course *course,
                        struct bv_fault *fault) BV_MUST_USE;

/** @return NULL: there is no such step. */
const struct bv_course_step *bv_course_step_find(const struct bv_course *course,
                                                 const char *key);

enum bv_criterion_verdict {
    BV_CRITERION_MET,
    BV_CRITERION_MISSED,
    BV_CRITERION_NOT_MEASURED, /**< Which does not pass. */
};

/** @param[out] value  What was measured; NAN. May be NULL. */
enum bv_criterion_verdict
bv_criterion_judge(const struct bv_criterion *criterion,
                   const struct bv_kept_measure *measures, size_t count,
                   double *value);

/** Whether all criteria are met. */
bool bv_course_step_passes(const struct bv_course_step *step,
                           const struct bv_kept_measure *measures,
                           size_t count);

/** How many of the course's steps are passed, and which is next: @p next is
 *  NULL where all are. */
size_t bv_course_progress(const struct bv_course *course,
                          const struct bv_course_result *results, size_t count,
                          const struct bv_course_step **next);

BV_END_DECLS

#endif
