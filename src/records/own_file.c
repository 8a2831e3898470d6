#include "records/own_file.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/words.h"

int bv_own_refuse(const struct bv_own_file *file, const char *where,
                  const char *format, ...)
{
    char sentence[256];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(sentence, sizeof(sentence), format, arguments);
    va_end(arguments);
    return bv_fault_set(file->fault, -EBADMSG, "%.200s: %s%s%s.", file->path,
                        where, *where ? ": " : "", sentence);
}

int bv_own_read(const struct bv_own_file *file, const char *text, size_t size,
                const char *format, json_t **whole)
{
    json_error_t where;
    json_t *read = json_loadb(text, size, JSON_REJECT_DUPLICATES, &where);
    const char *found = json_string_value(json_object_get(read, "format"));
    const json_t *version = json_object_get(read, "version");
    int error = 0;

    if (!read)
        return bv_fault_set(file->fault, -EBADMSG,
                            "%.200s:%d: this is not JSON.", file->path,
                            where.line);
    if (!found || strcmp(found, format) != 0 || !json_is_integer(version) ||
        json_integer_value(version) < 1)
        error = bv_own_refuse(file, "",
                              "it must start with \"format\": \"%s\", "
                              "\"version\": 1",
                              format);
    else if (json_integer_value(version) > 1)
        error =
            bv_fault_set(file->fault, -ENOTSUP,
                         "%.200s is of version %lld; this bevel reads 1.",
                         file->path, (long long)json_integer_value(version));
    if (error < 0)
        json_decref(read);
    else
        *whole = read;
    return error;
}

static bool is_text(const char *text, size_t size)
{
    bool good = text && *text && strlen(text) < size;

    for (const char *at = text; good && *at; at++)
        good = !iscntrl((unsigned char)*at);
    return good;
}

enum { translated_most = 512 };

int bv_own_words(const struct bv_own_file *file, const json_t *whole,
                 const json_t **words)
{
    json_t *all = json_object_get(whole, "translations"), *into, *value;
    const char *language, *text;

    if (all && !json_is_object(all))
        return bv_own_refuse(file, "", "\"translations\" must be an object");
    json_object_foreach(all, language, into)
    {
        if (!json_is_object(into))
            return bv_own_refuse(file, "translations",
                                 "\"%.20s\" must be an object", language);
        json_object_foreach(into, text, value)
        {
            if (!is_text(json_string_value(value), translated_most))
                return bv_own_refuse(
                    file, "translations",
                    "\"%.60s\" must be a text of 1 to %d bytes, without "
                    "control characters",
                    text, translated_most - 1);
        }
    }
    /* TRANSLATORS: the language's own code, as of HTML */
    *words = json_object_get(all, _("en"));
    return 0;
}

static int read_text(const struct bv_own_file *file, const char *where,
                     const json_t *value, const char *key, char *text,
                     size_t size)
{
    const char *found = json_string_value(value);

    if (!is_text(found, size))
        return bv_own_refuse(file, where,
                             "\"%s\" must be a text of 1 to %zu bytes, without "
                             "control characters",
                             key, size - 1);
    memcpy(text, found, strlen(found) + 1);
    return 0;
}

int bv_own_text(const struct bv_own_file *file, const char *where,
                const json_t *object, const char *key, bool optional,
                char *text, size_t size)
{
    const json_t *value = json_object_get(object, key), *other;
    int error;

    text[0] = '\0';
    if (optional && !value)
        return 0;
    error = read_text(file, where, value, key, text, size);
    if (error < 0)
        return error;
    other = json_object_get(file->words, text);
    return other ? read_text(file, where, other, key, text, size) : 0;
}

int bv_own_key(const struct bv_own_file *file, const char *where,
               const json_t *object, const char *key, char *text, size_t size)
{
    int error =
        read_text(file, where, json_object_get(object, key), key, text, size);

    if (error == 0 &&
        strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-_") != strlen(text))
        error = bv_own_refuse(file, where,
                              "\"%s\" takes a-z, 0-9, - and _ alone", key);
    return error;
}

int bv_own_number(const struct bv_own_file *file, const char *where,
                  const json_t *object, const char *key, int least, int most,
                  int *number)
{
    const json_t *value = json_object_get(object, key);

    if (!json_is_integer(value) || json_integer_value(value) < least ||
        json_integer_value(value) > most)
        return bv_own_refuse(file, where,
                             "\"%s\" must be a whole number from %d to %d", key,
                             least, most);
    *number = (int)json_integer_value(value);
    return 0;
}

int bv_own_list(const struct bv_own_file *file, const char *where,
                const json_t *object, const char *key, size_t most,
                bv_own_read_one *read, void *into, size_t *count)
{
    const json_t *list = json_object_get(object, key);
    size_t size = json_array_size(list);
    char place[96];
    int error = 0;

    if (size < 1 || size > most)
        return bv_own_refuse(file, where, "\"%s\" must be a list of 1 to %zu",
                             key, most);
    *count = 0;
    for (size_t i = 0; i < size && error == 0; i++) {
        snprintf(place, sizeof(place), "%.40s%s%.20s[%zu]", where,
                 *where ? "." : "", key, i);
        error = read(file, place, i, json_array_get(list, i), into);
        *count += error == 0;
    }
    return error;
}

int bv_own_known(const struct bv_own_file *file, const char *where,
                 const json_t *object, const char *const *known)
{
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)object, key, value)
    {
        const char *const *at = known;

        while (*at && strcmp(*at, key) != 0)
            at++;
        if (!*at)
            return bv_own_refuse(file, where, "there is no \"%.60s\"", key);
    }
    return 0;
}
