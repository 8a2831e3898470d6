#!/usr/bin/env python3
"""`--marks FILE`: what is marked is followed, and a file that is none, or asks
for what must not be, is refused in one sentence.

usage: test_marks.py BEVEL
"""
import json
import math
import os
import tempfile

from cli import CHECKS, refuses, run, told

SQUARE = [[100, 100], [200, 100], [200, 180], [100, 180]]


def write(path, marks, **more):
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"format": "bevel-marks", "version": 1, "marks": marks,
                   **more}, file)


def detect(*words):
    done = run("detect", *words)
    CHECKS.check(done.returncode == 0 and done.stderr == "", "detect runs",
                 told("detect", done))
    return [json.loads(line) for line in done.stdout.splitlines()]


def middle(points):
    return [sum(p[i] for p in points) / len(points) for i in (0, 1)]


def check_followed(folder):
    """Against the truth of a simulated clip."""
    clip = os.path.join(folder, "clip.mkv")
    run("simulate", "nerve", "-o", clip, "--seconds", "1.5", "--seed", "4")
    with open(clip[:-4] + ".truth.jsonl", encoding="utf-8") as file:
        truth = [json.loads(line) for line in file][1:]
    shape = next(o for o in truth[0]["outlines"] if o["role"] != "pool")
    path = os.path.join(folder, "marks.json")
    write(path, [{"id": 4, "name": shape["name"], "kind": "nerve",
                  "outline_px": shape["px"], "margin_mm": 2},
                 {"id": 9, "kind": "deposit", "inside_allowed": True,
                  "point_px": truth[0]["target_px"]}], unknown=[1])
    lines = detect(clip, "--marks", path)
    CHECKS.check(len(lines) == len(truth) and
                 all(len(line["marks"]) == 2 for line in lines),
                 "each frame has both marks")
    first = lines[0]["marks"]
    CHECKS.check(first[0]["id"] == 4 and first[0]["name"] == shape["name"] and
                 first[0]["role"] == "avoid" and first[0]["kind"] == "nerve" and
                 first[1]["role"] == "target" and first[1]["name"] == "" and
                 first[0]["alarm"] == "none",
                 "they are as the file has them", [str(first[0])[:200]])
    worst = 0
    for line, true in zip(lines, truth):
        for mark in line["marks"]:
            CHECKS.check(mark["state"] == "held", "it is held") \
                if mark["state"] != "held" else None
        now = middle(line["marks"][0]["outline_px"])
        there = middle(next(o for o in true["outlines"]
                            if o["name"] == shape["name"])["px"])
        worst = max(worst, math.dist(now, there),
                    math.dist(line["marks"][1]["point_px"],
                              true["target_px"]))
    CHECKS.check(worst * truth[0]["mm_per_px"] < 1,
                 "both stay within 1 mm of the truth", [str(worst)])
    plain = detect(clip)
    CHECKS.check(all("marks" not in line for line in plain),
                 "without marks there is no such key")
    for line in lines + plain:
        line.pop("marks", None)
        line.pop("process_ms")
    CHECKS.check(lines == plain, "marks change nothing else")


def check_drawn(folder):
    path = os.path.join(folder, "drawn.json")
    write(path, [{"kind": "vessel", "outline_px": SQUARE}])
    out = os.path.join(folder, "sheet.png")
    done = run("render", "sim:", "-o", out, "--sheet", "--seconds", "0.3",
               "--marks", path)
    CHECKS.check(done.returncode == 0 and os.path.getsize(out) > 1000,
                 "render takes marks", told("render", done))


def check_refused(folder):
    path = os.path.join(folder, "bad.json")

    def bad(name, marks, says=""):
        write(path, marks)
        refuses(name, 1, "detect", "sim:", "--seconds", "0.1", "--marks", path,
                says=says)

    bad("a nerve as a target needs the user's word",
        [{"kind": "nerve", "role": "target", "outline_px": SQUARE}], "word")
    bad("so does a target inside a nerve",
        [{"kind": "nerve", "outline_px": SQUARE}, {"point_px": [150, 140]}],
        "word")
    bad("an outline that crosses itself",
        [{"outline_px": [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]}],
        "cross")
    bad("an outline of 65 points",
        [{"outline_px": [[300 + 90 * math.cos(i / 11), 200 +
                          90 * math.sin(i / 11)] for i in range(65)]}], "64")
    bad("an outline of two points", [{"outline_px": SQUARE[:2]}], "3 to 64")
    bad("a point outside the picture", [{"point_px": [5000, 10]}], "outside")
    bad("a point beyond all pictures", [{"point_px": [1e300, 10]}], "place")
    bad("a point of one number", [{"point_px": [5]}], "two numbers")
    bad("a point of words", [{"point_px": ["5", "6"]}], "two numbers")
    bad("neither point nor outline", [{"id": 1}], "needed")
    bad("point and outline", [{"point_px": [5, 5], "outline_px": SQUARE}],
        "needed")
    bad("nine marks", [{"point_px": [100, 100]}] * 9, "more than 8")
    bad("the same id twice",
        [{"id": 2, "point_px": [100, 100]}, {"point_px": [120, 100]}], "id")
    bad("an id that is none", [{"id": 0, "point_px": [100, 100]}], "id")
    bad("a kind that is none",
        [{"kind": "heart", "point_px": [100, 100]}], "kind")
    bad("a role that is none", [{"role": 3, "point_px": [100, 100]}], "role")
    bad("a margin below 0",
        [{"margin_mm": -1, "point_px": [100, 100]}], "margin")
    bad("a name that is too long",
        [{"name": "n" * 48, "point_px": [100, 100]}], "name")
    bad("a name with a bell", [{"name": "\a", "point_px": [100, 100]}], "name")
    bad("a mark that is a number", [7], "needed")
    for name, text in (
            ("a file that is cut", '{"format": "bevel-marks", "ma'),
            ("not a number", '{"format": "bevel-marks", "version": 1, "marks":'
                             ' [{"point_px": [NaN, 1]}]}'),
            ("another format", '{"format": "bevel-scene", "marks": []}'),
            ("a list", "[]"), ("nothing", ""), ("deep", "[" * 100000),
            ("much", " " * 300000 + "{}")):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        refuses(name, 1, "detect", "sim:", "--seconds", "0.1", "--marks", path)
    write(path, [], version=2)
    refuses("a newer version", 1, "detect", "sim:", "--marks", path,
            says="newer")
    refuses("no file", 1, "detect", "sim:", "--marks", path + "x",
            says="no such file")
    refuses("a folder", 1, "detect", "sim:", "--marks", folder)


def main():
    with tempfile.TemporaryDirectory() as folder:
        check_followed(folder)
        check_drawn(folder)
        check_refused(folder)
    return CHECKS.end()


if __name__ == "__main__":
    raise SystemExit(main())
