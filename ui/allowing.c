#include "ui/allowing.h"

static void allow(GActionMap *actions, const char *name, bool allowed)
{
    GAction *action = g_action_map_lookup_action(actions, name);

    g_simple_action_set_enabled(G_SIMPLE_ACTION(action), allowed);
}

void bv_allowing_set(GActionMap *actions, const struct bv_allowing_facts *facts)
{
    const struct bv_advice *advice = facts->advice;
    bool may_mark = bv_showing_may_mark(facts->showing);
    bool ended = facts->counts->ended;

    allow(actions, "mark", may_mark);
    allow(actions, "clear",
          (may_mark && advice && advice->target != BV_TARGET_NONE) ||
              facts->has_ghosts);
    allow(actions, "take-marks", may_mark && facts->has_ghosts);
    allow(actions, "undo", may_mark && facts->has_marked);
    allow(actions, "freeze",
          advice && (facts->frozen || !ended || facts->may_look));
    allow(actions, "back", advice && facts->may_look);
    allow(actions, "forward", advice && facts->may_look && facts->frozen);
    allow(actions, "still", advice);
    allow(actions, "beside", advice);
    allow(actions, "open-review", facts->may_review);
    allow(actions, "scale", advice && !facts->looks_back);
    allow(actions, "measure", advice && !facts->looks_back);
    allow(actions, "outline", advice && (may_mark || facts->frozen));
    allow(actions, "plan", advice && (may_mark || facts->frozen));
    allow(actions, "record",
          facts->records ||
              bv_showing_may_record(facts->showing, facts->counts));
    if (!facts->steers)
        allow(actions, "restart",
              facts->can_replay &&
                  bv_showing_may_replay(facts->showing, facts->counts));
}
