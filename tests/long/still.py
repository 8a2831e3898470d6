#!/usr/bin/env python3
"""A needle that goes in and then stands still for a minute, under tremor,
breathing and injectate: for how much of it is it kept?

usage: still.py BEVEL [SCENE ...] [--seeds FIRST..LAST] [--json FILE]

The scenes' own scripts are followed up to where the needle is deepest; there
it stays. What the scene injects or aspirates flows over half a minute.
Prints the table of `bevel eval`, whose row "needle still for 10 s or more:
track kept" is the figure; all of it is simulated.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

SCENES = ("nerve", "knee-effusion", "hip", "popliteal-sciatic", "median-wrist",
          "subacromial-bursa")
STILL_S, FLOW_S = 60, 30


def deepest(value):
    return max(value) if isinstance(value, list) else value


def hold(script):
    """The script up to its deepest step, then a minute of nothing but flow."""
    steps = script["steps"]
    depth = max(deepest(s.get("length_mm", 0)) for s in steps)
    last = next(i for i, s in enumerate(steps)
                if deepest(s.get("length_mm", 0)) == depth)
    held = steps[:last + 1]
    start = held[-1]["time_s"] + 1
    for flow in ("inject_ml", "aspirate_ml"):
        amount = max((deepest(s.get(flow, 0)) for s in steps), default=0)
        if amount:
            held = held + [{"time_s": start, flow: 0},
                           {"time_s": start + FLOW_S, flow: amount}]
    end = start + STILL_S
    return {**script, "repeat_s": end + 1,
            "steps": held + [{"time_s": end, "length_mm":
                              held[last]["length_mm"]}]}, end


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bevel")
    parser.add_argument("scenes", nargs="*")
    parser.add_argument("--seeds", default="1..2")
    parser.add_argument("--json")
    options = parser.parse_args()
    samples = os.path.join(os.path.dirname(__file__), "..", "..", "samples",
                           "scenes")
    with tempfile.TemporaryDirectory() as folder:
        paths, longest = [], 0
        for name in options.scenes or SCENES:
            with open(os.path.join(samples, f"{name}.json"),
                      encoding="utf-8") as file:
                script, end = hold(json.load(file)["script"])
            paths.append(os.path.join(folder, f"{name}-still.json"))
            with open(paths[-1], "w", encoding="utf-8") as file:
                json.dump({"format": "bevel-scene", "version": 1,
                           "include": name, "name": f"{name}-still",
                           "script": script}, file)
            longest = max(longest, end)
        words = [options.bevel, "eval", "--scene", ",".join(paths), "--seeds",
                 options.seeds, "--seconds", str(longest)]
        if options.json:
            words += ["--json", options.json]
        return subprocess.run(words, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
