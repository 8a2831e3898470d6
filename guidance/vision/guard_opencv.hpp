/**
 * @file
 * What every file that sees OpenCV needs: where its exceptions end, and how it
 * views an image in place.
 */
#ifndef BV_GUIDANCE_VISION_GUARD_OPENCV_HPP
#define BV_GUIDANCE_VISION_GUARD_OPENCV_HPP

#include <cerrno>
#include <cstdint>
#include <new>
#include <type_traits>

#include <opencv2/core.hpp>

/** Do some work. @return What it returns, 0 where that is nothing; -ENOMEM;
 *  -EINVAL. */
template <typename Work> int bv_guard(Work work) noexcept
{
    try {
        if constexpr (std::is_void_v<decltype(work())>) {
            work();
            return 0;
        } else {
            return work();
        }
    } catch (const std::bad_alloc &) {
        return -ENOMEM;
    } catch (const cv::Exception &exception) {
        return exception.code == cv::Error::StsNoMem ? -ENOMEM : -EINVAL;
    } catch (...) {
        return -EINVAL;
    }
}

/** An image in place, only to be read: OpenCV takes a writable pointer even for
 *  that. */
inline cv::Mat bv_view(const uint8_t *pixels, int width_px, int height_px,
                       int stride_bytes)
{
    return cv::Mat(height_px, width_px, CV_8UC1, const_cast<uint8_t *>(pixels),
                   static_cast<size_t>(stride_bytes));
}

#endif
