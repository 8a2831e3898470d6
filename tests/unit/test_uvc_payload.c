#include "support/test.h"

#include <string.h>

#include "acquisition/usb/payload.h"
#include "support/uvc.h"

enum { picture = 100, kept = 16, guard = 0xa5 };

static struct bv_uvc_assembly assembly;
static struct bv_uvc_sink sink;
static uint8_t room[picture + 1]; /* the last byte is not theirs */
static bool has_room;
static int count;
static struct {
    uint8_t bytes[picture];
    size_t size;
    uint32_t number;
    int64_t time_ns;
} got[kept];
static bool turn;

static uint8_t *take(void *data)
{
    (void)data;
    return has_room ? room : NULL;
}

static void give(void *data, size_t size, uint32_t number, int64_t time_ns)
{
    (void)data;
    ck_assert_int_lt(count, kept);
    memcpy(got[count].bytes, room, size);
    got[count].size = size;
    got[count].number = number;
    got[count].time_ns = time_ns;
    count++;
}

static void setup(void)
{
    sink = (struct bv_uvc_sink){.picture_bytes = picture,
                                .payload_bytes = 64,
                                .take = take,
                                .give = give};
    assembly = (struct bv_uvc_assembly){0};
    bv_uvc_assembly_start(&assembly, &sink);
    memset(room, guard, sizeof(room));
    has_room = true;
    turn = false;
    count = 0;
}

static uint8_t flags(uint8_t more)
{
    return (uint8_t)(more | (turn ? BV_TEST_TURN : 0));
}

/* A packet with so many bytes of the value. */
static void packet(uint8_t more, uint8_t value, size_t size, int64_t now_ns)
{
    uint8_t bytes[300];
    size_t header = bv_test_header(bytes, flags(more), true);

    memset(bytes + header, value, size);
    bv_uvc_take_packet(&assembly, bytes, header + size, true, now_ns);
}

/* A picture of packets of 40 bytes. */
static void send_packets(uint8_t value)
{
    turn = !turn;
    packet(0, value, 40, value);
    packet(0, value, 40, value + 1);
    packet(BV_TEST_END, value, 20, value + 2);
}

static void assert_picture(int which, uint8_t value, uint32_t number)
{
    ck_assert_int_lt(which, count);
    ck_assert_uint_eq(got[which].size, picture);
    for (int i = 0; i < picture; i++)
        ck_assert_uint_eq(got[which].bytes[i], value);
    ck_assert_uint_eq(got[which].number, number);
    ck_assert_uint_eq(room[picture], guard);
}

static void assert_counts(uint64_t received, uint64_t damaged, uint64_t late)
{
    ck_assert_uint_eq(assembly.counts.received, received);
    ck_assert_uint_eq(assembly.counts.damaged, damaged);
    ck_assert_uint_eq(assembly.counts.late, late);
}

START_TEST(packets_become_pictures_timed_by_their_first)
{
    for (uint8_t i = 0; i < 5; i++)
        send_packets(i);
    assert_counts(5, 0, 0);
    for (uint8_t i = 0; i < 5; i++) {
        assert_picture(i, i, i);
        ck_assert_int_eq(got[i].time_ns, i);
    }
}
END_TEST

START_TEST(headers_alone_between_pictures_are_nothing)
{
    for (uint8_t i = 0; i < 4; i++) {
        send_packets(i);
        packet(0, 0, 0, 50);
        turn = !turn;
        packet(0, 0, 0, 51); /* of the picture to come */
        turn = !turn;
        bv_uvc_take_packet(&assembly, NULL, 0, true, 52);
    }
    assert_counts(4, 0, 0);
    assert_picture(3, 3, 3);
    ck_assert_int_eq(got[3].time_ns, 3); /* the first byte, not the header */
}
END_TEST

START_TEST(toggle_without_an_end_ends_the_picture)
{
    for (uint8_t i = 0; i < 3; i++) {
        turn = !turn;
        packet(0, i, 100, i);
    }
    assert_counts(2, 0, 0);
    assert_picture(1, 1, 1);
}
END_TEST

START_TEST(damage_drops_the_picture_is_counted_and_leaves_a_gap)
{
    send_packets(0);
    turn = !turn; /* an error bit */
    packet(0, 1, 40, 1);
    packet(BV_TEST_ERROR, 1, 40, 1);
    packet(BV_TEST_END, 1, 20, 1);
    turn = !turn; /* too short */
    packet(0, 2, 40, 1);
    packet(BV_TEST_END, 2, 59, 1);
    turn = !turn; /* a packet that the bus damaged */
    packet(0, 3, 100, 1);
    bv_uvc_take_packet(&assembly, room, 10, false, 1);
    packet(BV_TEST_END, 3, 0, 1);
    turn = !turn; /* a header that lies */
    packet(0, 4, 50, 1);
    bv_uvc_take_packet(&assembly, (const uint8_t *)"\xff\x80", 2, true, 1);
    bv_uvc_take_packet(&assembly, (const uint8_t *)"\x01\x80", 2, true, 1);
    packet(BV_TEST_END, 4, 50, 1);
    assert_counts(1, 4, 0);
    send_packets(5);
    assert_counts(2, 4, 0);
    assert_picture(1, 5, 5);
}
END_TEST

START_TEST(picture_without_an_end_stays_in_its_room)
{
    send_packets(0);
    turn = !turn;
    for (int i = 0; i < 1000; i++)
        packet(0, 1, 80, 1);
    assert_counts(1, 1, 0);
    ck_assert_uint_eq(room[picture], guard);
    send_packets(2);
    assert_counts(2, 1, 0);
    assert_picture(1, 2, 2);
}
END_TEST

START_TEST(picture_that_nobody_has_room_for_is_late)
{
    send_packets(0);
    has_room = false;
    send_packets(1);
    send_packets(2);
    has_room = true;
    send_packets(3);
    assert_counts(2, 0, 2);
    assert_picture(1, 3, 3);
}
END_TEST

START_TEST(picture_that_began_before_we_listened_is_no_damage)
{
    packet(0, 0, 40, 0);
    packet(BV_TEST_END, 0, 20, 0);
    send_packets(1);
    assert_counts(1, 0, 0);
    assert_picture(0, 1, 0);
}
END_TEST

START_TEST(another_start_counts_what_was_cut)
{
    send_packets(0);
    turn = !turn;
    packet(0, 1, 40, 1);
    bv_uvc_assembly_start(&assembly, &sink);
    turn = false;
    send_packets(2);
    assert_counts(2, 1, 0);
    assert_picture(1, 2, 2);
}
END_TEST

/* A picture as payloads of at most 64 bytes, in transfers of so many. */
static void send_transfers(uint8_t value, size_t transfer)
{
    uint8_t bytes[64];

    turn = !turn;
    for (size_t sent = 0; sent < picture;) {
        size_t left = picture - sent, data, size, at = 0;
        size_t header =
            bv_test_header(bytes, flags(left <= 52 ? BV_TEST_END : 0), true);

        data = left < 64 - header ? left : 64 - header;
        memset(bytes + header, value, data);
        size = header + data;
        for (; at + transfer <= size; at += transfer)
            bv_uvc_take_transfer(&assembly, bytes + at, transfer, true, value);
        if (at < size || size < sizeof(bytes))
            bv_uvc_take_transfer(&assembly, bytes + at, size - at, false,
                                 value);
        sent += data;
    }
}

START_TEST(payload_spans_transfers)
{
    static const size_t transfers[] = {16, 32, 64, 128, 1000};

    for (uint8_t i = 0; i < 5; i++)
        send_transfers(i, transfers[i]);
    assert_counts(5, 0, 0);
    for (uint8_t i = 0; i < 5; i++)
        assert_picture(i, i, i);
}
END_TEST

START_TEST(two_payloads_in_a_transfer_are_parted_where_the_first_is_full)
{
    uint8_t bytes[128] = {0};
    size_t first = bv_test_header(bytes, 0, false);

    memset(bytes + first, 6, 62);
    bv_test_header(bytes + 64, BV_TEST_END, false);
    memset(bytes + 66, 6, 38);
    bv_uvc_take_transfer(&assembly, bytes, 64 + 40, false, 0);
    assert_counts(1, 0, 0);
    assert_picture(0, 6, 0);
}
END_TEST

START_TEST(transfer_that_does_not_begin_with_a_header_is_skipped)
{
    uint8_t bytes[64];

    send_transfers(0, 64);
    memset(bytes, 1, sizeof(bytes));
    bv_uvc_take_transfer(&assembly, bytes, 16, true, 1);
    memset(bytes, 0x40, sizeof(bytes));
    bv_uvc_take_transfer(&assembly, bytes, 30, false, 1);
    bv_uvc_take_transfer(&assembly, bytes, 0, false, 1);
    send_transfers(2, 64);
    assert_counts(2, 0, 0);
    assert_picture(1, 2, 1);
}
END_TEST

START_TEST(coded_picture_must_begin_and_end_as_a_jpeg)
{
    static const struct {
        const char *bytes;
        size_t size, whole;
    } sent[] = {{"\xff\xd8\x01\x02\xff\xd9", 6, 6},
                {"\xff\xd8\x01\x02\xff\xd9\0\0\0", 9, 6},
                {"\xff\xd8\x01\x02\xff", 5, 0},
                {"\xff\xd9\x01\x02\xff\xd9", 6, 0},
                {"\0\0\0\0\0", 5, 0},
                {"\xff\xd8\xff\xd9", 4, 4}};
    int whole = 0;

    sink.coded = true;
    bv_uvc_assembly_start(&assembly, &sink);
    for (size_t i = 0; i < sizeof(sent) / sizeof(sent[0]); i++) {
        uint8_t bytes[32];
        size_t header = bv_test_header(bytes, flags(BV_TEST_END), true);

        memcpy(bytes + header, sent[i].bytes, sent[i].size);
        bv_uvc_take_packet(&assembly, bytes, header + sent[i].size, true, 0);
        turn = !turn;
        if (sent[i].whole) {
            ck_assert_int_eq(count, ++whole);
            ck_assert_uint_eq(got[count - 1].size, sent[i].whole);
        }
    }
    assert_counts(3, 3, 0);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        packets_become_pictures_timed_by_their_first,
        headers_alone_between_pictures_are_nothing,
        toggle_without_an_end_ends_the_picture,
        damage_drops_the_picture_is_counted_and_leaves_a_gap,
        picture_without_an_end_stays_in_its_room,
        picture_that_nobody_has_room_for_is_late,
        picture_that_began_before_we_listened_is_no_damage,
        another_start_counts_what_was_cut,
        payload_spans_transfers,
        two_payloads_in_a_transfer_are_parted_where_the_first_is_full,
        transfer_that_does_not_begin_with_a_header_is_skipped,
        coded_picture_must_begin_and_end_as_a_jpeg,
        NULL};

    return bv_test_run("uvc_payload", setup, NULL, tests);
}
