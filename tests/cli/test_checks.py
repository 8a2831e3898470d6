#!/usr/bin/env python3
"""What is wrong with the picture itself, in what `bevel detect` prints.

usage: test_checks.py BEVEL
"""
import json
import os
import tempfile

from cli import CHECKS, refuses, run, told


def checks(source, *words):
    """What the last of two and a half seconds raises. @return it, or None."""
    done = run("detect", source, "--seconds", "2.5", *words)
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        return told(source, done)
    return json.loads(lines[-1])["checks"]


with tempfile.TemporaryDirectory() as home:
    def variant(scene, **probe):
        """A scene with another probe. @return its source."""
        path = os.path.join(home, "scene.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"format": "bevel-scene", "version": 1, "include": scene,
                       "name": "Badly set", "probe": probe}, file)
        return "sim:" + path

    for scene in ("nerve", "hip"):
        for what, probe, wanted in (
                ("as it is", {}, []),
                ("off the skin at the left", {"no_contact": [0.35, 0]},
                 ["contact_left"]),
                ("with 24 dB too much", {"gain_db": 24}, ["gain_high"]),
                ("with 20 dB too little", {"gain_db": -20}, ["gain_low"])):
            said = checks(variant(scene, **probe))
            CHECKS.check(said == wanted,
                         f"{scene} {what} raises {wanted or 'nothing'}",
                         str(said))
said = checks("sim:nerve", "--marker", "right")
CHECKS.check(said == ["marker"],
             "a marker on the other side than chosen is told", str(said))
refuses("a side that is none", 2, "detect", "sim:nerve", "--marker", "top",
        says="--marker")
raise SystemExit(CHECKS.end())
