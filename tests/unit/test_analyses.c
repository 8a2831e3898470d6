#include "support/test.h"

#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "records/analyses.h"
#include "records/practices.h"

/*
 * The caches of analyses and of practice scenes do not fill a disk.
 */
static const char *folder;
static char path[PATH_MAX];

static void setup(void)
{
    folder = bv_test_folder();
}

static const char *at(const char *name)
{
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

/* Of 1000 bytes, made at a time. */
static void keep(const char *name, long when_s)
{
    struct timespec times[] = {{when_s, 0}, {when_s, 0}};
    int file = open(at(name), O_WRONLY | O_CREAT, 0600);

    ck_assert_int_eq(ftruncate(file, 1000), 0);
    ck_assert_int_eq(futimens(file, times), 0);
    close(file);
}

static bool there(const char *name)
{
    return access(at(name), F_OK) == 0;
}

START_TEST(the_oldest_go_first)
{
    keep("a.jsonl", 30);
    keep("b.jsonl", 10);
    keep("c.jsonl", 20);
    ck_assert_int_eq(bv_analyses_trim(folder, 3000), 0);
    ck_assert_int_eq(bv_analyses_trim(folder, 1500), 2);
    ck_assert(there("a.jsonl") && !there("b.jsonl") && !there("c.jsonl"));
}
END_TEST

START_TEST(what_is_written_or_none_of_ours_stays)
{
    int file;

    keep("a.jsonl", 10);
    keep("notes.txt", 10);
    keep("b.jsonl", 10);
    file = open(at("a.jsonl"), O_RDWR);
    ck_assert_int_eq(flock(file, LOCK_EX), 0);
    ck_assert_int_eq(bv_analyses_trim(folder, 0), 1);
    ck_assert(there("a.jsonl") && there("notes.txt") && !there("b.jsonl"));
    close(file);
    ck_assert_int_eq(bv_analyses_trim("/nowhere", 0), 0);
}
END_TEST

START_TEST(practice_goes_with_its_truth_in_a_folder_of_any_name)
{
    char cache[PATH_MAX], stays[PATH_MAX];

    snprintf(cache, sizeof(cache), "%s", at("my [old] *cache?"));
    ck_assert_int_eq(mkdir(cache, 0700), 0);
    ck_assert_int_eq(mkdir(at("my [old] *cache?/knee"), 0700), 0);
    keep("my [old] *cache?/knee/1.mkv", 10);
    keep("my [old] *cache?/knee/1.truth.jsonl", 10);
    keep("my [old] *cache?/knee/2.mkv", 20);
    keep("my [old] *cache?/knee/3.mkv", 30);
    snprintf(stays, sizeof(stays), "%s", at("my [old] *cache?/knee/2.mkv"));
    ck_assert_int_eq(bv_practices_trim(cache, stays, 2000), 1);
    ck_assert(!there("my [old] *cache?/knee/1.mkv"));
    ck_assert(!there("my [old] *cache?/knee/1.truth.jsonl"));
    ck_assert_int_eq(bv_practices_trim(cache, stays, 0), 1);
    ck_assert(there("my [old] *cache?/knee/2.mkv"));
    ck_assert(!there("my [old] *cache?/knee/3.mkv"));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        the_oldest_go_first, what_is_written_or_none_of_ours_stays,
        practice_goes_with_its_truth_in_a_folder_of_any_name, NULL};

    return bv_test_run("analyses", setup, NULL, tests);
}
