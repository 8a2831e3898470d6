#include "guidance/procedures.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/words.h"
#include "guidance/procedures_parts.h"

const char *const bv_procedure_groups[] = {
    N_("shoulder"),    N_("elbow and hand"), N_("hip and knee"), N_("foot"),
    N_("nerve block"), N_("plane block"),    N_("other"),        NULL};
const char *const bv_procedure_targets[] = {
    N_("joint"),  N_("bursa"),   N_("tendon sheath"),
    N_("tendon"), N_("nerve"),   N_("fascial plane"),
    N_("cyst"),   N_("deposit"), N_("fascia"),
    NULL};
const char *const bv_procedure_avoids[] = {
    N_("artery"),    N_("vein"),  N_("vessel"), N_("nerve"),
    N_("pleura"),    N_("organ"), N_("tendon"), N_("ligament"),
    N_("cartilage"), N_("fat"),   N_("other"),  NULL};
const char *const bv_procedure_planes[] = {N_("in-plane"), N_("out-of-plane"),
                                           NULL};
const char *const bv_procedure_probes[] = {N_("linear"), N_("curved"),
                                           N_("hockey stick"), NULL};

static const struct bv_number_kind depth = {"mm", 0.5, 200, true};
static const struct bv_number_kind volume = {"mL", 0.1, 100, true};
static const struct bv_number_kind gauge = {"G", 10, 34, false};
static const struct bv_number_kind length = {"mm", 10, 250, false};
static const struct bv_number_kind frequency = {"MHz", 1, 50, false};
static const struct bv_number_kind angle = {"degrees", 0, 90, false};

/* Whether an id may be a file's name. */
static bool is_id(const char *id)
{
    return *id && *id != '-' &&
           strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(id);
}

/* So that a file of the site's goes before the bundled one that it is for. */
static bool is_named(const char *name, const char *id)
{
    const char *slash = strrchr(name, '/'), *file = slash ? slash + 1 : name;

    return strncmp(file, id, strlen(id)) == 0 &&
           strcmp(file + strlen(id), ".json") == 0;
}

static void read_head(struct bv_procedure_reading *reading, const json_t *root)
{
    struct bv_procedure *procedure = reading->procedure;
    struct bv_json_reader *json = reading->json;
    const json_t *reviewed = json_object_get(root, "reviewed_by");
    int group = BV_PROCEDURE_OTHER;

    bv_json_reader_need(json, root, "id");
    bv_json_reader_text(json, root, "id", procedure->id, sizeof(procedure->id));
    if (*procedure->id && !is_id(procedure->id))
        bv_json_reader_wrong_at(json, "id",
                                "must be lower-case letters, "
                                "digits and \"-\"");
    else if (*procedure->id && !is_named(json->name, procedure->id))
        bv_json_reader_wrong_at(json, "id",
                                "must be the file's name without .json");
    bv_json_reader_need(json, root, "name");
    bv_json_reader_text(json, root, "name", procedure->name,
                        sizeof(procedure->name));
    bv_json_reader_need(json, root, "group");
    bv_json_reader_word(json, root, "group", bv_procedure_groups, &group);
    procedure->group = (enum bv_procedure_group)group;
    if (!reviewed)
        bv_json_reader_wrong(json, "needs \"reviewed_by\": null, or by whom");
    else if (!json_is_null(reviewed))
        bv_json_reader_text(json, root, "reviewed_by", procedure->reviewed_by,
                            sizeof(procedure->reviewed_by));
}

static void read_target(struct bv_procedure_reading *reading,
                        const json_t *value)
{
    static const char *const keys[] = {"kind",   "what",          "beside",
                                       "source", "check_locally", NULL};
    struct bv_procedure_target *target = &reading->procedure->target;
    int kind = 0;

    if (!bv_json_reader_object(reading->json, value, keys))
        return;
    bv_json_reader_need(reading->json, value, "kind");
    bv_json_reader_word(reading->json, value, "kind", bv_procedure_targets,
                        &kind);
    target->kind = (enum bv_target_kind)kind;
    bv_json_reader_flag(reading->json, value, "beside", &target->beside);
    bv_procedure_read_words(reading, value, "what", &target->what);
}

static void read_probe(struct bv_procedure_reading *reading,
                       const json_t *value)
{
    static const char *const keys[] = {
        "kinds", "how", "frequency_mhz", "source", "check_locally", NULL};
    struct bv_procedure_probe *probe = &reading->procedure->probe;
    struct bv_json_reader *json = reading->json;
    const json_t *list;
    int count;

    if (!bv_json_reader_object(json, value, keys))
        return;
    count = bv_json_reader_list(json, value, "kinds", 3, &list);
    if (count == 0)
        bv_json_reader_wrong(json, "needs a list of \"kinds\"");
    bv_json_reader_enter(json, "kinds", 0);
    for (int i = 0; i < count; i++) {
        int kind;

        bv_json_reader_enter(json, NULL, (size_t)i);
        kind = bv_json_reader_choose(json, json_array_get(list, (size_t)i),
                                     bv_procedure_probes);
        if (kind >= 0)
            probe->kinds |= 1u << kind;
        bv_json_reader_leave(json);
    }
    bv_json_reader_leave(json);
    bv_json_reader_text(json, value, "how", probe->how.text,
                        sizeof(probe->how.text));
    bv_procedure_read_backing(reading, value, &probe->how.backing);
    bv_procedure_check_text(reading, "how", probe->how.text,
                            probe->how.backing.references);
    probe->has_frequency = bv_procedure_read_number(
        reading, value, "frequency_mhz", &frequency, &probe->frequency_mhz);
}

static void read_approach(struct bv_procedure_reading *reading,
                          const json_t *value, int i)
{
    static const char *const keys[] = {"plane",         "from",  "to",
                                       "note",          "angle", "source",
                                       "check_locally", NULL};
    struct bv_procedure_approach *made = &reading->procedure->approaches[i];
    struct bv_json_reader *json = reading->json;
    uint32_t references;
    int plane = 0;

    if (!bv_json_reader_object(json, value, keys))
        return;
    bv_json_reader_need(json, value, "plane");
    bv_json_reader_word(json, value, "plane", bv_procedure_planes, &plane);
    made->plane = (enum bv_needle_plane)plane;
    bv_json_reader_text(json, value, "from", made->from, sizeof(made->from));
    bv_json_reader_text(json, value, "to", made->to, sizeof(made->to));
    bv_json_reader_text(json, value, "note", made->note, sizeof(made->note));
    bv_procedure_read_backing(reading, value, &made->backing);
    references = made->backing.references;
    bv_procedure_check_text(reading, "from", made->from, references);
    bv_procedure_check_text(reading, "to", made->to, references);
    bv_procedure_check_text(reading, "note", made->note, references);
    made->has_angle = bv_procedure_read_number(reading, value, "angle", &angle,
                                               &made->angle_deg);
}

static void read_needle(struct bv_procedure_reading *reading,
                        const json_t *value, int i)
{
    static const char *const keys[] = {"what", "gauge", "length", NULL};
    struct bv_procedure_needle *made = &reading->procedure->needles[i];

    if (!bv_json_reader_object(reading->json, value, keys))
        return;
    bv_json_reader_text(reading->json, value, "what", made->what,
                        sizeof(made->what));
    made->has_gauge =
        bv_procedure_read_number(reading, value, "gauge", &gauge, &made->gauge);
    made->has_length = bv_procedure_read_number(reading, value, "length",
                                                &length, &made->length_mm);
    bv_procedure_check_text(reading, "what", made->what,
                            made->gauge.references |
                                made->length_mm.references);
    if (!json_object_get(value, "gauge") && !json_object_get(value, "length"))
        bv_json_reader_wrong(reading->json,
                             "needs a \"gauge\" or a \"length\"");
}

static void read_avoid(struct bv_procedure_reading *reading,
                       const json_t *value, int i)
{
    static const char *const keys[] = {"what", "kind", "source",
                                       "check_locally", NULL};
    struct bv_procedure_avoid *made = &reading->procedure->avoid[i];
    int kind = BV_AVOID_OTHER;

    if (!bv_json_reader_object(reading->json, value, keys))
        return;
    bv_json_reader_need(reading->json, value, "kind");
    bv_json_reader_word(reading->json, value, "kind", bv_procedure_avoids,
                        &kind);
    made->kind = (enum bv_avoid_kind)kind;
    bv_procedure_read_words(reading, value, "what", &made->what);
}

static void read_sentence(struct bv_procedure_reading *reading,
                          const json_t *value, struct bv_procedure_words *words)
{
    static const char *const keys[] = {"text", "source", "check_locally", NULL};

    if (bv_json_reader_object(reading->json, value, keys))
        bv_procedure_read_words(reading, value, "text", words);
}

static void read_position(struct bv_procedure_reading *reading,
                          const json_t *value, int i)
{
    read_sentence(reading, value, &reading->procedure->position[i]);
}

static void read_step(struct bv_procedure_reading *reading, const json_t *value,
                      int i)
{
    read_sentence(reading, value, &reading->procedure->steps[i]);
}

static void read_check(struct bv_procedure_reading *reading,
                       const json_t *value, int i)
{
    read_sentence(reading, value, &reading->procedure->checks[i]);
}

/* @return How many entries a list has. */
static int read_list(struct bv_procedure_reading *reading, const json_t *root,
                     const char *key, int most,
                     void (*read)(struct bv_procedure_reading *reading,
                                  const json_t *value, int i))
{
    const json_t *list;
    int count = bv_json_reader_list(reading->json, root, key, most, &list);

    bv_json_reader_enter(reading->json, key, 0);
    for (int i = 0; i < count; i++) {
        bv_json_reader_enter(reading->json, NULL, (size_t)i);
        read(reading, json_array_get(list, (size_t)i), i);
        bv_json_reader_leave(reading->json);
    }
    bv_json_reader_leave(reading->json);
    return count;
}

static void read_lists(struct bv_procedure_reading *reading, const json_t *root)
{
    struct bv_procedure *procedure = reading->procedure;
    const int words = BV_PROCEDURE_WORDS_MAX, few = BV_PROCEDURE_NUMBERS_MAX;

    procedure->position_count =
        read_list(reading, root, "position", few, read_position);
    procedure->approach_count =
        read_list(reading, root, "approaches", BV_PROCEDURE_APPROACHES_MAX,
                  read_approach);
    procedure->needle_count =
        read_list(reading, root, "needle", few, read_needle);
    procedure->depth_count = bv_procedure_read_numbers(
        reading, root, "depth_mm", &depth, procedure->depth_mm);
    procedure->volume_count = bv_procedure_read_numbers(
        reading, root, "volume_ml", &volume, procedure->volume_ml);
    procedure->avoid_count =
        read_list(reading, root, "avoid", words, read_avoid);
    procedure->step_count = read_list(reading, root, "steps", words, read_step);
    procedure->check_count =
        read_list(reading, root, "checks", words, read_check);
}

/* A nerve is never aimed at itself. */
static void check_beside(struct bv_procedure_reading *reading)
{
    const struct bv_procedure *procedure = reading->procedure;
    bool guarded = false;

    if (procedure->target.kind == BV_TARGET_NERVE && !procedure->target.beside)
        bv_json_reader_wrong_at(reading->json, "target",
                                "is a nerve, which is aimed beside: it needs "
                                "\"beside\": true");
    for (int i = 0; i < procedure->avoid_count; i++)
        guarded |= procedure->avoid[i].kind == BV_AVOID_NERVE;
    if (procedure->target.beside && procedure->target.kind == BV_TARGET_NERVE &&
        !guarded)
        bv_json_reader_wrong_at(reading->json, "target",
                                "is beside a nerve, which \"avoid\" does not "
                                "list");
}

static void read_all(struct bv_procedure_reading *reading, const json_t *root)
{
    static const char *const keys[] = {
        "format",  "version",   "id",          "name",     "group",
        "about",   "target",    "probe",       "position", "approaches",
        "needle",  "depth_mm",  "avoid",       "steps",    "checks",
        "sources", "volume_ml", "reviewed_by", NULL};
    const json_t *target, *probe;

    bv_json_reader_object(reading->json, root, keys);
    read_head(reading, root);
    bv_procedure_read_references(reading, root);
    target = bv_json_reader_need(reading->json, root, "target");
    if (target) {
        bv_json_reader_enter(reading->json, "target", 0);
        read_target(reading, target);
        bv_json_reader_leave(reading->json);
    }
    probe = bv_json_reader_need(reading->json, root, "probe");
    if (probe) {
        bv_json_reader_enter(reading->json, "probe", 0);
        read_probe(reading, probe);
        bv_json_reader_leave(reading->json);
    }
    read_lists(reading, root);
    check_beside(reading);
    bv_procedure_check_doses(reading->json, root);
}

int bv_procedure_parse(const char *name, const char *text, size_t size_bytes,
                       bv_procedure_tell *tell, void *tell_data,
                       struct bv_procedure *procedure, struct bv_fault *fault)
{
    struct bv_json_reader json = {.name = name,
                                  .text = text,
                                  .size_bytes = size_bytes,
                                  .tell = tell,
                                  .tell_data = tell_data,
                                  .fault = fault};
    struct bv_procedure *read = calloc(1, sizeof(*read));
    struct bv_procedure_reading reading = {&json, read};
    json_t *root = NULL;
    int error;

    if (!read)
        return -ENOMEM;
    error = bv_json_reader_open(&json, "bevel-procedure", &root);
    if (error == 0) {
        read_all(&reading, root);
        error = json.mistakes > 0 ? -EINVAL : 0;
    }
    if (error == 0)
        *procedure = *read;
    json_decref(root);
    free(read);
    return error;
}
