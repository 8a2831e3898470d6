#!/usr/bin/env python3
"""Recordings of a networked scanner, each killed with SIGKILL at a random
moment: at most one second is missing of what the scanner had sent, none
before that, and what is there opens in bevel and in ffprobe, as it is and
when it was repaired.

usage: killed.py BEVEL [KILLS [FOLDER]]
"""
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

from scanner import Scanner

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lint"))
import tap  # noqa: E402

BEVEL = os.path.abspath(sys.argv[1])
KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 100
WIDTH, HEIGHT, RATE_HZ = 160, 120, 30
AT_ONCE = 5
LONGEST_S = 2 if KILLS < 100 else 10
CHECKS = tap.Tap()


def packets(path):
    """The times of all pictures, s, as ffprobe reads them; None: it cannot."""
    done = subprocess.run(["ffprobe", "-v", "error", "-show_entries",
                           "packet=pts_time", "-of", "json", path],
                          capture_output=True, text=True, timeout=120)
    if done.returncode or done.stderr:
        return None
    return [float(packet["pts_time"])
            for packet in json.loads(done.stdout)["packets"]]


def count(path):
    """How many pictures bevel reads to a plain end; None: it cannot."""
    done = subprocess.run([BEVEL, "record", path, "-o", "/dev/null"],
                          capture_output=True, text=True, timeout=120)
    return None if done.returncode else int(done.stdout.split()[-2])


def kill_one(number, folder, pictures):
    """@return Seconds that are missing, and what is wrong: a list of words."""
    path = os.path.join(folder, f"{number}.mkv")
    scanner = Scanner(pictures, WIDTH, HEIGHT, RATE_HZ)
    process = subprocess.Popen([BEVEL, "record", scanner.name, "-o", path],
                               stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while time.monotonic() < end and (not os.path.exists(path) or
                                      os.path.getsize(path) < 2000):
        time.sleep(0.01)
    time.sleep(random.Random(number).uniform(0, LONGEST_S))
    process.send_signal(signal.SIGKILL)
    sent = scanner.sent
    process.wait(timeout=60)
    scanner.end()
    wrong = []
    before = packets(path) or []
    missing_s = (sent - len(before)) / RATE_HZ
    if missing_s > 1:
        wrong.append(f"{sent} sent, {len(before)} there")
    elif not before:  # killed within its first second: there is no recording
        return missing_s, wrong
    if any(abs(time_s - k / RATE_HZ) > 2e-6 for k, time_s in enumerate(before)):
        wrong.append("one is missing before the end")
    if count(path) != len(before):
        wrong.append("bevel reads it differently")
    done = subprocess.run([BEVEL, "repair", path], capture_output=True,
                          text=True, timeout=120)
    if done.returncode or packets(path) != before or \
            count(path) != len(before):
        wrong.append(f"repaired it is different: {done.stderr}")
    return missing_s, wrong


def main():
    if not shutil.which("ffprobe"):
        return tap.skip_all("ffprobe is not installed")
    built = subprocess.run([BEVEL, "detect", "igtl://"],
                           capture_output=True, text=True, timeout=60)
    if "without OpenIGTLink" in built.stderr:
        return tap.skip_all("OpenIGTLink is not built in")
    pictures = [random.Random(seed).randbytes(WIDTH * HEIGHT)
                for seed in range(4)]
    with tempfile.TemporaryDirectory(
            dir=sys.argv[3] if len(sys.argv) > 3 else None) as folder, \
            ThreadPoolExecutor(AT_ONCE) as pool:
        done = list(pool.map(lambda number: kill_one(number, folder, pictures),
                             range(KILLS)))
    for number, (_, wrong) in enumerate(done):
        if wrong:
            CHECKS.check(False, f"kill {number}", wrong)
    missing = sorted(missing_s for missing_s, _ in done)
    CHECKS.check(not any(wrong for _, wrong in done),
                 f"{KILLS} kills; missing: median {missing[KILLS // 2]:.2f} s, "
                 f"most {missing[-1]:.2f} s")
    return CHECKS.end()


if __name__ == "__main__":
    raise SystemExit(main())
