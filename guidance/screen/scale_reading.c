#include "guidance/screen/scale_reading.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guidance/scan_area.h"
#include "guidance/screen/letters.h"
#include "guidance/screen/outline.h"
#include "guidance/screen/text_picture.h"
#include "guidance/vision/vision.h"

/* Letters of a screen are small: they are read enlarged, but not beyond this
 * width. */
enum { enlarge_most = 3, read_width_most_px = 4200 };
/* How far the scan finder's box of a sector may reach over its ruler. */
static const double sector_slack_part = 0.05;
/* Two rulers of one screen that give the same scale. */
static const double same_scale = 0.015;
/* A ruler along the screen belongs to the picture where it lies so near. */
enum { along_near_px = 60 };

/* Rows beyond the first and the last tick that are its ruler's. */
enum { tick_room_px = 4 };

struct bv_scale_reader {
    struct bv_scan_finder *finder;
    struct bv_vision *vision;
    struct bv_letters *letters;
    int letters_error; /* why there are none; 1: not opened yet */
    struct bv_word words[BV_WORDS_MAX];
};

struct bv_scale_reader *bv_scale_reader_new(void)
{
    struct bv_scale_reader *reader = calloc(1, sizeof(*reader));

    if (!reader)
        return NULL;
    reader->letters_error = 1;
    reader->finder = bv_scan_finder_new();
    reader->vision = bv_vision_new();
    if (!reader->finder || !reader->vision) {
        bv_scale_reader_free(reader);
        return NULL;
    }
    return reader;
}

void bv_scale_reader_free(struct bv_scale_reader *reader)
{
    if (!reader)
        return;
    bv_scan_finder_free(reader->finder);
    bv_vision_free(reader->vision);
    bv_letters_close(reader->letters);
    free(reader);
}

static int find_area(struct bv_scale_reader *reader,
                     const struct bv_frame *frame, struct bv_scan_area *area)
{
    struct bv_frame bare = *frame; /* as if its source knew nothing */
    const uint8_t *mask;
    int error;

    bare.scan_area = (struct bv_scan_area){.shape = BV_SCAN_UNKNOWN};
    bare.saturation = NULL;
    bv_scan_finder_reset(reader->finder);
    error = bv_scan_finder_step(reader->finder, &bare, area, &mask);
    if (error < 0 || area->shape == BV_SCAN_UNKNOWN)
        return error;
    if (area->shape == BV_SCAN_RECTANGLE) {
        area->box = bv_outline_sharpen(frame, &area->box);
        area->face_middle = (struct bv_px){
            (area->box.left + area->box.right - 1) / 2.0, area->box.top};
    }
    return 0;
}

/* Read all words beside the scan. @return How many, or a negative errno. */
static int read_words(struct bv_scale_reader *reader,
                      const struct bv_frame *frame,
                      const struct bv_px_box *scan,
                      const struct bv_ruler *rulers, int count)
{
    int width = frame->width_px, height = frame->height_px;
    int times = read_width_most_px / width;
    uint8_t *plain, *large;
    int error, words = 0;

    times = times < 1 ? 1 : times > enlarge_most ? enlarge_most : times;
    plain = malloc((size_t)width * (size_t)height);
    large = malloc((size_t)width * (size_t)height * (size_t)(times * times));
    error = plain && large
                ? bv_text_picture_make(frame, scan, rulers, count, plain)
                : -ENOMEM;
    if (error == 0)
        error = bv_vision_resize(reader->vision, plain, width,
                                 (struct bv_px_box){0, 0, width, height}, large,
                                 width * times, height * times);
    if (error == 0)
        words = bv_letters_read(reader->letters, large, width * times,
                                height * times, reader->words);
    free(plain);
    free(large);
    for (int i = 0; i < words; i++) {
        struct bv_px_box *box = &reader->words[i].box;

        *box = (struct bv_px_box){box->left / times, box->top / times,
                                  (box->right + times - 1) / times,
                                  (box->bottom + times - 1) / times};
    }
    return error < 0 ? error : words;
}

/* Another ruler gives another scale, or the same one along the screen. */
static void say_other(struct bv_scale_reading *reading, const char *why)
{
    reading->mm_per_px = reading->tick_mm = 0;
    reading->depth_text = -1;
    snprintf(reading->why, sizeof(reading->why), "%s", why);
}

/* Decide on each ruler: one alone may speak, or all say the same. */
static void decide(struct bv_scale_reading *reading,
                   const struct bv_ruler *rulers, int count,
                   const struct bv_word *words, int word_count)
{
    struct bv_scale_reading chosen = *reading;
    bool any = false;

    for (int i = 0; i < count || i == 0; i++) {
        struct bv_scale_reading here = *reading;
        double step = 0;

        here.has_ruler = count > 0;
        if (count > 0) {
            here.ruler = rulers[i];
            step = bv_ruler_numbers_step(&rulers[i], words, word_count,
                                         &here.numbers, here.number_box);
        }
        bv_scale_reading_decide(&here, step);
        if (i == 0)
            chosen = here;
        if (here.mm_per_px <= 0)
            continue;
        if (any && fabs(here.mm_per_px / chosen.mm_per_px - 1) > same_scale) {
            say_other(&chosen, "two rulers give two scales");
            break;
        }
        if (!any)
            chosen = here;
        any = true;
    }
    *reading = chosen;
}

static struct bv_frame *turned(const struct bv_frame *frame)
{
    struct bv_frame *made = bv_frame_new(frame->height_px, frame->width_px);

    for (int y = 0; made && y < frame->height_px; y++)
        for (int x = 0; x < frame->width_px; x++)
            made->pixels[(ptrdiff_t)x * made->stride_bytes + y] =
                frame->pixels[(ptrdiff_t)y * frame->stride_bytes + x];
    return made;
}

/* Whether a ruler along the screen has its ticks at a distance that goes with
 * the scale. */
static bool goes_with(const struct bv_ruler *ruler, double mm_per_px)
{
    static const double steps_mm[] = {1, 2, 2.5, 5, 10, 20, 50};

    for (size_t i = 0; i < sizeof(steps_mm) / sizeof(steps_mm[0]); i++)
        if (fabs(ruler->pitch_px * mm_per_px / steps_mm[i] - 1) <= same_scale)
            return true;
    return false;
}

/* Pixels are square: a ruler along the picture has to agree. */
static int check_along(const struct bv_frame *frame,
                       struct bv_scale_reading *reading)
{
    const struct bv_px_box *box = &reading->area.box;
    struct bv_px_box scan = {box->top, box->left, box->bottom, box->right};
    struct bv_ruler rulers[BV_RULERS_MAX];
    struct bv_frame *frame_turned = turned(frame);
    int count;

    if (!frame_turned)
        return -ENOMEM;
    count = bv_rulers_find(frame_turned, &scan, rulers);
    bv_frame_unref(frame_turned);
    for (int i = 0; i < count; i++) {
        const struct bv_ruler *ruler = &rulers[i];
        double last = ruler->first_px + (ruler->ticks - 1) * ruler->pitch_px;

        if (ruler->right < box->top - along_near_px ||
            ruler->left > box->bottom + along_near_px || last < box->left ||
            ruler->first_px > box->right)
            continue;
        if (!goes_with(ruler, reading->mm_per_px)) {
            say_other(reading, "the rulers down and along the picture do not "
                               "go together: its pixels may not be square");
            break;
        }
    }
    return count < 0 ? count : 0;
}

/* The text that goes with the ruler; where nothing is proposed, the only one
 * that can be the depth; else -1. */
static int text_to_watch(const struct bv_scale_reading *reading)
{
    const struct bv_screen_texts *texts = &reading->texts;
    int named = 0, last = -1;

    if (reading->depth_text >= 0 || reading->mm_per_px > 0)
        return reading->depth_text;
    for (int i = 0; i < texts->depths; i++) {
        named += texts->depth[i].named;
        last = texts->depth[i].named ? i : last;
    }
    return named == 1 ? last : named == 0 && texts->depths == 1 ? 0 : -1;
}

void bv_scale_reading_summarise(const struct bv_scale_reading *reading,
                                struct bv_screen_scale *scale)
{
    const struct bv_ruler *ruler = &reading->ruler;
    double last_px = ruler->first_px + (ruler->ticks - 1) * ruler->pitch_px;
    int text = text_to_watch(reading);

    *scale = (struct bv_screen_scale){.mm_per_px = reading->mm_per_px,
                                      .origin = BV_SCALE_READ};
    snprintf(scale->why, sizeof(scale->why), "%s", reading->why);
    if (reading->has_ruler)
        scale->box[scale->boxes++] =
            (struct bv_px_box){ruler->left, (int)ruler->first_px - tick_room_px,
                               ruler->right, (int)last_px + tick_room_px + 1};
    if (text >= 0)
        scale->box[scale->boxes++] = reading->texts.depth[text].box;
    if (reading->texts.zoom != 1)
        scale->box[scale->boxes++] = reading->texts.zoom_box;
    for (int i = 0; i < reading->numbers && i < BV_SCREEN_NUMBERS_MAX &&
                    reading->numbers >= 2;
         i++)
        scale->box[scale->boxes++] = reading->number_box[i];
}

static int open_letters(struct bv_scale_reader *reader)
{
    if (reader->letters_error > 0)
        reader->letters_error = bv_letters_open(&reader->letters);
    return reader->letters_error;
}

int bv_scale_reader_read(struct bv_scale_reader *reader,
                         const struct bv_frame *frame,
                         struct bv_scale_reading *reading)
{
    struct bv_scale_reading made = {.depth_text = -1, .texts.zoom = 1};
    struct bv_ruler rulers[BV_RULERS_MAX];
    struct bv_px_box nowhere = {0, 0, 0, 0}, beside;
    const struct bv_px_box *scan;
    int count, words = 0, error = find_area(reader, frame, &made.area);

    if (error < 0)
        return error;
    scan = made.area.shape == BV_SCAN_UNKNOWN ? &nowhere : &made.area.box;
    beside = *scan;
    if (made.area.shape == BV_SCAN_SECTOR) { /* known to a block */
        beside.left += (int)(sector_slack_part * frame->width_px);
        beside.right -= (int)(sector_slack_part * frame->width_px);
    }
    count = bv_rulers_find(frame, &beside, rulers);
    if (count < 0)
        return count;
    error = open_letters(reader);
    if (error == -ENOMEM)
        return error;
    if (error == 0 && count > 0)
        words = read_words(reader, frame, scan, rulers, count);
    if (words < 0)
        return words;
    bv_screen_texts_read(reader->words, words, &made.texts);
    decide(&made, rulers, count, reader->words, words);
    if (count > 0 && error == -ENOSYS)
        say_other(&made, "this bevel was built without Tesseract, which "
                         "reads texts");
    else if (count > 0 && error == -ENOENT)
        say_other(&made, "Tesseract's English data (tesseract-ocr-eng) are "
                         "not installed");
    if (made.mm_per_px > 0)
        error = check_along(frame, &made);
    if (error == -ENOMEM)
        return error;
    *reading = made;
    return 0;
}
