#!/usr/bin/env python3
"""How right is the excursion of a simulated tendon?

usage: glide.py BEVEL [FIRST_SEED [COUNT]]

The scene of a gliding tendon, by seeds, with three excursions, against a mark
on the bone. Within 5 % or 0.3 mm of the truth.
"""
import json
import os
import subprocess
import sys
import tempfile

SLIDES = ((12, 0.25), (6, 0.5), (3, 0.4))
SECONDS = "6"
PART, LEAST_MM = 0.05, 0.3


def look(bevel, folder, seed, slides_mm, slide_hz):
    """One clip. @return the error of its excursion, mm, or None: lost."""
    scene, clip = (os.path.join(folder, name) for name in ("s.json", "s.mkv"))
    with open(os.path.join(os.environ["BEVEL_SAMPLES_DIR"], "scenes",
                           "tendon-glide.json"), encoding="utf-8") as file:
        made = json.load(file)
    made["objects"][0]["slides_mm"] = slides_mm
    made["motion"]["slide_hz"] = slide_hz
    with open(scene, "w", encoding="utf-8") as file:
        json.dump(made, file)
    subprocess.run([bevel, "simulate", scene, "-o", clip, "--seconds", SECONDS,
                    "--seed", str(seed), "--overwrite"], check=True,
                   stdout=subprocess.DEVNULL)
    with open(os.path.join(folder, "s.truth.jsonl"), encoding="utf-8") as file:
        head = json.loads(file.readline())
        first = json.loads(file.readline())
        slid = [o["slid_mm"] for line in [first] + [json.loads(l) for l in file]
                for o in line["outlines"] if o["name"] == "tendon"]
    tendon = [o for o in first["outlines"] if o["name"] == "tendon"][0]["px"]
    # the middle of the outline at both sides of the picture
    ends = []
    for x in (190, 450):
        ys = [a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0])
              for a, b in zip(tendon, tendon[1:] + tendon[:1])
              if (a[0] - x) * (b[0] - x) < 0]
        ends += [x, sum(ys) / len(ys)]
    done = subprocess.run(
        [bevel, "movement", clip, "--mm-per-px", str(head["mm_per_px"]),
         "--glide", ",".join(f"{v:.1f}" for v in ends), "--against",
         f"320,{18.8 / head['mm_per_px']:.0f}"], check=True,
        stdout=subprocess.PIPE, text=True)
    said = json.loads(done.stdout.splitlines()[-1])
    if said["lost"] or said["excursion_mm"] is None:
        return None, 0
    true = max(slid) - min(slid)
    return said["excursion_mm"] - true, true


def main():
    bevel = os.path.abspath(sys.argv[1])
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 806
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 10
    wrong = clips = 0
    with tempfile.TemporaryDirectory() as folder:
        for slides_mm, slide_hz in SLIDES:
            errors = []
            for seed in range(first, first + count):
                error, true = look(bevel, folder, seed, slides_mm, slide_hz)
                clips += 1
                if error is None:
                    print(f"seed {seed}, {slides_mm} mm: lost")
                    wrong += 1
                    continue
                errors.append(abs(error))
                if abs(error) > max(PART * true, LEAST_MM):
                    print(f"seed {seed}, {slides_mm} mm: off by {error:.2f}")
                    wrong += 1
            errors.sort()
            if errors:
                print(f"simulated, {slides_mm} mm at {slide_hz} a second: "
                      f"median {errors[len(errors) // 2]:.2f}, most "
                      f"{errors[-1]:.2f} mm off, {len(errors)} of {count}")
    print(f"{clips - wrong} of {clips} within 5 % or 0.3 mm")
    return wrong > 0


if __name__ == "__main__":
    raise SystemExit(main())
