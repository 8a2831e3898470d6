/*
 * Reads whatever it gets as the rules of a review and as what was seen in a
 * clip; what is taken is reviewed.
 */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guidance/review/review.h"
#include "records/analysis_file.h"
#include "records/rules_file.h"

enum { frames_most = 256 };

static struct bv_review_frame frames[frames_most];
static struct bv_review_truth truth[frames_most];

/* As bv_analysis_open() takes them: times ascend. */
static size_t read_frames(char *text)
{
    size_t count = 0;

    for (char *line; count < frames_most && (line = strsep(&text, "\n"));) {
        bool has_truth;

        if (!bv_analysis_read_line(line, &frames[count], &truth[count],
                                   &has_truth))
            continue;
        if (count == 0 || frames[count].time_ns >= frames[count - 1].time_ns)
            count++;
    }
    return count;
}

static void review(size_t count, const struct bv_review_rules *rules)
{
    struct bv_review seen, truly;

    if (bv_review_make(frames, count, rules, &seen) < 0 ||
        bv_review_make_true(truth, count, rules, &truly) < 0)
        abort(); /* what is read can be reviewed */
    bv_review_fini(&seen);
    bv_review_fini(&truly);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const double middle = 2;
    struct bv_review_rules rules = {.name = "fuzz", .revision = 1};
    struct bv_fault fault = {0};
    char path[64], *text = strndup((const char *)data, size);
    int file = bv_fuzz_file(data, size, path);

    for (size_t i = 0; i < bv_review_rule_count(); i++)
        *bv_review_rule_value(&rules, i) = middle;
    if (bv_rules_read(path, &rules, &fault) < 0 && !*fault.text)
        abort(); /* a fault is always said */
    if (text)
        review(read_frames(text), &rules);
    free(text);
    close(file);
    return 0;
}
