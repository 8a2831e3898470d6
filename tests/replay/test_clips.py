#!/usr/bin/env python3
"""The clips of samples/clips through `bevel detect`, against their truth.

usage: test_clips.py BEVEL CLIPS
"""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "lint"),
                os.path.join(HERE, "..", "long")]
import score  # noqa: E402
import tap  # noqa: E402

CHECKS = tap.Tap()
LEAST_FOUND = 0.8


def detect(path, scale):
    done = subprocess.run(
        [sys.argv[1], "detect", path, "--mm-per-px", str(scale)],
        capture_output=True, text=True, stdin=subprocess.DEVNULL)
    CHECKS.check(done.returncode == 0 and done.stderr == "",
                 f"{os.path.basename(path)} is read to its end",
                 done.stderr.splitlines())
    return [json.loads(line) for line in done.stdout.splitlines()]


def without_times(frames):
    """What must be the same on every run."""
    return [{key: value for key, value in frame.items()
             if key != "process_ms"} for frame in frames]


def read(name):
    """A clip's header, truth and what is seen in it, twice over."""
    path = os.path.join(sys.argv[2], name)
    with open(path + ".truth.jsonl", encoding="utf-8") as file:
        header, *truth = [json.loads(line) for line in file]
    found = detect(path + ".mkv", header["mm_per_px"])
    CHECKS.check(len(found) == len(truth), f"{name}: a line a frame",
                 [f"{len(found)} lines, {len(truth)} frames"])
    again = detect(path + ".mkv", header["mm_per_px"])
    CHECKS.check(without_times(found) == without_times(again),
                 f"{name}: the same on every run")
    return header["mm_per_px"], truth, found


def check_forms(name, found):
    """What may stand beside what (design, "bevel detect")."""
    wrong = []
    for frame in found:
        state = frame["state"]
        drawn_tip = state in ("tip_seen", "tip_predicted")
        if ((frame["tip_px"] is not None) != drawn_tip or
                (frame["crossing_px"] is not None) != (state == "crossing") or
                (state == "none" and frame["shaft_px"] is not None) or
                (state != "tip_seen" and frame["distance_mm"] is not None) or
                (state != "none" and not 0 < frame["confidence"] <= 1)):
            wrong.append(json.dumps(frame))
    CHECKS.check(not wrong, f"{name}: states and fields agree", wrong[:5])


def main():
    scale, truth, found = read("nerve")
    check_forms("nerve", found)
    pairs = [(t, f) for t, f in zip(truth, found)
             if t["visible_mm"] >= score.VISIBLE_MM]
    hits = sum(score.right(scale, t, f) for t, f in pairs)
    rate = hits / len(pairs)
    print(f"# figure: simulated nerve clip: shaft right on {rate:.1%} of "
          f"{len(pairs)} frames with {score.VISIBLE_MM:g} mm visible")
    CHECKS.check(rate >= LEAST_FOUND, f"nerve: right on {LEAST_FOUND:.0%}",
                 [f"{rate:.1%}"])
    _, truth, found = read("calf")
    check_forms("calf", found)
    drawn = [f["frame"] for f in found if f["state"] in score.DRAWN]
    CHECKS.check(not drawn, "calf: nothing is drawn without a needle",
                 [f"drawn on frames {drawn}"])
    return CHECKS.end()


if __name__ == "__main__":
    sys.exit(main())
