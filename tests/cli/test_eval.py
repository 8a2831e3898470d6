#!/usr/bin/env python3
"""`bevel eval` as its users type it, on seeds and clips of the simulated probe.

usage: test_eval.py BEVEL
"""
import json
import os
import sys
import tempfile
import xml.etree.ElementTree

from cli import CHECKS, refuses, run, told
from early import EARLY, SCENE, figures

def check_usage():
    refuses("eval of nothing", 2, "eval", says="--scene")
    refuses("seeds without a scene", 2, "eval", "x.mkv", "--seeds", "1..2")
    for seeds in ("", "x", "2..1", "1..", "1..x", "0..99999999"):
        refuses(f"seeds of {seeds!r}", 2, "eval", "--scene", "nerve",
                "--seeds", seeds, says="FIRST..LAST")
    refuses("one truth for two clips", 2, "eval", "a.mkv", "b.mkv", "--truth",
            "t.jsonl")
    refuses("a truth and no needle", 2, "eval", "a.mkv", "--truth", "t.jsonl",
            "--no-needle")
    refuses("a clip that is missing", 1, "eval", "/no/such.mkv",
            says="/no/such.mkv")
    refuses("a scene that there is not", 1, "eval", "--scene", "no-such-scene",
            says="no-such-scene")
    refuses("a baseline that is missing, before any work", 1, "eval", *SCENE,
            "--against", "/no/such.json", says="/no/such.json")


def check_scene(folder):
    """One thread and many measure the same; the report holds everything."""
    one, many = (os.path.join(folder, name) for name in ("1.json", "2.json"))
    page, junit = os.path.join(folder, "page"), os.path.join(folder, "j.xml")
    first = run("eval", *SCENE, "--jobs", "1", "--json", one)
    CHECKS.check(first.returncode == 0 and first.stderr == "" and
                 "SIMULATED: 2 clips, 30 frames (30 with truth" in first.stdout,
                 "a scene is measured", told("eval", first))
    again = run("eval", *SCENE, "--jobs", "2", "--json", many, "--report",
                page, "--junit", junit, "--against", one)
    CHECKS.check(again.returncode == 0 and figures(one) == figures(many),
                 "the same figures for one thread and many",
                 told("eval", again))
    CHECKS.check("no figure changed." in again.stdout,
                 "against itself nothing changed", told("eval", again))
    with open(os.path.join(page, "index.html"), encoding="utf-8") as file:
        text = file.read()
    mode = os.stat(os.path.join(page, "index.html")).st_mode & 0o777
    CHECKS.check("Simulated: 2 clips" in text and text.count("<svg") == 3 and
                 "http" not in text and mode == 0o600,
                 "the report is one page with nothing from outside",
                 [text[:300], oct(mode)])
    suite = xml.etree.ElementTree.parse(junit).getroot()
    CHECKS.check(int(suite.get("tests")) == len(suite.findall("testcase")) and
                 int(suite.get("failures")) == len(suite.findall(".//failure")),
                 "JUnit's counts are its cases", [suite.attrib])


def check_limits(folder):
    path = os.path.join(folder, "limits.json")
    for name, limit, code in (
            ("a limit that holds", {"figure": "alarms_per_minute",
                                    "origin": "simulated", "most": 1e9}, 0),
            ("a limit that is broken", {"figure": "process_median_ms",
                                        "origin": "simulated", "most": 0}, 1),
            ("a limit of what was not measured",
             {"figure": "alarms_per_minute", "origin": "real", "most": 1e9},
             1)):
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"format": "bevel-limits", "version": 1,
                       "limits": [limit]}, file)
        done = run("eval", *SCENE, "--no-needle", "--limits", path)
        CHECKS.check(done.returncode == code and
                     ("BROKEN LIMIT" in done.stdout) == bool(code), name,
                     told(name, done))
    for wrong in ({"figure": "no_such", "origin": "real", "most": 1},
                  {"figure": "detected", "origin": "real", "most": 1, "x": 1},
                  {"figure": "detected", "origin": "real"},
                  {"figure": "detected", "most": 1}):
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"format": "bevel-limits", "version": 1,
                       "limits": [wrong]}, file)
        refuses(f"a limit like {wrong}", 1, "eval", *SCENE, "--limits", path,
                says="limit 1")


def check_clips(folder):
    """Clips with truth; those that fail are named, and in no figure."""
    clip = os.path.join(folder, "clip.mkv")
    made = run("simulate", "nerve", "-o", clip, "--seconds", "1")
    CHECKS.check(made.returncode == 0, "a clip is made", told("make", made))
    done = run("eval", clip)
    CHECKS.check(done.returncode == 0 and "1 clip, 30 frames (30 with truth"
                 in done.stdout, "a clip with its truth beside it",
                 told("eval", done))
    done = run("eval", clip, os.path.join(folder, "missing.mkv"))
    CHECKS.check(done.returncode == 1 and "1 of 2 clips failed" in done.stdout
                 and "missing.mkv" in done.stderr,
                 "a clip that fails is counted and named", told("eval", done))
    truth = os.path.join(folder, "clip.truth.jsonl")
    with open(truth, encoding="utf-8") as file:
        lines = file.readlines()
    with open(truth, "w", encoding="utf-8") as file:
        file.writelines(lines)
        file.write(lines[-1].replace('"frame":29', '"frame":30'))
    refuses("a truth that goes on after its clip", 1, "eval", clip,
            says="frame 30")
    with open(truth, "w", encoding="utf-8") as file:
        file.write("".join(lines)[:-40])
    refuses("a truth that is cut", 1, "eval", clip, says=":31:")
    os.unlink(truth)
    refuses("a clip without truth", 1, "eval", clip, says="no truth")
    labels = os.path.join(folder, "labels.csv")
    columns = "frame,entry_x_px,entry_y_px,tip_x_px,tip_y_px\n"
    with open(labels, "w", encoding="utf-8") as file:
        file.write(columns + "599,10,20,100,80\n")
    refuses("somebody else's list of labels", 1, "eval", clip,
            says="labels.csv, which lies beside it")
    with open(labels, "w", encoding="utf-8") as file:
        file.write(columns + "9,10,20,100,80\n")
    done = run("eval", clip)
    CHECKS.check(done.returncode == 0 and "the labels.csv that lies beside" in
                 done.stdout, "a list that does not say whose it is, is said "
                 "to be taken", told("eval", done))
    with open(os.path.join(folder, "another.mkv"), "w", encoding="utf-8"):
        pass
    refuses("a list beside two clips", 1, "eval", clip, says="NAME.labels.csv")
    os.rename(labels, os.path.join(folder, "clip.labels.csv"))
    done = run("eval", clip)
    CHECKS.check(done.returncode == 0 and "lies beside" not in done.stdout,
                 "a list named after its clip", told("eval", done))
    os.unlink(os.path.join(folder, "clip.labels.csv"))


def main():
    check_usage()
    with tempfile.TemporaryDirectory() as folder:
        check_scene(folder)
        check_limits(folder)
        check_clips(folder)
    return CHECKS.end()


if __name__ == "__main__":
    sys.exit(main())
