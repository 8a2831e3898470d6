/* What a person says of a review's moments, and its file. */
#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "records/corrections.h"

static char home[300], path[400];
static struct bv_corrections *corrections;
static struct bv_fault fault;
static struct bv_moment moments[2];
static struct bv_review review;

static void begin(void)
{
    snprintf(home, sizeof(home), "%s", bv_test_folder());
    snprintf(path, sizeof(path), "%s/clip.review.json", home);
    corrections = bv_corrections_new();
    ck_assert_ptr_nonnull(corrections);
    fault = (struct bv_fault){0};
    moments[0] = (struct bv_moment){.kind = BV_MOMENT_WITHDRAWAL,
                                    .start_s = 1,
                                    .end_s = 2,
                                    .start_frame = 10,
                                    .end_frame = 20};
    moments[1] = (struct bv_moment){.kind = BV_MOMENT_PASS,
                                    .start_s = 3,
                                    .end_s = 4,
                                    .start_frame = 30,
                                    .end_frame = 40};
    review = (struct bv_review){.moment_count = 2, .moments = moments};
}

static const char *const folders[] = {"one", "two", "three"};
static bool is_nobody;

static void end(void)
{
    if (is_nobody) /* root again, who removes the files */
        ck_assert_int_eq(setresuid(0, 0, 0), 0);
    is_nobody = false;
    for (int i = 0; i < 3; i++) { /* what was closed is opened, to go */
        char closed[320];

        snprintf(closed, sizeof(closed), "%s/%s", home, folders[i]);
        (void)chmod(closed, 0755);
    }
    bv_corrections_free(corrections);
}

static struct bv_moment_span span_of(const struct bv_moment *moment)
{
    return (struct bv_moment_span){(int)moment->kind, moment->start_frame,
                                   moment->end_frame, moment->start_s,
                                   moment->end_s};
}

static void say(enum bv_correction_what what, const struct bv_moment *of,
                struct bv_moment_span is, const char *note)
{
    struct bv_correction correction = {.what = what, .is = is};

    if (of)
        correction.of = span_of(of);
    snprintf(correction.note, sizeof(correction.note), "%s", note);
    ck_assert_int_eq(bv_corrections_set(corrections,
                                        bv_corrections_count(corrections),
                                        &correction),
                     0);
}

static void say_three(void)
{
    struct bv_moment_span none = {0};

    say(BV_CORRECTION_REJECTED, &moments[0], none, "a fascia");
    say(BV_CORRECTION_CHANGED, &moments[1],
        (struct bv_moment_span){BV_MOMENT_PASS, 32, 45, 3.2, 4.5}, "");
    say(BV_CORRECTION_ADDED, NULL,
        (struct bv_moment_span){BV_CORRECTED_OTHER, 5, 6, 0.5, 0.6},
        "hand \"off\" the probe \xc3\xbc");
}

/* The shown moments, in order, as one word each. */
static void check_shown(const char *words)
{
    static const char *const froms[] = {"measured", "noted", "changed", "added",
                                        "rejected"};
    struct bv_shown_moment *shown;
    char text[200] = "";
    size_t count;

    ck_assert_int_eq(bv_corrections_show(corrections, &review, &shown, &count),
                     0);
    for (size_t i = 0; i < count; i++) {
        strcat(text, i ? " " : "");
        strcat(text, froms[shown[i].from]);
    }
    ck_assert_str_eq(text, words);
    free(shown);
}

START_TEST(what_a_person_says_stands_beside_what_was_measured)
{
    check_shown("measured measured");
    say_three();
    check_shown("added rejected changed");
    moments[1].end_frame++; /* other rules found another */
    check_shown("added rejected measured added");
}
END_TEST

START_TEST(a_note_alone_corrects_nothing)
{
    char text[300];

    say(BV_CORRECTION_CHANGED, &moments[0], span_of(&moments[0]), "a fascia");
    check_shown("noted measured");
    ck_assert(bv_correction_is_note(bv_corrections_at(corrections, 0)));
    bv_correction_say(bv_corrections_at(corrections, 0), text, sizeof(text));
    ck_assert_str_eq(text, "note: withdrawn, 1.0 to 2.0 s (a fascia)");
}
END_TEST

START_TEST(each_step_is_undone_and_done_again)
{
    say_three();
    ck_assert(!bv_corrections_can_redo(corrections));
    ck_assert(bv_corrections_undo(corrections));
    check_shown("rejected changed");
    ck_assert(bv_corrections_undo(corrections));
    ck_assert(bv_corrections_undo(corrections));
    ck_assert(!bv_corrections_undo(corrections));
    check_shown("measured measured");
    ck_assert(bv_corrections_redo(corrections));
    check_shown("rejected measured");
    ck_assert_int_eq(bv_corrections_set(corrections, 0, NULL), 0);
    check_shown("measured measured");
    ck_assert(!bv_corrections_redo(corrections)); /* that is gone */
}
END_TEST

START_TEST(steps_without_end_keep_the_last_ones)
{
    for (int i = 0; i < 450; i++)
        say(BV_CORRECTION_ADDED, NULL,
            (struct bv_moment_span){0, 1, 2, 0.1, 0.2}, "");
    ck_assert_uint_eq(bv_corrections_count(corrections), 450);
    while (bv_corrections_undo(corrections))
        ;
    ck_assert_uint_gt(bv_corrections_count(corrections), 200);
}
END_TEST

START_TEST(the_file_gives_them_back_and_is_its_owners)
{
    struct bv_corrections *read = bv_corrections_new();
    struct stat about;

    say_three();
    ck_assert_int_eq(bv_corrections_save(corrections, path, &fault), 0);
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_int_eq(about.st_mode & 0777, 0600);
    ck_assert_int_eq(bv_corrections_read(read, path, &fault), 0);
    ck_assert_uint_eq(bv_corrections_count(read), 3);
    for (size_t i = 0; i < 3; i++) {
        const struct bv_correction *a = bv_corrections_at(corrections, i);
        const struct bv_correction *b = bv_corrections_at(read, i);

        ck_assert_int_eq(a->what, b->what);
        ck_assert_str_eq(a->note, b->note);
        ck_assert_int_eq(a->is.kind, b->is.kind);
        ck_assert_uint_eq(a->of.end_frame, b->of.end_frame);
        ck_assert_double_eq_tol(a->is.end_s, b->is.end_s, 1e-3);
    }
    ck_assert(!bv_corrections_can_undo(read));
    bv_corrections_free(read);
}
END_TEST

START_TEST(nothing_said_makes_no_file)
{
    ck_assert_int_eq(bv_corrections_read(corrections, path, &fault), 0);
    ck_assert_int_eq(bv_corrections_save(corrections, path, &fault), 0);
    ck_assert_int_lt(access(path, F_OK), 0);
}
END_TEST

static void write_file(const char *text)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

START_TEST(a_damaged_file_is_kept_under_another_name)
{
    char aside[500], text[100] = "";
    FILE *file;

    write_file("{\"format\":\"bevel-corrections\",\"vers");
    ck_assert_int_eq(bv_corrections_read(corrections, path, &fault), -EBADMSG);
    ck_assert_ptr_nonnull(strstr(fault.text, path));
    say_three();
    ck_assert_int_eq(bv_corrections_save(corrections, path, &fault), 0);
    snprintf(aside, sizeof(aside), "%s.damaged", path);
    file = fopen(aside, "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_ptr_nonnull(fgets(text, sizeof(text), file));
    fclose(file);
    ck_assert_str_eq(text, "{\"format\":\"bevel-corrections\",\"vers");
}
END_TEST

/* A newer one's, with what this one does not know in it. */
static void check_newer(const char *text)
{
    struct bv_corrections *empty = bv_corrections_new();

    ck_assert_int_eq(bv_corrections_parse(empty, text, strlen(text)), -ENOTSUP);
    bv_corrections_free(empty);
}

START_TEST(a_newer_bevels_file_is_left_as_it_is)
{
    check_newer("{\"format\":\"bevel-corrections\",\"version\":2,"
                "\"moments\":[],\"scales\":{\"a\":1}}");
    check_newer("{\"format\":\"bevel-corrections\",\"version\":2}");
    write_file("{\"format\":\"bevel-corrections\",\"version\":2}");
    ck_assert_int_eq(bv_corrections_read(corrections, path, &fault), -ENOTSUP);
    say_three();
    ck_assert_int_eq(bv_corrections_save(corrections, path, NULL), -ENOTSUP);
}
END_TEST

/* A file of these moments, and of this scale where one is given, is none, and
 * nothing of it is taken over. */
static void refuse(const char *listed, const char *scale)
{
    char text[400];

    snprintf(text, sizeof(text),
             "{\"format\":\"bevel-corrections\",\"version\":1,"
             "\"moments\":%s%s%s}",
             listed, *scale ? ",\"scales\":" : "", scale);
    ck_assert_int_eq(bv_corrections_parse(corrections, text, strlen(text)),
                     -EBADMSG);
    ck_assert_uint_eq(bv_corrections_count(corrections), 0);
    ck_assert_double_eq(bv_corrections_scale(corrections, 0).mm_per_px, 0);
}

START_TEST(what_is_out_of_range_is_no_correction)
{
    static const char *const bad[] = {
        "[{\"what\":\"maybe\"}]",
        "[{\"what\":\"added\"}]",
        "[{\"what\":\"added\",\"is\":{\"kind\":\"pass\",\"start_frame\":9,"
        "\"end_frame\":8,\"start_s\":0,\"end_s\":1}}]",
        "[{\"what\":\"added\",\"is\":{\"kind\":\"pass\",\"start_frame\":-1,"
        "\"end_frame\":8,\"start_s\":0,\"end_s\":1}}]",
        "[{\"what\":\"added\",\"is\":{\"kind\":\"fall\",\"start_frame\":1,"
        "\"end_frame\":8,\"start_s\":0,\"end_s\":1}}]",
        "[{\"what\":\"rejected\",\"note\":7}]",
        "{}",
        "[7]"};

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        refuse(bad[i], "");
}
END_TEST

START_TEST(the_scale_that_a_person_says_is_kept_and_undone)
{
    const struct bv_said_scale points = {0.0625, BV_SAID_POINTS, 30, 480, 0};
    const struct bv_said_scale none = {0},
                               no_picture = {3, BV_SAID_TYPED, 0, 0, 0};
    struct bv_said_scale said;
    char text[200];

    say_three();
    ck_assert_int_eq(bv_corrections_set_scale(corrections, &no_picture, true),
                     -EINVAL);
    ck_assert_int_eq(bv_corrections_set_scale(corrections, &points, true), 0);
    ck_assert_uint_eq(bv_corrections_count(corrections), 3);
    ck_assert_int_eq(bv_corrections_save(corrections, path, &fault), 0);
    bv_corrections_free(corrections);
    corrections = bv_corrections_new();
    ck_assert_int_eq(bv_corrections_read(corrections, path, &fault), 0);
    ck_assert_uint_eq(bv_corrections_count(corrections), 3);
    said = bv_corrections_scale(corrections, 0);
    ck_assert_double_eq(said.mm_per_px, 0.0625);
    bv_said_scale_say(&said, text, sizeof(text));
    ck_assert_str_eq(text, "30 mm between two points, 480 px apart");
    ck_assert_int_eq(bv_corrections_set_scale(corrections, &none, true), 0);
    ck_assert_double_eq(bv_corrections_scale(corrections, 0).mm_per_px, 0);
    ck_assert(bv_corrections_undo(corrections));
    ck_assert_double_eq(bv_corrections_scale(corrections, 0).mm_per_px, 0.0625);
}
END_TEST

static void say_scale(double mm_per_px, uint32_t from_frame)
{
    const struct bv_said_scale said = {
        .mm_per_px = mm_per_px, .by = BV_SAID_TYPED, .from_frame = from_frame};

    ck_assert_int_eq(bv_corrections_set_scale(corrections, &said, false), 0);
}

/* What holds at a frame, and before it. */
static void check_scale(uint32_t frame, double before, double mm_per_px)
{
    ck_assert_double_eq(bv_corrections_scale(corrections, frame - 1).mm_per_px,
                        before);
    ck_assert_double_eq(bv_corrections_scale(corrections, frame).mm_per_px,
                        mm_per_px);
}

START_TEST(a_scale_holds_from_its_frame_to_the_next_ones)
{
    const struct bv_said_scale whole = {.mm_per_px = 0.07, .by = BV_SAID_TYPED};
    struct bv_said_scale scales[BV_SAID_SCALES_MOST];

    say_scale(0.09, 300); /* what comes before is not known */
    check_scale(300, 0, 0.09);
    say_scale(0.06, 0); /* up to there */
    check_scale(300, 0.06, 0.09);
    ck_assert_int_eq(bv_corrections_set_scale(corrections, &whole, true), 0);
    check_scale(300, 0.07, 0.07);
    ck_assert(bv_corrections_undo(corrections));
    say_scale(0.05, 100);
    say_scale(0.08, 300);
    ck_assert_int_eq(bv_corrections_save(corrections, path, &fault), 0);
    bv_corrections_free(corrections);
    corrections = bv_corrections_new();
    ck_assert_int_eq(bv_corrections_read(corrections, path, &fault), 0);
    ck_assert_int_eq(bv_corrections_scales(corrections, scales), 3);
    check_scale(100, 0.06, 0.05);
    check_scale(300, 0.05, 0.08);
    say_scale(0, 100); /* taken back */
    check_scale(300, 0.06, 0.08);
    ck_assert(bv_corrections_undo(corrections));
    check_scale(100, 0.06, 0.05);
    say_scale(0, 0);
    ck_assert_int_eq(bv_corrections_scales(corrections, scales), 2);
}
END_TEST

START_TEST(a_scale_is_the_same_in_memory_and_in_its_file)
{
    double before;

    say_scale(19 / 583.1234, 0);
    before = bv_corrections_scale(corrections, 0).mm_per_px;
    ck_assert_int_eq(bv_corrections_save(corrections, path, &fault), 0);
    bv_corrections_free(corrections);
    corrections = bv_corrections_new();
    ck_assert_int_eq(bv_corrections_read(corrections, path, &fault), 0);
    ck_assert_double_eq(bv_corrections_scale(corrections, 0).mm_per_px, before);
}
END_TEST

START_TEST(scales_without_end_are_refused)
{
    const struct bv_said_scale more = {.mm_per_px = 0.1, .from_frame = 99};

    for (uint32_t i = 0; i < BV_SAID_SCALES_MOST; i++)
        say_scale(0.1, i);
    ck_assert_int_eq(bv_corrections_set_scale(corrections, &more, false),
                     -EFBIG);
    say_scale(0.2, 7); /* in place of one, and back */
    say_scale(0, 7);
    ck_assert_int_eq(bv_corrections_set_scale(corrections, &more, false), 0);
}
END_TEST

START_TEST(a_scale_that_is_none_is_no_file)
{
    static const char *const bad[] = {
        "[{\"from_frame\":0,\"mm_per_px\":0.06,\"by\":\"eye\"}]",
        "[{\"from_frame\":0,\"mm_per_px\":-1,\"by\":\"typed\"}]",
        "[{\"from_frame\":0,\"mm_per_px\":9,\"by\":\"typed\"}]",
        "[{\"from_frame\":0,\"mm_per_px\":0.06,\"by\":\"points\",\"mm\":30}]",
        "[{\"from_frame\":0,\"by\":\"typed\"}]",
        "[{\"mm_per_px\":0.06,\"by\":\"typed\"}]",
        "[{\"from_frame\":-1,\"mm_per_px\":0.06,\"by\":\"typed\"}]",
        "[{\"from_frame\":9,\"mm_per_px\":0.06,\"by\":\"typed\"},"
        "{\"from_frame\":9,\"mm_per_px\":0.07,\"by\":\"typed\"}]",
        "{\"from_frame\":0,\"mm_per_px\":0.06,\"by\":\"typed\"}",
        "[7]",
        "7"};

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        refuse("[]", bad[i]);
}
END_TEST

START_TEST(each_is_said_in_a_line)
{
    static const char *const lines[] = {
        "not so: withdrawn, 1.0 to 2.0 s (a fascia)",
        "corrected: another pass, 3.0 to 4.0 s is another pass, 3.2 to 4.5 s",
        "added: other, 0.5 to 0.6 s (hand \"off\" the probe \xc3\xbc)"};
    char text[900];

    say_three();
    for (size_t i = 0; i < 3; i++) {
        bv_correction_say(bv_corrections_at(corrections, i), text,
                          sizeof(text));
        ck_assert_str_eq(text, lines[i]);
    }
}
END_TEST

/* A clip of such content in a folder of that name, which is made. */
static void make_clip(char *clip, size_t size, const char *folder,
                      const char *content)
{
    FILE *file;

    snprintf(clip, size, "%s/%s", home, folder);
    ck_assert_int_eq(mkdir(clip, 0755), 0);
    snprintf(clip, size, "%s/%s/clip.mkv", home, folder);
    file = fopen(clip, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(content, file), 0);
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_int_eq(chmod(clip, 0444), 0);
}

START_TEST(the_file_lies_beside_the_clip_with_the_whole_of_its_name)
{
    static const char *const names[][2] = {
        {"b.c.mp4", "b.c.mp4.review.json"},
        {".hidden", ".hidden.review.json"},
        {"pictures/", "pictures.review.json"},
        {"/", ".review.json"}};
    char clip[500], wanted[500];
    bool apart = true;

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        char *made, *found;

        snprintf(clip, sizeof(clip), "%s/%s", home, names[i][0]);
        snprintf(wanted, sizeof(wanted), "%s%s%s", home,
                 names[i][0][0] == '/' ? "" : "/", names[i][1]);
        made = bv_corrections_path(clip, &apart);
        ck_assert(!apart);
        found = bv_corrections_find(clip);
        ck_assert_str_eq(made, wanted);
        ck_assert_str_eq(found, wanted);
        free(made);
        free(found);
    }
}
END_TEST

/* From here on nothing but the user's data can be written. */
static void give_up_writing(void)
{
    char data[450];

    for (int i = 0; i < 3; i++) {
        snprintf(data, sizeof(data), "%s/%s", home, folders[i]);
        (void)chmod(data, 0555); /* not every test has each */
    }
    snprintf(data, sizeof(data), "%s/data", home);
    ck_assert_int_eq(mkdir(data, 0700), 0);
    ck_assert_int_eq(chmod(data, 0777), 0);
    ck_assert_int_eq(setenv("XDG_DATA_HOME", data, 1), 0);
    ck_assert_int_eq(chmod(home, 0755), 0);
    is_nobody = geteuid() == 0; /* root may write everywhere */
    if (is_nobody)
        ck_assert_int_eq(setresuid(65534, 65534, 0), 0);
}

START_TEST(where_nothing_can_be_written_beside_it_lies_with_the_user)
{
    char clips[3][500], *paths[3];
    bool apart = false;

    make_clip(clips[0], sizeof(clips[0]), "one", "of this");
    make_clip(clips[1], sizeof(clips[1]), "two", "of this");
    make_clip(clips[2], sizeof(clips[2]), "three", "of that");
    give_up_writing();
    for (int i = 0; i < 3; i++) {
        paths[i] = bv_corrections_path(clips[i], &apart);
        ck_assert(apart);
        ck_assert_ptr_nonnull(
            strstr(paths[i], "/data/bevel/reviews/clip.mkv-"));
    }
    ck_assert_str_eq(paths[0], paths[1]); /* the same recording */
    ck_assert_str_ne(paths[0], paths[2]); /* of the same name */
    say(BV_CORRECTION_REJECTED, &moments[0], (struct bv_moment_span){0}, "");
    ck_assert_int_eq(bv_corrections_save(corrections, paths[0], &fault), 0);
    ck_assert_int_eq(access(paths[1], R_OK), 0);
    for (int i = 0; i < 3; i++)
        free(paths[i]);
}
END_TEST

START_TEST(what_lies_beside_is_read_and_goes_on_with_the_user)
{
    char clip[500], beside[520];
    char *found, *made;
    bool apart = true;

    make_clip(clip, sizeof(clip), "one", "of this");
    snprintf(beside, sizeof(beside), "%s.review.json", clip);
    say(BV_CORRECTION_REJECTED, &moments[0], (struct bv_moment_span){0}, "");
    ck_assert_int_eq(bv_corrections_save(corrections, beside, &fault), 0);
    ck_assert_int_eq(chmod(beside, 0444), 0);
    give_up_writing();
    found = bv_corrections_find(clip);
    made = bv_corrections_path(clip, NULL);
    ck_assert_str_eq(found, beside);
    ck_assert_str_ne(made, beside);
    bv_corrections_free(corrections);
    corrections = bv_corrections_new();
    ck_assert_int_eq(bv_corrections_read(corrections, found, &fault), 0);
    ck_assert_int_eq((int)bv_corrections_count(corrections), 1);
    /* taken back: that there is nothing is kept, too */
    ck_assert_int_eq(bv_corrections_set(corrections, 0, NULL), 0);
    ck_assert_int_eq(bv_corrections_save(corrections, made, &fault), 0);
    free(found);
    found = bv_corrections_find(clip);
    ck_assert_str_eq(found, made);
    free(found);
    free(made);
    if (!is_nobody)
        return;
    /* where it can be written again what lies there holds, by the copy's own */
    ck_assert_int_eq(setresuid(0, 0, 0), 0);
    is_nobody = false;
    made = bv_corrections_path(clip, &apart);
    found = bv_corrections_find(clip);
    ck_assert(!apart);
    ck_assert_str_eq(made, beside);
    ck_assert_str_eq(found, beside);
    free(found);
    ck_assert_int_eq(unlink(beside), 0);
    found = bv_corrections_find(clip);
    ck_assert_ptr_nonnull(strstr(found, "/data/bevel/reviews/"));
    free(found);
    free(made);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        what_a_person_says_stands_beside_what_was_measured,
        each_step_is_undone_and_done_again,
        a_note_alone_corrects_nothing,
        steps_without_end_keep_the_last_ones,
        the_file_gives_them_back_and_is_its_owners,
        nothing_said_makes_no_file,
        a_damaged_file_is_kept_under_another_name,
        a_newer_bevels_file_is_left_as_it_is,
        what_is_out_of_range_is_no_correction,
        the_scale_that_a_person_says_is_kept_and_undone,
        a_scale_that_is_none_is_no_file,
        a_scale_holds_from_its_frame_to_the_next_ones,
        scales_without_end_are_refused,
        a_scale_is_the_same_in_memory_and_in_its_file,
        each_is_said_in_a_line,
        the_file_lies_beside_the_clip_with_the_whole_of_its_name,
        where_nothing_can_be_written_beside_it_lies_with_the_user,
        what_lies_beside_is_read_and_goes_on_with_the_user,
        NULL};

    return bv_test_run("corrections", begin, end, tests);
}
