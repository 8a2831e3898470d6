#!/usr/bin/env python3
"""What `bevel render` writes: as many pictures as came, of the right size, the
same every time.

usage: test_render.py BEVEL CORPUS
"""
import json
import os
import stat
import struct
import sys
import tempfile

from cli import CHECKS, one_sentence, refuses, run, told

CLIP = os.path.join(sys.argv[2], "grey.mkv")
STILL = os.path.join(sys.argv[2], "grey.png")


def png_size(path):
    """Width and height of a PNG, or None where it is none."""
    with open(path, "rb") as file:
        head = file.read(24)
    if not head.startswith(b"\x89PNG\r\n\x1a\n"):
        return None
    return struct.unpack(">II", head[16:24])


def content(path):
    with open(path, "rb") as file:
        return file.read()


def check_video(folder):
    path = os.path.join(folder, "out.mkv")
    done = run("render", CLIP, "-o", path)
    CHECKS.check(done.returncode == 0 and done.stdout == done.stderr == "",
                 "a clip becomes a video, in silence", told("render", done))
    mode = stat.S_IMODE(os.stat(path).st_mode)
    CHECKS.check(mode == 0o600, "that only its owner may read", [oct(mode)])
    times = [[json.loads(line)["time_s"] for line in
              run("detect", name).stdout.splitlines()] for name in (CLIP, path)]
    CHECKS.check(times[0] == times[1] and len(times[0]) == 10,
                 "with every frame at its own time", [str(times)])
    run("render", CLIP, "-o", path + ".again.mkv")
    CHECKS.check(content(path) == content(path + ".again.mkv"),
                 "and the same bytes when it is rendered again")


def check_pictures(folder):
    sheet = os.path.join(folder, "sheet.png")
    done = run("render", CLIP, "-o", sheet, "--sheet", "--moments", "6")
    CHECKS.check(done.returncode == 0 and png_size(sheet) and
                 png_size(sheet)[0] > 4 * 480, "a clip becomes a sheet",
                 told("sheet", done))
    frames = os.path.join(folder, "frames")
    done = run("render", CLIP, "-o", frames + "/")
    names = sorted(os.listdir(frames))
    CHECKS.check(done.returncode == 0 and len(names) == 10 and
                 names[0] == "frame-000000.png" and
                 all(png_size(os.path.join(frames, n)) for n in names),
                 "a clip becomes a folder of pictures", told("folder", done))
    still = os.path.join(folder, "still.png")
    done = run("render", STILL, "-o", still)
    CHECKS.check(done.returncode == 0 and png_size(still), "a still becomes a "
                 "picture", told("still", done))


def check_refusals(folder):
    refuses("a clip does not fit into one picture", 1, "render", CLIP, "-o",
            os.path.join(folder, "one.png"), says="--sheet")
    refuses("a name that says no kind", 2, "render", CLIP, "-o",
            os.path.join(folder, "out.avi"), says="FILE.mkv")
    refuses("no output", 2, "render", CLIP, says="-o FILE")
    refuses("a sheet that is no picture", 2, "render", CLIP, "--sheet", "-o",
            os.path.join(folder, "out.mkv"), says="FILE.png")
    refuses("a folder that is not there", 1, "render", CLIP, "-o",
            os.path.join(folder, "none", "out.mkv"), says="no such")
    full = os.path.join(folder, "full.png")
    os.symlink("/dev/full", full)
    done = run("render", CLIP, "-o", full, "--sheet")
    CHECKS.check(done.returncode == 1 and one_sentence(done.stderr, "full") and
                 os.path.islink(full), "a sheet onto a full disk",
                 told("full", done))


def main():
    with tempfile.TemporaryDirectory() as folder:
        check_video(folder)
        check_pictures(folder)
        check_refusals(folder)
    return CHECKS.end()


if __name__ == "__main__":
    sys.exit(main())
