#!/usr/bin/env python3
"""How often is what is wrong with a picture said, and how often falsely?

usage: picture_checks.py BEVEL [SEED]

Every bundled scene as it is, and badly set, two and a half seconds each; and
the real stills and clips of BEVEL_REAL_DIR. A fault is to be raised, alone, in
nine scenes of ten; of what is good at most one in fifty raises anything.
"""
import collections
import concurrent.futures
import glob
import json
import os
import subprocess
import sys
import tempfile

# A tank of water shows next to nothing, whatever the gain.
LEFT_OUT = {"tank-bottom"}
FAULTS = {
    "as it is": ({}, []),
    "off the skin, left": ({"no_contact": [0.35, 0]}, ["contact_left"]),
    "off the skin, right": ({"no_contact": [0, 0.35]}, ["contact_right"]),
    "24 dB too bright": ({"gain_db": 24}, ["gain_high"]),
    "20 dB too dark": ({"gain_db": -20}, ["gain_low"]),
}
MUST, MAY = 0.9, 0.02


def lines(bevel, *words):
    """What `bevel detect` prints."""
    done = subprocess.run([bevel, "detect", *words], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def simulated(bevel, folder, seed):
    """The table of scenes. @return whether it holds."""
    scenes = sorted(os.path.basename(path)[:-5] for path in glob.glob(
        os.path.join(os.environ["BEVEL_SAMPLES_DIR"], "scenes", "*.json")))
    scenes = [name for name in scenes if name not in LEFT_OUT]

    def look(job):
        name, fault = job
        path = os.path.join(folder, f"{name} {fault}.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"format": "bevel-scene", "version": 1, "include": name,
                       "name": name, "probe": FAULTS[fault][0]}, file)
        return lines(bevel, "sim:" + path, "--seconds", "2.5", "--seed",
                     seed)[-1]["checks"]

    jobs = [(name, fault) for fault in FAULTS for name in scenes]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = dict(zip(jobs, pool.map(look, jobs)))
    holds = True
    for fault, (_, wanted) in FAULTS.items():
        right = sum(found[name, fault] == wanted for name in scenes)
        least = MUST if wanted else 1 - MAY
        holds = holds and right >= least * len(scenes)
        print(f"simulated, {fault}: {right} of {len(scenes)} say "
              f"{', '.join(wanted) or 'nothing'}")
        for name in scenes:
            if found[name, fault] != wanted:
                print(f"    {name}: {', '.join(found[name, fault]) or '-'}")
    return holds


def real(bevel):
    """The real frames. @return whether few of them raise anything."""
    home = os.environ.get("BEVEL_REAL_DIR")
    if not home:
        print("real: skipped, BEVEL_REAL_DIR is not set")
        return True
    raised, frames = collections.Counter(), 0
    stills = sorted(glob.glob(home + "/clean/muscle/*/*.png") +
                    glob.glob(home + "/clean/regional-anaesthesia/images/*") +
                    glob.glob(home + "/needle/biopsy-phantom/*.png"))
    clips = sorted(glob.glob(home + "/**/*.mp4", recursive=True) +
                   glob.glob(home + "/sequences/*.mh[ad]"))
    for found in [lines(bevel, "--stills", *stills)] + [
            lines(bevel, clip) for clip in clips]:
        frames += len(found)
        for line in found:
            if line.get("checks"):
                raised[line["source"], tuple(line["checks"])] += 1
    for (source, checks), times in raised.items():
        print(f"    {os.path.relpath(source, home)}: {', '.join(checks)}, "
              f"{times} frames")
    print(f"real: {sum(raised.values())} of {frames} pictures raise anything, "
          f"{len({source for source, _ in raised})} of "
          f"{len(stills) + len(clips)} sources")
    return sum(raised.values()) <= MAY * frames


def main():
    bevel = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        holds = simulated(bevel, folder, sys.argv[2] if len(sys.argv) > 2
                          else "806")
    return not (real(bevel) and holds)


if __name__ == "__main__":
    raise SystemExit(main())
