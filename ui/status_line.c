#include "ui/status_line.h"

#include <stdio.h>

#include "core/words.h"

void bv_status_line_find(const struct bv_status_facts *facts,
                         struct bv_status_line *line)
{
    const char *scale = bv_scale_asking_get_line(facts->asking);
    const char *text = facts->step;
    char link[160];

    line->tone = BV_ASKING_SAYS;
    if (facts->recording)
        text = facts->recording;
    else if (facts->showing == BV_SHOWING_GONE && facts->counts->fault.error)
        text = facts->counts->fault.text;
    else if (facts->replay_fault->error)
        text = facts->replay_fault->text;
    else if (scale)
        text = scale;
    else if (facts->before)
        text = facts->before;
    else if (facts->still)
        text = facts->still;
    else if (facts->tools)
        text = facts->tools;
    else if (facts->frozen)
        text = _("Frozen: resume to mark the target");
    else if (bv_showing_say_link(facts->info, facts->showing, link,
                                 sizeof(link)))
        text = link;
    else if (facts->open)
        text = facts->open;
    else if (facts->reduced)
        text = _(
            "Simulated with fewer beams: this machine does not hold the rate");
    if ((text == facts->before && facts->before) ||
        (text == facts->tools && facts->tools_ask))
        line->tone = BV_ASKING_ASKS;
    if (text == scale)
        line->tone = bv_scale_asking_get_tone(facts->asking);
    snprintf(line->text, sizeof(line->text), "%s", text);
}
