#!/usr/bin/env python3
"""Gathers the needle-free real pictures that may be trained on.

usage: real.py FOLDER OUT.npz

FOLDER is laid out as docs/real-frames.md says. Only the first half of the
nerves by number, subjects 1, 3 and 5 of the muscles, and two of the three calf
clips are read; the rest is kept for measuring.
"""

import glob
import os
import sys

import cv2
import numpy as np

SIDE = 288
CINE_STEP = 6  # of 61 frames a second: 10 Hz
CINE = ("p6_isokinetic030_01_push_01", "p6_passive_ROM_01_push_01")
CINE_BOX = (210, 43, 936, 620)


def trim(image):
    """Without black bars."""
    rows = np.where((image > 12).mean(1) > 0.1)[0]
    columns = np.where((image > 12).mean(0) > 0.1)[0]
    return image[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1]


def letterbox(image):
    scale = SIDE / max(image.shape)
    width, height = (int(n * scale + 1e-6) for n in image.shape[::-1])
    left, top = (SIDE - width) // 2, (SIDE - height) // 2
    out = np.zeros((SIDE, SIDE), np.uint8)
    out[top:top + height, left:left + width] = cv2.resize(
        image, (width, height), interpolation=cv2.INTER_AREA)
    return out, (left, top, left + width, top + height)


def grey(path):
    image = cv2.imread(path, cv2.IMREAD_GRAYSCALE)
    if image is None:
        sys.exit(f"real.py: {path} cannot be read")
    return image


def stills(folder):
    nerves = sorted(glob.glob(
        os.path.join(folder, "clean/regional-anaesthesia/images/*.png")))
    paths = nerves[:len(nerves) // 2]
    for subject in (1, 3, 5):
        paths += sorted(glob.glob(
            os.path.join(folder, f"clean/muscle/S{subject}/*.png")))
    if not paths:
        sys.exit(f"real.py: there are no pictures in {folder}")
    return [letterbox(trim(grey(path))) for path in paths]


def cine(folder):
    found, first = [], []
    left, top, right, bottom = CINE_BOX
    for name in CINE:
        clip = cv2.VideoCapture(
            os.path.join(folder, f"clean/muscle-cine/{name}.mp4"))
        number, start = 0, len(found)
        while True:
            ok, frame = clip.read()
            if not ok:
                break
            if number % CINE_STEP == 0:
                image = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)
                found.append(letterbox(image[top:bottom, left:right]))
                first.append(start)
            number += 1
        if number == 0:
            sys.exit(f"real.py: {name} cannot be read")
    return found, first


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: real.py FOLDER OUT.npz")
    still = stills(sys.argv[1])
    moving, first = cine(sys.argv[1])
    np.savez_compressed(
        sys.argv[2],
        stills=np.stack([p for p, _ in still]),
        still_boxes=np.float32([b for _, b in still]),
        cine=np.stack([p for p, _ in moving]),
        cine_boxes=np.float32([b for _, b in moving]),
        cine_first=np.int64(first))


if __name__ == "__main__":
    main()
