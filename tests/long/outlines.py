#!/usr/bin/env python3
"""How good outlines from one click are (docs/outlines.md), as a table.

usage: outlines.py BEVEL [--half even|odd] [--seed N] [--pictures N]

Real: vessels of clean/regional-anaesthesia in BEVEL_REAL_DIR, every second
picture; the odd ones were never looked at while it was made. Simulated:
pictures and clips of a seed; 805 and above likewise. Clicks are the middle
and two random places at least 30 % of the inscribed radius off the border;
and in nerves, and in random places off all that is fluid, where nothing is to
be proposed.
"""
import argparse
import json
import math
import os
import random
import statistics
import struct
import subprocess
import tempfile
import zlib

FLUID = ("cyst", "effusion", "artery", "vein", "recess", "bursa", "capsule",
         "sheath", "ganglion", "injectate", "carotid", "ulnar artery",
         "vessel", "tear", "neck")
POOLS = ("femoral", "median-wrist", "popliteal-sciatic", "erector-spinae")


def read_png(path):
    """Width, height, channels, and the rows of a PNG of 8 bits or a palette."""
    with open(path, "rb") as file:
        data = file.read()
    place, packed, size, palette = 8, b"", None, None
    while place < len(data):
        length, kind = struct.unpack(">I4s", data[place:place + 8])
        body = data[place + 8:place + 8 + length]
        if kind == b"IHDR":
            size = struct.unpack(">IIBB", body[:10])
        packed += body if kind == b"IDAT" else b""
        palette = body if kind == b"PLTE" else palette
        place += 12 + length
    width, height, bits = size[:3]
    channels = {0: 1, 2: 3, 3: 1, 6: 4}[size[3]]
    raw, rows = zlib.decompress(packed), []
    stride = (width * channels * bits + 7) // 8
    before = bytes(stride)
    for y in range(height):
        way = raw[y * (stride + 1)]
        row = bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for i in range(stride if way else 0):
            left = row[i - channels] if i >= channels else 0
            up = before[i]
            corner = before[i - channels] if i >= channels else 0
            if way == 4:
                guess = left + up - corner
                paeth = min((abs(guess - left), 0, left),
                            (abs(guess - up), 1, up),
                            (abs(guess - corner), 2, corner))[2]
            row[i] = (row[i] + (left if way == 1 else up if way == 2 else
                                (left + up) // 2 if way == 3 else paeth)) & 255
        before = bytes(row)
        rows.append(before if not palette else b"".join(
            palette[3 * n:3 * n + 3] for n in
            (row[x * bits // 8] >> (8 - bits - x * bits % 8) & (1 << bits) - 1
             for x in range(width))))
    return width, height, 3 if palette else channels, rows


def regions(path, channel, other, least=60):
    """Sets of (x, y): connected pixels that are painted in one colour."""
    width, height, channels, rows = read_png(path)
    left = {(x, y) for y in range(height) for x in range(width)
            if rows[y][x * channels + channel] > 64 and
            rows[y][x * channels + other] < 64}
    found = []
    while left:
        region, todo = set(), [left.pop()]
        while todo:
            x, y = todo.pop()
            region.add((x, y))
            for dx in (-1, 0, 1):
                for dy in (-1, 0, 1):
                    if (x + dx, y + dy) in left:
                        left.remove((x + dx, y + dy))
                        todo.append((x + dx, y + dy))
        if len(region) >= least:
            found.append(region)
    return width, height, sorted(found, key=min)


def depths(region):
    """How deep each pixel of a region lies in it, about (chamfer)."""
    depth, near = {}, ((-1, 0, 1), (0, -1, 1), (-1, -1, 1.4), (1, -1, 1.4))
    order = sorted(region, key=lambda p: (p[1], p[0]))
    for sign, pixels in ((1, order), (-1, reversed(order))):
        for x, y in pixels:
            most = min(depth.get((x + sign * dx, y + sign * dy), 0) + far
                       for dx, dy, far in near)
            depth[x, y] = min(most, depth.get((x, y), math.inf))
    return depth


def inside(points, x, y):
    odd = False
    for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1]):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            odd = not odd
    return odd


def grid(points, steps=64):
    """Places in the box around points, and whether each is inside."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return [(x, y) for x, y in
            ((min(xs) + (max(xs) - min(xs)) * (i + 0.5) / steps,
              min(ys) + (max(ys) - min(ys)) * (k + 0.5) / steps)
             for i in range(steps) for k in range(steps))
            if inside(points, x, y)]


def cell(points, steps=64):
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return (max(xs) - min(xs)) * (max(ys) - min(ys)) / steps ** 2


def border_distance(points, x, y):
    least = math.inf
    for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1]):
        length = (bx - ax) ** 2 + (by - ay) ** 2
        part = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length \
            if length else 0
        part = min(max(part, 0), 1)
        least = min(least, math.hypot(x - ax - part * (bx - ax),
                                      y - ay - part * (by - ay)))
    return least


def likeness(found, truth, whole):
    """Intersection over union; `truth` holds a place, of `whole` px in all."""
    places = grid(found)
    both = sum(truth(x, y) for x, y in places) * cell(found)
    return both / (len(places) * cell(found) + whole - both)


class Table:
    def __init__(self, bevel):
        self.bevel, self.rows, self.worst = bevel, {}, []

    def propose(self, path, x, y, *more):
        done = subprocess.run(
            [self.bevel, "outline", path, "--at", f"{x:.1f},{y:.1f}", *more],
            text=True, capture_output=True, check=True)
        return json.loads(done.stdout)["outline_px"]

    def add(self, key, name, found, truth=None, whole=0):
        value = likeness(found, truth, whole) if found and truth else None
        self.rows.setdefault(key, []).append((bool(found), value))
        if value is not None:
            self.worst.append((value, name))

    def tell(self):
        print("| clicks | of | proposed | IoU median | quartiles |")
        print("| --- | --- | --- | --- | --- |")
        for key, rows in sorted(self.rows.items()):
            good = [v for _, v in rows if v is not None]
            parts = statistics.quantiles(good, n=4) if len(good) > 2 else None
            print(f"| {key} | {len(rows)} | "
                  f"{100 * sum(p for p, _ in rows) / len(rows):.0f} % | " +
                  (f"{parts[1]:.3f} | {parts[0]:.3f}, {parts[2]:.3f} |"
                   if parts else "| |"))
        print("worst:", ", ".join(f"{name} {value:.2f}" for value, name in
                                  sorted(self.worst)[:20]))


def clicks_in(places, deep, rng):
    """The middle, else the deepest place, and two random ones."""
    most = max(deep.values())
    x = sum(p[0] for p in places) / len(places)
    y = sum(p[1] for p in places) / len(places)
    near = min(places, key=lambda p: (p[0] - x) ** 2 + (p[1] - y) ** 2)
    if deep[near] < 0.3 * most:
        near = max(places, key=lambda p: deep[p])
    safe = [p for p in places if deep[p] >= 0.3 * most]
    return [near] + [rng.choice(safe) for _ in range(2)]


def real(table, folder, odd):
    names = sorted(os.listdir(os.path.join(folder, "images")))[odd::2]
    for name in names:
        rng = random.Random(name)
        picture = os.path.join(folder, "images", name)
        mask = os.path.join(folder, "masks", name)
        width, height, vessels = regions(mask, 1, 0)
        nerves = regions(mask, 0, 1)[2]
        taken = set().union(*vessels, *nerves)
        for vessel in vessels:
            clicks = clicks_in(sorted(vessel), depths(vessel), rng)
            for i, (x, y) in enumerate(clicks):
                table.add("real vessel, " + ("inside" if i else "middle"),
                          name, table.propose(picture, x, y),
                          lambda x, y, v=vessel: (round(x), round(y)) in v,
                          len(vessel))
        for nerve in nerves:
            x, y = clicks_in(sorted(nerve), depths(nerve), rng)[1]
            table.add("real nerve", name, table.propose(picture, x, y))
        grey = read_png(picture)
        bright = [(x, y) for x in range(20, width - 20, 3)
                  for y in range(20, height - 20, 3)
                  if grey[3][y][x * grey[2]] > 60 and
                  not any((x + dx, y + dy) in taken for dx in (-12, 0, 12)
                          for dy in (-12, 0, 12))]
        for x, y in rng.sample(bright, min(2, len(bright))):
            table.add("real solid", name, table.propose(picture, x, y))


def simulated(table, path, line, name, rng, *more):
    outlines = [(o["name"], [tuple(p) for p in o["px"]])
                for o in line["outlines"]]
    for what, points in outlines:
        if not what.startswith(FLUID):
            continue
        places = grid(points, 24)
        deep = {p: border_distance(points, *p) for p in places}
        covered = sum(any(inside(other, *p) for n, other in outlines
                          if n != what) for p in places)
        if not places or covered > 0.1 * len(places) or \
           2 * max(deep.values()) * line["mm_per_px"] < 2:
            continue
        x0, y0, x1, y1 = line["scan_area"]["box_px"]
        if sum(x0 <= x < x1 and y0 <= y < y1 for x, y in places) < \
           0.9 * len(places):
            continue
        whole = len(grid(points)) * cell(points)
        kind = what.split()[-1] if what.startswith("ulnar") else what.split()[0]
        for i, (x, y) in enumerate(clicks_in(places, deep, rng)[:2]):
            table.add(f"simulated {kind}, " + ("inside" if i else "middle"),
                      f"{name}:{what}", table.propose(path, x, y, *more),
                      lambda x, y, p=points: inside(p, x, y), whole)


def pictures(table, seed, count, folder):
    subprocess.run([table.bevel, "simulate", "--random", "-n", str(count),
                    "-o", folder, "--seed", str(seed), "--threads", "1"],
                   check=True, capture_output=True)
    with open(os.path.join(folder, "labels.jsonl"), encoding="utf-8") as file:
        lines = [json.loads(line) for line in file][1:]
    for line in lines:
        rng = random.Random(line["source"])
        path = os.path.join(folder, line["source"])
        simulated(table, path, line, line["source"], rng)
        x0, y0, x1, y1 = line["scan_area"]["box_px"]
        fluid = [[tuple(p) for p in o["px"]] for o in line["outlines"]
                 if o["name"].startswith(FLUID)]
        for _ in range(20):
            x, y = rng.uniform(x0 + 20, x1 - 20), rng.uniform(y0 + 20, y1 - 20)
            if all(not inside(f, x, y) and border_distance(f, x, y) > 15
                   for f in fluid):
                table.add("simulated, off fluid", line["source"],
                          table.propose(path, x, y))
                break


def pools(table, seed, folder):
    """Injectate, late in the scenes that inject."""
    for scene in POOLS:
        clip = os.path.join(folder, scene + ".mkv")
        subprocess.run([table.bevel, "simulate", scene, "-o", clip, "--seed",
                        str(seed), "--seconds", "12"], check=True,
                       capture_output=True)
        with open(clip[:-4] + ".truth.jsonl", encoding="utf-8") as file:
            header, *truth = [json.loads(line) for line in file]
        line = {"scan_area": header["scan_area"],
                "mm_per_px": header["mm_per_px"], **truth[340]}
        line["outlines"] = [o for o in line["outlines"]
                            if o["name"] == "injectate"]
        simulated(table, clip, line, scene, random.Random(scene), "--frame",
                  "340")


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("bevel")
    words.add_argument("--half", choices=("even", "odd"), default="odd")
    words.add_argument("--seed", type=int, default=805)
    words.add_argument("--pictures", type=int, default=200)
    words = words.parse_args()
    table = Table(words.bevel)
    folder = os.path.join(os.environ.get("BEVEL_REAL_DIR", ""),
                          "clean/regional-anaesthesia")
    if os.path.isdir(folder):
        real(table, folder, words.half == "odd")
    else:
        print("real vessels are left out: BEVEL_REAL_DIR is not set")
    with tempfile.TemporaryDirectory() as made:
        if words.pictures:
            pictures(table, words.seed, words.pictures,
                     os.path.join(made, "pictures"))
            pools(table, words.seed, made)
    table.tell()


if __name__ == "__main__":
    main()
