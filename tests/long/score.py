#!/usr/bin/env python3
"""Scores `bevel detect` on simulated clips against their truth, over seeds.

usage: score.py BEVEL [--seeds N] [--seconds S] [--free-seconds S] [--limits]
                [--scene NAME] [--free-scene NAME]

Prints, for the scene with a needle: the share of frames with at least 8 mm of
visible shaft on which the drawn shaft lies within 3 mm and 3 degrees; for the
needle-free scene: the frames on which anything was drawn. All of it is
simulated. With --limits the exit code is 1 where the figures of
docs/testing.md are not reached.
"""
import argparse
import concurrent.futures
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile

DRAWN = ("shaft_only", "tip_seen", "tip_predicted", "crossing")
VISIBLE_MM, BESIDE_MM, TURN_DEG = 8.0, 3.0, 3.0


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}: "
                         f"{done.stderr.strip()[-400:]}")
    return done.stdout


def lines(text):
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def film(bevel, scene, seed, seconds, folder):
    """One clip of a seed. @return Its truth and what was detected."""
    clip = os.path.join(folder, f"{os.path.basename(scene)}-{seed}.mkv")
    run(bevel, "simulate", scene, "-o", clip, "--seed", str(seed),
        "--seconds", str(seconds))
    truth_path = clip[:-4] + ".truth.jsonl"
    with open(truth_path, encoding="utf-8") as file:
        header, *truth = lines(file.read())
    scale = next((row["mm_per_px"] for row in [header, *truth]
                  if row.get("mm_per_px")), None)
    scale_words = ["--mm-per-px", str(scale)] if scale else []
    found = lines(run(bevel, "detect", clip, *scale_words))
    os.unlink(clip)
    os.unlink(truth_path)
    if len(found) != len(truth):
        raise SystemExit(f"{scene} seed {seed}: {len(found)} frames seen, "
                         f"{len(truth)} in the truth")
    return scale, truth, found


def right(scale, truth, found):
    """The drawn shaft lies on the true one."""
    if found["state"] not in DRAWN or not found["shaft_px"]:
        return False
    a, b = truth["shaft_px"]
    c, d = found["shaft_px"]
    length = math.dist(a, b)
    if length == 0:
        return False
    ux, uy = (b[0] - a[0]) / length, (b[1] - a[1]) / length
    turn = math.degrees(math.atan2(b[1] - a[1], b[0] - a[0]) -
                        math.atan2(d[1] - c[1], d[0] - c[0]))
    beside = max(abs((p[0] - a[0]) * uy - (p[1] - a[1]) * ux) for p in (c, d))
    return (abs((turn + 90) % 180 - 90) <= TURN_DEG and
            beside * scale <= BESIDE_MM)


def score_needle(bevel, scene, seed, seconds, folder):
    scale, truth, found = film(bevel, scene, seed, seconds, folder)
    pairs = [(t, f) for t, f in zip(truth, found)
             if t["needle"] and t["visible_mm"] >= VISIBLE_MM]
    hits = sum(right(scale, t, f) for t, f in pairs)
    wrong = sum(f["state"] in DRAWN and bool(f["shaft_px"]) and
                not right(scale, t, f) for t, f in zip(truth, found)
                if t["needle"] and t["shaft_px"])
    tips = [math.dist(t["tip_px"], f["tip_px"]) * scale for t, f in pairs
            if f["state"] == "tip_seen" and t["tip_visible"] and t["tip_px"]]
    early = sum(f["state"] in DRAWN for t, f in zip(truth, found)
                if not t["needle"] or t["visible_mm"] == 0)
    return {"seed": seed, "frames": len(truth), "visible": len(pairs),
            "hits": hits, "wrong": wrong, "unseen_drawn": early, "tips": tips}


def score_free(bevel, scene, seed, seconds, folder):
    _, truth, found = film(bevel, scene, seed, seconds, folder)
    if any(row["needle"] for row in truth):
        raise SystemExit(f"{scene} has a needle")
    return {"seed": seed, "frames": len(truth),
            "drawn": sum(f["state"] in DRAWN for f in found)}


def over_seeds(score, options, scene, seconds, folder):
    """Two clips at a time: each keeps about one core busy."""
    seeds = range(1, options.seeds + 1)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for row in pool.map(lambda seed: score(options.bevel, scene, seed,
                                               seconds, folder), seeds):
            print(f"  {scene}: " + ", ".join(
                f"{key} {value}" for key, value in row.items()
                if key != "tips"), flush=True)
            yield row


def percentile(values, share):
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def read_words():
    parser = argparse.ArgumentParser(
        description="Score bevel detect on simulated clips.")
    parser.add_argument("bevel")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--free-seconds", type=float, default=20)
    parser.add_argument("--scene", default="nerve")
    parser.add_argument("--free-scene", default="calf")
    parser.add_argument("--limits", action="store_true")
    return parser.parse_args()


def main():
    options = read_words()
    with tempfile.TemporaryDirectory() as folder:
        rows = list(over_seeds(score_needle, options, options.scene,
                               options.seconds, folder))
        free = list(over_seeds(score_free, options, options.free_scene,
                               options.free_seconds, folder))
    visible = sum(row["visible"] for row in rows)
    rate = sum(row["hits"] for row in rows) / visible if visible else 0
    worst = min(row["hits"] / max(row["visible"], 1) for row in rows)
    tips = [tip for row in rows for tip in row["tips"]]
    drawn = sum(row["drawn"] for row in free)
    print(f"simulated, {options.scene}, {len(rows)} seeds: shaft within "
          f"{BESIDE_MM:g} mm and {TURN_DEG:g} degrees on {rate:.1%} of "
          f"{visible} frames with {VISIBLE_MM:g} mm visible "
          f"(worst seed {worst:.1%}); drawn elsewhere on "
          f"{sum(row['wrong'] for row in rows)} frames, drawn with nothing "
          f"visible on {sum(row['unseen_drawn'] for row in rows)}")
    if tips:
        print(f"simulated, tip seen and visible on {len(tips)} frames: error "
              f"median {statistics.median(tips):.2f} mm, "
              f"p95 {percentile(tips, 0.95):.2f} mm")
    print(f"simulated, {options.free_scene}, {len(free)} seeds: drawn on "
          f"{drawn} of {sum(row['frames'] for row in free)} frames")
    return 1 if options.limits and (rate < 0.9 or drawn > 0) else 0


if __name__ == "__main__":
    sys.exit(main())
