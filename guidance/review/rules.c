#include "guidance/review/rules.h"

#include "core/words.h"

#define RULE(name, unit, least, most)                                          \
    {                                                                          \
#name, unit, offsetof(struct bv_review_rules, name), least, most       \
    }

static const struct bv_review_rule all[] = {
    RULE(turning_mm, "mm", 0.2, 20),
    RULE(unseen_s, "s", 0.05, 60),
    RULE(unseen_mm, "mm", 0.2, 100),
    RULE(steady_s, "s", 0.05, 10),
    RULE(steady_mm, "mm", 0.1, 20),
    RULE(hidden_mm, "mm", 0.1, 100),
    RULE(short_mm, "mm", 0, 100),
    RULE(withdrawn_mm, "mm", 0.2, 100),
    RULE(pass_mm, "mm", 0.2, 100),
    RULE(probe_mm, "mm", 0.2, 100),
    RULE(probe_window_s, "s", 0.05, 60),
    RULE(idle_mm, "mm", 0.1, 100),
    RULE(redirected_deg, "degrees", 1, 90),
    RULE(reached_mm, "mm", 0.1, 100),
    RULE(reached_s, "s", 0, 60),
    RULE(injected_s, "s", 0.05, 60),
    RULE(near_s, "s", 0, 60),
    RULE(centred_part, N_("part"), 0.05, 1),
};

size_t bv_review_rule_count(void)
{
    return sizeof(all) / sizeof(*all);
}

const struct bv_review_rule *bv_review_rule_at(size_t index)
{
    return &all[index];
}

double *bv_review_rule_value(struct bv_review_rules *rules, size_t index)
{
    return (double *)((char *)rules + all[index].offset);
}
