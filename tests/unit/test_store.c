#include "support/test.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "records/store.h"

/*
 * The store of learners: what goes in comes out, and nothing of it is lost.
 */
static struct bv_store *store;
static struct bv_fault fault;
static char path[PATH_MAX];

static void open_store(void)
{
    fault = (struct bv_fault){0};
    ck_assert_msg(bv_store_open(path, &store, &fault) == 0, "%s", fault.text);
}

static void setup(void)
{
    if (access("/dev/shm", W_OK) == 0) /* a busy disk's syncs take seconds */
        setenv("TMPDIR", "/dev/shm", 1);
    snprintf(path, sizeof(path), "%s/store.db", bv_test_folder());
    open_store();
}

static void teardown(void)
{
    bv_store_close(store);
    store = NULL;
}

static int64_t add_learner(const char *name)
{
    struct bv_learner learner;

    ck_assert_int_eq(bv_store_add_learner(store, name, false, &learner, &fault),
                     0);
    return learner.id;
}

/* An attempt with a figure and a moment. */
static int add_attempt(int64_t learner, const char *recording, int64_t *id)
{
    static const struct bv_review_metric about = {
        .key = "path_mm", .title = "path", .unit = "mm"};
    struct bv_moment moment = {.kind = BV_MOMENT_PASS,
                               .start_s = 2,
                               .end_s = 3,
                               .start_frame = 60,
                               .end_frame = 90,
                               .amount = 12.5,
                               .uncertainty = NAN};
    struct bv_review review = {.moments = &moment,
                               .moment_count = 1,
                               .measure_count = 1,
                               .measures = {{&about, 41.25, NAN, NULL}}};
    struct bv_attempt attempt = {.learner = learner,
                                 .task = "nerve",
                                 .when_s = 1000,
                                 .rules = "bevel",
                                 .rules_revision = 2,
                                 .program = "0.1.0",
                                 .coverage = 0.75};

    snprintf(attempt.recording, sizeof(attempt.recording), "%s", recording);
    return bv_store_add_attempt(store, &attempt, &review, id, &fault);
}

static size_t attempts_of(int64_t learner)
{
    struct bv_attempt *attempts;
    size_t count;

    ck_assert_int_eq(
        bv_store_list_attempts(store, learner, NULL, &attempts, &count, &fault),
        0);
    free(attempts);
    return count;
}

START_TEST(an_attempt_comes_back_as_it_was_kept)
{
    struct bv_kept_measure *measures;
    struct bv_attempt attempt;
    struct stat about;
    int64_t id;
    size_t count;

    ck_assert_int_eq(add_attempt(add_learner("a"), "/r/1.mkv", &id), 0);
    teardown();
    open_store();
    ck_assert_int_eq(bv_store_get_attempt(store, id, &attempt, &fault), 0);
    ck_assert_str_eq(attempt.recording, "/r/1.mkv");
    ck_assert_str_eq(attempt.task, "nerve");
    ck_assert_int_eq(attempt.rules_revision, 2);
    ck_assert_double_eq(attempt.coverage, 0.75);
    ck_assert_int_eq(
        bv_store_list_measures(store, id, &measures, &count, &fault), 0);
    ck_assert_uint_eq(count, 1);
    ck_assert_str_eq(measures[0].key, "path_mm");
    ck_assert_double_eq(measures[0].value, 41.25);
    ck_assert(isnan(measures[0].uncertainty));
    free(measures);
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_int_eq(about.st_mode & 0777, 0600);
}
END_TEST

START_TEST(a_learner_is_a_pseudonym_unless_a_name_is_given)
{
    struct bv_learner first, second;

    ck_assert_int_eq(bv_store_add_learner(store, NULL, false, &first, &fault),
                     0);
    ck_assert_int_eq(bv_store_add_learner(store, NULL, true, &second, &fault),
                     0);
    ck_assert_int_eq(strncmp(first.name, "learner-", 8), 0);
    ck_assert_str_ne(first.name, second.name);
    ck_assert(second.expert);
    ck_assert_int_eq(
        bv_store_add_learner(store, first.name, false, &second, &fault),
        -EEXIST);
    ck_assert_int_eq(bv_store_add_learner(store, "a\nb", false, &second, NULL),
                     -EINVAL);
    ck_assert_int_eq(bv_store_find_learner(store, "who", &second, NULL),
                     -ENOENT);
}
END_TEST

START_TEST(a_recording_is_one_attempt_of_a_learner)
{
    int64_t learner = add_learner("a");

    ck_assert_int_eq(add_attempt(learner, "/r/1.mkv", NULL), 0);
    ck_assert_int_eq(add_attempt(learner, "/r/1.mkv", NULL), -EEXIST);
    ck_assert_int_eq(add_attempt(learner, "/r/2.mkv", NULL), 0);
    ck_assert_int_eq(add_attempt(learner + 1, "/r/2.mkv", NULL), -EEXIST);
    ck_assert_uint_eq(attempts_of(learner), 2);
}
END_TEST

START_TEST(what_a_person_says_is_kept_apart_from_what_was_measured)
{
    struct bv_kept_moment *moments,
        own = {.state = BV_MOMENT_ADDED,
               .judged = {.kind = BV_MOMENT_REDIRECTION,
                          .start_s = 1,
                          .end_s = 1.5,
                          .amount = -7},
               .by = "t1"};
    int64_t id;
    size_t count;

    ck_assert_int_eq(add_attempt(add_learner("a"), "/r/1.mkv", &id), 0);
    ck_assert_int_eq(bv_store_list_moments(store, id, &moments, &count, &fault),
                     0);
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq(moments[0].state, BV_MOMENT_MEASURED);
    moments[0].state = BV_MOMENT_CORRECTED;
    moments[0].judged.amount = 10;
    strcpy(moments[0].note, "it slipped");
    ck_assert_int_eq(bv_store_judge_moment(store, id, &moments[0], &fault), 0);
    free(moments);
    ck_assert_int_eq(bv_store_judge_moment(store, id, &own, &fault), 0);
    ck_assert_int_ne(own.id, 0);
    ck_assert_int_eq(bv_store_list_moments(store, id, &moments, &count, &fault),
                     0);
    ck_assert_uint_eq(count, 2);
    ck_assert_int_eq(moments[0].state, BV_MOMENT_ADDED);
    ck_assert_double_eq(moments[0].judged.amount, -7);
    ck_assert_int_eq(moments[1].state, BV_MOMENT_CORRECTED);
    ck_assert_double_eq(moments[1].measured.amount, 12.5);
    ck_assert_double_eq(moments[1].judged.amount, 10);
    ck_assert_str_eq(moments[1].note, "it slipped");
    moments[0].state = moments[1].state = BV_MOMENT_MEASURED;
    ck_assert_int_eq(bv_store_judge_moment(store, id, &moments[0], &fault), 0);
    ck_assert_int_eq(bv_store_judge_moment(store, id, &moments[1], &fault), 0);
    free(moments);
    ck_assert_int_eq(bv_store_list_moments(store, id, &moments, &count, &fault),
                     0);
    ck_assert_uint_eq(count, 1);
    ck_assert_double_eq(moments[0].judged.amount, 12.5);
    moments[0].state = BV_MOMENT_REJECTED;
    ck_assert_int_eq(bv_store_judge_moment(store, id + 1, &moments[0], NULL),
                     -ENOENT);
    free(moments);
}
END_TEST

START_TEST(of_a_raters_ratings_the_last_counts)
{
    struct bv_rating *ratings, rating = {.scale = "grs",
                                         .scale_revision = 1,
                                         .rater = "r1",
                                         .blinding = BV_BLINDING_LEFT,
                                         .item_count = 2,
                                         .items = {{"flow", 3}, {"plan", 4}}};
    size_t count;

    ck_assert_int_eq(add_attempt(add_learner("a"), "/r/1.mkv", &rating.attempt),
                     0);
    ck_assert_int_eq(bv_store_add_rating(store, &rating, NULL, &fault), 0);
    rating.items[0].score = 5;
    ck_assert_int_eq(bv_store_add_rating(store, &rating, NULL, &fault), 0);
    ck_assert_int_eq(
        bv_store_list_ratings(store, 0, "grs", &ratings, &count, &fault), 0);
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(ratings[0].item_count, 2);
    ck_assert_int_eq(ratings[0].items[0].score, 5);
    ck_assert_int_eq(ratings[0].blinding, BV_BLINDING_LEFT);
    free(ratings);
    rating.attempt += 1;
    ck_assert_int_eq(bv_store_add_rating(store, &rating, NULL, NULL), -ENOENT);
}
END_TEST

START_TEST(results_in_courses_come_back_in_their_order)
{
    struct bv_course_result *results,
        result = {.course = "first", .course_revision = 1, .step = "straight"};
    size_t count;

    result.learner = add_learner("a");
    ck_assert_int_eq(add_attempt(result.learner, "/r/1.mkv", &result.attempt),
                     0);
    ck_assert_int_eq(bv_store_add_result(store, &result, &fault), 0);
    result.passed = true;
    ck_assert_int_eq(bv_store_add_result(store, &result, &fault), 0);
    ck_assert_int_eq(bv_store_list_results(store, result.learner, "first",
                                           &results, &count, &fault),
                     0);
    ck_assert_uint_eq(count, 2);
    ck_assert(!results[0].passed && results[1].passed);
    free(results);
    result.learner++;
    ck_assert_int_eq(bv_store_add_result(store, &result, NULL), -ENOENT);
}
END_TEST

static void write_at(off_t at, const void *bytes, size_t size)
{
    int fd = open(path, O_WRONLY);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(pwrite(fd, bytes, size, at), (ssize_t)size);
    close(fd);
}

START_TEST(a_newer_store_is_refused_in_a_sentence)
{
    struct bv_store *newer;

    teardown();
    write_at(60, "\0\0\0\2", 4); /* user_version */
    ck_assert_int_eq(bv_store_open(path, &newer, &fault), -ENOTSUP);
    ck_assert_ptr_nonnull(strstr(fault.text, "of a newer bevel"));
    write_at(60, "\0\0\0\1", 4);
    open_store();
}
END_TEST

START_TEST(another_programs_file_is_no_store)
{
    struct bv_store *other;

    teardown();
    write_at(68, "mine", 4); /* application_id */
    ck_assert_int_eq(bv_store_open(path, &other, &fault), -EEXIST);
    write_at(68, "bevl", 4);
    open_store();
}
END_TEST

/* Few to a page. */
static void add_attempts(int count)
{
    char name[1500];

    for (int i = 0; i < count; i++) {
        snprintf(name, sizeof(name), "/r/%01400d.mkv", i);
        ck_assert_int_eq(add_attempt(1, name, NULL), 0);
    }
}

/* Attempts, then pages in the middle of them with noise in it. */
static void damage(void)
{
    static unsigned char noise[8192];
    struct stat about;

    add_attempts(25);
    teardown();
    memset(noise, 0x5a, sizeof(noise));
    ck_assert_int_eq(stat(path, &about), 0);
    write_at(about.st_size / 2 / 4096 * 4096, noise, sizeof(noise));
}

START_TEST(what_is_left_of_a_damaged_store_is_opened_to_read)
{
    struct bv_learner learner;
    struct stat before, after;

    add_learner("a");
    damage();
    stat(path, &before);
    open_store();
    ck_assert_ptr_nonnull(bv_store_notice(store));
    ck_assert_ptr_nonnull(strstr(bv_store_notice(store), "Still there"));
    ck_assert_uint_gt(attempts_of(0), 10);
    ck_assert_int_eq(bv_store_add_learner(store, "b", false, &learner, &fault),
                     -EROFS);
    stat(path, &after);
    ck_assert_int_eq(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
}
END_TEST

START_TEST(a_rescue_keeps_the_damaged_file)
{
    char kept[PATH_MAX];
    size_t left;

    add_learner("a");
    damage();
    open_store();
    left = attempts_of(0);
    teardown();
    ck_assert_int_eq(bv_store_rescue(path, kept, sizeof(kept), &fault), 0);
    ck_assert_int_eq(access(kept, F_OK), 0);
    open_store();
    ck_assert_ptr_null(bv_store_notice(store));
    ck_assert_uint_eq(attempts_of(0), left);
    add_learner("b");
    ck_assert_int_eq(bv_store_rescue(path, kept, sizeof(kept), NULL),
                     -EALREADY);
}
END_TEST

START_TEST(a_store_that_was_cut_gives_what_is_before_the_cut)
{
    struct stat about;

    add_learner("a");
    add_attempts(25);
    teardown();
    stat(path, &about);
    ck_assert_int_eq(truncate(path, about.st_size - 8192), 0);
    open_store();
    ck_assert_ptr_nonnull(bv_store_notice(store));
    ck_assert_uint_gt(attempts_of(0), 10);
}
END_TEST

/* 150 times, some bytes anywhere: it opens or is refused, and never more. */
START_TEST(no_damage_is_more_than_said)
{
    uint32_t chance = 1;
    struct stat about;

    add_learner("a");
    add_attempts(8);
    teardown();
    stat(path, &about);
    for (int i = 0; i < 150; i++) {
        struct bv_store *damaged;

        for (int j = 0; j < 4; j++) {
            chance = chance * 1664525 + 1013904223;
            write_at((off_t)(chance >> 4) % about.st_size, &chance, 4);
        }
        fault = (struct bv_fault){0};
        if (bv_store_open(path, &damaged, &fault) == 0) {
            store = damaged;
            attempts_of(0);
            teardown();
        } else {
            ck_assert_int_lt(fault.error, 0);
        }
    }
}
END_TEST

START_TEST(a_full_disk_is_said_and_loses_nothing)
{
    struct rlimit limit = {0};
    struct stat about;
    int64_t learner = add_learner("a");
    char name[32];
    size_t kept = 0;
    int error = 0;

    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    stat(path, &about);
    limit.rlim_cur = (rlim_t)about.st_size + 8192;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    for (int i = 0; i < 1000 && error == 0; i++) {
        snprintf(name, sizeof(name), "/r/%d.mkv", i);
        error = add_attempt(learner, name, NULL);
        kept += error == 0;
    }
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_FSIZE, &limit);
    ck_assert_int_lt(error, 0);
    ck_assert_ptr_nonnull(strstr(fault.text, "store.db"));
    teardown();
    open_store();
    ck_assert_ptr_null(bv_store_notice(store));
    ck_assert_uint_eq(attempts_of(learner), kept);
    ck_assert_int_eq(add_attempt(learner, "/r/new.mkv", NULL), 0);
}
END_TEST

/* Adds attempts, and tells each that is kept by a byte, until it is killed. */
static void keep_adding(int64_t learner, int told)
{
    char name[64];

    open_store();
    for (int i = 0;; i++) {
        snprintf(name, sizeof(name), "/r/%d-%d.mkv", (int)getpid(), i);
        if (add_attempt(learner, name, NULL) < 0 || write(told, "", 1) != 1)
            _exit(1);
    }
}

/* Ten times; BEVEL_KILLS says how often else. When varies by what was told. */
START_TEST(a_kill_loses_nothing_that_was_kept)
{
    const char *wish = getenv("BEVEL_KILLS");
    int kills = wish ? atoi(wish) : 10;
    int64_t learner = add_learner("a");
    size_t least = 0;

    teardown();
    for (int i = 0; i < kills; i++) {
        int ends[2], until = i * 7 % 11;
        char byte;
        pid_t pid;

        ck_assert_int_eq(pipe(ends), 0);
        pid = fork();
        if (pid == 0) {
            close(ends[0]);
            keep_adding(learner, ends[1]);
        }
        close(ends[1]);
        for (int told = 0; told <= until; told++)
            least += read(ends[0], &byte, 1) == 1;
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        while (read(ends[0], &byte, 1) == 1)
            least++;
        close(ends[0]);
        open_store();
        ck_assert_ptr_null(bv_store_notice(store));
        ck_assert_uint_ge(attempts_of(learner), least);
        ck_assert_uint_le(attempts_of(learner), least + (size_t)i + 1);
        teardown();
    }
    open_store();
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        an_attempt_comes_back_as_it_was_kept,
        a_learner_is_a_pseudonym_unless_a_name_is_given,
        a_recording_is_one_attempt_of_a_learner,
        what_a_person_says_is_kept_apart_from_what_was_measured,
        of_a_raters_ratings_the_last_counts,
        results_in_courses_come_back_in_their_order,
        a_newer_store_is_refused_in_a_sentence,
        another_programs_file_is_no_store,
        what_is_left_of_a_damaged_store_is_opened_to_read,
        a_rescue_keeps_the_damaged_file,
        a_store_that_was_cut_gives_what_is_before_the_cut,
        no_damage_is_more_than_said,
        a_full_disk_is_said_and_loses_nothing,
        a_kill_loses_nothing_that_was_kept,
        NULL};

    return bv_test_run("store", setup, teardown, tests);
}
