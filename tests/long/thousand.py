#!/usr/bin/env python3
"""`bevel eval` over a thousand short clips: the same figures for one clip at a
time and for many, and a memory that does not grow with them.

usage: thousand.py BEVEL
"""
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

from footage import memory_mb

BEVEL = os.path.abspath(sys.argv[1])
MADE, NAMED = 40, 25  # each clip is named so often
EARLY = 100           # clips after which memory is looked at first
GROWTH_MB = 16        # at most, from then to the end


def make_clips(folder):
    """Half a second each, of another seed."""
    clips = []
    for seed in range(1, MADE + 1):
        clips.append(os.path.join(folder, f"{seed}.mkv"))
        subprocess.run([BEVEL, "simulate", "nerve", "-o", clips[-1],
                        "--seconds", "0.5", "--seed", str(seed)], check=True)
    return clips


def count_lines(path):
    try:
        with open(path, "rb") as file:
            return file.read().count(b"\n")
    except FileNotFoundError:
        return 0


def measure(clips, folder, jobs):
    """Run it. @return the figures but those of time, early and late MB."""
    figures = os.path.join(folder, f"{jobs}.json")
    state = figures + ".state"
    words = [BEVEL, "eval", *clips, "--json", figures, "--jobs", str(jobs)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    early = late = 0
    while process.poll() is None:
        late = memory_mb(process.pid) or late
        if not early and count_lines(state) > EARLY:
            early = late
        time.sleep(0.2)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert process.returncode == 0, process.returncode
    with open(figures, encoding="utf-8") as file:
        blocks = json.load(file)["blocks"]
    for block in blocks:
        block["figures"] = {key: value for key, value in
                            block["figures"].items()
                            if not key.startswith("process")}
    print(f"{len(clips)} clips, {jobs} at a time: {wall:.0f} s, "
          f"{busy / wall:.2f} cores busy, {early:.0f} MB after {EARLY} clips, "
          f"{late:.0f} MB at the end")
    return blocks, early, late


def main():
    with tempfile.TemporaryDirectory() as folder:
        clips = make_clips(folder) * NAMED
        one, early, late = measure(clips, folder, 1)
        many, early_many, late_many = measure(clips, folder,
                                              max(2, os.cpu_count()))
    wrong = []
    if one != many:
        wrong.append("the figures differ for one clip at a time and for many")
    if max(late - early, late_many - early_many) > GROWTH_MB:
        wrong.append(f"memory grew by more than {GROWTH_MB} MB")
    print("\n".join(wrong) or "the same figures, and a flat memory")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
