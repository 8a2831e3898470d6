#include "ui/live.h"

#include <errno.h>

#include "ui/first/session.h"
#include "ui/start.h"
#include "ui/window.h"

int bv_live_check(struct bv_fault *fault)
{
    if (bv_start_gtk())
        return 0;
    return bv_fault_set(fault, -ENODEV,
                        "There is no display to open a window on; `bevel "
                        "render` writes pictures without one.");
}

static void on_close(void *data)
{
    g_main_loop_quit(data);
}

int bv_live_run(struct bv_pipeline *take_pipeline,
                struct bv_live_options *options, struct bv_fault *fault)
{
    GMainLoop *loop;
    struct bv_window *window;
    struct bv_fault end = {0};
    int error = bv_live_check(fault);

    if (error < 0) {
        bv_pipeline_free(take_pipeline);
        return error;
    }
    bv_start_look();
    loop = g_main_loop_new(NULL, FALSE);
    window = bv_window_new(take_pipeline, options, on_close, loop);
    error = window ? bv_window_start(window) : -ENOMEM;
    bv_session_begin(options->name);
    if (error == 0) {
        bv_start_loop(loop);
        end = bv_window_get_fault(window);
    }
    options->goes_back = window && bv_window_goes_back(window);
    bv_window_free(window);
    bv_session_end();
    bv_pipeline_free(take_pipeline);
    g_main_loop_unref(loop);
    return end.error ? bv_fault_set(fault, end.error, "%s", end.text) : error;
}
