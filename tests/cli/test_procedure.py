#!/usr/bin/env python3
"""`bevel procedure` as its users type it: the library is listed and shown with
the source of every number, a site's own file goes before a bundled one, and
every mistake is found in its file and line.

usage: test_procedure.py BEVEL
"""
import glob
import json
import os
import re
import tempfile

from cli import CHECKS, one_sentence, refuses, run, told

FOLDER = os.path.join(os.environ["BEVEL_SAMPLES_DIR"], "procedures")


def bundled(name):
    with open(os.path.join(FOLDER, name + ".json"), encoding="utf-8") as file:
        return json.load(file)


def write(folder, name, made):
    path = os.path.join(folder, name + ".json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(made, file, indent=1)
    return path


def numbers(value):
    """Every number's object of a file."""
    if isinstance(value, dict):
        if "unit" in value:
            yield value
        for member in value.values():
            yield from numbers(member)
    elif isinstance(value, list):
        for member in value:
            yield from numbers(member)


def check_library(env):
    """All pass; what they say has its source; the rules hold by themselves."""
    paths = sorted(glob.glob(os.path.join(FOLDER, "*.json")))
    done = run("procedure", "check", *paths, env=env)
    CHECKS.check(done.returncode == 0 and done.stderr == "" and
                 done.stdout.count(": no mistakes. Numbers, each with its "
                                   "source: ") == len(paths) == 28,
                 "the 28 files have no mistakes", told("check", done))
    for path in paths:
        name = os.path.basename(path)[:-5]
        made = bundled(name)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        kinds = {key: about["kind"] for key, about in made["sources"].items()}
        CHECKS.check(all(kinds[number["source"]] != "web"
                         for number in numbers(made)) and
                     all(kinds[number["source"]] in
                         ("peer_reviewed", "society")
                         for key in ("depth_mm", "volume_ml")
                         for number in made[key]),
                     f"{name}: its numbers are from where numbers may be from")
        CHECKS.check(made["reviewed_by"] is None,
                     f"{name}: nobody is said to have reviewed it")
        CHECKS.check(not re.search(r"\d\s*(mg|mcg|µg|g|IU)\b|caine", text),
                     f"{name}: no dose, and no name of an anaesthetic")


def check_list(env):
    done = run("procedure", "list", env=env)
    lines = done.stdout.splitlines()
    listed = [line.split()[0] for line in lines if line.startswith("  ")]
    CHECKS.check(done.returncode == 0 and sorted(listed) == sorted(
        os.path.basename(path)[:-5]
        for path in glob.glob(os.path.join(FOLDER, "*.json"))),
        "all are listed", told("list", done))
    CHECKS.check("shoulder" in lines and "nerve block" in lines and
                 lines.index("shoulder") < lines.index("nerve block") and
                 all(len(line) <= 80 for line in lines) and
                 "typical, check your own protocol" in done.stdout and
                 "not reviewed by a clinician" in done.stdout,
                 "by group, and with what numbers are", lines)


def check_show(env):
    """Beside each number stands what must be known of it."""
    for name in ("subacromial-bursa", "suprascapular", "hip-anterior",
                 "stellate-ganglion"):
        count = len(list(numbers(bundled(name))))
        done = run("procedure", "show", name, env=env)
        text = " ".join(done.stdout.split())
        beside = re.findall(r"typical, check your own protocol; not reviewed "
                            r"by a clinician from \S+ \((peer-reviewed|a "
                            r"society's|textbook)", text)
        CHECKS.check(done.returncode == 0 and len(beside) == count and
                     all(len(line) <= 80 for line in done.stdout.splitlines()),
                     f"{name}: {count} numbers, each with what is beside it",
                     told("show", done))
        CHECKS.check(done.stdout.splitlines()[1].startswith(
            "Bundled with bevel: not reviewed by a clinician.") and
            not re.search(r"\b(safe|clear to|go ahead)\b", text),
            f"{name}: says that nobody reviewed it", told("show", done))
    done = run("procedure", "show", "interscalene", env=env)
    CHECKS.check("Volume      left blank" in done.stdout and
                 "a point beside a nerve" in done.stdout and
                 "[check locally]" in done.stdout,
                 "what no good source gives is blank", told("show", done))


def check_own(folder, env):
    """A site's own file goes before the bundled one."""
    own = os.path.join(folder, "bevel", "procedures")
    os.makedirs(own)
    made = bundled("interscalene")
    made["reviewed_by"] = "A. Clinician, 2026"
    made["sources"]["ours"] = {"kind": "site", "year": 2026,
                               "title": "Our protocol"}
    made["volume_ml"] = [{"range": [8, 12], "unit": "mL", "source": "ours"}]
    write(own, "interscalene", made)
    write(own, "ours", dict(made, id="ours", name="Ours", group="other"))
    with open(os.path.join(own, "tap.json"), "w", encoding="utf-8") as file:
        file.write("{\n\n")
    done = run("procedure", "show", "interscalene", env=env)
    text = " ".join(done.stdout.split())
    CHECKS.check(done.returncode == 0 and
                 "The site's own file: reviewed by A. Clinician, 2026." in text
                 and "8 to 12 mL typical, check your own protocol; reviewed by "
                 "A. Clinician, 2026 from ours (the site's protocol, 2026)" in
                 text, "the site's own is shown, with who reviewed it",
                 told("show", done))
    done = run("procedure", "list", env=env)
    CHECKS.check(done.returncode == 0 and
                 "Interscalene block (the site's own)" in done.stdout and
                 "Ours (the site's own)" in done.stdout and
                 "tap.json:3: not valid JSON" in done.stdout and
                 "Femoral nerve block\n" in done.stdout,
                 "the list says whose each is, and which one is damaged",
                 told("list", done))
    refuses("a damaged file of the site's does not fall back", 1, "procedure",
            "show", "tap", says="tap.json:3: not valid JSON", env=env)


def finds(what, folder, change, key, *says, after=0):
    """One mistake is told, so many lines after the one that has the key."""
    made = bundled("suprascapular")
    change(made)
    path = write(folder, "suprascapular", made)
    with open(path, encoding="utf-8") as file:
        line = after + next(number for number, text in enumerate(file, 1)
                            if key in text)
    done = run("procedure", "check", path)
    lines = [text for text in done.stdout.splitlines()
             if "A remark" not in text]
    CHECKS.check(done.returncode == 1 and len(lines) == 1 and
                 lines[0].startswith(f"{path}:{line}: ") and
                 all(word in lines[0] for word in says) and
                 one_sentence(done.stderr, "1 mistake in 1 of 1 file"),
                 what, [f"{path}:{line}: ", *told("check", done)])


def check_mistakes(folder):
    depth = {"value": 38.5, "unit": "mm", "source": "N15"}

    def put(key, *values):
        return lambda made: made.__setitem__(key, list(values))

    finds("a number without a source", folder,
          put("volume_ml", {"value": 5, "unit": "mL"}), '"volume_ml"',
          "volume_ml[0] needs a \"source\"", after=1)
    finds("a volume from the web", folder,
          put("volume_ml", {"value": 5, "unit": "mL", "source": "N17"}),
          '"volume_ml"', 'is from "N17"', "peer-reviewed", after=1)
    finds("a range the wrong way round", folder,
          put("depth_mm", {"range": [40, 20], "unit": "mm", "source": "N15"}),
          '"range"', "lower number first")
    finds("a unit that there is not", folder,
          put("depth_mm", dict(depth, unit="furlong")), '"furlong"',
          "must be one of mm")
    finds("a dose", folder,
          put("steps", {"text": "Give 40 mg.", "source": "N15"}), "40 mg",
          "a unit of dose")
    finds("a word that there is not", folder,
          lambda made: made["approaches"][0].update(plane="on-plane"),
          "on-plane", "must be one of in-plane, out-of-plane")
    path = write(folder, "suprascapular",
                 dict(bundled("suprascapular"), setps=[]))
    done = run("procedure", "check", path)
    CHECKS.check(done.returncode == 0 and
                 'the nearest is "steps". (A remark, no mistake.)' in
                 done.stdout, "a mistyped key is a remark",
                 told("check", done))


with tempfile.TemporaryDirectory() as home:
    empty, site = os.path.join(home, "empty"), os.path.join(home, "site")
    os.mkdir(empty)
    env_empty = dict(os.environ, XDG_CONFIG_HOME=empty)
    check_library(env_empty)
    check_list(env_empty)
    check_show(env_empty)
    check_own(site, dict(os.environ, XDG_CONFIG_HOME=site))
    check_mistakes(home)
    refuses("a procedure that there is not", 1, "procedure", "show",
            "no-such", says="no-such", env=env_empty)
    refuses("a file that there is not", 1, "procedure", "check",
            os.path.join(home, "no.json"), says="no.json")
    refuses("a folder in place of a file", 1, "procedure", "check",
            home + "/", says="a folder")
    refuses("check without a file", 2, "procedure", "check")
    refuses("show without a name", 2, "procedure", "show")
    refuses("list with a word", 2, "procedure", "list", "all")
    refuses("procedure without a word", 2, "procedure")
    refuses("procedure with a wrong word", 2, "procedure", "lsit")
raise SystemExit(CHECKS.end())
