#!/usr/bin/env python3
"""The window of a review, by key and by screen reader, and the file it keeps.

usage: test_review_window.py BEVEL CLIP [WORD]     only tests named so
"""
import json
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lint"))
import tap  # noqa: E402
from desk import Pixels, Window, missing_tool, run_all, wait_until  # noqa: E402

BEVEL, CLIP = sys.argv[1], sys.argv[2]
ONLY = sys.argv[3] if len(sys.argv) > 3 else ""
NEEDLE = 0x5cc8ff
CHECKS = tap.Tap()
TESTS = []


def test(function):
    """Run it; its first line of documentation is its sentence."""
    TESTS.append(function)
    return function


class Desk(Window):
    """The review window on the clip."""

    def __init__(self, folder, clip):
        self.path = os.path.splitext(clip)[0] + ".review.json"
        env = dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"))
        super().__init__(BEVEL, "review", clip, "--mm-per-px", "0.1",
                         "--target", "317,201", env=env)

    def at(self, frame):
        """Wait until the frame is on the screen."""
        self.await_description(f"Frame {frame}.")

    def said(self):
        """What the file says of the moments."""
        try:
            with open(self.path, encoding="utf-8") as file:
                return [one["what"] for one in json.load(file)["moments"]]
        except FileNotFoundError:
            return None

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
def cut_is_opened_as_far(folder):
    """of a recording that is cut the part that is there is shown, and said"""
    clip = os.path.join(folder, "cut.mkv")
    shutil.copy(os.path.join(folder, "clip.mkv"), clip)
    os.truncate(clip, os.path.getsize(clip) // 8)
    with Desk(folder, clip) as window:
        window.at(0)
        told = wait_until(lambda: next((name for name in window.names() if
                                        "is damaged after frame" in name), ""),
                          "the damage")
        assert "What comes before is shown" in told, told
        last = int(told.split("after frame ")[1].split(":")[0].split(".")[0])
        window.key("End")
        window.at(last)


def main():
    """Run them all."""
    if missing_tool():
        return tap.skip_all(missing_tool())
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(CLIP, os.path.join(folder, "clip.mkv"))
        run_all(TESTS, ONLY, folder, CHECKS)
    return CHECKS.end()


if __name__ == "__main__":
    sys.exit(main())
