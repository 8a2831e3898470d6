#!/usr/bin/env python3
"""`bevel plan` as its users type it: ways side by side, as JSON and as a
picture; why there is none; mistakes of a file with their line.

usage: test_plan.py BEVEL
"""
import glob
import json
import math
import os
import re
import tempfile

from cli import CHECKS, refuses, run, told

PLANS = os.path.join(os.environ["BEVEL_SAMPLES_DIR"], "plans")

OPEN = {
    "format": "bevel-plan", "version": 1, "name": "Open field",
    "probe": {"kind": "linear", "width_mm": 40, "rim_mm": 2, "depth_mm": 40},
    "target": {"name": "target", "at_mm": [0, 20]},
    "needles": [{"length_mm": 50, "gauge": 22}, {"length_mm": 100}],
}
WALLS = [{"name": "artery", "margin_mm": 1,
          "outline_mm": [[-12, 0], [-8, 0], [-8, 30], [-12, 30]]},
         {"name": "vein", "margin_mm": 1,
          "outline_mm": [[12, 0], [8, 0], [8, 30], [12, 30]]}]


def write(folder, name, **keys):
    path = os.path.join(folder, name + ".json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(dict(OPEN, **keys), file, indent=1)
    return path


def planned(path):
    done = run("plan", path, "--json")
    return json.loads(done.stdout) if done.returncode == 0 else None


def check_ways(folder):
    plan = planned(write(folder, "open"))
    ways = {way["best"]: way for way in plan["ways"]}
    visible, short = ways["most visible"], ways["shortest"]
    CHECKS.check(abs(visible["length_mm"] - 90) < 0.01 and
                 abs(visible["angle_deg"] -
                     math.degrees(math.asin(20 / 90))) < 0.01 and
                 visible["needle_length_mm"] == 100 and
                 visible["needle_gauge"] is None,
                 "the most visible way is the flattest that a needle reaches",
                 [str(plan)])
    CHECKS.check(abs(short["length_mm"] - math.hypot(22, 20)) < 0.01 and
                 short["needle_length_mm"] == 50 and
                 abs(short["beside_face_mm"] - 2) < 0.01,
                 "the shortest is just beside the probe", [str(plan)])
    CHECKS.check([side["verdict"] for side in plan["sides"]] ==
                 ["reached", "reached"], "both sides are said", [str(plan)])


def check_verdicts(folder):
    done = run("plan", write(folder, "walls", avoid=WALLS))
    CHECKS.check(done.returncode == 0 and
                 "The target cannot be reached from the left without crossing "
                 "the artery." in done.stdout and
                 "The target cannot be reached from the right without crossing "
                 "the vein." in " ".join(done.stdout.split()) and
                 "shortest" not in done.stdout,
                 "where there is no way it is said what is in it",
                 told("plan", done))
    plan = planned(write(folder, "near", avoid=[
        {"name": "nerve", "center_mm": [0, 17], "radii_mm": [2, 2]}]))
    CHECKS.check(plan["ways"] == [] and all(
        side["verdict"] == "by_structure" and side["structures"] == ["nerve"]
        for side in plan["sides"]),
        "a target within a margin is told as that", [str(plan)])
    told_once = run("plan", folder + "/near.json").stdout
    CHECKS.check(told_once.count("within the margin of the nerve") == 1,
                 "and told once", [told_once])


def check_remark(folder):
    path = write(folder, "typo", aviod=WALLS)
    done = run("plan", path)
    CHECKS.check(done.returncode == 0 and path + ":" in done.stderr and
                 "\"avoid\"" in done.stderr and
                 done.stderr.count("\n") == 1,
                 "a mistyped key is not passed over in silence",
                 told("plan", done))


def check_samples(folder):
    for path in sorted(glob.glob(os.path.join(PLANS, "*.json"))):
        picture = os.path.join(folder, "plan.png")
        done = run("plan", path, "-o", picture)
        with open(picture, "rb") as file:
            start = file.read(4)
        os.remove(picture)
        CHECKS.check(done.returncode == 0 and start == b"\x89PNG" and
                     all(word in done.stdout for word in
                         ("angle to the beam", "shaft seen", "needle",
                          "room to turn", "plane")) and
                     not re.search(r"\b(safe|clear|inject|go)\b", done.stdout),
                     os.path.basename(path) + " is planned, told and drawn",
                     told("plan", done))


def check_mistakes(folder):
    refuses("a structure without an outline", 1, "plan",
            write(folder, "bare", avoid=[{"name": "artery"}]),
            says="avoid[0] needs \"outline_mm\"")
    refuses("an outline that crosses itself", 1, "plan",
            write(folder, "crossed", avoid=[dict(
                WALLS[0], outline_mm=[[0, 0], [5, 5], [5, 0], [0, 5]])]),
            says="avoid[0] has an outline whose sides cross")
    refuses("a target above the skin", 1, "plan",
            write(folder, "above", target={"at_mm": [0, -3]}),
            says="above the skin")
    refuses("angles the wrong way round", 1, "plan",
            write(folder, "angles", angles_deg=[60, 10]), says="angles_deg")
    refuses("no needles", 1, "plan", write(folder, "none", needles=[]),
            says="needles")
    refuses("a file that there is not", 1, "plan", folder + "/no.json",
            says="no.json")
    refuses("a picture of another kind", 2, "plan", "x.json", "-o", "x.svg",
            says="x.svg")
    refuses("plan without a file", 2, "plan")
    refuses("a picture that cannot be written", 1, "plan",
            write(folder, "fine"), "-o", folder + "/no/x.png", says="x.png")
    source = folder + "/plan.png"
    os.rename(write(folder, "named"), source)
    refuses("a picture over the plan itself", 1, "plan", source, "-o", source,
            says="plan.png")
    with open(source, encoding="utf-8") as file:
        CHECKS.check(json.load(file)["format"] == "bevel-plan",
                     "the plan is still there")


with tempfile.TemporaryDirectory() as home:
    check_ways(home)
    check_verdicts(home)
    check_remark(home)
    check_samples(home)
    check_mistakes(home)
raise SystemExit(CHECKS.end())
