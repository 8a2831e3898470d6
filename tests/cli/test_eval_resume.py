#!/usr/bin/env python3
"""`bevel eval`, killed or stopped and started again.

usage: test_eval_resume.py BEVEL
"""
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

from cli import BEVEL, CHECKS, refuses, run, told
from early import EARLY, figures

LONG = ("--scene", EARLY, "--seeds", "1..6", "--seconds", "0.7", "--jobs", "1")


def start(*words):
    """Start a run that is not waited for."""
    return subprocess.Popen([BEVEL, "eval", *words], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)


def lines_of(path):
    """The whole lines of a file: the last of a killed writer may be cut."""
    try:
        with open(path, encoding="utf-8") as file:
            return [line for line in file if line.endswith("\n")]
    except FileNotFoundError:
        return []


def end_after(process, state, clips, how):
    """Send a signal as soon as so many clips are in the state."""
    while process.poll() is None and len(lines_of(state)) < clips + 1:
        time.sleep(0.01)
    process.send_signal(how)
    return process.communicate()


def worst_of(page):
    """The worst frames that a report shows, with their pictures."""
    with open(os.path.join(page, "index.html"), encoding="utf-8") as file:
        return re.findall(r'data:image/png;base64,([^"]+)"', file.read())


def check_resume(folder):
    """Killed and started again, it goes on, with the same figures."""
    whole, again = (os.path.join(folder, name) for name in ("w.json", "a.json"))
    page, other = os.path.join(folder, "w-page"), os.path.join(folder, "a-page")
    state = again + ".state"
    run("eval", *LONG, "--json", whole, "--report", page)
    CHECKS.check(not os.path.exists(whole + ".state"),
                 "no state is left by a whole run")
    words = (*LONG, "--json", again, "--report", other)
    end_after(start(*words), state, 2, signal.SIGKILL)
    kept = lines_of(state)
    CHECKS.check(3 <= len(kept) < 7 and not os.path.exists(again),
                 "a killed run leaves what is done, and no figures",
                 [str(len(kept))])
    _, said = end_after(start(*words), state, len(kept), signal.SIGINT)
    CHECKS.check("goes on after" in said and lines_of(state)[:len(kept)] ==
                 kept, "a stopped one says that it can go on", [said])
    with open(state, "a", encoding="utf-8") as file:
        file.write(kept[-1][:900])  # as if killed while writing
    done = run("eval", *words)
    CHECKS.check(done.returncode == 0 and figures(again) == figures(whole) and
                 done.stderr == "", "then the figures are the same",
                 told("eval", done))
    CHECKS.check(len(worst_of(page)) > 3 and worst_of(other) == worst_of(page),
                 "and so are the pictures of the worst frames",
                 [str(len(worst_of(page))), str(len(worst_of(other)))])
    CHECKS.check(not os.path.exists(state), "and the state is gone")


def check_state(folder):
    """What is in a state is used, and by the same run alone."""
    state = os.path.join(folder, "my.state")
    end_after(start(*LONG, "--state", state), state, 2, signal.SIGKILL)
    kept = lines_of(state)
    with open(state, "w", encoding="utf-8") as file:
        file.write(kept[0] + kept[1].replace('"labelled":21', '"labelled":7021')
                   + "".join(kept[2:]))
    done = run("eval", *LONG, "--state", state)
    CHECKS.check("(7126 with truth" in done.stdout, "what is done is not done "
                 "again", told("eval", done))
    with open(state, "w", encoding="utf-8") as file:
        file.write("".join(kept))
    done = run("eval", *LONG, "--no-needle", "--state", state)
    CHECKS.check(done.returncode == 0 and "anew" in done.stderr and
                 "126 frames" in done.stdout, "other options start anew, and "
                 "say so", told("eval", done))
    with open(state, "w", encoding="utf-8") as file:
        file.write("precious\n")
    refuses("a state that is something else", 1, "eval", *LONG, "--state",
            state, says="is no state")
    CHECKS.check(lines_of(state) == ["precious\n"], "and it is left alone")


def main():
    with tempfile.TemporaryDirectory() as folder:
        check_resume(folder)
        check_state(folder)
    return CHECKS.end()


if __name__ == "__main__":
    sys.exit(main())
