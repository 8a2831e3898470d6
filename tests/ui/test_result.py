#!/usr/bin/env python3
"""A practice on the simulated probe ends in its result.

usage: test_result.py BEVEL [WORD]     only tests named so
"""
import os
import re
import signal
import subprocess
import sys

from desk import Tests, Window, wait_until

BEVEL = sys.argv[1]
test = Tests(2)


def children(process):
    """The programs that it has started and that run."""
    told = subprocess.run(["ps", "-o", "pid=,args=", "--ppid",
                           str(process.pid)], capture_output=True,
                          text=True).stdout
    return [line.split(maxsplit=1) for line in told.splitlines()]


def has_angle(window):
    """Whether a needle is drawn."""
    return any(re.match(r"Angle to skin: \d", name)
               for name in window.names())


@test
def a_practice_ends_in_its_result(folder):
    """what was steered is judged, started again, and reviewed from there"""
    env = dict(os.environ)
    for place in ("STATE", "DATA", "CONFIG", "CACHE"):
        env[f"XDG_{place}_HOME"] = folder
    with Window(BEVEL, "live", "sim:nerve", "--record-to", folder,
                env=env) as window:
        window.click(0.6, 0.5)
        wait_until(lambda: window.description() and
                   "No target" not in window.description(), "a target")
        window.key("k", "s", *["w"] * 12)
        window.await_recorded(2)
        window.key("k")
        window.await_name("Recorded")
        window.key("ctrl+6")
        window.await_name("Your practice. R starts again")
        names = window.names()
        for name in ("Passes", "Tip seen", "Nearest to the target",
                     "Target reached", "Structures touched", "Alarms"):
            assert name in names, names
        window.find("Open the review").act()
        pid = wait_until(lambda: [p for p, args in children(window.process)
                                  if "review" in args], "the review")[0]
        os.kill(int(pid), signal.SIGKILL)
        window.key("Escape", "r")
        # the one before is no needle of the next practice
        wait_until(lambda: not has_angle(window), "the needle at its start")
        window.key(*["w"] * 12)
        wait_until(lambda: has_angle(window), "a needle")
        window.key("ctrl+w")
        window.await_name("Your practice. R starts again")
        window.key("ctrl+w")
        window.await_name("Open a file")
        window.key("q")
        assert window.await_end() == 0, window.stderr()
    return True


if __name__ == "__main__":
    sys.exit(test.run())
