/*
 * What was opened before, and what was open when the program was killed.
 */
#include "support/test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ui/first/recent.h"
#include "ui/first/session.h"

static char folder[] = "/tmp/bevel-recent-XXXXXX", path[64];
static struct bv_recent recent;

static void set_up(void)
{
    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/bevel/list", folder);
    setenv("XDG_STATE_HOME", folder, 1);
    recent.count = 0;
}

static void tear_down(void)
{
    char command[128];

    snprintf(command, sizeof(command), "rm -rf %s", folder);
    ck_assert_int_eq(system(command), 0);
}

START_TEST(the_newest_comes_first_and_each_once)
{
    bv_recent_note(path, "a");
    bv_recent_note(path, "b");
    bv_recent_note(path, "a");
    bv_recent_read(path, &recent);
    ck_assert_int_eq(recent.count, 2);
    ck_assert_str_eq(recent.name[0], "a");
    ck_assert_str_eq(recent.name[1], "b");
}
END_TEST

START_TEST(the_oldest_are_forgotten)
{
    char name[8];

    for (int i = 0; i < BV_RECENT_MOST + 3; i++) {
        snprintf(name, sizeof(name), "%d", i);
        bv_recent_add(&recent, name);
    }
    ck_assert_int_eq(recent.count, BV_RECENT_MOST);
    ck_assert_str_eq(recent.name[0], "10");
    ck_assert_str_eq(recent.name[BV_RECENT_MOST - 1], "3");
}
END_TEST

START_TEST(the_list_is_its_owners_alone)
{
    struct stat found;

    bv_recent_note(path, "a");
    ck_assert_int_eq(stat(path, &found), 0);
    ck_assert_uint_eq(found.st_mode & 0777, 0600);
}
END_TEST

START_TEST(a_list_that_is_damaged_gives_what_is_whole)
{
    FILE *file;

    bv_recent_note(path, "a");
    file = fopen(path, "a");
    for (int i = 0; i < 3 * PATH_MAX; i++)
        putc('x', file);
    fclose(file);
    bv_recent_read(path, &recent);
    ck_assert_int_eq(recent.count, 1);
    bv_recent_read("/nowhere", &recent);
    ck_assert_int_eq(recent.count, 0);
    bv_recent_add(&recent, "a\nb");
    ck_assert_int_eq(recent.count, 0);
}
END_TEST

/* In a program of its own, which closes what it opened or is killed. */
static void open_elsewhere(const char *name, bool closes)
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        bv_session_begin(name);
        if (closes)
            bv_session_end();
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
}

START_TEST(what_was_open_in_a_program_that_is_no_more_is_found)
{
    char name[32] = "";
    struct bv_held_procedure *held;

    open_elsewhere("sim:nerve", false);
    ck_assert(bv_session_find_killed(name, sizeof(name), &held));
    ck_assert_str_eq(name, "sim:nerve");
    bv_session_begin("sim:hip"); /* that is dealt with */
    ck_assert(!bv_session_find_killed(name, sizeof(name), &held));
    bv_session_end();
    ck_assert(!bv_session_find_killed(name, sizeof(name), &held));
}
END_TEST

START_TEST(what_was_closed_is_not_found_but_was_opened_before)
{
    char name[32], list[80];
    struct bv_held_procedure *held;

    open_elsewhere("sim:nerve", true);
    ck_assert(!bv_session_find_killed(name, sizeof(name), &held));
    snprintf(list, sizeof(list), "%s/bevel/recent", folder);
    bv_recent_read(list, &recent);
    ck_assert_int_eq(recent.count, 1);
    ck_assert_str_eq(recent.name[0], "sim:nerve");
}
END_TEST

int main(void)
{
    const TTest *tests[] = {the_newest_comes_first_and_each_once,
                            the_oldest_are_forgotten,
                            the_list_is_its_owners_alone,
                            a_list_that_is_damaged_gives_what_is_whole,
                            what_was_open_in_a_program_that_is_no_more_is_found,
                            what_was_closed_is_not_found_but_was_opened_before,
                            NULL};

    return bv_test_run("recent", set_up, tear_down, tests);
}
