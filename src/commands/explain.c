#include "commands/explain.h"

#include <cairo.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "commands/explain_gather.h"
#include "commands/explain_sheet.h"
#include "commands/output.h"
#include "commands/render_file.h"
#include "core/clock.h"
#include "records/explained.h"
#include "records/truth_file.h"

struct bv_explainer {
    const struct bv_explain_request *request;
    const char *source;
    struct bv_account account;
    struct bv_explain_past past;
    struct bv_explained explained;
    struct bv_truth_file *truth; /* NULL: none is there */
    char png[PATH_MAX], json[PATH_MAX];
    struct bv_output sheet, lines;
    bool any, done;
    uint32_t last_frame; /* of those that came */
    double last_s;
};

bool bv_explain_read_frame(const char *word, struct bv_explain_request *request)
{
    char *rest;
    unsigned long frame;
    double time_s;

    if (*word < '0' || *word > '9')
        return false;
    errno = 0;
    frame = strtoul(word, &rest, 10);
    if (*rest == '\0' && errno == 0 && frame <= UINT32_MAX) {
        request->frame = (uint32_t)frame;
        return true;
    }
    time_s = strtod(word, &rest);
    request->by_time = true;
    request->time_s = time_s;
    return isfinite(time_s) && strcmp(rest, "s") == 0;
}

static bool is_folder(const char *path)
{
    struct stat about;

    return bv_output_ends_with(path, "/") ||
           (stat(path, &about) == 0 && S_ISDIR(about.st_mode));
}

bool bv_explain_path_is_right(const char *path)
{
    return !path || is_folder(path) || bv_output_ends_with(path, ".png");
}

/* Names the two files, and makes the folder where one is asked for. */
static int name_files(struct bv_explainer *explainer, struct bv_fault *fault)
{
    const struct bv_explain_request *request = explainer->request;
    const char *path = request->path ? request->path : "";
    char name[48];
    size_t size = sizeof(explainer->png) - strlen(".json");
    int length;

    if (request->by_time)
        snprintf(name, sizeof(name), "explain-%.3fs.png", request->time_s);
    else
        snprintf(name, sizeof(name), "explain-%u.png", request->frame);
    if (!*path || is_folder(path)) {
        if (*path && mkdir(path, 0700) < 0 && errno != EEXIST)
            return bv_fault_set(fault, -errno,
                                "Cannot make the folder %.300s: %s.", path,
                                bv_error_text(-errno));
        length =
            snprintf(explainer->png, size, "%s%s%s", path,
                     *path && !bv_output_ends_with(path, "/") ? "/" : "", name);
    } else {
        length = snprintf(explainer->png, size, "%s", path);
    }
    if (length >= (int)size)
        return -ENAMETOOLONG;
    memcpy(explainer->json, explainer->png, (size_t)length + 1);
    strcpy(explainer->json + length - strlen(".png"), ".json");
    return 0;
}

/* The truth beside a clip is a help, and none is no fault. */
static int open_truth(struct bv_explainer *explainer, struct bv_fault *fault)
{
    const char *slash = strrchr(explainer->source, '/');
    enum bv_truth_found found;
    char path[PATH_MAX];
    int error =
        bv_truth_file_find(explainer->source, path, sizeof(path), &found);

    if (error == 0)
        error = bv_truth_file_load(path, slash ? slash + 1 : explainer->source,
                                   &explainer->truth, fault);
    return error == -EBADMSG || error == -ENOTSUP || error == -ENOMEM ? error
                                                                      : 0;
}

static int open_files(struct bv_explainer *explainer, struct bv_fault *fault)
{
    int error = name_files(explainer, fault);

    if (error == 0)
        error = bv_output_check(explainer->png, explainer->source, fault);
    if (error == 0)
        error = bv_output_check(explainer->json, explainer->source, fault);
    if (error == 0)
        error = bv_output_open(&explainer->sheet, explainer->png, fault);
    if (error == 0)
        error = bv_output_open(&explainer->lines, explainer->json, fault);
    return error;
}

int bv_explainer_open(const struct bv_explain_request *request,
                      const char *source, struct bv_explainer **explainer,
                      struct bv_fault *fault)
{
    struct bv_explainer *made = calloc(1, sizeof(*made));
    int error;

    if (!made)
        return -ENOMEM;
    made->request = request;
    made->source = source;
    error = open_truth(made, fault);
    if (error == 0)
        error = open_files(made, fault);
    if (error < 0)
        return bv_explainer_close(made, error, fault);
    *explainer = made;
    return 0;
}

struct bv_account *bv_explainer_account(struct bv_explainer *explainer)
{
    return &explainer->account;
}

/* The line that is asked about, px of the frame: the user's, else the truth's.
 * @return Whether there is one. */
static bool find_asked(const struct bv_explainer *explainer,
                       const struct bv_source_info *info, uint32_t frame,
                       struct bv_px_segment *px)
{
    const struct bv_truth_frame *truth =
        explainer->truth ? bv_truth_file_at(explainer->truth, frame) : NULL;
    struct bv_px_map from_input = bv_px_map_inverse(&info->to_input);

    if (explainer->request->has_line)
        *px = explainer->request->line_px;
    else if (truth && truth->needle && truth->has_shaft)
        *px = truth->shaft_px;
    else
        return false;
    px->from = bv_px_map_apply(&from_input, px->from);
    px->to = bv_px_map_apply(&from_input, px->to);
    return true;
}

static int explain(struct bv_explainer *explainer,
                   const struct bv_source_info *info,
                   const struct bv_result *result)
{
    bool truly = explainer->truth && explainer->truth->simulated;
    struct bv_explain_sheet sheet = {.title = info->title,
                                     .simulated = info->simulated || truly,
                                     .is_truth = !explainer->request->has_line,
                                     .frame = result->frame,
                                     .advice = &result->advice,
                                     .account = &explainer->account,
                                     .explained = &explainer->explained};
    struct bv_px_segment asked;
    bool is_asked =
        find_asked(explainer, info, result->frame->sequence, &asked);
    cairo_surface_t *surface;
    int error;

    bv_explain_gather(&explainer->past, &explainer->account, &result->advice,
                      is_asked ? &asked : NULL, &explainer->explained);
    explainer->explained.source = explainer->source;
    error = bv_explain_sheet_draw(&sheet, &surface);
    if (error < 0)
        return error;
    error = bv_png_print(surface, explainer->sheet.file);
    cairo_surface_destroy(surface);
    return error < 0 ? error
                     : bv_explained_write_json(explainer->lines.file,
                                               &explainer->explained,
                                               &info->to_input);
}

int bv_explainer_take(struct bv_explainer *explainer,
                      const struct bv_source_info *info,
                      const struct bv_result *result, bool *done)
{
    const struct bv_explain_request *request = explainer->request;
    double time_s = bv_ns_to_s(result->frame->time_ns);
    int error = 0;

    explainer->any = true;
    explainer->last_frame = result->frame->sequence;
    explainer->last_s = time_s;
    if (!result->advice.repeat)
        bv_explain_note(&explainer->past, &explainer->account, time_s);
    *done = request->by_time ? time_s >= request->time_s
                             : result->frame->sequence == request->frame;
    if (*done)
        error = explain(explainer, info, result);
    explainer->done = *done && error == 0;
    return error;
}

/* The frame never came. */
static int say_missing(const struct bv_explainer *explainer,
                       struct bv_fault *fault)
{
    const struct bv_explain_request *request = explainer->request;

    if (!explainer->any)
        return bv_fault_set(fault, -ENODATA, "%.300s holds no picture.",
                            explainer->source);
    if (request->by_time)
        return bv_fault_set(fault, -ERANGE,
                            "%.300s has no frame at %.3f s: its last one is at "
                            "%.3f s.",
                            explainer->source, request->time_s,
                            explainer->last_s);
    return bv_fault_set(fault, -ERANGE,
                        "%.300s has no frame %u: its last one is %u, and they "
                        "count from 0.",
                        explainer->source, request->frame,
                        explainer->last_frame);
}

int bv_explainer_close(struct bv_explainer *explainer, int error,
                       struct bv_fault *fault)
{
    if (!explainer)
        return error;
    if (error == 0 && !explainer->done)
        error = say_missing(explainer, fault);
    error = bv_output_close(&explainer->sheet, error, fault);
    error = bv_output_close(&explainer->lines, error, fault);
    bv_truth_file_free(explainer->truth);
    free(explainer);
    return error;
}
