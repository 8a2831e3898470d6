/**
 * @file
 * Check, the way bevel uses it: a test is a sentence, a file is a subject.
 *
 *     START_TEST(read_after_last_frame_reports_end_of_data) { ... } END_TEST
 *
 *     int main(void)
 *     {
 *         const TTest *tests[] = {read_after_last_frame_..., NULL};
 *
 *         return bv_test_run("subject", setup, teardown, tests);
 *     }
 *
 * Output is TAP, so that every sentence is counted. Without arguments all
 * tests run; CK_FORK=no runs them in one process for a debugger.
 */
#ifndef BV_TESTS_SUPPORT_TEST_H
#define BV_TESTS_SUPPORT_TEST_H

#include <check.h>

/**
 * Run all tests; @p setup and @p teardown (may be NULL) run around each.
 * @return What main returns.
 */
int bv_test_run(const char *subject, void (*setup)(void),
                void (*teardown)(void), const TTest *const *tests);

/**
 * A whole program cannot run here: says so in TAP, with the reason.
 * @return What main returns.
 */
int bv_test_skip(const char *why);

/**
 * The folder of real frames (BEVEL_REAL_DIR), or NULL: then main ends with
 * `return bv_test_skip("...")`.
 */
const char *bv_test_real_dir(void);

/**
 * A fresh folder for this test's files, removed when the process ends.
 * @return Its path; valid until the next call.
 */
const char *bv_test_folder(void);

#endif
