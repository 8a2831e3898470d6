#include "support/test.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Generous: sanitizers on a busy machine, never a measure of speed. */
enum { timeout_s = 120 };

int bv_test_run(const char *subject, void (*setup)(void),
                void (*teardown)(void), const TTest *const *tests)
{
    Suite *suite = suite_create(subject);
    TCase *tcase = tcase_create(subject);
    SRunner *runner;
    int failed;

    tcase_set_timeout(tcase, timeout_s);
    if (setup || teardown)
        tcase_add_checked_fixture(tcase, setup, teardown);
    for (; *tests; tests++)
        tcase_add_test(tcase, *tests);
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_set_tap(runner, "-");
    srunner_run_all(runner, CK_SILENT);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

int bv_test_skip(const char *why)
{
    printf("1..0 # SKIP %s\n", why);
    return EXIT_SUCCESS;
}

const char *bv_test_real_dir(void)
{
    const char *folder = getenv("BEVEL_REAL_DIR");

    return folder && *folder ? folder : NULL;
}

static char folder[256];
static pid_t folder_owner;

static int remove_entry(const char *path, const struct stat *about, int type,
                        struct FTW *where)
{
    (void)about;
    (void)type;
    (void)where;
    return remove(path);
}

static void remove_folder(void)
{
    if (getpid() == folder_owner)
        nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

const char *bv_test_folder(void)
{
    const char *parent = getenv("TMPDIR");

    snprintf(folder, sizeof(folder), "%s/bevel-test-XXXXXX",
             parent ? parent : "/tmp");
    if (!mkdtemp(folder))
        abort();
    folder_owner = getpid();
    atexit(remove_folder);
    return folder;
}
