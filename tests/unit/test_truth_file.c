#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "records/figures_json.h"
#include "records/truth_file.h"

#define HEADER                                                                 \
    "{\"format\":\"bevel-truth\",\"version\":1,\"scene\":\"nerve\","           \
    "\"simulated\":true,\"scan_area\":{\"shape\":\"sector\"},\"new\":[1]}\n"
#define COLUMNS                                                                \
    "frame,entry_x_px,entry_y_px,tip_x_px,tip_y_px,tip_uncertainty_px,"        \
    "tip_confidence\n"

static char path[512];
static struct bv_truth_file *truth;
static struct bv_fault fault;

static void begin(void)
{
    snprintf(path, sizeof(path), "%s/clip.truth.jsonl", bv_test_folder());
    truth = NULL;
    fault = (struct bv_fault){0};
}

static void end(void)
{
    bv_truth_file_free(truth);
}

static int load(const char *text, const char *image)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
    return bv_truth_file_load(path, image, &truth, &fault);
}

/* The text is refused by one sentence that has @p says in it. */
static void refuses(const char *text, int error, const char *says)
{
    fault = (struct bv_fault){0};
    ck_assert_msg(load(text, NULL) == error, "%s: %s", text, fault.text);
    ck_assert_ptr_null(truth);
    ck_assert_msg(strstr(fault.text, says) != NULL, "%s: %s", text, fault.text);
    ck_assert_ptr_null(strchr(fault.text, '\n'));
}

START_TEST(frame_is_read_with_all_that_is_known)
{
    const struct bv_truth_frame *frame;

    ck_assert_int_eq(load(HEADER
                          "{\"frame\":3,\"needle\":true,\"state\":\"tip_seen\","
                          "\"shaft_px\":[[10,20],[30.5,40]],\"tip_px\":[31,41],"
                          "\"needle_px\":[[0,10],[31,41]],\"crossing_px\":null,"
                          "\"visible_mm\":12.5,\"tip_visible\":true,"
                          "\"out_of_plane_mm\":-0.25,\"turned_deg\":-3.5,"
                          "\"mm_per_px\":0.08,\"other\":{}}\n",
                          NULL),
                     0);
    ck_assert(truth->simulated);
    ck_assert_str_eq(truth->scene, "nerve");
    ck_assert_int_eq(truth->probe, BV_SCORE_PROBE_CURVED);
    frame = bv_truth_file_at(truth, 3);
    ck_assert_ptr_nonnull(frame);
    ck_assert(frame->needle && frame->has_shaft && frame->has_tip &&
              frame->has_whole && !frame->has_crossing);
    ck_assert_double_eq(frame->shaft_px.to.x, 30.5);
    ck_assert_double_eq(frame->tip_px.y, 41);
    ck_assert_double_eq(frame->whole_px.from.y, 10);
    ck_assert_double_eq(frame->visible_mm, 12.5);
    ck_assert_double_eq(frame->out_of_plane_mm, -0.25);
    ck_assert_double_eq(frame->turned_deg, -3.5);
    ck_assert_double_eq(frame->mm_per_px, 0.08);
    ck_assert_int_eq(frame->tip, BV_TIP_VISIBLE);
    ck_assert_ptr_null(bv_truth_file_at(truth, 2));
    ck_assert_ptr_null(bv_truth_file_at(truth, 4));
}
END_TEST

START_TEST(what_is_not_said_is_unknown)
{
    const struct bv_truth_frame *frame;

    ck_assert_int_eq(load("{\"format\":\"bevel-truth\",\"version\":1}\n"
                          "{\"frame\":0,\"needle\":false}\n"
                          "{\"frame\":1,\"needle\":null}\n"
                          "{\"frame\":2,\"needle\":true,\"tip_px\":null}\n",
                          NULL),
                     0);
    ck_assert(!truth->simulated);
    ck_assert_uint_eq(truth->count, 2);
    ck_assert(!bv_truth_file_at(truth, 0)->needle);
    ck_assert_ptr_null(bv_truth_file_at(truth, 1)); /* nobody can tell */
    frame = bv_truth_file_at(truth, 2);
    ck_assert(!frame->has_tip && !frame->has_shaft);
    ck_assert(isnan(frame->visible_mm));
    ck_assert(isnan(frame->turned_deg));
    ck_assert_double_eq(frame->mm_per_px, 0);
    ck_assert_int_eq(frame->tip, BV_TIP_UNKNOWN);
}
END_TEST

START_TEST(cut_file_is_refused_wherever_it_ends)
{
    const char whole[] = HEADER "{\"frame\":0,\"needle\":true,"
                                "\"shaft_px\":[[1,2],[3,4]]}\n";
    char cut[sizeof(whole)];

    /* Anything but the whole, or the header alone with no frame in it. */
    for (size_t size = 1; size < sizeof(whole) - 1; size++) {
        if (size == strlen(HEADER))
            continue;
        snprintf(cut, size + 1, "%s", whole);
        refuses(cut, -EBADMSG,
                size < strlen(HEADER) ? ".jsonl:1:" : ".jsonl:2:");
    }
    refuses("", -EBADMSG, "is empty");
}
END_TEST

START_TEST(hostile_file_is_refused_by_one_sentence)
{
    refuses("{}\n", -EBADMSG, "bevel-truth");
    refuses("{\"format\":\"bevel-truth\"}\n", -EBADMSG, "version");
    refuses("{\"format\":\"bevel-truth\",\"version\":2}\n", -ENOTSUP,
            "version 2");
    refuses(HEADER "[]\n", -EBADMSG, ":2:");
    refuses(HEADER "{\"frame\":-1,\"needle\":false}\n", -EBADMSG, "frame");
    refuses(HEADER "{\"frame\":1.5,\"needle\":false}\n", -EBADMSG, "frame");
    refuses(HEADER "{\"frame\":4294967296,\"needle\":false}\n", -EBADMSG,
            "frame");
    refuses(HEADER "{\"frame\":1,\"needle\":false}\n"
                   "{\"frame\":1,\"needle\":false}\n",
            -EBADMSG, ":3:");
    refuses(HEADER "{\"frame\":0,\"needle\":1}\n", -EBADMSG, "needle");
    refuses(HEADER "{\"frame\":0,\"needle\":true,\"shaft_px\":[[1,2]]}\n",
            -EBADMSG, "shaft_px");
    refuses(HEADER "{\"frame\":0,\"needle\":true,\"tip_px\":[1,1e300]}\n",
            -EBADMSG, "tip_px");
    refuses(HEADER "{\"frame\":0,\"needle\":true,\"mm_per_px\":0}\n", -EBADMSG,
            "mm_per_px");
    refuses(HEADER "{\"frame\":0,\"needle\":true,\"visible_mm\":-1}\n",
            -EBADMSG, "visible_mm");
    refuses("neither,one,nor,the,other\n", -EBADMSG, "entry_x_px");
}
END_TEST

START_TEST(line_without_end_is_refused)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    fputs("{\"format\":\"", file);
    for (int i = 0; i < BV_TRUTH_LINE_MAX; i++)
        fputc('x', file);
    fputs("\"}\n", file);
    fclose(file);
    ck_assert_int_eq(bv_truth_file_load(path, NULL, &truth, &fault), -EBADMSG);
    ck_assert_ptr_nonnull(strstr(fault.text, "too long"));
}
END_TEST

START_TEST(missing_file_is_told_by_its_name)
{
    ck_assert_int_eq(bv_truth_file_load("/no/such.jsonl", NULL, &truth, &fault),
                     -ENOENT);
    ck_assert_ptr_nonnull(strstr(fault.text, "/no/such.jsonl"));
}
END_TEST

START_TEST(labels_are_lines_and_only_a_trusted_tip_is_a_tip)
{
    const struct bv_truth_frame *frame;

    ck_assert_int_eq(load(COLUMNS "0,850.9,87.1,500.8,184.7,40,low\n"
                                  "40,905.8,70.8,402.9,206.5,15,good\n"
                                  "50,,,,,,\n",
                          NULL),
                     0);
    ck_assert_uint_eq(truth->count, 3);
    frame = bv_truth_file_at(truth, 0);
    ck_assert(frame->needle && frame->has_shaft && !frame->has_tip);
    ck_assert_int_eq(frame->tip, BV_TIP_UNKNOWN);
    ck_assert_double_eq(frame->shaft_px.from.x, 850.9);
    frame = bv_truth_file_at(truth, 40);
    ck_assert(frame->has_tip);
    ck_assert_int_eq(frame->tip, BV_TIP_VISIBLE);
    ck_assert_double_eq(frame->tip_px.y, 206.5);
    ck_assert_double_eq(frame->tip_uncertainty_px, 15);
    ck_assert(!bv_truth_file_at(truth, 50)->needle);
}
END_TEST

START_TEST(labels_of_pictures_are_found_by_name)
{
    const char text[] = "image,entry_x_px,entry_y_px,tip_x_px,tip_y_px\n"
                        "30.png,1,2,3,4\n45.png,5,6,7,8\n";

    ck_assert_int_eq(load(text, "45.png"), 0);
    ck_assert_uint_eq(truth->count, 1);
    ck_assert_double_eq(bv_truth_file_at(truth, 0)->shaft_px.from.x, 5);
    bv_truth_file_free(truth);
    truth = NULL;
    ck_assert_int_eq(load(text, "46.png"), -ENOENT);
    ck_assert_ptr_nonnull(strstr(fault.text, "46.png"));
    refuses(text, -EBADMSG, "of pictures");
}
END_TEST

START_TEST(wrong_labels_are_refused_with_their_line)
{
    refuses(COLUMNS "0,1,2,3\n", -EBADMSG, ":2:");
    refuses(COLUMNS "0,1,2,3,x,1,good\n", -EBADMSG, "tip_y_px");
    refuses(COLUMNS "0,1,2,3,nan,1,good\n", -EBADMSG, "tip_y_px");
    refuses(COLUMNS "-1,1,2,3,4,1,good\n", -EBADMSG, "frame");
    refuses(COLUMNS "5,1,2,3,4,1,good\n5,1,2,3,4,1,good\n", -EBADMSG, ":3:");
    refuses(COLUMNS, -EBADMSG, "no frame");
}
END_TEST

static void touch(const char *name, const char *text)
{
    FILE *file;

    strcpy(strrchr(path, '/') + 1, name);
    file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

/* What is found for a clip of this name, by its file's name alone. */
static const char *found_for(const char *name, enum bv_truth_found *how)
{
    static char found[600];
    char clip[600];

    snprintf(clip, sizeof(clip), "%s", path);
    strcpy(strrchr(clip, '/') + 1, name);
    if (bv_truth_file_find(clip, found, sizeof(found), how) < 0)
        return NULL;
    return strrchr(found, '/') + 1;
}

START_TEST(truth_lies_beside_its_clip)
{
    enum bv_truth_found how = BV_TRUTH_BESIDE;
    char found[8];

    touch("clip.truth.jsonl", HEADER);
    touch("clip.mkv", "");
    ck_assert_str_eq(found_for("clip.mkv", &how), "clip.truth.jsonl");
    ck_assert_int_eq(how, BV_TRUTH_NAMED);
    ck_assert_ptr_null(found_for("other.mkv", &how));
    touch("other.labels.csv", COLUMNS);
    ck_assert_str_eq(found_for("other.mkv", &how), "other.labels.csv");
    ck_assert_int_eq(how, BV_TRUTH_NAMED);
    ck_assert_int_eq(bv_truth_file_find(path, found, 4, &how), -ENAMETOOLONG);
}
END_TEST

START_TEST(list_beside_one_clip_is_taken_and_said_to_be_a_guess)
{
    enum bv_truth_found how = BV_TRUTH_NAMED;

    touch("labels.csv", COLUMNS);
    touch("clip.mkv", "");
    touch("notes.txt", "");
    ck_assert_str_eq(found_for("clip.mkv", &how), "labels.csv");
    ck_assert_int_eq(how, BV_TRUTH_BESIDE);
}
END_TEST

START_TEST(list_beside_several_clips_is_nobodys)
{
    enum bv_truth_found how;
    char found[600];

    touch("labels.csv", COLUMNS);
    touch("other.MP4", "");
    touch("clip.mkv", "");
    ck_assert_int_eq(bv_truth_file_find(path, found, sizeof(found), &how),
                     -ENOTUNIQ);
    ck_assert_ptr_nonnull(strstr(found, "labels.csv"));
    /* one that names pictures says whose each row is */
    touch("labels.csv", "image,entry_x_px,entry_y_px,tip_x_px,tip_y_px\n");
    ck_assert_str_eq(found_for("30.png", &how), "labels.csv");
    ck_assert_int_eq(how, BV_TRUTH_NAMED);
}
END_TEST

START_TEST(figures_are_read_as_they_were_written)
{
    struct bv_clip_about about = {.simulated = true, .width_px = 100};
    struct bv_clip_score *score = bv_clip_score_new(&about);
    struct bv_figures_clip clip = {"a.mkv", NULL, score};
    struct bv_truth_frame frame = {.needle = true,
                                   .has_shaft = true,
                                   .shaft_px = {{0, 0}, {90, 0}},
                                   .visible_mm = 9,
                                   .mm_per_px = 0.1};
    struct bv_advice silent = bv_advice_none();
    struct bv_figure_table *written, *read;
    size_t missed = (size_t)bv_figure_find("angle_median_deg");
    FILE *file = fopen(path, "w");

    ck_assert_int_eq(bv_clip_score_add(score, &frame, &silent, 2), 0);
    ck_assert_int_eq(bv_clip_score_end(score), 0);
    ck_assert_int_eq(bv_figure_table_make(&score, 1, &written), 0);
    ck_assert_int_eq(bv_figures_write_json(file, &clip, 1, written, NULL, 0),
                     0);
    fclose(file);
    ck_assert_int_eq(bv_figures_read_json(path, &read, &fault), 0);
    ck_assert_uint_eq(read->block_count, written->block_count);
    ck_assert(isinf(written->blocks[0].values[missed].value));
    for (size_t b = 0; b < read->block_count; b++)
        for (size_t i = 0; i < bv_figure_count(); i++) {
            double one = written->blocks[b].values[i].value;
            double other = read->blocks[b].values[i].value;

            ck_assert(one == other || (isnan(one) && isnan(other)));
        }
    bv_figure_table_free(written);
    bv_figure_table_free(read);
    bv_clip_score_free(score);
}
END_TEST

START_TEST(figures_of_another_format_are_refused)
{
    static const char *const texts[] = {
        "",
        "{",
        "{}",
        "{\"format\":\"bevel-eval\",\"version\":9}",
        "{\"format\":\"bevel-eval\",\"version\":1,\"blocks\":[7]}",
        "{\"format\":\"bevel-eval\",\"version\":1,\"blocks\":[{\"origin\":"
        "\"real\",\"stratum\":\"all\",\"clips\":1,\"figures\":{\"detected\":"
        "[]}}]}"};
    struct bv_figure_table *read = NULL;

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        FILE *file = fopen(path, "w");

        fputs(texts[i], file);
        fclose(file);
        fault = (struct bv_fault){0};
        ck_assert_int_lt(bv_figures_read_json(path, &read, &fault), 0);
        ck_assert_ptr_nonnull(strstr(fault.text, path));
        ck_assert_ptr_null(read);
    }
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        frame_is_read_with_all_that_is_known,
        what_is_not_said_is_unknown,
        cut_file_is_refused_wherever_it_ends,
        hostile_file_is_refused_by_one_sentence,
        line_without_end_is_refused,
        missing_file_is_told_by_its_name,
        labels_are_lines_and_only_a_trusted_tip_is_a_tip,
        labels_of_pictures_are_found_by_name,
        wrong_labels_are_refused_with_their_line,
        truth_lies_beside_its_clip,
        list_beside_one_clip_is_taken_and_said_to_be_a_guess,
        list_beside_several_clips_is_nobodys,
        figures_are_read_as_they_were_written,
        figures_of_another_format_are_refused,
        NULL};

    return bv_test_run("truth_file", begin, end, tests);
}
