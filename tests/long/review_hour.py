#!/usr/bin/env python3
"""An hour of 1024 x 768 px at 30 pictures a second, reviewed: at twice real
time, in 400 MB, and going on where it was stopped.

usage: review_hour.py BEVEL [SECONDS]     of it; 3600 when left out
Needs two cores that are its own.
"""
import os
import signal
import subprocess
import sys
import tempfile
import time

from footage import loop

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lint"))
import tap  # noqa: E402

BEVEL = os.path.abspath(sys.argv[1])
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 3600
LEAST_SPEED = 2
MOST_MB = 400
CHECKS = tap.Tap()


def review(clip, folder, kill_after_s=None):
    """@return Its exit code, how long it took, its most memory, MB, and text."""
    start = time.monotonic()
    with open(os.path.join(folder, "said"), "w+", encoding="utf-8") as said:
        process = subprocess.Popen(
            [BEVEL, "review", clip, "--mm-per-px", "0.0371", "--text"],
            env=dict(os.environ, XDG_CACHE_HOME=folder), stdout=said,
            stderr=subprocess.DEVNULL)
        if kill_after_s:
            time.sleep(kill_after_s)
            process.send_signal(signal.SIGKILL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return (process.returncode, time.monotonic() - start,
                used.ru_maxrss / 1024, said.read())


def main():
    with tempfile.TemporaryDirectory() as folder:
        clip = loop(BEVEL, folder, "1024:768", 30, SECONDS)
        _, before, first_mb, _ = review(clip, folder, SECONDS / LEAST_SPEED / 3)
        code, after, again_mb, text = review(clip, folder)
        kept_code, kept, _, _ = review(clip, folder)
    took, most_mb = before + after, max(first_mb, again_mb)
    print(f"# {SECONDS} s in {took:.0f} s, {SECONDS / took:.2f} times real time;"
          f" killed after {before:.0f} s; {most_mb:.0f} MB at most; again, of "
          f"what was kept, in {kept:.1f} s")
    CHECKS.check(code == 0 and kept_code == 0 and text, "it is reviewed")
    CHECKS.check(SECONDS / took >= LEAST_SPEED,
                 "twice real time, the time until it was killed with it")
    CHECKS.check(most_mb <= MOST_MB, "memory is small")
    return CHECKS.end()


if __name__ == "__main__":
    sys.exit(main())
