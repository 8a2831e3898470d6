#include <stdio.h>

#include "core/clock.h"
#include "core/search.h"
#include "core/words.h"
#include "records/analysis_file.h"

enum { told_most = 6 };

size_t bv_analysis_gaps(const struct bv_analysis *analysis,
                        struct bv_analysis_gap *gaps, size_t most)
{
    const struct bv_review_frame *frames = analysis->frames;
    size_t count = 0;

    for (size_t i = 1; i < analysis->count; i++) {
        if (frames[i].number == frames[i - 1].number + 1)
            continue;
        if (gaps && count < most)
            gaps[count] = (struct bv_analysis_gap){
                frames[i - 1].number + 1, frames[i].number - 1,
                bv_ns_to_s(frames[i - 1].time_ns),
                bv_ns_to_s(frames[i].time_ns)};
        count++;
    }
    return count;
}

static void say_gap(const struct bv_analysis_gap *gap, char *text, size_t size)
{
    if (gap->first == gap->last)
        snprintf(text, size, _("%lu (%.1f to %.1f s)"),
                 (unsigned long)gap->first, gap->from_s, gap->to_s);
    else
        snprintf(text, size, _("%lu to %lu (%.1f to %.1f s)"),
                 (unsigned long)gap->first, (unsigned long)gap->last,
                 gap->from_s, gap->to_s);
}

static unsigned long count_pictures(const struct bv_analysis *analysis)
{
    size_t count = analysis->count;

    return count < 2
               ? 0
               : analysis->frames[count - 1].number -
                     analysis->frames[0].number + 1 - (unsigned long)count;
}

void bv_analysis_say_gaps(const struct bv_analysis *analysis, char *text,
                          size_t size)
{
    struct bv_analysis_gap gaps[told_most];
    size_t count = bv_analysis_gaps(analysis, gaps, told_most);
    char list[told_most * 80] = "", one[80];
    size_t used = 0;

    text[0] = '\0';
    if (count == 0)
        return;
    for (size_t i = 0; i < count && i < told_most; i++) {
        say_gap(&gaps[i], one, sizeof(one));
        used += (size_t)snprintf(list + used, sizeof(list) - used, "%s%s",
                                 i ? ", " : "", one);
        if (used >= sizeof(list))
            break;
    }
    snprintf(text, size, _("Damaged pictures were passed over: %lu. %s%s."),
             count_pictures(analysis), list,
             count > told_most ? _(", and more") : "");
}

double bv_analysis_mm_per_px(const struct bv_analysis *analysis)
{
    for (size_t i = 0; i < analysis->count; i++)
        if (analysis->frames[i].mm_per_px > 0)
            return analysis->frames[i].mm_per_px;
    return 0;
}

int64_t bv_analysis_scale_lost(const struct bv_analysis *analysis, size_t at)
{
    const struct bv_review_frame *frames = analysis->frames;

    if (frames[at].mm_per_px > 0)
        return -1;
    while (at > 0 && !(frames[at - 1].mm_per_px > 0))
        at--;
    return at > 0 ? (int64_t)frames[at].number : -1;
}

int64_t bv_analysis_scale_first_lost(const struct bv_analysis *analysis)
{
    const struct bv_review_frame *frames = analysis->frames;

    for (size_t i = 1; i < analysis->count; i++)
        if (frames[i - 1].mm_per_px > 0 && !(frames[i].mm_per_px > 0))
            return frames[i].number;
    return -1;
}

static int64_t number_of(const void *one)
{
    return ((const struct bv_review_frame *)one)->number;
}

size_t bv_analysis_find(const struct bv_analysis *analysis, uint32_t number)
{
    size_t at = bv_search_first(analysis->frames, analysis->count,
                                sizeof(*analysis->frames), number, number_of);

    return at < analysis->count ? at : analysis->count - 1;
}
