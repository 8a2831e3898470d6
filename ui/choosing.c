#include "ui/choosing.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/words.h"
#include "ui/procedure_page.h"

static int read_one(const struct bv_procedure_file *file,
                    struct bv_procedure *procedure,
                    struct bv_procedure_choice *choice)
{
    struct bv_fault fault = {0};
    int error =
        bv_procedure_load(file->path, NULL, NULL, procedure, NULL, &fault);

    if (error < 0)
        return error;
    memcpy(choice->id, file->id, sizeof(choice->id));
    memcpy(choice->name, procedure->name, sizeof(choice->name));
    choice->group = bv_procedure_groups[procedure->group];
    choice->page = bv_procedure_page_make(procedure, file->own);
    choice->hints = bv_set_up_hints_make(procedure);
    return choice->page ? 0 : -ENOMEM;
}

/* The groups have an order of their own. */
static int group_number(const struct bv_procedure_choice *choice)
{
    int i = 0;

    while (bv_procedure_groups[i] != choice->group)
        i++;
    return i;
}

static int compare(const void *a, const void *b)
{
    int by_group = group_number(a) - group_number(b);

    return by_group ? by_group
                    : strcmp(((const struct bv_procedure_choice *)a)->name,
                             ((const struct bv_procedure_choice *)b)->name);
}

int bv_procedure_choices_load(struct bv_procedure_choices *choices)
{
    struct bv_procedure *procedure = malloc(sizeof(*procedure));
    struct bv_procedure_files files = {0};
    int error = procedure ? bv_procedure_files_list(&files) : -ENOMEM;

    *choices = (struct bv_procedure_choices){.count = 0};
    if (error == 0)
        choices->choice =
            calloc((size_t)files.count + 1, sizeof(*choices->choice));
    if (!choices->choice)
        error = -ENOMEM;
    for (int i = 0; error == 0 && i < files.count; i++) {
        int one = read_one(&files.file[i], procedure,
                           &choices->choice[choices->count]);

        choices->count += one == 0;
        if (one == -ENOMEM)
            error = one;
    }
    if (choices->count > 0)
        qsort(choices->choice, (size_t)choices->count, sizeof(*choices->choice),
              compare);
    bv_procedure_files_fini(&files);
    free(procedure);
    return error;
}

void bv_procedure_choices_fini(struct bv_procedure_choices *choices)
{
    for (int i = 0; i < choices->count; i++)
        free(choices->choice[i].page);
    free(choices->choice);
    *choices = (struct bv_procedure_choices){.count = 0};
}

/* Whether a word of the text begins so, in any case. */
static bool has_word(const char *text, const char *word, size_t length)
{
    bool begins = true;

    for (; *text; text++) {
        size_t same = 0;

        while (begins && same < length &&
               tolower((unsigned char)text[same]) ==
                   tolower((unsigned char)word[same]))
            same++;
        if (same == length)
            return true;
        begins = !isalnum((unsigned char)*text);
    }
    return false;
}

static bool matches(const struct bv_procedure_choice *choice, const char *query)
{
    while (*query) {
        size_t length = strcspn(query, " ");

        if (length > 0 && !has_word(choice->name, query, length) &&
            !has_word(choice->group, query, length) &&
            !has_word(choice->id, query, length))
            return false;
        query += length + strspn(query + length, " ");
    }
    return true;
}

/* The number of a match among all, or -1. */
static int find(const struct bv_choosing *choosing, int match)
{
    for (int i = 0; match >= 0 && i < choosing->choices.count; i++)
        if (matches(&choosing->choices.choice[i], choosing->query) &&
            match-- == 0)
            return i;
    return -1;
}

int bv_choosing_count(const struct bv_choosing *choosing)
{
    int count = 0;

    for (int i = 0; i < choosing->choices.count; i++)
        count += matches(&choosing->choices.choice[i], choosing->query);
    return count;
}

const struct bv_procedure_choice *
bv_choosing_get(const struct bv_choosing *choosing, int match)
{
    int i = find(choosing, match);

    return i < 0 ? NULL : &choosing->choices.choice[i];
}

void bv_choosing_toggle(struct bv_choosing *choosing)
{
    if (choosing->phase != BV_CHOOSING_OFF)
        choosing->phase = BV_CHOOSING_OFF;
    else
        choosing->phase =
            choosing->chosen ? BV_CHOOSING_PAGE : BV_CHOOSING_LIST;
}

/* A side is of one procedure. */
static void choose(struct bv_choosing *choosing, int number)
{
    if (choosing->chosen != number + 1)
        choosing->side = BV_CHOOSING_NO_SIDE;
    choosing->chosen = number + 1;
    choosing->phase = BV_CHOOSING_PAGE;
}

void bv_choosing_take(struct bv_choosing *choosing, int match)
{
    int number = find(choosing, match);

    if (number >= 0)
        choose(choosing, number);
}

bool bv_choosing_take_id(struct bv_choosing *choosing, const char *id)
{
    for (int i = 0; i < choosing->choices.count; i++)
        if (strcmp(choosing->choices.choice[i].id, id) == 0) {
            choose(choosing, i);
            return true;
        }
    return false;
}

void bv_choosing_turn_side(struct bv_choosing *choosing)
{
    if (choosing->chosen)
        choosing->side = (enum bv_choosing_side)((choosing->side + 1) %
                                                 (BV_CHOOSING_RIGHT + 1));
}

static bool type_side(struct bv_choosing *choosing, uint32_t letter)
{
    enum bv_choosing_side side =
        letter == 'l' || letter == 'L'   ? BV_CHOOSING_LEFT
        : letter == 'r' || letter == 'R' ? BV_CHOOSING_RIGHT
                                         : BV_CHOOSING_NO_SIDE;

    if (side)
        choosing->side = side == choosing->side ? BV_CHOOSING_NO_SIDE : side;
    return side;
}

bool bv_choosing_type(struct bv_choosing *choosing, uint32_t letter)
{
    size_t used = strlen(choosing->query);

    if (choosing->phase == BV_CHOOSING_PAGE)
        return type_side(choosing, letter);
    if (choosing->phase == BV_CHOOSING_OFF || letter < ' ' || letter > '~' ||
        (letter == ' ' && used == 0))
        return false;
    if (used + 1 < sizeof(choosing->query)) {
        choosing->query[used] = (char)letter;
        choosing->query[used + 1] = '\0';
    }
    choosing->at = 0;
    return true;
}

static bool press_list(struct bv_choosing *choosing, enum bv_choosing_key key)
{
    size_t used = strlen(choosing->query);
    int count = bv_choosing_count(choosing);

    switch (key) {
    case BV_CHOOSING_ENTER:
        bv_choosing_take(choosing, choosing->at);
        break;
    case BV_CHOOSING_ESCAPE:
        choosing->phase = BV_CHOOSING_OFF;
        break;
    case BV_CHOOSING_BACK:
        if (used > 0)
            choosing->query[used - 1] = '\0';
        choosing->at = 0;
        break;
    case BV_CHOOSING_UP:
        choosing->at -= choosing->at > 0;
        break;
    case BV_CHOOSING_DOWN:
        choosing->at += choosing->at + 1 < count;
        break;
    }
    return true;
}

bool bv_choosing_press(struct bv_choosing *choosing, enum bv_choosing_key key)
{
    if (choosing->phase == BV_CHOOSING_LIST)
        return press_list(choosing, key);
    if (choosing->phase == BV_CHOOSING_OFF)
        return false;
    if (key == BV_CHOOSING_ESCAPE || key == BV_CHOOSING_ENTER)
        choosing->phase = BV_CHOOSING_OFF;
    else if (key == BV_CHOOSING_BACK)
        choosing->phase = BV_CHOOSING_LIST;
    else
        return false;
    return true;
}

const struct bv_procedure_choice *
bv_choosing_get_chosen(const struct bv_choosing *choosing)
{
    return choosing->chosen ? &choosing->choices.choice[choosing->chosen - 1]
                            : NULL;
}

void bv_choosing_say(const struct bv_choosing *choosing, char *text,
                     size_t size)
{
    static const char *const sides[] = {"", N_(", left"), N_(", right")};
    const struct bv_procedure_choice *chosen = bv_choosing_get_chosen(choosing);

    snprintf(text, size, "%s%s", chosen ? _(chosen->name) : "",
             chosen ? _(sides[choosing->side]) : "");
}
