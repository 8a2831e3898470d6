#!/usr/bin/env python3
"""`bevel label` without its window: labels that were made elsewhere.

usage: test_label.py BEVEL
"""
import json
import os
import stat
import sys
import tempfile

from cli import CHECKS, refuses, run, told

WIDTH, HEIGHT = 320, 240
HEAD = "entry_x_px,entry_y_px,tip_x_px,tip_y_px,tip_uncertainty_px," \
       "tip_confidence\n"


def picture(path, line=None, grey=60, size=(WIDTH, HEIGHT)):
    """A picture, or a mask: a line painted 5 px high, or nothing."""
    width, height = size
    rows = [bytearray([grey] * width) for _ in range(height)]
    if line:
        (left, top), (right, bottom) = line
        for x in range(left, right + 1):
            y = round(top + (bottom - top) * (x - left) / (right - left))
            for row in range(y - 2, y + 3):
                rows[row][x] = 255
    with open(path, "wb") as file:
        file.write(b"P5 %d %d 255\n" % (width, height) + b"".join(rows))


def read(path):
    """Header and lines of a truth file."""
    with open(path, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    return lines[0], lines[1:]


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def imports(name, *words):
    done = run("label", *words)
    CHECKS.check(done.returncode == 0 and done.stdout == done.stderr == "",
                 name, told(name, done))
    return done.returncode == 0


def make_clip(folder):
    """Ten pictures that play as a clip."""
    clip = os.path.join(folder, "clip")
    os.mkdir(clip)
    for i in range(10):
        picture(os.path.join(clip, f"{i}.pgm"), grey=60 + i)
    return clip


def check_list(folder, clip):
    """A list by frame."""
    table = write(os.path.join(folder, "labels.csv"), "frame," + HEAD +
                  "2,10,20,200,120,3,good\n4,10,20,210,120,9,low\n"
                  "7,,,,,,\n")
    made = os.path.join(folder, "from-list.truth.jsonl")
    if not imports("a list of labels is taken", clip, "--import", table, "-o",
                   made, "--mm-per-px", "0.1"):
        return
    head, lines = read(made)
    CHECKS.check(head["format"] == "bevel-truth" and head["version"] == 1 and
                 head["simulated"] is False and head["source"] == "clip" and
                 (head["width_px"], head["height_px"]) == (WIDTH, HEIGHT) and
                 head["mm_per_px"] == 0.1, "the header says what it is of",
                 [head])
    seen, low, free = lines
    CHECKS.check([line["frame"] for line in lines] == [2, 4, 7] and
                 seen["tip_px"] == [200, 120] and seen["tip_visible"] is True
                 and seen["tip_sd_px"] == 3 and seen["by"] == "imported" and
                 seen["state"] == "tip_seen" and
                 abs(seen["time_s"] - 2 / 30) < 1e-3 and
                 seen["visible_mm"] == 21.47, "a needle is as it was",
                 [seen])
    CHECKS.check(low["tip_px"] is None and low["tip_visible"] is None and
                 low["shaft_px"] == [[10, 20], [210, 120]],
                 "a tip that is not trusted is no tip", [low])
    CHECKS.check(free["needle"] is False and free["shaft_px"] is None,
                 "a row without a line is a frame without a needle", [free])
    CHECKS.check(stat.S_IMODE(os.stat(made).st_mode) == 0o600,
                 "it is for its owner alone")
    done = run("eval", clip, "--truth", made)
    CHECKS.check(done.returncode == 0 and "10 frames (3 with truth" in
                 done.stdout, "and eval takes it", told("eval", done))
    refuses("what is there already is not written over", 1, "label", clip,
            "--import", table, "-o", made, says=made)


def check_truth(folder, clip):
    """A truth file, and one beside the clip by itself."""
    first = os.path.join(folder, "from-list.truth.jsonl")
    if not imports("another truth file is taken, and the new one lies beside",
                   clip + "/", "--import", first):
        return
    CHECKS.check(read(os.path.join(folder, "clip.truth.jsonl"))[1][0]
                 ["shaft_px"] == [[10, 20], [200, 120]], "the same line")
    os.unlink(os.path.join(folder, "clip.truth.jsonl"))


def check_masks(folder, clip):
    masks = os.path.join(folder, "masks")
    os.mkdir(masks)
    picture(os.path.join(masks, "3_mask.pgm"), ((20, 40), (220, 140)), 0)
    picture(os.path.join(masks, "5.pgm"), None, 0)
    made = os.path.join(folder, "from-masks.truth.jsonl")
    if imports("a folder of masks is taken", clip, "--import", masks, "-o",
               made):
        needle, free = read(made)[1]
        near = max(abs(a - b) for p, q in
                   zip(needle["shaft_px"], ((20, 40), (220, 140)))
                   for a, b in zip(p, q))
        CHECKS.check(needle["frame"] == 3 and near < 2 and
                     needle["tip_visible"] is None,
                     "a painted line is the shaft, and its tip not known",
                     [needle])
        CHECKS.check(free["frame"] == 5 and free["needle"] is False,
                     "a black mask is a frame without a needle", [free])
    made = os.path.join(folder, "x.truth.jsonl")
    wrong = os.path.join(masks, "4.pgm")
    picture(wrong, ((20, 40), (220, 140)), 0, (WIDTH, 200))
    refuses("a mask of another size", 1, "label", clip, "--import", masks,
            "-o", made, says="320 x 200")
    picture(wrong, None, 200)
    refuses("a picture for a mask", 1, "label", clip, "--import", masks, "-o",
            made, says="4.pgm")
    os.rename(wrong, os.path.join(masks, "12.pgm"))
    refuses("a mask of no picture", 1, "label", clip, "--import", masks, "-o",
            made, says="12.pgm")
    CHECKS.check(not os.path.exists(made), "none of these left a file")


def check_pictures(folder, clip):
    """A list by picture, of a folder."""
    table = write(os.path.join(folder, "pictures.csv"), "image," + HEAD +
                  "9.pgm,10,20,200,120,3,good\nother.png,1,2,3,4,,good\n")
    made = os.path.join(folder, "from-pictures.truth.jsonl")
    if imports("a list by picture is taken", clip, "--import", table, "-o",
               made):
        CHECKS.check([line["frame"] for line in read(made)[1]] == [9],
                     "by the pictures' names", read(made)[1])
    write(table, "image," + HEAD + "other.png,1,2,3,4,,good\n")
    refuses("a list of other pictures", 1, "label", clip, "--import", table,
            "-o", made + "x", says="names no picture")


def check_clip(folder):
    """A video: masks by number, and its own exact truth."""
    clip = os.path.join(folder, "sim.mkv")
    masks = os.path.join(folder, "numbered")
    made = os.path.join(folder, "numbered.truth.jsonl")
    run("simulate", "nerve", "-o", clip, "--seconds", "0.3")
    os.mkdir(masks)
    picture(os.path.join(masks, "case7_frame00005.pgm"),
            ((20, 40), (220, 140)), 0, (640, 480))
    if imports("masks of a video have its frames' numbers", clip, "--import",
               masks, "-o", made):
        CHECKS.check(read(made)[1][0]["frame"] == 5, "the last number counts")
    picture(os.path.join(masks, "x9.pgm"), None, 0, (640, 480))
    refuses("a mask of a frame after the last", 1, "label", clip, "--import",
            masks, "-o", made + "x", says="frame 9")
    refuses("the probe's own truth beside the clip", 1, "label", clip,
            "--import", masks, says="there already")


def check_refusals(folder, clip):
    made = os.path.join(folder, "never.truth.jsonl")
    table = os.path.join(folder, "wrong.csv")
    for name, text, says in (
            ("a frame after the last", "599,1,2,3,4,,good\n", "frame 599"),
            ("a needle outside the picture", "3,1,2,400,4,,good\n",
             "320 x 240"),
            ("a place that is no number", "3,1,2,x,4,,good\n", ":2:")):
        write(table, "frame," + HEAD + text)
        refuses(name, 1, "label", clip, "--import", table, "-o", made,
                says=says)
    for name, words, code, says in (
            ("nothing to label", (), 2, "one clip"),
            ("two clips", (clip, clip), 2, "one clip"),
            ("a list that is missing", (clip, "--import", "/no/such.csv"), 1,
             "/no/such.csv"),
            ("a clip that is missing", ("/no/such.mkv", "--import", table), 1,
             "/no/such.mkv"),
            ("the simulated probe", ("sim:nerve", "--import", table, "-o",
                                     made), 1, "exact truth")):
        refuses(name, code, "label", *words, says=says)
    CHECKS.check(not os.path.exists(made), "none of these left a file")


def main():
    with tempfile.TemporaryDirectory() as folder:
        clip = make_clip(folder)
        check_list(folder, clip)
        check_truth(folder, clip)
        check_masks(folder, clip)
        check_pictures(folder, clip)
        check_clip(folder)
        check_refusals(folder, clip)
    return CHECKS.end()


if __name__ == "__main__":
    sys.exit(main())
