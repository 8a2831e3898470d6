#include "acquisition/dicom_region.h"

#include "core/frame.h"

/* What a pixel of a scanner can measure: from a probe in a vessel to an
 * abdomen in a thumbnail. */
static const double least_mm = 0.001, most_mm = 5;
/* Wider or higher than this no pixel is. */
static const double most_aspect = 4;

static bool lies_in_picture(const struct bv_dicom_region *region,
                            const struct bv_dicom_content *about)
{
    return region->left >= 0 && region->top >= 0 &&
           region->right < about->width_px &&
           region->bottom < about->height_px &&
           region->right - region->left >= BV_FRAME_SIDE_MIN_PX - 1 &&
           region->bottom - region->top >= BV_FRAME_SIDE_MIN_PX - 1;
}

static int64_t area_px(const struct bv_dicom_region *region)
{
    return (region->right - region->left + 1) *
           (region->bottom - region->top + 1);
}

static bool is_believable(double x_mm, double y_mm)
{
    return x_mm >= least_mm && x_mm <= most_mm && y_mm >= least_mm &&
           y_mm <= most_mm && x_mm < most_aspect * y_mm &&
           y_mm < most_aspect * x_mm;
}

struct bv_dicom_scale bv_dicom_scale_find(const struct bv_dicom_content *about)
{
    struct bv_dicom_scale scale = {.pixel_aspect = about->pixel_aspect};
    const struct bv_dicom_region *best = NULL;

    for (size_t i = 0; i < about->region_count; i++) {
        const struct bv_dicom_region *region = &about->regions[i];

        if (region->is_tissue && lies_in_picture(region, about) &&
            (!best || area_px(region) > area_px(best)))
            best = region;
    }
    if (!best)
        return scale;
    scale.box = (struct bv_px_box){(int)best->left, (int)best->top,
                                   (int)best->right + 1, (int)best->bottom + 1};
    if (best->in_cm && is_believable(best->x_cm * 10, best->y_cm * 10)) {
        scale.x_mm = best->x_cm * 10;
        scale.y_mm = best->y_cm * 10;
        scale.pixel_aspect = scale.x_mm / scale.y_mm;
    }
    return scale;
}
