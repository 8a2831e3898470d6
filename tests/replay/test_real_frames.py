#!/usr/bin/env python3
"""`bevel detect` on real frames (BEVEL_REAL_DIR; docs/real-frames.md).

usage: test_real_frames.py BEVEL

The handheld clip must be found and its brighter false line let be; what the
stills give is printed, since this version does not promise it.
"""
import csv
import glob
import json
import math
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lint"))
import tap  # noqa: E402

DRAWN = ("shaft_only", "tip_seen", "tip_predicted", "crossing")
REAL = os.environ.get("BEVEL_REAL_DIR", "")
CHECKS = tap.Tap()


def detect(*words):
    done = subprocess.run([sys.argv[1], "detect", *words], text=True,
                          capture_output=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise SystemExit(f"detect {words[0]}: {done.stderr.strip()[-300:]}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def labels(folder):
    """Rows of labels.csv with numbers as numbers."""
    with open(os.path.join(REAL, folder, "labels.csv"),
              encoding="utf-8") as file:
        return [{key: float(value) if key.endswith("_px") else value
                 for key, value in row.items()} for row in csv.DictReader(file)]


def on_line(label, shaft, width_px):
    """Within 3 degrees and 2 % of the width, over half of the label."""
    if not shaft:
        return False
    a = (label["entry_x_px"], label["entry_y_px"])
    b = (label["tip_x_px"], label["tip_y_px"])
    length = math.dist(a, b)
    ux, uy = (b[0] - a[0]) / length, (b[1] - a[1]) / length
    along = sorted((x - a[0]) * ux + (y - a[1]) * uy for x, y in shaft)
    beside = max(abs((x - a[0]) * uy - (y - a[1]) * ux) for x, y in shaft)
    (cx, cy), (dx, dy) = shaft
    turn = math.degrees(math.atan2(uy, ux) - math.atan2(dy - cy, dx - cx))
    overlap = min(along[1], length) - max(along[0], 0)
    return (abs((turn + 90) % 180 - 90) <= 3 and beside <= 0.02 * width_px and
            overlap >= 0.5 * length)


def has(*path):
    """Whether a part of the folder is there; the check is skipped if not."""
    whole = os.path.join(REAL, *path)
    if os.path.exists(whole):
        return True
    CHECKS.skip("/".join(path), "not in BEVEL_REAL_DIR")
    return False


def check_handheld():
    folder = "needle/handheld-tissue"
    if not has(folder, "clip.mp4") or not has(folder, "labels.csv"):
        return
    frames = {f["frame"]: f for f in detect(f"{REAL}/{folder}/clip.mp4")}
    CHECKS.check(len(frames) == 448, "every frame of the handheld clip",
                 [f"{len(frames)} of 448"])
    rows = labels(folder)
    drawn = [(row, frames[int(row["frame"])]) for row in rows
             if frames[int(row["frame"])]["state"] in DRAWN]
    found = sum(on_line(row, frame["shaft_px"], 1080) for row, frame in drawn)
    why = [f"{found} of {len(rows)} found, {len(drawn) - found} wrong"]
    print("# figure: handheld clip:", why[0])
    CHECKS.check(found >= 9, "the needle on 9 labelled frames of 12", why)
    CHECKS.check(len(drawn) - found <= 1, "the brighter line let be", why)


def check_muscle_clips():
    """Reported: moving fascicles, and no needle."""
    for path in sorted(glob.glob(f"{REAL}/clean/muscle-cine/*.mp4")):
        frames = detect(path)
        drawn = sum(frame["state"] in DRAWN for frame in frames)
        print(f"# figure: {os.path.basename(path)}, no needle in it: drawn on "
              f"{drawn} of {len(frames)} frames")
        CHECKS.check(all(frame["time_s"] >= 0 for frame in frames) and frames,
                     f"{os.path.basename(path)} is read to its end")


def check_stills():
    """Reported: found, and claims where there is no needle."""
    folder = "needle/biopsy-phantom"
    if has(folder, "labels.csv"):
        rows = labels(folder)
        frames = detect("--stills", *(f"{REAL}/{folder}/{row['image']}"
                                      for row in rows))
        found = sum(frame["confidence"] >= 0.5 and
                    on_line(row, frame["shaft_px"], 1280)
                    for row, frame in zip(rows, frames))
        print(f"# figure: biopsy stills: {found} of {len(rows)} found")
    for name, pattern in (("nerve", "clean/regional-anaesthesia/images/*.png"),
                          ("muscle", "clean/muscle/S*/*.png")):
        paths = sorted(glob.glob(f"{REAL}/{pattern}"))
        if not paths:
            CHECKS.skip(f"{name} stills", "not in BEVEL_REAL_DIR")
            continue
        frames = detect("--stills", *paths)
        claims = sum(frame["state"] in DRAWN or frame["confidence"] >= 0.5
                     for frame in frames)
        print(f"# figure: {name} stills, no needle in them: {claims} of "
              f"{len(paths)} claimed")
        CHECKS.check(len(frames) == len(paths) and
                     not any(frame["state"] in DRAWN for frame in frames),
                     f"{name} stills are only ever candidates")


def main():
    if not os.path.isdir(REAL):
        return tap.skip_all("BEVEL_REAL_DIR names no folder of real frames; "
                            "docs/real-frames.md says where to get them")
    check_handheld()
    check_muscle_clips()
    check_stills()
    return CHECKS.end()


if __name__ == "__main__":
    sys.exit(main())
