#!/usr/bin/env python3
"""Damaged, hostile and vanished files, full disks and no display: what came
before is kept, and there is one sentence.

usage: test_faults.py BEVEL CORPUS
"""
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from cli import CHECKS, commands, one_sentence, refuses, run, told

CORPUS = sys.argv[2]
PICTURES = ("grey.png", "colour.png", "colour.jpg", "grey.bmp", "grey.pgm",
            "grey.tif")
CLIPS = {"grey.mkv": 10, "colour.mp4": 10, "colour.avi": 10, "colour.gif": 5}


def corpus(name):
    return os.path.join(CORPUS, name)


def objects(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def check_kinds():
    for name in PICTURES:
        done = run("detect", "--stills", corpus(name))
        CHECKS.check(done.returncode == 0 and len(objects(done)) == 1 and
                     done.stderr == "", f"{name} opens", told(name, done))
    for name, frames in CLIPS.items():
        done = run("detect", corpus(name))
        times = [row["time_s"] for row in objects(done)]
        CHECKS.check(done.returncode == 0 and len(times) == frames and
                     times == sorted(set(times)) and times[0] == 0,
                     f"{name} opens, with its own times", told(name, done))


def check_hostile():
    for name in ("cut.mp4", "cut.png", "text", "empty"):
        refuses(f"{name}", 1, "detect", corpus(name), says=name)
    refuses("a picture of one pixel", 1, "detect", corpus("one-pixel.png"),
            says="1 x 1")
    refuses("a picture of 16384 x 16384 pixels", 1, "detect",
            corpus("huge.png"), says="16384 x 16384")


def check_cut(folder):
    """The frames before the cut are reported, then one sentence."""
    whole = os.path.getsize(corpus("grey.mkv"))
    path = os.path.join(folder, "cut.mkv")
    with open(corpus("grey.mkv"), "rb") as source, open(path, "wb") as cut:
        cut.write(source.read(whole * 2 // 3))
    done = run("detect", path)
    CHECKS.check(done.returncode == 1 and 0 < len(objects(done)) < 10 and
                 one_sentence(done.stderr, "cut.mkv"), "a video that is cut",
                 told("cut", done))


def check_one_bad_still(folder):
    """The others are still looked at; the bad one has a line that says so."""
    done = run("detect", "--stills", corpus("grey.png"), corpus("cut.png"),
               corpus("colour.png"))
    rows = objects(done)
    CHECKS.check(done.returncode == 1 and len(rows) == 3 and
                 [("error" in row) for row in rows] == [False, True, False] and
                 one_sentence(done.stderr, "cut.png"),
                 "one still of three that cannot be read", told("three", done))


def check_mixed_folder(folder):
    """A folder in which one picture is damaged."""
    pictures = os.path.join(folder, "pictures")
    os.mkdir(pictures)
    for number, name in enumerate(("grey.png", "grey.png", "cut.png")):
        shutil.copy(corpus(name), os.path.join(pictures, f"{number}.png"))
    done = run("detect", pictures)
    CHECKS.check(done.returncode == 1 and len(objects(done)) == 2 and
                 one_sentence(done.stderr, "2.png"),
                 "a folder with a damaged picture at its end",
                 told("folder", done))


def check_sizes(folder):
    """A folder of pictures of two sizes: what to do holds for any command."""
    pictures = os.path.join(folder, "sizes")
    os.mkdir(pictures)
    shutil.copy(corpus("grey.png"), os.path.join(pictures, "1.png"))
    with open(os.path.join(pictures, "2.pgm"), "wb") as file:
        file.write(b"P5 64 64 255\n" + bytes(64 * 64))
    done = run("detect", pictures)
    CHECKS.check(done.returncode == 1 and len(objects(done)) == 1 and
                 one_sentence(done.stderr, "64 x 64 px") and
                 "--stills" not in done.stderr,
                 "a folder of pictures of two sizes", told("sizes", done))


def check_own_source(folder):
    """Nothing is written over what is being read."""
    clip = os.path.join(folder, "own.mkv")
    shutil.copy(corpus("grey.mkv"), clip)
    still = os.path.join(folder, "own.png")
    shutil.copy(corpus("grey.png"), still)
    pictures = os.path.join(folder, "own")
    os.mkdir(pictures)
    first = os.path.join(pictures, "frame-000000.png")
    shutil.copy(corpus("grey.png"), first)
    for name, source, words in (
            ("a video", clip, ["-o", clip]),
            ("a video, as a sheet", still, ["-o", still, "--sheet"]),
            ("a picture", still, ["-o", still]),
            ("a folder", pictures, ["-o", pictures + "/"]),
            ("a picture in the folder", first, ["-o", pictures + "/"])):
        with open(source if os.path.isfile(source) else first, "rb") as file:
            before = file.read()
        refuses(f"{name} is not rendered over itself", 1, "render", source,
                *words, says="is the source itself")
        with open(source if os.path.isfile(source) else first, "rb") as file:
            CHECKS.check(file.read() == before, f"{name} stays as it was")


def check_recordings(folder):
    """What was recorded is not lost by a slip of the output's name."""
    clip = os.path.join(folder, "case.mkv")
    for name, words in (("render", [corpus("grey.mkv")]),
                        ("record", [corpus("grey.mkv")]),
                        ("simulate", ["nerve", "--seconds", "0.1"])):
        shutil.copy(corpus("grey.mkv"), clip)
        refuses(f"bevel {name} does not replace a video", 1, name, *words,
                "-o", clip, says="--overwrite")
        done = run("detect", clip)
        CHECKS.check(done.returncode == 0 and len(objects(done)) == 10,
                     "it is still there", told("detect", done))
        done = run(name, *words, "-o", clip, "--overwrite")
        CHECKS.check(done.returncode == 0, f"bevel {name} --overwrite does",
                     told(name, done))
    done = run("simulate", "nerve", "--seconds", "0.1", "-o", clip)
    CHECKS.check(done.returncode == 0, "a simulated clip is replaced",
                 told("simulate", done))


def check_what_is_kept(folder):
    """What a damaged source gave before is kept, and it is said."""
    cut = os.path.join(folder, "cut.mkv")
    done = run("detect", cut)
    frames = len(objects(done))
    video = os.path.join(folder, "kept.mkv")
    done = run("render", cut, "-o", video)
    CHECKS.check(done.returncode == 1 and
                 one_sentence(done.stderr, f"holds the {frames} pictures"),
                 "a video of a damaged one says what it holds",
                 told("render", done))
    done = run("detect", video)
    CHECKS.check(done.returncode == 0 and len(objects(done)) == frames,
                 "and holds it", told("detect", done))
    sheet = os.path.join(folder, "kept.png")
    done = run("render", cut, "-o", sheet, "--sheet")
    CHECKS.check(done.returncode == 1 and os.path.exists(sheet) and
                 one_sentence(done.stderr, "shows what came before"),
                 "a sheet of a damaged one says so", told("sheet", done))


def stopped(words, holds):
    """Run bevel until @p holds, and press Ctrl-C. @return what it said."""
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen([sys.argv[1], *words], stdout=out,
                                   stderr=subprocess.PIPE, text=True,
                                   stdin=subprocess.DEVNULL)
        end = time.monotonic() + 60
        while not holds(out) and time.monotonic() < end:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        out.seek(0)
        return subprocess.CompletedProcess(words, process.returncode,
                                           out.read(), said)


def check_interrupt(folder):
    """Ctrl-C: whole lines, whole files, and one sentence."""
    done = stopped(["detect", "sim:"], lambda out: os.fstat(out.fileno())
                   .st_size > 0)
    CHECKS.check(done.returncode == 1 and len(objects(done)) > 0 and
                 one_sentence(done.stderr, "Stopped after frame "
                              f"{len(objects(done)) - 1} "),
                 "detect stopped: its last line is whole",
                 told("detect", done))
    clip = os.path.join(folder, "stopped.mkv")
    truth = os.path.join(folder, "stopped.truth.jsonl")
    known = commands()
    if "simulate" in known:
        done = stopped(["simulate", "nerve", "-o", clip, "--seconds", "600"],
                       lambda _: os.path.exists(truth) and
                       os.path.getsize(truth) > 20000)
        with open(truth) as file:
            lines = [json.loads(line) for line in file]
        CHECKS.check(done.returncode == 1 and
                     one_sentence(done.stderr, f"the {len(lines) - 1} pic"),
                     "simulate stopped: it says what there is",
                     told("simulate", done))
        read = run("detect", clip)
        CHECKS.check(len(objects(read)) == len(lines) - 1,
                     "as many pictures as truth", told("detect", read))
    video = os.path.join(folder, "burnt.mkv")
    done = stopped(["render", "sim:", "-o", video, "--seconds", "600"],
                   lambda _: os.path.exists(video) and
                   os.path.getsize(video) > 20000)
    read = run("detect", video)
    CHECKS.check(done.returncode == 1 and len(objects(read)) > 0 and
                 one_sentence(done.stderr,
                              f"holds the {len(objects(read))} pic"),
                 "render stopped: it says what there is",
                 told("render", done))
    figures = os.path.join(folder, "figures.json")
    done = stopped(["eval", "--scene", "nerve", "--seeds", "1..100", "--json",
                    figures], lambda _: os.path.exists(figures + ".part"))
    CHECKS.check(done.returncode == 1 and done.stdout == "" and
                 one_sentence(done.stderr, "Stopped") and
                 not os.path.exists(figures) and
                 not os.path.exists(figures + ".part"),
                 "eval stopped: nothing half is left", told("eval", done))


def check_figures(folder):
    """Figures that cannot be written are told before the work."""
    done = run("eval", "--scene", "nerve", "--seeds", "1..100000", "--json",
               os.path.join(folder, "no-folder", "figures.json"))
    CHECKS.check(done.returncode == 1 and done.stdout == "" and
                 one_sentence(done.stderr, "no-folder"),
                 "a place for figures that there is not", told("eval", done))


def check_full_disk():
    known = commands()
    clip = corpus("grey.mkv")
    for name, words in (("record", [clip, "-o", "/dev/full"]),
                        ("render", [clip, "-o", "/dev/full"]),
                        ("simulate", ["nerve", "-o", "/dev/full",
                                      "--seconds", "2"])):
        if name in known:
            refuses(f"bevel {name} onto a full disk", 1, name, *words,
                    says="full")
        else:
            CHECKS.skip(f"bevel {name} onto a full disk", "not built")
    with open("/dev/full", "w") as full:
        done = subprocess.run([sys.argv[1], "detect", clip], stdout=full,
                              stderr=subprocess.PIPE, text=True, timeout=120)
    CHECKS.check(done.returncode == 1 and one_sentence(done.stderr, "full"),
                 "bevel detect onto a full disk", [repr(done.stderr)])


def check_figures_onto_a_full_disk():
    with tempfile.TemporaryDirectory() as folder:
        # The state would lie beside the figures: in /dev, for the next run.
        done = run("eval", "--scene", "nerve", "--seconds", "0.5", "--json",
                   "/dev/full", "--state", os.path.join(folder, "state"))
    CHECKS.check(done.returncode == 1 and one_sentence(done.stderr, "full"),
                 "bevel eval onto a full disk", told("eval", done))


def check_closed_output():
    """Whoever reads standard output has gone, as in `bevel ... | head`."""
    for words in (["detect", corpus("grey.mkv")], ["sources"],
                  ["bench", "--frames", "10"]):
        read_end, write_end = os.pipe()
        os.close(read_end)
        done = subprocess.run([sys.argv[1], *words], stdout=write_end,
                              stderr=subprocess.PIPE, text=True, timeout=120)
        os.close(write_end)
        CHECKS.check(done.returncode == 1 and
                     one_sentence(done.stderr, "nobody reads it"),
                     f"bevel {words[0]} into a pipe that is closed",
                     [repr(done.stderr)])


def check_no_display():
    if "live" not in commands():
        CHECKS.skip("bevel live without a display", "the window is not built")
        return
    env = {name: value for name, value in os.environ.items()
           if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    refuses("bevel live without a display", 1, "live", corpus("grey.mkv"),
            says="display", env=env)


def main():
    check_kinds()
    check_hostile()
    with tempfile.TemporaryDirectory() as folder:
        check_cut(folder)
        check_one_bad_still(folder)
        check_mixed_folder(folder)
        check_sizes(folder)
        check_own_source(folder)
        check_recordings(folder)
        check_what_is_kept(folder)
        check_interrupt(folder)
        check_figures(folder)
    check_full_disk()
    check_figures_onto_a_full_disk()
    check_closed_output()
    check_no_display()
    return CHECKS.end()


if __name__ == "__main__":
    sys.exit(main())
