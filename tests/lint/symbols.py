#!/usr/bin/env python3
"""What bevel's static libraries offer starts with bv_.

usage: symbols.py BUILD_ROOT
"""
import glob
import os
import subprocess
import sys

import tap

# Names that the compilers and their sanitizers make.
MADE = ("_ZN", "_ZZ", "_ZT", "_ZS", "_ZGV", "_ZNK", "__asan", "__odr_asan",
        "__tsan", "__ubsan", "_GLOBAL_", "DW.ref", "__covrec", "__start_",
        "__stop_", "__sancov", "_ZK")


def wrong_symbols(library):
    """Offered names that are not bevel's own, as sentences."""
    done = subprocess.run(["nm", "-g", "--defined-only", "-P", library],
                          capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines():
        words = line.split()
        if len(words) < 2 or words[1] in "VWvwu":
            continue  # a heading, or code that C++ templates leave behind
        name = words[0]
        if not name.startswith(("bv_", "_bv_")) and not name.startswith(MADE):
            yield f"{os.path.basename(library)} offers {name}"


def main():
    checks = tap.Tap()
    build = sys.argv[1]
    libraries = [path for folder in ("src", "acquisition", "guidance", "ui")
                 for path in glob.glob(f"{build}/{folder}/**/lib*.a",
                                       recursive=True)]
    libraries += glob.glob(f"{build}/lib*.a")
    checks.check(len(libraries) >= 5, "the libraries are there",
                 [f"{len(libraries)} found under {build}"])
    for library in sorted(libraries):
        wrong = list(wrong_symbols(library))
        checks.check(not wrong, os.path.relpath(library, build), wrong)
    return checks.end()


if __name__ == "__main__":
    sys.exit(main())
