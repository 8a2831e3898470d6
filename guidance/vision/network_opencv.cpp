#include "guidance/vision/vision.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <mutex>
#include <new>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>

#include "guidance/vision/guard_opencv.hpp"

namespace
{

enum { side = BV_VISION_NETWORK_SIDE_PX, cells = BV_VISION_NETWORK_CELLS };

/* No network that runs in a frame's time is larger. */
const size_t file_most_bytes = 8 << 20;

/* As tools/train/network.py has them: what counts as lit, how bright that is
 * on average when it goes in, and how far pictures are changed for it. */
const int dark_level = 2;
const double bright = 0.22, gain_least = 0.5, gain_most = 4;

} // namespace

struct bv_vision_network {
    cv::dnn::Net net;
    cv::Mat input, output, fitted;
};

namespace
{

int read_file(const char *path, std::vector<uchar> &bytes)
{
    std::unique_ptr<FILE, int (*)(FILE *)> file(std::fopen(path, "rbe"),
                                                std::fclose);

    if (!file)
        return -errno;
    bytes.resize(file_most_bytes + 1);
    bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file.get()));
    if (std::ferror(file.get()))
        return -EIO;
    return bytes.empty() || bytes.size() > file_most_bytes ? -EINVAL : 0;
}

bool is_map(const cv::Mat &output)
{
    return output.dims == 4 && output.type() == CV_32F &&
           output.isContinuous() && output.size[0] == 1 &&
           output.size[1] == BV_VISION_MAP_COUNT && output.size[2] == cells &&
           output.size[3] == cells;
}

int forward(bv_vision_network &network)
{
    network.net.setInput(network.input);
    network.output = network.net.forward();
    return is_map(network.output) ? 0 : -EINVAL;
}

int load(bv_vision_network &network, const std::vector<uchar> &bytes)
{
    const int sizes[] = {1, 3, side, side};

    network.net = cv::dnn::readNetFromONNX(
        reinterpret_cast<const char *>(bytes.data()), bytes.size());
    if (network.net.empty())
        return -EINVAL;
    network.net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
    network.net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
    network.input.create(4, sizes, CV_32F);
    network.input.setTo(0);
    return forward(network);
}

/* So that the newest picture is as bright as ever. */
float gain_of(const uint8_t *picture)
{
    long sum = 0, lit = 0;

    for (int i = 0; i < side * side; i++)
        if (picture[i] > dark_level) {
            sum += picture[i];
            lit++;
        }
    if (lit == 0)
        return static_cast<float>(gain_most);
    return static_cast<float>(std::clamp(
        bright * 255 * static_cast<double>(lit) / static_cast<double>(sum),
        gain_least, gain_most));
}

void fill(bv_vision_network &network, const uint8_t *const pictures[3])
{
    float gain = gain_of(pictures[0]) / 255;
    float *to = network.input.ptr<float>();

    for (int k = 0; k < 3; k++)
        for (int i = 0; i < side * side; i++)
            *to++ = gain * static_cast<float>(pictures[k][i]);
}

} // namespace

int bv_vision_network_new(const char *path, struct bv_vision_network **network)
{
    std::unique_ptr<bv_vision_network> made;
    /* OpenCV's reader of networks is not made for several threads at once. */
    static std::mutex one_at_a_time;
    int error = bv_guard([&] {
        std::lock_guard<std::mutex> lock(one_at_a_time);
        std::vector<uchar> bytes;
        int read = read_file(path, bytes);

        if (read < 0)
            return read;
        made.reset(new bv_vision_network);
        return load(*made, bytes);
    });

    if (error == 0)
        *network = made.release();
    return error;
}

void bv_vision_network_free(struct bv_vision_network *network)
{
    delete network;
}

int bv_vision_network_fit(struct bv_vision_network *network,
                          const uint8_t *image, const uint8_t *mask,
                          int width_px, int height_px, uint8_t *out,
                          struct bv_vision_letterbox *placed)
{
    if (width_px < 8 || height_px < 8)
        return -EINVAL;
    return bv_guard([&] {
        double scale =
            side / static_cast<double>(std::max(width_px, height_px));
        cv::Size size(std::max(1, static_cast<int>(width_px * scale + 1e-6)),
                      std::max(1, static_cast<int>(height_px * scale + 1e-6)));
        cv::Rect box((side - size.width) / 2, (side - size.height) / 2,
                     size.width, size.height);
        cv::Mat from = bv_view(image, width_px, height_px, width_px);
        cv::Mat to(side, side, CV_8UC1, out);

        if (mask) {
            cv::Mat inside = bv_view(mask, width_px, height_px, width_px);

            cv::bitwise_and(from, inside, network->fitted);
            from = network->fitted;
        }
        to.setTo(0);
        cv::resize(from, to(box), size, 0, 0,
                   scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
        placed->scale = scale;
        placed->left = box.x;
        placed->top = box.y;
        return 0;
    });
}

int bv_vision_network_run(struct bv_vision_network *network,
                          const uint8_t *const pictures[3], float *maps)
{
    return bv_guard([&] {
        int error;

        fill(*network, pictures);
        error = forward(*network);
        if (error == 0)
            std::memcpy(maps, network->output.ptr<float>(),
                        sizeof(float) * BV_VISION_MAP_COUNT * cells * cells);
        return error;
    });
}
