#!/usr/bin/env python3
"""The first page: what is opened from it, and what comes back to it.

usage: test_first.py SCRIPTED_LIVE SCRIPTED_FIRST [WORD]   only tests named so
"""
import os
import sys
import tempfile

from desk import Noise, Pixels, Tests, Window, wait_until, xdotool

LIVE, FIRST = sys.argv[1:3]
test = Tests(3)


def with_state(folder, clip):
    """An environment in which two were opened before, one of which is gone.

    Without scenes, whose pictures cost more than the rest of the test.
    """
    state = os.path.join(folder, "state")
    os.makedirs(os.path.join(state, "bevel"))
    with open(os.path.join(state, "bevel", "recent"), "w") as file:
        file.write(f"{folder}/gone.mkv\n{clip}\n")
    return dict(os.environ, XDG_STATE_HOME=state, BEVEL_SAMPLES_DIR=folder)


@test
def a_source_is_chosen_closed_and_offered_after_a_crash(folder):
    """a session comes back to the first page, and is offered after a crash"""
    clip = Noise(160, 120, 900).make_clip(os.path.join(folder, "clip"), 900)
    env = with_state(folder, clip)
    with Window(LIVE, env=env, first="Open a file") as window:
        window.await_name("Nothing is plugged in")
        window.find("gone.mkv").act()
        window.await_name("Cannot open")
        window.find("clip").act()
        window.await_name("Ultrasound picture")
        window.await_name("PLAYING")
        window.key("ctrl+w")
        window.await_name("Open a file")
        window.find("clip").act()
        window.await_name("PLAYING")
    with Window(LIVE, env=env, first="Go on with") as window:
        window.find("Go on with").act()
        window.await_name("PLAYING")
        window.key("q")
        assert window.await_end() == 0, window.stderr()
    assert not os.path.exists(os.path.join(env["XDG_STATE_HOME"], "bevel",
                                           "session")), "it is still there"
    return True


def diary_in(folder):
    """What the made-up devices write down, and a way to read it."""
    path = os.path.join(folder, "diary")

    def read():
        if not os.path.exists(path):
            return []
        with open(path, encoding="utf-8") as file:
            return [line for line in file.read().splitlines()
                    if "hangs" not in line]
    return path, read


def picture_of(window, name):
    """The middle of a picture on the display."""
    box = window.extents(name)
    x, y = window.origin()
    x, y = x + box.x + box.width // 2, y + box.y + box.height // 2
    return Pixels().cut((x - 5, y - 5, x + 5, y + 5))


@test
def what_is_plugged_in_is_seen_live(folder):
    """a device's picture moves, one that is busy or hangs holds nobody up"""
    path, diary = diary_in(tempfile.mkdtemp(dir=folder))
    with Window(FIRST, path, env=with_state(os.path.dirname(path), "-"),
                first="Open a file") as window:
        window.await_name("What cam:sends  Made-up grabber sends")
        window.await_name("cam:busy is in use by another program")
        window.await_name("Opening …")  # the one that hangs
        seen = set()
        wait_until(lambda: seen.add(picture_of(
            window, "What cam:sends  Made-up grabber sends")) or
            len(seen) > 3, "four pictures of it")
        window.key("q")
        assert window.await_end() == 0, window.stderr()
    assert diary()[-2:] == ["close cam:sends", "left -"], diary()
    return True


@test
def a_device_is_closed_for_whoever_takes_it(folder):
    """it is closed while another window is used, and before it is opened"""
    path, diary = diary_in(tempfile.mkdtemp(dir=folder))
    env = with_state(os.path.dirname(path), "-")
    with Window(FIRST, path, env=env, first="Open a file") as window:
        wait_until(lambda: "open cam:sends" in diary(), "it is opened")
        other = os.path.join(os.path.dirname(path), "other")
        with Window(FIRST, other, env=env, first="Open a file"):
            wait_until(lambda: diary()[-1] == "close cam:sends", "it is closed")
            window.await_name("Stands still while another window is used")
        xdotool("windowfocus", "--sync", window.window_number())
        wait_until(lambda: diary()[-1] == "open cam:sends", "opened again")
        window.find("cam:sends").act()
        window.await_name("It did not start")
        wait_until(lambda: diary()[-3:] == [
            "close cam:sends", "take cam:sends", "open cam:sends"],
            "closed before it is taken, and seen again as that failed")
        window.find("cam:sends").act()
        assert window.await_end() == 0, window.stderr()
    assert diary()[-3:] == ["close cam:sends", "take cam:sends",
                            "left cam:sends"], diary()
    return True


if __name__ == "__main__":
    sys.exit(test.run())
