#include "acquisition/plus_header.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    line_bytes = 64 * 1024,
    most_header_bytes = 256 * 1024 * 1024,
    most_dimensions = 4,
};

/* What is gathered until the whole header was read. */
struct reader {
    struct bv_plus_header header;
    bool nrrd;
    int dimensions;
    int64_t sizes[most_dimensions];
    bool colour_first; /* NRRD: the first dimension is that of the colours */
    bool list_first;   /* ... or that of the pictures, which is refused */
    bool eight_bits;
    bool unknown_encoding, unknown_type;
    bool has_data; /* the line before the pictures was seen */
};

bool bv_plus_header_is_known(const uint8_t *head, size_t size)
{
    static const char *const starts[] = {"ObjectType", "NDims", "NRRD000"};

    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
        size_t length = strlen(starts[i]);

        if (size > length && memcmp(head, starts[i], length) == 0)
            return true;
    }
    return false;
}

void bv_plus_header_fini(struct bv_plus_header *header)
{
    free(header->moments);
    *header = (struct bv_plus_header){0};
}

size_t bv_plus_header_frame_bytes(const struct bv_plus_header *header)
{
    return (size_t)header->width_px * (size_t)header->height_px *
           (size_t)header->channels;
}

/* Cut white space off both ends. @return The first character left. */
static char *trim(char *text)
{
    char *end = text + strlen(text);

    while (end > text && isspace((unsigned char)end[-1]))
        *--end = '\0';
    while (isspace((unsigned char)*text))
        text++;
    return text;
}

/* "Key = Value", or in NRRD "key: value" and "key:=value". */
static bool split(const struct reader *reader, char *line, char **key,
                  char **value)
{
    char *middle = strchr(line, reader->nrrd ? ':' : '=');

    if (!middle)
        return false;
    *value = trim(middle + 1 + (reader->nrrd && middle[1] == '='));
    *middle = '\0';
    *key = trim(line);
    return true;
}

/* The moment of a picture, whose number comes from the file. */
static struct bv_plus_moment *moment(struct bv_plus_header *header,
                                     unsigned long number, int *error)
{
    if (number >= BV_PLUS_FRAMES_MAX)
        return NULL;
    if (number >= header->moment_capacity) {
        size_t capacity = (size_t)number * 2 + 64;
        struct bv_plus_moment *moments =
            realloc(header->moments, capacity * sizeof(*moments));

        if (!moments) {
            *error = -ENOMEM;
            return NULL;
        }
        header->moments = moments;
        header->moment_capacity = capacity;
    }
    while (header->moment_count <= number)
        header->moments[header->moment_count++] =
            (struct bv_plus_moment){.time_s = NAN};
    return &header->moments[number];
}

/* "Seq_Frame0012_Timestamp" and its like; others are nothing to us. */
static int read_moment(struct bv_plus_header *header, const char *key,
                       const char *value)
{
    const char *rest;
    struct bv_plus_moment *at;
    unsigned long number;
    char *end;
    int error = 0;

    key += strlen("Seq_Frame");
    if (!isdigit((unsigned char)*key))
        return 0;
    number = strtoul(key, &end, 10);
    rest = end;
    if (strcmp(rest, "_Timestamp") != 0 && strcmp(rest, "_ImageStatus") != 0)
        return 0;
    at = moment(header, number, &error);
    if (!at)
        return error;
    if (strcmp(rest, "_Timestamp") == 0) {
        double time_s = strtod(value, &end);

        if (end != value && isfinite(time_s) && fabs(time_s) < 1e12)
            at->time_s = time_s;
    } else {
        at->invalid = strcasecmp(value, "INVALID") == 0;
    }
    return error;
}

/* Whole numbers above 0. @return How many, -1 where one is wrong. */
static int read_sizes(const char *value, int64_t *sizes)
{
    int count = 0;

    while (*value) {
        char *end;
        long long size;

        errno = 0;
        size = strtoll(value, &end, 10);
        if (end == value || errno || size < 1 || size > INT_MAX ||
            count == most_dimensions)
            return -1;
        sizes[count++] = size;
        value = end + strspn(end, " \t");
    }
    return count;
}

/*
 * Where the two axes of a stored picture point: M or U along the face, towards
 * the marked or the unmarked side; F or N away from the skin or to it. A third
 * letter is of the stack of pictures. Anything else is left as it is.
 */
static void read_orientation(struct bv_plus_header *header, const char *value)
{
    size_t length = strlen(value);
    char across, along;

    if (length < 2 || length > 3)
        return;
    header->transposed = value[0] == 'F' || value[0] == 'N';
    across = value[header->transposed ? 1 : 0];
    along = value[header->transposed ? 0 : 1];
    if ((across != 'M' && across != 'U') || (along != 'F' && along != 'N')) {
        header->transposed = false;
        return;
    }
    header->depth_backwards = along == 'N';
    header->marked_side = across == 'M' ? BV_SIDE_RIGHT : BV_SIDE_LEFT;
}

/* Two spacings. 1 1 is what writers put who do not know. */
static void set_spacing(struct bv_plus_header *header, double x, double y)
{
    bool placeholder = x == 1 && y == 1;

    if (placeholder || !(x > 1e-4 && x < 10 && y > 1e-4 && y < 10))
        return;
    header->spacing_x_mm = x;
    header->spacing_y_mm = y;
}

static void read_spacing(struct bv_plus_header *header, const char *value)
{
    char *rest;
    double x = strtod(value, &rest);
    double y = strtod(rest, NULL);

    set_spacing(header, x, y);
}

/* NRRD: "(0.3,0,0) (0,0.3,0) none"; the length of each is the spacing. */
static void read_directions(struct bv_plus_header *header, const char *value)
{
    double lengths[2] = {0, 0};
    int count = 0;

    for (; count < 2; count++) {
        double a, b, c;

        value = strchr(value, '(');
        if (!value || sscanf(value, "(%lf,%lf,%lf)", &a, &b, &c) != 3)
            return;
        lengths[count] = sqrt(a * a + b * b + c * c);
        value++;
    }
    set_spacing(header, lengths[0], lengths[1]);
}

/* A name in the same folder and nothing else. */
static int set_data_file(struct reader *reader, const char *name)
{
    struct bv_plus_header *header = &reader->header;

    if (strchr(name, '/') || name[0] == '.' || name[0] == '\0' ||
        strcmp(name, "LIST") == 0 || strlen(name) >= sizeof(header->data_file))
        return -EBADMSG;
    snprintf(header->data_file, sizeof(header->data_file), "%s", name);
    return 0;
}

static int read_meta_line(struct reader *reader, const char *key,
                          const char *value)
{
    struct bv_plus_header *header = &reader->header;

    if (strcmp(key, "DimSize") == 0) {
        reader->dimensions = read_sizes(value, reader->sizes);
    } else if (strcmp(key, "ElementType") == 0) {
        reader->eight_bits = strcmp(value, "MET_UCHAR") == 0;
        reader->unknown_type = !reader->eight_bits;
    } else if (strcmp(key, "ElementNumberOfChannels") == 0) {
        header->channels = (int)strtol(value, NULL, 10);
    } else if (strcmp(key, "CompressedData") == 0) {
        header->compressed = strcasecmp(value, "True") == 0;
    } else if (strcmp(key, "ElementSpacing") == 0) {
        read_spacing(header, value);
    } else if (strcmp(key, "ElementDataFile") == 0) {
        reader->has_data = true;
        if (strcasecmp(value, "LOCAL") != 0)
            return set_data_file(reader, value);
    }
    return 0;
}

static int read_nrrd_line(struct reader *reader, const char *key,
                          const char *value)
{
    struct bv_plus_header *header = &reader->header;

    if (strcmp(key, "sizes") == 0) {
        reader->dimensions = read_sizes(value, reader->sizes);
    } else if (strcmp(key, "type") == 0) {
        reader->eight_bits = strcmp(value, "uchar") == 0 ||
                             strcmp(value, "unsigned char") == 0 ||
                             strcmp(value, "uint8") == 0 ||
                             strcmp(value, "uint8_t") == 0;
        reader->unknown_type = !reader->eight_bits;
    } else if (strcmp(key, "encoding") == 0) {
        header->compressed =
            strcmp(value, "gzip") == 0 || strcmp(value, "gz") == 0;
        reader->unknown_encoding =
            !header->compressed && strcmp(value, "raw") != 0;
    } else if (strcmp(key, "kinds") == 0) {
        reader->colour_first = strncmp(value, "domain", 6) != 0 &&
                               strncmp(value, "space", 5) != 0 &&
                               strncmp(value, "list", 4) != 0;
        reader->list_first = strncmp(value, "list", 4) == 0;
    } else if (strcmp(key, "spacings") == 0) {
        read_spacing(header, value);
    } else if (strcmp(key, "space directions") == 0) {
        read_directions(header, value);
    } else if (strcmp(key, "data file") == 0 || strcmp(key, "datafile") == 0) {
        return set_data_file(reader, value);
    }
    return 0;
}

static int read_line(struct reader *reader, char *line)
{
    char *key, *value;

    if (!split(reader, line, &key, &value))
        return 0;
    if (strncmp(key, "Seq_Frame", 9) == 0)
        return read_moment(&reader->header, key, value);
    if (strcmp(key, "UltrasoundImageOrientation") == 0) {
        read_orientation(&reader->header, value);
        return 0;
    }
    if (strcmp(key, "UltrasoundImageType") == 0) {
        if (strcmp(value, "BRIGHTNESS") != 0 && strcmp(value, "RGB_COLOR") != 0)
            reader->unknown_type = true;
        return 0;
    }
    return reader->nrrd ? read_nrrd_line(reader, key, value)
                        : read_meta_line(reader, key, value);
}

/* Line by line to the one before the pictures. */
static int read_lines(struct reader *reader, FILE *file, char *line)
{
    int64_t done = 0;
    bool first = true;

    while (!reader->has_data && fgets(line, line_bytes, file)) {
        size_t length = strlen(line);
        int error;

        done += (int64_t)length;
        if (done > most_header_bytes)
            return -EBADMSG;
        /* A line that is too long, or has a zero in it: not a header. The
         * very last may end without a line feed. */
        if ((length == 0 || line[length - 1] != '\n') && !feof(file))
            return -EBADMSG;
        if (first)
            reader->nrrd = strncmp(line, "NRRD000", 7) == 0;
        else if (reader->nrrd && *trim(line) == '\0')
            reader->has_data = true; /* an empty line ends it */
        first = false;
        error = read_line(reader, line);
        if (error < 0)
            return error;
    }
    return reader->has_data ? 0 : -EBADMSG;
}

/* From the dimensions to width, height, colours and number. */
static int read_dimensions(struct reader *reader)
{
    struct bv_plus_header *header = &reader->header;
    const int64_t *sizes = reader->sizes;
    int count = reader->dimensions;

    if (count < 2 || reader->list_first)
        return -EBADMSG;
    if (header->channels == 0)
        header->channels = 1;
    if (reader->colour_first) {
        header->channels = (int)sizes[0];
        sizes++;
        count--;
    }
    if (header->channels != 1 && header->channels != 3)
        return -ENOTSUP;
    if (count < 2 || (count == 4 && sizes[2] != 1))
        return -EBADMSG;
    header->width_px = (int)sizes[0];
    header->height_px = (int)sizes[1];
    header->frame_count = count == 2 ? 1 : sizes[count - 1];
    return header->frame_count > BV_PLUS_FRAMES_MAX ? -EBADMSG : 0;
}

static int check(struct reader *reader, const char *path,
                 struct bv_fault *fault)
{
    struct bv_plus_header *header = &reader->header;
    int error;

    if (reader->unknown_type || !reader->eight_bits || reader->unknown_encoding)
        return bv_fault_set(fault, -ENOTSUP,
                            "Cannot open %s: bevel reads sequences of 8-bit "
                            "brightness pictures, raw or zlib.",
                            path);
    error = read_dimensions(reader);
    if (error < 0)
        return error;
    if (bv_frame_check_size(header->width_px, header->height_px) < 0)
        return bv_fault_set(fault, -ERANGE,
                            "%s is %d x %d px; bevel opens %d to %d px a "
                            "side.",
                            path, header->width_px, header->height_px,
                            BV_FRAME_SIDE_MIN_PX, BV_FRAME_SIDE_MAX_PX);
    return 0;
}

int bv_plus_header_read(FILE *file, const char *path,
                        struct bv_plus_header *header, struct bv_fault *fault)
{
    struct reader reader = {0};
    char *line = malloc(line_bytes);
    int error = line ? read_lines(&reader, file, line) : -ENOMEM;

    free(line);
    if (error == 0)
        error = check(&reader, path, fault);
    if (error == 0 && reader.header.data_file[0] == '\0') {
        reader.header.data_offset = ftell(file);
        if (reader.header.data_offset < 0)
            error = -errno;
    }
    if (error < 0) {
        if (error != -ENOMEM)
            bv_fault_set(fault, error, "Cannot open %s: its header is damaged.",
                         path);
        bv_plus_header_fini(&reader.header);
        return error;
    }
    *header = reader.header;
    return 0;
}
