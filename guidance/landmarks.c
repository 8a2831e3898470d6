#include "guidance/landmarks.h"

#include <errno.h>
#include <stdlib.h>

struct bv_landmarks {
    int count;
    struct bv_landmark mark[BV_LANDMARKS_MOST]; /* as marked */
    struct bv_follow *follow[BV_LANDMARKS_MOST];
    int next; /* to be looked for all around first, where it is lost */
};

struct bv_landmarks *bv_landmarks_new(void)
{
    struct bv_landmarks *landmarks = calloc(1, sizeof(*landmarks));

    for (int i = 0; landmarks && i < BV_LANDMARKS_MOST; i++) {
        landmarks->follow[i] = bv_follow_new();
        if (!landmarks->follow[i]) {
            bv_landmarks_free(landmarks);
            return NULL;
        }
    }
    return landmarks;
}

void bv_landmarks_free(struct bv_landmarks *landmarks)
{
    if (!landmarks)
        return;
    for (int i = 0; i < BV_LANDMARKS_MOST; i++)
        bv_follow_free(landmarks->follow[i]);
    free(landmarks);
}

/* @return Its place, or the count. */
static int find(const struct bv_landmarks *landmarks, int id)
{
    int i = 0;

    while (i < landmarks->count && landmarks->mark[i].id != id)
        i++;
    return i;
}

static void tie(struct bv_landmarks *landmarks, int i)
{
    bv_follow_mark(landmarks->follow[i], landmarks->mark[i].at,
                   &landmarks->mark[i].outline);
}

int bv_landmarks_set(struct bv_landmarks *landmarks,
                     const struct bv_landmark *mark)
{
    int error = bv_landmark_check(mark, NULL, 0, NULL);
    int i = find(landmarks, mark->id);

    if (error < 0)
        return error;
    if (i == BV_LANDMARKS_MOST)
        return -ENOSPC;
    landmarks->mark[i] = *mark;
    if (i == landmarks->count)
        landmarks->count++;
    tie(landmarks, i);
    return 0;
}

void bv_landmarks_tie_in(struct bv_landmarks *landmarks, int id,
                         const struct bv_follow_input *input)
{
    int i = find(landmarks, id), far_looks = 0;
    struct bv_follow_input each = *input;
    struct bv_px_map map;

    if (i == landmarks->count)
        return;
    each.far_looks = &far_looks;
    (void)bv_follow_step(landmarks->follow[i], &each, &map);
}

void bv_landmarks_remove(struct bv_landmarks *landmarks, int id)
{
    int i = find(landmarks, id);
    struct bv_follow *follow;

    if (i == landmarks->count)
        return;
    landmarks->count--;
    follow = landmarks->follow[i];
    for (; i < landmarks->count; i++) {
        landmarks->mark[i] = landmarks->mark[i + 1];
        landmarks->follow[i] = landmarks->follow[i + 1];
    }
    landmarks->follow[i] = follow;
}

void bv_landmarks_clear(struct bv_landmarks *landmarks)
{
    landmarks->count = 0;
}

void bv_landmarks_tie_again(struct bv_landmarks *landmarks)
{
    for (int i = 0; i < landmarks->count; i++)
        tie(landmarks, i);
}

void bv_landmarks_picture_changed(struct bv_landmarks *landmarks)
{
    for (int i = 0; i < landmarks->count; i++)
        bv_follow_picture_changed(landmarks->follow[i]);
}

int bv_landmarks_step(struct bv_landmarks *landmarks,
                      const struct bv_follow_input *input,
                      struct bv_landmark_advice *found)
{
    int far_looks = 1, first = landmarks->next;
    struct bv_follow_input each = *input;

    each.far_looks = &far_looks;
    for (int k = 0; k < landmarks->count; k++) {
        int i = (first + k) % landmarks->count, before = far_looks;
        struct bv_px_map map;

        found[i].state = bv_follow_step(landmarks->follow[i], &each, &map);
        found[i].carried = bv_follow_is_carried(landmarks->follow[i]);
        found[i].mark = bv_landmark_map(&landmarks->mark[i], &map);
        if (far_looks < before)
            landmarks->next = (i + 1) % landmarks->count;
    }
    return landmarks->count;
}
