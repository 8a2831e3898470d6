#!/usr/bin/env python3
"""How well spread and aspiration are followed (docs/outlines.md), on simulated
injections, injections of which nothing shows (as into a vessel), and
aspirations.

usage: spread.py BEVEL [--seeds N...] [--scenes NAME...]
"""
import argparse
import json
import math
import os
import statistics
import subprocess
import tempfile

INJECT = ("femoral", "median-wrist", "popliteal-sciatic", "erector-spinae",
          "common-extensor-prp")
NOTHING = INJECT + ("supraclavicular", "interscalene", "trigger-finger",
                    "nerve", "arm-vein")
ASPIRATE = ("knee-effusion", "bakers-cyst", "ganglion")

# When scripts begin to inject or draw, and when the user says so.
STARTS_S, SAID_S = 7.0, 6.8


def area(points):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in
                   zip(points, points[1:] + points[:1]))) / 2


def inside(points, x, y):
    odd = False
    for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1]):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            odd = not odd
    return odd


def border(points, x, y):
    """How far a place is from the border."""
    least = math.inf
    for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1]):
        length = (bx - ax) ** 2 + (by - ay) ** 2 or 1
        part = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length
        part = min(max(part, 0), 1)
        least = min(least, math.hypot(x - ax - part * (bx - ax),
                                      y - ay - part * (by - ay)))
    return least


def fill(shapes):
    """The places of a grid of 2 px that lie in any of the outlines."""
    filled = set()
    for points in shapes:
        for y in range(int(min(p[1] for p in points)) // 2 * 2,
                       int(max(p[1] for p in points)) + 1, 2):
            cuts = sorted(ax + (y - ay) * (bx - ax) / (by - ay)
                          for (ax, ay), (bx, by) in
                          zip(points, points[1:] + points[:1])
                          if (ay > y) != (by > y))
            for left, right in zip(cuts[::2], cuts[1::2]):
                filled.update((x, y) for x in
                              range(math.ceil(left / 2) * 2, int(right) + 1,
                                    2))
    return filled


def overlap(found, pools):
    """The area in both over that in either."""
    found, pools = fill([found]), fill(pools)
    return len(found & pools) / max(len(found | pools), 1)


def extent(nerve, pools):
    """Degrees around the nerve's middle in which fluid lies beside it, within
    one of its radii, however thin."""
    radius = math.sqrt(area(nerve) / math.pi)
    x0 = sum(p[0] for p in nerve) / len(nerve)
    y0 = sum(p[1] for p in nerve) / len(nerve)
    count = 0
    for i in range(72):
        angle = 2 * math.pi * (i + 0.5) / 72
        for k in range(40):
            far = radius * (k + 1) / 10
            x, y = x0 + far * math.cos(angle), y0 + far * math.sin(angle)
            off = border(nerve, x, y) * (-1 if inside(nerve, x, y) else 1)
            if off > radius:
                break
            if off > -0.3 * radius and any(inside(p, x, y) for p in pools):
                count += 1
                break
    return 5 * count


class Runs:
    def __init__(self, bevel, folder):
        self.bevel, self.folder = bevel, folder

    def film(self, scene, seed, seconds):
        clip = os.path.join(self.folder, "clip.mkv")
        subprocess.run([self.bevel, "simulate", scene, "-o", clip, "--seed",
                        str(seed), "--seconds", str(seconds)], check=True,
                       capture_output=True)
        with open(clip[:-4] + ".truth.jsonl", encoding="utf-8") as file:
            header, *truth = [json.loads(line) for line in file]
        return clip, header["mm_per_px"], truth

    def detect(self, clip, scale, *words):
        done = subprocess.run([self.bevel, "detect", clip, "--mm-per-px",
                               str(scale), *words], check=True, text=True,
                              capture_output=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def mark_nerve(self, truth):
        nerve = next((o["px"] for o in truth[0]["outlines"]
                      if "nerve" in o["name"]), None)
        if not nerve:
            return []
        path = os.path.join(self.folder, "marks.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"format": "bevel-marks", "version": 1, "marks": [
                {"id": 1, "role": "avoid", "kind": "nerve",
                 "outline_px": nerve}]}, file)
        return ["--marks", path]

    def inject(self, scene, seed):
        """Seen after so many s, area over truth, overlap, and extents, at the
        end."""
        clip, scale, truth = self.film(scene, seed, 12)
        lines = self.detect(clip, scale, "--inject", f"{SAID_S}..99",
                            *self.mark_nerve(truth))
        states = [(line["time_s"], line["spread"]["state"]) for line in lines
                  if "spread" in line]
        seen = next((t for t, state in states if state == "seen"), None)
        missed = any(state == "not_seen" for _, state in states)
        last = next((line for line in reversed(lines) if "spread" in line and
                     line["spread"]["outline_px"]), None)
        if not last:
            return seen, missed, None, None, None
        true = truth[last["frame"]]
        pools = [o["px"] for o in true["outlines"] if o["role"] == "pool"]
        nerve = [o["px"] for o in true["outlines"] if "nerve" in o["name"]]
        around = None
        if last["spread"]["extent_deg"] is not None and nerve:
            around = (last["spread"]["extent_deg"], extent(nerve[0], pools))
        return (seen, missed,
                last["spread"]["area_px2"] / sum(area(p) for p in pools),
                overlap(last["spread"]["outline_px"], pools), around)

    def nothing(self, scene, seed):
        """The states of a needle that stands, and injects nothing."""
        with open(os.path.join(os.path.dirname(__file__), "../../samples",
                               "scenes", scene + ".json"),
                  encoding="utf-8") as file:
            steps = json.load(file)["script"]["steps"]
        until = 4.21 if scene == "arm-vein" else 6.01
        steps = [{key: value for key, value in step.items()
                  if not key.endswith("_ml")} for step in steps
                 if step["time_s"] <= until]
        path = os.path.join(self.folder, "nothing.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"format": "bevel-scene", "version": 1,
                       "include": scene, "name": "Nothing shows", "script": {
                           "repeat_s": None, "steps": steps}}, file)
        said = steps[-1]["time_s"] + 0.2
        clip, scale, _ = self.film(path, seed, said + 2.4)
        lines = self.detect(clip, scale, "--inject", f"{said}..99")
        return [line["spread"]["state"] for line in lines if "spread" in line]

    def aspirate(self, scene, seed):
        """The error of each frame's area as a part, and how many are void."""
        clip, scale, truth = self.film(scene, seed, 12)
        frame = round(SAID_S * 30)
        name, true = next((o["name"], o["px"]) for o in
                          truth[frame]["outlines"] if o["role"] == "target")
        x = sum(p[0] for p in true) / len(true)
        y = sum(p[1] for p in true) / len(true)
        lines = self.detect(clip, scale, "--aspirate",
                            f"{x:.1f},{y:.1f},{SAID_S}..99")
        first, errors, changes, void = None, [], [], 0
        for line in lines:
            found = line.get("aspirate")
            now = next((area(o["px"]) for o in truth[line["frame"]]["outlines"]
                        if o["name"] == name), None)
            if not found or not now:
                continue
            if found["state"] != "followed":
                void += 1
                continue
            first = first or (found["area_px2"], now)
            errors.append(abs(found["area_px2"] / now - 1))
            changes.append(abs(found["area_px2"] / first[0] -
                               now / first[1]))
        return errors, changes, void


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("bevel")
    words.add_argument("--seeds", type=int, nargs="*", default=[805, 806])
    words.add_argument("--scenes", nargs="*")
    words = words.parse_args()
    good, said, overlaps = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        runs = Runs(words.bevel, folder)
        seeds = [(scene, seed) for seed in words.seeds for scene in
                 words.scenes or sorted({*INJECT, *NOTHING, *ASPIRATE})]
        for scene, seed in seeds:
            if scene in INJECT:
                seen, missed, part, both, around = runs.inject(scene, seed)
                good.append(not missed)
                if both is not None:
                    overlaps.append(both)
                print(f"injects {scene} {seed}: " +
                      ("not seen" if seen is None else
                       f"seen {seen - STARTS_S:.2f} s after it began, area "
                       f"{part:.2f} of the true one, overlap {both:.2f}") +
                      (", 'not seen' was said" if missed else "") +
                      (f", extent {around[0]:.0f} for {around[1]} deg"
                       if around else ""), flush=True)
            if scene in NOTHING:
                states = runs.nothing(scene, seed)
                said.append("not_seen" in states)
                print(f"nothing {scene} {seed}:",
                      "right" if "not_seen" in states else
                      "void" if "void" in states else "wrong", flush=True)
            if scene in ASPIRATE:
                errors, changes, void = runs.aspirate(scene, seed)
                print(f"aspirates {scene} {seed}: " +
                      (f"area off by {100 * statistics.median(errors):.1f} "
                       f"(at most {100 * max(errors):.1f}) %, its change by "
                       f"{100 * statistics.median(changes):.1f} (at most "
                       f"{100 * max(changes):.1f}) %, " if errors else "") +
                      f"{void} frames void", flush=True)
    print(f"'not seen' is said of {sum(said)} of {len(said)} injections of "
          f"which nothing shows, and of {good.count(False)} of {len(good)} "
          "good ones" +
          (f"; overlap, median {statistics.median(overlaps):.2f}"
           if overlaps else ""))


if __name__ == "__main__":
    main()
