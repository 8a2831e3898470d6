#!/usr/bin/env python3
"""The first page: what is opened from it, and what comes back to it.

usage: test_first.py SCRIPTED_LIVE [WORD]         only tests named so
"""
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lint"))
import tap  # noqa: E402
from desk import Noise, Window, missing_tool, run_all  # noqa: E402

LIVE = sys.argv[1]
ONLY = sys.argv[2] if len(sys.argv) > 2 else ""
CHECKS = tap.Tap()


def with_state(folder, clip):
    """An environment in which two were opened before, one of which is gone.

    Without scenes, whose pictures cost more than the rest of the test.
    """
    state = os.path.join(folder, "state")
    os.makedirs(os.path.join(state, "bevel"))
    with open(os.path.join(state, "bevel", "recent"), "w") as file:
        file.write(f"{folder}/gone.mkv\n{clip}\n")
    return dict(os.environ, XDG_STATE_HOME=state, BEVEL_SAMPLES_DIR=folder)


def a_source_is_chosen_closed_and_offered_after_a_crash(folder):
    """a session comes back to the first page, and is offered after a crash"""
    clip = Noise(160, 120, 90).make_clip(os.path.join(folder, "clip"), 90)
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


def main():
    missing = missing_tool()
    if missing:
        return tap.skip_all(missing)
    with tempfile.TemporaryDirectory() as folder:
        run_all([a_source_is_chosen_closed_and_offered_after_a_crash], ONLY,
                folder, CHECKS)
    return CHECKS.end()


if __name__ == "__main__":
    sys.exit(main())
