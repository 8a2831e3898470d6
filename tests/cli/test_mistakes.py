#!/usr/bin/env python3
"""The scripts of learners' mistakes: the truth of each says the mistake.

usage: test_mistakes.py BEVEL
"""
import json
import math
import os
import tempfile

from cli import CHECKS, run, told


def film(folder, mistake, seconds, *options):
    """The truth of a mistake's first seconds, a line a frame."""
    clip = os.path.join(folder, mistake + ".mkv")
    done = run("simulate", "mistake-" + mistake, "-o", clip, "--seconds",
               str(seconds), *options)
    CHECKS.check(done.returncode == 0, f"mistake-{mistake} is filmed",
                 told("simulate", done))
    with open(clip[:-4] + ".truth.jsonl", encoding="utf-8") as file:
        return [json.loads(line) for line in file][1:]


def between(frames, start_s, end_s):
    return [line for line in frames if start_s <= line["time_s"] <= end_s]


def length_mm(line):
    """Of needle in the picture, seen or not."""
    (x0, y0), (x1, y1) = line["needle_px"]
    return math.hypot(x1 - x0, y1 - y0) * line["mm_per_px"]


def unseen(folder):
    frames = film(folder, "unseen", 8.5)
    going_in = between(frames, 3, 7)
    CHECKS.check(all(line["visible_mm"] == 0 and not line["tip_visible"] and
                     line["state"] == "none" and line["needle"]
                     for line in going_in),
                 "nothing of the needle shows while it goes in")
    CHECKS.check(length_mm(going_in[-1]) - length_mm(going_in[0]) > 15,
                 "it goes in by 16 mm all the while")
    CHECKS.check(min(line["distance_mm"] for line in going_in) < 1 and
                 going_in[-1]["distance_mm"] > 1.5,
                 "it passes the target unseen")
    CHECKS.check(frames[-1]["tip_visible"] and frames[-1]["visible_mm"] > 20,
                 "it is found again, too deep", [str(frames[-1])[:300]])


def lost_plane(folder):
    frames = film(folder, "lost-plane", 10)
    CHECKS.check(all(line["tip_visible"] for line in between(frames, 1, 2.5)),
                 "the needle is in plane at first")
    lost = between(frames, 3.5, 6.5)
    CHECKS.check(all(line["state"] == "none" for line in lost),
                 "the plane is lost")
    # its length in the picture shrinks with the turn, and never grows
    still = between(frames, 2.6, 9)
    CHECKS.check(max(map(length_mm, still)) - min(map(length_mm, still)) < 1.2,
                 "the needle is held still meanwhile")
    CHECKS.check(frames[-1]["state"] == "tip_seen", "it is found again")


def probe_motion(folder):
    frames = film(folder, "probe-motion", 8.5)
    entry_mm = [line["needle_px"][0][0] * line["mm_per_px"]
                for line in between(frames, 3, 8)]
    still_mm = [line["needle_px"][0][0] * line["mm_per_px"]
                for line in between(frames, 0, 2.9)]
    CHECKS.check(max(entry_mm) - min(entry_mm) > 6,
                 "the skin slides by 7 mm under the probe")
    CHECKS.check(max(still_mm) - min(still_mm) < 0.6,
                 "which it did not do before")
    angles = [line["angle_deg"] for line in between(frames, 3, 8)]
    CHECKS.check(max(angles) - min(angles) > 5,
                 "the straight shaft turns in the picture as the probe rocks")


def passes(folder):
    frames = film(folder, "passes", 14.5)
    lengths = [length_mm(line) for line in frames]
    # a pass: in beyond 15 mm after having been drawn back under 8 mm
    count, back = 0, True
    for length in lengths:
        if back and length > 15:
            count, back = count + 1, False
        back = back or length < 8
    CHECKS.check(count == 3, "there are three passes", [str(count)])
    nearest = [min(line["distance_mm"] for line in between(frames, *when))
               for when in ((0, 4), (5, 9.5), (11, 14.5))]
    CHECKS.check(nearest[2] < 1.5 < nearest[1] < nearest[0],
                 "each comes nearer, the third arrives", [str(nearest)])
    first, second = frames[90], frames[258]
    CHECKS.check(first["miss_mm"] * second["miss_mm"] < 0,
                 "the first passes on one side, the second on the other",
                 [str((first["miss_mm"], second["miss_mm"]))])


def shaft_for_tip(folder):
    # a seed whose shaft ends so that its end was once taken for the tip
    frames = film(folder, "shaft-for-tip", 8, "--seed", "601")
    late = between(frames, 4.5, 8)
    CHECKS.check(all(line["state"] == "shaft_only" and
                     not line["tip_visible"] for line in late),
                 "the shaft shows and the tip does not")
    gaps = [math.dist(line["shaft_px"][1], line["tip_px"]) *
            line["mm_per_px"] for line in between(frames, 5.5, 8)]
    CHECKS.check(min(gaps) > 4, "what ends is 4 mm or more short of the tip",
                 [str(min(gaps))])
    CHECKS.check(late[-1]["out_of_plane_mm"] > 2,
                 "the tip lies on the far side of the plane")
    seen = run("detect", os.path.join(folder, "shaft-for-tip.mkv"))
    said = [json.loads(line)["state"] for line in seen.stdout.splitlines()]
    CHECKS.check(len(said) == len(frames), "all of it is looked at",
                 told("detect", seen))
    said = said[-len(late):]
    CHECKS.check(said.count("shaft_only") > 0.9 * len(late),
                 "the shaft is drawn all the while", [str(said)])
    CHECKS.check(said.count("tip_seen") <= 0.05 * len(late),
                 "its end is not said to be a tip", [str(said)])


with tempfile.TemporaryDirectory() as home:
    unseen(home)
    lost_plane(home)
    probe_motion(home)
    passes(home)
    shaft_for_tip(home)
raise SystemExit(CHECKS.end())
