#include "commands/seeds.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool read_seeds(const char *word, uint64_t most, uint64_t *first,
                       uint64_t *last)
{
    uint64_t from, to;
    char *rest;

    errno = 0;
    from = to = strtoull(word, &rest, 10);
    if (*word < '0' || *word > '9' || errno != 0)
        return false;
    if (strncmp(rest, "..", 2) == 0 && rest[2] >= '0' && rest[2] <= '9')
        to = strtoull(rest + 2, &rest, 10);
    if (*rest != '\0' || errno != 0 || to < from || to - from >= most)
        return false;
    *first = from;
    *last = to;
    return true;
}

int bv_seeds_read(const struct bv_command *command, const char *word,
                  uint64_t most, uint64_t *first, uint64_t *last)
{
    if (read_seeds(word, most, first, last))
        return -1;
    return bv_usage_error(
        command, "--seeds needs a seed or FIRST..LAST, not \"%s\".", word);
}
