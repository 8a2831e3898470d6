/* Recordings with wrong bytes in their middle. */
#include "support/test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "acquisition/recorder.h"
#include "acquisition/source.h"
#include "support/recording.h"

enum {
    width_px = BV_TEST_RECORDING_WIDTH_PX,
    height_px = BV_TEST_RECORDING_HEIGHT_PX
};

static char path[400];
static struct bv_fault fault;

static void begin(void)
{
    fault = (struct bv_fault){0};
    snprintf(path, sizeof(path), "%.300s/clip.mkv", bv_test_folder());
}

/* Write 0x5a over a part of the file. */
static void spoil(const char *name, double from, long bytes)
{
    FILE *file = fopen(name, "r+b");
    struct stat about;

    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fstat(fileno(file), &about), 0);
    ck_assert_int_eq(
        fseek(file, (long)((double)about.st_size * from), SEEK_SET), 0);
    for (long i = 0; i < bytes; i++)
        fputc(0x5a, file);
    ck_assert_int_eq(fclose(file), 0);
}

START_TEST(damaged_pictures_are_passed_over_where_that_is_wanted)
{
    enum { pictures = 60 };
    const struct bv_source_options options = {.skip_damaged = true};
    static const double places[] = {0.25, 0.5, 0.6};

    bv_test_record(path, pictures, 40000000);
    for (int i = 0; i < 3; i++) {
        struct bv_source *source;
        struct bv_frame *frame;
        int frames = 0, error;
        uint32_t last = 0;

        spoil(path, places[i], 20);
        ck_assert_int_eq(bv_source_open(path, &options, &source, &fault), 0);
        while ((error = bv_source_read(source, 0, &frame, &fault)) == 0) {
            ck_assert(frames == 0 || frame->sequence > last);
            last = frame->sequence;
            ck_assert_int_eq(frame->time_ns, last * INT64_C(40000000));
            bv_frame_unref(frame);
            frames++;
        }
        ck_assert_int_eq(error, -ENODATA);
        ck_assert_uint_eq(last, pictures - 1);
        ck_assert_msg(frames < pictures && frames > pictures / 4, "%d frames",
                      frames);
        bv_source_close(source);
    }
    {
        struct bv_source *source;
        struct bv_frame *frame;
        int error;

        ck_assert_int_eq(bv_source_open(path, NULL, &source, &fault), 0);
        while ((error = bv_source_read(source, 0, &frame, &fault)) == 0)
            bv_frame_unref(frame);
        ck_assert_int_eq(error, -EBADMSG);
        bv_source_close(source);
    }
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        damaged_pictures_are_passed_over_where_that_is_wanted, NULL};

    return bv_test_run("damaged videos", begin, NULL, tests);
}
