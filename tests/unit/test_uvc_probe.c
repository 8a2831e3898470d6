#include "support/test.h"

#include <errno.h>
#include <string.h>

#include "acquisition/usb/probe.h"

static const struct bv_mode_size frame = {.index = 7};
static const struct bv_mode_format format = {.index = 2};
static uint8_t bytes[BV_UVC_PROBE_BYTES_MAX];

/* What a device that agrees answers. */
static void setup(void)
{
    memset(bytes, 0, sizeof(bytes));
    bv_uvc_probe_write(bytes, &(struct bv_mode){&format, &frame, 333333});
    bytes[23] = 0x0c; /* payloads of 3072 bytes */
}

START_TEST(size_is_that_of_the_version)
{
    ck_assert_uint_eq(bv_uvc_probe_bytes(0), 26);
    ck_assert_uint_eq(bv_uvc_probe_bytes(0x0100), 26);
    ck_assert_uint_eq(bv_uvc_probe_bytes(0x0110), 34);
    ck_assert_uint_eq(bv_uvc_probe_bytes(0x0150), 48);
}
END_TEST

START_TEST(answer_is_what_was_asked_for)
{
    struct bv_uvc_answer answer;

    ck_assert_int_eq(bv_uvc_probe_read(bytes, 26, &answer), 0);
    ck_assert_uint_eq(answer.format, 2);
    ck_assert_uint_eq(answer.frame, 7);
    ck_assert_uint_eq(answer.interval, 333333);
    ck_assert_uint_eq(answer.payload_bytes, 3072);
}
END_TEST

START_TEST(answer_that_makes_no_sense_is_refused)
{
    struct bv_uvc_answer answer;

    ck_assert_int_eq(bv_uvc_probe_read(bytes, 25, &answer), -EPROTO);
    bytes[23] = 0; /* payloads of nothing */
    ck_assert_int_eq(bv_uvc_probe_read(bytes, 26, &answer), -EPROTO);
    bytes[25] = 0xff; /* of four gigabytes */
    ck_assert_int_eq(bv_uvc_probe_read(bytes, 26, &answer), -EPROTO);
    setup();
    memset(bytes + 4, 0, 4); /* without a time between pictures */
    ck_assert_int_eq(bv_uvc_probe_read(bytes, 26, &answer), -EPROTO);
}
END_TEST

START_TEST(format_that_comes_a_byte_early_is_understood)
{
    struct bv_uvc_answer answer;

    bytes[0] = 0;
    bytes[1] = 3;
    bytes[2] = 1;
    bytes[3] = 0;
    ck_assert_int_eq(bv_uvc_probe_read(bytes, 34, &answer), 0);
    ck_assert_uint_eq(answer.format, 3);
    ck_assert_uint_eq(answer.frame, 1);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {size_is_that_of_the_version,
                            answer_is_what_was_asked_for,
                            answer_that_makes_no_sense_is_refused,
                            format_that_comes_a_byte_early_is_understood, NULL};

    return bv_test_run("uvc_probe", setup, NULL, tests);
}
