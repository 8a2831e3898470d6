#!/usr/bin/env python3
"""Trains the network on simulated clips and needle-free real pictures.

See docs/model.md. One command makes everything: tools/train/run.
"""

import argparse
import copy
import math
import os
import time

import torch
from torch.nn import functional

import batches
from clips import Clips, Filming, Real
from dice import Dice
from network import Network, export


def losses(maps, batch):
    """By name, each a number."""
    maps = maps.float()
    shaft, weight = batch["shaft"], batch["shaft_weight"]
    crossed = functional.binary_cross_entropy_with_logits(
        maps[:, 0], shaft, reduction="none") * weight
    found = torch.sigmoid(maps[:, 0]) * weight
    wanted = shaft * weight
    both = (found * wanted).sum((1, 2))
    dice = 1 - (2 * both + 2) / (
        (found ** 2).sum((1, 2)) + (wanted ** 2).sum((1, 2)) + 2)
    # the loudest false cells of a picture are what makes a false alarm
    false = (crossed * (shaft < 0.05)).flatten(1)
    loudest = false.topk(24, dim=1).values.mean()
    heat, tip = torch.sigmoid(maps[:, 1]), batch["tip"]
    focal = functional.binary_cross_entropy_with_logits(
        maps[:, 1], tip, reduction="none") * (heat - tip) ** 2
    turned = ((maps[:, 2:] - batch["twice"][:, :, None, None]) ** 2).sum(1)
    on_line = (shaft > 0.3) * weight
    return {
        "shaft": (crossed * (1 + 3 * shaft)).mean() * 6,
        "dice": dice.mean() * 0.5,
        "loudest": loudest * 0.15,
        "tip": (focal * batch["tip_weight"]).mean() * 60,
        "angle": (turned * on_line).sum() / (on_line.sum() + 1) * 0.5,
    }


class Average:
    """The network with its weights averaged over some hundred steps."""

    def __init__(self, network):
        self.network = copy.deepcopy(network).eval()
        self.steps = 0

    @torch.no_grad()
    def update(self, network):
        self.steps += 1
        keep = min(0.999, self.steps / (self.steps + 10))
        mine = [t for t in self.network.state_dict().values()
                if t.dtype.is_floating_point]
        other = [t for t in network.state_dict().values()
                 if t.dtype.is_floating_point]
        torch._foreach_mul_(mine, keep)
        torch._foreach_add_(mine, other, alpha=1 - keep)


def learning_rate(done, top):
    """Done: 0 to 1. A short rise, then a cosine."""
    if done < 0.03:
        return top * (0.05 + 0.95 * done / 0.03)
    return top * (0.01 + 0.99 * (1 + math.cos(math.pi * done)) / 2)


def save(average, options, name):
    path = os.path.join(options.out, name)
    torch.save(average.network.state_dict(), path + ".pt")
    if not options.weights_only:
        export(average.network, path + ".onnx")


class Training:
    def __init__(self, options, clips, real):
        self.options, self.clips, self.real = options, clips, real
        self.dice = Dice(options.seed, options.device)
        torch.manual_seed(options.seed)
        self.network = Network().to(options.device)
        if options.start:
            self.network.load_state_dict(
                torch.load(options.start, map_location=options.device))
        if options.device == "cuda":
            self.network = self.network.to(memory_format=torch.channels_last)
            torch.backends.cudnn.benchmark = True
            torch.backends.cuda.matmul.allow_tf32 = True
            torch.backends.cudnn.allow_tf32 = True
        self.average = Average(self.network)
        self.optimiser = torch.optim.AdamW(
            self.network.parameters(), lr=options.rate, weight_decay=0.02)
        self.step, self.sums = 0, {}

    def one_step(self, done):
        for group in self.optimiser.param_groups:
            group["lr"] = learning_rate(done, self.options.rate)
        with torch.no_grad():
            batch = batches.mixed(self.dice, self.clips, self.real,
                                  self.options.batch)
        pictures = batch["pictures"]
        if self.options.device == "cuda":
            pictures = pictures.to(memory_format=torch.channels_last)
        with torch.autocast(self.options.device, dtype=torch.bfloat16,
                            enabled=self.options.device == "cuda"):
            maps = self.network(pictures)
        parts = losses(maps, batch)
        self.optimiser.zero_grad(set_to_none=True)
        sum(parts.values()).backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5)
        self.optimiser.step()
        self.average.update(self.network)
        for name, value in parts.items():
            self.sums[name] = self.sums.get(name, 0) + value.detach()
        self.step += 1

    def tell(self, passed, every):
        text = " ".join(f"{name} {float(value) / every:.4f}"
                        for name, value in self.sums.items())
        print(f"{passed:6.1f} s step {self.step} clips {self.clips.count} "
              f"{text}", flush=True)
        self.sums = {}

    def run(self):
        options, start, saved = self.options, time.monotonic(), 0
        while True:
            passed = time.monotonic() - start
            done = passed / options.seconds if options.seconds else \
                self.step / options.steps
            if done >= 1:
                break
            self.one_step(done)
            if self.step % options.tell == 0:
                self.tell(passed, options.tell)
            if passed - saved > options.save:
                saved = passed
                save(self.average, options, "checkpoint")
        save(self.average, options, "needle")


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--film", required=True, help="the program film")
    parser.add_argument("--clips", required=True, help="folder for its files")
    parser.add_argument("--real", help="what real.py wrote")
    parser.add_argument("--out", required=True)
    parser.add_argument("--start", help="weights to go on from")
    parser.add_argument("--weights-only", action="store_true",
                        help="write no ONNX")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--makers", type=int, default=2)
    parser.add_argument("--room", type=int, default=8000, help="clips")
    parser.add_argument("--first", type=int, default=400,
                        help="clips to wait for")
    parser.add_argument("--film-seconds", type=float, default=1e9)
    parser.add_argument("--seconds", type=float, default=0)
    parser.add_argument("--steps", type=int, default=30000)
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tell", type=int, default=100)
    parser.add_argument("--save", type=float, default=120)
    return parser.parse_args()


def main():
    options = read_options()
    os.makedirs(options.out, exist_ok=True)
    clips = Clips(options.room, options.device)
    real = Real(options.real, options.device) if options.real else None
    filming = Filming(options.film, options.clips, options.makers,
                      1000000000 * options.seed, options.film_seconds, clips)
    try:
        filming.wait_for(options.first)
        Training(options, clips, real).run()
    finally:
        filming.end()


if __name__ == "__main__":
    main()
