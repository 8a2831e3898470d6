#include "acquisition/simulator/truth_log.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static int cannot_write(const struct bv_truth_log *log, int error,
                        struct bv_fault *fault)
{
    return bv_fault_set(fault, error, "Cannot write %s: %s.", log->path,
                        bv_error_text(error));
}

int bv_truth_log_open(struct bv_truth_log *log, const char *path,
                      const char *scene, struct bv_fault *fault)
{
    int file, error;

    if (!path)
        return 0;
    snprintf(log->path, sizeof(log->path), "%s", path);
    snprintf(log->scene, sizeof(log->scene), "%s", *scene ? scene : "nerve");
    file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        return cannot_write(log, -errno, fault);
    log->file = fdopen(file, "w");
    if (!log->file) {
        error = -errno;
        close(file);
        return cannot_write(log, error, fault);
    }
    return 0;
}

static int write_header(struct bv_truth_log *log,
                        const struct bv_simulator *simulator,
                        const struct bv_frame *frame)
{
    const struct bv_scene *scene = bv_simulator_scene(simulator);
    const struct bv_truth_header header = {.scene = log->scene,
                                           .title = scene->name,
                                           .seed = scene->seed,
                                           .width_px = frame->width_px,
                                           .height_px = frame->height_px,
                                           .frame_rate_hz =
                                               BV_SIMULATOR_RATE_HZ,
                                           .mm_per_px = frame->mm_per_px,
                                           .scan_area = frame->scan_area,
                                           .marked_side = frame->marked_side,
                                           .case_text = &scene->case_text};

    log->started = true;
    return bv_truth_write_header(log->file, &header);
}

int bv_truth_log_write(struct bv_truth_log *log,
                       const struct bv_simulator *simulator,
                       const struct bv_frame *frame, struct bv_fault *fault)
{
    int error = 0;

    if (!log->file)
        return 0;
    if (!log->started)
        error = write_header(log, simulator, frame);
    if (error == 0)
        error = bv_truth_write(log->file, log->scene,
                               bv_simulator_truth(simulator));
    if (error == 0 && fflush(log->file) != 0)
        error = -errno;
    return error < 0 ? cannot_write(log, error, fault) : 0;
}

void bv_truth_log_close(struct bv_truth_log *log)
{
    if (log->file)
        fclose(log->file);
    log->file = NULL;
}
