#!/usr/bin/env python3
"""The window's words: each language is whole and well formed, and what the
window shows goes through gettext.

usage: words.py ROOT
"""
import os
import re
import shutil
import subprocess
import sys

import tap

SHOWN = re.compile(
    r"\b(gtk_label_new|gtk_label_set_text|gtk_button_new_with_label|"
    r"gtk_toggle_button_new_with_label|gtk_check_button_new_with_label|"
    r"gtk_button_set_label|gtk_widget_set_tooltip_text)"
    r'\((?:[^";]*?[,(])?\s*"((?:[^"\\]|\\.)*)"', re.S)
WRAPPED = re.compile(r'\bN?_\(\s*(?:"(?:[^"\\]|\\.)*"\s*)+\)')
NAMES = {"bevel"}


def bare(text):
    """Texts that are shown as they stand in the source."""
    for call, words in SHOWN.findall(WRAPPED.sub('""', text)):
        if re.search(r"[A-Za-z]{2}", words) and words not in NAMES:
            yield f'{call}("{words}") without _()'


def messages(path):
    """What a .po file says: msgid to msgstr."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    text = re.sub(r"^#~.*\n", "", text, flags=re.M)
    join = lambda part: "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', part))
    return {join(one): join(other) for one, other in re.findall(
        r'^msgid ((?:"(?:[^"\\]|\\.)*"\n)+)msgstr ((?:"(?:[^"\\]|\\.)*"\n?)+)',
        text, re.M)}


def main():
    root = sys.argv[1]
    checks = tap.Tap()
    for folder, _, names in os.walk(os.path.join(root, "ui")):
        for name in sorted(names):
            if name.endswith(".c"):
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as file:
                    wrong = list(bare(file.read()))
                checks.check(not wrong, os.path.relpath(path, root), wrong)
    known = set(messages(os.path.join(root, "po/bevel.pot"))) - {""}
    checks.check(len(known) > 500, "there are words", [str(len(known))])
    with open(os.path.join(root, "po/LINGUAS"), encoding="utf-8") as file:
        languages = file.read().split()
    for language in languages:
        path = os.path.join(root, f"po/{language}.po")
        said = messages(path)
        missing = [word for word in sorted(known) if not said.get(word)]
        checks.check(not missing, f"{language} has every word", missing)
        with open(path, encoding="utf-8") as file:
            checks.check("fuzzy" not in file.read(), f"{language} is no guess",
                         [])
        if not shutil.which("msgfmt"):
            checks.skip(f"{language} is well formed", "msgfmt is not installed")
            continue
        done = subprocess.run(["msgfmt", "--check", "-o", "/dev/null", path],
                              capture_output=True, text=True)
        checks.check(done.returncode == 0 and not done.stderr,
                     f"{language} is well formed", done.stderr.splitlines())
    for text, wrong in (('gtk_label_new("Depth")', 1),
                        ('gtk_label_new(_("Depth"))', 0),
                        ('gtk_button_set_label(button(x),\n "Go on")', 1),
                        ('gtk_label_new("")', 0)):
        checks.check(len(list(bare(text))) == wrong, f"judges {text!r}", [])
    return checks.end()


if __name__ == "__main__":
    sys.exit(main())
