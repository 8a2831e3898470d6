#include "ui/measuring.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/words.h"

static const char *const ready_line = N_(
    "Frozen: resume to mark. Measure: 1 distance, 2 ellipse, 3 area, 4 angle, "
    "5 depth; F keeps a finding. Movement: 6 to 8");

static const char *const kinds_line = N_(
    "Finding: 1 tear, 2 tendinopathy, 3 effusion, 4 synovitis, 5 cyst, 6 mass, "
    "7 foreign body, 8 other. Esc: leave it");

BV_PRINTF(2, 3)
static void say(struct bv_measuring *measuring, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(measuring->line, sizeof(measuring->line), format, arguments);
    va_end(arguments);
}

static void get_ready(struct bv_measuring *measuring)
{
    measuring->phase = BV_MEASURING_READY;
    say(measuring, "%s", _(ready_line));
}

void bv_measuring_begin(struct bv_measuring *measuring,
                        const struct bv_advice *advice)
{
    memset(measuring, 0, sizeof(*measuring));
    measuring->area = advice->scan_area;
    measuring->mm_per_px = advice->mm_per_px;
    get_ready(measuring);
}

void bv_measuring_end(struct bv_measuring *measuring)
{
    memset(measuring, 0, sizeof(*measuring));
}

static struct bv_measure *last(struct bv_measuring *measuring)
{
    return &measuring->measures[measuring->count - 1];
}

static void ask_point(struct bv_measuring *measuring)
{
    static const char *const asks[BV_MEASURE_KINDS][3] = {
        [BV_MEASURE_DISTANCE] = {N_("Mark one end"), N_("Mark the other end")},
        [BV_MEASURE_ELLIPSE] = {N_("Mark one end of its axis"),
                                N_("Mark the axis' other end"),
                                N_("Mark how far it reaches across")},
        [BV_MEASURE_AREA] = {N_("Mark points along its border"), N_("Go on"),
                             N_("Go on")},
        [BV_MEASURE_ANGLE] = {N_("Mark a point on one side"),
                              N_("Mark the corner"),
                              N_("Mark a point on the other side")},
        [BV_MEASURE_DEPTH] = {N_("Mark the place")},
    };
    const struct bv_measure *measure = last(measuring);
    int asked = measure->count < 2 ? measure->count : 2;
    bool may_end = measure->kind == BV_MEASURE_AREA &&
                   measure->count >= bv_measure_points_least(measure->kind);

    measuring->phase = BV_MEASURING_PLACING;
    say(measuring, _("%s. %sBackspace: one back, Esc: leave it"),
        _(asks[measure->kind][asked]),
        may_end ? _("Enter: it is closed, ") : "");
}

static void leave_last(struct bv_measuring *measuring)
{
    measuring->count--;
    get_ready(measuring);
}

/* All its points are there. */
static void close_last(struct bv_measuring *measuring)
{
    struct bv_measured values;
    char text[64];
    int error = bv_measure_read(last(measuring), &measuring->area,
                                measuring->mm_per_px, &values);

    measuring->phase = BV_MEASURING_READY;
    if (error == 0) {
        bv_measuring_say(measuring, measuring->count - 1, text, sizeof(text));
        say(measuring,
            _("%s, in the plane. 1 to 5 measure on, F keeps a finding"), text);
        return;
    }
    if (error == -EINVAL && last(measuring)->kind == BV_MEASURE_AREA) {
        measuring->phase = BV_MEASURING_PLACING; /* many points, not lost */
        say(measuring, _("That is no area: its sides cross. Backspace: one "
                         "back, Esc: leave it"));
        return;
    }
    measuring->count--;
    if (error == -EDOM)
        say(measuring, measuring->mm_per_px > 0
                           ? _("No depth: the scan area is not known")
                           : _("No mm: the scale is not known. Resume, then C "
                               "or D"));
    else
        say(measuring, _("That measures nothing: points are in one place"));
}

static bool start(struct bv_measuring *measuring, int kind)
{
    if (measuring->phase == BV_MEASURING_PLACING)
        leave_last(measuring);
    if (kind < 0 || kind >= BV_MEASURE_KINDS)
        return false;
    if (measuring->count == BV_FINDING_MEASURES_MOST) {
        say(measuring,
            _("%d measures is the most of one picture. Backspace "
              "takes the last one back"),
            BV_FINDING_MEASURES_MOST);
        return true;
    }
    measuring->measures[measuring->count++] =
        (struct bv_measure){.kind = (enum bv_measure_kind)kind};
    ask_point(measuring);
    return true;
}

static void ask_place(struct bv_measuring *measuring)
{
    measuring->phase = BV_MEASURING_PLACE;
    say(measuring, _("%s. Where? Type: %s_   Enter: keep it, Esc: leave it"),
        _(bv_finding_kind_name(measuring->kind)), measuring->place);
}

static int put_utf8(uint32_t letter, char *bytes)
{
    if (letter < 0x80) {
        bytes[0] = (char)letter;
        return 1;
    }
    if (letter < 0x800) {
        bytes[0] = (char)(0xc0 | letter >> 6);
        bytes[1] = (char)(0x80 | (letter & 0x3f));
        return 2;
    }
    if (letter >= 0x10000)
        return 0;
    bytes[0] = (char)(0xe0 | letter >> 12);
    bytes[1] = (char)(0x80 | (letter >> 6 & 0x3f));
    bytes[2] = (char)(0x80 | (letter & 0x3f));
    return 3;
}

static void type_place(struct bv_measuring *measuring, uint32_t letter)
{
    size_t used = strlen(measuring->place);
    char bytes[4];
    int count = letter >= 0x20 && letter != 0x7f ? put_utf8(letter, bytes) : 0;

    if (count > 0 && used + (size_t)count < sizeof(measuring->place)) {
        memcpy(measuring->place + used, bytes, (size_t)count);
        measuring->place[used + (size_t)count] = '\0';
    }
    ask_place(measuring);
}

bool bv_measuring_type(struct bv_measuring *measuring, uint32_t letter)
{
    int digit = letter >= '1' && letter <= '9' ? (int)(letter - '1') : -1;

    switch (measuring->phase) {
    case BV_MEASURING_PLACE:
        if (letter == 0)
            return false;
        type_place(measuring, letter);
        return true;
    case BV_MEASURING_KIND:
        if (digit < 0 || digit >= BV_FINDING_KINDS)
            return false;
        measuring->kind = (enum bv_finding_kind)digit;
        measuring->place[0] = '\0';
        ask_place(measuring);
        return true;
    case BV_MEASURING_READY:
    case BV_MEASURING_PLACING:
        if (letter != 'f' && letter != 'F')
            return digit >= 0 && start(measuring, digit);
        if (measuring->phase == BV_MEASURING_PLACING)
            leave_last(measuring);
        measuring->phase = BV_MEASURING_KIND;
        say(measuring, "%s", _(kinds_line));
        return true;
    default:
        return false;
    }
}

static bool press_placing(struct bv_measuring *measuring,
                          enum bv_measuring_key key)
{
    struct bv_measure *measure = last(measuring);

    if (key == BV_MEASURING_ESCAPE)
        leave_last(measuring);
    else if (key == BV_MEASURING_BACK && measure->count > 0) {
        measure->count--;
        ask_point(measuring);
    } else if (key == BV_MEASURING_BACK)
        leave_last(measuring);
    else if (measure->kind == BV_MEASURE_AREA &&
             measure->count >= bv_measure_points_least(measure->kind))
        close_last(measuring);
    else
        return false;
    return true;
}

static void erase_letter(char *text)
{
    size_t used = strlen(text);

    while (used > 0 && ((unsigned char)text[used - 1] & 0xc0) == 0x80)
        used--; /* the rest of one character */
    if (used > 0)
        used--;
    text[used] = '\0';
}

bool bv_measuring_press(struct bv_measuring *measuring,
                        enum bv_measuring_key key)
{
    switch (measuring->phase) {
    case BV_MEASURING_READY:
        if (key != BV_MEASURING_BACK || measuring->count == 0)
            return false;
        leave_last(measuring);
        return true;
    case BV_MEASURING_PLACING:
        return press_placing(measuring, key);
    case BV_MEASURING_KIND:
        if (key != BV_MEASURING_ESCAPE)
            return false;
        get_ready(measuring);
        return true;
    case BV_MEASURING_PLACE:
        if (key == BV_MEASURING_BACK) {
            erase_letter(measuring->place);
            ask_place(measuring);
        } else if (key == BV_MEASURING_ESCAPE) {
            get_ready(measuring);
        } else {
            measuring->phase = BV_MEASURING_KEEP;
            say(measuring, _("Keeping the finding\u2026"));
        }
        return true;
    default:
        return false;
    }
}

bool bv_measuring_wants_point(const struct bv_measuring *measuring)
{
    return measuring->phase == BV_MEASURING_PLACING;
}

bool bv_measuring_point(struct bv_measuring *measuring, struct bv_px px)
{
    struct bv_measure *measure;

    if (!bv_measuring_wants_point(measuring))
        return false;
    measure = last(measuring);
    if (measure->count < bv_measure_points_most(measure->kind))
        measure->at[measure->count++] = px;
    if (measure->count == bv_measure_points_most(measure->kind))
        close_last(measuring);
    else
        ask_point(measuring);
    return true;
}

void bv_measuring_say(const struct bv_measuring *measuring, int i, char *text,
                      size_t size)
{
    struct bv_measured values;

    text[0] = '\0';
    if (bv_measure_read(&measuring->measures[i], &measuring->area,
                        measuring->mm_per_px, &values) == 0)
        bv_measure_say(&measuring->measures[i], &values, text, size);
}

void bv_measuring_make_finding(const struct bv_measuring *measuring,
                               struct bv_finding *finding)
{
    memset(finding, 0, sizeof(*finding));
    finding->kind = measuring->kind;
    finding->place = measuring->place;
    finding->mm_per_px = measuring->mm_per_px;
    for (int i = 0; i < measuring->count; i++) {
        int to = finding->measure_count;

        if (bv_measure_read(&measuring->measures[i], &measuring->area,
                            measuring->mm_per_px, &finding->values[to]) < 0)
            continue;
        finding->measures[to] = measuring->measures[i];
        finding->measure_count++;
    }
}

void bv_measuring_kept(struct bv_measuring *measuring, const char *folder,
                       const struct bv_fault *fault)
{
    bool waits = measuring->phase == BV_MEASURING_KEEP;

    if (waits)
        measuring->phase = BV_MEASURING_READY;
    if (fault) /* also where the picture went on: it is not on the disk */
        say(measuring, "%s", fault->text);
    else if (waits)
        say(measuring, _("Kept: %s%s%s, in %s/%s"),
            _(bv_finding_kind_name(measuring->kind)),
            measuring->place[0] ? ", " : "", measuring->place, folder,
            BV_FINDINGS_NAME);
}
