#include "support/scripted_review.h"

#include <check.h>
#include <string.h>

#include "records/rules_file.h"

struct bv_review_rules rules;
struct bv_needle_script script;
struct bv_review_frame *const frames = script.frames;
struct bv_review_truth *const truth = script.truth;
struct bv_review review;

void scripted_set_up(void)
{
    struct bv_fault fault = {0};

    ck_assert_int_eq(bv_rules_read(NULL, &rules, &fault), 0);
    bv_needle_script_start(&script);
    review = (struct bv_review){0};
}

void scripted_tear_down(void)
{
    bv_review_fini(&review);
}

struct bv_px at(double along_mm, double deg)
{
    return bv_needle_script_at(&script, along_mm, deg);
}

void add(enum bv_needle_state state, double along_mm, double deg,
         double slide_px)
{
    bv_needle_script_add(&script, state, along_mm, deg, slide_px);
}

void go(enum bv_needle_state state, double seconds, double from_mm,
        double to_mm)
{
    bv_needle_script_go(&script, state, seconds, from_mm, to_mm);
}

void make(void)
{
    bv_review_fini(&review);
    ck_assert_int_eq(bv_review_make(frames, script.count, &rules, &review), 0);
}

void compare_with_truth(struct bv_review *truly, struct bv_compare *compare)
{
    make();
    ck_assert_int_eq(bv_review_make_true(truth, script.count, &rules, truly),
                     0);
    ck_assert_int_eq(
        bv_review_compare(&review, truly, truth, script.count, &rules, compare),
        0);
}

int count_kind(enum bv_moment_kind kind)
{
    int found = 0;

    for (size_t i = 0; i < review.moment_count; i++)
        found += review.moments[i].kind == kind;
    return found;
}

const struct bv_moment *first(enum bv_moment_kind kind)
{
    for (size_t i = 0; i < review.moment_count; i++)
        if (review.moments[i].kind == kind)
            return &review.moments[i];
    ck_abort_msg("there is none");
    return NULL;
}

double value(const char *key)
{
    const struct bv_review_value *measure = bv_review_measure(&review, key);

    ck_assert_ptr_nonnull(measure);
    return measure->value;
}
