#!/usr/bin/env python3
"""What `bevel detect --explain` writes: one object as without it, a sheet, and
the same as JSON beside it, also of the line that somebody asks about.

usage: test_explain.py BEVEL CORPUS
"""
import json
import os
import stat
import struct
import sys
import tempfile

from cli import CHECKS, refuses, run, told

CLIP = os.path.join(sys.argv[2], "grey.mkv")
STILL = os.path.join(sys.argv[2], "grey.png")
NERVE = ("sim:nerve", "--seed", "3")


def content(path):
    with open(path, "rb") as file:
        return file.read()


def png_size(path):
    """Width and height of a PNG, or None where it is none."""
    head = content(path)[:24]
    if not head.startswith(b"\x89PNG\r\n\x1a\n"):
        return None
    return struct.unpack(">II", head[16:24])


def without_time(line):
    """A line of detect without what differs from run to run."""
    whole = json.loads(line)
    del whole["process_ms"]
    return whole


def check_clip(folder):
    """A simulated needle, drawn after a while."""
    path = os.path.join(folder, "why.png")
    done = run("detect", *NERVE, "--explain", "75", "-o", path)
    plain = run("detect", *NERVE, "--seconds", "2.6").stdout.splitlines()
    lines = done.stdout.splitlines()
    CHECKS.check(done.returncode == 0 and done.stderr == "" and
                 len(lines) == 1 and
                 without_time(lines[0]) == without_time(plain[75]),
                 "one object, the same as without it", told("explain", done))
    size = png_size(path)
    CHECKS.check(size and size[0] > 1800 and size[1] > 1100,
                 "and a sheet of six pictures", [str(size)])
    CHECKS.check(all(stat.S_IMODE(os.stat(name).st_mode) == 0o600 for name in
                     (path, path[:-4] + ".json")),
                 "that only its owner may read")
    with open(path[:-4] + ".json", encoding="utf-8") as file:
        why = json.load(file)
    tracks = [line for line in why["lines"] if line["kind"] == "track"]
    CHECKS.check(why["format"] == "bevel-explain" and why["frame"] == 75 and
                 why["state"] == json.loads(lines[0])["state"] and tracks,
                 "the JSON is of the same frame", [str(why)[:300]])
    CHECKS.check(all(line["words"] for line in why["lines"]) and
                 all(line["reason"] for line in tracks
                     if line["seen"] and not line["confirmed"] and
                     line["followed_s"] > 0),
                 "every line says what became of it",
                 [str(line) for line in tracks if not line["reason"]])
    proven = [line for line in tracks if line["parts"]]
    CHECKS.check(proven and all(
        abs(line["start"] + sum(part["adds"] for part in line["parts"]) -
            line["log_odds"]) < 0.02 for line in proven),
                 "and what its cues add comes to its log odds")
    return path, tracks


def check_again(folder, path):
    """The same twice, and by time."""
    again = os.path.join(folder, "again") + "/"
    done = run("detect", *NERVE, "--explain", "2.5s", "-o", again)
    names = sorted(os.listdir(again)) if done.returncode == 0 else []
    CHECKS.check(names == ["explain-2.500s.json", "explain-2.500s.png"],
                 "a time names a frame, and a folder is made",
                 told("time", done) + names)
    CHECKS.check(names and content(again + names[1]) == content(path) and
                 content(again + names[0]) == content(path[:-4] + ".json"),
                 "with the same bytes for the same frame")


def check_asked(folder, tracks):
    """A line that the user names, and the truth's."""
    path = os.path.join(folder, "asked.png")
    known = tracks[0]
    ends = ",".join(str(value) for end in known["line_px"] for value in end)
    done = run("detect", *NERVE, "--explain", "75", "--line", ends, "-o", path)
    with open(path[:-4] + ".json", encoding="utf-8") as file:
        asked = json.load(file)["lines"][0]
    CHECKS.check(done.returncode == 0 and asked["kind"] == "asked" and
                 known["name"] + ": " in asked["words"],
                 "a line asked about is known as what it is",
                 told("line", done) + [asked["words"]])
    run("detect", *NERVE, "--explain", "75", "--line", "100,400,500,402",
        "-o", path)
    with open(path[:-4] + ".json", encoding="utf-8") as file:
        asked = json.load(file)["lines"][0]
    CHECKS.check(asked["reason"] in ("flat", "nothing", "faint", "known"),
                 "and a flat one is told to be no candidate", [str(asked)])
    clip = os.path.join(folder, "clip.mkv")
    run("simulate", "nerve", "--seed", "3", "--seconds", "2.6", "-o", clip)
    run("detect", clip, "--explain", "75", "-o", path)
    with open(path[:-4] + ".json", encoding="utf-8") as file:
        asked = json.load(file)["lines"][0]
    CHECKS.check(asked["kind"] == "asked",
                 "the truth beside a clip is asked about by itself",
                 [str(asked)])


def check_still(folder):
    path = os.path.join(folder, "still.png")
    done = run("detect", "--stills", STILL, "--explain", "0", "-o", path)
    CHECKS.check(done.returncode == 0 and png_size(path),
                 "a still is explained, too", told("still", done))


def check_mistakes(folder):
    path = os.path.join(folder, "none.png")
    refuses("a frame behind the end is an error", 1, "detect", CLIP,
            "--explain", "10", "-o", path, says="count from 0")
    refuses("and a time behind it", 1, "detect", CLIP, "--explain", "99s",
            "-o", path, says="no frame at")
    CHECKS.check(not [name for name in os.listdir(folder)
                      if name.startswith("none")],
                 "that leaves no file", os.listdir(folder))
    refuses("a folder that is not there is an error", 1, "detect", CLIP,
            "--explain", "1", "-o", os.path.join(folder, "no", "why.png"),
            says="Cannot write")
    refuses("and a folder in none", 1, "detect", CLIP, "--explain", "1", "-o",
            os.path.join(folder, "no", "where") + "/", says="Cannot make")
    refuses("a clip that is not there is one", 1, "detect",
            os.path.join(folder, "no.mkv"), "--explain", "1", "-o", path)
    for words, says in (
            (("--explain", "first"), "number"),
            (("--explain", "-3"), "number"),
            (("--explain",), ""),
            (("--explain", "1", "-o", "why.jpg"), "FILE.png"),
            (("--explain", "1", "--line", "1,2,3"), "X,Y,X,Y"),
            (("-o", path), "--explain"),
            (("--line", "1,2,30,40"), "--explain"),
            ((CLIP, "--explain", "1"), "one source")):
        refuses("no usage: " + " ".join(words[-4:]), 2, "detect", CLIP,
                *words, says=says)


def main():
    with tempfile.TemporaryDirectory() as folder:
        path, tracks = check_clip(folder)
        check_again(folder, path)
        check_asked(folder, tracks)
        check_still(folder)
        check_mistakes(folder)
    return CHECKS.end()


if __name__ == "__main__":
    sys.exit(main())
