#!/usr/bin/env python3
"""`bevel scale`: the scale of a scanner's screen, read off what is drawn on
it; what does not agree is not proposed.

usage: test_scale.py BEVEL
"""
import json
import os
import tempfile

from cli import CHECKS, refuses, run, told

REAL = os.environ.get("BEVEL_REAL_DIR")


def read(*words):
    """What it printed, a line each."""
    done = run("scale", *words)
    CHECKS.check(done.returncode == 0 and done.stderr == "", "scale reads",
                 told("scale", done))
    return [json.loads(line) for line in done.stdout.splitlines()]


def may_read(folder):
    """Whether texts can be read here."""
    clip = os.path.join(folder, "cart.mkv")
    run("simulate", "nerve", "-o", clip, "--screen", "cart", "--seconds",
        "0.1")
    line, = read(clip)
    return "Tesseract" not in line["why"]


def near(value, true, part):
    return value is not None and abs(value / true - 1) <= part


def check_simulated(folder, layout):
    """Before and after the depth changes in mid-clip."""
    clip = os.path.join(folder, layout + ".mkv")
    run("simulate", "nerve", "-o", clip, "--screen", layout, "--seconds", "2",
        "--seed", "4")
    with open(clip[:-4] + ".truth.jsonl", encoding="utf-8") as file:
        header, *truth = [json.loads(line) for line in file]
    picture = os.path.join(folder, layout + ".png")
    lines = read(clip, "--every", "1.5", "-o", picture)
    CHECKS.check(len(lines) == 2 and os.path.getsize(picture) > 10000,
                 f"{layout}: two screens are read, one is drawn")
    scales = []
    for line in lines:
        true = truth[line["frame"]]
        scales.append(true["mm_per_px"])
        CHECKS.check(near(line["mm_per_px"], true["mm_per_px"], 0.01),
                     f"{layout}, {line['time_s']:.1f} s: the scale is right",
                     [str(line), str(true["mm_per_px"])])
        CHECKS.check(
            all(abs(a - b) <= 0.01 * header["width_px"] for a, b in
                zip(line["scan_px"], true.get("scan_area",
                                              header["scan_area"])["box_px"])),
            f"{layout}, {line['time_s']:.1f} s: the scan is found",
            [str(line), str(true)])
    CHECKS.check(scales[0] != scales[1], f"{layout}: the depth did change")


def changes(truth):
    """The frames at which the true scale is another one."""
    return [after["frame"] for before, after in zip(truth, truth[1:])
            if before["mm_per_px"] != after["mm_per_px"]]


def check_followed(folder, layout):
    """`--scale read`, over a change of depth, and in a recording."""
    clip = os.path.join(folder, layout + ".mkv")
    kept = os.path.join(folder, layout + "-kept.mkv")
    with open(clip[:-4] + ".truth.jsonl", encoding="utf-8") as file:
        truth = [json.loads(line) for line in file][1:]
    done = run("detect", clip, "--scale", "read")
    seen = [json.loads(line) for line in done.stdout.splitlines()]
    CHECKS.check(done.returncode == 0 and done.stderr == "" and
                 len(seen) == len(truth), f"{layout}: detect --scale read",
                 told("detect", done))
    change, = changes(truth)
    wrong = [line["frame"] for line, true in zip(seen, truth)
             if not near(line["mm_per_px"], true["mm_per_px"], 0.01)]
    CHECKS.check(set(wrong) <= set(range(change, change + 3)) and
                 {line["scale_from"] for line in seen} <= {"read", None},
                 f"{layout}: right in all frames but three after the change",
                 [str(change), str(wrong)])
    done = run("record", clip, "-o", kept, "--scale", "read")
    CHECKS.check(done.returncode == 0 and "off the screen (read), found 2" in
                 done.stdout, f"{layout}: record --scale read",
                 told("record", done))
    again = [json.loads(line) for line in run("detect", kept).stdout
             .splitlines()]
    CHECKS.check(len(again) == len(seen) and
                 all(a["mm_per_px"] == b["mm_per_px"] and
                     a["scale_from"] == "read" for a, b in zip(again, seen)
                     if b["mm_per_px"] is not None),
                 f"{layout}: the recording has the same millimetres")


def check_missed(folder):
    """Where there is no scale to be had it is said, and there are no mm."""
    clip = os.path.join(folder, "bare.mkv")
    env = dict(os.environ, XDG_CONFIG_HOME=folder)
    for how, says in (("read", "no ruler"), ("preset", "no preset is of")):
        done = run("detect", clip, "--scale", how, env=env)
        CHECKS.check(done.returncode == 0 and says in done.stderr and
                     '"mm_per_px":null,"scale_from":null' in done.stdout,
                     f"detect --scale {how} of a bare picture",
                     told("detect", done))
    refuses("two scales", 2, "detect", clip, "--scale", "read", "--mm-per-px",
            "0.1", says="two scales")
    refuses("another word", 2, "detect", clip, "--scale=guess", says="read or preset")


def check_real():
    """Whole screens of real scanners, with their labels."""
    phantom = os.path.join(REAL, "needle", "biopsy-phantom")
    for name in ("30.png", "45.png", "69.png"):
        line, = read(os.path.join(phantom, name))
        CHECKS.check(near(line["mm_per_px"], 0.0593, 0.02),
                     f"biopsy-phantom/{name}: 0.0593 mm/px", [str(line)])
        CHECKS.check(all(abs(a - b) <= 0.01 * side for a, b, side in
                         zip(line["scan_px"], (366, 110, 1016, 704),
                             (1280, 960, 1280, 960))),
                     f"biopsy-phantom/{name}: the scan is found", [str(line)])
    cine = os.path.join(REAL, "clean", "muscle-cine")
    for name in sorted(os.listdir(cine)):
        line, = read(os.path.join(cine, name))
        CHECKS.check(near(line["mm_per_px"], 1 / 11.35, 0.01),
                     f"muscle-cine/{name}: 11.35 px/mm", [str(line)])
        CHECKS.check(all(abs(a - b) <= 0.01 * side for a, b, side in
                         zip(line["scan_px"], (210, 43, 936, 620),
                             (1148, 624, 1148, 624))),
                     f"muscle-cine/{name}: the scan is found", [str(line)])


def check_bare(folder):
    """A picture without a screen around it."""
    clip = os.path.join(folder, "bare.mkv")
    run("simulate", "nerve", "-o", clip, "--seconds", "0.1")
    line, = read(clip)
    CHECKS.check(line["mm_per_px"] is None and line["ruler"] is None and
                 "no ruler" in line["why"], "a bare picture has no ruler",
                 [str(line)])


def check_words(folder):
    refuses("no source", 2, "scale", says="name a source")
    refuses("a picture of two sources", 2, "scale", "a", "b", "-o", "c.png",
            says="one source")
    refuses("another picture", 2, "scale", "a", "-o", "c.jpg", says="FILE.png")
    refuses("a missing file", 1, "scale", os.path.join(folder, "none.png"),
            says="Cannot open")


def check_screens(folder):
    for layout in ("console", "grabber"):
        check_simulated(folder, layout)
    check_followed(folder, "grabber")
    if REAL:
        check_real()
    else:
        CHECKS.skip("screens of real scanners", "BEVEL_REAL_DIR is not set")


with tempfile.TemporaryDirectory() as home:
    check_words(home)
    check_bare(home)
    check_missed(home)
    if may_read(home):
        check_screens(home)
    else:
        CHECKS.skip("scales of screens", "Tesseract or its data are missing")
raise SystemExit(CHECKS.end())
