#include "guidance/json_reader.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"

/* Nobody reads more, and each takes a walk through the text. */
enum { told_most = 100 };

static void say(struct bv_json_reader *reader, bool mistake, const char *format,
                va_list arguments) BV_PRINTF(3, 0);

static void say(struct bv_json_reader *reader, bool mistake, const char *format,
                va_list arguments)
{
    char path[160], what[280], sentence[BV_FAULT_TEXT_SIZE];
    int line;

    reader->mistakes += mistake;
    if (reader->told++ >= told_most)
        return;
    bv_json_path_write(&reader->path, path, sizeof(path));
    vsnprintf(what, sizeof(what), format, arguments);
    bv_json_path_find(&reader->path, reader->text, reader->size_bytes, &line);
    snprintf(sentence, sizeof(sentence), "%.180s:%d: %.120s%s%.180s.",
             reader->name, line, path, path[0] ? " " : "", what);
    bv_text_make_utf8(sentence);
    if (reader->tell)
        reader->tell(reader->tell_data, mistake, sentence);
    else if (mistake)
        bv_fault_set(reader->fault, -EINVAL, "%s", sentence);
}

void bv_json_reader_wrong(struct bv_json_reader *reader, const char *format,
                          ...)
{
    va_list arguments;

    va_start(arguments, format);
    say(reader, true, format, arguments);
    va_end(arguments);
}

void bv_json_reader_wrong_at(struct bv_json_reader *reader, const char *key,
                             const char *format, ...)
{
    va_list arguments;

    bv_json_reader_enter(reader, key, 0);
    va_start(arguments, format);
    say(reader, true, format, arguments);
    va_end(arguments);
    bv_json_reader_leave(reader);
}

static void remark(struct bv_json_reader *reader, const char *format, ...)
    BV_PRINTF(2, 3);

static void remark(struct bv_json_reader *reader, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say(reader, false, format, arguments);
    va_end(arguments);
}

void bv_json_reader_enter(struct bv_json_reader *reader, const char *key,
                          size_t index)
{
    bv_json_path_enter(&reader->path, key, index);
}

void bv_json_reader_leave(struct bv_json_reader *reader)
{
    bv_json_path_leave(&reader->path);
}

/* A mistake of the whole file, at a line. */
static int wrong_file(struct bv_json_reader *reader, int line, const char *what)
{
    char sentence[BV_FAULT_TEXT_SIZE];

    snprintf(sentence, sizeof(sentence), "%.180s:%d: %.250s.", reader->name,
             line > 0 ? line : 1, what);
    bv_text_make_utf8(sentence);
    reader->mistakes++;
    if (reader->tell)
        reader->tell(reader->tell_data, true, sentence);
    else
        bv_fault_set(reader->fault, -EINVAL, "%s", sentence);
    return -EINVAL;
}

/* A parser quotes what it stumbled over: no line ends, nothing to obey. */
static void make_plain(char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            *text = ' ';
}

int bv_json_reader_open(struct bv_json_reader *reader, const char *format,
                        json_t **root)
{
    json_error_t error;
    const char *found;
    char what[200];
    json_t *read;

    if (reader->size_bytes > BV_JSON_FILE_MAX)
        return wrong_file(reader, 1, "is larger than such a file may be");
    read = json_loadb(reader->text, reader->size_bytes, JSON_REJECT_DUPLICATES,
                      &error);
    if (!read) {
        snprintf(what, sizeof(what), "not valid JSON: %.150s", error.text);
        make_plain(what);
        return wrong_file(reader, error.line, what);
    }
    found = json_string_value(json_object_get(read, "format"));
    if (!found || strcmp(found, format) != 0)
        snprintf(what, sizeof(what),
                 "must be an object with \"format\": \"%s\"", format);
    else if (json_integer_value(json_object_get(read, "version")) != 1)
        snprintf(what, sizeof(what), "needs \"version\": 1");
    else
        what[0] = '\0';
    if (what[0]) {
        json_decref(read);
        return wrong_file(reader, 1, what);
    }
    *root = read;
    return 0;
}

static void remark_unknown(struct bv_json_reader *reader, const char *key,
                           const char *const *keys)
{
    const char *nearest = NULL;

    if (reader->told >= told_most)
        return;
    for (; *keys; keys++) {
        if (strcmp(*keys, key) == 0)
            return;
        nearest = bv_text_nearer(key, *keys, nearest);
    }
    bv_json_reader_enter(reader, key, 0);
    if (nearest)
        remark(reader,
               "is not a known key and is ignored; the nearest is \"%s\"",
               nearest);
    else
        remark(reader, "is not a known key and is ignored");
    bv_json_reader_leave(reader);
}

bool bv_json_reader_object(struct bv_json_reader *reader, const json_t *value,
                           const char *const *keys)
{
    const char *key;
    json_t *member;

    if (!json_is_object(value)) {
        bv_json_reader_wrong(reader, "must be an object, {...}");
        return false;
    }
    json_object_foreach((json_t *)value, key, member)
    {
        remark_unknown(reader, key, keys);
    }
    return true;
}

const json_t *bv_json_reader_need(struct bv_json_reader *reader,
                                  const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    if (!value)
        bv_json_reader_wrong(reader, "needs the key \"%s\"", key);
    return value;
}

static bool is_plain(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f ||
            ((unsigned char)*text == 0xc2 && (text[1] & 0xe0) == 0x80))
            return false; /* the C1 controls too, U+0080 to U+009F */
    return true;
}

void bv_json_reader_text(struct bv_json_reader *reader, const json_t *object,
                         const char *key, char *text, size_t size)
{
    const json_t *value = json_object_get(object, key);
    const char *read = json_string_value(value);

    if (!value)
        return;
    if (!read || !*read)
        bv_json_reader_wrong_at(reader, key, "must be a text");
    else if (strlen(read) >= size)
        bv_json_reader_wrong_at(reader, key, "must be shorter than %zu letters",
                                size);
    else if (!is_plain(read))
        bv_json_reader_wrong_at(reader, key,
                                "must be one line of plain letters");
    else
        memcpy(text, read, strlen(read) + 1);
}

bool bv_json_reader_plain(struct bv_json_reader *reader, const json_t *value,
                          double min, double max, double *number)
{
    double read = json_number_value(value);

    if (!json_is_number(value))
        bv_json_reader_wrong(reader, "must be a number");
    else if (!(read >= min && read <= max))
        bv_json_reader_wrong(reader, "must be from %g to %g, not %g", min, max,
                             read);
    else
        *number = read;
    return json_is_number(value) && read >= min && read <= max;
}

void bv_json_reader_number(struct bv_json_reader *reader, const json_t *object,
                           const char *key, double min, double max,
                           double *number)
{
    const json_t *value = json_object_get(object, key);

    if (!value)
        return;
    bv_json_reader_enter(reader, key, 0);
    bv_json_reader_plain(reader, value, min, max, number);
    bv_json_reader_leave(reader);
}

int bv_json_reader_choose(struct bv_json_reader *reader, const json_t *value,
                          const char *const *words)
{
    const char *read = json_string_value(value);
    char all[200] = "";

    for (int i = 0; words[i]; i++) {
        size_t used = strlen(all);

        if (read && strcmp(read, words[i]) == 0)
            return i;
        snprintf(all + used, sizeof(all) - used, "%s%s", i ? ", " : "",
                 words[i]);
    }
    bv_json_reader_wrong(reader, "must be one of %s", all);
    return -1;
}

void bv_json_reader_word(struct bv_json_reader *reader, const json_t *object,
                         const char *key, const char *const *words, int *word)
{
    const json_t *value = json_object_get(object, key);
    int found;

    if (!value)
        return;
    bv_json_reader_enter(reader, key, 0);
    found = bv_json_reader_choose(reader, value, words);
    if (found >= 0)
        *word = found;
    bv_json_reader_leave(reader);
}

void bv_json_reader_flag(struct bv_json_reader *reader, const json_t *object,
                         const char *key, bool *flag)
{
    const json_t *value = json_object_get(object, key);

    if (!value)
        return;
    if (json_is_boolean(value))
        *flag = json_is_true(value);
    else
        bv_json_reader_wrong_at(reader, key, "must be true or false");
}

int bv_json_reader_list(struct bv_json_reader *reader, const json_t *object,
                        const char *key, int most, const json_t **list)
{
    *list = json_object_get(object, key);
    if (!*list || json_is_null(*list))
        return 0;
    if (!json_is_array(*list)) {
        bv_json_reader_wrong_at(reader, key, "must be a list, [...]");
        return 0;
    }
    if (json_array_size(*list) > (size_t)most) {
        bv_json_reader_wrong_at(reader, key,
                                "must have at most %d entries, not %zu", most,
                                json_array_size(*list));
        return 0;
    }
    return (int)json_array_size(*list);
}
