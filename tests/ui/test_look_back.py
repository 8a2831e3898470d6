#!/usr/bin/env python3
"""Looking back in the window: freezing, stepping, scrubbing, keeping stills.

usage: test_look_back.py SCRIPTED_LIVE [WORD]     only tests named so
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

from desk import Noise, Pixels, Tests, Window, wait_until, xdotool

LIVE = sys.argv[1]
WIDTH, HEIGHT, MM_PER_PX = 160, 120, 0.1
NEEDLE, TARGET = 0x5cc8ff, 0xffe14d
NEEDLE_SEEN = 0x2b536b  # on the line, behind the curve
HANDLE = 0xf3f7fb
NOISE = Noise(WIDTH, HEIGHT, 4000)
test = Tests(2)


def play(clip, *words, **more):
    """Show a clip in which a needle is seen."""
    return Window(LIVE, clip, "--mm-per-px", MM_PER_PX, *words,
                  **{"state": "tip_seen", **more})


def held_s(window):
    """How many seconds are said to be held."""
    said = re.search(r"Look back: ([\d.]+) s", window.name_of("Look back:"))
    return float(said[1]) if said else 0


def await_held(window, seconds):
    """Wait until there is so much to look back at, or more."""
    wait_until(lambda: held_s(window) >= seconds, f"{seconds} s held")


def freeze(window):
    """Freeze. @return The frame's number."""
    window.key("space")
    window.await_name("FROZEN")
    return wait_until(lambda: seen_at(window), "a frame that stands")


def seen_at(window):
    """The number of the frame that stands, by the time that is said of it."""
    said = re.search(r"frozen at ([\d.]+) s", window.name_of("Look back:"))
    return said and round(float(said[1]) * 30)


def newest(window):
    """Where the newest picture is in the bar, when the handle stands on it.
    @return x, y, and how wide the bar is."""
    bar = window.extents("Look back, seconds")
    x, y = window.origin()
    left, middle = x + bar.x + bar.width - 30, y + bar.y + bar.height // 2
    row = Pixels().cut((left, middle, left + 60, middle + 1))
    handle = HANDLE.to_bytes(3, "big")
    return (left + max(i for i in range(len(row) // 3)
                       if row[3 * i:3 * i + 3] == handle), middle, bar.width)


def await_frame(window, number):
    """Wait until this frame stands."""
    wait_until(lambda: seen_at(window) == number, f"frame {number}")


def step(window, act, way):
    """Do what goes to the next frame that is held: on a busy machine one may
    never have come. @return its number."""
    start = seen_at(window)
    act()
    return wait_until(lambda: (now := seen_at(window)) and
                      0 < (now - start) * way < 15 and now,
                      f"a frame {'after' if way > 0 else 'before'} {start}")


def still_pixels(window):
    """The picture, once it does not change any more."""
    box = window.picture_box()
    return wait_until(lambda: (now := Pixels().cut(box)) == Pixels().cut(box)
                      and now, "a picture that stands")


@test
def keys_step_from_frame_to_frame(clips):
    """a comma goes a frame back, a full stop forward, and all is as it was"""
    with play(clips["long"]) as window:
        window.await_name("PLAYING")
        await_held(window, 2)
        start = freeze(window)
        first = still_pixels(window)
        assert Pixels().of_colour(window.picture_box(), NEEDLE) > 100, "needle"
        back = [step(window, lambda: window.key(key), -1)
                for key in ("comma", "Left", "comma")]
        wait_until(lambda: still_pixels(window) != first, "another picture")
        assert Pixels().of_colour(window.picture_box(), NEEDLE) > 100, "needle"
        forth = [step(window, lambda: window.key(key), 1)
                 for key in ("period", "Right", "period")]
        assert forth == [*back[-2::-1], start], (back, forth)
        wait_until(lambda: still_pixels(window) == first, "the first again")
        window.key("shift+comma")
        wait_until(lambda: seen_at(window) < start - 10, "a second before")
        window.key("shift+Right")
        wait_until(lambda: seen_at(window) > start - 10, "a second later")
        window.key("space")
        window.await_name("PLAYING")
        wait_until(lambda: "frozen" not in window.name_of("Look back:"),
                   "nothing frozen")
        return True


@test
def a_hand_scrubs(clips):
    """buttons and the bar below the picture do the same by hand"""
    with play(clips["long"]) as window:
        await_held(window, 2)
        start = freeze(window)
        step(window, window.find("A frame back").act, -1)
        assert step(window, window.find("A frame forward").act, 1) == start
        right, middle, width = newest(window)
        xdotool("mousemove", right - width // 30, middle, "click", 1)
        wait_until(lambda: seen_at(window) and
                   start - 45 < seen_at(window) < start - 15, "a second ago")
        return True


@test
def the_last_seconds_are_a_line_and_a_click_in_it_freezes(clips):
    """what was seen and marked is drawn in the line, and a click goes there"""
    with play(clips["long"]) as window:
        window.await_name("PLAYING")
        window.click(0.75, 0.5)
        window.await_name("Depth of the target")
        await_held(window, 3)
        bar = window.extents("Look back, seconds")
        x, y = window.origin()
        left, top = x + bar.x, y + bar.y
        box = (left, top, left + bar.width, top + bar.height)
        empty = (left, top, left + bar.width // 2, top + bar.height)
        wait_until(lambda: Pixels().of_colour(box, TARGET) > 20,
                   "a tick where the target was marked")
        assert Pixels().of_colour(box, NEEDLE_SEEN) > 200, "nothing seen"
        assert Pixels().of_colour(empty, NEEDLE_SEEN) == 0, "before the first"
        wait_until(lambda: re.match(
            r"Tip seen for [1-9]\d* s, shaft alone for 0 s, not seen for 0 s",
            window.find("Look back, seconds").description), "it in words")
        xdotool("mousemove", left + bar.width * 29 // 30,
                top + bar.height // 2, "click", 1)
        window.await_name("FROZEN")
        wait_until(lambda: seen_at(window), "a frame that stands")
        return True


@test
def what_moved_along_a_line_is_shown_and_gone_about_in(clips):
    """6 and two clicks show an M-mode, and a click in it goes to a moment"""
    with play(clips["long"], state="none") as window:
        await_held(window, 2)
        start = freeze(window)
        window.key("6")
        window.click(0.5, 0.2)
        window.click(0.5, 0.8)
        window.await_name("M-mode along the line")
        title = window.extents("M-mode along the line")
        x, y = window.origin()
        xdotool("mousemove", x + title.x + title.width // 2,
                y + title.y + title.height + 90, "click", 1)
        wait_until(lambda: seen_at(window) and
                   seen_at(window) < start - 15, "the middle")
        window.find("M-mode along the line")
        window.key("Escape")
        wait_until(lambda: not window.is_shown("M-mode along the line"),
                   "no strip")
        return True


@test
def measures_are_of_the_frame_that_they_were_made_on(clips):
    """what was measured goes when another frame is stepped to"""
    with play(clips["long"], state="none") as window:
        await_held(window, 1)
        start = freeze(window)
        plain = still_pixels(window)
        window.key("1")
        window.click(0.3, 0.4)
        window.click(0.7, 0.4)
        wait_until(lambda: still_pixels(window) != plain, "a measure")
        window.key("comma", "period")
        await_frame(window, start)
        wait_until(lambda: still_pixels(window) == plain, "no measure")
        return True


@test
def the_end_of_a_clip_is_looked_back_from(clips):
    """after the end of a clip its last seconds can be stepped through"""
    with play(clips["short"]) as window:
        window.await_name("ENDED")
        assert window.coloured() == 0, "something is drawn on the picture"
        window.key("comma")
        window.await_name("FROZEN")
        wait_until(lambda: 140 < (seen_at(window) or 0) < 149, "the last but one")
        wait_until(lambda: window.coloured() > 100, "its guidance of then")
        window.key("space")
        window.await_name("ENDED")
        wait_until(lambda: window.coloured() == 0, "no guidance any more")
        window.key("r")
        window.await_name("PLAYING")
        window.await_name("ENDED")
        assert held_s(window) < 6, "what was before is not forgotten"
        return True


@test
def a_picture_of_before_never_guides_as_if_live(clips):
    """resumed on a source that stopped, nothing of what was seen stays"""
    with play(clips["long"], stall_s=3) as window:
        window.await_name("PICTURE STOPPED")
        window.key("comma")
        window.await_name("FROZEN")
        wait_until(lambda: window.coloured() > 100, "its guidance of then")
        window.key("space")
        window.await_name("PICTURE STOPPED")
        wait_until(lambda: window.coloured() == 0, "no guidance any more")
        window.await_name("Tip to target: not known")
        return True


def beside(window):
    """What the picture beside says of itself; empty where there is none."""
    node = window.find("Picture beside")
    return node.description if node and node.box().width > 1 else ""


@test
def a_picture_is_pinned_beside_what_comes(clips):
    """B pins a picture beside the one that plays or is stepped to, and ends"""
    with play(clips["long"]) as window:
        await_held(window, 1)
        alone = window.extents("Ultrasound picture").width
        window.key("b")
        wait_until(lambda: "PINNED" in beside(window), "a picture beside")
        window.await_name("PLAYING")
        start = freeze(window)
        pinned = float(re.search(r"at ([\d.]+) s", beside(window))[1])
        assert pinned * 30 < start + 0.5, (pinned, start)
        still_pixels(window)
        left, right = (window.extents(name) for name in
                       ("Picture beside", "Ultrasound picture"))
        assert left.width >= alone / 2 and right.x >= left.width, "no halves"
        x, y = window.origin()
        marks = [Pixels().of_colour((x + half.x, y + half.y,
                                     x + half.x + half.width,
                                     y + half.y + half.height), NEEDLE)
                 for half in (left, right)]
        assert marks[0] == marks[1] > 50, f"not at one scale: {marks}"
        step(window, lambda: window.key("comma"), -1)
        assert f"at {pinned:.2f} s" in beside(window), beside(window)
        window.key("b")
        wait_until(lambda: not beside(window), "no picture beside")
        window.key("space")
        window.await_name("PLAYING")
        wait_until(lambda: window.extents("Ultrasound picture").width == alone,
                   "all of the room")
        return True


@test
def a_pinned_picture_lends_nothing_to_one_that_stopped(clips):
    """what is pinned keeps its guidance; what stopped beside it loses its own"""
    with play(clips["long"], stall_s=6) as window:
        await_held(window, 1)
        window.key("b")
        wait_until(lambda: "PINNED" in beside(window), "a picture beside")
        window.await_name("PICTURE STOPPED")
        wait_until(lambda: window.coloured() == 0, "no guidance any more")
        left, (x, y) = window.extents("Picture beside"), window.origin()
        assert Pixels().of_colour((x + left.x, y + left.y,
                                   x + left.x + left.width,
                                   y + left.y + left.height), NEEDLE) > 50
        window.await_name("Tip to target: not known")
        return True


@test
def a_still_is_kept(clips):
    """T keeps the frame that stands, bit for bit, and what was known of it"""
    with tempfile.TemporaryDirectory() as parent:
        folder = os.path.join(parent, "kept")
        with play(clips["long"], "--record-to", folder) as window:
            await_held(window, 1)
            freeze(window)
            number = step(window, lambda: window.key("comma"), -1)
            window.key("t")
            window.await_name("Still kept: ")
            window.key("t")
            wait_until(lambda: len(glob.glob(folder + "/*.jsonl")) == 2,
                       "two stills, none over the other")
        pictures = sorted(glob.glob(folder + "/*.png"))
        assert len(pictures) == 2, pictures
        with open(pictures[0][:-4] + ".jsonl", encoding="utf-8") as file:
            head, seen = map(json.loads, file)
        assert head["format"] == "bevel-still" and head["guided"], head
        assert head["picture"] == os.path.basename(pictures[0]), head
        assert seen["state"] == "tip_seen", seen
        assert seen["mm_per_px"] == MM_PER_PX, seen
        assert seen["frame"] == number, (seen, number)
        for name in glob.glob(folder + "/*"):
            assert os.stat(name).st_mode & 0o777 == 0o600, name
        if shutil.which("ffmpeg"):
            grey = subprocess.run(
                ["ffmpeg", "-v", "error", "-i", pictures[0], "-f", "rawvideo",
                 "-pix_fmt", "rgb24", "-"], check=True,
                capture_output=True).stdout
            assert grey[::3] == NOISE.picture(number), "other pixels"
        return True


@test
def a_still_that_cannot_be_kept_is_said(clips):
    """a folder that nothing can be written to is said"""
    with play(clips["long"], "--record-to", "/sys/kernel") as window:
        window.await_name("PLAYING")
        window.key("t")
        window.await_name("No still is kept. Cannot write /sys/kernel/")
        return True


def film(folder):
    """The clips that they play."""
    return {"long": NOISE.make_clip(os.path.join(folder, "long"), 2700),
            "short": NOISE.make_clip(os.path.join(folder, "short"), 150)}


if __name__ == "__main__":
    sys.exit(test.run(film))
