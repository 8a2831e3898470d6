/*
 * Reads whatever it gets as a rating scale and as a course. What is refused is
 * refused with a sentence; what is taken holds its own limits.
 */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "records/course_file.h"
#include "records/rating_scale.h"

static void check_scale(const char *text, size_t size)
{
    struct bv_rating_scale *scale = calloc(1, sizeof(*scale));
    struct bv_fault fault = {0};
    int error;

    if (!scale)
        return;
    error = bv_rating_scale_read("scale.json", text, size, scale, &fault);
    if ((error < 0) != (fault.error < 0))
        abort(); /* refused without a word, or taken with one */
    for (size_t i = 0; i < scale->item_count; i++)
        if (scale->items[i].most <= scale->items[i].least ||
            bv_rating_scale_find(scale, scale->items[i].key) != (int)i)
            abort();
    free(scale);
}

static void check_course(const char *text, size_t size)
{
    struct bv_course *course = calloc(1, sizeof(*course));
    struct bv_fault fault = {0};
    const struct bv_course_step *next;
    int error;

    if (!course)
        return;
    error = bv_course_file_read("course.json", text, size, course, &fault);
    if ((error < 0) != (fault.error < 0))
        abort();
    for (size_t i = 0; i < course->step_count; i++)
        if (bv_course_step_find(course, course->steps[i].key) !=
                &course->steps[i] ||
            bv_course_step_passes(&course->steps[i], NULL, 0))
            abort();
    bv_course_progress(course, NULL, 0, &next);
    free(course);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = data ? (const char *)data : "";

    check_scale(text, size);
    check_course(text, size);
    return 0;
}
