#!/usr/bin/env python3
"""Recording in the window: what is shown of it, and what the files hold.

usage: test_recording.py SCRIPTED_LIVE BEVEL [WORD]     only tests named so
"""
import glob
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile

from desk import Noise, Skip, Tests, Window, wait_until

LIVE, BEVEL = sys.argv[1], sys.argv[2]
WIDTH, HEIGHT, MM_PER_PX = 160, 120, 0.1
# A folder that even root makes no file in.
READ_ONLY = "/sys/kernel"
NOISE = Noise(WIDTH, HEIGHT, 2000)
test = Tests(3)


def play(clip, folder, *words, before=(), **more):
    """Show a clip, recording into a folder."""
    words = [LIVE, clip, "--mm-per-px", MM_PER_PX, "--record-to", folder,
             *words]
    return Window(*before, *words, state="tip_seen", **more)


def recordings(folder):
    """What was recorded there."""
    return sorted(glob.glob(os.path.join(folder, "*.mkv")))


def events(path):
    """The events beside a recording, without the header."""
    with open(path[:-4] + ".events.jsonl", encoding="utf-8") as file:
        return [json.loads(line) for line in file][1:]


def detected(path):
    """What `bevel detect` says of a recording: it must end plainly."""
    done = subprocess.run([BEVEL, "detect", path], capture_output=True,
                          text=True, timeout=120)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def pixels(path):
    """Each recorded frame's, as another program reads them."""
    raw = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-f",
                          "rawvideo", "-pix_fmt", "gray", "-vsync",
                          "passthrough", "-"],
                         check=True, capture_output=True, timeout=120).stdout
    size = WIDTH * HEIGHT
    return [raw[i:i + size] for i in range(0, len(raw), size)]


def start(window):
    """Record by key, until some of it is on the disk. @return The file."""
    window.await_name("PLAYING")
    window.key("k")
    name = window.await_name("Recording into 20").split()[2]
    window.await_recorded(1)
    return name


@test
def the_key_records_what_is_shown(clips):
    """K records, with dot, time and name; K ends it, and no frame is missing"""
    with tempfile.TemporaryDirectory() as parent:
        folder = os.path.join(parent, "new", "folder")
        with play(clips["long"], folder) as window:
            window.await_name("PLAYING")
            window.click(0.75, 0.5)
            window.await_description("Target followed")
            name = start(window)
            window.key("k")
            window.await_name("Recorded 0:")
            window.key("k")
            window.await_name("Recording into 20")
            window.key("k")
            window.await_name("Recorded 0:")
        files = recordings(folder)
        assert len(files) == 2, files
        path = os.path.join(folder, name)
        said, seen = events(path), detected(path)
        assert said[-1]["event"] == "stopped", said
        assert said[-1]["why"] == "asked" and said[-1]["dropped"] == 0, said
        assert len(seen) == said[-1]["frames"] > 30, said
        assert all(frame["mm_per_px"] == MM_PER_PX for frame in seen), "scale"
        marks = [event for event in said if event["event"] == "target_marked"]
        assert len(marks) == 1 and marks[0]["time_s"] < 1, said
        for made in files + [files[0][:-4] + ".events.jsonl"]:
            assert os.stat(made).st_mode & 0o777 == 0o600, made
        if shutil.which("ffmpeg"):
            shown = pixels(path)
            first = NOISE.number(shown[0])
            assert len(shown) == len(seen), f"{len(shown)} in ffmpeg"
            assert all(shown[i] == NOISE.picture(first + i)
                       for i in range(len(shown))), "frames differ"
            print(f"# frames {first} to {first + len(shown) - 1}, all there")
        return True


@test
def the_button_records(clips):
    """the button REC records, and is Stop then; freezing does not end it"""
    with tempfile.TemporaryDirectory() as folder:
        with play(clips["long"], folder) as window:
            window.await_name("PLAYING")
            window.find("Record").act()
            window.await_name("Recording into 20")
            window.key("space")
            window.await_name("FROZEN")
            window.await_recorded(2)
            window.find("End the recording").act()
            window.await_name("Recorded 0:")
        assert len(detected(recordings(folder)[0])) >= 60, "frames"
        return True


@test
def what_is_measured_on_a_frozen_picture_is_kept(clips):
    """a frozen picture is measured, and a finding is kept with its picture"""
    with tempfile.TemporaryDirectory() as parent:
        folder = os.path.join(parent, "new")
        with play(clips["long"], folder) as window:
            window.await_name("PLAYING")
            window.key("space")
            window.await_name("Frozen: resume to mark. Measure: 1 distance")
            window.key("1")
            window.await_name("Mark one end")
            window.click(0.25, 0.5)
            window.await_name("Mark the other end")
            window.click(0.75, 0.5)
            said = window.await_name("8.0 mm, in the plane")
            window.key("f")
            window.await_name("Finding: 1 tear")
            window.key("3")
            window.await_name("effusion. Where?")
            window.key("k", "n", "e", "e", "space", "q", "BackSpace", "r")
            window.await_name("effusion. Where? Type: knee r")
            window.key("Return")
            window.await_name("Kept: effusion, knee r, in ")
            window.key("space")
            window.await_name("PLAYING")
        with open(os.path.join(folder, "findings.jsonl"),
                  encoding="utf-8") as file:
            kept = [json.loads(line) for line in file]
        assert len(kept) == 1 and kept[0]["kind"] == "effusion", kept
        assert kept[0]["measures"][0]["length_mm"] == 8, (said, kept)
        shot = os.path.join(folder, kept[0]["picture"])
        assert os.stat(shot).st_mode & 0o777 == 0o600, "its picture's mode"
        with open(shot, "rb") as file:
            assert file.read(4) == b"\x89PNG", "its picture"
        return True


@test
def a_finding_that_cannot_be_kept_is_said(clips):
    """a finding that no folder takes is said, and can be kept elsewhere"""
    with play(clips["long"], READ_ONLY) as window:
        window.await_name("PLAYING")
        window.key("space")
        window.await_name("Frozen: resume to mark. Measure")
        window.key("f")
        window.await_name("Finding: 1 tear")
        window.key("1")
        window.await_name("tear. Where?")
        window.key("Return")
        window.await_name(f"Cannot write {READ_ONLY}")
        return True


@test
def a_folder_that_cannot_be_written_is_said(clips):
    """a folder that takes no file is said, and the picture goes on"""
    with play(clips["long"], READ_ONLY) as window:
        window.await_name("PLAYING")
        window.key("k")
        window.await_name(f"Not recording. Cannot record into {READ_ONLY}")
        window.await_name("NOT RECORDING")
        window.await_name("PLAYING")
        wait_until(lambda: window.coloured() > 100, "guidance")
        window.key("q")
        assert window.await_end() == 0, window.stderr()
        assert "Cannot record" in window.stderr(), window.stderr()
        return True


@test
def a_write_that_fails_is_said(clips):
    """a file that cannot grow is said at once, and what was before it opens"""
    grow = ["env", "--ignore-signal=XFSZ", "prlimit", "--fsize=600000"]
    if not shutil.which("prlimit"):
        raise Skip("prlimit is not installed")
    with tempfile.TemporaryDirectory() as folder:
        with play(clips["long"], folder, before=grow) as window:
            window.await_name("PLAYING")
            window.key("k")
            window.await_name("NOT RECORDING")
            line = window.await_name("Not recording. Cannot write ")
            assert ".mkv keeps the 0:0" in line, line
            window.await_name("PLAYING")
            wait_until(lambda: window.coloured() > 100, "guidance")
        path = recordings(folder)[0]
        assert len(detected(path)) == events(path)[-1]["frames"] > 10
        assert events(path)[-1]["why"] == "fault", events(path)
        return True


@test
def closing_the_window_finishes_the_file(clips):
    """Q, and Ctrl-C, finish what is being recorded among the user's videos"""
    for end in ("q", signal.SIGINT):
        with tempfile.TemporaryDirectory() as folder:
            env = dict(os.environ, XDG_VIDEOS_DIR=folder)
            with Window(LIVE, clips["long"], state="tip_seen",
                        env=env) as window:
                start(window)
                if end == "q":
                    window.key("q")
                else:
                    window.process.send_signal(end)
                assert window.await_end() == 0, window.stderr()
            path = recordings(os.path.join(folder, "bevel"))[0]
            assert events(path)[-1]["why"] == "asked", events(path)
            assert len(detected(path)) == events(path)[-1]["frames"] > 30
    return True


@test
def the_end_of_the_source_finishes_the_file(clips):
    """where the source ends the file is finished, and nothing more recorded"""
    with tempfile.TemporaryDirectory() as folder:
        with play(clips["short"], folder) as window:
            window.await_name("PLAYING")
            window.key("k")
            window.await_name("Recorded 0:")
            window.await_name("ENDED")
            window.key("k")  # nothing to record
            window.key("q")
            assert window.await_end() == 0, window.stderr()
        files = recordings(folder)
        assert len(files) == 1, files
        assert events(files[0])[-1]["why"] == "source", events(files[0])
        assert detected(files[0])[-1]["mm_per_px"] == MM_PER_PX
        return True


@test
def a_killed_window_leaves_a_file_that_opens(clips):
    """after kill -9 the file opens, with its scale, and lacks under a second"""
    with tempfile.TemporaryDirectory() as folder:
        with play(clips["long"], folder) as window:
            start(window)
            window.process.send_signal(signal.SIGKILL)
            window.process.wait()
        seen = detected(recordings(folder)[0])
        assert seen[-1]["time_s"] >= 1, seen[-1]  # as the window had said
        assert seen[-1]["mm_per_px"] == MM_PER_PX, seen[-1]
        return True


def film(folder):
    """The clips that they play."""
    return {"long": NOISE.make_clip(os.path.join(folder, "long"), 1800),
            "short": NOISE.make_clip(os.path.join(folder, "short"), 240)}


if __name__ == "__main__":
    sys.exit(test.run(film))
