#include "acquisition/picture_list.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "acquisition/dicom_head.h"
#include "acquisition/still.h"

enum { most_pictures = 1000000 };

/* Skip zeros. @return How many digits follow. */
static size_t number_length(const char **at)
{
    while (**at == '0' && isdigit((unsigned char)(*at)[1]))
        ++*at;
    return strspn(*at, "0123456789");
}

/* Runs of digits compare as numbers, all else byte by byte. */
static int natural_order(const char *a, const char *b)
{
    while (*a && *b) {
        if (isdigit((unsigned char)*a) && isdigit((unsigned char)*b)) {
            size_t length_a = number_length(&a), length_b = number_length(&b);
            int order;

            if (length_a != length_b)
                return length_a < length_b ? -1 : 1;
            order = strncmp(a, b, length_a);
            if (order)
                return order;
            a += length_a;
            b += length_a;
        } else if (*a != *b) {
            break;
        } else {
            a++;
            b++;
        }
    }
    return (unsigned char)*a - (unsigned char)*b;
}

static int compare_names(const void *a, const void *b)
{
    const char *name_a = *(char *const *)a, *name_b = *(char *const *)b;
    int order = natural_order(name_a, name_b);

    return order ? order : strcmp(name_a, name_b);
}

enum kind { KIND_OTHER, KIND_PICTURE, KIND_DICOM };

/* What a file of the folder is, by its start. */
static enum kind find_kind(int folder_fd, const char *name)
{
    uint8_t head[BV_DICOM_HEAD_BYTES];
    ssize_t size;
    int fd;

    if (name[0] == '.')
        return KIND_OTHER;
    fd = openat(folder_fd, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return KIND_OTHER;
    size = read(fd, head, sizeof(head));
    close(fd);
    if (size > 0 && bv_still_is_known(head, (size_t)size))
        return KIND_PICTURE;
    /* A medium's list of files is none of them. */
    return size > 0 && bv_dicom_head_sure(head, (size_t)size) > 0 &&
                   strcmp(name, "DICOMDIR") != 0
               ? KIND_DICOM
               : KIND_OTHER;
}

static int add_name(struct bv_picture_list *list, size_t *capacity,
                    const char *name)
{
    if (list->count == *capacity) {
        size_t more = *capacity * 2 + 256;
        char **names = realloc(list->names, more * sizeof(char *));

        if (!names)
            return -ENOMEM;
        list->names = names;
        *capacity = more;
    }
    list->names[list->count] = strdup(name);
    if (!list->names[list->count])
        return -ENOMEM;
    list->count++;
    return 0;
}

/* All files of a kind, sorted. */
static int read_kind(const char *folder, enum kind kind,
                     struct bv_picture_list *list, struct bv_fault *fault)
{
    DIR *stream = opendir(folder);
    size_t capacity = 0;
    struct dirent *entry;
    int error = 0;

    if (!stream)
        return bv_fault_set(fault, -errno, "Cannot open %s: %s.", folder,
                            bv_error_text(-errno));
    while (error == 0 && list->count < most_pictures &&
           (entry = readdir(stream)))
        if (find_kind(dirfd(stream), entry->d_name) == kind)
            error = add_name(list, &capacity, entry->d_name);
    closedir(stream);
    if (error == 0 && list->count > 0)
        qsort(list->names, list->count, sizeof(char *), compare_names);
    return error;
}

/* Each DICOM file is a picture or a cine of its own, with its own scale, so
 * that they are no sequence: they are offered. */
static int say_none(const char *folder, struct bv_fault *fault)
{
    struct bv_picture_list dicom = {0};
    int error = read_kind(folder, KIND_DICOM, &dicom, fault);
    const char *const *names = (const char *const *)dicom.names;

    if (error == 0 && dicom.count == 0)
        error = bv_fault_set(fault, -ENOENT,
                             "There is no picture in %s: PNG, JPEG, BMP, "
                             "TIFF, WebP or PGM.",
                             folder);
    else if (error == 0)
        error = bv_fault_set(
            fault, -ENOENT,
            "%s holds %zu DICOM file%s, each with pictures of its own: open "
            "one of them (%.60s%s%.60s%s); `bevel sources FOLDER` lists them.",
            folder, dicom.count, dicom.count == 1 ? "" : "s", names[0],
            dicom.count > 1 ? ", " : "", dicom.count > 1 ? names[1] : "",
            dicom.count > 2 ? ", ..." : "");
    bv_picture_list_fini(&dicom);
    return error;
}

int bv_picture_list_read(const char *folder, struct bv_picture_list *list,
                         struct bv_fault *fault)
{
    int error = read_kind(folder, KIND_PICTURE, list, fault);

    return error == 0 && list->count == 0 ? say_none(folder, fault) : error;
}

void bv_picture_list_fini(struct bv_picture_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->names[i]);
    free(list->names);
    *list = (struct bv_picture_list){0};
}
