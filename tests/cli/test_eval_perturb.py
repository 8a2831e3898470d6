#!/usr/bin/env python3
"""`bevel eval --perturb` as its users type it: the same clips, changed.

usage: test_eval_perturb.py BEVEL
"""
import json
import os
import sys
import tempfile

from cli import CHECKS, refuses, run, told
from early import EARLY, SCENE


def changes(path):
    """Figures of changed clips, by change and figure."""
    with open(path, encoding="utf-8") as file:
        return {(c["perturbed"], c["figure"]): c for c in
                json.load(file)["changes"]}


def check_perturb(folder):
    """The same clips, changed: rows, figures, limits."""
    scene = ("--scene", EARLY, "--seeds", "1..2", "--seconds", "0.6")
    path, page = os.path.join(folder, "p.json"), os.path.join(folder, "p-page")
    limits = os.path.join(folder, "p-limits.json")
    refuses("a change that there is not", 2, "eval", *scene, "--perturb",
            "doubled,upside-down", says="upside-down")
    done = run("eval", *scene, "--perturb", "doubled,5-hz,sector", "--json",
               path, "--report", page)
    rows = [line for line in done.stdout.splitlines() if
            line.startswith(("doubled ", "5-hz ", "sector "))]
    CHECKS.check(done.returncode == 0 and len(rows) == 3 and
                 "36 frames (36 with truth" in done.stdout,
                 "changed clips have rows of their own", told("eval", done))
    found = changes(path)
    twice = found["doubled", "detected"]
    CHECKS.check(twice["clips"] == 2 and twice["plain"]["count"] > 5 and
                 abs(twice["changed"]["count"] - 2 * twice["plain"]["count"])
                 <= 2, "and figures: of twice as many frames", [str(twice)])
    with open(os.path.join(page, "index.html"), encoding="utf-8") as file:
        CHECKS.check("Simulated, changed" in file.read(), "and a table in the "
                     "report")
    for name, limit, code in (
            ("a change within its limit", {"perturbed": "doubled",
                                           "least": -1}, 0),
            ("all changes within theirs", {"perturbed": "any", "least": -1}, 0),
            ("a change beyond it", {"perturbed": "any", "least": 1.5}, 1),
            ("a change that was not measured", {"perturbed": "flipped",
                                                "least": -1}, 1)):
        with open(limits, "w", encoding="utf-8") as file:
            json.dump({"format": "bevel-limits", "version": 1, "limits": [
                {"figure": "detected", "origin": "simulated", **limit}]}, file)
        done = run("eval", *SCENE, "--perturb", "doubled,5-hz", "--limits",
                   limits)
        CHECKS.check(done.returncode == code and
                     ("BROKEN LIMIT" in done.stdout) == bool(code), name,
                     told(name, done))
    with open(limits, "w", encoding="utf-8") as file:
        json.dump({"format": "bevel-limits", "version": 1, "limits": [
            {"figure": "detected", "origin": "simulated", "perturbed": 3,
             "least": 0}]}, file)
    refuses("a limit of a change without a name", 1, "eval", *scene,
            "--limits", limits, says="limit 1")


def check_perturbed_clip(folder):
    """A file: its truth goes with it, and stills have no times."""
    clip = os.path.join(folder, "changed.mkv")
    path = os.path.join(folder, "c.json")
    run("simulate", EARLY, "-o", clip, "--seconds", "0.6")
    done = run("eval", clip, "--perturb", "all", "--json", path)
    names = {name for name, _ in changes(path)}
    CHECKS.check(done.returncode == 0 and done.stderr == "" and
                 len(names) >= 18, "all changes of a file",
                 told("eval", done))
    flipped = changes(path)["flipped", "detected"]
    CHECKS.check(flipped["changed"]["count"] == flipped["plain"]["count"] > 5,
                 "a flipped one has as many needles", [str(flipped)])
    still = os.path.join(folder, "still.pgm")
    with open(still, "wb") as file:
        file.write(b"P5 320 240 255\n" + bytes(range(40, 80)) * 1920)
    done = run("eval", "--no-needle", still, "--perturb", "all", "--json",
               path)
    names = {name for name, _ in changes(path)}
    CHECKS.check(done.returncode == 0 and "flipped" in names and
                 "5-hz" not in names, "a still has no rate",
                 told("eval", done) + sorted(names))


def main():
    with tempfile.TemporaryDirectory() as folder:
        check_perturb(folder)
        check_perturbed_clip(folder)
    return CHECKS.end()


if __name__ == "__main__":
    sys.exit(main())
