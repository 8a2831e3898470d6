#include "support/test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "records/still.h"

static struct bv_advice advice;
static struct bv_still still;
static char path[4096], text[4096];

static void setup(void)
{
    advice = bv_advice_none();
    advice.mm_per_px = 0.1;
    advice.scale_origin = BV_SCALE_GIVEN;
    still = (struct bv_still){.source = "a clip",
                              .picture = "1-still.png",
                              .guided = true,
                              .frame = 42,
                              .when_s = 1000000000,
                              .advice = &advice};
    snprintf(path, sizeof(path), "%s/1-still.jsonl", bv_test_folder());
}

static const char *read_text(void)
{
    FILE *file = fopen(path, "r");
    size_t size;

    ck_assert_ptr_nonnull(file);
    size = fread(text, 1, sizeof(text) - 1, file);
    text[size] = '\0';
    fclose(file);
    return text;
}

START_TEST(a_still_has_a_header_and_what_was_known_of_its_frame)
{
    struct bv_fault fault = {0};
    struct stat about;
    const char *second;

    ck_assert_int_eq(bv_still_write(path, &still, &fault), 0);
    ck_assert_ptr_nonnull(strstr(read_text(), "\"format\":\"bevel-still\""));
    ck_assert_ptr_nonnull(strstr(text, "\"picture\":\"1-still.png\""));
    ck_assert_ptr_nonnull(strstr(text, "\"at\":\"2001-09-0"));
    ck_assert_ptr_nonnull(strstr(text, "\"guided\":true"));
    second = strchr(text, '\n') + 1;
    ck_assert_ptr_nonnull(strstr(second, "\"frame\":42"));
    ck_assert_ptr_nonnull(strstr(second, "\"mm_per_px\":0.1"));
    ck_assert_ptr_nonnull(strstr(second, "\"scale_from\":\"given\""));
    ck_assert_str_eq(strchr(second, '\n'), "\n");
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_int_eq(about.st_mode & 0777, 0600);
}
END_TEST

START_TEST(a_still_is_never_written_over_another_file)
{
    struct bv_fault fault = {0};
    FILE *file = fopen(path, "w");

    fputs("mine\n", file);
    fclose(file);
    ck_assert_int_eq(bv_still_write(path, &still, &fault), -EEXIST);
    ck_assert_ptr_nonnull(strstr(fault.text, "Cannot write"));
    ck_assert_str_eq(read_text(), "mine\n");
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_still_has_a_header_and_what_was_known_of_its_frame,
        a_still_is_never_written_over_another_file, NULL};

    return bv_test_run("still", setup, NULL, tests);
}
