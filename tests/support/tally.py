#!/usr/bin/env python3
"""Counts what the builds' tests said, and prints one closing line.

usage: tally.py FILE...     meson's testlog.json, or `NAME.tap`
Exit code 1 where anything failed.
"""
import json
import os
import re
import sys

LINE = re.compile(r"^(not )?ok\b[^#\n]*(#\s*skip\b\s*(.*))?", re.I)
SKIP_ALL = re.compile(r"^1\.\.0\s*#\s*skip\S*\s*(.*)", re.I | re.M)
TAIL_LINES = 60


class Tally:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def skip(self, where, why):
        self.skipped += 1
        print(f"skipped  {where}: {why or 'no reason given'}")

    def fail(self, where, text):
        lines = text.strip().splitlines()
        print(f"\nFAILED   {where}")
        for line in lines[-TAIL_LINES:]:
            print(f"    {line}")

    def count_tap(self, where, text, broken):
        """One program's lines. @p broken: it did not end well."""
        failed = 0
        whole = SKIP_ALL.search(text)
        if whole and not broken:
            self.skip(where, whole.group(1))
            return
        for line in text.splitlines():
            if line.startswith("# figure: "):
                print(f"figure   {line[10:]}")
            found = LINE.match(line)
            if not found:
                continue
            if found.group(1):
                failed += 1
            elif found.group(2):
                self.skip(f"{where}, {line.split('#')[0].strip()}",
                          found.group(3))
            else:
                self.passed += 1
        if broken and not failed:
            failed = 1  # it died, or never said how it ended
        self.failed += failed
        if failed:
            wrong = [line for line in text.splitlines()
                     if not re.match(r"ok\b", line)]
            self.fail(where, "\n".join(wrong))

    def count_meson(self, build, entry):
        """One test of meson's log."""
        where = f"{build}: {entry['name']}"
        out = entry.get("stdout", "")
        text = f"{out}\n{entry.get('stderr', '')}"
        result = entry["result"]
        if re.search(r"^(not ok|ok)\b|^1\.\.\d", out, re.M):
            self.count_tap(where, text, result not in ("OK", "SKIP"))
        elif result == "SKIP":
            self.skip(where, out.strip().split("\n")[-1])
        elif result == "OK":
            self.passed += 1
        else:
            self.failed += 1
            self.fail(f"{where} ({result})", text)


def read(tally, path):
    with open(path, encoding="utf-8", errors="replace") as file:
        if path.endswith(".tap"):
            tally.count_tap(os.path.basename(path)[:-4], file.read(), False)
            return
        build = os.path.relpath(path).split("/meson-logs")[0]
        for line in file:
            tally.count_meson(build, json.loads(line))


def main():
    tally = Tally()
    for path in sys.argv[1:]:
        read(tally, path)
    print(f"{tally.passed} passed, {tally.failed} failed, "
          f"{tally.skipped} skipped")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
