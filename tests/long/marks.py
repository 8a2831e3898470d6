#!/usr/bin/env python3
"""How well do marks follow the tissue, and say that they are lost?

usage: marks.py BEVEL [SCENE ...] [--seeds FIRST..LAST] [--jobs N] [--json FILE]
       marks.py BEVEL --real [CLIP ...] [--mm-per-px S]
       marks.py BEVEL --sum FILE.json ...

Simulated: each scene three times. `own`: its own script, 30 s, with breath,
tremor and a hand that wanders. `slide`: without needle, the probe 10 mm aside
and back. `away`: without needle and nearly without wander, the probe 8 mm
across the picture and back, and turned by 18 degrees and back. The target's
place and up to four outlines of the truth are marked in the first frame.

A mark's error is its distance from where its tissue is (the target), or
between the middles of outline and true outline. The plane is left where it is
2 mm from the mark. An outline that the truth still has, within
1 mm of the mark, runs on across the plane: being held there is no error.

Real (BEVEL_REAL_DIR, muscle-cine): 24 points of a grid, the clip forward and
then backward: the same picture must have the mark at the same place.
"""
import argparse
import concurrent.futures
import json
import math
import os
import subprocess
import sys
import tempfile

SAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..",
                       "samples", "scenes")
REST = {"length_mm": 0, "probe_x_mm": 0, "probe_y_mm": 0, "tilt_deg": 0,
        "rock_deg": 0, "yaw_deg": 0}
SLIDE = [{"time_s": 0, **REST}, {"time_s": 1, "probe_x_mm": 0},
         {"time_s": 4, "probe_x_mm": 10}, {"time_s": 5, "probe_x_mm": 10},
         {"time_s": 8, "probe_x_mm": 0}, {"time_s": 10, "length_mm": 0}]
AWAY = [{"time_s": 0, **REST}, {"time_s": 2, "probe_y_mm": 0},
        {"time_s": 2.5, "probe_y_mm": 8}, {"time_s": 4.5, "probe_y_mm": 8},
        {"time_s": 5, "probe_y_mm": 0}, {"time_s": 7, "tilt_deg": 0},
        {"time_s": 7.5, "tilt_deg": 18}, {"time_s": 9.5, "tilt_deg": 18},
        {"time_s": 10, "tilt_deg": 0}, {"time_s": 12, "length_mm": 0}]
KINDS = {"own": (None, 30), "slide": (SLIDE, 10), "away": (AWAY, 12)}
STEADY = {"drift_mm": 0.3, "drift_deg": 0.4}
LEFT_MM, SAID_S, FAR_MM, THERE_MM = 2, 0.5, 3, 1


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def write_scene(folder, name, kind):
    script, seconds = KINDS[kind]
    if not script:
        return name, seconds
    path = os.path.join(folder, f"{name}-{kind}.json")
    scene = {"format": "bevel-scene", "version": 1, "include": name,
             "name": f"{name}, {kind}", "case": {"success": None},
             "script": {"repeat_s": None, "vary_deg": None, "steps": script}}
    if kind == "away":
        scene["motion"] = STEADY
    with open(path, "w", encoding="utf-8") as file:
        json.dump(scene, file)
    return path, seconds


def inside(px, area):
    left, top, right, bottom = area["box_px"]
    return left <= px[0] < right and top <= px[1] < bottom


def choose(first, area):
    """What is marked in the first frame, by its name in the truth."""
    marks = {}
    if first.get("target_px"):
        marks["target"] = {"point_px": first["target_px"]}
    for shape in first["outlines"]:
        if len(marks) <= 4 and shape["role"] != "pool" and all(
                inside(px, area) for px in shape["px"]):
            marks[shape["name"]] = {"outline_px": shape["px"],
                                    "role": "avoid"}
    for number, mark in enumerate(marks.values(), 1):
        mark.update(id=number, inside_allowed=True)
    return marks


def middle(points):
    """Of the area inside."""
    twice = x = y = 0
    for (a, b), (c, d) in zip(points, points[1:] + points[:1]):
        part = a * d - c * b
        twice, x, y = twice + part, x + (a + c) * part, y + (b + d) * part
    return [x / 3 / twice, y / 3 / twice]


def place(mark):
    return mark.get("point_px") or (mark.get("outline_px") and
                                    middle(mark["outline_px"]))


def true_place(true, name):
    if name == "target":
        return true.get("target_px")
    shape = next((o for o in true["outlines"] if o["name"] == name), None)
    return shape and middle(shape["px"])


def across_mm(kind, time_s, depth_mm):
    """How far the probe took the plane from a place at that depth."""
    if kind != "away":
        return 0

    def at(key):
        steps = [s for s in AWAY if key in s]
        for a, b in zip(steps, steps[1:]):
            if a["time_s"] <= time_s <= b["time_s"]:
                part = (time_s - a["time_s"]) / (b["time_s"] - a["time_s"])
                return a[key] + part * (b[key] - a[key])
        return steps[-1][key]
    return at("probe_y_mm") + depth_mm * math.sin(math.radians(at("tilt_deg")))


def left_mm(kind, name, line, truth, true, depth_mm):
    """How far the plane is from that of the first frame, at the mark."""
    now, first = (t.get("target_out_of_plane_mm") for t in (true, truth[0]))
    if name == "target" and now is not None:
        return abs(now - first)
    return abs(across_mm(kind, line["time_s"], depth_mm))


def measure(kind, name, seen, truth, depth_mm):
    """One mark of one clip."""
    found = {"errors": [], "held": 0, "frames": 0, "far": 0, "worst": 0,
             "left": 0, "said": 0, "runs_on": 0}
    since = None
    for line, true in zip(seen, truth):
        mark = next(m for m in line["marks"] if m["id"] == seen_id(seen, name))
        here, there = place(mark), true_place(true, name)
        error = (math.dist(here, there) * true["mm_per_px"]
                 if here and there else None)
        out = left_mm(kind, name, line, truth, true, depth_mm) > LEFT_MM
        runs_on = name != "target" and error is not None and error < THERE_MM
        if error is not None:
            found["worst"] = max(found["worst"], error)
            found["far"] += error > FAR_MM
        if not out:
            since = None
            found["frames"] += 1
            found["held"] += here is not None
            if error is not None:
                found["errors"].append(error)
            continue
        if since is None:
            since, said = line["time_s"], False
            found["left"] += 1
        if not said and (line["time_s"] - since <= SAID_S):
            said = here is None
            found["said"] += said
        elif not said and line["time_s"] - since > SAID_S:
            said = True
            found["runs_on"] += runs_on
    return found


def seen_id(seen, name):
    return next(m["id"] for m in seen[0]["marks"] if m["name"] == name)


def run(job):
    """@return What each mark of a clip did."""
    bevel, scene, seed, kind = job
    with tempfile.TemporaryDirectory() as folder:
        path, seconds = write_scene(folder, scene, kind)
        clip = os.path.join(folder, "clip.mkv")
        subprocess.run([bevel, "simulate", path, "-o", clip, "--seconds",
                        str(seconds), "--seed", str(seed)], check=True,
                       stdout=subprocess.DEVNULL)
        with open(clip[:-4] + ".truth.jsonl", encoding="utf-8") as file:
            header, *truth = lines(file.read())
        marks = choose(truth[0], header["scan_area"])
        if not marks:
            return []
        path = os.path.join(folder, "marks.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"format": "bevel-marks", "version": 1, "marks":
                       [{"name": name, **mark}
                        for name, mark in marks.items()]}, file)
        done = subprocess.run([bevel, "detect", clip, "--marks", path,
                               "--mm-per-px", str(header["mm_per_px"])],
                              capture_output=True, text=True, check=True)
    seen = lines(done.stdout)
    top = header["scan_area"]["face_middle_px"][1]
    rows = []
    for name in marks:
        depth = ((true_place(truth[0], name)[1] - top) *
                 truth[0]["mm_per_px"])
        rows.append({"scene": scene, "seed": seed, "kind": kind, "mark": name,
                     **measure(kind, name, seen, truth, depth)})
    return rows


def share(part, whole):
    return f"{100 * part / whole:.1f} %" if whole else "-"


def at_part(values, part):
    """By nearest rank."""
    values = sorted(values)
    return values[max(0, math.ceil(part * len(values)) - 1)] if values else None


def tell(rows):
    print(f"{'':24}{'marks':>6}{'median':>8}{'p95':>7}{'worst':>7}{'held':>9}"
          f"{'left':>6}{'said':>9}{'run on':>7}{'far':>5}")
    for kind in KINDS:
        for point in (True, False):
            some = [r for r in rows if r["kind"] == kind and
                    (r["mark"] == "target") == point]
            errors = [e for r in some for e in r["errors"]]
            if not errors:
                continue
            total = {key: sum(r[key] for r in some) for key in
                     ("held", "frames", "left", "said", "runs_on", "far")}
            print(f"{kind + (' points' if point else ' outlines'):24}"
                  f"{len(some):6}{at_part(errors, .5):8.2f}"
                  f"{at_part(errors, .95):7.2f}"
                  f"{max(r['worst'] for r in some):7.2f}"
                  f"{share(total['held'], total['frames']):>9}"
                  f"{total['left']:6}{share(total['said'], total['left']):>9}"
                  f"{total['runs_on']:7}{total['far']:5}")


def spread(errors):
    if not errors:
        return "none"
    return (f"median {at_part(errors, .5):.2f} mm, p95 "
            f"{at_part(errors, .95):.2f}, most {max(errors):.2f}")


def real_marks(bevel, clip):
    """A grid of 24 points in the scan area that bevel finds, in eights."""
    done = subprocess.run([bevel, "scale", clip], capture_output=True,
                          text=True, check=False)
    left, top, right, bottom = json.loads(
        done.stdout.splitlines()[0])["scan_px"]
    points = [[left + (right - left) * (0.15 + 0.7 * i / 5),
               top + (bottom - top) * (0.12 + 0.7 * k / 3)]
              for k in range(4) for i in range(6)]
    return [points[i:i + 8] for i in range(0, 24, 8)]


def run_real(bevel, clip, mm_per_px):
    """Forward and backward, from a copy that is not kept."""
    errors, closing, held, frames, back, marks = [], [], 0, 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        there_and_back = os.path.join(folder, "clip.mkv")
        subprocess.run(["ffmpeg", "-loglevel", "error", "-i", clip,
                        "-filter_complex", "[0:v]split[a][b];[b]reverse[r];[a][r]concat=n=2",
                        "-c:v", "ffv1", there_and_back], check=True)
        groups = real_marks(bevel, clip)
        for points in groups:
            path = os.path.join(folder, "marks.json")
            with open(path, "w", encoding="utf-8") as file:
                json.dump({"format": "bevel-marks", "version": 1, "marks":
                           [{"point_px": px} for px in points]}, file)
            done = subprocess.run([bevel, "detect", there_and_back, "--marks",
                                   path, "--mm-per-px", str(mm_per_px)],
                                  capture_output=True, text=True, check=True)
            seen = lines(done.stdout)
            for number in range(len(points)):
                at = [line["marks"][number]["point_px"] for line in seen]
                if not at[0]:
                    continue  # on nothing, and it is said
                marks += 1
                frames += len(at)
                held += sum(px is not None for px in at)
                pairs = zip(at[:len(at) // 2], reversed(at))
                errors += [math.dist(a, b) * mm_per_px for a, b in pairs
                           if a and b]
                if at[-1]:
                    back += 1
                    closing.append(math.dist(at[0], at[-1]) * mm_per_px)
    print(f"{os.path.basename(clip):40} marks {marks}, held "
          f"{share(held, frames)}; the same picture: {spread(errors)}; "
          f"back {back}: {spread(closing)}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bevel")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--seeds", default="301..301")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--json")
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--mm-per-px", type=float, default=1 / 11.35)
    parser.add_argument("--sum", nargs="+")
    options = parser.parse_intermixed_args()
    if options.sum:
        rows = []
        for path in options.sum:
            with open(path, encoding="utf-8") as file:
                rows += json.load(file)
        tell(rows)
        return 0
    if options.real:
        folder = os.path.join(os.environ["BEVEL_REAL_DIR"], "clean",
                              "muscle-cine")
        for clip in options.names or sorted(
                os.path.join(folder, n) for n in os.listdir(folder)):
            run_real(options.bevel, clip, options.mm_per_px)
        return 0
    first, last = (int(n) for n in options.seeds.split(".."))
    scenes = options.names or sorted(
        n[:-5] for n in os.listdir(SAMPLES)
        if n.endswith(".json") and not n.startswith("mistake"))
    jobs = [(options.bevel, scene, seed, kind) for scene in scenes
            for seed in range(first, last + 1) for kind in KINDS]
    rows = []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for made in pool.map(run, jobs):
            rows += made
            print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    tell(rows)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(rows, file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
