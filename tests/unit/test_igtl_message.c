#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "acquisition/igtl/address.h"
#include "acquisition/igtl/message.h"

START_TEST(checksum_is_that_of_ecma_182)
{
    const uint8_t *text = (const uint8_t *)"123456789";
    uint64_t crc = bv_igtl_crc(0, text, 4);

    ck_assert_uint_eq(bv_igtl_crc(0, text, 9), 0x6c40df5f0b497347);
    ck_assert_uint_eq(bv_igtl_crc(crc, text + 4, 5), 0x6c40df5f0b497347);
}
END_TEST

START_TEST(header_is_read_as_it_was_packed)
{
    static const int64_t times[] = {0, 1, 999999999, 1000000000,
                                    1700000000123456789};

    for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
        uint8_t bytes[BV_IGTL_HEADER_BYTES + 9] = {0};
        struct bv_igtl_header header;

        memcpy(bytes + BV_IGTL_HEADER_BYTES, "123456789", 9);
        bv_igtl_header_pack("STATUS", "twenty letters as is", times[i], 9,
                            bytes);
        ck_assert_int_eq(bv_igtl_header_parse(bytes, &header), 0);
        ck_assert_int_eq(header.version, 1);
        ck_assert_str_eq(header.type, "STATUS");
        ck_assert_str_eq(header.name, "twenty letters as is");
        ck_assert_int_eq(header.time_ns, times[i]);
        ck_assert_uint_eq(header.body_bytes, 9);
        ck_assert_uint_eq(header.crc, 0x6c40df5f0b497347);
    }
}
END_TEST

START_TEST(device_name_is_made_printable)
{
    uint8_t bytes[BV_IGTL_HEADER_BYTES] = {0};
    struct bv_igtl_header header;

    bv_igtl_header_pack("IMAGE", "a\x01\xff\nb", 0, 0, bytes);
    ck_assert_int_eq(bv_igtl_header_parse(bytes, &header), 0);
    ck_assert_str_eq(header.name, "a???b");
}
END_TEST

static void assert_spacing(float column, float row, double want_column,
                           double want_row)
{
    uint8_t bytes[BV_IGTL_IMAGE_BYTES];
    struct bv_igtl_image image;
    float values[2] = {column, row};

    bv_igtl_image_pack(64, 48, 0.5, bytes);
    for (int i = 0; i < 2; i++) {
        uint32_t bits;

        memcpy(&bits, &values[i], sizeof(bits));
        for (int k = 0; k < 4; k++)
            bytes[12 + 16 * i + k] = (uint8_t)(bits >> (24 - 8 * k));
    }
    ck_assert_int_eq(
        bv_igtl_image_parse(bytes, BV_IGTL_IMAGE_BYTES + 64 * 48, &image), 0);
    ck_assert_double_eq_tol(image.column_mm, want_column, 1e-7);
    ck_assert_double_eq_tol(image.row_mm, want_row, 1e-7);
}

START_TEST(spacing_is_a_scale_only_where_it_can_be_one)
{
    assert_spacing(0.25f, 0.25f, 0.25, 0.25);
    assert_spacing(-0.25f, 0.5f, 0.25, 0.5); /* an axis that points back */
    assert_spacing(1, 1, 0, 0);
    assert_spacing(0, 0.25f, 0, 0);
    assert_spacing(NAN, 0.25f, 0, 0);
    assert_spacing(0.25f, INFINITY, 0, 0);
    assert_spacing(1e-6f, 1e-6f, 0, 0);
    assert_spacing(500, 500, 0, 0);
}
END_TEST

START_TEST(unknown_scale_is_packed_as_the_placeholder)
{
    uint8_t bytes[BV_IGTL_IMAGE_BYTES];
    struct bv_igtl_image image;

    bv_igtl_image_pack(64, 48, 0, bytes);
    ck_assert_int_eq(
        bv_igtl_image_parse(bytes, BV_IGTL_IMAGE_BYTES + 64 * 48, &image), 0);
    ck_assert_double_eq(image.column_mm, 0);
    bv_igtl_image_pack(64, 48, 0.08, bytes);
    ck_assert_int_eq(
        bv_igtl_image_parse(bytes, BV_IGTL_IMAGE_BYTES + 64 * 48, &image), 0);
    ck_assert_double_eq_tol(image.row_mm, 0.08, 1e-8);
}
END_TEST

START_TEST(sixteen_bits_keep_their_brightness_once_it_was_seen)
{
    struct bv_igtl_image image = {.bits = 16, .pixel_bytes = 6};
    static const uint8_t first[] = {0x00, 0x10, 0x00, 0xff, 0x01, 0xff};
    static const uint8_t second[] = {0x00, 0x10, 0x00, 0x80, 0x00, 0x02};
    static const uint8_t little[] = {0x10, 0x00, 0xff, 0xff, 0x00, 0x80};
    uint8_t grey[3];
    int shift = 0;

    bv_igtl_grey_from_16(&image, second, &shift, grey);
    ck_assert_mem_eq(grey, ((uint8_t[]){0x10, 0x80, 0x02}), 3);
    bv_igtl_grey_from_16(&image, first, &shift, grey);
    ck_assert_mem_eq(grey, ((uint8_t[]){0x08, 0x7f, 0xff}), 3);
    bv_igtl_grey_from_16(&image, second, &shift, grey);
    ck_assert_mem_eq(grey, ((uint8_t[]){0x08, 0x40, 0x01}), 3);
    image.little_endian = true;
    bv_igtl_grey_from_16(&image, little, &shift, grey);
    ck_assert_mem_eq(grey, ((uint8_t[]){0x00, 0xff, 0x80}), 3);
    image.is_signed = true; /* below zero is black */
    shift = 0;
    bv_igtl_grey_from_16(&image, little, &shift, grey);
    ck_assert_mem_eq(grey, ((uint8_t[]){0x10, 0x00, 0x00}), 3);
}
END_TEST

static void assert_address(const char *name, const char *host, const char *port,
                           const char *device)
{
    struct bv_igtl_address address;
    struct bv_fault fault = {0};

    ck_assert_msg(bv_igtl_address_parse(name, &address, &fault) == 0, "%s",
                  fault.text);
    ck_assert_str_eq(address.host, host);
    ck_assert_str_eq(address.port, port);
    ck_assert_str_eq(address.device, device);
}

START_TEST(address_is_read_in_every_form)
{
    assert_address("//host:18945", "host", "18945", "");
    assert_address("//10.0.0.7", "10.0.0.7", "18944", "");
    assert_address("host:1/Image", "host", "1", "Image");
    assert_address("//host/", "host", "18944", "");
    assert_address("//host/Image_Probe 2", "host", "18944", "Image_Probe 2");
    assert_address("//[::1]:65535", "::1", "65535", "");
    assert_address("[fe80::1]", "fe80::1", "18944", "");
}
END_TEST

START_TEST(what_is_no_address_is_refused)
{
    static const char *const names[] = {"",
                                        "//",
                                        "//:18944",
                                        "//host:",
                                        "//host:0",
                                        "//host:x",
                                        "//host:65536",
                                        "//host:-1",
                                        "//host: 80",
                                        "//[::1",
                                        "//[]:1",
                                        "//[::1]x",
                                        "//host:1:2",
                                        "//host/a name of more than 20"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct bv_igtl_address address;
        struct bv_fault fault = {0};

        ck_assert_msg(bv_igtl_address_parse(names[i], &address, &fault) ==
                          -EINVAL,
                      "%s", names[i]);
        ck_assert_ptr_nonnull(strstr(fault.text, "igtl://HOST:PORT"));
    }
}
END_TEST

int main(void)
{
    const TTest *tests[] = {checksum_is_that_of_ecma_182,
                            header_is_read_as_it_was_packed,
                            device_name_is_made_printable,
                            spacing_is_a_scale_only_where_it_can_be_one,
                            unknown_scale_is_packed_as_the_placeholder,
                            sixteen_bits_keep_their_brightness_once_it_was_seen,
                            address_is_read_in_every_form,
                            what_is_no_address_is_refused,
                            NULL};

    return bv_test_run("igtl_message", NULL, NULL, tests);
}
