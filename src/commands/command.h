/**
 * @file
 * A subcommand of `bevel`, and how it reads its words.
 *
 * Exit codes: 0 done, 1 failure (one sentence on standard error), 2 usage
 * (one sentence that says what to do).
 */
#ifndef BV_COMMANDS_COMMAND_H
#define BV_COMMANDS_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "core/status.h"

BV_BEGIN_DECLS

enum { BV_EXIT_DONE = 0, BV_EXIT_FAILURE = 1, BV_EXIT_USAGE = 2 };

/** One subcommand; a constant of its file, listed in main.c. */
struct bv_command {
    const char *name;    /**< "detect" */
    const char *words;   /**< "SOURCE... [options]" */
    const char *summary; /**< One line, no full stop. */
    const char *details; /**< Paragraphs for --help, with examples; or NULL. */
    /** @param argc, argv  The words after the subcommand's name. */
    int (*run)(const struct bv_command *command, int argc, char **argv);
};

/** What an option's word becomes. */
enum bv_option_kind {
    BV_OPTION_FLAG,   /**< bool *: no word follows. */
    BV_OPTION_TEXT,   /**< const char **: borrowed from argv. */
    BV_OPTION_NUMBER, /**< double *: finite, > 0. */
    BV_OPTION_SCALE,  /**< double *: mm a pixel that a picture can have. */
    BV_OPTION_COUNT,  /**< int64_t *: a whole number, >= 1. */
    BV_OPTION_SEED,   /**< uint64_t *: a whole number, >= 0. */
    BV_OPTION_POINT,  /**< struct bv_px *: "X,Y". */
    BV_OPTION_LINE,   /**< struct bv_px_segment *: "X,Y,X,Y", of some length. */
    BV_OPTION_WORD,   /**< struct bv_choice *: one of its words. */
    BV_OPTION_CHOICE, /**< The same, but the word may be left out. */
};

/** What a choice is made from. Where its word may be left out, it is the first;
 *  the next word is taken for it where it is one of these. */
struct bv_choice {
    const char *const *words; /**< NULL-ended. */
    int chosen;               /**< Written when the option is given. */
};

/** One option; a table of them ends with a NULL name. */
struct bv_option {
    const char *name;     /**< "--target" */
    const char *argument; /**< "X,Y" for the help, NULL for a flag. */
    const char *help;
    enum bv_option_kind kind;
    void *value; /**< Written when the option is given. */
    bool *given; /**< Set when the option is given; or NULL. */
};

/**
 * Read options; what is left, in order, are the positional words. `-o` may
 * stand for `--output` and `--name=word` for `--name word`; `--` ends the
 * options, `--help` prints and ends.
 *
 * @param[in,out] argc, argv  In: all words; out: the positional ones.
 * @return -1 to go on, else the exit code to return.
 */
int bv_options_read(const struct bv_command *command,
                    const struct bv_option *options, int *argc, char **argv);

/** Print "bevel NAME: sentence" to standard error. @return BV_EXIT_USAGE. */
int bv_usage_error(const struct bv_command *command, const char *format, ...)
    BV_PRINTF(2, 3);

/**
 * Print the fault's sentence, or the errno's words where none was said.
 * @return BV_EXIT_FAILURE.
 */
int bv_failure(const struct bv_command *command, const struct bv_fault *fault,
               int error);

BV_END_DECLS

#endif
