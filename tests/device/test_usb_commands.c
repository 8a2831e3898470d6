/*
 * `bevel` as its users type it, with a grabber plugged in.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "device/grabber.h"

/* A picture each time; how many come in a while is the machine's business. */
enum { between_us = 20000, room = 1 << 20, nobody = 65534 };

static const struct bv_test_grabber_about yuy2 = {
    .fourcc = "YUY2", .width_px = 640, .height_px = 480, .bulk = true};

static struct bv_test_grabber *grabber;
static char said[room];

static void setup(void)
{
    grabber = bv_test_grabber_new(&yuy2);
}

static void teardown(void)
{
    ck_assert(bv_test_grabber_is_free(grabber));
    bv_test_grabber_free(grabber);
}

/* The other process: it waits until the grabber answers it. */
static void become_bevel(const int go[2], FILE *output, uid_t user,
                         const char *const *words)
{
    char byte;

    close(go[1]);
    if (read(go[0], &byte, 1) != 1 || dup2(fileno(output), 1) < 0 ||
        dup2(fileno(output), 2) < 0 || (user && setuid(user) < 0))
        _exit(99);
    execv(words[0], (char *const *)words);
    _exit(98);
}

/* Run it to its end, with pictures while it runs.
 * @return Its exit code; what it printed is in `said`. */
static int run(uid_t user, const char *const *words)
{
    FILE *output = tmpfile();
    int go[2], status;
    pid_t child;

    ck_assert(output && pipe(go) == 0);
    child = fork();
    if (child == 0)
        become_bevel(go, output, user, words);
    close(go[0]);
    bv_test_grabber_serve(grabber, child);
    ck_assert_int_eq(write(go[1], "", 1), 1);
    close(go[1]);
    while (waitpid(child, &status, WNOHANG) == 0) {
        bv_test_grabber_allow(grabber, 1);
        usleep(between_us);
    }
    bv_test_grabber_serve(grabber, getpid());
    rewind(output);
    said[fread(said, 1, sizeof(said) - 1, output)] = '\0';
    fclose(output);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void assert_says(const char *what)
{
    ck_assert_msg(strstr(said, what) != NULL, "%.900s", said);
}

static int count_lines(const char *with)
{
    int count = 0;

    for (const char *at = said; (at = strstr(at, with)); at++)
        count++;
    return count;
}

START_TEST(detect_reads_the_grabber)
{
    const char *const words[] = {
        getenv("BEVEL"), "detect", "usb:", "--seconds", "0.5", NULL};

    ck_assert_int_eq(run(0, words), 0);
    ck_assert_int_ge(count_lines("{\"source\":\"usb:\""), 1);
    assert_says("\"frame\":0,\"time_s\":0");
}
END_TEST

START_TEST(record_keeps_what_the_grabber_sent)
{
    char path[300];
    const char *const words[] = {getenv("BEVEL"),
                                 "record",
                                 "usb:534d:2109",
                                 "--seconds",
                                 "0.5",
                                 "-o",
                                 path,
                                 NULL};
    const char *const again[] = {getenv("BEVEL"), "detect", path, NULL};

    snprintf(path, sizeof(path), "%s/usb.mkv", bv_test_folder());
    ck_assert_int_eq(run(0, words), 0);
    assert_says("usb.mkv: ");
    ck_assert_int_eq(run(0, again), 0);
    ck_assert_int_ge(count_lines("\"frame\":"), 1);
}
END_TEST

START_TEST(sources_lists_the_grabber)
{
    const char *const words[] = {getenv("BEVEL"), "sources", NULL};

    ck_assert_int_eq(run(0, words), 0);
    assert_says("Plugged in now (usb):\n    usb:534d:2109  Test Grabber\n"
                "        YUY2  640 x 480 at 60, 30");
}
END_TEST

/* Others may look at this machine, but not use the device. */
START_TEST(user_who_may_not_use_it_is_told_what_to_do)
{
    const char *const sources[] = {getenv("BEVEL"), "sources", NULL};
    const char *const detect[] = {getenv("BEVEL"), "detect", "usb:", NULL};

    bv_test_grabber_forbid(grabber);
    if (getuid() == 0) {
        ck_assert_msg(run(nobody, sources) == 0, "%.900s", said);
        assert_says("    usb:534d:2109  (you may not use it: `ninja install`");
        assert_says("        YUY2  640 x 480 at 60, 30");
        ck_assert_int_eq(run(nobody, detect), 1);
    } else {
        ck_assert_int_eq(run(0, sources), 0);
        assert_says("you may not use it");
        ck_assert_int_eq(run(0, detect), 1);
    }
    assert_says("You may not use usb:534d:2109: ");
    assert_says("70-bevel-usb.rules");
}
END_TEST

int main(void)
{
    const TTest *tests[] = {detect_reads_the_grabber,
                            record_keeps_what_the_grabber_sent,
                            sources_lists_the_grabber,
                            user_who_may_not_use_it_is_told_what_to_do, NULL};

    return bv_test_run("usb_commands", setup, teardown, tests);
}
