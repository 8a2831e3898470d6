#!/usr/bin/env python3
"""What a screen reader has of each page: every control has a name and says
what it is, and a slider where it stands.

usage: test_accessible.py BEVEL CLIP [WORD]     only tests named so
"""
import os
import sys

import tree
from desk import Tests, Window, wait_until

BEVEL, CLIP = sys.argv[1], sys.argv[2]
test = Tests(3)


def controls(window):
    """@return What can be pressed, moved or typed into, and is shown.

    What a button shows is a part of it: a drop-down's choice takes the keys
    too, and is no control of its own.
    """
    nodes = window.nodes()
    parts = set()
    for node in nodes:  # each is before what is in it
        if node.role in tree.BUTTONS or node.path in parts:
            parts.update(child.path for child in node.children)
    return [node for node in nodes
            if node.has_state(tree.FOCUSABLE) and node.has_state(tree.VISIBLE)
            and node.role != tree.SCROLLS and node.path not in parts
            and node.box().width > 0]


def check(window, least):
    """Each has what it needs, and there are at least so many."""
    wait_until(lambda: len(controls(window)) >= least, f"{least} controls")
    found = controls(window)
    wrong = []
    for node in found:
        if not node.name or node.name.startswith("Gtk"):
            wrong.append(f"no name: role {node.role}, {node.box()}")
        if node.role in tree.UNKNOWN:
            wrong.append(f"no role: {node.name}")
        if node.role in tree.SLIDERS and node.value() is None:
            wrong.append(f"no value: {node.name}")
    assert not wrong, wrong


def places(folder):
    """Settings, recordings and all else in a folder of the test's."""
    return dict(os.environ, **{f"XDG_{place}_HOME": folder for place in
                               ("STATE", "DATA", "CONFIG", "CACHE")})


@test
def the_first_page(folder):
    """the first page"""
    with Window(BEVEL, "live", env=places(folder),
                first="Open a file") as window:
        window.await_name("Nothing is plugged in")
        check(window, 4)


@test
def each_step(folder):
    """each of the six steps, steered by hand and looked back on"""
    with Window(BEVEL, "live", "sim:nerve", "--target", "330,250",
                "--record-to", folder, env=places(folder)) as window:
        window.await_name("PLAYING")
        for step in range(1, 7):
            window.key(f"ctrl+{step}")
            wait_until(lambda: window.name_of(f"Step {step}"), "the step")
            check(window, 12)
        window.key("s", "space")
        window.await_name("FROZEN")
        check(window, 12)


@test
def pages_beside_the_picture(folder):
    """the settings, the procedures, one's page, and the list of keys"""
    with Window(BEVEL, "live", "sim:nerve", env=places(folder)) as window:
        window.await_name("PLAYING")
        window.key("ctrl+comma")
        window.await_name("As it was shipped")
        check(window, 30)
        window.key("Escape", "p")
        window.await_name("Acromioclavicular joint")
        check(window, 30)
        window.key("Return")
        window.await_name("Bundled with bevel")
        check(window, 12)
        window.key("question")
        window.await_name("Keys, as they are set now")
        check(window, 12)


@test
def the_review(folder):
    """the review of a clip"""
    with Window(BEVEL, "review", CLIP, env=places(folder),
                first="Timeline") as window:
        check(window, 12)
        window.key("c")
        window.await_name("Not known: nothing in mm")
        wait_until(lambda: window.extents("Distance, mm").width > 0,
                   "the scale")
        check(window, 15)
        window.key("Escape", "r")
        window.await_name("Blinded")
        wait_until(lambda: window.extents("Rater").width > 0, "the scores")
        check(window, 12)


if __name__ == "__main__":
    sys.exit(test.run())
