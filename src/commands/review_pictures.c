/*
 * bevel review: fetches the pictures of its moments.
 */
#include "commands/review_pictures.h"

#include <errno.h>
#include <string.h>

#include "acquisition/simulator/simulator.h"
#include "commands/stop.h"

enum { read_timeout_ms = 1000 };

static struct bv_frame *copy_of(const struct bv_frame *picture)
{
    struct bv_frame *copy = bv_frame_new(picture->width_px, picture->height_px);

    for (int y = 0; copy && y < copy->height_px; y++)
        memcpy(copy->pixels + (size_t)y * (size_t)copy->stride_bytes,
               picture->pixels + (size_t)y * (size_t)picture->stride_bytes,
               (size_t)copy->width_px);
    return copy;
}

static void choose(const struct bv_analysis *analysis,
                   const struct bv_review *review,
                   struct bv_review_pictures *pictures)
{
    for (size_t i = 0;
         i < review->moment_count && pictures->count < BV_REVIEW_PICTURES_MAX;
         i++) {
        const struct bv_moment *moment = &review->moments[i];
        bool end = moment->kind == BV_MOMENT_ADVANCED_UNSEEN;

        pictures->pictures[pictures->count++] = (struct bv_review_picture){
            .moment = i,
            .frame = bv_analysis_find(analysis, end ? moment->end_frame
                                                    : moment->start_frame)};
    }
}

/* @return 1: there are others to come, 0: that was the last, or -ENOMEM. */
static int take(struct bv_review_pictures *pictures,
                const struct bv_analysis *analysis,
                const struct bv_frame *frame)
{
    int more = 0;

    for (size_t i = 0; i < pictures->count; i++) {
        struct bv_review_picture *picture = &pictures->pictures[i];
        uint32_t number = analysis->frames[picture->frame].number;

        if (number == frame->sequence && !picture->frame_copy) {
            picture->frame_copy = copy_of(frame);
            if (!picture->frame_copy)
                return -ENOMEM;
        }
        more |= number > frame->sequence;
    }
    return more;
}

static int fetch_clip(const struct bv_review_source *source,
                      const struct bv_analysis *analysis,
                      struct bv_review_pictures *pictures,
                      struct bv_fault *fault)
{
    struct bv_source *opened;
    int error =
        bv_source_open(source->name, &source->opening.source, &opened, fault);
    int more = 1;

    if (error < 0)
        return error;
    while (more > 0 && !bv_stop_asked()) {
        struct bv_frame *frame;

        error = bv_source_read(opened, read_timeout_ms, &frame, fault);
        if (error == -ETIMEDOUT)
            continue;
        if (error < 0)
            break;
        more = take(pictures, analysis, frame);
        bv_frame_unref(frame);
    }
    bv_source_close(opened);
    if (more < 0)
        return more;
    return error == -ENODATA ? 0 : error;
}

int bv_review_pictures_fetch(const struct bv_review_source *source,
                             const struct bv_analysis *analysis,
                             const struct bv_review *review,
                             struct bv_review_pictures *pictures,
                             struct bv_fault *fault)
{
    *pictures = (struct bv_review_pictures){0};
    choose(analysis, review, pictures);
    if (pictures->count == 0)
        return 0;
    return fetch_clip(source, analysis, pictures, fault);
}

void bv_review_pictures_fini(struct bv_review_pictures *pictures)
{
    for (size_t i = 0; i < pictures->count; i++)
        bv_frame_unref(pictures->pictures[i].frame_copy);
    pictures->count = 0;
}
