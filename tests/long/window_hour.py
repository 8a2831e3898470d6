#!/usr/bin/env python3
"""As many pictures as an hour has, four times as fast, through the window with
a target marked and the look-back on: its memory is flat, and small.

usage: window_hour.py BEVEL [SECONDS]     of it; 3600 when left out
Run it below tests/ui/display.sh. On a busy machine fewer pictures are shown.
"""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

from footage import loop, memory_mb

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lint"))
import tap  # noqa: E402

BEVEL = os.path.abspath(sys.argv[1])
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 3600
FASTER = 4
LOOK_BACK_MB = 16
FULL_AFTER_S = 40 # what is looked back on
MOST_MB = 250     # beside the look-back
GROWTH_MB = 8     # at most, from after a tenth of it to the end
CHECKS = tap.Tap()


def watch(process, end):
    """@return Its memory, MB, every second, until then."""
    seen = []
    while time.monotonic() < end and process.poll() is None:
        time.sleep(1)
        seen.append(memory_mb(process.pid))
    return seen


def main():
    with tempfile.TemporaryDirectory() as folder:
        played = SECONDS / FASTER
        clip = loop(BEVEL, folder, "320:240", 30 * FASTER, played)
        timings = os.path.join(folder, "timings.json")
        env = dict(os.environ, BEVEL_TIMINGS=timings)
        process = subprocess.Popen(
            [BEVEL, "live", clip, "--mm-per-px", "0.119", "--target", "160,100",
             "--look-back", str(LOOK_BACK_MB)], env=env)
        seen = watch(process, time.monotonic() + played - 2)
        ended = process.poll()
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=60)
        with open(timings, encoding="utf-8") as file:
            shown = json.load(file)["frame"]["count"]
    early = max(seen[:max(len(seen) // 10, FULL_AFTER_S)])
    print(f"# {shown} pictures shown; {early:.0f} MB after a tenth, "
          f"{max(seen):.0f} MB at most, {LOOK_BACK_MB} MB to look back in")
    CHECKS.check(ended is None and code == 0, "the window ends when asked",
                 [f"exit {ended}, {code}"])
    CHECKS.check(max(seen) <= MOST_MB + LOOK_BACK_MB, "memory is small")
    CHECKS.check(max(seen) - early <= GROWTH_MB, "memory is flat")
    return CHECKS.end()


if __name__ == "__main__":
    sys.exit(main())
