#!/usr/bin/env python3
"""`bevel eval` as its users type it, on seeds and clips of the simulated probe.

usage: test_eval.py BEVEL
"""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree

from cli import BEVEL, CHECKS, refuses, run, told

# What is tested here is the measuring; without its network the detector takes
# half the time.
os.environ["BEVEL_NETWORK"] = ""

# A needle that goes in from the first frame on: short clips are enough.
EARLY = os.path.join(tempfile.mkdtemp(prefix="bevel-test-"), "early.json")
with open(EARLY, "w", encoding="utf-8") as early:
    json.dump({"format": "bevel-scene", "version": 1, "include": "nerve",
               "name": "early", "script": {"steps": [
                   {"time_s": 0, "length_mm": 13, "angle_deg": 30,
                    "offset_mm": 0, "probe_y_mm": 0},
                   {"time_s": 1, "length_mm": 20}]}}, early)

SCENE = ("--scene", EARLY, "--seeds", "1..2", "--seconds", "0.5")


def check_usage():
    refuses("eval of nothing", 2, "eval", says="--scene")
    refuses("seeds without a scene", 2, "eval", "x.mkv", "--seeds", "1..2")
    for seeds in ("", "x", "2..1", "1..", "1..x", "0..99999999"):
        refuses(f"seeds of {seeds!r}", 2, "eval", "--scene", "nerve",
                "--seeds", seeds, says="FIRST..LAST")
    refuses("one truth for two clips", 2, "eval", "a.mkv", "b.mkv", "--truth",
            "t.jsonl")
    refuses("a truth and no needle", 2, "eval", "a.mkv", "--truth", "t.jsonl",
            "--no-needle")
    refuses("a clip that is missing", 1, "eval", "/no/such.mkv",
            says="/no/such.mkv")
    refuses("a scene that there is not", 1, "eval", "--scene", "no-such-scene",
            says="no-such-scene")
    refuses("a baseline that is missing, before any work", 1, "eval", *SCENE,
            "--against", "/no/such.json", says="/no/such.json")


def figures(path):
    """All figures of a JSON file but those of time."""
    with open(path, encoding="utf-8") as file:
        blocks = json.load(file)["blocks"]
    return [(b["origin"], b["stratum"], b["clips"],
             {k: v for k, v in b["figures"].items()
              if not k.startswith("process")}) for b in blocks]


def check_scene(folder):
    """One thread and many measure the same; the report holds everything."""
    one, many = (os.path.join(folder, name) for name in ("1.json", "2.json"))
    page, junit = os.path.join(folder, "page"), os.path.join(folder, "j.xml")
    first = run("eval", *SCENE, "--jobs", "1", "--json", one)
    CHECKS.check(first.returncode == 0 and first.stderr == "" and
                 "SIMULATED: 2 clips, 30 frames (30 with truth" in first.stdout,
                 "a scene is measured", told("eval", first))
    again = run("eval", *SCENE, "--jobs", "2", "--json", many, "--report",
                page, "--junit", junit, "--against", one)
    CHECKS.check(again.returncode == 0 and figures(one) == figures(many),
                 "the same figures for one thread and many",
                 told("eval", again))
    CHECKS.check("no figure changed." in again.stdout,
                 "against itself nothing changed", told("eval", again))
    with open(os.path.join(page, "index.html"), encoding="utf-8") as file:
        text = file.read()
    mode = os.stat(os.path.join(page, "index.html")).st_mode & 0o777
    CHECKS.check("Simulated: 2 clips" in text and text.count("<svg") == 3 and
                 "http" not in text and mode == 0o600,
                 "the report is one page with nothing from outside",
                 [text[:300], oct(mode)])
    suite = xml.etree.ElementTree.parse(junit).getroot()
    CHECKS.check(int(suite.get("tests")) == len(suite.findall("testcase")) and
                 int(suite.get("failures")) == len(suite.findall(".//failure")),
                 "JUnit's counts are its cases", [suite.attrib])


def check_limits(folder):
    path = os.path.join(folder, "limits.json")
    for name, limit, code in (
            ("a limit that holds", {"figure": "alarms_per_minute",
                                    "origin": "simulated", "most": 1e9}, 0),
            ("a limit that is broken", {"figure": "process_median_ms",
                                        "origin": "simulated", "most": 0}, 1),
            ("a limit of what was not measured",
             {"figure": "alarms_per_minute", "origin": "real", "most": 1e9},
             1)):
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"format": "bevel-limits", "version": 1,
                       "limits": [limit]}, file)
        done = run("eval", *SCENE, "--no-needle", "--limits", path)
        CHECKS.check(done.returncode == code and
                     ("BROKEN LIMIT" in done.stdout) == bool(code), name,
                     told(name, done))
    for wrong in ({"figure": "no_such", "origin": "real", "most": 1},
                  {"figure": "detected", "origin": "real", "most": 1, "x": 1},
                  {"figure": "detected", "origin": "real"},
                  {"figure": "detected", "most": 1}):
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"format": "bevel-limits", "version": 1,
                       "limits": [wrong]}, file)
        refuses(f"a limit like {wrong}", 1, "eval", *SCENE, "--limits", path,
                says="limit 1")


def check_clips(folder):
    """Clips with truth; those that fail are named, and in no figure."""
    clip = os.path.join(folder, "clip.mkv")
    made = run("simulate", "nerve", "-o", clip, "--seconds", "1")
    CHECKS.check(made.returncode == 0, "a clip is made", told("make", made))
    done = run("eval", clip)
    CHECKS.check(done.returncode == 0 and "1 clip, 30 frames (30 with truth"
                 in done.stdout, "a clip with its truth beside it",
                 told("eval", done))
    done = run("eval", clip, os.path.join(folder, "missing.mkv"))
    CHECKS.check(done.returncode == 1 and "1 of 2 clips failed" in done.stdout
                 and "missing.mkv" in done.stderr,
                 "a clip that fails is counted and named", told("eval", done))
    truth = os.path.join(folder, "clip.truth.jsonl")
    with open(truth, encoding="utf-8") as file:
        lines = file.readlines()
    with open(truth, "w", encoding="utf-8") as file:
        file.writelines(lines)
        file.write(lines[-1].replace('"frame":29', '"frame":30'))
    refuses("a truth that goes on after its clip", 1, "eval", clip,
            says="frame 30")
    with open(truth, "w", encoding="utf-8") as file:
        file.write("".join(lines)[:-40])
    refuses("a truth that is cut", 1, "eval", clip, says=":31:")
    os.unlink(truth)
    refuses("a clip without truth", 1, "eval", clip, says="no truth")
    labels = os.path.join(folder, "labels.csv")
    columns = "frame,entry_x_px,entry_y_px,tip_x_px,tip_y_px\n"
    with open(labels, "w", encoding="utf-8") as file:
        file.write(columns + "599,10,20,100,80\n")
    refuses("somebody else's list of labels", 1, "eval", clip,
            says="labels.csv, which lies beside it")
    with open(labels, "w", encoding="utf-8") as file:
        file.write(columns + "9,10,20,100,80\n")
    done = run("eval", clip)
    CHECKS.check(done.returncode == 0 and "the labels.csv that lies beside" in
                 done.stdout, "a list that does not say whose it is, is said "
                 "to be taken", told("eval", done))
    with open(os.path.join(folder, "another.mkv"), "w", encoding="utf-8"):
        pass
    refuses("a list beside two clips", 1, "eval", clip, says="NAME.labels.csv")
    os.rename(labels, os.path.join(folder, "clip.labels.csv"))
    done = run("eval", clip)
    CHECKS.check(done.returncode == 0 and "lies beside" not in done.stdout,
                 "a list named after its clip", told("eval", done))
    os.unlink(os.path.join(folder, "clip.labels.csv"))


def changes(path):
    """Figures of changed clips, by change and figure."""
    with open(path, encoding="utf-8") as file:
        return {(c["perturbed"], c["figure"]): c for c in
                json.load(file)["changes"]}


def check_perturb(folder):
    """The same clips, changed: rows, figures, limits."""
    scene = ("--scene", EARLY, "--seeds", "1..2", "--seconds", "0.6")
    path, page = os.path.join(folder, "p.json"), os.path.join(folder, "p-page")
    limits = os.path.join(folder, "p-limits.json")
    refuses("a change that there is not", 2, "eval", *scene, "--perturb",
            "doubled,upside-down", says="upside-down")
    done = run("eval", *scene, "--perturb", "doubled,5-hz,sector", "--json",
               path, "--report", page)
    rows = [line for line in done.stdout.splitlines() if
            line.startswith(("doubled ", "5-hz ", "sector "))]
    CHECKS.check(done.returncode == 0 and len(rows) == 3 and
                 "36 frames (36 with truth" in done.stdout,
                 "changed clips have rows of their own", told("eval", done))
    found = changes(path)
    twice = found["doubled", "detected"]
    CHECKS.check(twice["clips"] == 2 and twice["plain"]["count"] > 5 and
                 abs(twice["changed"]["count"] - 2 * twice["plain"]["count"])
                 <= 2, "and figures: of twice as many frames", [str(twice)])
    with open(os.path.join(page, "index.html"), encoding="utf-8") as file:
        CHECKS.check("Simulated, changed" in file.read(), "and a table in the "
                     "report")
    for name, limit, code in (
            ("a change within its limit", {"perturbed": "doubled",
                                           "least": -1}, 0),
            ("all changes within theirs", {"perturbed": "any", "least": -1}, 0),
            ("a change beyond it", {"perturbed": "any", "least": 1.5}, 1),
            ("a change that was not measured", {"perturbed": "flipped",
                                                "least": -1}, 1)):
        with open(limits, "w", encoding="utf-8") as file:
            json.dump({"format": "bevel-limits", "version": 1, "limits": [
                {"figure": "detected", "origin": "simulated", **limit}]}, file)
        done = run("eval", *SCENE, "--perturb", "doubled,5-hz", "--limits",
                   limits)
        CHECKS.check(done.returncode == code and
                     ("BROKEN LIMIT" in done.stdout) == bool(code), name,
                     told(name, done))
    with open(limits, "w", encoding="utf-8") as file:
        json.dump({"format": "bevel-limits", "version": 1, "limits": [
            {"figure": "detected", "origin": "simulated", "perturbed": 3,
             "least": 0}]}, file)
    refuses("a limit of a change without a name", 1, "eval", *scene,
            "--limits", limits, says="limit 1")


def check_perturbed_clip(folder):
    """A file: its truth goes with it, and stills have no times."""
    clip = os.path.join(folder, "changed.mkv")
    path = os.path.join(folder, "c.json")
    run("simulate", EARLY, "-o", clip, "--seconds", "0.6")
    done = run("eval", clip, "--perturb", "all", "--json", path)
    names = {name for name, _ in changes(path)}
    CHECKS.check(done.returncode == 0 and done.stderr == "" and
                 len(names) >= 18, "all changes of a file",
                 told("eval", done))
    flipped = changes(path)["flipped", "detected"]
    CHECKS.check(flipped["changed"]["count"] == flipped["plain"]["count"] > 5,
                 "a flipped one has as many needles", [str(flipped)])
    still = os.path.join(folder, "still.pgm")
    with open(still, "wb") as file:
        file.write(b"P5 320 240 255\n" + bytes(range(40, 80)) * 1920)
    done = run("eval", "--no-needle", still, "--perturb", "all", "--json",
               path)
    names = {name for name, _ in changes(path)}
    CHECKS.check(done.returncode == 0 and "flipped" in names and
                 "5-hz" not in names, "a still has no rate",
                 told("eval", done) + sorted(names))


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
    check_usage()
    with tempfile.TemporaryDirectory() as folder:
        check_scene(folder)
        check_limits(folder)
        check_clips(folder)
        check_perturb(folder)
        check_perturbed_clip(folder)
        check_resume(folder)
        check_state(folder)
    shutil.rmtree(os.path.dirname(EARLY))
    return CHECKS.end()


if __name__ == "__main__":
    sys.exit(main())
