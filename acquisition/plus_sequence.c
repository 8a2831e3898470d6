/*
 * Plus sequence files: MetaImage or NRRD with one raw or zlib stream of
 * pictures, which are inflated one at a time.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libavutil/frame.h>
#include <zlib.h>

#include "acquisition/convert.h"
#include "acquisition/drivers.h"
#include "acquisition/plus_header.h"
#include "core/clock.h"

enum { sure = 95, input_bytes = 64 * 1024, most_inflation = 1100 };

static const double usual_interval_s = 1 / 30.0;
static const double most_seconds = 1e8;

struct plus {
    struct bv_plus_header header;
    char *path, *data_path;
    int fd;
    bool linked; /* the file had a name when it was opened */
    int64_t size_bytes, at_bytes;
    z_stream zlib;
    bool inflating;
    uint8_t *input;           /* what is inflated next */
    uint8_t *stored, *turned; /* one picture; the second where it is turned */
    size_t frame_bytes;
    bool ready; /* `stored` holds the picture `next` */
    int64_t next;
    struct bv_convert *convert;
    AVFrame *picture;
    double mm_per_px;
};

static int probe(const char *path, bool is_folder, const uint8_t *head,
                 size_t head_size)
{
    (void)path;
    return !is_folder && bv_plus_header_is_known(head, head_size) ? sure : 0;
}

/* Every picture gets a time: what lacks one lies evenly between those that
 * have; where times do not advance, pictures come at the usual rate. */
static int fill_times(struct bv_plus_header *header)
{
    size_t count = (size_t)header->frame_count, known = 0;
    struct bv_plus_moment *at = realloc(header->moments, count * sizeof(*at));
    double first_s;
    bool believable;

    if (!at)
        return -ENOMEM;
    header->moments = at;
    for (size_t i = header->moment_count; i < count; i++)
        at[i] = (struct bv_plus_moment){.time_s = NAN};
    header->moment_count = header->moment_capacity = count;
    for (size_t i = 1; i <= count; i++) {
        double step_s = usual_interval_s;

        if (i < count && isnan(at[i].time_s))
            continue;
        /* at[known] is known, or the first; fill up to at[i]. */
        if (isnan(at[known].time_s))
            at[known].time_s =
                i < count ? at[i].time_s - step_s * (double)(i - known) : 0;
        if (i < count && at[i].time_s > at[known].time_s)
            step_s = (at[i].time_s - at[known].time_s) / (double)(i - known);
        for (size_t k = known + 1; k < count && k <= i; k++)
            at[k].time_s = at[k - 1].time_s + step_s;
        known = i;
    }
    first_s = at[0].time_s;
    believable = at[count - 1].time_s - first_s < most_seconds;
    for (size_t i = 0; i < count; i++)
        at[i].time_s =
            believable ? at[i].time_s - first_s : usual_interval_s * (double)i;
    return 0;
}

/* The file of the pictures lies beside the header. */
static int set_data_path(struct plus *plus)
{
    const char *slash = strrchr(plus->path, '/');
    size_t folder = slash ? (size_t)(slash - plus->path) + 1 : 0;
    size_t size = folder + strlen(plus->header.data_file) + 1;

    if (plus->header.data_file[0] == '\0') {
        plus->data_path = strdup(plus->path);
        return plus->data_path ? 0 : -ENOMEM;
    }
    plus->data_path = malloc(size);
    if (!plus->data_path)
        return -ENOMEM;
    snprintf(plus->data_path, size, "%.*s%s", (int)folder, plus->path,
             plus->header.data_file);
    return 0;
}

static int open_header(struct plus *plus, struct bv_fault *fault)
{
    FILE *file = fopen(plus->path, "rb");
    int error;

    if (!file)
        return bv_fault_set(fault, -errno, "Cannot open %s: %s.", plus->path,
                            bv_error_text(-errno));
    error = bv_plus_header_read(file, plus->path, &plus->header, fault);
    fclose(file);
    return error;
}

static int open_data(struct plus *plus, struct bv_fault *fault)
{
    const struct bv_plus_header *header = &plus->header;
    int64_t claimed = header->frame_count * (int64_t)plus->frame_bytes;
    struct stat about;
    int64_t most;

    plus->fd = open(plus->data_path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (plus->fd < 0 || fstat(plus->fd, &about) < 0)
        return bv_fault_set(fault, -errno,
                            "Cannot open %s, which %s names: "
                            "%s.",
                            plus->data_path, plus->path, bv_error_text(-errno));
    if (!S_ISREG(about.st_mode))
        return bv_fault_set(fault, -EINVAL, "Cannot open %s: it is not a file.",
                            plus->data_path);
    plus->linked = about.st_nlink > 0;
    plus->size_bytes = about.st_size;
    plus->at_bytes = header->data_offset;
    most = plus->size_bytes - header->data_offset;
    /* No zlib stream grows by more; so no claim can exhaust the memory. */
    if (header->compressed && most < INT64_MAX / most_inflation)
        most *= most_inflation;
    if (claimed > most && header->compressed)
        return bv_fault_set(fault, -EBADMSG,
                            "Cannot open %s: it claims more pictures than it "
                            "can hold.",
                            plus->path);
    return 0;
}

static int open_inflate(struct plus *plus)
{
    if (!plus->header.compressed)
        return 0;
    plus->input = malloc(input_bytes);
    if (!plus->input)
        return -ENOMEM;
    /* 32: zlib's or gzip's header, whichever is there. */
    if (inflateInit2(&plus->zlib, 32 + MAX_WBITS) != Z_OK)
        return -ENOMEM;
    plus->inflating = true;
    return 0;
}

/* The size of the picture with the skin at the top. */
static void turned_size(const struct bv_plus_header *header, int *width_px,
                        int *height_px)
{
    bool swap = header->transposed;

    *width_px = swap ? header->height_px : header->width_px;
    *height_px = swap ? header->width_px : header->height_px;
}

static int open_converter(struct plus *plus,
                          const struct bv_source_options *asked,
                          struct bv_fault *fault)
{
    const struct bv_plus_header *header = &plus->header;
    double x_mm =
        header->transposed ? header->spacing_y_mm : header->spacing_x_mm;
    double y_mm =
        header->transposed ? header->spacing_x_mm : header->spacing_y_mm;
    struct bv_convert_options options = {
        .name = plus->path,
        .full_range = true,
        .pixel_aspect = x_mm > 0 ? x_mm / y_mm : 0,
    };
    AVFrame *picture = plus->picture = av_frame_alloc();

    if (!picture)
        return -ENOMEM;
    turned_size(header, &picture->width, &picture->height);
    picture->format =
        header->channels == 1 ? AV_PIX_FMT_GRAY8 : AV_PIX_FMT_RGB24;
    picture->color_range = AVCOL_RANGE_JPEG;
    picture->data[0] = plus->turned ? plus->turned : plus->stored;
    picture->linesize[0] = picture->width * header->channels;
    /* The converter makes pixels square by adding some, never fewer. */
    plus->mm_per_px = x_mm > 0 ? fmin(x_mm, y_mm) : asked->mm_per_px;
    return bv_convert_new(&options, picture->width, picture->height,
                          &plus->convert, fault);
}

static int allocate(struct plus *plus)
{
    bool turn = plus->header.transposed || plus->header.depth_backwards;

    plus->frame_bytes = bv_plus_header_frame_bytes(&plus->header);
    /* libav reads a little past what it is given. */
    plus->stored = calloc(1, plus->frame_bytes + 64);
    plus->turned = turn ? calloc(1, plus->frame_bytes + 64) : NULL;
    return plus->stored && (plus->turned || !turn) ? 0 : -ENOMEM;
}

static void plus_close(void *self)
{
    struct plus *plus = self;

    if (plus->inflating)
        inflateEnd(&plus->zlib);
    if (plus->fd >= 0)
        close(plus->fd);
    if (plus->picture)
        plus->picture->data[0] = NULL; /* ours */
    av_frame_free(&plus->picture);
    bv_convert_free(plus->convert);
    bv_plus_header_fini(&plus->header);
    free(plus->input);
    free(plus->stored);
    free(plus->turned);
    free(plus->data_path);
    free(plus->path);
}

/* From the square pixels to the stored ones, and through the turn. */
static struct bv_px_map to_input(const struct plus *plus)
{
    const struct bv_plus_header *header = &plus->header;
    struct bv_px_map map = bv_convert_to_input(plus->convert);
    int width, height;

    turned_size(header, &width, &height);
    if (header->depth_backwards) {
        map.yx = -map.yx;
        map.yy = -map.yy;
        map.y0 = height - 1 - map.y0;
    }
    if (header->transposed)
        map =
            (struct bv_px_map){map.yx, map.yy, map.y0, map.xx, map.xy, map.x0};
    return map;
}

static void fill_info(const struct plus *plus, struct bv_source_info *info)
{
    const struct bv_plus_header *header = &plus->header;
    const char *slash = strrchr(plus->path, '/');
    int64_t last = header->frame_count - 1;
    double length_s = header->moments[last].time_s;

    snprintf(info->title, sizeof(info->title), "%s",
             slash ? slash + 1 : plus->path);
    info->width_px = bv_convert_width_px(plus->convert);
    info->height_px = bv_convert_height_px(plus->convert);
    info->to_input = to_input(plus);
    info->frame_count = header->frame_count;
    info->frame_rate_hz = length_s > 0 ? (double)last / length_s : 0;
}

static int plus_open(void *self, const char *name,
                     const struct bv_source_options *options,
                     struct bv_source_info *info, struct bv_fault *fault)
{
    struct plus *plus = self;
    int error;

    plus->fd = -1;
    plus->path = strdup(name);
    error = plus->path ? open_header(plus, fault) : -ENOMEM;
    if (error == 0)
        error = set_data_path(plus);
    if (error == 0)
        error = allocate(plus);
    if (error == 0)
        error = open_data(plus, fault);
    if (error == 0)
        error = fill_times(&plus->header);
    if (error == 0)
        error = open_inflate(plus);
    if (error == 0)
        error = open_converter(plus, options, fault);
    if (error < 0) {
        plus_close(plus);
        return error;
    }
    fill_info(plus, info);
    return 0;
}

/* @return How many bytes came, 0 at the end of the file, or negative. */
static ssize_t read_some(struct plus *plus, uint8_t *to, size_t size)
{
    ssize_t done;

    do
        done = pread(plus->fd, to, size, plus->at_bytes);
    while (done < 0 && errno == EINTR);
    if (done > 0)
        plus->at_bytes += done;
    return done < 0 ? -errno : done;
}

/* @retval -EBADMSG The file ends inside the picture. */
static int read_raw(struct plus *plus)
{
    size_t have = 0;

    while (have < plus->frame_bytes) {
        ssize_t done =
            read_some(plus, plus->stored + have, plus->frame_bytes - have);

        if (done <= 0)
            return done < 0 ? (int)done : -EBADMSG;
        have += (size_t)done;
    }
    return 0;
}

static int read_inflated(struct plus *plus)
{
    z_stream *zlib = &plus->zlib;

    zlib->next_out = plus->stored;
    zlib->avail_out = (uInt)plus->frame_bytes;
    while (zlib->avail_out > 0) {
        int result;

        if (zlib->avail_in == 0) {
            ssize_t done = read_some(plus, plus->input, input_bytes);

            if (done <= 0)
                return done < 0 ? (int)done : -EBADMSG;
            zlib->next_in = plus->input;
            zlib->avail_in = (uInt)done;
        }
        result = inflate(zlib, Z_NO_FLUSH);
        if (result == Z_MEM_ERROR)
            return -ENOMEM;
        if (result == Z_STREAM_END && zlib->avail_out == 0)
            return 0;
        if (result != Z_OK && result != Z_BUF_ERROR)
            return -EBADMSG;
    }
    return 0;
}

/* Bring the skin to the top. */
static void turn(struct plus *plus)
{
    const struct bv_plus_header *header = &plus->header;
    size_t pixel = (size_t)header->channels;
    size_t row = (size_t)header->width_px * pixel;
    int width, height;
    uint8_t *to = plus->turned;

    turned_size(header, &width, &height);
    for (int y = 0; y < height; y++) {
        size_t depth = (size_t)(header->depth_backwards ? height - 1 - y : y);

        if (!header->transposed) {
            memcpy(to, plus->stored + depth * row, row);
            to += row;
            continue;
        }
        for (int x = 0; x < width; x++, to += pixel)
            memcpy(to, plus->stored + (size_t)x * row + depth * pixel, pixel);
    }
}

/* Read the next picture that the file does not call invalid. */
static int load(struct plus *plus, struct bv_fault *fault)
{
    for (;; plus->next++) {
        int error;

        if (plus->next == plus->header.frame_count)
            return -ENODATA;
        error = plus->header.compressed ? read_inflated(plus) : read_raw(plus);
        if (error == -EBADMSG && plus->next == 0)
            return bv_fault_set(fault, error,
                                "%s is damaged before its first frame.",
                                plus->data_path);
        if (error == -EBADMSG)
            return bv_fault_set(fault, error, "%s is damaged after frame %lld.",
                                plus->data_path, (long long)plus->next - 1);
        if (error < 0)
            return bv_fault_set(fault, error, "%s can no longer be read: %s.",
                                plus->data_path, bv_error_text(error));
        if (!plus->header.moments[plus->next].invalid)
            break;
    }
    if (plus->turned)
        turn(plus);
    plus->ready = true;
    return 0;
}

/* As for other files: gone or shorter is a fault of its own. */
static int check_file(const struct plus *plus, struct bv_fault *fault)
{
    struct stat about;

    if (fstat(plus->fd, &about) < 0)
        return -ENODEV;
    if (plus->linked && about.st_nlink == 0)
        return bv_fault_set(fault, -ENODEV, "%s was deleted while it played.",
                            plus->data_path);
    if (about.st_size < plus->size_bytes)
        return bv_fault_set(fault, -ENODEV,
                            "%s became shorter while it played.",
                            plus->data_path);
    return 0;
}

static int plus_read(void *self, int timeout_ms, struct bv_frame **frame,
                     struct bv_fault *fault)
{
    struct plus *plus = self;
    int error = check_file(plus, fault);

    if (error == 0 && !plus->ready)
        error = load(plus, fault);
    if (error == 0)
        error = bv_convert_wait(plus->convert, plus->picture, timeout_ms, frame,
                                fault);
    if (error < 0)
        return error;
    (*frame)->time_ns = bv_s_to_ns(plus->header.moments[plus->next].time_s);
    (*frame)->arrived_ns = bv_clock_now_ns();
    (*frame)->sequence = (uint32_t)plus->next++;
    (*frame)->mm_per_px = plus->mm_per_px;
    (*frame)->marked_side = plus->header.marked_side;
    plus->ready = false;
    return 0;
}

const struct bv_source_driver bv_plus_driver = {
    .name = "plus",
    .usage = "FILE",
    .help = "a Plus sequence: .igs.mha, .igs.mhd, .igs.nrrd",
    .state_size = sizeof(struct plus),
    .probe = probe,
    .open = plus_open,
    .read = plus_read,
    .close = plus_close,
};
