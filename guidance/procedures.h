/**
 * @file
 * The library of procedures: what is aimed at, from where, with which needle,
 * and what to keep off. docs/procedures.md describes the files.
 *
 * A procedure says what its sources say: every number has the source that it
 * is from, every sentence has a source or is marked "check locally". Who shows
 * one shows BV_PROCEDURE_TYPICAL and BV_PROCEDURE_NOT_REVIEWED (or who
 * reviewed it) and the sources with it. Depths and volumes are there only where
 * the source is peer-reviewed, a society's, or the site's own protocol.
 *
 * A procedure is a plain value, copied freely, and large (some 30 kB): allocate
 * it. Nothing here keeps state: any thread may call, but files are read, so
 * never for each frame.
 */
#ifndef BV_GUIDANCE_PROCEDURES_H
#define BV_GUIDANCE_PROCEDURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/status.h"
#include "core/words.h"

BV_BEGIN_DECLS

/** What stands beside each number. */
#define BV_PROCEDURE_TYPICAL N_("typical, check your own protocol")
/** What stands there where nobody reviewed the file. */
#define BV_PROCEDURE_NOT_REVIEWED N_("not reviewed by a clinician")

enum {
    BV_PROCEDURE_REFERENCES_MAX = 16,
    BV_PROCEDURE_WORDS_MAX = 16,  /**< Steps, checks, structures. */
    BV_PROCEDURE_NUMBERS_MAX = 6, /**< Depths, volumes, needles. */
    BV_PROCEDURE_APPROACHES_MAX = 4,
    BV_PROCEDURE_ID_SIZE = 48,
    BV_PROCEDURE_TEXT_SIZE = 320,
    BV_PROCEDURE_SHORT_SIZE = 120,
};

/** What kind of source it is; it decides what may be taken from it. */
enum bv_reference_kind {
    BV_REFERENCE_PEER_REVIEWED,
    BV_REFERENCE_SOCIETY,  /**< A society's guideline or statement. */
    BV_REFERENCE_TEXTBOOK, /**< Its publisher's own: no depth, no volume. */
    BV_REFERENCE_WEB,      /**< Wiki, slides, a copy elsewhere: words alone. */
    BV_REFERENCE_SITE,     /**< The site's own protocol. */
    BV_REFERENCE_KINDS
};

/** A source. */
struct bv_reference {
    char key[16]; /**< "M3", as the file calls it. */
    enum bv_reference_kind kind;
    int year; /**< 0: not known. */
    char title[BV_PROCEDURE_TEXT_SIZE];
    char where[BV_PROCEDURE_TEXT_SIZE]; /**< Empty: not said. */
};

/** What a statement rests on: some of the procedure's references (bit i is
 *  references[i]), or nothing but the site's own check. */
struct bv_backing {
    uint32_t references;
    bool check_locally;
};

/** One number, or a range of them. */
struct bv_procedure_number {
    double low, high;    /**< Equal: one number. */
    const char *unit;    /**< A constant: "mm", "mL", "G", "MHz", "degrees". */
    uint32_t references; /**< Never 0 in a number that is there. */
    char note[BV_PROCEDURE_SHORT_SIZE];
};

/** A sentence. */
struct bv_procedure_words {
    char text[BV_PROCEDURE_TEXT_SIZE];
    struct bv_backing backing;
};

enum bv_procedure_group {
    BV_PROCEDURE_SHOULDER,
    BV_PROCEDURE_ELBOW_HAND,
    BV_PROCEDURE_HIP_KNEE,
    BV_PROCEDURE_FOOT,
    BV_PROCEDURE_NERVE,
    BV_PROCEDURE_PLANE,
    BV_PROCEDURE_OTHER,
    BV_PROCEDURE_GROUPS
};

enum bv_target_kind {
    BV_TARGET_JOINT,
    BV_TARGET_BURSA,
    BV_TARGET_TENDON_SHEATH,
    BV_TARGET_TENDON,
    BV_TARGET_NERVE,
    BV_TARGET_FASCIAL_PLANE,
    BV_TARGET_CYST,
    BV_TARGET_DEPOSIT,
    BV_TARGET_FASCIA,
    BV_TARGET_KINDS
};

/** What is aimed at. */
struct bv_procedure_target {
    enum bv_target_kind kind;
    bool beside; /**< A point beside it; it is itself one to avoid. */
    struct bv_procedure_words what;
};

enum bv_probe_kinds {
    BV_PROBES_LINEAR = 1,
    BV_PROBES_CURVED = 2,
    BV_PROBES_HOCKEY_STICK = 4,
};

struct bv_procedure_probe {
    unsigned kinds; /**< Bits of bv_probe_kinds. */
    struct bv_procedure_words how;
    bool has_frequency;
    struct bv_procedure_number frequency_mhz;
};

enum bv_needle_plane { BV_PLANE_IN, BV_PLANE_OUT, BV_NEEDLE_PLANES };

/** One way in. */
struct bv_procedure_approach {
    enum bv_needle_plane plane;
    char from[BV_PROCEDURE_SHORT_SIZE], to[BV_PROCEDURE_SHORT_SIZE];
    char note[BV_PROCEDURE_TEXT_SIZE];
    struct bv_backing backing;
    bool has_angle;
    struct bv_procedure_number angle_deg;
};

struct bv_procedure_needle {
    char what[BV_PROCEDURE_SHORT_SIZE]; /**< "to inject"; may be empty. */
    bool has_gauge, has_length;
    struct bv_procedure_number gauge, length_mm;
};

enum bv_avoid_kind {
    BV_AVOID_ARTERY,
    BV_AVOID_VEIN,
    BV_AVOID_VESSEL,
    BV_AVOID_NERVE,
    BV_AVOID_PLEURA,
    BV_AVOID_ORGAN,
    BV_AVOID_TENDON,
    BV_AVOID_LIGAMENT,
    BV_AVOID_CARTILAGE,
    BV_AVOID_FAT,
    BV_AVOID_OTHER,
    BV_AVOID_KINDS
};

struct bv_procedure_avoid {
    enum bv_avoid_kind kind;
    struct bv_procedure_words what;
};

/** One procedure. */
struct bv_procedure {
    char id[BV_PROCEDURE_ID_SIZE];
    char name[BV_PROCEDURE_SHORT_SIZE];
    enum bv_procedure_group group;
    char reviewed_by[BV_PROCEDURE_SHORT_SIZE]; /**< Empty: nobody. */
    struct bv_procedure_target target;
    struct bv_procedure_probe probe;
    int position_count, approach_count, needle_count, depth_count, volume_count,
        avoid_count, step_count, check_count, reference_count;
    struct bv_procedure_words position[BV_PROCEDURE_NUMBERS_MAX];
    struct bv_procedure_approach approaches[BV_PROCEDURE_APPROACHES_MAX];
    struct bv_procedure_needle needles[BV_PROCEDURE_NUMBERS_MAX];
    struct bv_procedure_number depth_mm[BV_PROCEDURE_NUMBERS_MAX];
    struct bv_procedure_number volume_ml[BV_PROCEDURE_NUMBERS_MAX];
    struct bv_procedure_avoid avoid[BV_PROCEDURE_WORDS_MAX];
    struct bv_procedure_words steps[BV_PROCEDURE_WORDS_MAX];
    struct bv_procedure_words checks[BV_PROCEDURE_WORDS_MAX];
    struct bv_reference references[BV_PROCEDURE_REFERENCES_MAX];
};

/** Their words in files, NULL-ended, in the order of their enum. */
extern const char *const bv_procedure_groups[];
extern const char *const bv_procedure_targets[];
extern const char *const bv_procedure_avoids[];
extern const char *const bv_procedure_planes[];
extern const char *const bv_procedure_probes[]; /**< Of bit 0, 1, 2. */
extern const char *const bv_reference_kinds[];

/** Gets "FILE:LINE: KEY what." for a mistake, or for a remark. */
typedef void bv_procedure_tell(void *data, bool mistake, const char *sentence);

/**
 * Read a procedure and look for all mistakes.
 *
 * @param name  Of the file, for sentences.
 * @param tell  NULL: the first mistake goes to @p fault.
 * @param[out] procedure  Written only on success.
 * @return 0, -ENOMEM, or -EINVAL with every mistake told.
 */
int bv_procedure_parse(const char *name, const char *text, size_t size_bytes,
                       bv_procedure_tell *tell, void *tell_data,
                       struct bv_procedure *procedure,
                       struct bv_fault *fault) BV_MUST_USE;

/** Where a procedure's file lies. */
struct bv_procedure_file {
    char id[BV_PROCEDURE_ID_SIZE];
    char *path;
    bool own; /**< The site's own. */
};

/** All files: the site's own go before bundled ones of the same id. */
struct bv_procedure_files {
    int count;
    struct bv_procedure_file *file; /**< By id. */
};

/**
 * List the files that there are. None of them is read.
 *
 * @param[out] files  For bv_procedure_files_fini(), also after an error.
 * @return 0 or -ENOMEM.
 */
int bv_procedure_files_list(struct bv_procedure_files *files) BV_MUST_USE;

void bv_procedure_files_fini(struct bv_procedure_files *files);

/**
 * Read a file by its id, or by a path (with a slash or ".json").
 *
 * @param tell      As for bv_procedure_parse().
 * @param[out] own  Whether the site's own was read. May be NULL.
 * @return 0; -ENOENT: there is none; or as bv_procedure_parse() and the disk.
 *         @p fault is said wherever nothing was told.
 */
int bv_procedure_load(const char *id_or_path, bv_procedure_tell *tell,
                      void *tell_data, struct bv_procedure *procedure,
                      bool *own, struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
