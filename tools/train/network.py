"""The network: what goes in, what comes out, and how it is written to ONNX."""

import copy
import inspect

import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval

SIDE = 192  # px of a picture that goes in
MAP = 48  # cells a side of what comes out
CELL = SIDE // MAP

STAGES = (16, 24, 40, 64, 96)
BLOCKS = (1, 1, 2, 2)


BRIGHT = 0.22  # mean of what is lit of the newest picture that goes in


def even_out(pictures):
    """Pictures of 0 to 1 as the network takes them: as bright as ever."""
    now = pictures[:, :1]
    lit = (now > 2.5 / 255).to(now.dtype)
    mean = (now * lit).sum((1, 2, 3)) / lit.sum((1, 2, 3)).clamp(min=1)
    gain = (BRIGHT / mean.clamp(min=1e-3)).clamp(0.5, 4)
    return pictures * gain[:, None, None, None]


def convolution(inputs, outputs, size, stride=1):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False),
        nn.BatchNorm2d(outputs))


class Up(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.narrow = convolution(inputs, outputs, 1)
        self.join = convolution(outputs, outputs, 3)

    def forward(self, deep, skip):
        deep = functional.interpolate(
            self.narrow(deep), scale_factor=2, mode="nearest")
        return functional.relu(self.join(functional.relu(deep + skip)))


class Network(nn.Module):
    """3 pictures (now, some 0.2 s and 0.7 s before; 0 to 1) to 4 maps: shaft
    and tip (log odds), cosine and sine of twice the shaft's angle below the
    horizontal."""

    def __init__(self):
        super().__init__()
        self.stem = convolution(3, STAGES[0], 5, 2)
        self.down = nn.ModuleList(
            convolution(a, b, 3, 2) for a, b in zip(STAGES, STAGES[1:]))
        self.blocks = nn.ModuleList(
            nn.ModuleList(convolution(c, c, 3) for _ in range(n))
            for c, n in zip(STAGES[1:], BLOCKS))
        self.up = nn.ModuleList(
            Up(STAGES[i], STAGES[i - 1]) for i in range(len(STAGES) - 1, 1, -1))
        self.head = nn.Conv2d(STAGES[1], 4, 1)
        nn.init.constant_(self.head.bias, 0)
        self.head.bias.data[:2] = -4

    def forward(self, pictures):
        x = functional.relu(self.stem(pictures))
        skips = []
        for down, blocks in zip(self.down, self.blocks):
            x = functional.relu(down(x))
            for block in blocks:
                x = functional.relu(x + block(x))
            skips.append(x)
        for up, skip in zip(self.up, reversed(skips[:-1])):
            x = up(x, skip)
        return self.head(x)


def fuse(network):
    """A copy without batch norms: OpenCV 4.6 reads no other."""
    network = copy.deepcopy(network).float().cpu().eval()

    def walk(module):
        for name, child in module.named_children():
            if isinstance(child, nn.Sequential):
                setattr(module, name, fuse_conv_bn_eval(child[0], child[1]))
            else:
                walk(child)
        if isinstance(module, nn.ModuleList):
            for i, child in enumerate(module):
                if isinstance(child, nn.Sequential):
                    module[i] = fuse_conv_bn_eval(child[0], child[1])
    walk(network)
    return network


def export(network, path):
    # the newer exporter writes opsets that OpenCV 4.6 does not read
    known = inspect.signature(torch.onnx.export).parameters
    older = {"dynamo": False} if "dynamo" in known else {}
    torch.onnx.export(fuse(network), torch.zeros(1, 3, SIDE, SIDE), path,
                      opset_version=11, input_names=["pictures"],
                      output_names=["maps"], **older)
