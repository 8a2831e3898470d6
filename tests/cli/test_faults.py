#!/usr/bin/env python3
"""Damaged, hostile and vanished files, full disks and no display: what came
before is kept, and there is one sentence.

usage: test_faults.py BEVEL CORPUS
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

from cli import CHECKS, commands, one_sentence, refuses, run, told

CORPUS = sys.argv[2]
PICTURES = ("grey.png", "colour.png", "colour.jpg", "grey.bmp", "grey.pgm",
            "grey.tif")
CLIPS = {"grey.mkv": 10, "colour.mp4": 10, "colour.avi": 10, "colour.gif": 5}


def corpus(name):
    return os.path.join(CORPUS, name)


def objects(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def check_kinds():
    for name in PICTURES:
        done = run("detect", "--stills", corpus(name))
        CHECKS.check(done.returncode == 0 and len(objects(done)) == 1 and
                     done.stderr == "", f"{name} opens", told(name, done))
    for name, frames in CLIPS.items():
        done = run("detect", corpus(name))
        times = [row["time_s"] for row in objects(done)]
        CHECKS.check(done.returncode == 0 and len(times) == frames and
                     times == sorted(set(times)) and times[0] == 0,
                     f"{name} opens, with its own times", told(name, done))


def check_hostile():
    for name in ("cut.mp4", "cut.png", "text", "empty"):
        refuses(f"{name}", 1, "detect", corpus(name), says=name)
    refuses("a picture of one pixel", 1, "detect", corpus("one-pixel.png"),
            says="1 x 1")
    refuses("a picture of 16384 x 16384 pixels", 1, "detect",
            corpus("huge.png"), says="16384 x 16384")


def check_cut(folder):
    """The frames before the cut are reported, then one sentence."""
    whole = os.path.getsize(corpus("grey.mkv"))
    path = os.path.join(folder, "cut.mkv")
    with open(corpus("grey.mkv"), "rb") as source, open(path, "wb") as cut:
        cut.write(source.read(whole * 2 // 3))
    done = run("detect", path)
    CHECKS.check(done.returncode == 1 and 0 < len(objects(done)) < 10 and
                 one_sentence(done.stderr, "cut.mkv"), "a video that is cut",
                 told("cut", done))


def check_one_bad_still(folder):
    """The others are still looked at; the bad one has a line that says so."""
    done = run("detect", "--stills", corpus("grey.png"), corpus("cut.png"),
               corpus("colour.png"))
    rows = objects(done)
    CHECKS.check(done.returncode == 1 and len(rows) == 3 and
                 [("error" in row) for row in rows] == [False, True, False] and
                 one_sentence(done.stderr, "cut.png"),
                 "one still of three that cannot be read", told("three", done))


def check_mixed_folder(folder):
    """A folder in which one picture is damaged."""
    pictures = os.path.join(folder, "pictures")
    os.mkdir(pictures)
    for number, name in enumerate(("grey.png", "grey.png", "cut.png")):
        shutil.copy(corpus(name), os.path.join(pictures, f"{number}.png"))
    done = run("detect", pictures)
    CHECKS.check(done.returncode == 1 and len(objects(done)) == 2 and
                 one_sentence(done.stderr, "2.png"),
                 "a folder with a damaged picture at its end",
                 told("folder", done))


def check_full_disk():
    known = commands()
    clip = corpus("grey.mkv")
    for name, words in (("record", [clip, "-o", "/dev/full"]),
                        ("render", [clip, "-o", "/dev/full"]),
                        ("simulate", ["nerve", "-o", "/dev/full",
                                      "--seconds", "2"])):
        if name in known:
            refuses(f"bevel {name} onto a full disk", 1, name, *words)
        else:
            CHECKS.skip(f"bevel {name} onto a full disk", "not built")
    with open("/dev/full", "w") as full:
        done = subprocess.run([sys.argv[1], "detect", clip], stdout=full,
                              stderr=subprocess.PIPE, text=True, timeout=120)
    CHECKS.check(done.returncode == 1 and one_sentence(done.stderr, "full"),
                 "bevel detect onto a full disk", [repr(done.stderr)])


def check_no_display():
    if "live" not in commands():
        CHECKS.skip("bevel live without a display", "the window is not built")
        return
    env = {name: value for name, value in os.environ.items()
           if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    refuses("bevel live without a display", 1, "live", corpus("grey.mkv"),
            says="display", env=env)


def main():
    check_kinds()
    check_hostile()
    with tempfile.TemporaryDirectory() as folder:
        check_cut(folder)
        check_one_bad_still(folder)
        check_mixed_folder(folder)
    check_full_disk()
    check_no_display()
    return CHECKS.end()


if __name__ == "__main__":
    sys.exit(main())
