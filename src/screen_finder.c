#include "screen_finder.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/log.h"
#include "guidance/screen/scale_reading.h"
#include "records/preset_file.h"

/* Two readings of one screen differ by less. */
static const double same_scale = 0.01;

struct bv_screen_finder {
    struct bv_scale_reader *reader;
    char *path;                 /* of the presets; NULL: nowhere */
    struct bv_presets *presets; /* NULL: not read yet */
};

struct bv_screen_finder *bv_screen_finder_new(void)
{
    struct bv_screen_finder *finder = calloc(1, sizeof(*finder));

    if (!finder)
        return NULL;
    finder->path = bv_presets_path();
    finder->reader = bv_scale_reader_new();
    if (!finder->reader) {
        bv_screen_finder_free(finder);
        return NULL;
    }
    return finder;
}

void bv_screen_finder_free(struct bv_screen_finder *finder)
{
    if (!finder)
        return;
    bv_scale_reader_free(finder->reader);
    bv_presets_free(finder->presets);
    free(finder->path);
    free(finder);
}

int bv_screen_finder_read(struct bv_screen_finder *finder,
                          const struct bv_frame *frame,
                          struct bv_screen_finding *finding)
{
    struct bv_scale_reading reading;
    int error = bv_scale_reader_read(finder->reader, frame, &reading);

    if (error < 0)
        return error;
    *finding = (struct bv_screen_finding){.sure = reading.mm_per_px > 0};
    bv_scale_reading_summarise(&reading, &finding->scale);
    return 0;
}

/* Where they cannot be read there are none, and it is said once. */
static int read_presets(struct bv_screen_finder *finder)
{
    struct bv_fault fault = {0};

    if (finder->presets || !finder->path)
        return 0;
    if (bv_presets_read(finder->path, &finder->presets, &fault) == 0)
        return 0;
    bv_log(BV_LOG_WARNING, "%s", fault.text);
    finder->presets = calloc(1, sizeof(*finder->presets));
    return finder->presets ? 0 : -ENOMEM;
}

static void use_preset(const struct bv_preset *preset, bool sure,
                       struct bv_screen_finding *finding)
{
    *finding = (struct bv_screen_finding){.scale = preset->scale, .sure = sure};
    snprintf(finding->id, sizeof(finding->id), "%s", preset->id);
    finding->scale.origin = BV_SCALE_REMEMBERED;
    snprintf(finding->scale.why, sizeof(finding->scale.why), "%s on %s",
             bv_scale_origin_name(preset->scale.origin), preset->made);
}

int bv_screen_finder_recognise(struct bv_screen_finder *finder,
                               const struct bv_frame *frame,
                               struct bv_screen_finding *finding)
{
    const struct bv_preset *preset = NULL;
    struct bv_screen_finding read;
    int error = read_presets(finder);

    if (error == 0 && finder->presets)
        preset = bv_presets_find(finder->presets, frame);
    if (error == 0 && preset)
        error = bv_screen_finder_read(finder, frame, &read);
    if (error < 0)
        return error;
    *finding = (struct bv_screen_finding){.scale.origin = BV_SCALE_REMEMBERED};
    snprintf(finding->scale.why, sizeof(finding->scale.why),
             "no preset is of this screen at this depth");
    if (!preset)
        return 0;
    if (!read.sure ||
        fabs(read.scale.mm_per_px / preset->scale.mm_per_px - 1) <= same_scale)
        use_preset(preset, read.sure, finding);
    else
        snprintf(finding->scale.why, sizeof(finding->scale.why),
                 "the screen says another scale than its preset");
    return 0;
}

int bv_screen_finder_keep(struct bv_screen_finder *finder,
                          const struct bv_screen_scale *scale,
                          const struct bv_frame *screen, struct bv_fault *fault)
{
    if (!finder->path)
        return bv_fault_set(fault, -ENOENT,
                            "There is no home folder to keep presets in.");
    bv_presets_free(finder->presets); /* they are read again */
    finder->presets = NULL;
    return bv_presets_keep(finder->path, scale, screen, fault);
}
