/*
 * Modes as they are typed.
 */
#include "acquisition/modes.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

enum { most_digits = 6 };

static const struct {
    const char *name;
    enum bv_coding coding;
} codings[] = {
    {"grey", BV_CODING_GREY}, {"nv12", BV_CODING_NV12},
    {"yuy2", BV_CODING_YUY2}, {"mjpeg", BV_CODING_MJPEG},
    {"yuyv", BV_CODING_YUY2}, {"mjpg", BV_CODING_MJPEG},
};

enum { coding_count = sizeof(codings) / sizeof(codings[0]) };

/* Digits up to what is no digit. @return Whether it is a number above 0. */
static bool read_whole(const char **at, int *number)
{
    int digits = 0;

    *number = 0;
    for (; **at >= '0' && **at <= '9' && digits < most_digits; digits++)
        *number = *number * 10 + *(*at)++ - '0';
    return digits > 0 && *number > 0;
}

/* "60" or "59.94", whatever the locale writes. */
static bool read_rate(const char **at, double *rate_hz)
{
    int whole;
    double unit = 1;

    if (!read_whole(at, &whole))
        return false;
    *rate_hz = whole;
    if (**at == '.')
        for (++*at; **at >= '0' && **at <= '9'; ++*at)
            *rate_hz += (**at - '0') * (unit /= 10);
    return true;
}

/* "1280x720", "1280x720@60" or "@60". */
static bool read_numbers(const char *part, struct bv_mode_wish *wish)
{
    if (*part != '@') {
        if (wish->width_px || !read_whole(&part, &wish->width_px) ||
            (*part != 'x' && *part != 'X'))
            return false;
        part++;
        if (!read_whole(&part, &wish->height_px))
            return false;
    }
    if (*part != '@')
        return *part == '\0';
    part++;
    return wish->rate_hz == 0 && read_rate(&part, &wish->rate_hz) &&
           *part == '\0';
}

static bool read_part(const char *part, struct bv_mode_wish *wish)
{
    for (int i = 0; i < coding_count; i++)
        if (strcasecmp(part, codings[i].name) == 0) {
            bool first = !wish->has_coding;

            wish->has_coding = true;
            wish->coding = codings[i].coding;
            return first;
        }
    return read_numbers(part, wish);
}

int bv_mode_wish_read(const char *name, char *device, size_t size,
                      struct bv_mode_wish *wish, struct bv_fault *fault)
{
    size_t length = strcspn(name, ",");
    const char *at = name + length;
    struct bv_mode_wish made = {0};
    bool good = true;

    if (length >= size)
        return -ENAMETOOLONG;
    while (good && *at == ',') {
        char part[32];
        size_t part_length = strcspn(++at, ",");

        good = part_length < sizeof(part);
        if (!good)
            break;
        memcpy(part, at, part_length);
        part[part_length] = '\0';
        good = read_part(part, &made);
        at += part_length;
    }
    if (!good)
        return bv_fault_set(fault, -EINVAL,
                            "\"%.200s\" is no mode: type a size, a rate and "
                            "a coding (yuy2, nv12, mjpeg or grey), or some of "
                            "these, as in 1280x720@60,mjpeg.",
                            name + length + 1);
    memcpy(device, name, length);
    device[length] = '\0';
    *wish = made;
    return 0;
}

static const char *word_of(enum bv_coding coding)
{
    int at = 0;

    while (at < coding_count - 1 && codings[at].coding != coding)
        at++;
    return codings[at].name;
}

void bv_mode_wish_write(const struct bv_mode_wish *wish, char *text)
{
    FILE *out = fmemopen(text, BV_MODE_TEXT_SIZE, "w");

    text[0] = '\0';
    if (!out)
        return;
    if (wish->width_px)
        fprintf(out, "%dx%d", wish->width_px, wish->height_px);
    if (wish->rate_hz > 0)
        fprintf(out, "@%.4g", wish->rate_hz);
    if (wish->has_coding)
        fprintf(out, "%s%s", wish->width_px || wish->rate_hz > 0 ? "," : "",
                word_of(wish->coding));
    fclose(out);
}

void bv_mode_write(const struct bv_mode *mode, char *text)
{
    const struct bv_mode_wish all = {
        .width_px = mode->size->width_px,
        .height_px = mode->size->height_px,
        .rate_hz =
            mode->interval ? (double)BV_MODE_STEPS_PER_S / mode->interval : 0,
        .has_coding = true,
        .coding = mode->format->coding,
    };

    bv_mode_wish_write(&all, text);
}
