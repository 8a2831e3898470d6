#!/usr/bin/env python3
"""How `bevel` answers wrong words: one sentence on standard error, nothing on
standard output; exit code 2 for usage, 1 for failure.

usage: test_usage.py BEVEL
"""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lint"))
import tap  # noqa: E402

BEVEL = sys.argv[1]
CHECKS = tap.Tap()


def run(*words, cwd=None):
    return subprocess.run([BEVEL, *words], capture_output=True, text=True,
                          timeout=120, stdin=subprocess.DEVNULL, cwd=cwd)


def told(name, done):
    return [f"{name}: exit code {done.returncode}",
            f"standard output: {done.stdout[:300]!r}",
            f"standard error: {done.stderr[:600]!r}"]


def refuses(name, code, *words, says=""):
    """The words end with @p code and one line that contains @p says."""
    done = run(*words)
    lines = done.stderr.splitlines()
    holds = (done.returncode == code and done.stdout == "" and
             len(lines) == 1 and lines[0].startswith("bevel") and
             lines[0].endswith((".", "?")) and says in lines[0])
    CHECKS.check(holds, name, told(name, done))


def explains(name, *words, says=()):
    """The words end with 0 and print help on standard output alone."""
    done = run(*words)
    holds = (done.returncode == 0 and done.stderr == "" and
             all(word in done.stdout for word in says))
    CHECKS.check(holds, name, told(name, done))


def commands():
    """The names that `bevel` lists."""
    listed = run().stdout.split("Examples:")[0].splitlines()
    return [line.split()[0] for line in listed if line.startswith("  ")]


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
    for seed in ("-1", "1.5", "99999999999999999999"):
        refuses(f"a seed of {seed!r}", 2, "detect", "sim:", "--seed", seed)


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
    with tempfile.TemporaryDirectory() as folder:
        check_sources(folder)
    check_full_disk()
    return CHECKS.end()


if __name__ == "__main__":
    sys.exit(main())
