#include "guidance/vision/vision.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <mutex>
#include <new>

#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>

#include "guidance/vision/guard_opencv.hpp"

struct bv_vision {
    cv::Mat smooth, xx, yy, xy, level, line, usual, usual_mask, mask_float,
        mask_seen;
    int around_seen = 0;
    cv::Mat half_before, half_now, flow;
    cv::Mat pieces, piece_sizes, piece_middles;
    cv::Ptr<cv::DISOpticalFlow> dis;
};

namespace
{

/* How far a place is a bright line, whichever way it goes: bright lines have
 * one strongly negative eigenvalue, and blobs two. */
void measure_lines(bv_vision &vision, const cv::Mat &mask)
{
    const int rows = vision.smooth.rows, columns = vision.smooth.cols;

    for (int y = 0; y < rows; y++) {
        const float *xx = vision.xx.ptr<float>(y);
        const float *yy = vision.yy.ptr<float>(y);
        const float *xy = vision.xy.ptr<float>(y);
        const uint8_t *inside = mask.ptr<uint8_t>(y);
        float *line = vision.line.ptr<float>(y);

        for (int x = 0; x < columns; x++) {
            float sum = xx[x] + yy[x], difference = xx[x] - yy[x];
            float twist = 2 * xy[x];
            float spread = std::sqrt(difference * difference + twist * twist);
            float across = -(sum - spread) / 2, along = (sum + spread) / 2;
            float strength = across - 0.5f * std::fabs(along);

            line[x] = strength > 0 && inside[x] ? strength : 0;
        }
    }
}

/* Divides by what is usual around, so that a faint line in a dark part
 * counts like a bright one in a bright part. */
void normalise(bv_vision &vision, const cv::Mat &mask, const bv_ridges &ridges)
{
    /* Grey levels a squared px that even a black picture is taken to have. */
    const float floor = 0.6f;

    for (int y = 0; y < vision.line.rows; y++) {
        const float *xx = vision.xx.ptr<float>(y);
        const float *yy = vision.yy.ptr<float>(y);
        const float *xy = vision.xy.ptr<float>(y);
        const float *usual = vision.usual.ptr<float>(y);
        const float *covered = vision.usual_mask.ptr<float>(y);
        const uint8_t *inside = mask.ptr<uint8_t>(y);
        size_t row = static_cast<size_t>(y) * vision.line.cols;

        for (int x = 0; x < vision.line.cols; x++) {
            float scale =
                inside[x] ? 1 / (usual[x] / (covered[x] + 0.05f) + floor) : 0;

            ridges.any[row + x] = -0.5f * (xx[x] + yy[x]) * scale;
            ridges.along_cos[row + x] = 0.5f * (xx[x] - yy[x]) * scale;
            ridges.along_sin[row + x] = xy[x] * scale;
        }
    }
}

/* What part of each place's surroundings counts; a mask seldom changes. */
void measure_mask(bv_vision &vision, const cv::Mat &mask, int around)
{
    if (vision.around_seen == around &&
        vision.mask_seen.size() == mask.size() &&
        std::memcmp(vision.mask_seen.data, mask.data, mask.total()) == 0)
        return;
    mask.copyTo(vision.mask_seen);
    vision.around_seen = around;
    mask.convertTo(vision.mask_float, CV_32F, 1.0 / 255);
    cv::boxFilter(vision.mask_float, vision.usual_mask, CV_32F,
                  cv::Size(around, around), cv::Point(-1, -1), true,
                  cv::BORDER_CONSTANT);
}

void find_ridges(bv_vision &vision, const cv::Mat &image, const cv::Mat &mask,
                 double sigma, int around, const bv_ridges &ridges)
{
    image.convertTo(vision.level, CV_32F);
    cv::GaussianBlur(vision.level, vision.smooth, cv::Size(), sigma, sigma,
                     cv::BORDER_REPLICATE);
    cv::Sobel(vision.smooth, vision.xx, CV_32F, 2, 0, 3, 0.25);
    cv::Sobel(vision.smooth, vision.yy, CV_32F, 0, 2, 3, 0.25);
    cv::Sobel(vision.smooth, vision.xy, CV_32F, 1, 1, 3, 0.25);
    vision.line.create(image.size(), CV_32F);
    measure_lines(vision, mask);
    cv::boxFilter(vision.line, vision.usual, CV_32F, cv::Size(around, around),
                  cv::Point(-1, -1), true, cv::BORDER_CONSTANT);
    measure_mask(vision, mask, around);
    normalise(vision, mask, ridges);
}

/* Once: setting the number of threads while another thread is inside OpenCV
 * takes its arena away under it. Small images: more threads cost more than
 * they save. */
void set_up_opencv()
{
    static std::once_flag done;

    std::call_once(done, [] {
        cv::setNumThreads(2);
        cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    });
}

} // namespace

struct bv_vision *bv_vision_new(void)
{
    bv_vision *vision = nullptr;

    if (bv_guard([&] {
            set_up_opencv();
            vision = new bv_vision;
            vision->dis = cv::DISOpticalFlow::create(
                cv::DISOpticalFlow::PRESET_ULTRAFAST);
        }) < 0) {
        delete vision;
        return nullptr;
    }
    return vision;
}

void bv_vision_free(struct bv_vision *vision)
{
    delete vision;
}

int bv_vision_resize(struct bv_vision *, const uint8_t *pixels,
                     int stride_bytes, struct bv_px_box box, uint8_t *out,
                     int out_width_px, int out_height_px)
{
    int width = box.right - box.left, height = box.bottom - box.top;

    if (width <= 0 || height <= 0 || out_width_px <= 0 || out_height_px <= 0)
        return -EINVAL;
    return bv_guard([&] {
        cv::Mat from = bv_view(
            pixels + static_cast<ptrdiff_t>(box.top) * stride_bytes + box.left,
            width, height, stride_bytes);
        cv::Mat to(out_height_px, out_width_px, CV_8UC1, out);

        cv::resize(from, to, to.size(), 0, 0,
                   width >= out_width_px ? cv::INTER_AREA : cv::INTER_CUBIC);
    });
}

int bv_vision_ridges(struct bv_vision *vision, const uint8_t *image,
                     const uint8_t *mask, int width_px, int height_px,
                     double sigma_px, int around_px,
                     const struct bv_ridges *ridges)
{
    if (width_px < 8 || height_px < 8 || sigma_px <= 0 || around_px < 1)
        return -EINVAL;
    return bv_guard([&] {
        find_ridges(*vision, bv_view(image, width_px, height_px, width_px),
                    bv_view(mask, width_px, height_px, width_px), sigma_px,
                    around_px, *ridges);
    });
}

int bv_vision_forget_motion(struct bv_vision *vision)
{
    return bv_guard([&] {
        /* It keeps more of the last motion than what it gave. */
        vision->dis =
            cv::DISOpticalFlow::create(cv::DISOpticalFlow::PRESET_ULTRAFAST);
        vision->flow.release();
    });
}

int bv_vision_motion(struct bv_vision *vision, const uint8_t *before,
                     const uint8_t *now, int width_px, int height_px,
                     float *motion)
{
    cv::Size half(width_px / 2, height_px / 2);

    if (half.width < 32 || half.height < 32)
        return -EINVAL;
    /* DIS keeps pyramids of the size before, and reads beyond them. */
    if (!vision->flow.empty() && vision->flow.size() != half) {
        int error = bv_vision_forget_motion(vision);

        if (error < 0)
            return error;
    }
    return bv_guard([&] {
        cv::Mat out(half, CV_32FC2, motion);

        cv::resize(bv_view(before, width_px, height_px, width_px),
                   vision->half_before, half, 0, 0, cv::INTER_AREA);
        cv::resize(bv_view(now, width_px, height_px, width_px),
                   vision->half_now, half, 0, 0, cv::INTER_AREA);
        vision->dis->calc(vision->half_before, vision->half_now, vision->flow);
        vision->flow.convertTo(out, CV_32F, 2.0);
    });
}

int bv_vision_erode(struct bv_vision *, uint8_t *mask, int width_px,
                    int height_px, int radius_px)
{
    if (width_px < 1 || height_px < 1 || radius_px < 0)
        return -EINVAL;
    return bv_guard([&] {
        cv::Mat image = bv_view(mask, width_px, height_px, width_px);
        int size = 2 * radius_px + 1;

        cv::erode(
            image, image,
            cv::getStructuringElement(cv::MORPH_RECT, cv::Size(size, size)),
            cv::Point(-1, -1), 1, cv::BORDER_CONSTANT, cv::Scalar(0));
    });
}

int bv_vision_drop_crumbs(struct bv_vision *vision, uint8_t *mask, int width_px,
                          int height_px, double part)
{
    if (width_px < 1 || height_px < 1)
        return -EINVAL;
    return bv_guard([&] {
        cv::Mat image = bv_view(mask, width_px, height_px, width_px);
        int count = cv::connectedComponentsWithStats(image, vision->pieces,
                                                     vision->piece_sizes,
                                                     vision->piece_middles, 4);
        int largest = 0;

        for (int i = 1; i < count; i++)
            largest = std::max(
                largest, vision->piece_sizes.at<int>(i, cv::CC_STAT_AREA));
        for (int i = 1; i < count; i++)
            if (vision->piece_sizes.at<int>(i, cv::CC_STAT_AREA) <
                part * largest)
                image.setTo(0, vision->pieces == i);
    });
}

int bv_vision_average(struct bv_vision *, float *image, int width_px,
                      int height_px, int channels, int half_px)
{
    if (width_px < 1 || height_px < 1 || half_px < 0 || channels < 1 ||
        channels > 2)
        return -EINVAL;
    return bv_guard([&] {
        cv::Mat all(height_px, width_px, CV_32FC(channels), image);
        int size = 2 * half_px + 1;

        cv::blur(all, all, cv::Size(size, size), cv::Point(-1, -1),
                 cv::BORDER_REFLECT);
    });
}

int bv_vision_extreme(struct bv_vision *, float *image, int width_px,
                      int height_px, int half_px, bool most)
{
    if (width_px < 1 || height_px < 1 || half_px < 0)
        return -EINVAL;
    return bv_guard([&] {
        cv::Mat all(height_px, width_px, CV_32F, image);
        int size = 2 * half_px + 1;
        cv::Mat square =
            cv::getStructuringElement(cv::MORPH_RECT, cv::Size(size, size));

        if (most)
            cv::dilate(all, all, square);
        else
            cv::erode(all, all, square);
    });
}
