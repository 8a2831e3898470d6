#!/usr/bin/env python3
"""The scale of a scanner's screen in the window: read (C), measured (D), taken
from its preset, dropped when the depth changes, and kept in a recording.

usage: test_scale.py BEVEL [WORD]     only tests named so

The screens come over a network, so that a test says when another is shown.
"""
import glob
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "lint"),
                os.path.join(HERE, "..", "cli")]
from desk import Skip, Tests, Window, wait_until  # noqa: E402
from igtl_wire import Sender, crc64, image_body  # noqa: E402

BEVEL = sys.argv[1]
WIDTH, HEIGHT, RATE_HZ = 800, 600, 12
# Pictures of made-up scenes, of one scanner: two depths, both without a zoom.
SEED, DEEP, FLAT = 700, "000000.png", "000004.png"
SHOWN = (90, 60, 600, 300)  # of both: ultrasound
test = Tests(2)


def bevel(*words, env=None):
    """What it prints."""
    return subprocess.run([BEVEL, *words], check=True, capture_output=True,
                          text=True, timeout=240, env=env).stdout


def variants(path):
    """The picture, and again with other speckle: it must not stand still."""
    data = bytearray(subprocess.run(["convert", path, "-depth", "8", "gray:-"],
                                    check=True, capture_output=True).stdout)
    left, top, right, bottom = SHOWN
    yield bytes(data)
    for y in range(top, bottom):
        row = y * WIDTH
        data[row + left:row + right] = (data[row + left + 1:row + right] +
                                        data[row + left:row + left + 1])
    yield bytes(data)


class Screen:
    """One screen: its messages, and what is true of it."""

    def __init__(self, folder, name):
        self.path = os.path.join(folder, name)
        self.read = json.loads(bevel("scale", self.path))
        self.messages = []
        for data in variants(self.path):
            body = image_body(WIDTH, HEIGHT, data)
            self.messages.append((body, crc64(body)))

    @property
    def mm_per_px(self):
        return self.read["mm_per_px"]


class Screens:
    """Those that all tests show, and places for each test."""

    def __init__(self, folder):
        self.folder = folder
        bevel("simulate", "--random", "-n", "5", "--seed", str(SEED),
              "--screen", "cart", "-o", folder)
        self.all = [Screen(folder, name) for name in (DEEP, FLAT)]

    def places(self):
        """@return A folder, and another for settings; Skip without a reader."""
        if "Tesseract" in self.all[0].read["why"]:
            raise Skip(self.all[0].read["why"])
        folder = tempfile.mkdtemp(dir=self.folder)
        config = os.path.join(folder, "config")
        os.mkdir(config)
        return folder, config


class Scanner(Sender):
    """Sends the screen that is shown, until it is left."""

    def __init__(self, screen):
        super().__init__(RATE_HZ)
        self.screen = screen

    def message(self, number):
        """The next of what is shown."""
        return self.screen.messages[number % 2]


def live(source, config, *words):
    """A window with settings of its own."""
    return Window(BEVEL, "live", source, *words,
                  env=dict(os.environ, XDG_CONFIG_HOME=config))


def said_of_scale(window):
    """By the set-up's item and by the line below the picture."""
    return " ".join(name for name in window.names()
                    if name.startswith("Scale: "))


def await_confirmed(window, mm_per_px):
    window.await_name(f"Scale: {mm_per_px:.4f} mm/px, until depth or zoom")
    window.await_name("in the plane, scale read")


def await_length(window, length_px):
    """It is as long as it was marked, but for what a click rounds."""
    said = wait_until(lambda: next((name for name in window.names()
                                    if "px. How many mm?" in name), ""),
                      "the length is asked")
    assert abs(int(said.split()[0]) - length_px) < 4, said


def confirm_what_c_reads(window, mm_per_px):
    window.await_name("scale not known")  # there is a picture to read
    window.key("c")
    window.await_name(f"{mm_per_px:.4f} mm/px? From a ruler")
    window.key("Return")
    await_confirmed(window, mm_per_px)
    wait_until(lambda: "Kept for this screen" in said_of_scale(window),
               "the preset is kept")


@test
def c_reads_and_a_change_of_depth_drops(screens):
    """C reads, Enter takes; another depth drops; the first one is known again;
    the recording and detect have the same millimetres"""
    deep, flat = screens.all
    folder, config = screens.places()
    with Scanner(deep) as scanner, live(scanner.name, config, "--record-to",
                                        folder) as window:
        confirm_what_c_reads(window, deep.mm_per_px)
        window.key("k")
        window.await_recorded(1)
        scanner.screen = flat
        window.await_name("Depth or zoom changed: the scale was dropped")
        window.await_name("scale not known")
        scanner.screen = deep
        window.await_name("in the plane, scale by preset")
        wait_until(lambda: f"{deep.mm_per_px:.4f} mm/px, this screen's preset"
                   in said_of_scale(window) or
                   "Recording" in " ".join(window.names()), "it is said")
        window.key("k")
        window.await_name("Recorded 0:")
    path, = glob.glob(os.path.join(folder, "*.mkv"))
    seen = [json.loads(line) for line in bevel("detect", path).splitlines()]
    told = [line["scale_from"] for i, line in enumerate(seen)
            if i == 0 or line["scale_from"] != seen[i - 1]["scale_from"]]
    assert told == ["read", None, "preset"], told
    assert all(abs(line["mm_per_px"] / deep.mm_per_px - 1) < 1e-4
               for line in seen if line["mm_per_px"]), "another scale"
    env = dict(os.environ, XDG_CONFIG_HOME=config)
    line = json.loads(bevel("detect", "--stills", deep.path, "--scale",
                            "preset", env=env))
    assert line["scale_from"] == "preset", line


@test
def a_preset_is_taken_back_by_esc(screens):
    """a known screen needs no key, Esc takes its preset back; D measures"""
    deep, _ = screens.all
    _, config = screens.places()
    ruler = deep.read["ruler"]
    with live(deep.path, config) as window:  # a still
        confirm_what_c_reads(window, deep.mm_per_px)
    with live(deep.path, config) as window:
        window.await_name(f"Scale: {deep.mm_per_px:.4f} mm/px, this screen's "
                          "preset, read on")
        window.await_name("in the plane, scale by preset")
        window.key("Escape")
        window.await_name("The preset is not used")
        window.await_name("scale not known")
        ends = [ruler["first_px"] + step * ruler["pitch_px"] for step in (0, 5)]
        window.key("d")
        window.await_name("Mark one end")
        window.click(0.5, ends[0] / HEIGHT)
        window.await_name("Mark its other end")
        window.click(0.5, ends[1] / HEIGHT)
        await_length(window, ends[1] - ends[0])
        window.key("2", "5")
        wait_until(lambda: "Type: 25_ mm" in " ".join(window.names()), "25")
        window.key("Return")
        window.await_name("in the plane, scale measured")
        wait_until(lambda: "measured" in said_of_scale(window) and
                   "Kept for this screen" in said_of_scale(window),
                   "what was measured is kept")
    listed = bevel("presets", env=dict(os.environ, XDG_CONFIG_HOME=config))
    assert listed.count("\n") == 1 and "measured on" in listed, listed


@test
def what_is_measured_wrong_is_said(screens):
    """a measured scale that the screen contradicts is said, and not kept"""
    deep, _ = screens.all
    _, config = screens.places()
    with live(deep.path, config) as window:
        window.await_name("scale not known")
        window.key("d")
        window.await_name("Mark one end")
        window.click(0.5, 0.2)
        window.await_name("Mark its other end")
        window.click(0.5, 0.6)
        await_length(window, 0.4 * HEIGHT)
        window.key("9", "Return")
        wait_until(lambda: f"the screen says {deep.mm_per_px:.4f}. Not kept"
                   in said_of_scale(window), "the contradiction")
        window.await_name("in the plane, scale measured")
    listed = bevel("presets", env=dict(os.environ, XDG_CONFIG_HOME=config))
    assert "no presets" in listed, listed


if __name__ == "__main__":
    sys.exit(test.run(Screens))
