/*
 * Reads whatever it gets as a procedure. Most of what is made up is refused,
 * with a sentence of one line; what is taken keeps its rules.
 */
#include "fuzz/fuzz.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "guidance/procedures.h"

static void tell(void *data, bool mistake, const char *sentence)
{
    int *mistakes = data;

    *mistakes += mistake;
    if (!*sentence || strchr(sentence, '\n') || strchr(sentence, 0x1b))
        abort();
}

static void check_numbers(const struct bv_procedure_number *numbers, int count)
{
    for (int i = 0; i < count; i++)
        if (!(numbers[i].low > 0 && numbers[i].low <= numbers[i].high) ||
            numbers[i].references == 0 || !numbers[i].unit)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bv_procedure *procedure = malloc(sizeof(*procedure));
    struct bv_fault fault = {0};
    const char *text = data ? (const char *)data : "";
    int mistakes = 0, error, again;

    if (!procedure)
        return 0;
    error = bv_procedure_parse("case.json", text, size, tell, &mistakes,
                               procedure, NULL);
    again = bv_procedure_parse("case.json", text, size, NULL, NULL, procedure,
                               &fault);
    if (error != again || (error == -EINVAL) != (mistakes > 0) ||
        (error < 0) != (fault.error < 0))
        abort(); /* refused without a word, or taken with one */
    if (error == 0) {
        check_numbers(procedure->depth_mm, procedure->depth_count);
        check_numbers(procedure->volume_ml, procedure->volume_count);
    }
    free(procedure);
    return 0;
}
