#include "ui/label.h"

#include <errno.h>

#include "ui/label/window.h"
#include "ui/start.h"

int bv_label_check(struct bv_fault *fault)
{
    if (bv_start_gtk())
        return 0;
    return bv_fault_set(fault, -ENODEV,
                        "There is no display to open a window on; --import "
                        "takes labels without one.");
}

static void on_close(void *data)
{
    g_main_loop_quit(data);
}

int bv_label_run(struct bv_source *take_source, struct bv_labels *take_labels,
                 struct bv_label_file *take_file,
                 const struct bv_label_options *options, struct bv_fault *fault)
{
    struct bv_label_window *window;
    GMainLoop *loop;
    int error = bv_label_check(fault);

    if (error < 0) {
        bv_source_close(take_source);
        bv_labels_free(take_labels);
        bv_label_file_free(take_file);
        return error;
    }
    bv_start_look();
    loop = g_main_loop_new(NULL, FALSE);
    window = bv_label_window_new(take_source, take_labels, take_file, options,
                                 on_close, loop);
    error = window ? 0 : -ENOMEM;
    if (window) {
        bv_start_loop(loop);
        error = bv_saving_finish(window->saving, fault);
    }
    bv_label_window_free(window);
    g_main_loop_unref(loop);
    return error;
}
