#!/usr/bin/env python3
"""`--out-of-plane`: crossings for who asks for them, and for nobody else.

usage: test_out_of_plane.py BEVEL
"""
import json
import math
import os
import random
import tempfile

from cli import CHECKS, refuses, run, told

WIDTH, HEIGHT, DOT, DOT_FROM, COUNT = 320, 240, (200, 130), 60, 90


def make_tissue(noise):
    """Speckle: noise, smoothed, wider than high; a row of numbers each."""
    rough = [[noise.random() - 0.5 for _ in range(WIDTH + 12)]
             for _ in range(HEIGHT)]
    rows = []
    for y in range(HEIGHT):
        across = [sum(column) for column in
                  zip(rough[y - 1], rough[y], rough[(y + 1) % HEIGHT])]
        total, row = sum(across[:12]), []
        for x in range(WIDTH):
            total += across[x + 12]
            row.append(60 + 11 * total)
            total -= across[x]
        rows.append(row)
    return rows


def draw_dot(row, y):
    """A small bright echo, longer along the beam than across it."""
    for x in range(DOT[0] - 9, DOT[0] + 10):
        row[x] += 130 * math.exp(-0.5 * (((x - DOT[0]) / 2.2) ** 2 +
                                         ((y - DOT[1]) / 4.5) ** 2))


def make_clip(folder):
    """Tissue for two seconds, then a dot in it for one."""
    noise = random.Random(1)
    tissue = make_tissue(noise)
    speck = [noise.choice((-1, 0, 0, 1)) for _ in range(WIDTH + 997)]
    os.mkdir(folder)
    for number in range(COUNT):
        with open(os.path.join(folder, f"{number:05}.pgm"), "wb") as file:
            file.write(b"P5 %d %d 255\n" % (WIDTH, HEIGHT))
            for y, row in enumerate(tissue):
                row = row[:]
                if number >= DOT_FROM and abs(y - DOT[1]) < 20:
                    draw_dot(row, y)
                start = (number * 131 + y * 57) % 997
                file.write(bytes(min(255, max(0, int(level) + more)) for
                                 level, more in zip(row, speck[start:])))
    return folder


def frames_of(*words):
    """What `bevel detect` says, times left out."""
    done = run("detect", *words)
    CHECKS.check(done.returncode == 0 and not done.stderr,
                 f"detect {' '.join(words[1:])} runs", told("detect", done))
    frames = [json.loads(line) for line in done.stdout.splitlines()]
    return [dict(frame, process_ms=0) for frame in frames]


with tempfile.TemporaryDirectory() as home:
    clip = make_clip(os.path.join(home, "clip"))
    plain, asked = frames_of(clip), frames_of(clip, "--out-of-plane")
    crossings = [frame for frame in asked if frame["state"] == "crossing"]
    CHECKS.check(len(plain) == COUNT and
                 all(frame["state"] != "crossing" and
                     frame["crossing_px"] is None for frame in plain),
                 "without the option there is no crossing")
    CHECKS.check(len(crossings) > 15 and
                 all(frame["frame"] >= DOT_FROM and
                     abs(frame["crossing_px"][0] - DOT[0]) < 4 and
                     abs(frame["crossing_px"][1] - DOT[1]) < 7
                     for frame in crossings),
                 "with it a dot that comes is one, where it is",
                 [f"{len(crossings)} of {len(asked)}"])
    CHECKS.check(all(frame["tip_px"] is None and frame["shaft_px"] is None and
                     frame["distance_mm"] is None for frame in crossings),
                 "without tip, shaft or distance")
    CHECKS.check(plain[:DOT_FROM] == asked[:DOT_FROM],
                 "and until then all is as without it")
    refuses("stills have none", 2, "detect", "--stills", "--out-of-plane",
            os.path.join(clip, "00000.pgm"), says="--stills")
    done = run("render", clip, "--out-of-plane", "-o",
               os.path.join(home, "sheet.png"), "--sheet")
    CHECKS.check(done.returncode == 0, "it can be drawn", told("render", done))
raise SystemExit(CHECKS.end())
