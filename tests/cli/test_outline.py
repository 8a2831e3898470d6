#!/usr/bin/env python3
"""`bevel outline`: one click in fluid or in a vessel, in pictures and clips;
in real pictures where BEVEL_REAL_DIR is. `bevel detect --inject` and
`--aspirate`: where fluid goes, and how much of it shows.

usage: test_outline.py BEVEL
"""
import json
import os
import tempfile

from cli import CHECKS, refuses, run, told

REAL = os.environ.get("BEVEL_REAL_DIR", "")

# Clicks in real vessels, and in nerves and muscle beside them (px).
VESSELS = (("0021.png", 210, 188), ("0010.png", 309, 155),
           ("0058.png", 405, 345), ("0099.png", 274, 169))
SOLID = (("0021.png", 394, 198), ("0099.png", 371, 96), ("0058.png", 414, 234),
         ("0010.png", 289, 30))


def propose(*words):
    done = run("outline", *words)
    CHECKS.check(done.returncode == 0 and done.stderr == "", "outline answers",
                 told("outline", done))
    return json.loads(done.stdout)


def area(points):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in
                   zip(points, points[1:] + points[:1]))) / 2


def middle(points):
    return [sum(p[i] for p in points) / len(points) for i in (0, 1)]


def check_artery(folder):
    """Its outline, its area in mm, and that it pulsates."""
    clip = os.path.join(folder, "arm.mkv")
    run("simulate", "arm-vein", "-o", clip, "--seconds", "2.2", "--no-needle")
    with open(clip[:-4] + ".truth.jsonl", encoding="utf-8") as file:
        header, *truth = [json.loads(line) for line in file]
    scale = header["mm_per_px"]
    true = next(o["px"] for o in truth[5]["outlines"] if o["name"] == "artery")
    x, y = middle(true)
    picture = os.path.join(folder, "arm.png")
    found = propose(clip, "--at", f"{x:.1f},{y:.1f}", "--frame", "5",
                    "--mm-per-px", str(scale), "-o", picture)
    outline = found["outline_px"]
    CHECKS.check(
        found["frame"] == 5 and outline and
        abs(area(outline) / area(true) - 1) < 0.25 and
        max(abs(a - b) for a, b in zip(middle(outline), (x, y))) < 4,
        "the artery is outlined", [str(found)])
    CHECKS.check(abs(found["area_mm2"] - area(outline) * scale ** 2) <
                 0.02 * found["area_mm2"] + 0.1, "its area is in mm",
                 [str(found["area_mm2"])])
    CHECKS.check(found["kind"] == "artery-like" and
                 "pulsates" in found["kind_why"],
                 "what pulsates is artery-like, with the reason",
                 [str(found["kind_why"])])
    CHECKS.check(os.path.getsize(picture) > 10000, "a picture is drawn")
    one = propose(clip, "--at", f"{x:.1f},{y:.1f}", "--frame", "60")
    CHECKS.check(one["area_mm2"] is None and one["kind"] == "fluid" and
                 "less than a second" in one["kind_why"],
                 "without a scale there are no mm, and a short piece says "
                 "nothing of a pulse", [str(one)])
    none = propose(clip, "--at", "320,20")
    CHECKS.check(none["outline_px"] is None and none["kind"] is None and
                 none["why"], "in solid tissue there is a reason instead",
                 [str(none)])
    refuses("a frame after the last", 1, "outline", clip, "--at", "9,9",
            "--frame", "999", says="no frame 999")
    refuses("a click beside the picture", 1, "outline", clip, "--at",
            "9999,9", says="outside the picture")
    refuses("the source as output", 2, "outline", clip, "--at", "9,9", "-o",
            clip, says=".png")


def check_vein(folder):
    """Pressed on, and let go."""
    scene = os.path.join(folder, "pressed.json")
    with open(scene, "w", encoding="utf-8") as file:
        json.dump({"format": "bevel-scene", "version": 1,
                   "include": "arm-vein", "name": "Pressed vein", "script": {
                       "repeat_s": None, "steps": [
                           {"time_s": 0, "length_mm": 0, "press_mm": 0},
                           {"time_s": 0.3, "press_mm": 0},
                           {"time_s": 1.3, "press_mm": 2.5}]}}, file)
    clip = os.path.join(folder, "pressed.mkv")
    run("simulate", scene, "-o", clip, "--seconds", "1.6", "--no-needle")
    found = propose(clip, "--at", "313,169")
    CHECKS.check(found["kind"] == "vein-like" and
                 "under pressure" in found["kind_why"],
                 "what collapses is vein-like, with the reason",
                 [str(found["kind_why"])])


def syringe(clip, scale, key, *words):
    """What detect says of fluid, a line each that says any."""
    done = run("detect", clip, "--mm-per-px", str(scale), *words)
    CHECKS.check(done.returncode == 0, "detect answers", told("detect", done))
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return lines, [line[key] for line in lines if key in line]


def film(folder, name, include, steps, seconds):
    """A needle that is in place from the start. @return clip, truth, scale."""
    scene = os.path.join(folder, name + ".json")
    with open(scene, "w", encoding="utf-8") as file:
        json.dump({"format": "bevel-scene", "version": 1, "include": include,
                   "name": name,
                   "script": {"repeat_s": None, "steps": steps}}, file)
    clip = scene[:-5] + ".mkv"
    run("simulate", scene, "-o", clip, "--seconds", str(seconds))
    with open(clip[:-4] + ".truth.jsonl", encoding="utf-8") as file:
        header, *truth = [json.loads(line) for line in file]
    return clip, truth, header["mm_per_px"]


def check_spread(folder):
    clip, truth, scale = film(
        folder, "inject", "femoral",
        [{"time_s": 0, "angle_deg": 41, "length_mm": 14, "inject_ml": 0},
         {"time_s": 1, "length_mm": 20.6}, {"time_s": 1.6, "inject_ml": 0},
         {"time_s": 3, "inject_ml": 0.5}], 3)
    lines, said = syringe(clip, scale, "spread", "--inject", "1.4..2.8")
    CHECKS.check(said and "spread" not in lines[0] and
                 "spread" not in lines[-1] and said[0]["state"] == "watching",
                 "spread is watched while it is declared, and not before or "
                 "after", [str(said[:1])])
    pools = [o["px"] for o in truth[83]["outlines"] if o["role"] == "pool"]
    true = sum(area(p) for p in pools)
    CHECKS.check(said and said[-1]["state"] == "seen" and
                 said[-1]["outline_px"] and said[-1]["echo"] == "poor" and
                 0.5 < said[-1]["area_px2"] / true < 1.6,
                 "injected fluid is seen, dark, with its area",
                 [str(said[-1:]), f"true area {true}"])
    _, said = syringe(clip, scale, "spread", "--inject", "0..0.8",
                      "--dead-time", "0.6")
    CHECKS.check(said and all(s["state"] == "watching" if s["since_s"] < 0.6
                              else s["state"] == "not_seen" for s in said) and
                 said[-1]["state"] == "not_seen",
                 "before it is injected none is seen, and said after the dead "
                 "time", [str(said[-1:])])


def check_aspiration(folder):
    clip, truth, scale = film(
        folder, "draw", "knee-effusion",
        [{"time_s": 0, "angle_deg": 41, "length_mm": 24, "aspirate_ml": 0},
         {"time_s": 0.4, "aspirate_ml": 0}, {"time_s": 2, "aspirate_ml": 1}],
        2)
    effusion = [next(area(o["px"]) for o in line["outlines"]
                     if o["role"] == "target") for line in truth]
    x, y = middle(next(o["px"] for o in truth[0]["outlines"]
                       if o["role"] == "target"))
    _, said = syringe(clip, scale, "aspirate", "--aspirate",
                      f"{x:.1f},{y:.1f},0.2..9")
    change = said[-1]["area_px2"] / said[0]["area_px2"] if said else 0
    true = effusion[-1] / effusion[7]
    CHECKS.check(said and said[-1]["state"] == "followed" and
                 abs(change - true) < 0.07,
                 "an effusion's area is followed while it is drawn off",
                 [f"{change:.3f} of it is left, truly {true:.3f}"])
    for words, says in ((("--inject", "7"), "two times"),
                        (("--inject", "7..3"), "two times"),
                        (("--aspirate", "3,4..9"), "a place and two times"),
                        (("--inject", "1..2", "--aspirate", "3,4,1..2"),
                         "leave one out")):
        refuses("detect " + " ".join(words), 2, "detect", clip, *words,
                says=says)
    refuses("a dead time of a minute and more", 1, "detect", clip,
            "--dead-time", "61", says="0.5 to 60 s")


def check_real():
    folder = os.path.join(REAL, "clean/regional-anaesthesia/images")
    if not os.path.isdir(folder):
        CHECKS.skip("real vessels", "not in BEVEL_REAL_DIR")
        return
    for name, x, y in VESSELS:
        found = propose(os.path.join(folder, name), "--at", f"{x},{y}")
        CHECKS.check(found["outline_px"] and found["kind"] == "fluid",
                     f"{name}: the vessel is outlined", [str(found)])
    for name, x, y in SOLID:
        found = propose(os.path.join(folder, name), "--at", f"{x},{y}")
        CHECKS.check(found["outline_px"] is None,
                     f"{name}: nothing is proposed at {x},{y}", [str(found)])


def main():
    refuses("no source", 2, "outline", "--at", "3,3", says="name one source")
    refuses("no click", 2, "outline", "sim:nerve", says="--at")
    refuses("two scales", 2, "outline", "sim:nerve", "--at", "3,3", "--scale",
            "--mm-per-px", "0.1", says="two")
    refuses("a picture that is no PNG", 2, "outline", "sim:nerve", "--at",
            "3,3", "-o", "x.jpg", says=".png")
    with tempfile.TemporaryDirectory() as folder:
        check_artery(folder)
        check_vein(folder)
        check_spread(folder)
        check_aspiration(folder)
    check_real()



main()
raise SystemExit(CHECKS.end())
