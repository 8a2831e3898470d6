#!/usr/bin/env python3
"""The window of a review, by key and by screen reader, and the file it keeps.

usage: test_review_window.py BEVEL CLIP [WORD]     only tests named so
"""
import json
import os
import shutil
import sqlite3
import subprocess
import sys

import tree
from desk import Pixels, Tests, Window, wait_until, xdotool

BEVEL, CLIP = sys.argv[1], sys.argv[2]
NEEDLE = 0x5cc8ff
test = Tests(3)


class Desk(Window):
    """The review window on the clip."""

    def __init__(self, folder, clip, *words, env=None, scaled=True):
        self.path = (clip or "") + ".review.json"
        self.store = os.path.join(folder, "data", "bevel", "store.db")
        env_of = dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"),
                      XDG_DATA_HOME=os.path.join(folder, "data"))
        for name, value in (env or {}).items():
            if value is None:
                env_of.pop(name, None)
            else:
                env_of[name] = value
        os.makedirs(os.path.join(folder, "data"), exist_ok=True)
        super().__init__(BEVEL, "review", *([clip] if clip else []),
                         *(["--mm-per-px", "0.1"] if scaled else []),
                         "--target", "317,201", *words, env=env_of)

    def at(self, frame):
        """Wait until the frame is on the screen."""
        self.await_description(f"Frame {frame}.")

    def press(self, name):
        """Click on the uppermost thing that is named so."""
        box = min((self.place(node) for node in self.nodes()
                   if node.name == name), key=lambda place: place.y)
        x, y = self.origin()
        xdotool("mousemove", x + box.x + box.width // 2,
                y + box.y + box.height // 2, "click", 1)

    def said(self):
        """What the file says of the moments."""
        try:
            with open(self.path, encoding="utf-8") as file:
                return [one["what"] for one in json.load(file)["moments"]]
        except FileNotFoundError:
            return None

    def scale(self):
        """What the file says of the scale: how, mm and mm a px."""
        try:
            with open(self.path, encoding="utf-8") as file:
                said = (json.load(file).get("scales") or [{}])[-1]
        except FileNotFoundError:
            return None
        return (said.get("by"), said.get("mm"), said.get("mm_per_px", 0))

    def say_scale(self, length_mm):
        """With the card open: two clicks in the picture, and how long that is.

        @return What part of the picture's width lies between them.
        """
        left, top, right, _ = self.picture_box()
        for x, says in ((left + 20, "Click on its other end"),
                        (right - 20, "How long is that?")):
            xdotool("mousemove", x, top + 50, "click", 1)
            wait_until(lambda: any(says in name for name in self.names()),
                       says)
        self.key(*length_mm, "Return")
        wait_until(lambda: (self.scale() or [0])[0] == "points",
                   "the scale in the file")
        return (right - left - 40) / (right - left)

    def signs(self, name):
        """How many parts the sign on a button has, across its middle."""
        x, y = self.origin()
        box = next(box for node in self.nodes() if node.name == name for box in
                   [self.place(node)] if box.width > 0)
        middle = y + box.y + box.height // 2
        row = next(Pixels().rows((x + box.x + 4, middle, x + box.x + box.width
                                  - 4, middle + 1)))
        bright = "".join(" #"[pixel > 200] for pixel in row[0::3])
        return len(bright.split())

    def rated(self, rater):
        """What the store has of a rater: how blinded, and the scores."""
        try:
            with sqlite3.connect(f"file:{self.store}?mode=ro",
                                 uri=True) as store:
                last = store.execute(
                    "SELECT id, blinded FROM rating WHERE rater = ? ORDER BY "
                    "id DESC LIMIT 1", (rater,)).fetchone()
                return last and (last[1], dict(store.execute(
                    "SELECT key, score FROM rated WHERE rating = ?",
                    (last[0],))))
        except sqlite3.OperationalError:
            return None  # it is not made yet, or is being written

    def await_rated(self, rater, blinded, **scores):
        """Wait until the store has just this."""
        wait_until(lambda: self.rated(rater) == (blinded, scores),
                   f"{scores} of {rater}; there is {self.rated(rater)}")

    def has_said(self, start):
        """Whether something on the screen begins so."""
        return any(name.startswith(start) for name in self.names())

    def await_said(self, *whats):
        """Wait until the file says so."""
        wait_until(lambda: self.said() == list(whats),
                   f"{whats} in the file, which says {self.said()}")


@test
def gone_about_in(folder):
    """a clip is gone about in by key, and a moment of one's own is kept"""
    with Desk(folder, os.path.join(folder, "clip.mkv")) as window:
        window.at(0)
        window.key("End")
        window.at(179)
        window.await_description("Tip seen")
        wait_until(lambda: Pixels().of_colour(window.picture_box(), NEEDLE),
                   "the needle's marks")
        window.key("comma")
        window.at(178)
        window.key("shift+Left")
        window.at(148)
        window.key("m")
        window.await_said("added")
        window.await_name("ADDED")
        window.key("period", "o", "ctrl+z", "ctrl+z")
        window.await_said()
        window.key("ctrl+shift+z")
        window.await_said("added")
        assert os.stat(window.path).st_mode & 0o777 == 0o600


@test
def notes_are_kept_whatever_is_done_next(folder):
    """a note is its moment's, when another moment is clicked, one is gone to
    by key, and the window is closed"""
    clip = os.path.join(folder, "noted.mkv")
    shutil.copy(CLIP, clip)

    def notes(window):
        with open(window.path, encoding="utf-8") as file:
            return [one.get("note") for one in json.load(file)["moments"]]

    with Desk(folder, clip) as window:
        window.at(0)
        window.key("m")  # a moment at 0 s, and one at 3 s
        window.await_said("added")
        window.key("shift+Right", "shift+Right", "shift+Right", "m")
        window.await_said("added", "added")
        window.press("Note on the moment")
        window.key("o", "n", "e")
        window.press("ADDED: other")  # the first of them, at 0 s
        wait_until(lambda: notes(window) == [None, "one"], "the note")
        window.at(0)
        window.press("ADDED: other")
        window.key("Down", "Return")  # as a click
        window.at(90)
        window.press("Note on the moment")
        window.key("End", "s", "Return")
        wait_until(lambda: notes(window) == [None, "ones"], "that moment's")
        window.press("Note on the moment")
        window.key("ctrl+z")
        window.key("End", "x")
        window.find("Close").act()
        assert window.await_end() == 0, window.stderr()
        wait_until(lambda: notes(window)[1].endswith("x"), "what was typed")


@test
def notes_stay_with_their_moments(folder):
    """a moment that is taken away, or is another one's place by its start,
    gives no other one its note; an undone note is undone"""
    clip = os.path.join(folder, "two.mkv")
    shutil.copy(CLIP, clip)

    def notes(window):
        with open(window.path, encoding="utf-8") as file:
            return sorted((one["is"]["start_frame"], one.get("note"))
                          for one in json.load(file)["moments"])

    def note(window, letter):
        window.key("e", letter, "Return")  # keys are the window's again

    with Desk(folder, clip) as window:
        window.at(0)
        window.key("e")
        window.await_name("No moment is marked.")
        window.key("m")
        window.await_said("added")
        wait_until(lambda: not window.find("No moment is marked."),
                   "nothing said any more")
        note(window, "a")
        wait_until(lambda: notes(window) == [(0, "a")], "a note")
        window.key("shift+Right", "shift+Right", "m")
        window.await_said("added", "added")
        note(window, "b")
        wait_until(lambda: notes(window) == [(0, "a"), (60, "b")], "another")
        window.key("p", "End", "i")  # the first one, behind the second now
        wait_until(lambda: notes(window) == [(60, "b"), (179, "a")],
                   "it behind the other")
        window.key("ctrl+z", "ctrl+z")  # its start, and the other's note
        wait_until(lambda: notes(window) == [(0, "a"), (60, None)], "no note")
        window.key("Home", "n", "Delete")
        wait_until(lambda: len(notes(window)) == 1, "one that is taken away")
        assert notes(window) in ([(0, "a")], [(60, None)]), notes(window)


@test
def plays_by_a_sign(folder):
    """what plays and what stops it is drawn, whatever signs the fonts have"""
    with Desk(folder, os.path.join(folder, "clip.mkv")) as window:
        window.at(0)
        assert window.signs("Play") == 1, window.signs("Play")
        window.key("space")
        window.await_name("Stop")
        wait_until(lambda: window.signs("Stop") == 2, "two bars")


@test
def keys_are_given_other_deeds(folder):
    """a review's key is another one's at once, in the list and in the next
    run; one that is taken is said; held keys are let go"""
    config = os.path.join(folder, "config")
    env = {"XDG_CONFIG_HOME": config, "GSETTINGS_BACKEND": None}
    clip = os.path.join(folder, "clip.mkv")
    with Desk(folder, clip, env=env) as window:
        window.at(0)
        window.key("ctrl+comma")
        window.await_name("a frame on: . · Right")
        window.find("a frame on: . · Right").act()
        window.await_name("a frame on: Press it")
        window.key("k")
        window.await_name("Not taken: that key does something already (stop)")
        window.find("a frame on: . · Right").act()
        window.await_name("a frame on: Press it")
        window.key("shift+t")
        window.await_name("a frame on: Shift+T")
        window.key("Escape", "period", "Right", "t", "shift+t")
        window.at(1)
        window.key("ctrl+comma")
        wait_until(lambda: window.is_shown("Keys: Live"), "the windows")
        window.find("Keys: Live").act()
        window.await_name("keep a still: T")
    with Desk(folder, clip, env=env) as window:
        window.at(0)
        window.key("shift+t", "shift+t", "question")
        window.at(2)
        wait_until(lambda: "Shift+T" in window.names(), "it in the list")
        window.key("End")
        window.await_description("Tip seen")
        marks = lambda: Pixels().of_colour(window.picture_box(), NEEDLE)
        wait_until(marks, "the needle's marks")
        xdotool("keydown", "h")
        wait_until(lambda: not marks(), "the bare picture")
        xdotool("keyup", "h")
        wait_until(marks, "the marks again")


@test
def given_a_scale(folder):
    """a clip without a scale is given one by two clicks, and all is measured
    anew; that is undone"""
    clip = os.path.join(folder, "bare.mkv")
    shutil.copy(CLIP, clip)
    with Desk(folder, clip, scaled=False) as window:
        window.at(0)
        window.await_name("Without a scale no moments are found")
        window.key("period", "c")
        window.await_name("Not known: nothing in mm")
        width = window.say_scale("30")
        wide = 30 / window.scale()[2]
        told = width * 640
        assert abs(wide - told) < 0.02 * told, (wide, told)
        window.at(1)
        window.await_name("insertion angle: ")
        window.await_name("nearest to the target: ")
        wait_until(lambda: not window.has_said("Without a scale"), "moments")
        window.key("c")
        window.await_name(f"{window.scale()[2]:.4f} mm per px, as a person")
        window.key("Escape", "ctrl+z")
        window.await_name("Without a scale no moments are found")
        assert window.scale() == (None, None, 0)
        window.at(1)
        window.key("ctrl+shift+z")
        wait_until(lambda: window.scale()[0] == "points", "it again")
        wait_until(lambda: not window.has_said("Without a scale"), "moments")


@test
def given_another_scale_from_a_frame_on(folder):
    """where a clip is zoomed its scale ends, which is said, and the next one
    holds from there on"""
    clip = os.path.join(folder, "zoomed.mkv")
    subprocess.run(
        ["ffmpeg", "-v", "error", "-i", CLIP, "-filter_complex",
         "split[a][b];[a]trim=end_frame=100[c];[b]trim=start_frame=100,setpts="
         "PTS-STARTPTS,crop=iw/1.4:ih/1.4:iw*0.15:0,scale=640:480[d];[c][d]"
         "concat=n=2", "-c:v", "ffv1", clip], check=True)
    with open(clip + ".review.json", "w", encoding="utf-8") as file:
        json.dump({"format": "bevel-corrections", "version": 1, "moments": [],
                   "scales": [{"from_frame": 0, "mm_per_px": 0.07,
                               "by": "typed"}]}, file)
    with Desk(folder, clip, scaled=False) as window:
        window.at(0)
        wait_until(lambda: window.has_said("From frame 100 on the scale is not"),
                   "where it ends")
        window.await_name("Without a scale all the time no moments")
        window.key("c", "End")  # what is asked follows the place
        window.await_name("Not known from frame 100 on: depth, zoom")
        window.say_scale("20")
        wait_until(lambda: not window.has_said("Without a scale"), "moments")
        with open(window.path, encoding="utf-8") as file:
            said = json.load(file)["scales"]
        assert [one["from_frame"] for one in said] == [0, 100], said
        window.key("c")
        window.await_name(f"{said[1]['mm_per_px']:.4f} mm per px, as a person")
        window.await_name("From frame 100 on")
        window.key("Escape", "Home", "c")
        window.await_name("Up to frame 99")
        window.key("Escape", "ctrl+z")
        window.await_name("Without a scale all the time no moments")


@test
def another_attempt_stays_beside(folder):
    """what is measured anew with another scale keeps what stands beside"""
    for name in ("unscaled.mkv", "other.mkv"):
        shutil.copy(CLIP, os.path.join(folder, name))
    with Desk(folder, os.path.join(folder, "unscaled.mkv"), "--beside",
              os.path.join(folder, "other.mkv"), scaled=False) as window:
        window.at(0)
        window.await_name("other.mkv")
        window.key("c")
        window.await_name("Not known: nothing in mm")
        window.say_scale("30")
        wait_until(lambda: not window.has_said("Without a scale"), "moments")
        window.await_name("other.mkv")


@test
def one_that_is_gone_is_said(folder):
    """while a recording is looked through Enter stops that; one that goes
    meanwhile leaves the window"""
    clip = os.path.join(folder, "gone.mkv")
    subprocess.run(["ffmpeg", "-v", "error", "-stream_loop", "9", "-i", CLIP,
                    "-c", "copy", clip], check=True)
    with Desk(folder, clip) as window:
        window.await_name("Looking through")
        wait_until(lambda: any(node.name == "Stop" and
                               node.has_state(tree.FOCUSED)
                               for node in window.nodes()), "the focus on it")
        os.remove(clip)
        window.key("Return")
        window.await_name("Cannot open")
        window.key("F11", "question", "period")
        window.await_name("Open another…")


@test
def report_says_what_is_in_it(folder):
    """a report that has no pictures is not said to have some"""
    for end, pictures in (("json", False), ("html", True)):
        path = os.path.join(folder, "written." + end)
        with Desk(folder, os.path.join(folder, "clip.mkv")) as window:
            window.at(0)
            window.key("ctrl+e")
            wait_until(lambda: subprocess.run(
                ["xdotool", "search", "--onlyvisible", "--name",
                 "Write a report"], capture_output=True).stdout, "the chooser")
            xdotool("key", "ctrl+a")
            xdotool("type", path)
            xdotool("key", "Return")
            said = window.await_name("The report is in")
            assert os.path.exists(path)
            assert ("pictures" in said) == pictures, said


@test
def scored_for_the_attempt_that_is_named(folder):
    """of two learners' attempts that one recording is the named one is judged
    """
    clip = os.path.join(folder, "clip.mkv")
    env = dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"),
               XDG_DATA_HOME=os.path.join(folder, "both"))
    for learner in ("one", "two"):
        subprocess.run([BEVEL, "learner", "add", learner], env=env, check=True,
                       capture_output=True)
        subprocess.run([BEVEL, "review", clip, "--learner", learner], env=env,
                       check=True, capture_output=True)
    with Desk(folder, None, "--attempt", "2", "--rater", "r1",
              env={"XDG_DATA_HOME": os.path.join(folder, "both")}) as window:
        window.store = os.path.join(folder, "both", "bevel", "store.db")
        window.at(0)
        window.key("r")
        window.await_name("0 of 7 items")
        window.key("4")
        window.await_rated("r1", 0, tissue=4)
        with sqlite3.connect(window.store) as store:
            assert store.execute("SELECT attempt FROM rating").fetchall() == \
                [(2,)]


@test
def scored_while_watching(folder):
    """scores are given by key while it plays, kept at once, and undone"""
    with Desk(folder, os.path.join(folder, "clip.mkv")) as window:
        window.at(0)
        window.key("r", "4")
        window.await_name("Say who judges")
        window.key("r", "1", "Return")
        window.await_name("0 of 7 items")
        window.key("3")  # while the picture stands
        window.await_rated("r1", 0, tissue=3)
        window.key("ctrl+z")
        window.await_rated("r1", 0)
        window.key("Up")
        window.key("space", "4", "2")
        window.await_rated("r1", 0, tissue=4, motion=2)
        window.key("Up", "Up", "1", "Down", "5", "ctrl+z")
        window.await_rated("r1", 0, tissue=1, motion=2)
        window.await_name("Attempt 1 of learner-")
        assert "clip.mkv" in window.names()


@test
def marked_item_is_in_view(folder):
    """the item that is marked is in view with its anchors, the last one too"""
    with Desk(folder, os.path.join(folder, "clip.mkv"),
              env={"XDG_DATA_HOME": os.path.join(folder, "none")}) as window:
        window.at(0)
        window.key("r", "4")
        window.await_name("Say who judges")
        window.key("r", "1", "Return")
        window.await_name("0 of 7 items")
        window.key(*["Down"] * 6)
        wait_until(lambda: window.is_shown("1  far from ready"), "its anchors")

        def fits():
            anchors = window.extents("1  far from ready")
            return (anchors.height > 0 and anchors.y + anchors.height <=
                    window.extents("0 of 7 items").y)
        wait_until(fits, "that they are in view")


@test
def drop_down_has_its_keys(folder):
    """a drop-down that is gone to by key is opened and chosen from by key; the
    clip stands meanwhile"""
    with Desk(folder, os.path.join(folder, "clip.mkv"),
              env={"XDG_DATA_HOME": os.path.join(folder, "none")}) as window:
        window.at(0)
        window.key("r")
        wait_until(lambda: window.is_shown("Respect for tissue"), "the scores")
        for _ in range(30):
            window.key("Tab")
            if any(node.name == "Rating scale" and node.has_state(tree.FOCUSED)
                   for node in window.nodes()):
                break
        window.key("space")
        wait_until(lambda: window.is_shown("Checklist, ultrasound-guided"),
                   "what there is to choose")
        window.key("Down", "Up", "Return")
        wait_until(lambda: not window.is_shown("Respect for tissue"),
                   "the checklist")
        window.at(0)


@test
def scored_blinded(folder):
    """a blinded rater sees no name and nothing measured; looking is noted"""
    with Desk(folder, None, "--attempt", "1", "--blinded", "--rater",
              "r2") as window:
        window.at(0)
        window.await_name("0 of 7 items")
        window.key("3", "3", "3", "3", "3", "3", "3")
        window.await_rated("r2", 1, **dict.fromkeys(
            ("tissue", "motion", "handling", "visibility", "flow",
             "knowledge", "overall"), 3))
        told = " ".join(window.names() + [window.description()])
        for word in ("clip", "learner-", "Tip seen", "tip seen", "ADDED",
                     "passes"):
            assert word not in told, (word, told)
        assert not Pixels().of_colour(window.picture_box(), NEEDLE)
        window.key("b")
        wait_until(lambda: window.rated("r2")[0] == 2, "that they looked")
        window.await_name("clip.mkv")


@test
def practice_beside_its_truth(folder):
    """a practice scene shows its truth, and what its course asks of it"""
    with Desk(folder, os.path.join(folder, "clip.mkv")) as window:
        window.at(0)
        window.await_name("SIMULATED")
        next(node for node in window.nodes()
             if node.name == "Measures" and node.role == tree.TAB).act()
        window.await_name("First needle in the plane")
        told = window.await_name("passes: at most 2 times; measured 1")
        assert told.endswith(": met"), told
        told = window.await_name("insertion angle: ")
        measured, truth = told.split(", truth ")
        measured = float(measured.split()[-2])
        assert abs(measured - float(truth)) < 5, told


@test
def another_attempt_beside(folder):
    """another attempt stands beside, aligned, until it is sent away"""
    other = os.path.join(folder, "other.mkv")
    for end in (".mkv", ".truth.jsonl"):
        shutil.copy(CLIP.replace(".mkv", end), other.replace(".mkv", end))
    with Desk(folder, os.path.join(folder, "clip.mkv"), "--beside",
              other) as window:
        window.at(0)
        window.await_name("Aligned ")
        assert "other.mkv" in window.names()
        window.key("End")
        window.at(179)
        x, y = window.origin()
        beside = window.extents("Picture of the attempt beside")
        wait_until(lambda: Pixels().of_colour(
            (x + beside.x, y + beside.y, x + beside.x + beside.width,
             y + beside.y + beside.height), NEEDLE),
                   "the needle's marks on the picture beside")
        xdotool("windowsize", window.window_number(), 1024, 700)
        wait_until(lambda: window.extents("Scores").x +
                   window.extents("Scores").width <= 1024,
                   "that both fit 1024 pixels")
        window.key("v")
        wait_until(lambda: "other.mkv" not in window.names(),
                   "that it is sent away")


@test
def cut_is_opened_as_far(folder):
    """of a recording that is cut the part that is there is shown, and said"""
    clip = os.path.join(folder, "cut.mkv")
    shutil.copy(os.path.join(folder, "clip.mkv"), clip)
    os.truncate(clip, os.path.getsize(clip) // 8)
    with open(clip, "r+b") as file:
        file.seek(os.path.getsize(clip) // 2)
        file.write(b"\x5a")
    with Desk(folder, clip) as window:
        window.at(0)
        told = wait_until(lambda: next((name for name in window.names() if
                                        "is damaged after frame" in name), ""),
                          "the damage")
        assert "What comes before is shown" in told, told
        assert "Damaged pictures were passed over: 1. " in told, told
        last = int(told.split("after frame ")[1].split(":")[0].split(".")[0])
        window.key("End")
        window.at(last)


def copy_clip(folder):
    """The clip that they review, with its truth."""
    for end in (".mkv", ".truth.jsonl"):
        shutil.copy(CLIP.replace(".mkv", end),
                    os.path.join(folder, "clip" + end))
    return folder


if __name__ == "__main__":
    sys.exit(test.run(copy_clip))
