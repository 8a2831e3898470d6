/**
 * @file
 * A scene's file with everything that it includes, merged and kept, so that
 * it can be read again with another seed. Private to the simulator.
 */
#ifndef BV_SIMULATOR_SCENE_FILE_H
#define BV_SIMULATOR_SCENE_FILE_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "acquisition/simulator/json_fields.h"
#include "acquisition/simulator/scene.h"
#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** One file's text; both pointers are its own, from malloc. */
struct bv_scene_text {
    char *name;
    char *text;
    size_t size_bytes;
};

/** How what a scene includes is found. */
struct bv_scene_opener {
    /**
     * @param from       The name of the text that includes.
     * @param include    As written there; bv_scene_include_check() holds.
     * @param[out] text  Written only on 0.
     * @return 0 or a negative errno with @p fault said.
     */
    int (*open)(void *data, const char *from, const char *include,
                struct bv_scene_text *text, struct bv_fault *fault);
    void *data;
};

/** A file with what it includes, the including one first. */
struct bv_scene_file {
    int text_count;
    struct bv_scene_text texts[BV_JSON_TEXTS_MAX];
    json_t *root; /**< Merged. */
};

/** Finds files beside the including one, then among the bundled scenes. */
extern const struct bv_scene_opener bv_scene_opener_files;

/**
 * Parse and merge.
 *
 * @param take_text   Taken, also where it fails.
 * @param[out] file   Close it, also where it fails.
 * @return 0, -EINVAL, -ENOENT, ... with @p fault said: file and line.
 */
int bv_scene_file_open(struct bv_scene_text take_text,
                       const struct bv_scene_opener *opener,
                       struct bv_scene_file *file,
                       struct bv_fault *fault) BV_MUST_USE;

/** The same for a path or a name, as bv_scene_load() takes it. */
int bv_scene_file_find(const char *path_or_name, struct bv_scene_file *file,
                       struct bv_fault *fault) BV_MUST_USE;

/** bv_scene_parse() with another way to find what is included; NULL: none. */
int bv_scene_parse_with(const char *name, const char *text, size_t size_bytes,
                        bool has_seed, uint64_t seed,
                        const struct bv_scene_opener *opener,
                        struct bv_scene *scene,
                        struct bv_fault *fault) BV_MUST_USE;

/** A place at the file's start. */
struct bv_json_place bv_scene_file_place(const struct bv_scene_file *file,
                                         struct bv_fault *fault);

/** Read the scene of an opened file, and close it; @p scene is written only on
 *  0. Other errors are those of bv_scene_read(), or the @p error given. */
int bv_scene_file_finish(struct bv_scene_file *file, int error, bool has_seed,
                         uint64_t seed, struct bv_scene *scene,
                         struct bv_fault *fault) BV_MUST_USE;

void bv_scene_file_close(struct bv_scene_file *file);

/** Whether what a scene includes is named as it may be: letters, digits and
 *  "_-. /" of a path that stays below its folder. */
bool bv_scene_include_check(const char *include);

BV_END_DECLS

#endif
