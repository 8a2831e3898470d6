#include "ui/review.h"

#include <errno.h>

#include "ui/review/window.h"
#include "ui/start.h"

#include "core/words.h"

int bv_review_window_check(struct bv_fault *fault)
{
    if (bv_start_gtk())
        return 0;
    return bv_fault_set(fault, -ENODEV,
                        _("There is no display to open a window on; --report "
                          "writes a report without one."));
}

static void on_close(void *data)
{
    g_main_loop_quit(data);
}

int bv_review_window_run(const struct bv_review_options *options,
                         struct bv_fault *fault)
{
    struct bv_review_window *window;
    GMainLoop *loop;
    int error = bv_review_window_check(fault);

    if (error < 0)
        return error;
    bv_start_look();
    loop = g_main_loop_new(NULL, FALSE);
    window = bv_review_window_new(options, on_close, loop);
    if (window)
        bv_start_loop(loop);
    bv_review_window_free(window);
    g_main_loop_unref(loop);
    return window ? 0 : -ENOMEM;
}
