#!/usr/bin/env python3
"""bevel learner, course, review scale, rate and agreement: from attempts to
what a trainer asks of them.

usage: test_learner.py BEVEL SAMPLES
"""
import csv
import json
import os
import re
import shutil
import sqlite3
import sys
import tempfile

from cli import CHECKS, refuses, run, told

SAMPLES = os.path.abspath(sys.argv[2])
CLIP = os.path.join(SAMPLES, "clips", "nerve.mkv")
HOW = ["--mm-per-px", "0.0625", "--target", "317,201", "--task", "nerve"]


def works(name, *words, says="", env=None):
    done = run(*words, env=env)
    CHECKS.check(done.returncode == 0 and says in done.stdout, name,
                 told(name, done))
    return done.stdout


def attempts(home, env):
    learner = works("a learner gets a pseudonym", "learner", "add",
                    says="learner-", env=env).strip()
    works("an expert may have a name", "learner", "add", "e1", "--expert",
          env=env)
    for i in (1, 2, 3):
        copy = os.path.join(home, f"try{i}.mkv")
        shutil.copy(CLIP, copy)
        works("an attempt is kept", "review", copy, *HOW, "--learner",
              learner if i < 3 else "e1", says=f"Kept as attempt {i} of",
              env=env)
    refuses("a learner who is not there is said before anything is looked at",
            1, "review", copy, *HOW, "--learner", "who", says="no learner",
            env=env)
    refuses("the same recording is no other attempt", 1, "review", copy, *HOW,
            "--learner", "e1", says="already", env=env)
    path = os.path.join(home, "data", "bevel", "store.db")
    measured_again(copy, path, env)
    CHECKS.check(os.stat(path).st_mode & 0o777 == 0o600,
                 "the store is its owner's alone")
    return learner, path


def measured_again(clip, path, env):
    """What an attempt comes to follows a scale that is said later, and what
    people scored stays."""
    def paths():
        with sqlite3.connect(path) as store:
            return store.execute(
                "SELECT value FROM measure WHERE attempt = 3 AND key = "
                "'path_mm'").fetchall(), store.execute(
                    "SELECT count(*) FROM attempt").fetchall()

    (before,), count = paths()
    works("an attempt is measured anew", "review", clip, "--mm-per-px", "0.125",
          "--target", "317,201", "--learner", "e1", "--again",
          says="Measured anew: attempt 3 of e1", env=env)
    (after,), count_after = paths()
    CHECKS.check(1.8 < after[0] / before[0] < 2.2 and count_after == count,
                 "by the other scale, and is the same attempt",
                 [f"{before}, {after}"])
    works("and once more", "review", clip, *HOW[:4], "--learner", "e1",
          "--again", says="Measured anew", env=env)
    refuses("of none there is nothing to measure anew", 1, "review", CLIP,
            "--learner", "e1", "--again", says="leave out --again", env=env)


def follow(home, learner, env):
    table = os.path.join(home, "all.csv")
    works("attempts are shown with their figures", "learner", "show", learner,
          says="tip_seen", env=env)
    works("and exported", "learner", "export", "--csv", table, env=env)
    with open(table, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    CHECKS.check({row["attempt"] for row in rows} == {"1", "2", "3"} and
                 any(row["measure"] == "passes" and row["value"] == "1"
                     for row in rows) and home not in str(rows),
                 "a row a figure, and no path", [str(rows[:2])])
    for end, start in ((".pdf", b"%PDF"), (".png", b"\x89PNG"),
                       (".html", b"<!DOCTYPE")):
        curve = os.path.join(home, "curve" + end)
        works("a curve with its charts", "learner", "curve", learner,
              "--measure", "passes", "--most", "1", "--cusum",
              "0.2,0.4,0.1,0.1", "--lc-cusum", "0.1,0.2,1.25", "-o", curve,
              env=env)
        with open(curve, "rb") as file:
            CHECKS.check(file.read().startswith(start), f"as {end}")
    with open(os.path.join(home, "curve.html"), encoding="utf-8") as file:
        page = file.read()
    CHECKS.check("Learning curve of " in page and
                 not re.search(r"<td>[0-9]+\.[0-9]{2}", page),
                 "with no more digits than a report has", [page[-900:]])
    works("and in German", "learner", "curve", learner, "--measure", "passes",
          "--most", "1", "-o", curve,
          env=dict(env, LC_ALL="C.UTF-8", LANGUAGE="de"))
    with open(curve, encoding="utf-8") as file:
        page = file.read()
    CHECKS.check('lang="de"' in page and "Lernkurve von " in page and
                 "<th>Versuch</th>" in page, "for who reads that",
                 [page[-900:]])
    refuses("rates that make no chart", 1, "learner", "curve", learner,
            "--measure", "passes", "--most", "1", "--cusum", "0.4,0.2,0.1,0.1",
            "-o", curve, says="--cusum", env=env)
    refuses("limits the wrong way round", 2, "learner", "curve", learner,
            "--measure", "passes", "--least", "5", "--most", "1", "-o", curve,
            says="--least is above --most", env=env)
    refuses("a CUSUM without a limit", 2, "learner", "curve", learner,
            "--measure", "passes", "--cusum", "0.2,0.4,0.1,0.1", "-o", curve,
            says="--least", env=env)


def judge(env):
    for name in ("needle-global", "injection-checklist"):
        works("the scales that come with bevel are whole", "review", "scale",
              "check", os.path.join(SAMPLES, "review", "scales",
                                    name + ".json"), says="no mistakes",
              env=env)
    sheet = works("a blinded sheet", "review", "rate", "1", "--scale",
                  "needle-global", "--blinded", says="Respect for tissue",
                  env=env)
    CHECKS.check("try1" not in sheet, "does not say whose it is", [sheet[:200]])
    refuses("one rater agrees with nobody", 1, "review", "agreement",
            "needle-global", says="two raters", env=env)
    scores = {"r1": (2, 3, 5), "r2": (2, 4, 5)}
    for rater, given in scores.items():
        for attempt, score in enumerate(given, 1):
            works("a rating", "review", "rate", str(attempt), "--scale",
                  "needle-global", "--rater", rater, "--scores",
                  f"tissue={score},flow={score}", says="2 of 7", env=env)
    refuses("a score that there is not", 1, "review", "rate", "1", "--scale",
            "needle-global", "--rater", "r1", "--scores", "tissue=6",
            says="no score", env=env)
    # ICC(2,1) of (2,2), (3,4), (5,5) by Shrout and Fleiss: between 4.5, raters
    # and rest 1/6 each: (4.5 - 1/6) / (4.5 + 1/6) = 0.929
    works("agreement is told", "review", "agreement", "needle-global",
          says="0.93", env=env)


ITEMS = ("tissue", "motion", "handling", "visibility", "flow", "knowledge",
         "overall")


def report(home, env, end, *words):
    """Of the first attempt; as text."""
    path = os.path.join(home, "scored." + end)
    done = run("review", os.path.join(home, "try1.mkv"), *HOW[:4], "--report",
               path, *words, env=env)
    CHECKS.check(done.returncode == 0, "a report is written",
                 told("review", done))
    with open(path, "rb") as file:
        return file.read().decode("utf-8", "replace")


def reported(home, env):
    """What people scored is in the reports, by rater and item."""
    for rater, more, blinded in (("r3", 0, ["--blinded"]), ("<r4>", 1, [])):
        for attempt in (1, 2, 3):
            scores = [min(5, attempt + (i + 1) % 3 + more * (i % 2))
                      for i in range(7)]
            works("a rating of all items", "review", "rate", str(attempt),
                  "--scale", "needle-global", "--rater", rater, *blinded,
                  "--scores", ",".join(f"{key}={score}" for key, score in
                                       zip(ITEMS, scores)), says="7 of 7",
                  env=env)
    scores = json.loads(report(home, env, "json"))["scores"]
    given = {one["rater"]: one for one in scores[0]["ratings"]}
    told_of = scores[0]["agreement"]
    CHECKS.check(len(scores) == 1 and scores[0]["scale"] == "needle-global" and
                 given["r3"]["items"] == dict(zip(ITEMS,
                                                  (2, 3, 1, 2, 3, 1, 2))) and
                 given["r3"]["blinding"] == "kept" and
                 given["r1"]["blinding"] == "none" and
                 given["r1"]["items"] == {"tissue": 2, "flow": 2} and
                 not given["r1"]["whole"] and given["r3"]["percent"] == 25,
                 "the report has what each rater gave, and what they saw",
                 [str(scores)[:900]])
    CHECKS.check(told_of["attempts"] == 3 and told_of["raters"] == 2 and
                 told_of["same_items"] == 4 and
                 told_of["icc_2_1_whole"]["low"] <
                 told_of["icc_2_1_whole"]["value"] <
                 told_of["icc_2_1_whole"]["high"] and
                 0 < told_of["weighted_kappa"]["motion"]["value"] < 1,
                 "and how well those agree who judged all",
                 [str(told_of)[:900]])
    page = report(home, env, "html")
    CHECKS.check("<h2>Scores</h2>" in page and "<th>r3, blinded</th>" in page
                 and "<th>&lt;r4&gt;</th>" in page and
                 "<td>25 % (2 of 7 items)</td>" in page and
                 "<td>Respect for tissue (1 to 5)</td>" in page and
                 "weighted kappa" in page and "learner-" not in page and
                 "a person gives them" not in page,
                 "people read it, without whose attempt it is",
                 [page[page.find("<h2>Scores"):][:900]])
    CHECKS.check(report(home, env, "pdf").startswith("%PDF"),
                 "and print it")
    done = run("review", os.path.join(home, "try1.mkv"), *HOW[:4], "--text",
               env=env)
    CHECKS.check("\nScores\n" in done.stdout and
                 re.search(r"Respect for tissue \(1 to 5\) +[0-9]",
                           done.stdout) and "r3, blinded" in done.stdout and
                 "weighted kappa" in done.stdout and "a person gives them"
                 not in done.stdout, "at a terminal, too",
                 told("review", done))
    page = report(home, dict(env, LC_ALL="C.UTF-8", LANGUAGE="de"), "html")
    CHECKS.check("<td>Schonung des Gewebes (1 bis 5)</td>" in page and
                 "<th>r3, verblindet</th>" in page,
                 "in their language, the scale's texts too",
                 [page[page.find("<h2>Wertung"):][:900]])
    page = report(home, env, "html", "--rater", "r1")
    CHECKS.check("Raters who judged it: 4" in page and "r3" not in page and
                 "<th>r1</th>" in page,
                 "a rater who is not done does not see what others gave")
    path = os.path.join(home, "none.html")
    run("review", CLIP, *HOW[:4], "--report", path, env=env)
    with open(path, encoding="utf-8") as file:
        page = file.read()
        CHECKS.check("Scores" not in page and "a person gives them" in page,
                     "of a recording that nobody judged nothing is said")


def course(learner, env):
    for name in ("first-needle", "steady-hands"):
        works("the courses that come with bevel are whole", "course", "check",
              os.path.join(SAMPLES, "review", "courses", name + ".json"),
              says="no mistakes", env=env)
    works("an attempt against a step", "course", "result", "first-needle",
          "--step", "straight", "--attempt", "1", says="straight: passed",
          env=env)
    works("how far a learner came", "course", "show", "first-needle",
          "--learner", learner, says="passed 1 of 3 steps; next: "
          "no-blind-advance", env=env)
    refuses("an attempt at another scene", 1, "course", "result",
            "first-needle", "--step", "one-pass", "--attempt", "1",
            says="subacromial-bursa", env=env)


def damaged(home, path, env):
    with sqlite3.connect(path) as store:
        page = store.execute("SELECT rootpage FROM sqlite_schema WHERE name = "
                             "'measure'").fetchone()[0]
    store.close()
    with open(path, "r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\x5a" * 4096)
    done = run("learner", "list", env=env)
    CHECKS.check(done.returncode == 0 and "attempts 3" in done.stderr and
                 "e1" in done.stdout, "a damaged store says what is left",
                 told("list", done))
    page = report(home, env, "html")
    CHECKS.check("The store of learners is damaged" in page and
                 "<th>r3, blinded</th>" in page,
                 "a report has what is left of its scores, and says so")
    done = run("learner", "add", env=env)
    CHECKS.check(done.returncode == 1 and "rescue" in done.stderr,
                 "and is not written", told("add", done))
    works("it goes on with that", "learner", "rescue", says=".damaged-1",
          env=env)
    CHECKS.check(os.path.exists(path + ".damaged-1"), "a copy is kept")
    works("and is whole again", "learner", "add", "new", env=env)


def main():
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    # a busy disk's syncs take seconds
    with tempfile.TemporaryDirectory(dir=memory) as home:
        env = dict(os.environ, XDG_CACHE_HOME=os.path.join(home, "cache"),
                   XDG_DATA_HOME=os.path.join(home, "data"),
                   XDG_CONFIG_HOME=os.path.join(home, "config"))
        learner, path = attempts(home, env)
        follow(home, learner, env)
        judge(env)
        reported(home, env)
        course(learner, env)
        damaged(home, path, env)


main()
raise SystemExit(CHECKS.end())
