#!/usr/bin/env python3
"""`bevel record` as its users run it: to the end, to a length, stopped by
Ctrl-C, killed, onto a disk that is full or breaks, and never over a file by a
slip.

usage: test_record.py BEVEL FAILING_DISK
"""
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from cli import BEVEL, CHECKS, one_sentence, refuses, run, told


def frames(path):
    """What detect prints of a file, a dictionary a frame."""
    done = run("detect", path)
    return done.returncode, [json.loads(line)
                             for line in done.stdout.splitlines()]


def failing_disk(**how):
    """The surroundings of a program whose disk fails (failing_disk.c)."""
    return dict(os.environ, LD_PRELOAD=os.path.abspath(sys.argv[2]), **how,
                ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") +
                ":verify_asan_link_order=0")


def record_until(path, number, env=None):
    """Record the simulated probe until half a megabyte is there, then send
    the signal. @return The exit code."""
    with subprocess.Popen([BEVEL, "record", "sim:", "-o", path],
                          stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, env=env) as process:
        for _ in range(2000):
            if os.path.exists(path) and os.path.getsize(path) > 500_000:
                break
            time.sleep(0.05)  # bounded; what is tested does not depend on it
        process.send_signal(number)
        return process.wait(timeout=120)


def check_lengths(folder):
    path = os.path.join(folder, "length.mkv")
    done = run("record", "sim:", "-o", path, "--seconds", "0.5", "--seed", "3")
    code, seen = frames(path)
    CHECKS.check(done.returncode == 0 and code == 0 and len(seen) == 15,
                 "half a second of the simulated probe is 15 frames",
                 told("record", done) + [f"{len(seen)} frames"])
    CHECKS.check([frame["time_s"] for frame in seen] ==
                 [round(k / 30, 4) for k in range(15)],
                 "frames keep their times")
    CHECKS.check(os.stat(path).st_mode & 0o777 == 0o600,
                 "a recording is its owner's alone")
    CHECKS.check(all(frame["mm_per_px"] == 0.0625 for frame in seen),
                 "frames keep their scale", [str(seen[:1])])
    copy = os.path.join(folder, "copy.mkv")
    events = os.path.join(folder, "copy.events.jsonl")
    open(events, "w", encoding="utf-8").close()
    refuses("events that are there are kept", 1, "record", path, "-o", copy,
            says="copy.events.jsonl is there already")
    os.unlink(events)
    done = run("record", path, "-o", copy)
    CHECKS.check(done.returncode == 0 and len(frames(copy)[1]) == 15,
                 "a file is copied whole", told("record", done))
    with open(events, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    CHECKS.check(lines[0]["format"] == "bevel-events" and
                 [line["event"] for line in lines[1:]] ==
                 ["started", "scale", "scan_area", "marked_side", "stopped"] and
                 lines[2]["mm_per_px"] == 0.0625 and
                 lines[-1]["frames"] == 15 and lines[-1]["dropped"] == 0 and
                 lines[-1]["why"] == "source" and
                 os.stat(events).st_mode & 0o777 == 0o600,
                 "what happened lies beside it", [str(lines)])
    refuses("a file that is there is kept", 1, "record", path, "-o", copy,
            says="--overwrite")
    refuses("a source is never its own copy", 1, "record", path, "-o", path,
            "--overwrite", says="is the source itself")
    done = run("record", path, "-o", copy, "--overwrite", "--seconds", "0.2")
    CHECKS.check(done.returncode == 0 and len(frames(copy)[1]) == 6,
                 "--overwrite replaces it", told("record", done))


def check_stops(folder):
    path = os.path.join(folder, "stopped.mkv")
    code = record_until(path, signal.SIGINT)
    CHECKS.check(code == 0, "Ctrl-C ends with 0", [f"exit code {code}"])
    code, seen = frames(path)
    CHECKS.check(code == 0 and len(seen) > 0,
                 "what was recorded before Ctrl-C is there")
    path = os.path.join(folder, "killed.mkv")
    record_until(path, signal.SIGKILL)
    code, seen = frames(path)
    CHECKS.check(code == 0 and len(seen) > 0 and
                 seen[-1]["mm_per_px"] == 0.0625,
                 "a killed recording plays, ends plainly and has its scale",
                 [f"exit code {code}, {len(seen)} frames"])


def check_slow_disk(folder):
    """One that takes an hour to flush: nothing waits for it, and what was
    written is there when the program is killed."""
    path = os.path.join(folder, "slow.mkv")
    record_until(path, signal.SIGKILL, failing_disk(FAILING_DISK_FLUSH_S="3600"))
    size = os.path.getsize(path)
    code, seen = frames(path)
    CHECKS.check(code == 0 and size > 500_000 and len(seen) > 1,
                 "a recording does not wait for a slow disk",
                 [f"exit code {code}, {len(seen)} frames, {size} bytes"])


def check_disk_that_breaks(folder):
    """The tenth picture cannot be written, nor the end: a head and nine can."""
    path = os.path.join(folder, "broken.mkv")
    events = os.path.join(folder, "broken.events.jsonl")
    env = failing_disk(FAILING_DISK_AFTER="10")
    done = run("record", "sim:", "-o", path, "--seconds", "5", env=env)
    code, seen = frames(path)
    CHECKS.check(done.returncode == 1 and
                 one_sentence(done.stderr, "holds the 9 pictures") and
                 "the disk" in done.stderr and
                 code == 0 and len(seen) == 9 and
                 seen[-1]["mm_per_px"] == 0.0625,
                 "a disk that breaks is said, and what was written plays",
                 told("record", done) + [f"{len(seen)} frames"])
    with open(events, encoding="utf-8") as file:
        last = json.loads(file.readlines()[-1])
    CHECKS.check(last["event"] == "stopped" and last["why"] == "fault" and
                 last["frames"] == 9, "and stands in the events", [str(last)])
    done = run("repair", path, env=env)
    CHECKS.check(done.returncode == 1 and one_sentence(done.stderr, "Cannot") and
                 len(frames(path)[1]) == 9 and
                 sorted(name for name in os.listdir(folder)
                        if name.startswith("broken")) ==
                 ["broken.events.jsonl", "broken.mkv"],
                 "it cannot be repaired there, and stays as it was",
                 told("repair", done))
    done = run("repair", path)
    CHECKS.check(done.returncode == 0 and "repaired, 9 frames" in done.stdout,
                 "elsewhere it can", told("repair", done))


def ffmpeg(*words):
    return subprocess.run(["ffmpeg", "-v", "error", *words],
                          capture_output=True, text=True, check=True).stdout


def judged(path):
    """Times and sums of all pictures, as ffprobe and ffmpeg read them."""
    times = subprocess.run(["ffprobe", "-v", "error", "-show_entries",
                            "packet=pts_time", "-of", "csv=p=0", path],
                           capture_output=True, text=True, check=True).stdout
    sums = ffmpeg("-i", path, "-fps_mode", "passthrough", "-pix_fmt", "gray",
                  "-f", "framemd5", "-")
    return ([float(line.strip(",")) for line in times.split()],
            [line.split(",")[-1].strip() for line in sums.splitlines()
             if not line.startswith("#")])


def check_judges(folder):
    """A video with uneven times is recorded as it is: ffprobe and framemd5
    find the same pictures at the same times."""
    if not (shutil.which("ffmpeg") and shutil.which("ffprobe")):
        CHECKS.skip("ffprobe and framemd5", "not installed")
        return
    source = os.path.join(folder, "uneven.mkv")
    path = os.path.join(folder, "judged.mkv")
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=320x240:r=50:d=1", "-vf",
           "select='gt(mod(n,7),1)',format=gray,setparams=range=pc",
           "-fps_mode", "passthrough", "-c:v", "ffv1", source)
    done = run("record", source, "-o", path)
    times, sums = judged(source)
    seen, same = judged(path) if done.returncode == 0 else ([], [])
    CHECKS.check(len(times) == 35 and same == sums and
                 len(set(sums)) == len(sums),
                 "framemd5 finds the same pictures",
                 told("record", done) + [f"{len(sums)} and {len(same)}"])
    CHECKS.check(len(seen) == len(times) and
                 all(abs(a - times[0] - b) < 1e-6
                     for a, b in zip(times, seen)),
                 "ffprobe finds them at the same times",
                 [str(times), str(seen)])


def on_small_disk(flags, folder, *words):
    """Run bevel where /mnt is a disk of 400 kB; what is there in the end is
    copied to the folder. @return None: this user may not make one."""
    script = ('mount -t tmpfs -o "$1" tmpfs /mnt || exit 99; f=$2; shift 2; '
              '"$@"; code=$?; cp /mnt/* "$f" 2>/dev/null; exit $code')
    done = subprocess.run(
        ["unshare", "-m", *(["-r"] if os.geteuid() else []), "sh", "-c",
         script, "sh", flags, folder, BEVEL, *words],
        capture_output=True, text=True, timeout=240, check=False)
    return None if done.returncode in (1, 99) and (
        "unshare" in done.stderr or "mount" in done.stderr) else done


def check_small_disk(folder):
    done = on_small_disk("size=400k", folder, "record", "sim:", "-o",
                         "/mnt/small.mkv", "--seconds", "10")
    if done is None:
        CHECKS.skip("a disk that fills up", "this user may not mount one")
        return
    code, seen = frames(os.path.join(folder, "small.mkv"))
    CHECKS.check(done.returncode == 1 and
                 one_sentence(done.stderr, "The disk is full") and
                 f" {len(seen)} " in done.stderr and code == 0 and
                 len(seen) >= 2 and seen[-1]["mm_per_px"] == 0.0625,
                 "a disk that fills up is said, and what was written plays",
                 told("record", done) + [f"{len(seen)} frames"])
    done = on_small_disk("ro", folder, "record", "sim:", "-o",
                         "/mnt/none.mkv", "--seconds", "1")
    CHECKS.check(done.returncode == 1 and one_sentence(done.stderr, "/mnt"),
                 "a disk that may not be written to is said",
                 told("record", done))


def check_wrong_words(folder):
    path = os.path.join(folder, "none.mkv")
    refuses("record without a source", 2, "record", "-o", path)
    refuses("record without a file", 2, "record", "sim:", says="-o")
    refuses("two sources at once", 2, "record", "sim:", "sim:", "-o", path)
    refuses("a length of nothing", 2, "record", "sim:", "-o", path,
            "--seconds", "0")
    refuses("a full disk", 1, "record", "sim:", "-o", "/dev/full",
            says="the disk is full")
    refuses("a source that is not there", 1, "record",
            os.path.join(folder, "nothing.mp4"), "-o", path,
            says="no such file")
    refuses("a source without its colon", 1, "record", "usb", "-o", path,
            says="with a colon: usb:")
    CHECKS.check(not os.path.exists(path), "and no file is left behind")


def main():
    with tempfile.TemporaryDirectory() as folder:
        check_lengths(folder)
        check_stops(folder)
        check_slow_disk(folder)
        check_disk_that_breaks(folder)
        check_judges(folder)
        check_small_disk(folder)
        check_wrong_words(folder)
    done = run("sources")
    CHECKS.check(done.returncode == 0 and "sim:nerve" in done.stdout and
                 "v4l2:/dev/video" in done.stdout,
                 "sources lists drivers, devices and scenes",
                 told("sources", done))
    return CHECKS.end()


if __name__ == "__main__":
    raise SystemExit(main())
