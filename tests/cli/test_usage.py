#!/usr/bin/env python3
"""How `bevel` answers wrong words: one sentence on standard error, nothing on
standard output; exit code 2 for usage, 1 for failure.

usage: test_usage.py BEVEL
"""
import os
import subprocess
import sys
import tempfile

from cli import BEVEL, CHECKS, commands, refuses, run, told


def explains(name, *words, says=()):
    """The words end with 0 and print help on standard output alone."""
    done = run(*words)
    holds = (done.returncode == 0 and done.stderr == "" and
             all(word in done.stdout for word in says))
    CHECKS.check(holds, name, told(name, done))


def check_help():
    explains("bevel alone lists what it can do, with examples",
             says=["Usage:", "Examples:", "detect", "not a certified"])
    explains("bevel --help does the same", "--help", says=["Usage:"])
    explains("bevel --version", "--version", says=["bevel "])
    for name in commands():
        explains(f"bevel {name} --help", name, "--help", says=[name])
        refuses(f"bevel {name} with an option that there is not", 2,
                name, "--no-such-option", says="--no-such-option")


def check_usage():
    refuses("a command that there is not", 2, "detekt", says="detekt")
    refuses("detect without a source", 2, "detect")
    refuses("an option without its word", 2, "detect", "x.mp4", "--target")
    refuses("half a target", 2, "detect", "x.mp4", "--target", "12",
            says="X,Y")
    for number in ("0", "-1", "1e999", "nan", "mm", "0.1x", ""):
        refuses(f"a scale of {number!r}", 2, "detect", "x.mp4",
                "--mm-per-px", number)
    for number in ("1e9", "1e-9"):
        refuses(f"a scale of {number}, which no picture has", 2, "detect",
                "x.mp4", "--mm-per-px", number, says="from 0.001 to 10")
    for seed in ("-1", "1.5", "99999999999999999999"):
        refuses(f"a seed of {seed!r}", 2, "detect", "sim:", "--seed", seed)


def check_words():
    explains("bevel -h", "-h", says=["Usage:"])
    for name in ("detect", "live"):
        if name in commands():
            explains(f"bevel help {name}", "help", name, says=[f"bevel {name}"])
    refuses("help for a command that there is not", 2, "help", "detekt",
            says="detekt")
    done = run("detect", "sim:", "--seconds=0.2", "--seed=3")
    CHECKS.check(done.returncode == 0 and len(done.stdout.splitlines()) == 6,
                 "an option and its word joined by =, and an endless source "
                 "that ends", told("detect", done))
    refuses("a flag with a word", 2, "detect", "x.mp4", "--stills=yes",
            says="--stills")
    refuses("a target outside the picture", 1, "detect", "sim:", "--target",
            "640,10", says="640 x 480")
    refuses("a kind of source that there is none of", 1, "detect",
            "http://host/clip.mp4", says='"http:"')
    for name in ("simulate", "record"):
        refuses(f"bevel {name} to a file that is no Matroska", 2, name,
                "sim:nerve", "-o", "clip.mp4", says="FILE.mkv")


def check_scene_output(folder):
    """A scene is not lost where its picture is given its name."""
    if "scene" not in commands():
        return CHECKS.skip("bevel scene show", "not built")
    scene = os.path.join(folder, "my.json")
    with open(scene, "w") as file:
        file.write('{"format": "bevel-scene", "include": "nerve", '
                   '"version": 1, "name": "Mine"}')
    refuses("a scene's picture that is no PNG", 2, "scene", "show", scene,
            "-o", scene, says="FILE.png")
    return None


def check_sources(folder):
    os.mkdir(os.path.join(folder, "empty"))
    with open(os.path.join(folder, "text.mp4"), "w") as file:
        file.write("this is not a video\n")
    open(os.path.join(folder, "nothing.png"), "w").close()
    for name, path in (("a file that is missing", "missing.mp4"),
                       ("an empty folder", "empty"),
                       ("a text that is called a video", "text.mp4"),
                       ("a picture of no bytes", "nothing.png")):
        whole = os.path.join(folder, path)
        refuses(name, 1, "detect", whole, says=whole)
    refuses("a scene that there is not", 1, "detect", "sim:no-such-scene",
            says="no-such-scene")


def check_full_disk():
    with open("/dev/full", "w") as full:
        done = subprocess.run([BEVEL], stdout=full, stderr=subprocess.PIPE,
                              text=True, timeout=120)
    CHECKS.check(done.returncode == 1 and
                 len(done.stderr.splitlines()) == 1,
                 "standard output on a full disk",
                 [f"exit code {done.returncode}: {done.stderr!r}"])


def main():
    check_help()
    check_usage()
    check_words()
    with tempfile.TemporaryDirectory() as folder:
        check_sources(folder)
        check_scene_output(folder)
    check_full_disk()
    return CHECKS.end()


if __name__ == "__main__":
    sys.exit(main())
