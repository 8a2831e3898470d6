#!/usr/bin/env python3
"""How often is the scale of a simulated scanner's screen read, and how right?

usage: screens.py BEVEL [COUNT [SEED]]

Pictures of made-up scenes in all layouts, some zoomed, some with a measuring
cursor. Within 1 % in at least 95 of 100, and none off by more than 5 %.
"""
import collections
import json
import os
import subprocess
import sys
import tempfile

LEAST, NEAR, FAR = 0.95, 0.01, 0.05


def main():
    bevel = sys.argv[1]
    count = sys.argv[2] if len(sys.argv) > 2 else "100"
    seed = sys.argv[3] if len(sys.argv) > 3 else "700"
    silent = collections.Counter()
    near = far = 0
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([bevel, "simulate", "--random", "-n", count, "--seed",
                        seed, "--screen", "any", "-o", folder], check=True,
                       stdout=subprocess.DEVNULL)
        with open(os.path.join(folder, "labels.jsonl"),
                  encoding="utf-8") as file:
            truth = {line["source"]: line for line in map(json.loads, file)
                     if "source" in line}
        done = subprocess.run(
            [bevel, "scale"] + [os.path.join(folder, name) for name in truth],
            check=True, stdout=subprocess.PIPE, text=True)
    for line in map(json.loads, done.stdout.splitlines()):
        true = truth[os.path.basename(line["source"])]
        if line["mm_per_px"] is None:
            silent[line["why"]] += 1
            continue
        off = abs(line["mm_per_px"] / true["mm_per_px"] - 1)
        near += off <= NEAR
        far += off > FAR
        if off > NEAR:
            print(f"{true['source']} ({true['screen']}): off by {off:.3f}, "
                  f"{line['why']}")
    for why, times in silent.most_common():
        print(f"{times} without a scale: {why}")
    print(f"{near} of {len(truth)} within 1 %, {far} off by more than 5 %")
    return near < LEAST * len(truth) or far > 0


sys.exit(main())
