#!/usr/bin/env python3
"""The set-up before the needle: what is settled there by mouse and by keys, and
what becomes of it on the picture, in a plan and in a recording.

usage: test_set_up.py BEVEL [WORD]     only tests named so
"""
import glob
import json
import os
import shutil
import sys

from desk import Pixels, Tests, Window, wait_until, xdotool

BEVEL = sys.argv[1]
SAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..",
                       "samples")
TEXT = 0xf3f7fb
test = Tests(2)


def open_window(folder, scene, *words):
    """The window on the simulated probe, with places of its own."""
    env = dict(os.environ)
    for place in ("STATE", "DATA", "CONFIG", "CACHE"):
        env[f"XDG_{place}_HOME"] = folder
    return Window(BEVEL, "live", f"sim:{scene}", "--record-to", folder,
                  *words, env=env)


def press(window, name):
    """Click what is called so, in its middle."""
    box = window.extents(name)
    x, y = window.origin()
    xdotool("mousemove", x + box.x + box.width // 2,
            y + box.y + box.height // 2, "click", 1)


def named(window):
    """How much is written above the picture, beside the marker."""
    left, top, right, _ = window.picture_box()
    return Pixels().of_colour((left + 24, top - 32, right, top - 4), TEXT)


@test
def it_is_settled_by_keys(folder):
    """what is open is said until keys settled it, and a recording holds it"""
    with open_window(folder, "median-wrist", "--procedure",
                     "carpal-tunnel") as window:
        window.await_name("Enter: close")
        window.key("Escape")
        window.await_name("Sides: ulnar · radial, proposed")
        window.await_name("Not settled: side, names of the sides, gauge")
        assert not named(window), "a side is named before it was confirmed"
        window.key("2", "4", "5", "6", "7", "8")
        for name in ("Side: left", "Confirmed: yes", "Needle: 22 G",
                     "Length: 50 mm", "Scale: 0.0"):
            window.await_name(name)
        wait_until(lambda: not window.name_of("Not settled"), "all settled")
        assert named(window), "no side is named"
        window.key("x")
        window.await_name("Sides: radial · ulnar")
        window.key("k")
        window.await_recorded(1)
        window.key("k")
        window.await_name("Recorded")
        window.key("q")
        assert window.await_end() == 0, window.stderr()
    path, = glob.glob(os.path.join(folder, "*.events.jsonl"))
    with open(path, encoding="utf-8") as file:
        events = [json.loads(line) for line in file]
    settled = [e for e in events if e.get("event") == "set_up"]
    assert len(settled) == 1, settled
    del settled[0]["event"], settled[0]["time_s"]
    assert settled[0] == {
        "procedure": "carpal-tunnel", "side": "left", "gauge": 22,
        "length_mm": 50, "picture_left": "radial", "picture_right": "ulnar",
        "confirmed": ["scan_area", "scale"]}, settled
    return True


@test
def it_is_settled_by_mouse(folder):
    """the same by mouse, and a plan is made for that needle"""
    with open_window(folder, "interscalene") as window:
        window.await_name("Procedure: not chosen")
        press(window, "Sides: not named")
        window.await_name("Sides: lateral · medial, proposed")
        press(window, "Confirmed: not yet")
        window.await_name("Confirmed: yes")
        press(window, "Length: not said")
        window.await_name("Length: 50 mm")
        wait_until(lambda: named(window), "names of the sides")
        window.click(0.6, 0.5)
        wait_until(lambda: window.description() and
                   "No target" not in window.description(), "a target")
        window.key("ctrl+3", "l")
        window.await_name("No marks to avoid")
        assert "needle's 50 mm" in window.name_of("No marks to avoid"), \
            window.name_of("No marks to avoid")
        return True


@test
def it_is_gone_on_with_after_a_crash(folder):
    """killed in mid-procedure it is offered again, with marks to be checked"""
    env = dict(os.environ, BEVEL_SAMPLES_DIR=folder)
    for place in ("STATE", "DATA", "CONFIG", "CACHE"):
        env[f"XDG_{place}_HOME"] = folder
    for kind, name in (("scenes", "nerve"), ("procedures", "carpal-tunnel")):
        os.mkdir(os.path.join(folder, kind))
        shutil.copy(os.path.join(SAMPLES, kind, name + ".json"),
                    os.path.join(folder, kind))

    def held():
        for path in glob.glob(os.path.join(folder, "bevel", "held-*.json")):
            with open(path, encoding="utf-8") as file:
                return json.load(file)["held"]
        return {}

    with Window(BEVEL, "live", "sim:nerve", "--procedure", "carpal-tunnel",
                env=env) as window:
        window.await_name("Enter: close")
        window.key("Escape", "2", "6")
        window.await_name("Length: 50 mm")
        window.click(0.6, 0.5)
        wait_until(lambda: "target_px" in held(), "the target on the disk")
        window.key("ctrl+4", "1")
        wait_until(lambda: held().get("confirmed") == "patient",
                   "what was confirmed on the disk")
    assert held()["step"] == "advance" and held()["length_mm"] == 50, held()
    with Window(BEVEL, "live", env=env, first="Go on with") as window:
        window.await_name("carpal-tunnel, left; marks: 1, to be checked")
        window.find("Go on with").act()
        window.await_name("Time-out again: 1 of 6")
        wait_until(lambda: any("Carpal" in name and ", left" in name
                               for name in window.names()), "the procedure")
        window.key("Escape")
        window.await_name("Marks from before guide nothing")
        assert "No target" in window.description(), window.description()
        window.key("Return")
        wait_until(lambda: window.description() and
                   "No target" not in window.description(), "a target")
        window.key("q")
        assert window.await_end() == 0, window.stderr()
    assert not held(), "how it stood is kept after its end"
    return True


if __name__ == "__main__":
    sys.exit(test.run())
