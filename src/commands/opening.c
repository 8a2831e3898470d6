#include "commands/opening.h"

#include <errno.h>

#include "records/marks_file.h"

const char *const bv_opening_scales[] = {"read", "preset", NULL};
const char *const bv_opening_markers[] = {"left", "right", NULL};

static bool is_inside(const struct bv_source_info *info, struct bv_px px)
{
    return px.x >= -0.5 && px.x < info->width_px - 0.5 && px.y >= -0.5 &&
           px.y < info->height_px - 0.5;
}

/* The target in the frame, after the turn and stretch that it may have had. */
static int map_target(const struct bv_opening *opening,
                      const struct bv_source_info *info, struct bv_px *px,
                      struct bv_fault *fault)
{
    struct bv_px_map from_input = bv_px_map_inverse(&info->to_input);

    *px = bv_px_map_apply(&from_input, opening->target_px);
    if (is_inside(info, *px))
        return 0;
    return bv_fault_set(fault, -ERANGE,
                        "The target %.6g,%.6g lies outside the picture of "
                        "%s, which is %d x %d px.",
                        opening->target_px.x, opening->target_px.y, info->title,
                        info->width_px, info->height_px);
}

/* What the file of marks holds, if there is one. */
static int read_marks(const struct bv_opening *opening,
                      struct bv_marks_file *marks, struct bv_fault *fault)
{
    marks->count = 0;
    return opening->marks_path
               ? bv_marks_file_read(opening->marks_path, marks, fault)
               : 0;
}

/* Each where it lies in the frame, likewise. */
static int set_marks(const struct bv_marks_file *marks,
                     struct bv_pipeline *pipeline, struct bv_fault *fault)
{
    const struct bv_source_info *info = bv_pipeline_source_info(pipeline);
    struct bv_px_map from_input = bv_px_map_inverse(&info->to_input);
    int error = 0;

    for (int i = 0; i < marks->count && error == 0; i++) {
        struct bv_landmark mark = bv_landmark_map(&marks->mark[i], &from_input);

        if (!is_inside(info, bv_landmark_middle(&mark)))
            return bv_fault_set(fault, -ERANGE,
                                "Mark %d lies outside the picture of %s, "
                                "which is %d x %d px.",
                                mark.id, info->title, info->width_px,
                                info->height_px);
        error = bv_pipeline_set_landmark(pipeline, &mark, fault);
    }
    return error;
}

/* Open it, and find the target in its frames. */
static int open_source(const struct bv_opening *opening, const char *name,
                       struct bv_source **source, struct bv_px *px,
                       struct bv_fault *fault)
{
    int error = bv_source_open(name, &opening->source, source, fault);

    if (error == 0 && opening->has_target) {
        error = map_target(opening, bv_source_info(*source), px, fault);
        if (error < 0)
            bv_source_close(*source);
    }
    return error;
}

/* 0: nothing is said. */
static int check_dead_time(double seconds, struct bv_fault *fault)
{
    if (seconds == 0 ||
        (seconds >= BV_DEAD_TIME_LEAST_S && seconds <= BV_DEAD_TIME_MOST_S))
        return 0;
    return bv_fault_set(fault, -ERANGE, "--dead-time takes %.1f to %.0f s.",
                        BV_DEAD_TIME_LEAST_S, BV_DEAD_TIME_MOST_S);
}

int bv_opening_run(const struct bv_opening *opening, const char *name,
                   struct bv_pipeline **pipeline, struct bv_fault *fault)
{
    struct bv_guide_options guide = {.stills = opening->stills,
                                     .mm_per_px = opening->source.mm_per_px,
                                     .out_of_plane = opening->out_of_plane,
                                     .account = opening->account};
    struct bv_source *source;
    struct bv_pipeline *made;
    struct bv_marks_file marks;
    struct bv_px px = {0, 0};
    int error = check_dead_time(opening->dead_time_s, fault);

    if (error == 0)
        error = read_marks(opening, &marks, fault);
    if (error == 0)
        error = open_source(opening, name, &source, &px, fault);
    if (error < 0)
        return error;
    if (opening->has_marker)
        guide.chosen_side = BV_SIDE_LEFT + opening->marker.chosen;
    if (bv_source_info(source)->still)
        guide.stills = true;
    made = bv_pipeline_new(source, &guide);
    if (!made)
        return -ENOMEM;
    error = set_marks(&marks, made, fault);
    if (error == 0 && opening->has_scale)
        error = bv_pipeline_follow_screen(
            made, (enum bv_screen_how)opening->scale.chosen);
    if (error < 0) {
        bv_pipeline_free(made);
        return error;
    }
    if (opening->dead_time_s > 0)
        bv_pipeline_set_dead_time(made, opening->dead_time_s);
    if (opening->has_target)
        bv_pipeline_mark_target(made, px);
    *pipeline = made;
    return 0;
}

int bv_opening_replay(const struct bv_opening *opening, const char *name,
                      struct bv_pipeline *pipeline, struct bv_fault *fault)
{
    struct bv_source *source;
    struct bv_marks_file marks;
    struct bv_px px = {0, 0};
    int error = read_marks(opening, &marks, fault);

    if (error == 0)
        error = open_source(opening, name, &source, &px, fault);
    if (error < 0)
        return error;
    error = bv_pipeline_replay(pipeline, source);
    if (error == 0)
        error = set_marks(&marks, pipeline, fault);
    if (error == 0 && opening->has_target)
        bv_pipeline_mark_target(pipeline, px);
    return error;
}
