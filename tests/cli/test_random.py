#!/usr/bin/env python3
"""`bevel simulate --random`: the same pictures and labels however many threads
make them, whether in one go or after a kill; full disks said.

usage: test_random.py BEVEL
"""
import hashlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time

from cli import BEVEL, CHECKS, one_sentence, refuses, run, told


def make(folder, count, *words):
    return run("simulate", "--random", "-n", str(count), "-o", folder, *words)


def hashes(folder):
    """Name and hash of every file of a set."""
    found = {}
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as file:
            found[name] = hashlib.sha256(file.read()).hexdigest()
    return found


def labels(folder):
    with open(os.path.join(folder, "labels.jsonl"), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def check_labels(folder, count):
    header, *lines = labels(folder)
    CHECKS.check(header["format"] == "bevel-labels" and
                 header["simulated"] is True and len(lines) == count,
                 "labels are a header and a line a picture")
    CHECKS.check([line["source"] for line in lines] ==
                 [f"{number:06d}.png" for number in range(count)],
                 "in order, each naming its picture")
    needles = sum(line["needle"] for line in lines)
    CHECKS.check(0 < needles < count, "some have a needle and some have none",
                 [str(needles)])
    CHECKS.check(all(line["needle_diameter_mm"] is None and
                     line["state"] == "none" and line["visible_mm"] == 0
                     for line in lines if not line["needle"]),
                 "where there is none, none shows")
    CHECKS.check(all(line["scan_area"]["box_px"][2] <= 640 and
                     0.005 < line["mm_per_px"] < 1 and
                     line["probe"]["kind"] in ("linear", "curved")
                     for line in lines),
                 "each has its scan area, scale and probe")
    CHECKS.check(len({line["probe"]["depth_mm"] for line in lines}) == count,
                 "each is another")


def check_kill(folder, whole):
    """A set that was killed goes on, and ends as if nothing had been."""
    words = [BEVEL, "simulate", "--random", "-n", "16", "-o", folder, "--seed",
             "3", "--threads", "2"]
    process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    path = os.path.join(folder, "labels.jsonl")
    until = time.monotonic() + 100
    while time.monotonic() < until and process.poll() is None:
        if os.path.exists(path) and os.path.getsize(path) > 9000:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    with open(path, "ab") as file:
        file.write(b'{"source":"0000')  # as a line that was being written
    before = len(os.listdir(folder))
    done = run(*words[1:])
    CHECKS.check(done.returncode == 0 and done.stdout == "" and before < 17,
                 "a killed set goes on", told("go on", done))
    CHECKS.check(hashes(folder) == whole,
                 "and ends with the bytes of one that was not killed")


def check_more(folder, whole):
    """A shorter set becomes a longer one, and a picture that is gone is made
    again."""
    make(folder, 6, "--seed", "3")
    os.unlink(os.path.join(folder, "000002.png"))
    done = make(folder, 16, "--seed", "3")
    CHECKS.check(done.returncode == 0 and hashes(folder) == whole,
                 "more of the same seed is the longer set", told("more", done))
    done = make(folder, 4, "--seed", "3")
    CHECKS.check(done.returncode == 0 and hashes(folder) == whole,
                 "fewer change nothing", told("fewer", done))
    refuses("another seed in the same folder", 1, "simulate", "--random", "-n",
            "2", "-o", folder, "--seed", "4", says="choose another folder")
    CHECKS.check(hashes(folder) == whole, "which leaves the set as it is")


def check_stranger(folder):
    os.mkdir(folder)
    path = os.path.join(folder, "000000.png")
    with open(path, "w", encoding="utf-8") as file:
        file.write("mine")
    refuses("a folder with pictures of somebody else", 1, "simulate",
            "--random", "-n", "2", "-o", folder, says="another folder")
    with open(path, encoding="utf-8") as file:
        CHECKS.check(file.read() == "mine" and
                     os.listdir(folder) == ["000000.png"],
                     "which are left as they are")


def check_full_disk(folder, whole):
    """The disk fills at one picture; what came before is a set."""
    make(folder, 2, "--seed", "3")
    os.symlink("/dev/full", os.path.join(folder, "000005.png"))
    done = make(folder, 16, "--seed", "3", "--threads", "1")
    CHECKS.check(done.returncode == 1 and
                 one_sentence(done.stderr, "the disk is full") and
                 "holds the 5 pictures before that" in done.stderr,
                 "a full disk is said, with what there is", told("full", done))
    CHECKS.check(len(labels(folder)) == 6, "whose labels are whole lines")
    os.unlink(os.path.join(folder, "000005.png"))
    make(folder, 16, "--seed", "3")
    CHECKS.check(hashes(folder) == whole, "and which goes on with more room")


with tempfile.TemporaryDirectory() as home:
    one, two = os.path.join(home, "one"), os.path.join(home, "two")
    first = make(one, 16, "--seed", "3", "--threads", "1")
    CHECKS.check(first.returncode == 0 and first.stdout == "" and
                 first.stderr == "", "a set is made, silently where nobody "
                 "watches", told("random", first))
    make(two, 16, "--seed", "3", "--threads", "2")
    kept = hashes(one)
    CHECKS.check(len(kept) == 17 and hashes(two) == kept,
                 "one thread and two make the same bytes")
    check_labels(one, 16)
    shutil.rmtree(two)
    check_kill(os.path.join(home, "killed"), kept)
    check_more(os.path.join(home, "more"), kept)
    check_stranger(os.path.join(home, "stranger"))
    check_full_disk(os.path.join(home, "full"), kept)
    bare = os.path.join(home, "bare")
    make(bare, 4, "--no-needle")
    CHECKS.check(not any(line["needle"] for line in labels(bare)[1:]),
                 "--no-needle leaves every needle out")
    refuses("a folder that cannot be made", 1, "simulate", "--random", "-n",
            "2", "-o", os.path.join(home, "no", "such"), says="such")
    refuses("a folder that is a file", 1, "simulate", "--random", "-n", "2",
            "-o", os.path.join(one, "labels.jsonl"), says="is not a folder")
    refuses("a set without a number", 2, "simulate", "--random", "-o", home)
    refuses("a set without a folder", 2, "simulate", "--random", "-n", "2")
    refuses("a set with a scene", 2, "simulate", "nerve", "--random", "-n",
            "2", "-o", home)
    refuses("a number for a clip", 2, "simulate", "nerve", "-n", "2", "-o",
            "clip.mkv")
raise SystemExit(CHECKS.end())
