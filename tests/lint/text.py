#!/usr/bin/env python3
"""Text rules: no trailing blanks or tabs, a final newline, files under 600
lines, shell scripts that shellcheck accepts, sources as clang-format has them.

usage: text.py ROOT
"""
import os
import shutil
import subprocess
import sys

import tap

LONGEST_LINES = 600
ENDINGS = (".c", ".h", ".cpp", ".py", ".md", ".build", ".txt", ".css", ".ui",
           ".xml", ".supp")
TOPS = ["src", "acquisition", "guidance", "ui", "tests", "tools", "docs",
        ".ci", "samples"]


def files(root):
    for top in TOPS:
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in sorted(names):
                path = os.path.join(folder, name)
                if name.endswith(ENDINGS) or is_script(path):
                    yield os.path.relpath(path, root)
    for name in ("meson.build", "meson_options.txt", "README.md", "NEWS.md",
                 "CONTRIBUTING.md"):
        if os.path.exists(os.path.join(root, name)):
            yield name


def is_script(path):
    with open(path, "rb") as file:
        return file.read(9) == b"#!/bin/sh"


def wrong_text(path, text):
    """What is wrong with one file's text."""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if line != line.rstrip():
            yield f"{path}:{number}: a blank at the end of the line"
        if "\t" in line:
            yield f"{path}:{number}: a tab"
    if text and lines[-1] != "":
        yield f"{path}: no newline at the end"
    if path.endswith((".c", ".h", ".cpp", ".py")) and len(lines) > LONGEST_LINES:
        yield f"{path}: {len(lines)} lines, {LONGEST_LINES} at most"


def run(checks, name, tool, command, root):
    """One outside tool over the tree; skipped where it is not there."""
    if not shutil.which(tool):
        checks.skip(name, f"{tool} is not installed")
        return
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    checks.check(done.returncode == 0, name,
                 (done.stdout + done.stderr).splitlines()[:60])


def main():
    root = sys.argv[1]
    checks = tap.Tap()
    every = list(files(root))
    for path in every:
        with open(os.path.join(root, path), encoding="utf-8") as file:
            wrong = list(wrong_text(path, file.read()))
        checks.check(not wrong, path, wrong)
    scripts = [path for path in every if is_script(os.path.join(root, path))]
    run(checks, "shell scripts", "shellcheck", ["shellcheck", *scripts], root)
    run(checks, "formatting", "clang-format", ["tools/format", "--check"], root)
    for text in ("x \n", "\tx\n", "x", "x\n" * (LONGEST_LINES + 1)):
        checks.check(list(wrong_text("x.c", text)), "finds " + repr(text[:9]),
                     ["it was let through"])
    return checks.end()


if __name__ == "__main__":
    sys.exit(main())
