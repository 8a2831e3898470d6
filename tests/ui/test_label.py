#!/usr/bin/env python3
"""Labelling in its window, by mouse and by key, and what the file then says.

usage: test_label.py BEVEL [WORD]     only tests named so
"""
import json
import math
import os
import random
import subprocess
import sys

from desk import Pixels, Tests, Window, wait_until, xdotool

BEVEL = sys.argv[1]
WIDTH, HEIGHT, FRAMES = 320, 240, 20
TRUTH = 0xff5cf0
test = Tests(2)


def line_of(frame):
    """The bright line in a frame: skin side and tip, px."""
    return (60, 50 + frame), (240, 140 + frame)


def make_clip(folder):
    """Speckle, with a bright line that moves down by a pixel a frame."""
    clip = os.path.join(folder, "clip")
    os.mkdir(clip)
    noise = random.Random(1)
    for frame in range(FRAMES):
        (left, top), (right, bottom) = line_of(frame)
        grey = bytearray(40 + value // 8 for value in
                         noise.randbytes(WIDTH * HEIGHT))
        for x in range(left, right + 1):
            y = round(top + (bottom - top) * (x - left) / (right - left))
            for row in (y - 1, y, y + 1):
                grey[row * WIDTH + x] = 250
        with open(os.path.join(clip, f"{frame:03}.pgm"), "wb") as file:
            file.write(b"P5 %d %d 255\n" % (WIDTH, HEIGHT) + grey)
    return clip


class Desk(Window):
    """The label window on the clip."""

    def __init__(self, folder, *words):
        self.path = os.path.join(folder, "clip.truth.jsonl")
        super().__init__(BEVEL, "label", os.path.join(folder, "clip"), *words)

    def at(self, frame, says=""):
        """Wait until the frame is on the screen, and says so."""
        wait_until(lambda: self.description().startswith(f"Frame {frame}.") and
                   says in self.description(),
                   f"frame {frame}, {says!r} in {self.description()!r}")

    def press(self, px):
        """Click at a place of the picture, px."""
        self.click((px[0] + 0.5) / WIDTH, (px[1] + 0.5) / HEIGHT)

    def draw(self, frame, off=0):
        """Two clicks, each @p off px too low."""
        skin, tip = line_of(frame)
        self.press((skin[0], skin[1] + off))
        self.await_description("Now click the tip")
        self.press((tip[0], tip[1] + off))
        self.at(frame, "drawn")

    def lines(self):
        """The file's lines by frame; empty where there is none yet."""
        try:
            with open(self.path, encoding="utf-8") as file:
                lines = [json.loads(line) for line in file]
        except FileNotFoundError:
            return {}
        return {line["frame"]: line for line in lines[1:]}

    def await_lines(self, holds, what):
        """Wait until the file says so. @return its lines."""
        wait_until(lambda: holds(self.lines()), f"{what} in {self.lines()}")
        self.await_name("SAVED")
        return self.lines()


def near(piece, frame, within):
    """Whether a shaft lies on the frame's line."""
    return all(abs(a - b) <= within for p, q in zip(piece, line_of(frame))
               for a, b in zip(p, q))


def beside(piece, frame):
    """How far the worse end of a shaft lies beside the frame's line, px."""
    (x, y), (right, bottom) = line_of(frame)
    along = math.hypot(right - x, bottom - y)
    return max(abs((px - x) * (bottom - y) - (py - y) * (right - x)) / along
               for px, py in piece)


@test
def keys_are_given_other_deeds(folder):
    """a key of the label window is another one's, on its button, too"""
    with Desk(folder) as window:
        window.at(0)
        window.key("ctrl+comma")
        window.await_name("no needle: N")
        window.find("no needle: N").act()
        window.await_name("no needle: Press it")
        window.key("7")  # digits are free here
        window.await_name("no needle: 7")
        window.key("Escape", "7")
        window.await_lines(lambda lines: 0 in lines, "frame 0")
        window.key("question")
        wait_until(lambda: "7" in window.names(), "it in the list")


@test
def two_clicks_a_key_frame(folder):
    """two clicks draw a needle, refined to the ridge and written by itself"""
    with Desk(folder) as window:
        window.at(0, "Not labelled")
        window.await_name("NOTHING DRAWN")
        window.draw(0, off=3)
        window.await_name("Moved onto the ridge")
        line = window.await_lines(lambda lines: 0 in lines, "frame 0")[0]
        assert beside(line["shaft_px"], 0) < 0.7, line
        assert line["tip_visible"] is True and line["by"] == "drawn", line
        assert line["state"] == "tip_seen" and line["needle"] is True, line
        pixels = Pixels()
        drawn = pixels.of_colour(window.picture_box(), TRUTH)
        assert drawn > 100, f"{drawn} pixels of the line"
        xdotool("keydown", "h")
        wait_until(lambda: not Pixels().of_colour(window.picture_box(), TRUTH),
                   "the bare picture")
        xdotool("keyup", "h")
        wait_until(lambda: Pixels().of_colour(window.picture_box(), TRUTH),
                   "the line again")
        window.key("r")  # as it was clicked
        window.await_lines(lambda lines: near(
            [[x, y - 3] for x, y in lines[0]["shaft_px"]], 0, 0.8),
            "the line as clicked")
        return True


@test
def carried_and_checked(folder):
    """what lies between two key frames is carried, and truth once accepted"""
    with Desk(folder) as window:
        window.at(0)
        window.draw(0)
        window.key("shift+Right")
        window.at(10)
        window.draw(10)
        window.await_name("Left: 9 to check, 9 open of 20 frames")
        window.key("ctrl+Left")
        window.at(0)
        window.key("Right")
        window.at(1, "carried here, not checked yet")
        window.await_lines(lambda lines: sorted(lines) == [0, 10],
                           "the key frames alone")
        window.key("Return")
        window.at(2, "carried")
        window.find("Fits").act()
        window.at(3, "carried")
        lines = window.await_lines(
            lambda lines: sorted(lines) == [0, 1, 2, 10], "two accepted")
        assert lines[1]["by"] == "accepted", lines[1]
        assert near(lines[2]["shaft_px"], 2, 1.2), lines[2]
        window.key("shift+Return")
        lines = window.await_lines(
            lambda lines: sorted(lines) == list(range(11)), "all of them")
        window.key("u")
        window.at(11, "Not labelled")
        window.key("ctrl+z")
        window.at(3, "carried")
        window.await_lines(lambda lines: sorted(lines) == [0, 1, 2, 10],
                           "the span taken back")
        window.key("ctrl+shift+z")
        window.await_lines(lambda lines: len(lines) == 11, "the span again")
        return True


@test
def what_else_can_be_said(folder):
    """no needle, cannot tell, tip not seen, a crossing, and taken away"""
    with Desk(folder, "--mm-per-px", "0.1") as window:
        window.at(0)
        window.key("n")
        window.at(0, "No needle")
        window.key("Right")
        window.at(1)
        window.key("c")
        window.at(1, "Cannot tell")
        window.key("Right")
        window.at(2)
        window.draw(2)
        window.key("t")
        window.at(2, "Needle, tip not seen")
        window.key("Right")
        window.at(3)
        window.key("x")
        window.await_description("Click where the needle crosses")
        window.press((100, 80))
        window.at(3, "Needle crosses here")
        lines = window.await_lines(lambda lines: sorted(lines) == [0, 1, 2, 3],
                                   "four frames")
        assert lines[0]["needle"] is False, lines[0]
        assert lines[1]["needle"] is None, lines[1]
        assert lines[2]["tip_visible"] is False and \
            lines[2]["tip_px"] is None and \
            lines[2]["state"] == "shaft_only" and \
            20 < lines[2]["visible_mm"] < 20.3, lines[2]
        assert lines[3]["state"] == "crossing" and \
            abs(lines[3]["crossing_px"][0] - 100) < 1, lines[3]
        window.key("Delete")
        window.await_lines(lambda lines: sorted(lines) == [0, 1, 2],
                           "the crossing gone")
        return True


@test
def an_end_is_dragged(folder):
    """dragging an end moves it, in one step"""
    with Desk(folder) as window:
        window.at(0)
        window.draw(0)
        window.await_name("Moved onto the ridge")
        left, top, right, bottom = window.picture_box()
        tip = line_of(0)[1]
        x = left + round((right - left) * (tip[0] + 0.5) / WIDTH)
        y = top + round((bottom - top) * (tip[1] + 0.5) / HEIGHT)
        xdotool("mousemove", x, y, "mousedown", 1)
        for i in range(1, 5):
            xdotool("mousemove", x + 10 * i, y + 5 * i)
        xdotool("mouseup", 1)
        scale = (right - left) / WIDTH
        window.await_lines(
            lambda lines: 0 in lines and
            abs(lines[0]["tip_px"][0] - tip[0] - 40 / scale) < 1.5,
            "the tip further on")
        window.key("ctrl+z")
        window.await_lines(lambda lines: near(lines[0]["shaft_px"], 0, 1.2),
                           "the tip where it was")
        return True


@test
def the_keyboard_alone(folder):
    """a needle is drawn by keyboard, and the clip is played"""
    with Desk(folder) as window:
        window.at(0)
        window.key("m")
        window.key("Return")
        window.await_description("Now click the tip")
        window.key(*["shift+Right"] * 8, *["shift+Down"] * 3, "Return")
        window.at(0, "Needle, tip seen")
        window.key("Escape", "space")
        window.at(FRAMES - 1)
        window.key("Home")
        window.at(0)
        window.key("End")
        window.at(FRAMES - 1)
        return True


@test
def the_strip_leads_to_frames(folder):
    """a click on the strip goes there, and screen readers know where that is"""
    with Desk(folder) as window:
        window.at(0)
        window.await_name(f"Left: 0 to check, {FRAMES} open")
        box = window.extents("Frames of the clip")
        x, y = window.origin()
        xdotool("mousemove", x + box.x + box.width * 29 // 40,
                y + box.y + box.height // 2, "click", 1)
        window.at(14)
        return True


@test
def labels_are_imported(folder):
    """a list made elsewhere is taken in the window, in one step"""
    table = os.path.join(folder, "other.csv")
    with open(table, "w", encoding="utf-8") as file:
        file.write("frame,entry_x_px,entry_y_px,tip_x_px,tip_y_px\n"
                   "2,60,52,240,142\n7,60,57,240,147\n9,,,,\n")
    with Desk(folder) as window:
        window.at(0)
        window.await_name(f"Left: 0 to check, {FRAMES} open")
        window.find("Import a list…").act()
        wait_until(lambda: subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name",
             "A list of labels"], capture_output=True).stdout, "the chooser")
        xdotool("type", table)
        xdotool("key", "Return")
        window.await_name("3 frames were imported")
        lines = window.await_lines(lambda lines: sorted(lines) == [2, 7, 9],
                                   "three frames")
        assert lines[7]["by"] == "imported", lines[7]
        assert lines[9]["needle"] is False, lines[9]
        window.key("ctrl+z")
        window.await_lines(lambda lines: not lines, "none of them")
        return True


@test
def work_goes_on_where_it_was(folder):
    """closing keeps all, and the same clip goes on from there"""
    with Desk(folder) as window:
        window.at(0)
        window.draw(0)
        window.key("q")
        assert window.await_end() == 0, window.stderr()
    first = window.lines()
    assert list(first) == [0], first
    with Desk(folder) as window:
        window.at(0, "Needle, tip seen")
        window.await_name("SAVED")
        window.key("End")
        window.at(FRAMES - 1)
        window.key("n", "q")
        assert window.await_end() == 0, window.stderr()
    assert window.lines()[0] == first[0], "the first line is another"
    assert sorted(window.lines()) == [0, FRAMES - 1]
    return True


@test
def killed_it_has_lost_nothing(folder):
    """what was drawn is on the disk without being saved by hand"""
    with Desk(folder) as window:
        window.at(0)
        window.draw(0)
        window.await_lines(lambda lines: 0 in lines, "frame 0")
        window.process.kill()
        window.process.wait()
    assert list(window.lines()) == [0]
    return True


@test
def what_cannot_be_written_is_said(folder):
    """labels that cannot be written are said so, and not lost by one press"""
    os.mkdir(os.path.join(folder, "clip.truth.jsonl.part"))
    with Desk(folder) as window:
        window.at(0)
        window.key("n")
        window.await_name("NOT SAVED")
        window.await_name("Cannot write")
        window.key("q")
        wait_until(lambda: any("Close again" in name for name in
                               window.names()), "the warning")
        os.rmdir(os.path.join(folder, "clip.truth.jsonl.part"))
        window.key("q")
        assert window.await_end() == 0, window.stderr()
    assert list(window.lines()) == [0]
    return True


@test
def a_clip_of_which_nothing_is_said(folder):
    """looking without saying anything leaves no file"""
    with Desk(folder) as window:
        window.at(0)
        window.key("Right")
        window.at(1)
        window.key("F1")
        window.await_name("skin side, then tip")
        window.key("q")
        assert window.await_end() == 0, window.stderr()
    assert os.listdir(folder) == ["clip"], os.listdir(folder)
    return True


@test
def it_fits_a_small_screen(folder):
    """the window fits a screen of 600 px height"""
    with Desk(folder) as window:
        window.at(0)
        number = window.window_number()
        xdotool("windowsize", "--sync", number, 1024, 600)
        told = dict(line.split("=") for line in
                    xdotool("getwindowgeometry", "--shell", number).split())
        assert int(told["HEIGHT"]) <= 600, told
        assert int(told["WIDTH"]) <= 1024, told
        return True


if __name__ == "__main__":
    sys.exit(test.run(each=make_clip))
