#include "ui/holding.h"

#include <gtk/gtk.h>
#include <stdio.h>
#include <string.h>

#include "core/words.h"

struct bv_holding {
    char *path;
    struct bv_held_procedure held; /* as it was written last, or is being */
    GThread *thread;               /* that writes; NULL: none */
    gint writes;                   /* atomic: it is not done */
    struct bv_held_procedure before;
    bool has_ghosts;
    int confirmed; /* of the time-out, before */
    char line[200];
};

static int count_words(const char *words)
{
    int count = words[0] != '\0';

    for (; *words; words++)
        count += *words == ' ';
    return count;
}

struct bv_holding *bv_holding_new(const char *path,
                                  const struct bv_held_procedure *before)
{
    struct bv_holding *holding = g_new0(struct bv_holding, 1);

    holding->path = g_strdup(path);
    if (!before)
        return holding;
    holding->before = *before;
    holding->held = *before; /* until there is something new */
    holding->has_ghosts = before->has_target || before->mark_count > 0;
    holding->confirmed = count_words(before->confirmed);
    return holding;
}

static void join(struct bv_holding *holding)
{
    if (holding->thread)
        g_thread_join(holding->thread);
    holding->thread = NULL;
}

void bv_holding_free(struct bv_holding *holding)
{
    if (!holding)
        return;
    join(holding);
    g_free(holding->path);
    g_free(holding);
}

/* A disk that is full or gone stops nothing: it is tried again. */
static gpointer write_held(gpointer data)
{
    struct bv_holding *holding = data;

    (void)!bv_held_write(holding->path, &holding->held);
    g_atomic_int_set(&holding->writes, 0);
    return NULL;
}

static void read_marks(const struct bv_holding_facts *facts,
                       struct bv_held_procedure *held)
{
    const struct bv_advice *advice = facts->advice;

    held->width_px = facts->frame->width_px;
    held->height_px = facts->frame->height_px;
    held->has_target = advice->target != BV_TARGET_NONE;
    held->target_px =
        held->has_target ? advice->target_px : (struct bv_px){0, 0};
    held->mark_count = advice->landmark_count;
    for (int i = 0; i < advice->landmark_count; i++)
        held->mark[i] = advice->landmark[i].mark;
}

static void read_rest(const struct bv_holding_facts *facts,
                      struct bv_held_procedure *held)
{
    const struct bv_set_up *set_up = facts->set_up;

    held->settled = bv_set_up_settled(set_up);
    snprintf(held->sides, sizeof(held->sides), "%s",
             bv_side_names_key(set_up->sides));
    held->swapped = set_up->swapped;
    snprintf(held->step, sizeof(held->step), "%s",
             bv_step_facts(facts->steps->at)->id);
    (void)bv_steps_get_confirmed(facts->steps, held->confirmed,
                                 sizeof(held->confirmed));
}

/* Marks that were not confirmed are still those from before. */
void bv_holding_keep(struct bv_holding *holding,
                     const struct bv_holding_facts *facts)
{
    struct bv_held_procedure held;

    if (!holding->path || g_atomic_int_get(&holding->writes))
        return;
    memcpy(&held, &holding->held, sizeof(held)); /* its gaps, too */
    read_rest(facts, &held);
    if (facts->advice && !holding->has_ghosts)
        read_marks(facts, &held);
    if (memcmp(&held, &holding->held, sizeof(held)) == 0)
        return;
    join(holding);
    memcpy(&holding->held, &held, sizeof(held));
    g_atomic_int_set(&holding->writes, 1);
    holding->thread = g_thread_try_new("hold", write_held, holding, NULL);
    if (!holding->thread)
        g_atomic_int_set(&holding->writes, 0);
}

static bool fits(const struct bv_holding *holding, const struct bv_frame *frame)
{
    return frame->width_px == holding->before.width_px &&
           frame->height_px == holding->before.height_px;
}

bool bv_holding_has_ghosts(const struct bv_holding *holding)
{
    return holding->has_ghosts;
}

bool bv_holding_get_ghosts(const struct bv_holding *holding,
                           const struct bv_frame *frame,
                           struct bv_ghosts *ghosts)
{
    const struct bv_held_procedure *before = &holding->before;

    if (!holding->has_ghosts || !frame || !fits(holding, frame))
        return false;
    *ghosts = (struct bv_ghosts){
        .target = before->has_target ? &before->target_px : NULL,
        .mark = before->mark,
        .count = before->mark_count};
    return true;
}

void bv_holding_take(struct bv_holding *holding, struct bv_marking *marking,
                     const struct bv_advice *advice,
                     const struct bv_frame *frame)
{
    const struct bv_held_procedure *before = &holding->before;
    struct bv_fault fault = {0};
    int last = 0;

    if (!holding->has_ghosts || !fits(holding, frame))
        return;
    for (int i = 0; advice && i < advice->landmark_count; i++)
        if (advice->landmark[i].mark.id > last)
            last = advice->landmark[i].mark.id;
    /* one that does not stand beside what was marked since gives way to it */
    for (int i = 0; i < before->mark_count; i++) {
        struct bv_landmark mark = before->mark[i];

        mark.id = ++last;
        (void)!bv_marking_add(marking, &mark, frame, &fault);
    }
    if (before->has_target)
        bv_marking_set(marking, advice, before->target_px);
    holding->has_ghosts = false;
}

void bv_holding_drop(struct bv_holding *holding)
{
    holding->has_ghosts = false;
}

void bv_holding_target_is_new(struct bv_holding *holding)
{
    holding->before.has_target = false;
    holding->has_ghosts = holding->has_ghosts && holding->before.mark_count > 0;
}

const char *bv_holding_get_line(struct bv_holding *holding,
                                const struct bv_steps *steps,
                                const struct bv_frame *frame)
{
    if (steps->asks && holding->confirmed > 0 && steps->confirmed == 0) {
        snprintf(holding->line, sizeof(holding->line),
                 _("Time-out again: %d of %d were confirmed before bevel was "
                   "cut off"),
                 holding->confirmed, BV_TIME_OUT_ITEMS);
        return holding->line;
    }
    if (!holding->has_ghosts || !frame)
        return NULL;
    snprintf(holding->line, sizeof(holding->line), "%s",
             fits(holding, frame)
                 ? _("Marks from before guide nothing. Do they lie right? "
                     "Enter: take them, Esc: leave them")
                 : _("Marks from before are of a picture of another size. "
                     "Esc: leave them"));
    return holding->line;
}
