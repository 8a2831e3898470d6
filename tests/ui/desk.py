"""A window under test: its accessible tree, its pixels, its keys and clicks.

Nothing here sleeps blindly: what is awaited is asked for again and again until
it holds or a generous time is over.
"""
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import tree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lint"))
import tap  # noqa: E402

PATIENCE_S = 40
# Not F13: xdotool has to lend that a key first, which GTK may hear too late.
PEDAL = "XF86AudioPlay"
FOOT_PAUSE_S = 0.7  # sooner, it is a double press
# Around the picture inside its widget, as ui/room.c has it.
LEFT, TOP, RIGHT, BOTTOM = 20, 36, 76, 10


class Gone(Exception):
    """What was awaited did not come."""


def wait_until(holds, what, patience=PATIENCE_S):
    """Ask until @p holds gives something true. @return it.

    The program is left alone for twice as long as its answer took, lest it
    does nothing but answer.
    """
    end = time.monotonic() + patience
    while True:
        asked = time.monotonic()
        found = holds()
        if found:
            return found
        answered = time.monotonic()
        if answered > end:
            raise Gone(f"in {patience} s there was never: {what}")
        time.sleep(max(0.05, 2 * (answered - asked)))


def xdotool(*words):
    """Act as a user's hand."""
    return subprocess.run(["xdotool", *map(str, words)], check=True,
                          capture_output=True, text=True).stdout


class Pixels:
    """A screenshot of the whole display."""

    def __init__(self):
        shot = subprocess.run(["import", "-window", "root", "-depth", "8",
                               "ppm:-"], check=True, capture_output=True).stdout
        head = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", shot)
        self.width, self.height = int(head[1]), int(head[2])
        self.data = shot[head.end():]

    def rows(self, box):
        """The bytes of each row inside a box."""
        left, top, right, bottom = box
        for y in range(top, bottom):
            start = (y * self.width + left) * 3
            yield self.data[start:start + (right - left) * 3]

    def coloured(self, box):
        """How many pixels inside a box are not grey."""
        count = 0
        for row in self.rows(box):
            red, green, blue = row[0::3], row[1::3], row[2::3]
            if red == green == blue:
                continue
            count += sum(max(p) - min(p) > 3 for p in zip(red, green, blue))
        return count

    def of_colour(self, box, colour):
        """How many pixels inside a box are of exactly this 0xRRGGBB."""
        wanted = tuple(colour.to_bytes(3, "big"))
        return sum(list(zip(row[0::3], row[1::3], row[2::3])).count(wanted)
                   for row in self.rows(box))

    def cut(self, box):
        """All bytes inside a box, to compare."""
        return b"".join(self.rows(box))


class Window:
    """One run of the program. Use it in a `with`."""

    def __init__(self, program, *words, state="", stall_s=None, lost_s=None,
                 shape=(4, 3), env=None, debug="fatal-criticals",
                 first="Ultrasound picture"):
        env = dict(env or os.environ, BEVEL_TEST_STATE=state,
                   G_DEBUG=debug)
        if stall_s is not None:
            env["BEVEL_TEST_STALL_S"] = str(stall_s)
        if lost_s is not None:
            env["BEVEL_TEST_LOST_S"] = str(lost_s)
        self.shape = shape
        self.first = first
        self.errors = tempfile.TemporaryFile("w+")
        self.started = time.monotonic()
        self.process = subprocess.Popen([program, *map(str, words)], env=env,
                                        stderr=self.errors)
        self.tree, self.app = tree.Tree(), None
        self.lifted = 0

    def __enter__(self):
        try:
            self.app = wait_until(self._find_app, "the program in the tree")
            wait_until(lambda: self.find(self.first), self.first)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stderr(self):
        """What the program said on standard error."""
        self.errors.seek(0)
        return self.errors.read()

    def _find_app(self):
        if self.process.poll() is not None:
            raise Gone(f"the program ended: {self.stderr()}")
        return self.tree.program(self.process.pid)

    def nodes(self):
        """Every accessible thing, as it is now."""
        return self.tree.look(self.app)

    def names(self):
        """All names, of what is visible and what is not."""
        return [node.name for node in self.nodes()]

    def find(self, name):
        """The first thing whose name is or starts with @p name."""
        return next((node for node in self.nodes()
                     if node.name.startswith(name)), None)

    def has_state(self, start, state):
        """Whether what is named so has a state of AT-SPI's."""
        node = self.find(start)
        return bool(node) and node.has_state(state)

    def is_on(self, start):
        """Whether a switch is on."""
        return self.has_state(start, tree.CHECKED)

    def is_shown(self, start):
        """Whether it is on the screen, not only in the tree."""
        return self.has_state(start, tree.VISIBLE)

    def name_of(self, start):
        """The whole name of what starts so, or an empty text."""
        return next((n for n in self.names() if n.startswith(start)), "")

    def await_name(self, start):
        """Wait for a name. @return all of it."""
        return wait_until(lambda: self.name_of(start), repr(start))

    def await_recorded(self, least_s):
        """Wait until so many seconds are on the disk."""
        def recorded():
            said = (re.fullmatch(r"REC (\d+):(\d\d)", name)
                    for name in self.names())
            return any(int(r[1]) * 60 + int(r[2]) >= least_s
                       for r in said if r)
        wait_until(recorded, f"{least_s} s recorded")

    def description(self):
        """What the picture says of itself."""
        node = self.find("Ultrasound picture")
        return node.description if node else ""

    def await_description(self, text):
        """Wait for a text in the picture's description."""
        return wait_until(lambda: text in self.description(),
                          f"{text!r} in {self.description()!r}")

    def picture_box(self):
        """The picture on the display, a pixel inside its edge."""
        extents = self.extents("Ultrasound picture")
        x, y = self.origin()
        room_width = extents.width - LEFT - RIGHT
        room_height = extents.height - TOP - BOTTOM
        wide, high = self.shape
        scale = min(room_width / wide, room_height / high)
        width, height = int(wide * scale), int(high * scale)
        left = x + extents.x + LEFT + (room_width - width) // 2
        top = y + extents.y + TOP + (room_height - height) // 2
        return (left + 1, top + 1, left + width - 1, top + height - 1)

    def extents(self, name):
        """Where the thing of this name lies in the window."""
        return self.place(self.find(name))

    def place(self, node):
        """Where a thing lies, from the window's inside on.

        From GTK 4.10 on the tree leaves out the room that things keep free
        inside of them: what lies in such a thing lies further right and down.
        """
        inner, box = self._inside(), node.box()
        return box._replace(x=box.x - inner.x, y=box.y - inner.y)

    def height(self):
        """Of the picture's widget."""
        return self.extents("Ultrasound picture").height

    def _inside(self):
        """Where the tree has what is in the window: in GTK 4.8 the window's
        margin is not counted, from 4.10 on it is counted away."""
        return self.app.inside()[0].inside()[0].box()

    def origin(self):
        """Where the window's inside starts on the display: the X window has a
        margin, for the mouse to take its edge by."""
        told = dict(line.split("=") for line in
                    xdotool("getwindowgeometry", "--shell",
                            self.window_number()).split())
        inner = self._inside()
        return (int(told["X"]) + (int(told["WIDTH"]) - inner.width) // 2,
                int(told["Y"]) + (int(told["HEIGHT"]) - inner.height) // 2)

    def window_number(self):
        """The X window of the program."""
        return wait_until(
            lambda: subprocess.run(
                ["xdotool", "search", "--onlyvisible", "--pid",
                 str(self.process.pid)], capture_output=True,
                text=True).stdout.split()[-1:], "a window on the display")[0]

    def key(self, *keys):
        """Press keys in the window."""
        xdotool("windowfocus", "--sync", self.window_number())
        for key in keys:
            xdotool("key", key)

    def foot_down(self):
        """Press the pedal, at a foot's pace, and hold it."""
        self._await_foot()
        xdotool("windowfocus", "--sync", self.window_number())
        xdotool("keydown", PEDAL)

    def foot_up(self):
        """Let go of the pedal."""
        xdotool("keyup", PEDAL)
        self.lifted = time.monotonic()

    def tread(self):
        """Press the pedal once, at a foot's pace."""
        self._await_foot()
        self.key(PEDAL)
        self.lifted = time.monotonic()

    def _await_foot(self):
        wait_until(lambda: time.monotonic() > self.lifted + FOOT_PAUSE_S,
                   "a foot's pause")

    def click(self, right, down):
        """Click the picture at shares of its width and height."""
        left, top, end, bottom = self.picture_box()
        xdotool("mousemove", left + round((end - left) * right),
                top + round((bottom - top) * down), "click", 1)

    def coloured(self):
        """Pixels on the picture that are not grey."""
        return Pixels().coloured(self.picture_box())

    def await_end(self):
        """Wait until the program ends. @return its exit code."""
        return self.process.wait(timeout=PATIENCE_S)


def missing_tool():
    """Which tool is missing, as a sentence; empty where none is."""
    return tree.MISSING or next((f"{tool} is not installed" for tool in
                            ("xdotool", "import") if not shutil.which(tool)),
                           "")


class Noise:
    """Pictures of noise, no two of which are the same."""

    def __init__(self, width, height, most):
        self.size = (width, height)
        self.levels = random.Random(1).randbytes(width * height + most)

    def picture(self, number):
        """The pixels of one."""
        return self.levels[number:number + self.size[0] * self.size[1]]

    def number(self, pixels):
        """Which one it is."""
        return self.levels.index(pixels)

    def make_clip(self, folder, count):
        """A folder of them, 30 of which are a second."""
        os.mkdir(folder)
        for number in range(count):
            path = os.path.join(folder, f"{number:05}.pgm")
            with open(path, "wb") as file:
                file.write(b"P5 %d %d 255\n" % self.size)
                file.write(self.picture(number))
        return folder


class Skip(Exception):
    """A test that cannot be made here, and why."""


class Tests:
    """The tests of a file, sentences that are run by name; it decorates them."""

    def __init__(self, only_at=None):
        """@p only_at: the argument that names those to be run."""
        self.only = "".join(sys.argv[only_at:only_at + 1]) if only_at else ""
        self.all = []
        self.checks = tap.Tap()

    def __call__(self, function):
        """Run it; its documentation is its sentence."""
        self.all.append(function)
        return function

    def run(self, share=None, each=None):
        """The whole program: all tests that are named so.

        @p share  Makes, in a folder, what all of them are given. Without it
                  each is given a folder of its own, in which @p each made
                  something.
        @return Its exit code.
        """
        if missing_tool():
            return tap.skip_all(missing_tool())
        with tempfile.TemporaryDirectory() as folder:
            given = share(folder) if share else None
            for test in self.all:
                if self.only not in test.__name__:
                    continue
                if share:
                    self._run_one(test, given)
                    continue
                with tempfile.TemporaryDirectory() as own:
                    if each:
                        each(own)
                    self._run_one(test, own)
        return self.checks.end()

    def _run_one(self, test, given):
        sentence = " ".join(test.__doc__.split())
        try:
            test(given)
        except Skip as why:
            self.checks.skip(sentence, why)
        except (Gone, AssertionError, AttributeError, LookupError, TypeError,
                ValueError, OSError, subprocess.SubprocessError) as error:
            self.checks.check(False, sentence,
                              f"{type(error).__name__}: {error}".split("\n"))
        else:
            self.checks.check(True, sentence)
        sys.stdout.flush()
