#!/usr/bin/env python3
"""bevel review: the scale that a person said of a clip, and of its changes.

usage: test_review_scale.py BEVEL SAMPLES
"""
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile

from cli import CHECKS, run, told

SAMPLES = os.path.abspath(sys.argv[2])
CLIP = os.path.join(SAMPLES, "clips", "nerve.mkv")
SCALE = 0.0625
ZOOM, ZOOMED_FROM = 1.4, 100


def review(home, *words):
    """The report of a review, and what it is in words."""
    report = os.path.join(home, "report.json")
    done = run("review", *words, "--report", report,
               env=dict(os.environ, XDG_CACHE_HOME=os.path.join(home, "cache")))
    if done.returncode != 0:
        CHECKS.check(False, "the review is made", told("review", done))
        return "", {}
    with open(report, encoding="utf-8") as file:
        return done.stdout, json.load(file)


def path_mm(report):
    return {one["key"]: one["value"] for one in report["measures"]}["path_mm"]


def say(clip, *scales):
    """What a person said: from which frames on, mm a px."""
    with open(clip + ".review.json", "w", encoding="utf-8") as file:
        json.dump({"format": "bevel-corrections", "version": 1, "moments": [],
                   "scales": list(scales)}, file)


def typed(from_frame, mm_per_px):
    return {"from_frame": from_frame, "mm_per_px": mm_per_px, "by": "typed"}


def given_a_scale(home):
    """What a person said of the scale beside the clip is measured by, and the
    report says so."""
    path = os.path.join(home, "given.mkv")
    said = {"from_frame": 0, "mm_per_px": SCALE, "by": "points", "mm": 30,
            "px": 480}
    shutil.copy(CLIP, path)
    say(path, said)
    words = [path, "--target", "317,201"]
    report = review(home, *words)[1]
    same = review(home, *words, "--mm-per-px", str(SCALE))[1]
    CHECKS.check(report["scale"] == {"mm_per_px": 0.0625, "from": "person",
                                     "said": [said]} and
                 same["scale"] == {"mm_per_px": 0.0625, "from": "words"} and
                 report["measures"] == same["measures"] and
                 path_mm(report) > 5,
                 "a scale that a person said measures as one that is typed",
                 [str(report["scale"]), str(same["scale"])])
    page_path = os.path.join(home, "given.html")
    done = run("review", *words, "--report", page_path,
               env=dict(os.environ, XDG_CACHE_HOME=os.path.join(home, "cache")))
    with open(page_path, encoding="utf-8") as file:
        CHECKS.check("Scale: 0.0625 mm per px, as a person says: 30 mm "
                     "between two points, 480 px apart." in file.read(),
                     "and its report says where it came from",
                     told("review", done))


def zoomed(home):
    """A clip that is zoomed in the middle: its scale ends there, until one is
    said from there on."""
    clip = os.path.join(home, "zoomed.mkv")
    subprocess.run(
        ["ffmpeg", "-v", "error", "-i", CLIP, "-filter_complex",
         f"split[a][b];[a]trim=end_frame={ZOOMED_FROM}[c];[b]trim=start_frame="
         f"{ZOOMED_FROM},setpts=PTS-STARTPTS,crop=iw/{ZOOM}:ih/{ZOOM}:iw*0.15:"
         "0,scale=640:480[d];[c][d]concat=n=2", "-c:v", "ffv1", clip],
        check=True)
    plain = path_mm(review(home, CLIP, "--mm-per-px", str(SCALE))[1])
    for words, said in ((["--mm-per-px", str(SCALE)], []),
                        ([], [typed(0, SCALE)])):
        say(clip, *said)
        text, report = review(home, clip, *words)
        CHECKS.check(report["scale"]["unknown_from_frame"] == ZOOMED_FROM and
                     path_mm(report) is None and
                     f"From frame {ZOOMED_FROM} on it is not known: depth, "
                     "zoom or the screen changed." in text,
                     "where depth or zoom changes the scale ends, and that is "
                     "said", [text[:600]])
    for frame in (ZOOMED_FROM, ZOOMED_FROM - 10):
        say(clip, typed(0, SCALE), typed(frame, SCALE / ZOOM))
        text, report = review(home, clip)
        CHECKS.check("unknown_from_frame" not in report["scale"] and
                     abs(path_mm(report) / plain - 1) < 0.1 and
                     f" From frame {frame} on {SCALE / ZOOM:.4f} mm per px"
                     in text,
                     "one that is said from there on is measured by",
                     [text[:600], f"{path_mm(report)} mm, {plain} mm"])


def goes_on(home):
    """What an earlier run left off is gone on with by the scale that holds
    there: none, where depth or zoom changed before."""
    clip = os.path.join(home, "zoomed.mkv")
    slow = os.path.join(home, "slow.mkv")
    kept = [os.path.join(home, name) for name in ("whole", "begun")]
    subprocess.run(
        ["ffmpeg", "-v", "error", "-i", clip, "-vf", "setpts=N/2/TB,"
         "scale=320:240", "-r", "2", "-c:v", "ffv1", slow], check=True)
    words = ["review", slow, "--mm-per-px", "0.1", "--text", "--analysis"]
    run(*words, kept[0])
    with open(kept[0], encoding="utf-8") as file:
        lines = file.read().splitlines(keepends=True)
    with open(kept[1], "w", encoding="utf-8") as file:
        file.writelines(lines[:170])
    done = run(*words, kept[1])
    with open(kept[1], encoding="utf-8") as file:
        again = file.read().splitlines(keepends=True)
    scales = [json.loads(line)["mm_per_px"] for line in again[1:-1]]
    CHECKS.check(done.returncode == 0 and again == lines and
                 scales[ZOOMED_FROM - 1] == 0.1 and not any(
                     scales[ZOOMED_FROM + 3:]),
                 "a scale that was lost is lost for who goes on",
                 [f"{len(lines)} and {len(again)} lines", str(scales)])


def keeps_what_is_said(home):
    """A report does not take the place of what a person said."""
    clip = os.path.join(home, "given.mkv")
    done = run("review", clip, "--report", clip + ".review.json")
    with open(clip + ".review.json", encoding="utf-8") as file:
        CHECKS.check(done.returncode != 0 and "bevel-corrections" in
                     file.read(), "a report writes over no corrections",
                     told("review", done))


def of_a_scene(home):
    """A practice scene is reviewed as its recording, and what a person says
    of that is kept with the user's data, not in the cache."""
    data = os.path.join(home, "data")
    env = dict(os.environ, XDG_CACHE_HOME=os.path.join(home, "cache"),
               XDG_DATA_HOME=data)
    report = os.path.join(home, "scene.json")
    words = ["review", "--scene", "nerve", "--seconds", "4", "--report", report]
    done = run(*words, env=env)
    with open(report, encoding="utf-8") as file:
        first = json.load(file)
    paths = glob.glob(os.path.join(home, "cache", "bevel", "practice", "*",
                                   "nerve-1.mkv"))
    by_path = run("review", paths[0], "--mm-per-px",
                  str(first["scale"]["mm_per_px"]), "--report", report, env=env)
    with open(report, encoding="utf-8") as file:
        again = json.load(file)
    CHECKS.check(done.returncode == 0 and by_path.returncode == 0 and
                 first["source"] == "nerve" and first["simulated"] and
                 first["scale"]["from"] == "recording" and
                 first["tip_seen"] == again["tip_seen"] and
                 first["entry"] == again["entry"],
                 "a scene and its recording are reviewed the same",
                 [str(first)[:500], str(again)[:500]])
    done = run("review", "--clear-cache", env=env)
    CHECKS.check(not glob.glob(os.path.join(home, "cache", "bevel", "practice",
                                            "*", "*.*")),
                 "and is forgotten with the cache", told("clear", done))


def main():
    with tempfile.TemporaryDirectory() as place:
        given_a_scale(place)
        keeps_what_is_said(place)
        zoomed(place)
        goes_on(place)
        of_a_scene(place)
    return CHECKS.end()


if __name__ == "__main__":
    sys.exit(main())
