#include "acquisition/dicom.h"

#include <assert.h>
#include <errno.h>

const char bv_dicom_help[] = "DICOM: not in this bevel, built without DCMTK";

int bv_dicom_open(const char *path, const char *name, struct bv_dicom **dicom,
                  struct bv_fault *fault)
{
    (void)path;
    (void)dicom;
    return bv_fault_set(fault, -ENOTSUP,
                        "Cannot open %s: it is DICOM, and this bevel was "
                        "built without DCMTK.",
                        name);
}

/* Nothing was opened, so nothing can be asked. */
const struct bv_dicom_content *bv_dicom_about(const struct bv_dicom *dicom)
{
    (void)dicom;
    assert(false);
    return NULL;
}

int bv_dicom_read(struct bv_dicom *dicom, uint8_t *pixels)
{
    (void)dicom;
    (void)pixels;
    return -ENODATA;
}

void bv_dicom_close(struct bv_dicom *dicom)
{
    (void)dicom;
}
