/**
 * @file
 * Gathers, frame by frame, what the guide's account says, and makes of it the
 * explanation of the newest frame: also what became of lines in the frames
 * just before it.
 */
#ifndef BV_COMMANDS_EXPLAIN_GATHER_H
#define BV_COMMANDS_EXPLAIN_GATHER_H

#include <stdbool.h>

#include "core/advice.h"
#include "core/decls.h"
#include "guidance/account.h"
#include "records/explained.h"

BV_BEGIN_DECLS

/** Zero-initialise. */
struct bv_explain_past {
    int sifted_count; /**< Refused in the last round of the search. */
    struct bv_explain_sifted {
        double time_s;
        struct bv_sifted sifted;
    } sifted[8 * BV_SIFTED_MAX];
    int given_up_count; /**< Given up in the last second. */
    struct bv_explain_given_up {
        double time_s;
        struct bv_track_given_up track;
    } given_up[2 * BV_GIVEN_UP_MAX];
    bool forgot;
    double forgot_s; /**< When all was forgotten last, where it ever was. */
};

/** Take in the account of the next frame, which its advice says was no
 *  repeat. */
void bv_explain_note(struct bv_explain_past *past,
                     const struct bv_account *account, double time_s);

/**
 * Explain the newest frame; it must have been noted.
 *
 * @param asked_px  A line that the user asks about, px of the frame; NULL:
 *                  none.
 * @param[out] out  All but its source.
 */
void bv_explain_gather(const struct bv_explain_past *past,
                       const struct bv_account *account,
                       const struct bv_advice *advice,
                       const struct bv_px_segment *asked_px,
                       struct bv_explained *out);

BV_END_DECLS

#endif
