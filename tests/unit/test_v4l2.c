#include "support/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acquisition/source.h"

static struct bv_fault fault;

static int open_device(const char *name)
{
    struct bv_source *source;

    fault = (struct bv_fault){0};
    return bv_source_open(name, NULL, &source, &fault);
}

START_TEST(device_that_is_not_there_is_said)
{
    ck_assert_int_eq(open_device("v4l2:/dev/video999"), -ENOENT);
    ck_assert_ptr_nonnull(strstr(fault.text, "no device /dev/video999"));
}
END_TEST

START_TEST(what_is_no_camera_gives_no_pictures)
{
    char name[400];
    FILE *file;

    ck_assert_int_eq(open_device("v4l2:/dev/null"), -ENODEV);
    ck_assert_ptr_nonnull(strstr(fault.text, "/dev/null gives no pictures"));

    snprintf(name, sizeof(name), "v4l2:%s/file", bv_test_folder());
    file = fopen(name + 5, "w");
    ck_assert_ptr_nonnull(file);
    fclose(file);
    ck_assert_int_eq(open_device(name), -ENODEV);
}
END_TEST

START_TEST(device_that_the_user_may_not_open_is_said)
{
    char name[400];
    FILE *file;
    int error;

    snprintf(name, sizeof(name), "v4l2:%s/file", bv_test_folder());
    file = fopen(name + 5, "w");
    ck_assert_ptr_nonnull(file);
    fclose(file);
    ck_assert_int_eq(chmod(name + 5, 0), 0);
    if (geteuid() == 0) /* root may open everything: be nobody meanwhile */
        ck_assert_int_eq(seteuid(65534), 0);
    error = open_device(name);
    if (getuid() == 0)
        ck_assert_int_eq(seteuid(0), 0);
    ck_assert_int_eq(error, -EACCES);
    ck_assert_ptr_nonnull(strstr(fault.text, "the group \"video\""));
}
END_TEST

START_TEST(name_that_is_too_long_is_refused)
{
    char name[1000];

    memset(name, 'x', sizeof(name));
    memcpy(name, "v4l2:", 5);
    name[sizeof(name) - 1] = '\0';
    ck_assert_int_eq(open_device(name), -ENAMETOOLONG);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {device_that_is_not_there_is_said,
                            what_is_no_camera_gives_no_pictures,
                            device_that_the_user_may_not_open_is_said,
                            name_that_is_too_long_is_refused, NULL};

    return bv_test_run("v4l2", NULL, NULL, tests);
}
