#!/usr/bin/env python3
"""`bevel repair` on recordings that were killed, cut, damaged, or are none;
ffprobe and ffmpeg judge what it wrote.

usage: test_repair.py BEVEL CORPUS
"""
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from cli import BEVEL, CHECKS, one_sentence, refuses, run, told

CORPUS = sys.argv[2]
FRAMES = 20


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)


def events_of(path):
    return path.removesuffix(".mkv") + ".events.jsonl"


def tool(*words):
    return subprocess.run(words, capture_output=True, text=True,
                          timeout=120).stdout


def duration_s(path):
    """As ffprobe says it; None: it is not known."""
    said = tool("ffprobe", "-v", "error", "-show_entries", "format=duration",
                "-of", "csv=p=0", path).strip()
    return None if said == "N/A" else float(said)


def pictures(path):
    """Each picture's time and sum, as ffmpeg decodes it."""
    said = tool("ffmpeg", "-v", "error", "-i", path, "-map", "0:v", "-fps_mode",
                "passthrough", "-enc_time_base", "1:1000000000", "-f",
                "framemd5", "-")
    return [line for line in said.splitlines() if not line.startswith("#")]


def scales(path):
    """@return bevel's exit code and the scale in each frame."""
    done = run("detect", path)
    return done.returncode, [json.loads(line)["mm_per_px"]
                             for line in done.stdout.splitlines()]


def copy(path, folder, name):
    """A recording and its events under another name."""
    made = os.path.join(folder, name)
    shutil.copy(path, made)
    shutil.copy(events_of(path), events_of(made))
    return made


def start_recording(path):
    """@return The process, once some pictures are there."""
    process = subprocess.Popen([BEVEL, "record", "sim:", "-o", path],
                               stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    end = time.monotonic() + 120
    while time.monotonic() < end and not (
            os.path.exists(path) and os.path.getsize(path) > 500_000):
        time.sleep(0.02)
    return process


def left_behind(folder):
    return [name for name in os.listdir(folder) if name.endswith(".part")]


def check_killed(folder):
    """@return A recording that was killed, as it was."""
    path = os.path.join(folder, "killed.mkv")
    process = start_recording(path)
    size = os.path.getsize(path)
    refuses("what is being recorded is left alone", 1, "repair", path,
            says="still being recorded")
    CHECKS.check(os.path.getsize(path) >= size and not left_behind(folder),
                 "and goes on")
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=120)
    before = copy(path, folder, "before.mkv")
    done = run("repair", path)
    CHECKS.check(done.returncode == 0 and ": repaired, " in done.stdout and
                 done.stderr == "", "a killed recording is repaired",
                 told("repair", done))
    frames = int(done.stdout.split(" frames")[0].split()[-1])
    with open(events_of(path), encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    CHECKS.check(read(events_of(path)).startswith(read(events_of(before))) and
                 lines[-1]["event"] == "stopped" and
                 lines[-1]["why"] == "repaired" and
                 lines[-1]["frames"] == frames,
                 "and its events have an end", [str(lines[-1])])
    CHECKS.check(all(os.stat(name).st_mode & 0o777 == 0o600
                     for name in (path, events_of(path))) and
                 not left_behind(folder), "for its owner alone")
    code, seen = scales(path)
    CHECKS.check(code == 0 and seen == [0.0625] * frames,
                 "it plays to its end, with its scale", [str(seen)])
    if shutil.which("ffmpeg"):
        CHECKS.check(len(pictures(before)) == frames and
                     pictures(path) == pictures(before),
                     "the same pictures at the same times, says ffmpeg")
        length_s = (frames - 1) / 30 + 1 / 30
        CHECKS.check(duration_s(before) is None and
                     abs(duration_s(path) - length_s) < 1e-3,
                     "and ffprobe knows its length", [str(duration_s(path))])
    else:
        CHECKS.skip("what ffmpeg says", "it is not installed")
    whole = read(path)
    done = run("repair", path)
    CHECKS.check(done.returncode == 0 and "nothing is missing" in done.stdout
                 and read(path) == whole, "what is whole is left alone",
                 told("repair", done))
    return before


def check_tail(killed, folder):
    """What a disk leaves behind the last picture when the power fails."""
    pristine = scales(killed)[1]
    for name, tail in (("zeros", bytes(100_000)),
                       ("half a picture", read(killed)[-60_000:-20_000]),
                       ("anything", bytes(range(256)) * 300)):
        path = copy(killed, folder, "tail.mkv")
        write(path, read(path) + tail)
        with open(events_of(path), "ab") as file:
            file.write(b'{"event":"sca' if tail[0] else bytes(512))
        done = run("repair", path)
        CHECKS.check(done.returncode == 0 and
                     f"{len(tail)} bytes at the end" in done.stdout and
                     scales(path) == (0, pristine),
                     f"{name} behind the last picture", told("repair", done))


def check_cut(whole, folder):
    """A finished recording of which the end was not copied."""
    size = os.path.getsize(whole)
    for part in (0.3, 0.7, 0.98):
        path = copy(whole, folder, "cut.mkv")
        os.truncate(path, int(size * part))
        before, seen = scales(path)
        done = run("repair", path)
        CHECKS.check(before == 1 and done.returncode == 0 and
                     f"repaired, {len(seen)} frames" in done.stdout and
                     scales(path) == (0, seen) and len(seen) < FRAMES,
                     f"the first {part:.0%} of a recording",
                     told("repair", done) + [f"{len(seen)} frames"])
    path = copy(whole, folder, "cut.mkv")
    os.truncate(path, size - 10)
    done = run("repair", path)
    CHECKS.check(done.returncode == 0 and
                 f"repaired, {FRAMES} frames" in done.stdout and
                 "left out" not in done.stdout and
                 scales(path)[0] == 0, "a recording without its index's end",
                 told("repair", done))


def check_damaged(whole, folder):
    """A bit in the middle: whoever repairs decides what is left out."""
    path = copy(whole, folder, "damaged.mkv")
    data = bytearray(read(path))
    data[len(data) // 2] ^= 4
    write(path, data)
    refuses("a damaged picture is not thrown away unasked", 1, "repair", path,
            says=f"the {FRAMES - 1} pictures that are whole")
    CHECKS.check(read(path) == data and not left_behind(folder),
                 "and the recording is as it was")
    other = os.path.join(folder, "other.mkv")
    done = run("repair", path, "-o", other)
    CHECKS.check(done.returncode == 0 and "left out: 1" in done.stdout and
                 read(path) == data and
                 scales(other) == (0, [None] * (FRAMES - 1)),
                 "-o writes the others beside it", told("repair", done))
    refuses("never over a file by a slip", 1, "repair", path, "-o", other,
            says="--overwrite")
    refuses("nor over the recording", 1, "repair", path, "-o", path,
            "--overwrite", says="is the source itself")
    done = run("repair", path, "-o", other, "--overwrite")
    CHECKS.check(done.returncode == 0, "but where told to",
                 told("repair", done))


def check_numbers(whole, folder):
    """Events keep their frame where one before it is left out."""
    path = copy(whole, folder, "numbers.mkv")
    data = bytearray(read(path))
    data[len(data) // 4] ^= 4
    write(path, data)
    with open(events_of(path), encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    lines.insert(-1, {"event": "scale", "time_s": 0.5, "frame": 15,
                      "mm_per_px": 0.25})
    with open(events_of(path), "w", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
    other = os.path.join(folder, "numbers-other.mkv")
    done = run("repair", path, "-o", other)
    CHECKS.check(scales(other) == (0, [None] * 14 + [0.25] * 5),
                 "a scale keeps its frame where one before it is left out",
                 told("repair", done) + [str(scales(other))])


def check_events(killed, folder):
    path = copy(killed, folder, "events.mkv")
    lines = read(events_of(path)).splitlines(keepends=True)
    damaged = lines[0] + b"not an event\n" + b"".join(lines[1:])
    write(events_of(path), damaged)
    done = run("repair", path)
    CHECKS.check(done.returncode == 0 and "repaired" in done.stdout and
                 one_sentence(done.stderr, "stay as they are") and
                 read(events_of(path)) == damaged and not left_behind(folder),
                 "damaged events stay as they are, and it is said",
                 told("repair", done))
    path = copy(killed, folder, "alone.mkv")
    os.unlink(events_of(path))
    done = run("repair", path)
    CHECKS.check(done.returncode == 0 and not os.path.exists(events_of(path)),
                 "a recording without events gets none", told("repair", done))


def allow_little():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def check_disk(killed, folder):
    path = copy(killed, folder, "disk.mkv")
    done = subprocess.run([BEVEL, "repair", path], capture_output=True,
                          text=True, timeout=120, preexec_fn=allow_little,
                          restore_signals=False)
    CHECKS.check(done.returncode == 1 and one_sentence(done.stderr, "write") and
                 read(path) == read(killed) and
                 read(events_of(path)) == read(events_of(killed)) and
                 not left_behind(folder),
                 "where it cannot be written all is as it was",
                 told("repair", done))


def check_hostile(whole, folder):
    for name in ("empty", "text", "cut.mp4", "grey.mkv", "colour.png"):
        refuses(f"{name} is no recording", 1, "repair",
                os.path.join(CORPUS, name), says="no recording of bevel's")
    refuses("a folder", 1, "repair", folder, says="not a file")
    refuses("what is not there", 1, "repair", os.path.join(folder, "none.mkv"),
            says="no such file")
    path = os.path.join(folder, "head.mkv")
    write(path, read(whole)[:1000])
    refuses("a recording without a picture", 1, "repair", path,
            says="no whole picture")
    data = read(whole)
    for at in range(0, 400, 57):  # one at a time: whatever it is, one sentence
        made = bytearray(data)
        made[at] ^= 0xff
        write(path, made)
        done = run("repair", path, "-o", os.path.join(folder, "out.mkv"),
                   "--overwrite")
        if done.returncode not in (0, 1) or done.returncode == 1 and not \
                one_sentence(done.stderr):
            CHECKS.check(False, f"a head with byte {at} wrong",
                         told("repair", done))
    CHECKS.check(not left_behind(folder), "heads with a wrong byte")


def main():
    with tempfile.TemporaryDirectory() as folder:
        clip = os.path.join(folder, "clip.mkv")
        whole = os.path.join(folder, "whole.mkv")
        run("simulate", "nerve", "-o", clip, "--seconds", str(FRAMES / 30))
        done = run("record", clip, "-o", whole)
        CHECKS.check(f"{FRAMES} frames" in done.stdout, "a recording",
                     told("record", done))
        killed = check_killed(folder)
        check_tail(killed, folder)
        check_cut(whole, folder)
        check_damaged(whole, folder)
        check_numbers(whole, folder)
        check_events(killed, folder)
        check_disk(killed, folder)
        check_hostile(whole, folder)
    refuses("repair without a file", 2, "repair")
    refuses("two files", 2, "repair", "a.mkv", "b.mkv")
    refuses("-o that is no video", 2, "repair", "a.mkv", "-o", "b.txt",
            says="FILE.mkv")
    return CHECKS.end()


if __name__ == "__main__":
    raise SystemExit(main())
