#!/usr/bin/env python3
"""`bevel movement`: a strip, a gliding tendon, a distance between two marks.

usage: test_movement.py BEVEL
"""
import json
import os
import tempfile

from cli import CHECKS, refuses, run, told


def write_upside_down(path):
    """Two frames of noise, the skin below, as PlusServer keeps them."""
    size = 256
    state, pixels = 1, bytearray()
    for _ in range(size * size):
        state = state * 1103515245 + 12345 & 0x7fffffff
        pixels.append(state >> 16 & 0xff)
    with open(path, "wb") as file:
        file.write(f"ObjectType = Image\nNDims = 3\nDimSize = {size} {size} 2"
                   "\nElementType = MET_UCHAR\nUltrasoundImageOrientation = "
                   "MN\nElementDataFile = LOCAL\n".encode())
        file.write(pixels + pixels)


def lines(done):
    """What was printed, if it was."""
    return [json.loads(line) for line in done.stdout.splitlines()]


with tempfile.TemporaryDirectory() as home:
    chart = os.path.join(home, "chart.png")
    done = run("movement", "sim:tendon-glide", "--seconds", "2.1", "--glide",
               "190,165,450,165", "-o", chart)
    said = lines(done)
    CHECKS.check(len(said) == 64 and said[0]["glide_mm"] is not None,
                 "a line a frame, and one of the whole", told("glide", done))
    CHECKS.check(said and abs(said[-1].get("excursion_mm", 0) - 12) < 0.6,
                 "a simulated tendon's 12 mm are measured within 5 %",
                 str(said[-1:]))
    CHECKS.check(os.path.getsize(chart) > 2000, "the chart is written")
    strip = os.path.join(home, "strip.png")
    done = run("movement", "sim:tendon-glide", "--seconds", "0.5", "--strip",
               "320,10,320,400", "-o", strip)
    CHECKS.check(done.returncode == 0 and not done.stdout and
                 os.path.getsize(strip) > 2000,
                 "a strip is a picture alone", told("strip", done))
    done = run("movement", "sim:nerve", "--seconds", "0.5", "--between",
               "314,198,430,240")
    said = lines(done)
    CHECKS.check(said and said[-1]["found"] == 15 and
                 6 < said[-1]["least_mm"] <= said[-1]["most_mm"] < 9,
                 "two marks are followed", told("between", done))
    turned = os.path.join(home, "turned.mha")
    write_upside_down(turned)
    done = run("movement", turned, "--between", "60,80,180,90")
    said = lines(done)
    CHECKS.check(said and said[0].get("ends_px") == [[60, 80], [180, 90]],
                 "places are of the picture as it came, also upside down",
                 told("turned", done))
    refuses("no line", 2, "movement", "sim:nerve", says="--strip")
    refuses("two lines", 2, "movement", "sim:nerve", "--strip", "1,1,9,9",
            "--glide", "1,1,9,9", says="one of")
    refuses("a strip without a picture", 2, "movement", "sim:nerve",
            "--strip", "1,1,9,9", says="-o")
    refuses("a line outside the picture", 1, "movement", "sim:nerve",
            "--between", "1,1,9000,9", says="outside")
    refuses("a line too short to follow", 1, "movement", "sim:nerve",
            "--glide", "100,100,120,100", says="40")
    refuses("a mark outside the picture", 1, "movement", "sim:nerve",
            "--glide", "100,100,220,100", "--against", "9,9000",
            says="outside")
    still = os.path.join(home, "still.png")
    run("movement", "sim:nerve", "--seconds", "0.1", "--strip",
        "10,10,90,90", "-o", still)
    refuses("a thickness without a scale", 1, "movement", still,
            "--glide", "100,100,220,100", "--thick-mm", "2",
            says="--mm-per-px")
    done = run("movement", still, "--between", "100,100,220,100")
    CHECKS.check(done.returncode == 1 and "two frames" in done.stderr and
                 len(lines(done)) == 1,
                 "a still has nothing that moves", told("still", done))
raise SystemExit(CHECKS.end())
