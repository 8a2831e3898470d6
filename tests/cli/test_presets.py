#!/usr/bin/env python3
"""`bevel presets`: the screens whose scale was confirmed.

usage: test_presets.py BEVEL
"""
import json
import os
import tempfile

from cli import CHECKS, refuses, run, told

# Ticks, and a text of a few strokes.
ROWS = [["0000", "0ff0", "0ff0", "0ff0", "0ff0", "0000"],
        ["ffff0000", "ffff0000", "0000ffff"]]


def preset(scale):
    """One as it lies in the file."""
    looks = [{"box_px": [10, 10, 10 + len(rows[0]), 10 + len(rows)],
              "rows": rows} for rows in ROWS]
    return {"id": "0", "made": "2026-11-27 21:05", "width_px": 320,
            "height_px": 240, "mm_per_px": scale, "from": "read",
            "why": "a ruler", "looks": looks}


def write(home, presets, version=1):
    folder = os.path.join(home, "bevel")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "presets.json"), "w",
              encoding="utf-8") as file:
        json.dump({"format": "bevel-presets", "version": version,
                   "presets": presets}, file)


def check_list(home, env):
    done = run("presets", env=env)
    CHECKS.check(done.returncode == 0 and done.stdout ==
                 "There are no presets.\n" and not os.listdir(home),
                 "without a file there are none", told("presets", done))
    write(home, [preset(0.0625)])
    done = run("presets", "list", env=env)
    CHECKS.check(done.returncode == 0 and "320 x 240 px  0.0625 mm/px  read on "
                 "2026-11-27 21:05: a ruler" in done.stdout,
                 "one is listed", told("presets", done))
    return done.stdout.split()[0]


def check_remove(name, env):
    refuses("one that is not there", 1, "presets", "remove", "nobody",
            says="There is no preset nobody", env=env)
    done = run("presets", "remove", name, env=env)
    again = run("presets", env=env)
    CHECKS.check(done.stdout == "1 removed\n" and "no presets" in again.stdout,
                 "one is removed", told("remove", done))
    refuses("nothing named", 2, "presets", "remove", says="which", env=env)
    refuses("another word", 2, "presets", "show", says="list or remove",
            env=env)


def check_damaged(home, env):
    for wrong, presets in (("a scale that no picture has", [preset(50)]),
                           ("a box outside", [dict(preset(0.1), width_px=12)]),
                           ("no list", 7)):
        write(home, presets)
        done = run("presets", env=env)
        path = os.path.join(home, "bevel", "presets.json")
        CHECKS.check(done.returncode == 0 and "no presets" in done.stdout and
                     done.stderr.count("\n") == 1 and
                     "is damaged" in done.stderr and
                     os.path.exists(path + ".damaged") and
                     not os.path.exists(path), f"{wrong}: set aside, and said",
                     told("presets", done))
    write(home, [], version=2)
    refuses("a newer file", 1, "presets", says="a newer bevel", env=env)


with tempfile.TemporaryDirectory() as config:
    ENV = dict(os.environ, XDG_CONFIG_HOME=config)
    check_remove(check_list(config, ENV), ENV)
    check_damaged(config, ENV)
raise SystemExit(CHECKS.end())
