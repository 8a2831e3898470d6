#include "support/test.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "acquisition/source.h"
#include "core/clock.h"
#include "support/igtl.h"

/* The server is in this process: what it sends fits into the socket. */
enum { room_bytes = 16 * 1024, tries = 2000 };

static int listener, peer;
static uint16_t port;
static char name[64];
static struct bv_source *source;
static struct bv_fault fault;

static void listen_again(void)
{
    const int on = 1;
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons(port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(at);

    listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ck_assert_int_ge(listener, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    ck_assert_int_eq(bind(listener, (struct sockaddr *)&at, sizeof(at)), 0);
    ck_assert_int_eq(listen(listener, 1), 0);
    ck_assert_int_eq(getsockname(listener, (struct sockaddr *)&at, &size), 0);
    port = ntohs(at.sin_port);
}

static void setup(void)
{
    const struct bv_source_options options = {.may_wait = true};

    port = 0;
    listen_again();
    snprintf(name, sizeof(name), "igtl://127.0.0.1:%d", port);
    fault = (struct bv_fault){0};
    ck_assert_msg(bv_source_open(name, &options, &source, &fault) == 0, "%s",
                  fault.text);
    peer = -1;
}

static void teardown(void)
{
    bv_source_close(source);
    if (peer >= 0)
        close(peer);
    close(listener);
}

/* The source connects while it is read. */
static void await_connection(void)
{
    struct bv_frame *frame;

    ck_assert_int_eq(bv_source_read(source, 0, &frame, &fault), -ETIMEDOUT);
    peer = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    ck_assert_int_ge(peer, 0);
}

static void send_bytes(const uint8_t *bytes, size_t size)
{
    ck_assert_int_eq(send(peer, bytes, size, MSG_NOSIGNAL), (ssize_t)size);
}

static void send_image(const struct bv_test_image *image)
{
    uint8_t bytes[room_bytes];

    send_bytes(bytes, bv_test_image_write(image, bytes, sizeof(bytes)));
}

static struct bv_frame *read_frame(void)
{
    struct bv_frame *frame = NULL;
    int error = bv_source_read(source, 5000, &frame, &fault);

    ck_assert_msg(error == 0, "%d %s", error, fault.text);
    return frame;
}

static void assert_nothing_comes(void)
{
    struct bv_frame *frame;

    ck_assert_int_eq(bv_source_read(source, 0, &frame, &fault), -ETIMEDOUT);
}

/* How the connection stands, as the window reads it. */
static double link_state(void)
{
    struct bv_controls *controls = bv_source_info(source)->controls;

    return bv_controls_told(controls, bv_controls_find(controls, "link"));
}

START_TEST(picture_comes_with_its_pixels_and_scale)
{
    const struct bv_test_image image = {.column_mm = 0.25f, .row_mm = 0.25f};
    const struct bv_source_info *info = bv_source_info(source);
    struct bv_frame *frame;

    ck_assert(info->live && info->paced);
    ck_assert_int_eq(info->width_px, 0); /* nobody knows yet */
    await_connection();
    send_image(&image);
    frame = read_frame();
    ck_assert_int_eq(frame->width_px, BV_TEST_IGTL_WIDTH);
    ck_assert_int_eq(frame->height_px, BV_TEST_IGTL_HEIGHT);
    ck_assert_double_eq(frame->mm_per_px, 0.25);
    ck_assert_uint_eq(frame->sequence, 0);
    for (int y = 0; y < frame->height_px; y++)
        for (int x = 0; x < frame->width_px; x++)
            ck_assert_uint_eq(
                frame->pixels[y * frame->stride_bytes + x],
                bv_test_image_byte(&image, (size_t)(y * frame->width_px + x)));
    bv_frame_unref(frame);
}
END_TEST

START_TEST(frames_have_the_senders_times_where_these_can_be_believed)
{
    static const int64_t start_ns = 1700000000 * BV_NS_PER_S;
    static const int64_t sent_ms[] = {0, 40, 70, 70, 20, 50, 3600000, 3600033};
    static const int64_t step_ms[] = {0, 40, 30, -1, -1, 30, -1, 33};
    int64_t last_ns = 0;

    await_connection();
    for (size_t i = 0; i < sizeof(sent_ms) / sizeof(sent_ms[0]); i++) {
        const struct bv_test_image image = {
            .time_ns = start_ns + sent_ms[i] * BV_NS_PER_MS};
        struct bv_frame *frame;
        int64_t now_ns;

        send_image(&image);
        frame = read_frame();
        now_ns = frame->time_ns;
        bv_frame_unref(frame);
        if (step_ms[i] >= 0)
            ck_assert_int_eq(now_ns - last_ns, step_ms[i] * BV_NS_PER_MS);
        else /* when it came, but always later */
            ck_assert(now_ns > last_ns && now_ns < 60 * BV_NS_PER_S);
        last_ns = now_ns;
    }
}
END_TEST

START_TEST(placeholder_spacing_leaves_the_scale_unknown)
{
    const struct bv_test_image image = {0};
    struct bv_frame *frame;

    await_connection();
    send_image(&image);
    frame = read_frame();
    ck_assert_double_eq(frame->mm_per_px, 0);
    bv_frame_unref(frame);
}
END_TEST

START_TEST(uneven_spacing_becomes_square_pixels_and_another_shape_no_scale)
{
    const struct bv_test_image wide = {.column_mm = 0.2f, .row_mm = 0.1f};
    const struct bv_test_image even = {.column_mm = 0.1f, .row_mm = 0.1f};
    struct bv_frame *frame;

    await_connection();
    send_image(&wide);
    frame = read_frame();
    ck_assert_int_eq(frame->width_px, 2 * BV_TEST_IGTL_WIDTH);
    ck_assert_int_eq(frame->height_px, BV_TEST_IGTL_HEIGHT);
    ck_assert_double_eq_tol(frame->mm_per_px, 0.1, 1e-7);
    bv_frame_unref(frame);
    send_image(&even);
    frame = read_frame();
    ck_assert_int_eq(frame->width_px, 2 * BV_TEST_IGTL_WIDTH);
    ck_assert_double_eq(frame->mm_per_px, 0);
    bv_frame_unref(frame);
}
END_TEST

START_TEST(size_may_change_on_the_way)
{
    const struct bv_test_image first = {0}, second = {.width = 64};
    struct bv_frame *frame;

    await_connection();
    send_image(&first);
    bv_frame_unref(read_frame());
    send_image(&second);
    frame = read_frame();
    ck_assert_int_eq(frame->width_px, 64);
    ck_assert_uint_eq(frame->sequence, 1);
    bv_frame_unref(frame);
}
END_TEST

START_TEST(colour_comes_as_grey_and_saturation)
{
    const struct bv_test_image image = {.channels = 3};
    struct bv_frame *frame;

    await_connection();
    send_image(&image);
    frame = read_frame();
    ck_assert_ptr_nonnull(frame->saturation);
    ck_assert_uint_eq(frame->saturation[0], 14); /* 0, 7, 14 */
    bv_frame_unref(frame);
}
END_TEST

START_TEST(sixteen_bits_are_taken)
{
    const struct bv_test_image image = {.scalar = 5};
    struct bv_frame *frame;

    await_connection();
    send_image(&image);
    frame = read_frame();
    ck_assert_uint_eq(frame->pixels[1], bv_test_image_byte(&image, 3));
    bv_frame_unref(frame);
}
END_TEST

START_TEST(only_the_first_devices_pictures_are_shown)
{
    const struct bv_test_image image = {.name = "Image"},
                               other = {.name = "Other", .seed = 1};
    struct bv_frame *frame;

    await_connection();
    send_image(&image);
    bv_frame_unref(read_frame());
    send_image(&other);
    assert_nothing_comes();
    send_image(&image);
    frame = read_frame();
    ck_assert_uint_eq(frame->sequence, 1); /* another's is no gap */
    bv_frame_unref(frame);
}
END_TEST

START_TEST(damaged_picture_leaves_a_gap)
{
    const struct bv_test_image image = {0};
    uint8_t bytes[room_bytes];
    size_t size = bv_test_image_write(&image, bytes, sizeof(bytes));
    struct bv_frame *frame;

    await_connection();
    send_image(&image);
    bv_frame_unref(read_frame());
    bytes[500] ^= 1;
    send_bytes(bytes, size);
    assert_nothing_comes();
    send_image(&image);
    frame = read_frame();
    ck_assert_uint_eq(frame->sequence, 2);
    bv_frame_unref(frame);
}
END_TEST

/* The source finds its server again, after its pause. */
static void await_return(void)
{
    struct bv_frame *frame;

    for (int i = 0; i < tries && link_state() != 1; i++)
        ck_assert_int_eq(bv_source_read(source, 5, &frame, &fault), -ETIMEDOUT);
    close(peer);
    peer = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    ck_assert_int_ge(peer, 0);
}

START_TEST(server_that_goes_and_comes_back_is_found_again)
{
    const struct bv_test_image image = {.seed = 3}, again = {.name = "Anew"};
    uint8_t bytes[room_bytes];
    struct bv_frame *frame;
    int64_t before_ns;

    ck_assert_double_eq(link_state(), 0); /* waiting */
    await_connection();
    send_image(&image);
    frame = read_frame();
    before_ns = frame->time_ns;
    bv_frame_unref(frame);
    ck_assert_double_eq(link_state(), 1); /* connected */

    bv_test_image_write(&image, bytes, sizeof(bytes));
    send_bytes(bytes, 700); /* a half picture, and it is gone */
    close(peer);
    close(listener);
    for (int i = 0; i < 8; i++) /* a part of a message each */
        assert_nothing_comes();
    ck_assert_double_eq(link_state(), 2); /* gone */

    listen_again();
    peer = -1;
    await_return();
    send_image(&again);
    frame = read_frame();
    ck_assert_int_gt(frame->time_ns, before_ns);
    ck_assert_uint_eq(frame->sequence, 1);
    bv_frame_unref(frame);
}
END_TEST

START_TEST(server_that_talks_nonsense_is_hung_up_on_and_tried_again)
{
    const struct bv_test_image image = {0};
    uint8_t bytes[256];

    memset(bytes, 'z', sizeof(bytes));
    await_connection();
    send_bytes(bytes, sizeof(bytes));
    assert_nothing_comes();
    ck_assert_int_le(recv(peer, bytes, sizeof(bytes), 0), 0); /* hung up */
    assert_nothing_comes();
    await_return();
    send_image(&image);
    bv_frame_unref(read_frame());
}
END_TEST

START_TEST(silence_takes_no_longer_than_the_time_out)
{
    struct bv_frame *frame;
    int64_t before_ns;

    await_connection();
    before_ns = bv_clock_now_ns();
    ck_assert_int_eq(bv_source_read(source, 30, &frame, &fault), -ETIMEDOUT);
    ck_assert_int_ge(bv_clock_now_ns() - before_ns, 29 * BV_NS_PER_MS);
}
END_TEST

START_TEST(nothing_is_ever_sent_to_the_server)
{
    const struct bv_test_image image = {0};
    uint8_t bytes[room_bytes];

    await_connection();
    send_bytes(bytes,
               bv_test_message_write("GET_CAPABIL", 100, bytes, sizeof(bytes)));
    send_image(&image);
    bv_frame_unref(read_frame());
    ck_assert_int_eq(recv(peer, bytes, sizeof(bytes), MSG_DONTWAIT), -1);
}
END_TEST

START_TEST(host_that_does_not_exist_is_said)
{
    struct bv_source *none;

    fault = (struct bv_fault){0};
    ck_assert_int_eq(
        bv_source_open("igtl://no-such-host.invalid", NULL, &none, &fault),
        -EHOSTUNREACH);
    ck_assert_ptr_nonnull(strstr(fault.text, "no-such-host.invalid"));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        picture_comes_with_its_pixels_and_scale,
        frames_have_the_senders_times_where_these_can_be_believed,
        placeholder_spacing_leaves_the_scale_unknown,
        uneven_spacing_becomes_square_pixels_and_another_shape_no_scale,
        size_may_change_on_the_way,
        colour_comes_as_grey_and_saturation,
        sixteen_bits_are_taken,
        only_the_first_devices_pictures_are_shown,
        damaged_picture_leaves_a_gap,
        server_that_goes_and_comes_back_is_found_again,
        server_that_talks_nonsense_is_hung_up_on_and_tried_again,
        silence_takes_no_longer_than_the_time_out,
        nothing_is_ever_sent_to_the_server,
        host_that_does_not_exist_is_said,
        NULL};

    return bv_test_run("igtl_source", setup, teardown, tests);
}
