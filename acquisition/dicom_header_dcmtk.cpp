#include "acquisition/dicom_header.hpp"

#include <cmath>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcelem.h>
#include <dcmtk/dcmdata/dcitem.h>
#include <dcmtk/dcmdata/dcvrds.h>
#include <dcmtk/ofstd/ofstd.h>

namespace
{

int64_t place(DcmItem &item, const DcmTagKey &tag)
{
    Uint32 value;

    return item.findAndGetUint32(tag, value).good() ? value : -1;
}

/* What one pixel measures; 0 where it is not said. */
double real(DcmItem &item, const DcmTagKey &tag)
{
    Float64 value;

    return item.findAndGetFloat64(tag, value).good() && std::isfinite(value)
               ? value
               : 0;
}

bv_dicom_region read_region(DcmItem &item)
{
    enum { format_2d = 1, type_tissue = 1, unit_cm = 3 };
    bv_dicom_region region;

    region.is_tissue =
        bv_dicom_number(item, DCM_RegionSpatialFormat, 0) == format_2d &&
        bv_dicom_number(item, DCM_RegionDataType, 0) == type_tissue;
    region.in_cm =
        bv_dicom_number(item, DCM_PhysicalUnitsXDirection, 0) == unit_cm &&
        bv_dicom_number(item, DCM_PhysicalUnitsYDirection, 0) == unit_cm;
    region.left = place(item, DCM_RegionLocationMinX0);
    region.top = place(item, DCM_RegionLocationMinY0);
    region.right = place(item, DCM_RegionLocationMaxX1);
    region.bottom = place(item, DCM_RegionLocationMaxY1);
    region.x_cm = real(item, DCM_PhysicalDeltaX);
    region.y_cm = real(item, DCM_PhysicalDeltaY);
    return region;
}

void read_regions(DcmItem &data, bv_dicom_content &about)
{
    DcmItem *item;

    while (about.region_count < BV_DICOM_REGIONS &&
           data.findAndGetSequenceItem(DCM_SequenceOfUltrasoundRegions, item,
                                       static_cast<long>(about.region_count))
               .good())
        about.regions[about.region_count++] = read_region(*item);
}

/* Believed where every frame has a positive one; the first has no frame
 * before it. */
std::vector<double> read_intervals(DcmItem &data, int64_t frames)
{
    DcmElement *element = nullptr;
    OFVector<Float64> ms;
    std::vector<double> intervals_s;

    if (data.findAndGetElement(DCM_FrameTimeVector, element).good())
        if (auto *text = dynamic_cast<DcmDecimalString *>(element))
            text->getFloat64Vector(ms);
    if (static_cast<int64_t>(ms.size()) != frames)
        return {};
    for (size_t i = 0; i < ms.size(); i++) {
        if (!std::isfinite(ms[i]) || (i > 0 && ms[i] <= 0))
            return {};
        intervals_s.push_back(i > 0 ? ms[i] / 1000 : 0);
    }
    return intervals_s;
}

/* One for all frames, from what is closest to how they were taken. */
double read_interval(DcmItem &data)
{
    double ms = bv_dicom_decimal(data, DCM_FrameTime);
    double hz = bv_dicom_decimal(data, DCM_CineRate);

    if (ms > 0)
        return ms / 1000;
    if (hz <= 0)
        hz = bv_dicom_decimal(data, DCM_RecommendedDisplayFrameRate);
    return hz > 0 ? 1 / hz : 0;
}

/* Written as height\width. */
double read_aspect(DcmItem &data)
{
    double height = bv_dicom_decimal(data, DCM_PixelAspectRatio, 0);
    double width = bv_dicom_decimal(data, DCM_PixelAspectRatio, 1);

    return height > 0 && width > 0 ? width / height : 0;
}

} // namespace

int bv_dicom_number(DcmItem &item, const DcmTagKey &tag, int missing)
{
    Uint16 value;

    return item.findAndGetUint16(tag, value).good() ? value : missing;
}

double bv_dicom_decimal(DcmItem &item, const DcmTagKey &tag,
                        unsigned long which)
{
    OFString text;
    OFBool is_number = OFFalse;
    double value;

    if (item.findAndGetOFString(tag, text, which).bad())
        return 0;
    value = OFStandard::atof(text.c_str(), &is_number);
    return is_number && std::isfinite(value) ? value : 0;
}

void bv_dicom_header_read(DcmItem &data, bv_dicom_content &about,
                          std::vector<double> &intervals_s)
{
    about.pixel_aspect = read_aspect(data);
    about.interval_s = read_interval(data);
    intervals_s = read_intervals(data, about.frame_count);
    read_regions(data, about);
}
