/**
 * @file
 * What a DICOM header says beside the pictures: scale and times. Between the
 * two files that see DCMTK.
 */
#ifndef BV_ACQUISITION_DICOM_HEADER_HPP
#define BV_ACQUISITION_DICOM_HEADER_HPP

#include <vector>

#include "acquisition/dicom.h"

class DcmItem;
class DcmTagKey;

BV_BEGIN_DECLS

/** A small whole number, or @p missing where there is none. */
int bv_dicom_number(DcmItem &item, const DcmTagKey &tag, int missing);

/** A number that is written as text, and 0 where there is none. */
double bv_dicom_decimal(DcmItem &item, const DcmTagKey &tag,
                        unsigned long which = 0);

/**
 * Read regions, the pixels' shape and times.
 *
 * @param[in,out] about      Its frame count is set.
 * @param[out] intervals_s   One a frame; empty where not every frame has one.
 */
void bv_dicom_header_read(DcmItem &data, bv_dicom_content &about,
                          std::vector<double> &intervals_s);

BV_END_DECLS

#endif
