#!/usr/bin/env python3
"""Random keys, clicks, drags, wheels and window sizes, on sources that play,
end and are lost: nothing crashes, nothing warns, no recording is lost.

usage: test_random.py SCRIPTED_LIVE BEVEL [SECONDS [SEED]]

What was done last is told where a run fails; the same seed does the same.
"""
import glob
import json
import os
import random
import signal
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "lint"),
                os.path.join(HERE, "..", "cli")]
from desk import Gone, Noise, Tests, Window, wait_until, xdotool  # noqa: E402
from igtl_wire import Sender, crc64, image_body  # noqa: E402

LIVE, BEVEL = sys.argv[1], sys.argv[2]
SECONDS = float(os.environ.get("BEVEL_RANDOM_S", "60"))
if len(sys.argv) > 3:
    SECONDS = float(sys.argv[3])
SEED = int(sys.argv[4]) if len(sys.argv) > 4 else 1
NOISE = Noise(160, 120, 2000)
# All but Q, and what leaves the window for the desktop's own dialogs.
KEYS = ([*"abcdefghijklmnoprstuvwxyz0123456789"] +
        "space comma period Return Escape Tab BackSpace Delete Up Down Left "
        "Right Home End Page_Up Page_Down F1 F11 question plus minus "
        "ctrl+z ctrl+shift+z ctrl+y shift+comma shift+period shift+Tab "
        "shift+Left shift+Right shift+Up shift+Down ctrl+Left ctrl+Right "
        "KP_Enter bracketleft bracketright".split())
SAID_WRONG = ("WARNING", "CRITICAL", "runtime error", "Sanitizer", "assert")
TOLD = 60
# Its title closes and hides the window, its edge is for the mouse to take.
MARGIN, TITLE = 20, 80
test = Tests()


class Hand:
    """A hand that does anything at all."""

    def __init__(self, window, seed):
        self.window, self.dice = window, random.Random(seed)
        self.number = window.window_number()
        self.done = []

    def key(self):
        """Press a key, now and then for longer."""
        key = self.dice.choice(KEYS)
        if self.dice.random() < 0.1:
            return ["keydown", key, "sleep", "0.4", "keyup", key]
        return ["key", key]

    def place(self):
        """The mouse goes somewhere in the window, below its title."""
        return ["mousemove", "--window", self.number,
                self.dice.randrange(MARGIN, self.width - MARGIN),
                self.dice.randrange(TITLE, self.height - MARGIN)]

    def click(self):
        """Once, or twice at the same place."""
        times = self.dice.choice([1, 1, 1, 2])
        return [*self.place(), "click", "--repeat", times,
                self.dice.choice([1, 1, 1, 3])]

    def drag(self):
        """From here to there."""
        return [*self.place(), "mousedown", 1, *self.place(),
                "sleep", "0.02", *self.place(), "mouseup", 1]

    def wheel(self):
        """Up or down, a few times."""
        return [*self.place(), "click", "--repeat", 3,
                self.dice.choice([4, 5])]

    def resize(self):
        """From a small window to all of the display."""
        return ["windowsize", self.number, self.dice.randrange(640, 1280),
                self.dice.randrange(400, 800)]

    def measure(self):
        """How large the window is now."""
        told = dict(line.split("=") for line in
                    xdotool("getwindowgeometry", "--shell",
                            self.number).split())
        self.width, self.height = int(told["WIDTH"]), int(told["HEIGHT"])

    def press(self, *keys):
        """Press keys, each wherever the focus is."""
        xdotool("windowfocus", self.number)
        for key in keys:
            xdotool("key", key)

    def act(self, count):
        """Do so many things, one after the other."""
        acts = [self.key] * 12 + [self.click] * 6 + [self.drag] * 2 + [
            self.wheel, self.resize]
        xdotool("windowfocus", self.number)
        for act in self.dice.choices(acts, k=count):
            self.measure()
            words = [str(word) for word in act()]
            self.done.append(" ".join(words))
            xdotool(*words)
        # A key that the window took as held would be held for ever
        xdotool("keyup", "space")


def last(hand, window):
    """What led there, for whoever mends it."""
    return "\n".join(["did: " + "; ".join(hand.done[-TOLD:]),
                      window.stderr()[-4000:]])


def answers(window):
    """Whether the window still speaks to a screen reader."""
    return bool(window.name_of("Ultrasound picture") or window.names())


def quit_plainly(hand):
    """End it as a user would, who first leaves what is open."""
    process = hand.window.process

    def ended():
        try:
            hand.press("Escape", "q")
        except subprocess.CalledProcessError:
            pass  # it went while the key was on its way
        return process.poll() is not None
    wait_until(ended, "an end after Q")
    return process.returncode


def check_recordings(folder):
    """Each that was begun plays to its end, with its events beside it."""
    for path in glob.glob(os.path.join(folder, "**", "*.mkv"),
                          recursive=True):
        counted = subprocess.run(
            ["ffprobe", "-v", "error", "-count_packets", "-show_entries",
             "stream=nb_read_packets", "-of", "csv=p=0", path],
            capture_output=True, text=True, timeout=120)
        assert counted.returncode == 0 and counted.stderr == "", counted
        assert int(counted.stdout.split()[0].strip(",")) > 0, path
        with open(path[:-4] + ".events.jsonl", encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        assert lines[0]["format"], lines[0]


class Scanner(Sender):
    """Noise, of which no two pictures are the same."""

    def __init__(self):
        super().__init__(15)
        bodies = [image_body(160, 120, NOISE.picture(n), 0.1)
                  for n in range(7)]
        self.messages = [(body, crc64(body)) for body in bodies]

    def message(self, number):
        """The next."""
        return self.messages[number % len(self.messages)]


def play(scratch, seconds, seed, *words, half=lambda: None, **more):
    """Do anything for a while, then quit; @p half: what holds from then."""
    folder = os.path.join(scratch, f"recorded{seed}")
    os.makedirs(folder, exist_ok=True)
    env = dict(os.environ, XDG_STATE_HOME=folder, XDG_DATA_HOME=folder,
               XDG_CONFIG_HOME=folder, XDG_CACHE_HOME=folder)
    with Window(*words, "--record-to", folder, "--look-back", "32", env=env,
                debug="fatal-warnings", **more) as window:
        hand = Hand(window, seed)
        middle, end = (time.monotonic() + seconds * s for s in (0.5, 1))
        try:
            while time.monotonic() < end:
                if time.monotonic() > middle:
                    half()
                hand.act(10)
                assert window.process.poll() is None, "it ended"
                wait_until(lambda: answers(window), "an answer")
            code = quit_plainly(hand)
            said = window.stderr()
            assert code == 0, f"exit {code}"
            assert not any(word in said for word in SAID_WRONG), "a warning"
        except (Gone, AssertionError, subprocess.CalledProcessError) as error:
            if window.process.poll() is None:
                window.process.send_signal(signal.SIGABRT)
                window.process.wait()
            raise AssertionError(f"{error}\n{last(hand, window)}") from error
    check_recordings(folder)


@test
def on_the_simulated_probe(scratch):
    """anything at all done on the simulated probe does no harm"""
    play(scratch, SECONDS * 0.3, SEED, BEVEL, "live", "sim:", "--marker",
         "left")


@test
def on_a_clip(scratch):
    """anything at all done while a clip plays to its end does no harm"""
    clip = NOISE.make_clip(os.path.join(scratch, "clip"), 300)
    play(scratch, SECONDS * 0.3, SEED + 1, LIVE, clip,
         "--mm-per-px", 0.1, state="tip_seen", lost_s=4)


@test
def on_a_source_that_is_lost(scratch):
    """anything at all done while a scanner is lost does no harm"""
    with Scanner() as scanner:
        play(scratch, SECONDS * 0.2, SEED + 2, LIVE, scanner.name,
             half=scanner.hang_up, state="tip_predicted")


@test
def on_advice_that_stops(scratch):
    """anything at all done after the advice stopped does no harm"""
    clip = NOISE.make_clip(os.path.join(scratch, "clip"), 300)
    play(scratch, SECONDS * 0.2, SEED + 3, LIVE, clip,
         "--mm-per-px", 0.1, state="shaft_only", stall_s=3)


if __name__ == "__main__":
    sys.exit(test.run())
