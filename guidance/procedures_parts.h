/**
 * @file
 * The parts of a procedure's file. Private to procedures*.c.
 */
#ifndef BV_GUIDANCE_PROCEDURES_PARTS_H
#define BV_GUIDANCE_PROCEDURES_PARTS_H

#include "core/decls.h"
#include "guidance/json_reader.h"
#include "guidance/procedures.h"

BV_BEGIN_DECLS

/** A file being read. Mistakes are told and counted in @c json. */
struct bv_procedure_reading {
    struct bv_json_reader *json;
    struct bv_procedure *procedure;
};

/** What a number of one kind may be. */
struct bv_number_kind {
    const char *unit;
    double min, max;
    bool strict; /**< A depth or a volume. */
};

/** Read the references, before all that names them. */
void bv_procedure_read_references(struct bv_procedure_reading *reading,
                                  const json_t *root);

/** Read a number at a key. @return Whether there is one; null is none. */
bool bv_procedure_read_number(struct bv_procedure_reading *reading,
                              const json_t *object, const char *key,
                              const struct bv_number_kind *kind,
                              struct bv_procedure_number *number);

/** Read a list of numbers. @return How many. */
int bv_procedure_read_numbers(struct bv_procedure_reading *reading,
                              const json_t *object, const char *key,
                              const struct bv_number_kind *kind,
                              struct bv_procedure_number *numbers);

/** Read "source" or "check_locally": one of them must be there. */
void bv_procedure_read_backing(struct bv_procedure_reading *reading,
                               const json_t *object,
                               struct bv_backing *backing);

/** Read a text that must be there, and what it rests on. */
void bv_procedure_read_words(struct bv_procedure_reading *reading,
                             const json_t *object, const char *key,
                             struct bv_procedure_words *words);

/** Where @p text says a number: it is backed by what may give one. */
void bv_procedure_check_text(struct bv_procedure_reading *reading,
                             const char *key, const char *text,
                             uint32_t references);

/** The name of the first reference that must not give such a number; NULL:
 *  they all may. */
const char *bv_procedure_unfit(const struct bv_procedure *procedure,
                               uint32_t references, bool strict);

/** Whether a text says a number: digits, but not those of a name ("C6"). */
bool bv_procedure_says_number(const char *text);

/** The unit of mass or activity that a text has; NULL: none. */
const char *bv_procedure_dose_unit(const char *text);

/** No unit of a dose in any text or key of the whole file. */
void bv_procedure_check_doses(struct bv_json_reader *json, const json_t *root);

BV_END_DECLS

#endif
