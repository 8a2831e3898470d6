#include "support/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "records/label_file.h"
#include "records/truth_file.h"

static char path[512];
static struct bv_labels *labels, *again;
static struct bv_label_file *file;
static struct bv_truth_file *truth;
static struct bv_fault fault;

static const struct bv_label_about about = {.source = "clip.mkv",
                                            .width_px = 640,
                                            .height_px = 480,
                                            .frame_rate_hz = 30,
                                            .mm_per_px = 0.1,
                                            .from_input = {.xx = 1, .yy = 1}};
static const struct bv_label needle = {.kind = BV_LABEL_NEEDLE,
                                       .shaft_px = {{10, 20}, {40, 60}},
                                       .tip = BV_TIP_VISIBLE};

static void begin(void)
{
    snprintf(path, sizeof(path), "%s/x.truth.jsonl", bv_test_folder());
    labels = bv_labels_new();
    again = bv_labels_new();
    file = NULL;
    truth = NULL;
    fault = (struct bv_fault){0};
}

static void end(void)
{
    bv_labels_free(labels);
    bv_labels_free(again);
    bv_label_file_free(file);
    bv_truth_file_free(truth);
}

static void put(const char *text)
{
    FILE *out = fopen(path, "w");

    fputs(text, out);
    fclose(out);
}

/* The whole file. */
static const char *get(void)
{
    static char text[8192];
    FILE *in = fopen(path, "r");
    size_t size;

    ck_assert_ptr_nonnull(in);
    size = fread(text, 1, sizeof(text) - 1, in);
    text[size] = '\0';
    fclose(in);
    return text;
}

static void set(uint32_t frame, struct bv_label label)
{
    ck_assert_int_eq(bv_labels_add_frame(labels, frame, frame / 30.0), 0);
    ck_assert_int_eq(bv_labels_set(labels, frame, &label), 0);
}

static void save(void)
{
    ck_assert_msg(bv_label_file_save(path, labels, file, &about, &fault) == 0,
                  "%s", fault.text);
}

START_TEST(what_is_saved_is_read_again)
{
    struct bv_label hidden = needle, imported = needle;

    hidden.tip = BV_TIP_HIDDEN;
    hidden.by = BV_LABEL_ACCEPTED;
    imported.by = BV_LABEL_IMPORTED;
    imported.tip = BV_TIP_UNKNOWN;
    set(0, needle);
    set(3, hidden);
    set(4, imported);
    set(5, (struct bv_label){.kind = BV_LABEL_NO_NEEDLE});
    set(6, (struct bv_label){.kind = BV_LABEL_UNSURE});
    set(7, (struct bv_label){.kind = BV_LABEL_CROSSING,
                             .shaft_px = {{5, 6}, {5, 6}}});
    save();
    ck_assert_msg(bv_label_file_read(path, again, &file, &fault) == 0, "%s",
                  fault.text);
    for (uint32_t i = 0; i < 8; i++) {
        struct bv_label a = bv_labels_get(labels, i);
        struct bv_label b = bv_labels_get(again, i);

        ck_assert_msg(bv_label_equal(&a, &b), "frame %u", i);
    }
    ck_assert(!bv_labels_can_undo(again));
    ck_assert_double_eq(bv_label_file_mm_per_px(file), 0.1);
}
END_TEST

START_TEST(scores_read_what_a_person_drew)
{
    const struct bv_truth_frame *frame;

    set(0, needle);
    set(1, (struct bv_label){.kind = BV_LABEL_NO_NEEDLE});
    set(2, (struct bv_label){.kind = BV_LABEL_UNSURE});
    save();
    ck_assert_int_eq(bv_truth_file_load(path, NULL, &truth, &fault), 0);
    ck_assert(!truth->simulated);
    ck_assert_uint_eq(truth->count, 2); /* who cannot tell says nothing */
    frame = bv_truth_file_at(truth, 0);
    ck_assert(frame->needle && frame->has_shaft && frame->has_tip);
    ck_assert_int_eq(frame->tip, BV_TIP_VISIBLE);
    ck_assert_double_eq(frame->visible_mm, 5); /* 50 px */
    ck_assert_double_eq(frame->mm_per_px, 0.1);
    ck_assert(!bv_truth_file_at(truth, 1)->needle);
}
END_TEST

START_TEST(without_a_scale_there_are_no_mm)
{
    struct bv_label_about unscaled = about;

    unscaled.mm_per_px = 0;
    set(0, needle);
    ck_assert_int_eq(bv_label_file_save(path, labels, NULL, &unscaled, &fault),
                     0);
    ck_assert_ptr_nonnull(strstr(get(), "\"visible_mm\":null"));
    ck_assert_ptr_null(strstr(get(), "\"mm_per_px\":0"));
}
END_TEST

START_TEST(lengths_and_angles_are_of_square_pixels)
{
    struct bv_label_about squeezed = about;

    squeezed.from_input.xx = 2; /* the picture came half as wide */
    set(0, needle);
    ck_assert_int_eq(bv_label_file_save(path, labels, NULL, &squeezed, &fault),
                     0);
    ck_assert_ptr_nonnull(strstr(get(), "\"shaft_px\":[[10.0,20.0],"));
    ck_assert_ptr_nonnull(strstr(get(), "\"visible_mm\":7.21")); /* 60, 40 */
    ck_assert_ptr_nonnull(strstr(get(), "\"angle_deg\":33.69"));
}
END_TEST

#define FOREIGN                                                                \
    "{\"format\":\"bevel-truth\",\"version\":1,\"who\":\"a clinic\"}\n"        \
    "{\"frame\":0,\"needle\":true,\"shaft_px\":[[1,2],[3,44]],\"old\":1}\n"    \
    "{\"frame\":4,\"needle\":null,  \"why\":\"blurred\"}\n"

START_TEST(untouched_lines_are_kept_byte_for_byte)
{
    put(FOREIGN);
    ck_assert_msg(bv_label_file_read(path, labels, &file, &fault) == 0, "%s",
                  fault.text);
    ck_assert_int_eq(bv_labels_get(labels, 4).kind, BV_LABEL_UNSURE);
    ck_assert_double_eq(bv_label_file_mm_per_px(file), 0);
    save();
    ck_assert_str_eq(get(), FOREIGN);
    set(2, (struct bv_label){.kind = BV_LABEL_NO_NEEDLE});
    save();
    ck_assert_ptr_nonnull(strstr(get(), "44]],\"old\":1}\n{\"source\""));
    ck_assert_ptr_nonnull(strstr(get(), "{\"frame\":4,\"needle\":null,  "));
}
END_TEST

START_TEST(changed_line_keeps_what_is_not_known)
{
    put("{\"format\":\"bevel-truth\",\"version\":1}\n"
        "{\"frame\":0,\"needle\":true,\"shaft_px\":[[1,2],[3,44]],"
        "\"needle_px\":[[0,0],[5,60]],\"note\":\"vein\"}\n");
    ck_assert_int_eq(bv_label_file_read(path, labels, &file, &fault), 0);
    set(0, needle);
    save();
    ck_assert_ptr_nonnull(strstr(get(), "\"note\":\"vein\""));
    ck_assert_ptr_nonnull(strstr(get(), "[40.0,60.0]]"));
    ck_assert_ptr_null(strstr(get(), "needle_px"));
    set(0, (struct bv_label){.kind = BV_LABEL_OPEN}); /* taken away */
    save();
    ck_assert_ptr_null(strstr(get(), "\"frame\""));
}
END_TEST

START_TEST(truth_of_the_simulated_probe_is_not_drawn_over)
{
    put("{\"format\":\"bevel-truth\",\"version\":1,\"simulated\":true}\n"
        "{\"frame\":0,\"needle\":false}\n");
    ck_assert_int_eq(bv_label_file_read(path, labels, &file, &fault), -EPERM);
    ck_assert_ptr_nonnull(strstr(fault.text, "-o"));
    ck_assert_ptr_null(file);
}
END_TEST

START_TEST(other_files_are_refused_with_a_sentence)
{
    put("frame,entry_x_px,entry_y_px,tip_x_px,tip_y_px\n0,1,2,3,4\n");
    ck_assert_int_eq(bv_label_file_read(path, labels, &file, &fault), -EBADMSG);
    ck_assert_ptr_nonnull(strstr(fault.text, "--import"));
    fault = (struct bv_fault){0};
    put("{\"format\":\"bevel-truth\",\"version\":1}\n{\"frame\":0,");
    ck_assert_int_eq(bv_label_file_read(path, labels, &file, &fault), -EBADMSG);
    ck_assert_ptr_nonnull(strstr(fault.text, ":2:"));
    fault = (struct bv_fault){0};
    put("{\"format\":\"bevel-truth\",\"version\":1}\n"
        "{\"frame\":4000000,\"needle\":null}\n");
    ck_assert_int_eq(bv_label_file_read(path, labels, &file, &fault), -EBADMSG);
    fault = (struct bv_fault){0};
    unlink(path);
    ck_assert_int_eq(bv_label_file_read(path, labels, &file, &fault), -ENOENT);
}
END_TEST

START_TEST(file_that_cannot_be_written_leaves_the_one_before)
{
    char part[600];
    struct stat status;

    set(0, needle);
    save();
    ck_assert_int_eq(stat(path, &status), 0);
    ck_assert_int_eq(status.st_mode & 0777, 0600);
    snprintf(part, sizeof(part), "%s.part", path);
    ck_assert_int_eq(mkdir(part, 0700), 0); /* nothing can be written there */
    set(1, needle);
    ck_assert_int_lt(bv_label_file_save(path, labels, NULL, &about, &fault), 0);
    ck_assert_ptr_nonnull(strstr(fault.text, "Cannot write"));
    rmdir(part);
    ck_assert_ptr_null(strstr(get(), "\"frame\":1,"));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {what_is_saved_is_read_again,
                            scores_read_what_a_person_drew,
                            without_a_scale_there_are_no_mm,
                            lengths_and_angles_are_of_square_pixels,
                            untouched_lines_are_kept_byte_for_byte,
                            changed_line_keeps_what_is_not_known,
                            truth_of_the_simulated_probe_is_not_drawn_over,
                            other_files_are_refused_with_a_sentence,
                            file_that_cannot_be_written_leaves_the_one_before,
                            NULL};

    return bv_test_run("label file", begin, end, tests);
}
