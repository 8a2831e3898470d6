#include "commands/command.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int bv_usage_error(const struct bv_command *command, const char *format, ...)
{
    va_list arguments;

    fprintf(stderr, "bevel %s: ", command->name);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, " Try `bevel %s --help`.\n", command->name);
    return BV_EXIT_USAGE;
}

int bv_failure(const struct bv_command *command, const struct bv_fault *fault,
               int error)
{
    if (fault && fault->error)
        fprintf(stderr, "bevel %s: %s\n", command->name, fault->text);
    else
        fprintf(stderr, "bevel %s: %s.\n", command->name, bv_error_text(error));
    return BV_EXIT_FAILURE;
}

static void print_help(const struct bv_command *command,
                       const struct bv_option *options)
{
    printf("bevel %s%s%s\n\n%c%s.\n", command->name,
           command->words[0] ? " " : "", command->words,
           toupper((unsigned char)command->summary[0]), command->summary + 1);
    if (options->name)
        puts("\nOptions:");
    for (; options->name; options++) {
        char left[64];

        snprintf(left, sizeof(left), "%s%s %s",
                 strcmp(options->name, "--output") == 0  ? "-o, "
                 : strcmp(options->name, "--count") == 0 ? "-n, "
                                                         : "",
                 options->name, options->argument ? options->argument : "");
        printf("  %-24s %s\n", left, options->help);
    }
    if (command->details)
        printf("\n%s\n", command->details);
}

/*
 * @param[out] rest  What follows the `=` of "--seconds=5", or NULL.
 */
static const struct bv_option *find_option(const struct bv_option *options,
                                           const char *word, const char **rest)
{
    const char *equals = strncmp(word, "--", 2) == 0 ? strchr(word, '=') : NULL;
    size_t length = equals ? (size_t)(equals - word) : strlen(word);

    *rest = equals ? equals + 1 : NULL;
    if (strcmp(word, "-o") == 0 || strcmp(word, "-n") == 0) {
        word = word[1] == 'o' ? "--output" : "--count";
        length = strlen(word);
    }
    for (; options->name; options++)
        if (strlen(options->name) == length &&
            strncmp(options->name, word, length) == 0)
            return options;
    return NULL;
}

/* The whole of @p word as a finite number. */
static bool read_number(const char *word, double *number)
{
    char *rest;

    *number = strtod(word, &rest);
    return rest != word && *rest == '\0' && isfinite(*number);
}

/* Numbers with commas between them, and nothing else. */
static bool read_numbers(const char *word, double *numbers, int count)
{
    for (int i = 0; i + 1 < count; i++) {
        char *rest;

        numbers[i] = strtod(word, &rest);
        if (rest == word || *rest != ',' || !isfinite(numbers[i]))
            return false;
        word = rest + 1;
    }
    return read_number(word, &numbers[count - 1]);
}

static bool read_whole(const char *word, uint64_t *number)
{
    char *rest;

    if (*word < '0' || *word > '9')
        return false;
    errno = 0;
    *number = strtoull(word, &rest, 10);
    return errno == 0 && *rest == '\0';
}

/* A picture is 32 to 8192 px wide and shows some 1 to 30 cm. */
static const double scale_least = 0.001, scale_most = 10;

static bool choose(struct bv_choice *choice, const char *word)
{
    for (int i = 0; choice->words[i]; i++)
        if (strcmp(choice->words[i], word) == 0) {
            choice->chosen = i;
            return true;
        }
    return false;
}

/* "a, b or c". */
static const char *list_words(const char *const *words, char *text, size_t size)
{
    size_t used = 0;

    for (int i = 0; words[i] && used < size; i++)
        used += (size_t)snprintf(text + used, size - used, "%s%s",
                                 i == 0         ? ""
                                 : words[i + 1] ? ", "
                                                : " or ",
                                 words[i]);
    return text;
}

/* What its two points are: an area is read as its diagonal. */
static bool is_area(const struct bv_option *option)
{
    return strcmp(option->argument, "L,T,R,B") == 0;
}

/* Put the word where the option wants it. @return What was expected, or NULL
 * when it was right. */
static const char *read_word(const struct bv_option *option, const char *word)
{
    static char list[256]; /* the command line is read by one thread */
    struct bv_choice *choice = option->value;
    uint64_t whole;
    double number, at[4];

    switch (option->kind) {
    case BV_OPTION_FLAG:
        *(bool *)option->value = true;
        return NULL;
    case BV_OPTION_TEXT:
        *(const char **)option->value = word;
        return NULL;
    case BV_OPTION_NUMBER:
        if (!read_number(word, &number) || number <= 0)
            return "a number above 0";
        *(double *)option->value = number;
        return NULL;
    case BV_OPTION_SCALE:
        if (!read_number(word, &number) || number < scale_least ||
            number > scale_most)
            return "a scale from 0.001 to 10 mm a pixel";
        *(double *)option->value = number;
        return NULL;
    case BV_OPTION_COUNT:
        if (!read_whole(word, &whole) || whole < 1 || whole > INT64_MAX)
            return "a whole number from 1";
        *(int64_t *)option->value = (int64_t)whole;
        return NULL;
    case BV_OPTION_SEED:
        if (!read_whole(word, &whole))
            return "a whole number from 0";
        *(uint64_t *)option->value = whole;
        return NULL;
    case BV_OPTION_POINT:
        if (!read_numbers(word, at, 2))
            return "two numbers, X,Y";
        *(struct bv_px *)option->value = (struct bv_px){at[0], at[1]};
        return NULL;
    case BV_OPTION_LINE:
        if (!read_numbers(word, at, 4) ||
            hypot(at[2] - at[0], at[3] - at[1]) < 2)
            return is_area(option) ? "two corners, LEFT,TOP,RIGHT,BOTTOM"
                                   : "a line's two ends, X,Y,X,Y";
        *(struct bv_px_segment *)option->value =
            (struct bv_px_segment){{at[0], at[1]}, {at[2], at[3]}};
        return NULL;
    case BV_OPTION_WORD:
    case BV_OPTION_CHOICE:
        return choose(choice, word)
                   ? NULL
                   : list_words(choice->words, list, sizeof(list));
    }
    return "something else";
}

/* Read the option at @p i and its word, which may be the next.
 * @return -1, or the exit code of a usage error. */
static int read_option(const struct bv_command *command,
                       const struct bv_option *options, int argc, char **argv,
                       int *i)
{
    const char *word, *expected;
    const struct bv_option *option = find_option(options, argv[*i], &word);

    if (!option)
        return bv_usage_error(command, "there is no option %s.", argv[*i]);
    if (option->kind == BV_OPTION_FLAG && word)
        return bv_usage_error(command, "%s takes no word.", option->name);
    if (option->kind == BV_OPTION_CHOICE && !word) {
        struct bv_choice *choice = option->value;

        if (*i + 1 < argc && choose(choice, argv[*i + 1]))
            ++*i;
        else
            choice->chosen = 0;
        word = choice->words[choice->chosen];
    } else if (option->kind != BV_OPTION_FLAG && !word) {
        if (*i + 1 >= argc)
            return bv_usage_error(command, "%s needs %s.", option->name,
                                  option->argument);
        word = argv[++*i];
    }
    expected = read_word(option, word);
    if (expected)
        return bv_usage_error(command, "%s needs %s, not \"%s\".", option->name,
                              expected, word);
    if (option->given)
        *option->given = true;
    return -1;
}

int bv_options_read(const struct bv_command *command,
                    const struct bv_option *options, int *argc, char **argv)
{
    int kept = 0;
    bool ended = false;

    for (int i = 0; i < *argc; i++) {
        int code;

        if (ended || argv[i][0] != '-' || strcmp(argv[i], "-") == 0) {
            argv[kept++] = argv[i];
            continue;
        }
        if (strcmp(argv[i], "--") == 0) {
            ended = true;
            continue;
        }
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            print_help(command, options);
            return BV_EXIT_DONE;
        }
        code = read_option(command, options, *argc, argv, &i);
        if (code >= 0)
            return code;
    }
    *argc = kept;
    return -1;
}
