#!/usr/bin/env python3
"""bevel review of clips of two lengths: memory that does not grow with them,
and one that was stopped goes on from there to the same end.

usage: test_review_length.py BEVEL SAMPLES
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

from cli import BEVEL, CHECKS

CLIP = os.path.join(os.path.abspath(sys.argv[2]), "clips", "nerve.mkv")
CLIP_S = 6
WORDS = ["--mm-per-px", "0.125"]
MOST_GROWTH = 1.1


def film(folder, times):
    """The clip so many times over, small: what it costs is its length."""
    path = os.path.join(folder, f"{times}.mkv")
    subprocess.run(["ffmpeg", "-v", "error", "-stream_loop", str(times - 1),
                    "-i", CLIP, "-vf", "fps=10,scale=320:240", "-c:v", "ffv1",
                    "-pix_fmt", "gray", path], check=True)
    return path


def review(folder, clip, name):
    """@return Its report, and the most memory that it took, kB."""
    report = os.path.join(folder, name + ".report.json")
    with subprocess.Popen([BEVEL, "review", clip, *WORDS, "--report", report,
                           "--analysis", os.path.join(folder, name)],
                          stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        return {}, 0
    with open(report, encoding="utf-8") as file:
        return json.load(file), used.ru_maxrss


def cut(folder, whole, name, after_s):
    """What an analysis that was killed leaves: lines, and half of one."""
    with open(os.path.join(folder, whole), encoding="utf-8") as file:
        lines = file.readlines()
    count = 1 + sum(1 for line in lines[1:] if '"frame"' in line and
                    json.loads(line)["time_ns"] < after_s * 1e9)
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.writelines(lines[:count])
        file.write(lines[count][:40])
    return count


def lengths(folder):
    short, few_kb = review(folder, film(folder, 2), "short")
    long_clip = film(folder, 7)
    whole, many_kb = review(folder, long_clip, "long")
    CHECKS.check(short and whole and
                 whole["seconds"] > 3 * short["seconds"] > CLIP_S,
                 "two lengths of one clip are reviewed",
                 [str(short)[:200], str(whole)[:200]])
    CHECKS.check(0 < many_kb <= MOST_GROWTH * few_kb,
                 "the longer one takes no more memory",
                 [f"{few_kb} kB, {many_kb} kB"])
    return long_clip, whole


def moments(report):
    return [(one["kind"], round(one["start_s"])) for one in
            report.get("moments", ())]


def value(report, key):
    return {one["key"]: one["value"] for one in
            report.get("measures", ())}.get(key, 1e9)


def goes_on(folder, clip, whole):
    kept = cut(folder, "long", "again", 6.5 * CLIP_S)
    again, _ = review(folder, clip, "again")
    with open(os.path.join(folder, "long"), encoding="utf-8") as file:
        lines = file.readlines()
    with open(os.path.join(folder, "again"), encoding="utf-8") as file:
        same = file.readlines()
    CHECKS.check(len(same) == len(lines) and same[:kept] == lines[:kept],
                 "what was stopped is kept, and goes on to the end",
                 [f"{len(lines)} lines, {len(same)}"])
    CHECKS.check(moments(again) == moments(whole) and
                 all(abs(value(again, key) - value(whole, key)) < 1
                     for key in ("path_mm", "needle_s", "passes")),
                 "and tells of the same moments, and measures the same",
                 [str(again)[:300]])


if shutil.which("ffmpeg"):
    with tempfile.TemporaryDirectory() as home:
        goes_on(home, *lengths(home))
else:
    CHECKS.skip("clips of two lengths", "there is no ffmpeg")
raise SystemExit(CHECKS.end())
