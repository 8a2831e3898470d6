#!/usr/bin/env python3
"""Ten minutes of 1024 x 768 px at 60 pictures a second, recorded: none is
lost, memory is flat, and what is in the file is what was sent.

usage: rate.py BEVEL [SECONDS [FOLDER]]
Needs two cores that are its own, and 25 MB of disk a second.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

from footage import memory_mb
from scanner import Scanner

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lint"))
import tap  # noqa: E402

BEVEL = os.path.abspath(sys.argv[1])
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 600
WIDTH, HEIGHT, RATE_HZ = 1024, 768, 60
MB_A_SECOND = 25    # at most
GROWTH_MB = 16      # at most, from after a tenth of it to the end
MOST_LATE_S = 1.0   # a machine on which the scanner is later is not quiet, ...
MOST_OTHERS = 0.2   # ... nor one on which others take more of the processors
CHECKS = tap.Tap()


def film(folder):
    """Some simulated pictures of that size, as bytes."""
    clip = os.path.join(folder, "clip.mkv")
    subprocess.run([BEVEL, "simulate", "nerve", "-o", clip, "--seconds",
                    "0.25", "--seed", "1"], check=True, capture_output=True)
    grey = subprocess.run(["ffmpeg", "-v", "error", "-i", clip, "-vf",
                           f"scale={WIDTH}:{HEIGHT}", "-pix_fmt", "gray",
                           "-f", "rawvideo", "-"], check=True,
                          capture_output=True).stdout
    size = WIDTH * HEIGHT
    return [grey[at:at + size] for at in range(0, len(grey), size)]


def watch(process, scanner):
    """@return Its memory, MB, each second, until the scanner is done."""
    seen = []
    while scanner.sent < scanner.most and process.poll() is None:
        time.sleep(1)
        seen.append(memory_mb(process.pid))
    return seen


def sums(path, count):
    """The sums of the first pictures, as ffmpeg decodes them."""
    said = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-frames:v",
                           str(count), "-fps_mode", "passthrough", "-f",
                           "framemd5", "-"],
                          capture_output=True, text=True, check=True).stdout
    return [line.split(",")[-1].strip() for line in said.splitlines()
            if not line.startswith("#")]


def last_event(path):
    with open(path.replace(".mkv", ".events.jsonl"), encoding="utf-8") as file:
        return json.loads(file.readlines()[-1])


def busy_s():
    """Processor time of this machine, and of it that of ours, s."""
    with open("/proc/stat", encoding="ascii") as file:
        ticks = [int(word) for word in file.readline().split()[1:9]]
    idle = ticks[3] + ticks[4]
    return (sum(ticks) - idle) / os.sysconf("SC_CLK_TCK"), \
        sum(os.times()[:4])


def record(folder):
    pictures = film(folder)
    began_s, before = time.monotonic(), busy_s()
    path = os.path.join(folder, "rate.mkv")
    scanner = Scanner(pictures, WIDTH, HEIGHT, RATE_HZ)
    scanner.most = SECONDS * RATE_HZ
    process = subprocess.Popen([BEVEL, "record", scanner.name, "-o", path],
                               stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True)
    seen = watch(process, scanner)
    time.sleep(1)  # the last picture is on its way
    process.terminate()
    errors = process.communicate(timeout=120)[1]
    scanner.end()
    stopped = last_event(path)
    after = busy_s()
    others = ((after[0] - before[0]) - (after[1] - before[1])) / \
        (time.monotonic() - began_s) / os.cpu_count()
    flat = seen[len(seen) // 10:]
    print(f"# {SECONDS} s: {scanner.sent} sent, the latest by "
          f"{scanner.late_s * 1000:.0f} ms; {stopped['frames']} recorded, "
          f"{stopped['dropped']} dropped, {os.path.getsize(path) >> 20} MB; "
          f"memory {min(flat):.0f} to {max(flat):.0f} MB; others took "
          f"{others:.0%} of the processors")
    if scanner.late_s > MOST_LATE_S or others > MOST_OTHERS:
        CHECKS.skip("60 pictures a second", "this machine has other work")
        return
    CHECKS.check(stopped["frames"] == scanner.sent and
                 stopped["dropped"] == 0 and errors == "",
                 "no picture is lost", [errors])
    CHECKS.check(max(flat) - flat[0] <= GROWTH_MB, "memory is flat",
                 [str(flat)])
    checked = sums(path, 3 * len(pictures))
    CHECKS.check(checked == checked[:len(pictures)] * 3 and
                 len(set(checked)) == len(pictures),
                 "the pictures are those that were sent")


def main():
    folder = sys.argv[3] if len(sys.argv) > 3 else tempfile.gettempdir()
    if not shutil.which("ffmpeg"):
        return tap.skip_all("ffmpeg is not installed")
    if "without OpenIGTLink" in subprocess.run(
            [BEVEL, "detect", "igtl://"], capture_output=True, text=True,
            timeout=60).stderr:
        return tap.skip_all("OpenIGTLink is not built in")
    if shutil.disk_usage(folder).free < SECONDS * MB_A_SECOND << 20:
        return tap.skip_all(f"{folder} has not "
                            f"{SECONDS * MB_A_SECOND / 1024:.0f} GB")
    with tempfile.TemporaryDirectory(dir=folder) as inside:
        record(inside)
    return CHECKS.end()


if __name__ == "__main__":
    raise SystemExit(main())
