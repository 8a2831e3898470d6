#!/usr/bin/env python3
"""Steering the simulated probe in the window, and that the truth follows.

usage: test_practise.py SCRIPTED_LIVE
"""
import json
import math
import os
import re
import sys

from desk import Tests, Window, wait_until, xdotool

LIVE = sys.argv[1]
test = Tests()


class Practice(Window):
    """The window on a scene, with the truth of what it plays."""

    def __init__(self, folder, scene="knee-effusion", state="tip_seen"):
        self.truth_path = os.path.join(folder, "attempt.truth.jsonl")
        super().__init__(LIVE, f"sim:{scene}", "--truth", self.truth_path,
                         state=state)

    def truth(self):
        """The truth of the newest frame that is written whole."""
        with open(self.truth_path, encoding="utf-8") as file:
            lines = file.read().split("\n")[1:-1]
        return json.loads(lines[-1]) if lines else None

    def next_truth(self):
        """The truth of a frame that is still to come."""
        now = (self.truth() or {"frame": -1})["frame"]
        return wait_until(lambda: (self.truth() or {"frame": -1})["frame"] >
                          now + 6 and self.truth(), "another frame")

    def steer(self):
        """Turn the mode on, and take over with a needle well in."""
        self.await_name("PLAYING")
        self.key("s")
        self.key("w", "w")
        self.await_name("YOU STEER")
        self.point(0.5, 0.5)

    def point(self, right, down):
        """Move the mouse to a place of the picture."""
        left, top, end, bottom = self.picture_box()
        xdotool("mousemove", left + round((end - left) * right),
                top + round((bottom - top) * down))

    def number(self, readout, unit):
        """A number in the bar, by the unit or word after or before it."""
        text = self.name_of(readout + ":")
        found = re.search(unit, text)
        return float(found[1]) if found else None

    def length_mm(self):
        return self.number("Needle", r"([\d.]+) mm")


def tip_mm(truth):
    """The tip on the picture, mm."""
    return [v * truth["mm_per_px"] for v in truth["tip_px"]]


@test
def a_script_plays_until_somebody_steers(folder):
    """the script plays until somebody steers, and then a bar says which it is"""
    with Practice(folder) as window:
        window.await_name("PLAYING")
        window.await_name("Practise: steer")
        before = window.next_truth()
        window.key("w", "w", "w")  # the mode is off: these are nobody's keys
        window.point(0.5, 0.5)
        xdotool("click", 4)
        window.next_truth()
        assert not window.is_shown("YOU STEER"), "somebody steers"
        window.await_name("Practise: steer")
        assert before["needle"], "the scene has no needle"
        window.key("s")
        window.await_name("THE SCRIPT PLAYS")  # nothing is touched yet
        window.key("w")
        window.await_name("YOU STEER")
        held = wait_until(window.length_mm, "the needle in the bar")
        window.next_truth()
        assert window.length_mm() == held, "the script goes on"
        return True


@test
def the_wheel_advances_the_needle(folder):
    """the wheel advances and withdraws the needle, and its true tip moves"""
    with Practice(folder) as window:
        window.steer()
        length = window.length_mm()
        before = tip_mm(window.next_truth())
        for _ in range(6):
            xdotool("click", 4)
        wait_until(lambda: window.length_mm() == length + 6, "6 mm more")
        moved = math.dist(before, tip_mm(window.next_truth()))
        assert 5 < moved < 7, f"the tip moved by {moved} mm"
        for _ in range(6):
            xdotool("click", 5)
        wait_until(lambda: window.length_mm() == length, "6 mm less")
        return True


@test
def dragging_turns_the_needle(folder):
    """dragging turns the needle about its entry and marks nothing"""
    with Practice(folder) as window:
        window.steer()
        before = window.next_truth()["angle_deg"]
        xdotool("mousedown", 1)
        xdotool("mousemove_relative", "--", 0, 50)
        xdotool("mousemove_relative", "--", 0, 50)
        xdotool("mouseup", 1)
        after = wait_until(
            lambda: window.next_truth()["angle_deg"] < before - 4 and
            window.truth()["angle_deg"], "a flatter needle")
        print(f"# {before} to {after} degrees")
        window.await_name("Depth of the target: not known")
        return True


@test
def a_click_marks_while_steering(folder):
    """a click still marks the target while steering, and moves no needle"""
    with Practice(folder) as window:
        window.steer()
        angle = window.next_truth()["angle_deg"]  # what was steered is done
        length = window.length_mm()
        window.click(0.4, 0.5)
        window.await_name("Depth of the target: 1")
        assert window.length_mm() == length
        assert abs(window.next_truth()["angle_deg"] - angle) < 1.5
        return True


@test
def keys_move_the_probe(folder):
    """arrows slide and Shift with them tilts the probe over the needle"""
    with Practice(folder) as window:
        window.steer()
        before = tip_mm(window.next_truth())
        window.key("Right", "Right", "Right", "Right")
        window.await_name("Probe: slide 4.0 mm")
        after = tip_mm(window.next_truth())
        assert 3 < before[0] - after[0] < 5, (before, after)
        window.key("shift+Up", "shift+Up", "shift+Up", "shift+Up")
        window.await_name("Probe: slide 4.0 mm · tilt 4°")
        assert abs(window.next_truth()["out_of_plane_mm"]) > 0.2
        return True


@test
def depth_changes_the_scale(folder):
    """another depth is another scale in truth and window"""
    with Practice(folder) as window:
        window.steer()
        scale = window.next_truth()["mm_per_px"]
        window.key("plus", "plus", "plus")
        window.await_name("Scanner: depth 51 mm")
        assert window.next_truth()["mm_per_px"] > 1.3 * scale
        window.key("minus")
        window.await_name("Scanner: depth 46 mm")
        window.key("g", "f", "h")
        window.await_name("Scanner: depth 46 mm · gain 1 dB · focus 20 mm · "
                          "11 MHz")
        return True


@test
def the_syringe_runs_while_it_is_held(folder):
    """the syringe runs while its key is down, and stops when it goes up"""
    def injected(window):
        return window.number("Syringe", r"injected ([\d.]+)")

    with Practice(folder) as window:
        window.steer()
        xdotool("keydown", "i")
        wait_until(lambda: injected(window) >= 0.3, "0.3 ml")
        xdotool("keyup", "i")
        window.next_truth()
        wait_until(lambda: injected(window), "the amount")
        held = injected(window)
        window.next_truth()
        assert injected(window) == held, "it goes on"
        window.find("Hold to push the syringe")
        window.find("Hold to pull the syringe")
        return True


@test
def a_frozen_picture_is_not_steered(folder):
    """nothing is steered behind a frozen picture"""
    with Practice(folder) as window:
        window.steer()
        length = window.length_mm()
        window.key("space")
        window.await_name("FROZEN")
        window.key("w", "w", "w")
        xdotool("click", 4)
        window.key("space")
        window.await_name("PLAYING")
        window.next_truth()
        assert window.length_mm() == length
        return True


@test
def restart_and_watch(folder):
    """R starts again in the same hands, V gives the scene back to its script"""
    with Practice(folder) as window:
        window.steer()
        for _ in range(8):
            xdotool("click", 4)
        window.key("r")
        wait_until(lambda: window.length_mm() == 3, "the needle as it began")
        window.await_name("YOU STEER")
        window.key("v")
        window.await_name("THE SCRIPT PLAYS")
        wait_until(lambda: window.length_mm() > 4, "a needle that advances")
        return True


@test
def the_keys_are_listed(folder):
    """F1 and the button list what steers, in the panel's place"""
    with Practice(folder) as window:
        window.await_name("PLAYING")
        window.key("F1")
        window.await_name("advance, withdraw")
        window.await_name("push the syringe")
        window.find("?  Keys").act()
        window.key("s")
        for name in ("Steer", "Start again", "Watch the script",
                     "Hold to push the syringe"):
            assert window.find(name), f"nothing is called {name}"
        return True


@test
def its_buttons_are_for_fingers_and_leave_the_picture_its_room(folder):
    """at 1024 x 768 its buttons are 44 px, and the picture is hardly smaller"""
    with Practice(folder) as window:
        window.steer()
        xdotool("windowsize", "--sync", window.window_number(), 1024, 768)
        wait_until(lambda: window.extents("bevel").width <= 1024, "that size")
        for name in ("Steer", "Start again", "Watch the script",
                     "Hold to push the syringe", "Hold to pull the syringe"):
            box = window.extents(name)
            least = min(box.width, box.height) + 2  # its border is not told
            assert least >= 44, (name, least)
            assert 0 <= box.x and box.x + box.width <= 1024, name
        left, _, right, _ = window.picture_box()
        room = window.extents("Ultrasound picture").width
        assert right - left >= 0.6 * room, (right - left, room)
        return True


if __name__ == "__main__":
    sys.exit(test.run())
