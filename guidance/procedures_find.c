/*
 * Where procedures lie: the site's own, then those that come with bevel.
 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/places.h"
#include "core/text.h"
#include "guidance/json_reader.h"
#include "guidance/procedures.h"

static const char ending[] = ".json";

/* The length of a file's name without its ending; 0: it is none of ours. */
static size_t id_length(const char *name)
{
    size_t length = strlen(name), end = sizeof(ending) - 1;

    return length > end && name[0] != '.' &&
                   length - end < BV_PROCEDURE_ID_SIZE &&
                   strcmp(name + length - end, ending) == 0
               ? length - end
               : 0;
}

static int is_procedure(const struct dirent *entry)
{
    return id_length(entry->d_name) > 0;
}

static bool is_listed(const struct bv_procedure_files *files, const char *id)
{
    for (int i = 0; i < files->count; i++)
        if (strcmp(files->file[i].id, id) == 0)
            return true;
    return false;
}

/* One more file, unless its id is there. @return 0 or -ENOMEM. */
static int add(struct bv_procedure_files *files, const char *folder,
               const char *name, bool own)
{
    struct bv_procedure_file made = {.own = own}, *grown;

    snprintf(made.id, sizeof(made.id), "%.*s", (int)id_length(name), name);
    if (is_listed(files, made.id))
        return 0;
    grown = realloc(files->file, ((size_t)files->count + 1) * sizeof(*grown));
    if (!grown)
        return -ENOMEM;
    files->file = grown;
    if (asprintf(&made.path, "%s/%s", folder, name) < 0)
        return -ENOMEM;
    files->file[files->count++] = made;
    return 0;
}

/* @return How many files the folder has, or -ENOMEM. */
static int add_folder(struct bv_procedure_files *files, const char *folder,
                      bool own)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_procedure, alphasort), error = 0;

    if (count < 0)
        return 0;
    for (int i = 0; i < count; i++) {
        if (error == 0)
            error = add(files, folder, entries[i]->d_name, own);
        free(entries[i]);
    }
    free(entries);
    return error < 0 ? error : count;
}

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct bv_procedure_file *)a)->id,
                  ((const struct bv_procedure_file *)b)->id);
}

int bv_procedure_files_list(struct bv_procedure_files *files)
{
    char *own = bv_place_config("procedures");
    char folder[2 * PATH_MAX];
    int found = 0;

    memset(files, 0, sizeof(*files));
    if (own)
        found = add_folder(files, own, true);
    free(own);
    if (found >= 0)
        found = 0;
    for (int i = 0;
         found == 0 && bv_place_sample(i, "procedures", folder, sizeof(folder));
         i++)
        found = add_folder(files, folder, false);
    if (files->count > 0)
        qsort(files->file, (size_t)files->count, sizeof(*files->file), compare);
    return found < 0 ? found : 0;
}

void bv_procedure_files_fini(struct bv_procedure_files *files)
{
    for (int i = 0; i < files->count; i++)
        free(files->file[i].path);
    free(files->file);
    memset(files, 0, sizeof(*files));
}

static int load_path(const char *path, bv_procedure_tell *tell, void *tell_data,
                     struct bv_procedure *procedure, struct bv_fault *fault)
{
    size_t size_bytes;
    char *text;
    int error = bv_text_read_file(path, false, BV_JSON_FILE_MAX, &text,
                                  &size_bytes, fault);

    if (error < 0)
        return error;
    error = bv_procedure_parse(path, text, size_bytes, tell, tell_data,
                               procedure, fault);
    free(text);
    return error;
}

int bv_procedure_load(const char *id_or_path, bv_procedure_tell *tell,
                      void *tell_data, struct bv_procedure *procedure,
                      bool *own, struct bv_fault *fault)
{
    struct bv_procedure_files files;
    const struct bv_procedure_file *file = NULL;
    int error;

    if (own)
        *own = false;
    if (strchr(id_or_path, '/') || id_length(id_or_path) > 0)
        return load_path(id_or_path, tell, tell_data, procedure, fault);
    error = bv_procedure_files_list(&files);
    for (int i = 0; i < files.count; i++)
        if (strcmp(files.file[i].id, id_or_path) == 0)
            file = &files.file[i];
    if (error == 0 && !file)
        error = bv_fault_set(fault, -ENOENT,
                             "There is no procedure \"%.100s\"; `bevel "
                             "procedure list` lists them.",
                             id_or_path);
    if (error == 0 && own)
        *own = file->own;
    if (error == 0)
        error = load_path(file->path, tell, tell_data, procedure, fault);
    bv_procedure_files_fini(&files);
    return error;
}
