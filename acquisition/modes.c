#include "acquisition/modes.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Slower than this a needle cannot be followed by eye. */
static const uint32_t slow_interval = BV_MODE_STEPS_PER_S / 20;

/* 59.94 is what people call 60. */
static const double most_off = 0.01;

/* How far a mode's rate is from the wished one, in parts of it. */
static double off(const struct bv_mode *mode, const struct bv_mode_wish *wish)
{
    if (wish->rate_hz <= 0)
        return 0;
    if (mode->interval == 0)
        return INFINITY;
    return fabs(BV_MODE_STEPS_PER_S / (mode->interval * wish->rate_hz) - 1);
}

bool bv_mode_fits(const struct bv_mode *mode, const struct bv_mode_wish *wish)
{
    return (!wish->has_coding || mode->format->coding == wish->coding) &&
           (!wish->width_px || (mode->size->width_px == wish->width_px &&
                                mode->size->height_px == wish->height_px)) &&
           off(mode, wish) <= most_off;
}

bool bv_mode_can_be(enum bv_coding coding, int64_t width_px, int64_t height_px)
{
    return bv_frame_check_size(width_px, height_px) == 0 &&
           (coding == BV_CODING_GREY || coding == BV_CODING_MJPEG ||
            width_px % 2 == 0) &&
           (coding != BV_CODING_NV12 || height_px % 2 == 0);
}

void bv_mode_add_interval(struct bv_mode_size *size, uint32_t interval)
{
    int at = 0;

    while (at < size->interval_count && size->intervals[at] < interval)
        at++;
    if (interval == 0 || size->interval_count == BV_MODE_INTERVALS_MAX ||
        (at < size->interval_count && size->intervals[at] == interval))
        return;
    memmove(&size->intervals[at + 1], &size->intervals[at],
            (size_t)(size->interval_count - at) * sizeof(interval));
    size->intervals[at] = interval;
    size->interval_count++;
}

static bool is_default(const struct bv_mode *mode)
{
    const struct bv_mode_format *format = mode->format;

    for (int i = 0; i < format->size_count; i++)
        if (format->sizes[i].index == format->default_size)
            return mode->size == &format->sizes[i];
    return mode->size == &format->sizes[0];
}

static int64_t area_px(const struct bv_mode *mode)
{
    return (int64_t)mode->size->width_px * mode->size->height_px;
}

/* Whether a mode is to be taken rather than another: of the default size, fast
 * enough, then large, then without loss, then of fewer bytes. */
static bool is_better(const struct bv_mode *mode, const struct bv_mode *other,
                      const struct bv_mode_wish *wish)
{
    bool slow = mode->interval > slow_interval;
    double more_off = off(mode, wish) - off(other, wish);

    if (is_default(mode) != is_default(other))
        return is_default(mode);
    if (slow != (other->interval > slow_interval))
        return !slow;
    if (slow && mode->interval != other->interval)
        return mode->interval < other->interval;
    if (area_px(mode) != area_px(other))
        return area_px(mode) > area_px(other);
    if (mode->format != other->format)
        return mode->format->coding < other->format->coding;
    return more_off < 0 || (more_off == 0 && mode->interval < other->interval);
}

struct search {
    const struct bv_mode_wish *wish;
    struct bv_mode best; /* format NULL: none yet */
};

static void weigh(struct search *search, const struct bv_mode *mode)
{
    if (bv_mode_fits(mode, search->wish) &&
        (!search->best.format || is_better(mode, &search->best, search->wish)))
        search->best = *mode;
}

static void weigh_size(struct search *search, struct bv_mode mode)
{
    const struct bv_mode_size *size = mode.size;
    double wanted = search->wish->rate_hz > 0
                        ? BV_MODE_STEPS_PER_S / search->wish->rate_hz
                        : 0;

    for (int i = 0; i < size->interval_count; i++) {
        mode.interval = size->intervals[i];
        weigh(search, &mode);
    }
    mode.interval = (uint32_t)lround(wanted);
    if (size->is_range && size->interval_count == 2 &&
        mode.interval > size->intervals[0] &&
        mode.interval < size->intervals[1])
        weigh(search, &mode);
    mode.interval = 0;
    if (size->interval_count == 0)
        weigh(search, &mode);
}

int bv_modes_choose(const struct bv_modes *modes,
                    const struct bv_mode_wish *wish, struct bv_mode *mode)
{
    struct search search = {.wish = wish};

    for (int i = 0; i < modes->format_count; i++) {
        const struct bv_mode_format *format = &modes->formats[i];

        for (int j = 0; j < format->size_count; j++)
            weigh_size(&search, (struct bv_mode){format, &format->sizes[j], 0});
    }
    if (!search.best.format)
        return -ENOENT;
    *mode = search.best;
    return 0;
}

static double rate_of(uint32_t interval)
{
    return (double)BV_MODE_STEPS_PER_S / interval;
}

/* A size with its rates, the highest first. */
static void print_size(FILE *out, const struct bv_mode_size *size)
{
    const char *between = size->is_range ? " to" : ",";

    fprintf(out, "%d x %d", size->width_px, size->height_px);
    for (int i = 0; i < size->interval_count; i++)
        fprintf(out, "%s %.4g", i ? between : " at",
                rate_of(size->intervals[i]));
}

/* One format's sizes with their rates; no line's end. */
static void print_sizes(FILE *out, const struct bv_mode_format *format)
{
    for (int i = 0; i < format->size_count; i++) {
        fprintf(out, "%s", i ? "; " : "");
        print_size(out, &format->sizes[i]);
    }
    fprintf(out, " a second");
}

void bv_modes_list(FILE *out, const struct bv_modes *modes, const char *name)
{
    static const struct bv_mode_wish none;
    char text[BV_MODE_TEXT_SIZE];
    struct bv_mode mode;

    for (int i = 0; i < modes->format_count; i++) {
        fprintf(out, "        %-5s ", bv_coding_name(modes->formats[i].coding));
        print_sizes(out, &modes->formats[i]);
        fputc('\n', out);
    }
    if (bv_modes_choose(modes, &none, &mode) < 0)
        return;
    bv_mode_write(&mode, text);
    fprintf(out, "        taken where none is named: %s,%s\n", name, text);
}

void bv_modes_say_none(const struct bv_modes *modes,
                       const struct bv_mode_wish *wish, char *text, size_t size)
{
    static const char more[] = "...; `bevel sources` lists all";
    char named[BV_MODE_TEXT_SIZE];
    char *made = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&made, &length);

    text[0] = '\0';
    if (!out)
        return;
    bv_mode_wish_write(wish, named);
    fprintf(out, "has no mode %s; it has ", named);
    for (int i = 0; i < modes->format_count; i++) {
        fprintf(out, "%s%s ", i ? "; " : "",
                bv_coding_name(modes->formats[i].coding));
        print_sizes(out, &modes->formats[i]);
    }
    if (fclose(out) == 0) {
        snprintf(text, size, "%s", made);
        if (length >= size)
            memcpy(text + size - sizeof(more), more, sizeof(more));
    }
    free(made);
}
