#!/usr/bin/env python3
"""`bevel simulate --screen`: a scanner's screen around the picture, and truth
that says where the scan is and how large, at each frame.

usage: test_screen.py BEVEL
"""
import json
import os
import shutil
import subprocess
import tempfile

from cli import CHECKS, refuses, run, told

LAYOUTS = {"console": (1024, 768), "cart": (800, 600), "tablet": (1280, 720),
           "grabber": (720, 576)}


def film(folder, name, scene, *words):
    """A clip's path and the lines of its truth."""
    clip = os.path.join(folder, name + ".mkv")
    done = run("simulate", scene, "-o", clip, *words)
    CHECKS.check(done.returncode == 0 and done.stderr == "",
                 f"{name} is filmed", told("simulate", done))
    with open(clip[:-4] + ".truth.jsonl", encoding="utf-8") as file:
        return clip, [json.loads(line) for line in file]


def picture(clip, header, number):
    """One frame's bytes, rows from the top."""
    width, height = header["width_px"], header["height_px"]
    grey = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", clip, "-vf",
         f"select=eq(n\\,{number})", "-frames:v", "1", "-f", "rawvideo",
         "-pix_fmt", "gray", "-"], capture_output=True, check=True).stdout
    return [grey[y * width:(y + 1) * width] for y in range(height)]


def check_layout(folder, name, size):
    _, lines = film(folder, name, "nerve", "--screen", name, "--seconds",
                    "0.1")
    header, frame = lines[0], lines[1]
    left, top, right, bottom = frame["scan_area"]["box_px"]
    CHECKS.check((header["width_px"], header["height_px"]) == size and
                 header["screen"] == name,
                 f"{name} has its size and says what it is")
    CHECKS.check(8 < left < right < size[0] - 8 and
                 8 < top < bottom < size[1] - 8 and right - left > 300,
                 f"{name}'s scan lies inside its screen", [str(frame)])


def ticks(rows, column, top, bottom):
    """Rows of the ruler's ticks, long and short."""
    return [y for y in range(top - 1, bottom + 1) if rows[y][column] > 200]


def check_depth(folder):
    """An even seed turns the depth; the ruler in the picture agrees."""
    clip, (header, *frames) = film(folder, "depth", "nerve", "--screen",
                                   "grabber", "--seconds", "3", "--seed", "4")
    scales = [frame["mm_per_px"] for frame in frames]
    changes = [i for i in range(1, len(scales))
               if scales[i] != scales[i - 1]]
    CHECKS.check(len(changes) == 1 and 30 < changes[0] < 60 and
                 scales[-1] > 1.2 * scales[0],
                 "depth changes once, in mid-clip", [str(changes)])
    done = run("detect", clip, "--mm-per-px", str(scales[0]))
    told_scales = [json.loads(line)["mm_per_px"]
                   for line in done.stdout.splitlines()]
    CHECKS.check(told_scales[:changes[0]] == scales[:changes[0]] and
                 not any(told_scales[changes[0]:]),
                 "the user's scale is dropped there, and stays so",
                 [str(told_scales)])
    for number in (changes[0] - 1, changes[0]):
        area = frames[number]["scan_area"]
        rows = picture(clip, header, number)
        box = area["box_px"]
        found = ticks(rows, 646, 66, 526)
        expected = [area["face_middle_px"][1] + 5 * k / scales[number]
                    for k in range(20)]
        CHECKS.check(len(found) > 5 and
                     all(min(abs(y - e) for e in expected) < 1.5
                         for y in found),
                     f"the ruler of frame {number} has a tick each 5 mm",
                     [str(found), str(expected)])
        middle = [rows[y][(box[0] + box[2]) // 2]
                  for y in range(box[1], box[3])]
        CHECKS.check(sum(middle) / len(middle) > 15 and
                     max(rows[(box[1] + box[3]) // 2][box[2]:box[2] + 5]) < 20
                     and rows[(box[1] + box[3]) // 2][box[0] + 5] +
                     rows[(box[1] + box[3]) // 2][box[0] + 9] > 0,
                     f"the scan of frame {number} is where the truth says")


def far_from(segment, x, y):
    """Distance from a piece, px."""
    (x0, y0), (x1, y1) = segment
    dx, dy = x1 - x0, y1 - y0
    t = max(0, min(1, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)))
    return ((x - x0 - t * dx) ** 2 + (y - y0 - t * dy) ** 2) ** 0.5


def check_zoom(folder):
    """An odd seed zooms in and out; the needle is where the truth says."""
    words = ("--screen=console", "--seconds", "5", "--seed", "21")
    # a needle that rests drags no tissue along
    scene = os.path.join(folder, "still.json")
    with open(scene, "w", encoding="utf-8") as file:
        json.dump({"format": "bevel-scene", "version": 1,
                   "include": "knee-effusion", "script": {
                       "repeat_s": None, "vary_deg": None, "steps": [
                           {"time_s": 0, "angle_deg": 45, "length_mm": 20}]}},
                  file)
    clip, (header, *frames) = film(folder, "zoom", scene, *words)
    bare, _ = film(folder, "bare", scene, "--no-needle", *words)
    scales = [frame["mm_per_px"] for frame in frames]
    zoomed = [i for i, scale in enumerate(scales) if scale < 0.95 * scales[0]]
    CHECKS.check(30 < len(zoomed) < 60 and scales[0] == scales[-1] and
                 zoomed == list(range(zoomed[0], zoomed[-1] + 1)),
                 "it zooms in and out again", [str(zoomed)])
    number = zoomed[-1]
    frame = frames[number]
    rows, without = (picture(path, header, number) for path in (clip, bare))
    bright = [(x, y) for y in range(84, 724) for x in range(172, 852)
              if rows[y][x] > without[y][x] + 40]
    near = [place for place in bright
            if far_from(frame["shaft_px"], *place) < 9]
    CHECKS.check(len(bright) > 200 and len(near) > 0.9 * len(bright),
                 "what the needle adds lies on the true shaft",
                 [f"{len(near)} of {len(bright)}"])
    CHECKS.check(frame["needle_px"] is None or
                 172 <= frame["tip_px"][0] <= 852,
                 "a tip in the truth lies in the picture")
    (x0, y0), (x1, y1) = frame["shaft_px"]
    CHECKS.check(all(171 <= x <= 852 for x in (x0, x1)) and
                 all(83 <= y <= 724 for y in (y0, y1)),
                 "the visible shaft ends at the picture's edge")


def check_sector(folder):
    _, (header, frame, *_) = film(folder, "hip", "hip", "--screen", "tablet",
                                  "--seconds", "0.1")
    area = frame["scan_area"]
    CHECKS.check(area["shape"] == "sector" and
                 area["apex_px"][1] < area["face_middle_px"][1] and
                 abs(area["face_middle_px"][1] - area["apex_px"][1] -
                     area["face_radius_px"]) < 1 and
                 header["scan_area"] == area,
                 "a sector's apex and face are the screen's", [str(area)])


def check_words(folder):
    """The layout may be left out, and comes before the scene as well."""
    clip = os.path.join(folder, "any.mkv")
    for words in (("nerve", "--screen"), ("--screen", "nerve"),
                  ("--screen", "any", "nerve"), ("nerve", "--screen=any")):
        done = run("simulate", *words, "-o", clip, "--seconds", "0.04",
                   "--seed", "3")
        with open(clip, "rb") as file:
            kept = file.read()
        if words == ("nerve", "--screen"):
            first = kept
        CHECKS.check(done.returncode == 0 and kept == first,
                     "one by the seed: " + " ".join(words),
                     told("simulate", done))
    refuses("a layout that there is not", 2, "simulate", "nerve", "-o", clip,
            "--screen=telly", says="telly")


def check_random(folder):
    """Pictures of a set, each in a screen of its own."""
    sets = []
    for threads in ("1", "2"):
        home = os.path.join(folder, "set" + threads)
        done = run("simulate", "--random", "-n", "12", "-o", home, "--screen",
                   "--threads", threads)
        CHECKS.check(done.returncode == 0, "a set in screens is made",
                     told("random", done))
        sets.append({name: open(os.path.join(home, name), "rb").read()
                     for name in sorted(os.listdir(home))})
    CHECKS.check(sets[0] == sets[1], "with the same bytes from two threads")
    lines = [json.loads(line) for line in
             sets[0]["labels.jsonl"].decode().splitlines()][1:]
    CHECKS.check(all(LAYOUTS[line["screen"]] ==
                     (line["width_px"], line["height_px"]) for line in lines)
                 and len({line["screen"] for line in lines}) > 1,
                 "labels say which screen and its size")
    refuses("another kind of set in the same folder", 1, "simulate",
            "--random", "-n", "2", "-o", home, says="another folder")


with tempfile.TemporaryDirectory() as home:
    for layout, size_px in LAYOUTS.items():
        check_layout(home, layout, size_px)
    check_sector(home)
    check_words(home)
    if shutil.which("ffmpeg"):
        check_depth(home)
        check_zoom(home)
    else:
        CHECKS.skip("depth and zoom in the picture", "ffmpeg is missing")
    check_random(home)
raise SystemExit(CHECKS.end())
