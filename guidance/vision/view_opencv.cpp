#include "guidance/vision/view.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <new>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>

#include "guidance/vision/guard_opencv.hpp"

namespace
{

/* Longer sides at which pictures are compared: to find the scale, and then to
 * be exact. */
const int coarse_side = 100, fine_side = 200;
/* From one scale tried to the next; and from where on it is quite another. */
const double scale_step = 1.04, scale_most = 2, other_scale = 1.13;

/* A smaller picture of how far levels are from the usual around, in units of
 * how far they usually are. */
cv::Mat take_contrast(const bv_vision_picture &picture, double scale, int side)
{
    const double blur_px = 0.8, least_levels = 4, least_covered = 0.02;
    const cv::Size around(side / 4 | 1, side / 4 | 1);
    cv::Mat image, mask, level, counts, usual, covered, spread;

    cv::resize(bv_view(picture.image, picture.width_px, picture.height_px,
                       picture.width_px),
               image, cv::Size(), scale, scale, cv::INTER_AREA);
    cv::resize(bv_view(picture.mask, picture.width_px, picture.height_px,
                       picture.width_px),
               mask, image.size(), 0, 0, cv::INTER_AREA);
    image.convertTo(level, CV_32F);
    cv::GaussianBlur(level, level, cv::Size(), blur_px);
    mask.convertTo(counts, CV_32F, 1.0 / 255);
    cv::boxFilter(level.mul(counts), usual, CV_32F, around);
    cv::boxFilter(counts, covered, CV_32F, around);
    covered += least_covered;
    level = (level - usual / covered).mul(counts);
    cv::boxFilter(level.mul(level), spread, CV_32F, around);
    spread /= covered;
    cv::sqrt(spread, spread);
    spread += least_levels;
    return level / spread;
}

struct match {
    double scale, likeness;
    cv::Point2d shift; /* of the smaller view in the larger one */
};

/* The best place at one scale of the smaller view in the larger one. */
match match_at(const cv::Mat &before, const cv::Mat &now, double scale)
{
    const cv::Mat &larger = scale <= 1 ? now : before;
    double shrink = scale <= 1 ? scale : 1 / scale;
    match best = {scale, -1, cv::Point2d()};
    cv::Mat smaller, room, likeness;
    cv::Point at;

    cv::resize(scale <= 1 ? before : now, smaller, cv::Size(), shrink, shrink,
               cv::INTER_AREA);
    int right = larger.cols / 8 + std::max(0, smaller.cols - larger.cols);
    int down = larger.rows / 8 + std::max(0, smaller.rows - larger.rows);
    cv::copyMakeBorder(larger, room, down, down, right, right,
                       cv::BORDER_CONSTANT, cv::Scalar(0));
    cv::matchTemplate(room, smaller, likeness, cv::TM_CCORR_NORMED);
    cv::minMaxLoc(likeness, nullptr, &best.likeness, nullptr, &at);
    best.shift = cv::Point2d(at.x - right, at.y - down);
    return best;
}

/* The best of all scales. @param[out] rival  The most at quite another one. */
match match_coarsely(const cv::Mat &before, const cv::Mat &now, double &rival)
{
    std::vector<match> all;
    match best = {1, -1, cv::Point2d()};

    for (double scale = 1 / scale_most; scale < scale_most * scale_step;
         scale *= scale_step) {
        all.push_back(match_at(before, now, scale));
        if (all.back().likeness > best.likeness)
            best = all.back();
    }
    rival = -1;
    for (const match &one : all)
        if (std::max(one.scale / best.scale, best.scale / one.scale) >
            other_scale)
            rival = std::max(rival, one.likeness);
    return best;
}

/* From the picture now to the one before, both so much larger. */
cv::Mat map_back(const match &found, double larger)
{
    double scale = 1 / found.scale;
    cv::Point2d shift =
        found.shift * (found.scale <= 1 ? -scale : 1.0) * larger;

    return (cv::Mat_<float>(2, 3) << scale, 0, shift.x, 0, scale, shift.y);
}

/* Keeps of a map between pictures that were shrunk its scale, and where it
 * takes their middle. */
void keep_scale(const cv::Mat_<float> &back, const cv::Size &size,
                double shrunk, bv_vision_view &view)
{
    double scale = (back(0, 0) + back(1, 1)) / 2;
    double x = (size.width - 1) / 2.0, y = (size.height - 1) / 2.0;
    /* Px have their centres at whole places, before they shrink and after. */
    double off = 0.5 * (1 - shrunk) * (1 - scale);
    double left =
        back(0, 0) * x + back(0, 1) * y + back(0, 2) - scale * x + off;
    double top = back(1, 0) * x + back(1, 1) * y + back(1, 2) - scale * y + off;
    double most = std::max({std::fabs(back(0, 1)), std::fabs(back(1, 0)),
                            std::fabs(back(0, 0) - back(1, 1)) / 2});

    if (!(scale > 0.1 / scale_most))
        CV_Error(cv::Error::StsNoConv, "the map ran away");
    view.distortion = most / scale;
    view.map = bv_px_map{1 / scale, 0,         -left / shrunk / scale,
                         0,         1 / scale, -top / shrunk / scale};
}

void find_view(const bv_vision_picture &before, const bv_vision_picture &now,
               bv_vision_view &view)
{
    const int steps_most = 20, blur_px = 5;
    const double step_least = 1e-4;
    int longer = std::max(
        {before.width_px, before.height_px, now.width_px, now.height_px});
    double coarse = std::min(1.0, coarse_side / static_cast<double>(longer));
    double fine = std::min(1.0, fine_side / static_cast<double>(longer));
    match found =
        match_coarsely(take_contrast(before, coarse, coarse_side),
                       take_contrast(now, coarse, coarse_side), view.rival);
    cv::Mat then = take_contrast(before, fine, fine_side);
    cv::Mat here = take_contrast(now, fine, fine_side);
    cv::Mat back = map_back(found, fine / coarse);

    view.own = found.likeness;
    view.likeness = cv::findTransformECC(
        here, then, back, cv::MOTION_AFFINE,
        cv::TermCriteria(cv::TermCriteria::COUNT + cv::TermCriteria::EPS,
                         steps_most, step_least),
        cv::noArray(), blur_px);
    keep_scale(back, here.size(), fine, view);
}

} // namespace

int bv_vision_find_view(const struct bv_vision_picture *before,
                        const struct bv_vision_picture *now,
                        struct bv_vision_view *view)
{
    bv_vision_view found = {};
    int error = bv_guard([&] { find_view(*before, *now, found); });

    /* Flat pictures, and maps that run away, are exceptions in OpenCV. */
    if (error == -EINVAL || (error == 0 && !std::isfinite(found.likeness)))
        return -ENOENT;
    if (error == 0)
        *view = found;
    return error;
}

int bv_vision_draw_view(const uint8_t *image, int width_px, int height_px,
                        const struct bv_px_map *map, uint8_t *out,
                        int out_width_px, int out_height_px)
{
    return bv_guard([&] {
        cv::Mat to(out_height_px, out_width_px, CV_8UC1, out);

        cv::warpAffine(
            bv_view(image, width_px, height_px, width_px), to,
            cv::Matx23d(map->xx, map->xy, map->x0, map->yx, map->yy, map->y0),
            to.size(), cv::INTER_LINEAR, cv::BORDER_TRANSPARENT);
    });
}
