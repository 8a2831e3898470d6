#include "ui/review/alignment.h"

#include <math.h>
#include <stdio.h>

#include "core/words.h"

struct bv_alignment bv_alignment_make(const struct bv_skin_entry entries[2],
                                      const double start_s[2])
{
    struct bv_alignment alignment = {
        entries[0].how < entries[1].how ? entries[0].how : entries[1].how,
        {start_s[0], start_s[1]},
        {NAN, NAN}};

    for (int i = 0; i < 2 && alignment.how != BV_SKIN_ENTRY_NONE; i++) {
        bool measured = alignment.how == BV_SKIN_ENTRY_MEASURED;

        alignment.at_s[i] = measured ? entries[i].time_s : entries[i].seen_s;
        alignment.uncertainty_s[i] = measured ? entries[i].uncertainty_s : NAN;
    }
    return alignment;
}

void bv_alignment_say(const struct bv_alignment *alignment, char *text,
                      size_t size)
{
    const double *at_s = alignment->at_s;

    if (alignment->how == BV_SKIN_ENTRY_MEASURED)
        snprintf(text, size,
                 _("Aligned at skin entry, as measured: %.1f s (± %.1f) and "
                   "%.1f s (± %.1f)."),
                 at_s[0], alignment->uncertainty_s[0], at_s[1],
                 alignment->uncertainty_s[1]);
    else if (alignment->how == BV_SKIN_ENTRY_FIRST_SEEN)
        snprintf(text, size,
                 _("Aligned where each needle is first seen, %.1f s and %.1f "
                   "s, which is later than the skin: the entry is not "
                   "measured in both."),
                 at_s[0], at_s[1]);
    else
        snprintf(text, size, "%s",
                 _("Both begin at the same time: a needle is not seen in "
                   "both."));
}
