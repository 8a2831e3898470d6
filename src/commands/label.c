/*
 * bevel label: what is truly in a clip, drawn in a window or made elsewhere.
 */
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "acquisition/source.h"
#include "commands/commands.h"
#include "commands/label_import.h"
#include "commands/output.h"
#include "core/clock.h"
#include "records/truth_file.h"
#include "ui/label.h"

enum { read_timeout_ms = 1000 };

struct words {
    const char *output, *import;
    struct bv_source_options source;
};

/* What there is to know of the clip before its frames. */
static void fill_about(const struct bv_source_info *info, const char *path,
                       struct bv_label_about *about)
{
    const struct bv_px_map *map = &info->to_input;
    const char *slash = strrchr(path, '/');

    *about = (struct bv_label_about){
        .width_px = (int)lround(fabs(map->xx) * info->width_px +
                                fabs(map->xy) * info->height_px),
        .height_px = (int)lround(fabs(map->yx) * info->width_px +
                                 fabs(map->yy) * info->height_px),
        .frame_rate_hz = info->still ? 0 : info->frame_rate_hz,
        .from_input = bv_px_map_inverse(map)};
    snprintf(about->source, sizeof(about->source), "%s",
             slash && slash[1] ? slash + 1 : path);
}

static int open_clip(const char *path, const struct words *words,
                     struct bv_source **source, struct bv_fault *fault)
{
    const struct bv_source_info *info;
    int error = bv_source_open(path, &words->source, source, fault);

    if (error < 0)
        return error;
    info = bv_source_info(*source);
    if (!info->live && !info->simulated)
        return 0;
    error = bv_fault_set(fault, -EINVAL,
                         info->live ? "%s is live; labels are for clips."
                                    : "%s writes its own exact truth: `bevel "
                                      "simulate`.",
                         path);
    bv_source_close(*source);
    return error;
}

/* Read the clip to its end: which frames there are, and when. */
static int read_frames(struct bv_source *source, struct bv_label_clip *clip,
                       struct bv_labels *labels, struct bv_fault *fault)
{
    struct bv_frame *frame;
    int error;

    for (;;) {
        error = bv_source_read(source, read_timeout_ms, &frame, fault);
        if (error == -ETIMEDOUT)
            continue;
        if (error < 0)
            return error == -ENODATA ? 0 : error;
        error = bv_labels_add_frame(labels, frame->sequence,
                                    bv_ns_to_s(frame->time_ns));
        if (frame->mm_per_px > 0)
            clip->about.mm_per_px = frame->mm_per_px;
        clip->frame_end = frame->sequence + 1;
        bv_frame_unref(frame);
        if (error < 0)
            return error;
    }
}

/* Put what was imported to the clip's frames, and write it. */
static int write_imported(const struct bv_labels *imported,
                          struct bv_labels *labels,
                          const struct bv_label_about *about, const char *path,
                          struct bv_fault *fault)
{
    int error = 0;

    for (uint32_t i = 0; i < bv_labels_end(imported) && error == 0; i++) {
        struct bv_label label = bv_labels_get(imported, i);

        if (label.kind != BV_LABEL_OPEN)
            error = bv_labels_set(labels, i, &label);
    }
    return error < 0 ? error
                     : bv_label_file_save(path, labels, NULL, about, fault);
}

static int import(const char *path, const struct words *words, const char *to,
                  struct bv_fault *fault)
{
    struct bv_label_clip clip = {.path = path};
    struct bv_labels *labels = bv_labels_new(), *imported = bv_labels_new();
    struct bv_source *source = NULL;
    int error = labels && imported ? 0 : -ENOMEM;

    if (error == 0 && access(to, F_OK) == 0)
        error = bv_fault_set(fault, -EEXIST,
                             "%s is there already; move it away, or give "
                             "another name after -o.",
                             to);
    if (error == 0)
        error = open_clip(path, words, &source, fault);
    if (error == 0) {
        fill_about(bv_source_info(source), path, &clip.about);
        error = read_frames(source, &clip, labels, fault);
        bv_source_close(source);
    }
    if (error == 0)
        error = bv_label_import(words->import, &clip, imported, fault);
    if (error == 0)
        error = write_imported(imported, labels, &clip.about, to, fault);
    bv_labels_free(imported);
    bv_labels_free(labels);
    return error;
}

static int import_for_window(const char *from, const char *path,
                             const struct bv_label_about *about,
                             uint32_t frame_end, struct bv_labels *labels,
                             struct bv_fault *fault)
{
    const struct bv_label_clip clip = {path, *about, frame_end};

    return bv_label_import(from, &clip, labels, fault);
}

/* Draw: what the file says already, if there is one, is gone on with. */
static int draw(const char *path, const struct words *words, const char *to,
                struct bv_fault *fault)
{
    struct bv_label_options options = {.clip = path,
                                       .source = words->source,
                                       .path = to,
                                       .import = import_for_window};
    struct bv_label_file *file = NULL;
    struct bv_source *source = NULL;
    struct bv_labels *labels = bv_labels_new();
    int error = labels ? bv_label_check(fault) : -ENOMEM;

    if (error == 0)
        error = open_clip(path, words, &source, fault);
    if (error == 0) {
        fill_about(bv_source_info(source), path, &options.about);
        options.about.mm_per_px = words->source.mm_per_px;
        if (access(to, F_OK) == 0)
            error = bv_label_file_read(to, labels, &file, fault);
        if (error == 0 && file && !(options.about.mm_per_px > 0))
            options.about.mm_per_px = bv_label_file_mm_per_px(file);
    }
    if (error == 0)
        return bv_label_run(source, labels, file, &options, fault);
    bv_source_close(source);
    bv_labels_free(labels);
    return error;
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    struct words words = {0};
    const struct bv_option options[] = {
        {"--output", "FILE", "the truth file; NAME.truth.jsonl if not said",
         BV_OPTION_TEXT, &words.output, NULL},
        {"--import", "FILE", "take a list, a truth file or a folder of masks",
         BV_OPTION_TEXT, &words.import, NULL},
        {"--mm-per-px", "S", "the scale, where the clip does not say",
         BV_OPTION_SCALE, &words.source.mm_per_px, NULL},
        {0}};
    int exit_code = bv_options_read(command, options, &argc, argv), error = 0;
    struct bv_fault fault = {0};
    char path[PATH_MAX];

    if (exit_code >= 0)
        return exit_code;
    if (argc != 1)
        return bv_usage_error(command, "name one clip: a video, a picture or "
                                       "a folder of pictures.");
    if (!words.output) {
        error = bv_truth_file_name(argv[0], path, sizeof(path));
        words.output = path;
    }
    if (error == 0)
        error = bv_output_check(words.output, argv[0], &fault);
    if (error == 0)
        error = (words.import ? import : draw)(argv[0], &words, words.output,
                                               &fault);
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

const struct bv_command bv_command_label = {
    .name = "label",
    .words = "CLIP [options]",
    .summary = "draw what is truly in a clip, for bevel eval",
    .details =
        "Two clicks a key frame: skin side, then tip; ? lists the keys. What "
        "is drawn is kept\nas it is drawn, in the truth file. --import takes "
        "labels that were made elsewhere,\nwithout a window: a list by frame, "
        "another truth file, or a folder of masks.\n\n"
        "  bevel label clip.mp4 --mm-per-px 0.08\n"
        "  bevel label clip.mp4 --import labels.csv -o clip.truth.jsonl\n"
        "  bevel label pictures/ --import masks/ -o pictures.truth.jsonl",
    .run = run,
};
