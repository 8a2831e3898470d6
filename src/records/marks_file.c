#include "records/marks_file.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "records/json.h"

enum { most_bytes = 256 * 1024 };

/* Where something is wrong. */
struct reader {
    const char *path;
    int number; /* of the mark, from 1 */
    struct bv_fault *fault;
};

static int refuse(const struct reader *reader, const char *key,
                  const char *what)
{
    return bv_fault_set(reader->fault, -EBADMSG, "%.300s: mark %d: %s %s.",
                        reader->path, reader->number, key, what);
}

static bool read_px(const json_t *json, struct bv_px *px)
{
    const json_t *x = json_array_get(json, 0), *y = json_array_get(json, 1);

    if (json_array_size(json) != 2 || !json_is_number(x) || !json_is_number(y))
        return false;
    *px = (struct bv_px){json_number_value(x), json_number_value(y)};
    return true;
}

static int read_outline(const struct reader *reader, const json_t *json,
                        struct bv_outline *outline)
{
    size_t count = json_array_size(json);

    if (count < 3 || count > BV_OUTLINE_POINTS_MOST)
        return refuse(reader, "outline_px", "has 3 to 64 points");
    for (size_t i = 0; i < count; i++)
        if (!read_px(json_array_get(json, i), &outline->at[i]))
            return refuse(reader, "outline_px",
                          "has points of two numbers, [x, y]");
    outline->count = (int)count;
    return 0;
}

static int read_shape(const struct reader *reader, const json_t *json,
                      struct bv_landmark *mark)
{
    const json_t *point = json_object_get(json, "point_px");
    const json_t *outline = json_object_get(json, "outline_px");

    if (!point == !outline)
        return refuse(reader, "point_px, outline_px:", "one of them is needed");
    if (outline)
        return read_outline(reader, outline, &mark->outline);
    return read_px(point, &mark->at)
               ? 0
               : refuse(reader, "point_px", "is two numbers, [x, y]");
}

static int read_name(const struct reader *reader, const json_t *json,
                     struct bv_landmark *mark)
{
    const json_t *value = json_object_get(json, "name");
    const char *name = value ? json_string_value(value) : "";

    if (!name || strlen(name) >= sizeof(mark->name))
        return refuse(reader, "name", "is a text of up to 47 bytes");
    for (const char *at = name; *at; at++)
        if (iscntrl((unsigned char)*at))
            return refuse(reader, "name", "has control characters");
    strcpy(mark->name, name);
    return 0;
}

static int read_kind(const struct reader *reader, const json_t *json,
                     struct bv_landmark *mark)
{
    const json_t *kind = json_object_get(json, "kind");
    const json_t *role = json_object_get(json, "role");

    if (kind) {
        mark->kind = json_is_string(kind)
                         ? bv_landmark_kind_find(json_string_value(kind))
                         : BV_LANDMARK_KINDS;
        if (mark->kind == BV_LANDMARK_KINDS)
            return refuse(reader, "kind", "is none that is known");
    }
    mark->role = bv_landmark_kind_role(mark->kind);
    if (role)
        mark->role = json_is_string(role)
                         ? bv_landmark_role_find(json_string_value(role))
                         : BV_LANDMARK_ROLES;
    return mark->role == BV_LANDMARK_ROLES
               ? refuse(reader, "role", "is target or avoid")
               : 0;
}

static int read_numbers(const struct reader *reader, const json_t *json,
                        struct bv_landmark *mark)
{
    const json_t *id = json_object_get(json, "id");
    const json_t *margin = json_object_get(json, "margin_mm");
    const json_t *allowed = json_object_get(json, "inside_allowed");

    mark->id = reader->number;
    if (id) {
        json_int_t value = json_integer_value(id);

        if (!json_is_integer(id) || value < 1 || value > 1000000)
            return refuse(reader, "id", "is a whole number from 1 to 1000000");
        mark->id = (int)value;
    }
    if (margin && !json_is_number(margin))
        return refuse(reader, "margin_mm", "is a number");
    if (allowed && !json_is_boolean(allowed))
        return refuse(reader, "inside_allowed", "is true or false");
    mark->margin_mm = json_number_value(margin);
    mark->inside_allowed = json_is_true(allowed);
    return 0;
}

static int read_mark(const struct reader *reader, const json_t *json,
                     struct bv_marks_file *marks)
{
    struct bv_landmark *mark = &marks->mark[marks->count];
    int error = read_numbers(reader, json, mark);

    for (int i = 0; i < marks->count && error == 0; i++)
        if (marks->mark[i].id == mark->id)
            error = refuse(reader, "id", "is that of another mark");
    if (error == 0)
        error = read_name(reader, json, mark);
    if (error == 0)
        error = read_kind(reader, json, mark);
    if (error == 0)
        error = read_shape(reader, json, mark);
    if (error == 0)
        error =
            bv_landmark_check(mark, marks->mark, marks->count, reader->fault);
    marks->count += error == 0;
    return error;
}

static int read_all(const char *path, const json_t *json,
                    struct bv_marks_file *marks, struct bv_fault *fault)
{
    struct reader reader = {.path = path, .fault = fault};
    const char *format = json_string_value(json_object_get(json, "format"));
    const json_t *list = json_object_get(json, "marks");
    int error = 0;

    if (!format || strcmp(format, "bevel-marks") != 0 || !json_is_array(list))
        return bv_fault_set(fault, -EBADMSG,
                            "%s is no file of marks (format bevel-marks).",
                            path);
    if (json_integer_value(json_object_get(json, "version")) > 1)
        return bv_fault_set(fault, -ENOTSUP, "%s is of a newer bevel.", path);
    if (json_array_size(list) > BV_LANDMARKS_MOST)
        return bv_fault_set(fault, -EBADMSG, "%s has more than %d marks.", path,
                            BV_LANDMARKS_MOST);
    for (size_t i = 0; i < json_array_size(list) && error == 0; i++) {
        reader.number = (int)i + 1;
        error = read_mark(&reader, json_array_get(list, i), marks);
    }
    return error;
}

int bv_marks_file_read(const char *path, struct bv_marks_file *marks,
                       struct bv_fault *fault)
{
    struct bv_marks_file read = {.count = 0};
    struct stat about;
    json_t *json;
    int error;

    if (stat(path, &about) < 0)
        return bv_fault_set(fault, -errno, "Cannot open %s: %s.", path,
                            bv_error_text(-errno));
    if (!S_ISREG(about.st_mode) || about.st_size > most_bytes)
        return bv_fault_set(fault, -EBADMSG,
                            "%s is no file of marks: those have up to 256 kB.",
                            path);
    error = bv_json_read_file(path, &json, fault);
    if (error < 0)
        return error;
    error = read_all(path, json, &read, fault);
    json_decref(json);
    if (error == 0)
        *marks = read;
    return error;
}
