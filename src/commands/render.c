/*
 * bevel render: the picture with its guidance as files, no display needed.
 */
#include <cairo.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acquisition/recorder.h"
#include "commands/commands.h"
#include "commands/opening.h"
#include "commands/output.h"
#include "commands/progress.h"
#include "commands/render_file.h"
#include "commands/render_sheet.h"
#include "commands/stop.h"
#include "core/clock.h"
#include "pipeline.h"
#include "ui/overlay/painting.h"

enum output { OUTPUT_VIDEO, OUTPUT_PICTURE, OUTPUT_SHEET, OUTPUT_FOLDER };

/* A source without an end is rendered for so long unless told otherwise. */
static const double endless_s = 20;

struct render {
    struct bv_opening opening;
    bool sheet_wanted, overwrite;
    double seconds;
    int64_t moments;
    const char *path, *name; /* to, from */

    enum output output;
    const struct bv_source_info *info;
    struct bv_painter *painter;
    cairo_surface_t *canvas;
    struct bv_recorder *recorder;
    struct bv_sheet *sheet;
    struct bv_progress progress;
    uint64_t kept; /* pictures that are there, whatever comes */
    bool any;
};

/* What the output's name asks for. @return false: it cannot be told. */
static bool find_output(struct render *render)
{
    struct stat about;
    bool exists = stat(render->path, &about) == 0;

    if (render->sheet_wanted) {
        render->output = OUTPUT_SHEET;
        return bv_output_ends_with(render->path, ".png");
    }
    if (bv_output_ends_with(render->path, ".png"))
        render->output = OUTPUT_PICTURE;
    else if (bv_output_ends_with(render->path, "/") ||
             (exists && S_ISDIR(about.st_mode)))
        render->output = OUTPUT_FOLDER;
    else if (bv_output_ends_with(render->path, ".mkv") ||
             (exists && !S_ISREG(about.st_mode)))
        render->output = OUTPUT_VIDEO;
    else
        return false;
    return true;
}

static int open_pipeline(struct render *render, struct bv_pipeline **pipeline,
                         struct bv_fault *fault)
{
    int error = bv_output_check(render->path, render->name, fault);

    if (error == 0 && render->output == OUTPUT_VIDEO)
        error = bv_output_check_new(render->path, render->overwrite, fault);
    if (error == 0)
        error = bv_opening_run(&render->opening, render->name, pipeline, fault);
    if (error < 0)
        return error;
    render->info = bv_pipeline_source_info(*pipeline);
    if (render->seconds <= 0 && render->info->frame_count < 0 &&
        (render->info->live || render->info->simulated))
        render->seconds = endless_s;
    return 0;
}

/* How long the run will be; 0 where that is not known. */
static double duration_s(const struct render *render)
{
    const struct bv_source_info *info = render->info;
    double whole_s = info->frame_count > 0 && info->frame_rate_hz > 0
                         ? (double)info->frame_count / info->frame_rate_hz
                         : 0;

    if (render->seconds > 0 && whole_s > 0)
        return fmin(render->seconds, whole_s);
    return render->seconds > 0 && whole_s <= 0 && info->simulated
               ? render->seconds
               : whole_s;
}

static struct bv_painting painting_of(const struct render *render,
                                      const struct bv_result *result)
{
    return (struct bv_painting){
        .frame = result->frame,
        .advice = &result->advice,
        .showing = render->info->still ? BV_SHOWING_STILL : BV_SHOWING_PLAYING,
        .simulated = render->info->simulated,
    };
}

/* A canvas for the first frame's size; later frames are fitted into it. */
static int open_canvas(struct render *render, const struct bv_frame *frame,
                       struct bv_fault *fault)
{
    double size = fmin(2, fmax(0.8, frame->width_px / 900.0));
    int caption_px = 2 * (int)(28 * size);

    if (render->canvas)
        return 0;
    render->painter = bv_painter_new();
    render->canvas = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, frame->width_px, frame->height_px + caption_px);
    if (!render->painter ||
        cairo_surface_status(render->canvas) != CAIRO_STATUS_SUCCESS)
        return -ENOMEM;
    if (render->output != OUTPUT_VIDEO)
        return 0;
    return bv_recorder_open(
        render->path, BV_RECORDER_XRGB32, frame->width_px,
        frame->height_px + caption_px,
        render->info->frame_rate_hz > 0 ? render->info->frame_rate_hz : 30,
        &render->recorder, fault);
}

static int paint_canvas(struct render *render, const struct bv_result *result)
{
    struct bv_painting painting = painting_of(render, result);
    int width = cairo_image_surface_get_width(render->canvas);
    int height = cairo_image_surface_get_height(render->canvas);
    cairo_t *cairo = cairo_create(render->canvas);
    int error;

    painting.size = fmin(2, fmax(0.8, width / 900.0));
    painting.caption_height = 2 * (int)(28 * painting.size);
    painting.width = width;
    painting.height = height - painting.caption_height;
    error = bv_painter_paint(render->painter, cairo, &painting);
    if (error == 0 && cairo_status(cairo) != CAIRO_STATUS_SUCCESS)
        error = -ENOMEM;
    cairo_destroy(cairo);
    cairo_surface_flush(render->canvas);
    return error;
}

static int write_picture(struct render *render, const struct bv_result *result,
                         struct bv_fault *fault)
{
    char path[4096];
    int error;

    if (render->output == OUTPUT_PICTURE)
        return bv_png_write(render->canvas, render->path, fault);
    if (snprintf(path, sizeof(path), "%s%sframe-%06u.png", render->path,
                 bv_output_ends_with(render->path, "/") ? "" : "/",
                 result->frame->sequence) >= (int)sizeof(path))
        return -ENAMETOOLONG;
    error = bv_output_check(path, render->name, fault);
    return error < 0 ? error : bv_png_write(render->canvas, path, fault);
}

static int render_result(struct render *render, const struct bv_result *result,
                         struct bv_fault *fault)
{
    struct bv_painting painting = painting_of(render, result);
    int error;

    render->any = true;
    if (render->output == OUTPUT_SHEET)
        return bv_sheet_offer(render->sheet, &painting);
    error = open_canvas(render, result->frame, fault);
    if (error == 0)
        error = paint_canvas(render, result);
    if (error < 0)
        return error;
    if (render->output != OUTPUT_VIDEO)
        error = write_picture(render, result, fault);
    else
        error = bv_recorder_write(
            render->recorder, cairo_image_surface_get_data(render->canvas),
            cairo_image_surface_get_stride(render->canvas),
            result->frame->time_ns, fault);
    render->kept += error == 0;
    return error;
}

/* All frames. @return 0 when the run was rendered to its end. */
static int render_frames(struct render *render, struct bv_pipeline *pipeline,
                         struct bv_fault *fault)
{
    int error;

    for (;;) {
        const struct bv_result *result;
        int64_t time_ns;

        error = bv_pipeline_step(pipeline, &result, fault);
        if (error == -ETIMEDOUT && !bv_stop_asked())
            continue; /* a device that sends nothing now */
        if (error < 0)
            break;
        time_ns = result->frame->time_ns;
        if (render->seconds > 0 && bv_ns_to_s(time_ns) >= render->seconds) {
            bv_result_unref(result);
            error = -ENODATA;
            break;
        }
        error = render_result(render, result, fault);
        bv_result_unref(result);
        if (error < 0)
            break;
        bv_progress_tell(&render->progress, "%s: %.1f s", render->info->title,
                         bv_ns_to_s(time_ns));
        if (bv_stop_asked()) {
            error = bv_fault_set(fault, -ECANCELED, "Stopped at %.1f s.",
                                 bv_ns_to_s(time_ns));
            break;
        }
    }
    bv_progress_end(&render->progress);
    return error == -ENODATA ? 0 : error;
}

static int write_sheet(struct render *render, struct bv_fault *fault)
{
    cairo_surface_t *surface;
    int error = bv_sheet_finish(render->sheet, render->info->title,
                                render->info->simulated, &surface);

    if (error < 0)
        return error;
    error = bv_png_write(surface, render->path, fault);
    cairo_surface_destroy(surface);
    return error;
}

static int prepare(struct render *render, struct bv_fault *fault)
{
    if (render->output == OUTPUT_PICTURE && render->info->frame_count != 1)
        return bv_fault_set(fault, -EINVAL,
                            "%s has more than one picture: add --sheet for a "
                            "contact sheet, or name a folder that ends in /.",
                            render->info->title);
    if (render->output == OUTPUT_FOLDER && mkdir(render->path, 0700) < 0 &&
        errno != EEXIST)
        return bv_fault_set(fault, -errno, "Cannot make the folder %s: %s.",
                            render->path, bv_error_text(-errno));
    if (render->output == OUTPUT_SHEET) {
        render->sheet = bv_sheet_new((int)render->moments, duration_s(render));
        if (!render->sheet)
            return -ENOMEM;
    }
    return 0;
}

/* What was made before an error is kept, and it is said; a full disk says so
 * itself. */
static int finish(struct render *render, int error, struct bv_fault *fault)
{
    int closed = 0;
    struct bv_fault sheet_fault = {0}; /* the first fault is the one told */

    if (error == 0 && !render->any)
        error = bv_fault_set(fault, -ENODATA, "%s holds no picture.",
                             render->info->title);
    if (render->sheet && error == 0)
        error = write_sheet(render, fault);
    else if (render->sheet && render->any &&
             (error == -EBADMSG || error == -ENODEV) &&
             write_sheet(render, &sheet_fault) == 0)
        bv_output_say_shown(render->path, error, fault);
    if (render->recorder)
        closed = bv_recorder_close(render->recorder, fault);
    if (error < 0 && render->kept > 0 && error != -ENOSPC)
        bv_output_say_kept(render->path, render->kept, error, fault);
    bv_sheet_free(render->sheet);
    bv_painter_free(render->painter);
    if (render->canvas)
        cairo_surface_destroy(render->canvas);
    return error < 0 ? error : closed;
}

static int check_words(const struct bv_command *command, struct render *render,
                       int argc)
{
    if (argc != 1)
        return bv_usage_error(command, "name one source: sim:, a clip, a "
                                       "picture or a folder.");
    if (!render->path)
        return bv_usage_error(command, "say where to: -o FILE.");
    if (render->moments > BV_SHEET_MOST)
        return bv_usage_error(command, "--moments goes up to %d.",
                              BV_SHEET_MOST);
    if (!find_output(render))
        return bv_usage_error(
            command, render->sheet_wanted
                         ? "a sheet is a picture: -o FILE.png."
                         : "-o takes FILE.mkv, FILE.png, or a folder that "
                           "ends in /.");
    return -1;
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    struct render render = {.moments = 12};
    const struct bv_option options[] = {
        {"--output", "FILE", "FILE.mkv, FILE.png, or a folder/", BV_OPTION_TEXT,
         &render.path, NULL},
        {"--sheet", NULL, "a contact sheet with captions, as FILE.png",
         BV_OPTION_FLAG, &render.sheet_wanted, NULL},
        {"--moments", "N", "pictures on the sheet, 12 unless told",
         BV_OPTION_COUNT, &render.moments, NULL},
        {"--seconds", "S", "stop after so long", BV_OPTION_NUMBER,
         &render.seconds, NULL},
        {"--overwrite", NULL, "replace a video that is there", BV_OPTION_FLAG,
         &render.overwrite, NULL},
        {"--target", "X,Y", "mark a target in the first frame, px",
         BV_OPTION_POINT, &render.opening.target_px,
         &render.opening.has_target},
        {"--marks", "FILE", "marks to follow, in the first frame",
         BV_OPTION_TEXT, &render.opening.marks_path, NULL},
        {"--mm-per-px", "S", "the scale, where the source does not say",
         BV_OPTION_SCALE, &render.opening.source.mm_per_px, NULL},
        BV_OPTION_OUT_OF_PLANE(&render.opening.out_of_plane),
        {"--seed", "N", "simulated probe: another seed", BV_OPTION_SEED,
         &render.opening.source.seed, &render.opening.source.has_seed},
        {0}};
    int exit_code = bv_options_read(command, options, &argc, argv), error;
    struct bv_pipeline *pipeline = NULL;
    struct bv_fault fault = {0};

    if (exit_code < 0)
        exit_code = check_words(command, &render, argc);
    if (exit_code >= 0)
        return exit_code;
    render.name = argv[0];
    bv_stop_listen();
    render.opening.source.gives_up = bv_stop_asked;
    error = open_pipeline(&render, &pipeline, &fault);
    if (error == 0) {
        error = prepare(&render, &fault);
        if (error == 0)
            error = render_frames(&render, pipeline, &fault);
        error = finish(&render, error, &fault);
    }
    bv_pipeline_free(pipeline);
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

const struct bv_command bv_command_render = {
    .name = "render",
    .words = "SOURCE -o FILE [options]",
    .summary = "write pictures or a video with the guidance burnt in",
    .details =
        "No display is needed. A line of words under each picture says what "
        "the window\nwould say.\n\n"
        "  bevel render clip.mp4 -o out.mkv\n"
        "  bevel render sim: -o sheet.png --sheet --target 345,217\n"
        "  bevel render picture.png -o out.png\n"
        "  bevel render clip.mp4 -o frames/",
    .run = run,
};
