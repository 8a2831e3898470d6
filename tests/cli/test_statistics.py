#!/usr/bin/env python3
"""`bevel statistics`: simulated pictures in numbers, with and without real
ones beside them.

usage: test_statistics.py BEVEL
"""
import os
import shutil
import tempfile

from cli import CHECKS, refuses, run, told

SCENES = os.path.join(os.environ["BEVEL_SAMPLES_DIR"], "scenes")

with tempfile.TemporaryDirectory() as home:
    os.mkdir(os.path.join(home, "scenes"))
    shutil.copy(os.path.join(SCENES, "calf.json"),
                os.path.join(home, "scenes"))
    env = dict(os.environ, BEVEL_SAMPLES_DIR=home, BEVEL_REAL_DIR="")
    done = run("statistics", "--seeds", "1", env=env)
    rows = {line[:24].strip(): line[24:].split()
            for line in done.stdout.splitlines()}
    CHECKS.check(done.returncode == 0 and "mean grey" in rows and
                 5 < float(rows["mean grey"][0]) < 200 and
                 0.5 < float(rows["alike, next frame"][0]) <= 1,
                 "it prints a line a value", told("statistics", done))
    CHECKS.check("BEVEL_REAL_DIR" in done.stdout and
                 "inside" not in done.stdout,
                 "without real frames it says how to see them",
                 told("statistics", done))
    env["BEVEL_REAL_DIR"] = home
    refuses("a folder without the real frames is said", 1, "statistics",
            says="regional-anaesthesia", env=env)
refuses("a source is refused", 2, "statistics", "sim:", says="sources")
refuses("too many seeds are refused", 2, "statistics", "--seeds", "21",
        says="--seeds")
raise SystemExit(CHECKS.end())
