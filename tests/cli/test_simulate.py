#!/usr/bin/env python3
"""`bevel simulate` as its users type it: the same bytes for the same seed,
a line of truth a frame, faults in one sentence.

usage: test_simulate.py BEVEL
"""
import json
import os
import tempfile

from cli import CHECKS, refuses, run, told


def film(folder, seed):
    """The bytes of half a second and of its truth."""
    os.mkdir(folder)
    clip = os.path.join(folder, "clip.mkv")
    done = run("simulate", "knee-effusion", "-o", clip, "--seconds", "0.5",
               "--seed", str(seed))
    CHECKS.check(done.returncode == 0 and done.stdout == "",
                 f"seed {seed} is filmed", told("simulate", done))
    with open(clip, "rb") as file:
        pictures = file.read()
    with open(os.path.join(folder, "clip.truth.jsonl"), "rb") as file:
        return pictures, file.read()


with tempfile.TemporaryDirectory() as home:
    first, again, other = (film(os.path.join(home, name), seed) for name, seed
                           in (("a", 7), ("b", 7), ("c", 8)))
    CHECKS.check(first[0] == again[0],
                 "the same seed gives the same pictures in another folder")
    CHECKS.check(first[1] == again[1],
                 "the same seed gives the same truth in another folder")
    CHECKS.check(first[0] != other[0] and first[1] != other[1],
                 "another seed gives other pictures and truth")
    lines = [json.loads(line) for line in first[1].splitlines()]
    CHECKS.check(lines[0]["format"] == "bevel-truth" and len(lines) == 16,
                 "truth is a header and a line for each of 15 frames",
                 [str(len(lines))])
    CHECKS.check(all(line["frame"] == number and "visible_mm" in line
                     for number, line in enumerate(lines[1:])),
                 "its lines are numbered as the frames are")
    CHECKS.check(lines[0]["case"]["success"]["tip_in"] == "recess" and
                 "swollen knee" in lines[0]["case"]["history"],
                 "its header has the case and what counts as success",
                 [str(lines[0].get("case"))])
    refuses("a folder that is not there is said", 1, "simulate", "nerve",
            "-o", os.path.join(home, "no", "clip.mkv"), says="clip")
    refuses("a scene that is not there is said", 1, "simulate", "no-such-scene",
            "-o", os.path.join(home, "x.mkv"), says="no-such-scene")
    refuses("an output is asked for", 2, "simulate", "nerve")
raise SystemExit(CHECKS.end())
