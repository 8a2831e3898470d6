#!/usr/bin/env python3
"""Whole procedures on the simulated probe, from choosing them to their last
picture: one by mouse, one by keys alone, one by a foot pedal alone, each ending
in the record that it must.

usage: test_whole.py BEVEL [WORD]     only tests named so
       BEVEL_SHOTS=FOLDER             keeps a picture of every step there
"""
import glob
import json
import os
import subprocess
import sys

import tree
from desk import PEDAL, Tests, Window, wait_until, xdotool

BEVEL = sys.argv[1]
SHOTS = os.environ.get("BEVEL_SHOTS")
TIME_OUT = ["Patient", "Side", "Consent", "Allergies", "Needle", "Rescue"]
test = Tests(2)


class Procedure(Window):
    """The window in one procedure, with what it records and how quick it is."""

    def __init__(self, folder, scene, *words):
        self.folder, self.name, self.count = folder, scene, 0
        self.timings = os.path.join(folder, "timings.json")
        env = dict(os.environ, BEVEL_TIMINGS=self.timings)
        for place in ("STATE", "DATA", "CONFIG", "CACHE"):
            env[f"XDG_{place}_HOME"] = folder
        super().__init__(BEVEL, "live", f"sim:{scene}", "--record-to", folder,
                         *words, env=env)

    def keep(self, step):
        """A picture of the step, for people to look at."""
        self.count += 1
        if SHOTS:
            subprocess.run(["import", "-window", "root", os.path.join(
                SHOTS, f"{self.name}-{self.count}-{step}.png")], check=True)

    def press(self, name):
        """Click a button, as a hand would: in its middle."""
        box = wait_until(lambda: self.shown(name), f"a button {name!r}")
        x, y = self.origin()
        xdotool("mousemove", x + box.x + box.width // 2,
                y + box.y + box.height // 2, "click", 1)

    def shown(self, name):
        """Where a button of this name is that can be pressed, or None."""
        for node in self.nodes():
            if node.name.startswith(name) and node.has_state(tree.VISIBLE) \
                    and node.has_state(tree.SENSITIVE):
                box = self.place(node)
                if box.width > 0 and node.role != tree.LABEL:
                    return box
        return None

    def await_target(self):
        """Wait until it is followed."""
        wait_until(lambda: self.description() and
                   "No target" not in self.description(), "a target")

    def end(self):
        """Quit. What it took is printed. @return The recording's events."""
        self.key("q")
        code = self.await_end()
        assert code == 0, f"exit {code}: {self.stderr()}"
        paths = glob.glob(os.path.join(self.folder, "*.mkv"))
        assert len(paths) == 1, f"recordings: {paths}"
        with open(paths[0][:-4] + ".events.jsonl", encoding="utf-8") as file:
            events = [json.loads(line) for line in file][1:]
        with open(self.timings, encoding="utf-8") as file:
            timings = json.load(file)
        print(f"# {self.name}: {json.dumps(timings)}")
        return events


def check_record(events, syringe):
    """It was marked, then the syringe moved, and the recording was ended."""
    seen = [event["event"] for event in events]
    assert seen[0] == "started" and seen[-1] == "stopped", seen
    assert events[-1]["why"] == "asked" and events[-1]["dropped"] == 0, events
    said = [event["does"] for event in events if event["event"] == "syringe"]
    assert said == [syringe, "idle"], said
    assert seen.index("target_marked") < seen.index("syringe"), seen


@test
def a_nerve_block_by_mouse(folder):
    """a nerve block by mouse alone: chosen, marked, timed out, injected, kept"""
    with Procedure(folder, "interscalene", "--procedure",
                   "interscalene") as window:
        window.press("Left")
        window.press("Record")
        window.await_recorded(1)
        window.keep("set-up")
        window.press("Step 2")
        window.click(0.6, 0.5)
        window.await_target()
        window.keep("target")
        window.press("Step 3")
        window.press("Ways")
        window.keep("plan")
        window.press("Step 4")
        window.await_name("Time-out before the needle")
        window.keep("time-out")
        for item in TIME_OUT:
            window.press(item)
        window.await_name("Tip is where I want it")
        window.keep("advance")
        window.press("Step 5")
        window.press("Injecting")
        window.await_name("Injecting, in this plane")
        window.keep("inject")
        window.press("Injecting")
        window.press("Step 6")
        window.press("Still")
        window.await_name("Still kept")
        window.keep("review")
        window.press("End the recording")
        window.await_name("Recorded")
        check_record(window.end(), "injects")
        return True


@test
def a_knee_aspiration_by_keys(folder):
    """a knee is drawn off by keys alone, from its page to the last still"""
    with Procedure(folder, "knee-effusion") as window:
        window.await_name("On to the target")
        window.key("p", *"knee")
        window.await_name("Search: knee")
        window.key("Return", "Return", "k")
        window.await_recorded(1)
        window.keep("set-up")
        window.key("Page_Down", "m", "shift+Down", "Return")
        window.await_target()
        window.keep("target")
        window.key("Page_Down", "l")
        window.keep("plan")
        window.key("Page_Down")
        window.await_name("Time-out before the needle")
        window.keep("time-out")
        window.key(*["Return"] * len(TIME_OUT))
        window.await_name("Tip is where I want it")
        window.keep("advance")
        window.key("Page_Down", "a")
        if wait_until(lambda: window.name_of("Aspirating: click in") or
                      window.name_of("Aspirating, in this plane"),
                      "aspirating").startswith("Aspirating: click"):
            window.key("Down", "Return")  # the target is lost just now
        window.await_name("Aspirating, in this plane")
        window.keep("aspirate")
        window.key("a", "Page_Down", "t")
        window.await_name("Still kept")
        window.keep("review")
        window.key("k")
        window.await_name("Recorded")
        check_record(window.end(), "aspirates")
        return True


@test
def a_biceps_sheath_injection_by_pedal(folder):
    """a biceps sheath is injected by pedal alone, once REC runs"""
    with Procedure(folder, "biceps-groove", "--procedure",
                   "biceps-sheath") as window:
        window.await_name("On to the target")
        window.key("Escape", "k")  # no pedal starts or ends a recording
        window.await_recorded(1)
        for then in ("Mark target", "Mark it here", "On to the plan",
                     "Ways  L"):
            window.tread()
            window.await_name(then)
            window.keep(then)
        window.await_target()
        window.tread()
        window.await_name("On to the needle")
        window.keep("plan")
        window.tread()
        window.await_name("Time-out before the needle")
        window.key(*[PEDAL] * len(TIME_OUT))
        window.await_name("Tip is where I want it")
        window.keep("advance")
        window.tread()
        window.await_name("Injecting  I")
        window.foot_down()
        window.await_name("Injecting, in this plane")
        window.keep("inject")
        window.foot_up()
        window.await_name("Spread is not watched")
        window.key("k")
        window.await_name("Recorded")
        check_record(window.end(), "injects")
        return True


if __name__ == "__main__":
    sys.exit(test.run())
