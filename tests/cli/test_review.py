#!/usr/bin/env python3
"""bevel review: a clip, its report, what is kept of it, and refusals.

usage: test_review.py BEVEL SAMPLES
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

from cli import CHECKS, refuses, run, told

SAMPLES = os.path.abspath(sys.argv[2])
CLIP = os.path.join(SAMPLES, "clips", "nerve.mkv")
SCALE = ["--mm-per-px", "0.0625"]


def review(home, *words):
    """Into a report; with a cache of its own."""
    report = os.path.join(home, "report.json")
    env = dict(os.environ, XDG_CACHE_HOME=os.path.join(home, "cache"))
    done = run("review", *words, "--report", report, env=env)
    if done.returncode != 0:
        CHECKS.check(False, "the review is made", told("review", done))
        return done, {}
    with open(report, encoding="utf-8") as file:
        return done, json.load(file)


def value(report, key):
    return {one["key"]: one["value"] for one in report["measures"]}[key]


def kept(home):
    return glob.glob(os.path.join(home, "cache", "bevel", "analyses", "*"))


def whole(home):
    done, first = review(home, CLIP, *SCALE, "--target", "317,201")
    CHECKS.check(first.get("format") == "bevel-review" and
                 first["rules"]["name"] == "bevel" and
                 "unseen_mm" in first["rules"]["rules"],
                 "the report names the rules it was made by")
    CHECKS.check(0.5 < first["tip_seen"] <= 1 and
                 5 < value(first, "path_mm") < 20 and
                 value(first, "passes") == 1,
                 "the needle of the clip goes in once",
                 [str(first["measures"])[:600]])
    CHECKS.check(all(one["definition"] and one["source"] and one["unit"]
                     for one in first["measures"]) and
                 all(one["rule"] for one in first["moments"]) and
                 all(one["why"] for one in first["not_measured"]),
                 "every figure has a definition, a source and a unit")
    CHECKS.check("true_moments" in first and first["simulated"],
                 "the truth beside the clip is told with it")
    CHECKS.check("Not measured" in done.stdout and "SIMULATED" in done.stdout,
                 "people get a table", told("review", done))
    CHECKS.check(len(kept(home)) == 1 and
                 os.stat(kept(home)[0]).st_mode & 0o777 == 0o600,
                 "what was seen is kept for its owner", [str(kept(home))])
    return first


def again(home, first):
    path = kept(home)[0]
    os.utime(path, (1, 1))
    CHECKS.check(review(home, CLIP, *SCALE, "--target", "317,201")[1] == first
                 and os.stat(path).st_mtime == 1,
                 "what was kept gives the same, and is not made again")
    with open(path, "r+", encoding="utf-8") as file:
        lines = file.readlines()
        file.seek(0)
        file.truncate()
        file.writelines(lines[:60])
        file.write(lines[60][:30])
    CHECKS.check(review(home, CLIP, *SCALE, "--target", "317,201")[1] == first,
                 "one that was cut goes on, to the same")
    review(home, CLIP, *SCALE)
    CHECKS.check(len(kept(home)) == 2, "another target is another analysis")


def browsed(home, path):
    """As a browser takes it; where there is one."""
    browser = shutil.which("chromium")
    if not browser:
        CHECKS.skip("a browser shows and prints it", "chromium is not "
                    "installed")
        return
    printed = os.path.join(home, "printed.pdf")
    done = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu",
         "--enable-logging=stderr", f"--user-data-dir={home}/browser",
         f"--print-to-pdf={printed}", f"file://{path}"],
        capture_output=True, text=True, timeout=120)
    errors = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    with open(printed, "rb") as file:
        data = file.read()
    CHECKS.check(not errors and data.startswith(b"%PDF-") and
                 1 <= data.count(b"/Type /Page\n") <= 6,
                 "a browser shows and prints it without an error",
                 errors or [str(data.count(b"/Type /Page\n"))])


def page(home):
    path = os.path.join(home, "report.html")
    env = dict(os.environ, XDG_CACHE_HOME=os.path.join(home, "cache"))
    rules = os.path.join(home, "rules.json")
    with open(os.path.join(SAMPLES, "review", "rules.json"),
              encoding="utf-8") as file:
        own = json.load(file)
    own["name"] = "a <site>"
    own["rules"]["reached_mm"] = 20
    with open(rules, "w", encoding="utf-8") as file:
        json.dump(own, file)
    done = run("review", CLIP, *SCALE, "--target", "317,201", "--rules", rules,
               "--report", path, env=env)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    CHECKS.check(done.returncode == 0 and text.endswith("</html>\n") and
                 "<svg" in text and "aria-label=" in text and
                 "Not measured" in text, "the page is whole",
                 told("review", done))
    CHECKS.check("a &lt;site&gt;" in text and "target reached" in text and
                 "src=\"data:image/png;base64,iVBOR" in text and
                 text.count("<img ") == text.count("<img alt=\"Ultrasound"),
                 "a site's rules make it, and each picture has words")
    CHECKS.check("(reached_mm: 20 mm)" in done.stdout,
                 "people are told the limit that a rule names",
                 told("review", done))
    CHECKS.check(text.count("(reached_mm: 20 mm, reached_s: ") >= 1 and
                 os.path.dirname(CLIP) not in text and
                 "first pass</td>" in text.replace("\n", "") and
                 "yes = 1" not in text,
                 "the page says each rule with its limits, and not where the "
                 "recording lies")
    CHECKS.check("http" not in text, "it needs nothing from elsewhere")
    browsed(home, path)
    path = os.path.join(home, "report.pdf")
    done = run("review", CLIP, *SCALE, "--target", "317,201", "--report", path,
               env=env)
    with open(path, "rb") as file:
        data = file.read()
    CHECKS.check(done.returncode == 0 and data.startswith(b"%PDF-") and
                 data.rstrip().endswith(b"%%EOF"), "the PDF is whole",
                 told("review", done))
    numbered(path)


def numbered(path):
    """Each page of a PDF says which one it is, and of how many."""
    if not shutil.which("pdftotext"):
        CHECKS.skip("the PDF's pages are numbered",
                    "pdftotext is not installed")
        return
    pages = subprocess.run(["pdftotext", path, "-"], capture_output=True,
                           text=True, check=True).stdout.split("\f")[:-1]
    CHECKS.check(len(pages) > 1 and all(
        f"page {i + 1} of {len(pages)}\n" in page
        for i, page in enumerate(pages)), "the PDF's pages are numbered",
                 [page[-60:] for page in pages])


def corrected(home):
    """What a person says stands in place, apart from what was measured."""
    path = os.path.join(home, "corrected.mkv")
    rules = os.path.join(home, "rules.json")  # of page(): reached within 20 mm
    words = [*SCALE, "--target", "317,201", "--rules", rules]
    shutil.copy(CLIP, path)
    found = review(home, path, *words)[1]["moments"]
    span = {key: found[0][key] for key in
            ("kind", "start_frame", "end_frame", "start_s", "end_s")}
    said = [{"what": "changed", "measured": span, "note": "a <note>",
             "is": {**span, "kind": "redirection"}},
            {"what": "added", "is": {**span, "kind": "other"}},
            {"what": "rejected", "measured": {**span, "kind": "withdrawal"}}]
    pages = []
    for what in (said, [{"what": "rejected", "measured": span}]):
        with open(os.path.join(home, "corrected.mkv.review.json"), "w",
                  encoding="utf-8") as file:
            json.dump({"format": "bevel-corrections", "version": 1,
                       "moments": what}, file)
        report = os.path.join(home, "corrected.html")
        done = run("review", path, *words, "--report", report,
                   env=dict(os.environ,
                            XDG_CACHE_HOME=os.path.join(home, "cache")))
        CHECKS.check(done.returncode == 0, "corrections are reported",
                     told("review", done))
        with open(report, encoding="utf-8") as file:
            pages.append(file.read())
    first = pages[0][pages[0].find("<h2>Moments"):][:2000]
    CHECKS.check(found[0]["kind"] == "target_reached" and
                 '<b class="word">CORRECTED</b> Measured: target reached, '
                 in first and "<br>A person says: redirection, " in first and
                 " s. (a &lt;note&gt;)</li>" in first,
                 "a moment that was corrected has both, apart", [first])
    CHECKS.check('<b class="word">ADDED</b> A person says: other, ' in first
                 and "<s>withdrawn, " in first and ", by other rules or "
                 "another scale</s>" in first and "<figcaption>CORRECTED: target" in pages[0] and
                 "A frame with a bar" in pages[0],
                 "one that was added, and one that is measured no more",
                 [first])
    CHECKS.check('<b class="word">NOT SO</b> Measured: <s>target reached, '
                 in pages[1] and "<figcaption>NOT SO: target" in pages[1],
                 "one that is not so is struck through, and says so in words",
                 [pages[1][pages[1].find("<h2>Moments"):][:2000]])


def unscaled(home):
    done, report = review(home, CLIP)
    CHECKS.check(value(report, "path_mm") is None and
                 value(report, "tip_seen") > 50 and
                 "scale is not known" in done.stdout,
                 "without a scale nothing in mm is said", told("review", done))
    CHECKS.check("(not known: the scale is not known)" in done.stdout,
                 "moments that cannot be known are not none",
                 told("review", done))


def refusals(home):
    folder = os.path.join(home, "none.json")
    refuses("a review needs a recording", 2, "review", says="name a recording")
    refuses("a report has an ending that is known", 2, "review", CLIP,
            "--report", "x.doc", says="FILE.html")
    refuses("a clip that is not there is told", 1, "review",
            os.path.join(home, "no.mkv"), says="no.mkv")
    refuses("rules that are not there are told", 1, "review", CLIP, "--rules",
            folder, says="none.json")
    with open(folder, "w", encoding="utf-8") as file:
        file.write("{}")
    refuses("rules that are none are told", 1, "review", CLIP, "--rules",
            folder, says="bevel-review-rules")
    refuses("seeds are for scenes", 2, "review", CLIP, "--seed", "3",
            says="--scene")
    refuses("an analysis is not written over something else", 1, "review",
            CLIP, "--analysis", folder, says="no analysis")


def german(home):
    """For people a report is in their language; what is printed is not."""
    env = dict(os.environ, XDG_CACHE_HOME=os.path.join(home, "cache"),
               LC_ALL="C.UTF-8", LANGUAGE="de")
    path = os.path.join(home, "bericht.html")
    done = run("review", CLIP, *SCALE, "--target", "317,201", "--report", path,
               env=env)
    with open(path, encoding="utf-8") as file:
        page = file.read()
    CHECKS.check(done.returncode == 0 and '<html lang="de">' in page and
                 "<h2>Nicht gemessen</h2>" in page and
                 "Not measured" not in page and "The tip is" not in page and
                 "Not measured" in done.stdout and "gemessen" not in
                 done.stdout, "a report is whole in the user's language",
                 told("review", done) + [page[:300]])


def injected(home):
    """One that is declared where there is no clip any more is said, each time;
    another one says nothing."""
    env = dict(os.environ, XDG_CACHE_HOME=os.path.join(home, "cache"))
    for seconds, said in (("40..50", True), ("40..50", True), ("3..50", False)):
        done = run("review", CLIP, *SCALE, "--text", "--inject", seconds,
                   env=env)
        CHECKS.check(done.returncode == 0 and
                     ("ends at 6.0 s, before the injection" in done.stderr) ==
                     said, f"an injection at {seconds} of a clip of 6 s",
                     told("review", done))


def clip(home):
    """The clip to show: the scan area that was named, and nothing else."""
    env = dict(os.environ, XDG_CACHE_HOME=os.path.join(home, "cache"))
    path = os.path.join(home, "shown.mkv")
    words = [CLIP, *SCALE, "--target", "317,201", "--clip", path]
    done = run("review", *words, env=env)
    CHECKS.check(done.returncode == 1 and "--area" in done.stderr and
                 not os.path.exists(path),
                 "what is only found is not given away", told("clip", done))
    done = run("review", *words, "--area", "0,0,9000,9000", env=env)
    CHECKS.check(done.returncode == 1 and "beyond the picture" in done.stderr
                 and not os.path.exists(path),
                 "an area beyond the picture is refused", told("clip", done))
    refuses("an area has two corners", 2, "review", *words, "--area", "1,2,3",
            says="two corners", env=env)
    done = run("review", *words, "--area", "100,50,400,300", "--beside", CLIP,
               env=env)
    facts = subprocess.run(
        ["ffprobe", "-v", "error", "-show_format", "-show_streams", path],
        capture_output=True, text=True, check=False).stdout
    CHECKS.check(done.returncode == 0 and "width=608\n" in facts and
                 "height=250\n" in facts and "Aligned " in done.stdout,
                 "two stand side by side, and it says by what",
                 told("clip", done) + [facts[:400]])
    done = run("review", *words, "--area", "100,50,400,300", env=env)
    CHECKS.check(done.returncode == 1 and "there already" in done.stderr and
                 "after --clip." in done.stderr,
                 "a clip is not written over, and what is said can be done",
                 told("clip", done))
    facts = "".join(line for line in facts.splitlines(True)
                    if not line.startswith("filename="))
    CHECKS.check(home not in facts and "nerve" not in facts and
                 "title" not in facts.lower(),
                 "nothing beside the pictures says what it is of", [facts])


def damaged(home):
    path = os.path.join(home, "cut.mkv")
    with open(CLIP, "rb") as file:
        data = file.read()
    with open(path, "wb") as file:
        file.write(data[:len(data) * 2 // 3])
    done, report = review(home, path, *SCALE)
    CHECKS.check(done.returncode == 0 and 2 < report["seconds"] < 5 and
                 "is reviewed" in done.stderr,
                 "what is left of a damaged recording is reviewed, and said",
                 told("review", done))


def hurt(home):
    """Bytes that are wrong in mid-recording."""
    path = os.path.join(home, "hurt.mkv")
    with open(CLIP, "rb") as file:
        data = bytearray(file.read())
    data[len(data) * 2 // 5] ^= 0xff
    with open(path, "wb") as file:
        file.write(data)
    done, report = review(home, path, *SCALE)
    CHECKS.check(done.returncode == 0 and len(report["damaged"]) == 1 and
                 report["damaged"][0][0] == report["damaged"][0][1] and
                 "passed over: 1." in done.stdout and report["seconds"] > 5.9,
                 "a damaged picture is left out, and said by its number",
                 told("review", done) + [str(report.get("damaged"))])
    page_path = os.path.join(home, "hurt.html")
    done = run("review", path, *SCALE, "--report", page_path,
               env=dict(os.environ, XDG_CACHE_HOME=os.path.join(home, "cache")))
    with open(page_path, encoding="utf-8") as file:
        CHECKS.check("passed over: 1." in file.read(), "in its report too",
                     told("review", done))


def caches(home):
    env = dict(os.environ, XDG_CACHE_HOME=os.path.join(home, "cache"))
    own = os.path.join(home, "own.jsonl")
    for seconds, says in (("0.3", ""), ("0.4", "begun anew")):
        done = run("review", "--scene", "nerve", "--seconds", seconds,
                   "--analysis", own, "--text", env=env)
        CHECKS.check(done.returncode == 0 and says in done.stderr,
                     "an analysis of other words is said to begin anew",
                     told("review", done))
    before = len(kept(home))
    done = run("review", "--clear-cache", env=env)
    CHECKS.check(before > 0 and kept(home) == [] and
                 re.fullmatch(r"\d+ removed\n", done.stdout) and
                 int(done.stdout.split()[0]) >= before and os.path.exists(own),
                 "the cache is cleared", told("clear", done))


with tempfile.TemporaryDirectory() as place:
    again(place, whole(place))
    page(place)
    corrected(place)
    unscaled(place)
    refusals(place)
    german(place)
    injected(place)
    clip(place)
    damaged(place)
    hurt(place)
    caches(place)
raise SystemExit(CHECKS.end())
