"""Random numbers and small filters for whole batches."""

import math

import torch
from torch.nn import functional


class Dice:
    """A generator of its own: the same seed gives the same batches."""

    def __init__(self, seed, device):
        self.device = device
        self.generator = torch.Generator(device=device).manual_seed(seed)

    def between(self, low, high, *shape):
        return low + (high - low) * torch.rand(
            *shape, generator=self.generator, device=self.device)

    def normal(self, *shape):
        return torch.randn(*shape, generator=self.generator,
                           device=self.device)

    def chance(self, share, *shape):
        return self.between(0, 1, *shape) < share

    def below(self, high, *shape):
        return torch.randint(high, shape, generator=self.generator,
                             device=self.device)


def gaussian(sigma, reach):
    """A kernel for each of a batch: [n, 2 reach + 1]."""
    x = torch.arange(-reach, reach + 1, device=sigma.device).float()
    kernel = torch.exp(-0.5 * (x / sigma.clamp(min=0.05)[:, None]) ** 2)
    return kernel / kernel.sum(1, keepdim=True)


def blur(images, sigma_across, sigma_down, reach=4):
    """Each of a batch [n, c, h, w] with sigmas of its own [n]."""
    n, c, h, w = images.shape
    flat = images.reshape(1, n * c, h, w)
    across = gaussian(sigma_across, reach).repeat_interleave(c, 0)
    down = gaussian(sigma_down, reach).repeat_interleave(c, 0)
    flat = functional.conv2d(flat, across[:, None, None, :],
                             padding=(0, reach), groups=n * c)
    flat = functional.conv2d(flat, down[:, None, :, None],
                             padding=(reach, 0), groups=n * c)
    return flat.reshape(n, c, h, w)


def cosines(device):
    k = torch.arange(8, device=device).float()
    matrix = torch.cos(math.pi * (2 * k[None] + 1) * k[:, None] / 16) / 2
    matrix[0] /= math.sqrt(2)
    return matrix


QUANTISERS = torch.tensor([
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55,
    14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
    18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99.])


def jpeg(images, coarseness):
    """As JPEG leaves pictures of 0 to 255; coarseness [n]: 1 is quality 50."""
    n, c, h, w = images.shape
    matrix = cosines(images.device)
    blocks = images.reshape(n, c, h // 8, 8, w // 8, 8).permute(
        0, 1, 2, 4, 3, 5)
    waves = matrix @ (blocks - 128) @ matrix.T
    step = QUANTISERS.to(images.device).reshape(8, 8) * \
        coarseness.reshape(n, 1, 1, 1, 1, 1)
    step = step.clamp(min=0.5)
    blocks = matrix.T @ ((waves / step).round() * step) @ matrix + 128
    return blocks.permute(0, 1, 2, 4, 3, 5).reshape(n, c, h, w).clamp(0, 255)


def smooth_noise(dice, n, cells, side):
    """[n, 1, side, side], about -1 to 1, with `cells` features a side."""
    return functional.interpolate(dice.normal(n, 1, cells, cells),
                                  size=(side, side), mode="bicubic",
                                  align_corners=False)
