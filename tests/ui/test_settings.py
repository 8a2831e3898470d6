#!/usr/bin/env python3
"""The settings as people use them: what is set shows at once, is kept, and is
set back.

usage: test_settings.py SCRIPTED_LIVE [WORD]      only tests named so
"""
import os
import sys
import tempfile

from desk import Noise, PEDAL, Pixels, Tests, Window, wait_until, xdotool

LIVE = sys.argv[1]
DARK_PANEL, LIGHT_PANEL = 0x0c1219, 0xf4f7fa
test = Tests(2)


def make_clip(folder, count):
    """A folder of pictures of noise, seven of which differ."""
    noise = Noise(320, 240, 7)
    noise.make_clip(folder, 7)
    for number in range(7, count):
        os.link(os.path.join(folder, f"{number % 7:05}.pgm"),
                os.path.join(folder, f"{number:05}.pgm"))
    return folder


def settings_in(folder):
    """An environment whose settings are a file there, as without dconf."""
    env = dict(os.environ, XDG_CONFIG_HOME=folder)
    del env["GSETTINGS_BACKEND"]
    return env


def play(clip, env=None):
    """Show a clip, with a needle."""
    return Window(LIVE, clip, "--mm-per-px", "0.1", state="tip_seen", env=env)


def press(window, key, hold_s):
    """Hold a key down for so long."""
    xdotool("windowfocus", "--sync", window.window_number())
    xdotool("keydown", key, "sleep", hold_s, "keyup", key)


def panel_has(window, colour):
    """Whether the panel, on whichever side of the picture, has this ground:
    what it keeps free at its edge is looked at."""
    box = window.extents("Ultrasound picture")
    x, y = window.origin()
    edge = x + (box.x - 10 if box.x > 100 else box.x + box.width + 2)
    cut = (edge, y + box.y + 20, edge + 8, y + box.y + 80)
    return Pixels().of_colour(cut, colour) > 100


@test
def what_is_set_shows_at_once_and_is_kept(clip):
    """theme and side change at once, are there in the next run, and go back"""
    with tempfile.TemporaryDirectory() as folder:
        env = settings_in(folder)
        with play(clip, env) as window:
            window.await_name("PLAYING")
            wait_until(lambda: panel_has(window, DARK_PANEL), "a dark panel")
            picture = window.extents("Ultrasound picture").x
            window.key("ctrl+comma", "Right", "Down", "Down", "Down", "Right")
            wait_until(lambda: window.extents("Ultrasound picture").x >
                       picture + 300, "the panel on the left")
            window.key("Escape")
            wait_until(lambda: panel_has(window, LIGHT_PANEL), "a light panel")
        kept = os.path.join(folder, "bevel", "settings")
        with open(kept, encoding="utf-8") as file:
            text = file.read()
        assert "theme='light'" in text and "left-handed=true" in text, text
        with play(clip, env) as window:
            window.await_name("PLAYING")
            wait_until(lambda: panel_has(window, LIGHT_PANEL), "still light")
            assert window.extents("Ultrasound picture").x > picture + 300
            window.key("ctrl+comma")
            window.await_name("As it was shipped")
            window.find("As it was shipped").act()
            wait_until(lambda: window.extents("Ultrasound picture").x ==
                       picture, "the panel on the right again")
            window.key("Escape")
            wait_until(lambda: panel_has(window, DARK_PANEL), "dark again")
        with open(kept, encoding="utf-8") as file:
            assert "theme" not in file.read(), "what is shipped is kept"
    return True


@test
def bedside_is_one_key_and_reads_from_afar(clip):
    """at the bedside there is the number, larger, and no bar of buttons"""
    with play(clip) as window:
        window.await_name("PLAYING")
        window.click(0.75, 0.5)
        window.await_name("Depth of the target: 12 mm")
        window.await_name("Tip to target: 10 mm")
        number = window.extents("Tip to target: 10 mm").height
        window.key("z")
        wait_until(lambda: window.extents("Tip to target: 10 mm").height >
                   1.4 * number, "a larger number")
        window.await_name("Target followed · 12 mm deep")
        assert window.find("Angle to skin") is None or \
            not window.is_shown("Angle to skin"), "the angle still shows"
        assert not window.is_shown("Step 1: Set up"), "the steps still show"
        window.key("z")
        wait_until(lambda: window.extents("Tip to target: 10 mm").height ==
                   number, "the number as before")
        wait_until(lambda: window.is_shown("Step 1: Set up"), "the steps")
        return True


@test
def bedside_leaves_a_small_screen_its_picture(clip):
    """at the bedside most of a window of 1024 x 768 is the picture's"""
    with play(clip) as window:
        window.await_name("PLAYING")
        xdotool("windowsize", "--sync", window.window_number(), 1024, 768)
        window.key("z")
        wait_until(lambda: not window.is_shown("Step 1: Set up") and
                   window.extents("bevel").width <= 1024, "that size")
        wait_until(lambda: window.extents("Ultrasound picture").width > 540,
                   "a picture of more than half of the width")
        fits(window, "Course: ")


@test
def the_largest_text_fits_a_small_screen(clip):
    """at 200 % a window of 1024 x 768 fits, with number, course and buttons"""
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(os.path.join(folder, "bevel"))
        with open(os.path.join(folder, "bevel", "settings"), "w",
                  encoding="utf-8") as file:
            file.write("[bevel]\ntext-percent=200\n")
        with play(clip, settings_in(folder)) as window:
            window.await_name("PLAYING")
            xdotool("windowsize", "--sync", window.window_number(), 1024, 768)
            wait_until(lambda: window.extents("bevel").height <= 768 and
                       window.extents("bevel").width <= 1024, "that size")
            for name in ("Tip to target: ", "Mark target",
                         "Freeze", "Settings", "On to the target",
                         "Step 6: Review", "?  Keys"):
                fits(window, name)
            window.await_name("Procedure: not chosen")
            for name in ("Procedure: not chosen", "Course: "):
                fits(window, name)  # one item of the set-up at a time
            assert not window.is_shown("Scan area: "), "all of the set-up"
            window.find("The next that is not settled").act()
            wait_until(lambda: window.is_shown("Side: not said"), "the next")
            window.key("7")
            wait_until(lambda: window.is_shown("Scan area: "), "its digit's")
            fits(window, "Scan area: ")
            window.key("ctrl+2")
            wait_until(lambda: not window.is_shown("Set up"), "the next step")
            fits(window, "Tip to target: ")
            fits(window, "Course: ")
            assert window.height() >= 200, "the picture has no room"
            return True


def fits(window, name):
    """Whether what is called so lies in the window."""
    box = window.extents(name)
    assert box.x >= 0 and box.x + box.width <= 1024, name
    assert box.y >= 0 and box.y + box.height <= 768, name


@test
def a_silenced_alarm_is_kept_apart(clip):
    """one alarm's sound is turned off, and the others stay on"""
    with play(clip) as window:
        window.await_name("PLAYING")
        window.key("ctrl+comma")
        wait_until(lambda: window.find("Tip near"), "its switch")
        assert window.is_on("Tip near") and window.is_on("Tip inside")
        window.find("Tip near").act()
        wait_until(lambda: not window.is_on("Tip near"), "it off")
        assert window.is_on("Tip inside") and window.is_on("Spread not seen")
        window.await_name("What is set here holds until bevel is closed")
        return True


@test
def a_key_is_given_another_deed(clip):
    """a new key is pressed and taken, a clash is said, and it is kept"""
    with tempfile.TemporaryDirectory() as folder:
        env = settings_in(folder)
        with play(clip, env) as window:
            window.await_name("PLAYING")
            window.key("ctrl+comma")
            window.await_name("freeze, resume: Space")
            window.find("freeze, resume: Space").act()
            window.await_name("freeze, resume: Press it")
            window.key("k")
            window.await_name("Not taken: that key does something already "
                              "(record, end it)")
            window.find("freeze, resume: Space").act()
            window.await_name("freeze, resume: Press it")
            window.key("y")
            window.await_name("freeze, resume: Y")
            window.key("Escape", "y")
            window.await_name("FROZEN")
            window.key("space")  # does nothing any more
            window.key("y")
            window.await_name("PLAYING")
        with play(clip, env) as window:
            window.await_name("PLAYING")
            window.key("y")
            window.await_name("FROZEN")
            window.key("question")
            window.await_name("Keys, as they are set now")
            assert "Y" in window.names(), "the list has the shipped key"
            window.key("question", "ctrl+comma")
            wait_until(lambda: window.is_shown("All these keys as shipped"),
                       "the page")
            window.find("All these keys as shipped").act()
            window.await_name("freeze, resume: Space")
            window.key("Escape", "space")
            window.await_name("PLAYING")
    return True


@test
def a_pedal_is_pressed_short_long_and_twice(clip):
    """short goes on, long freezes, twice keeps a still"""
    with play(clip) as window:
        window.await_name("PLAYING")
        window.key("Down", "Return", "ctrl+3")
        window.await_name("Look at the ways")
        press(window, PEDAL, hold_s=1)
        window.await_name("FROZEN")
        press(window, PEDAL, hold_s=1)
        window.await_name("PLAYING")
        assert window.name_of("Look at the ways"), "long went on too"
        window.key("ctrl+6")
        window.await_name("Look back, measure")
        window.key(PEDAL, PEDAL)
        window.await_name("Still kept")
        return True


def film(folder):
    """What all of them play."""
    return make_clip(os.path.join(folder, "clip"), 5400)


if __name__ == "__main__":
    sys.exit(test.run(film))
