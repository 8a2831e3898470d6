#!/usr/bin/env python3
"""Every header compiles alone, as C17 and as C++17, and says what it is.

usage: headers.py ROOT CC CXX [FLAGS...]     FLAGS: where GTK and cairo lie
"""
import concurrent.futures
import os
import subprocess
import sys

import includes
import tap


def compile_alone(root, path, compiler, flags):
    """@return What the compiler said, "" where it was content."""
    name = path[4:] if path.startswith("src/") else path
    command = [*compiler, "-fsyntax-only", "-Wall", "-Wextra", "-Werror",
               "-D_GNU_SOURCE", "-I.", "-Isrc", "-Itests", *flags, "-"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True,
                          input=f'#include "{name}"\n#include "{name}"\n')
    return done.stderr


def main():
    root, cc, cxx, *flags = sys.argv[1:]
    checks = tap.Tap()
    with_ui = "--no-ui" not in flags
    flags = [flag for flag in flags if flag != "--no-ui"]
    headers = [path for path in includes.sources(root) if path.endswith(".h")]
    if not with_ui:
        headers = [path for path in headers if not path.startswith("ui/") or
                   path.startswith("ui/overlay/")]
    modes = (("C17", [*cc.split(), "-x", "c", "-std=c17"]),
             ("C++17", [*cxx.split(), "-x", "c++", "-std=c++17"]))
    work = [(path, mode, compiler) for path in headers
            for mode, compiler in modes]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        said = pool.map(lambda w: compile_alone(root, w[0], w[2], flags), work)
    for (path, mode, _), lines in zip(work, said):
        checks.check(not lines, f"{path} as {mode}", lines.splitlines())
    for path in headers:
        with open(os.path.join(root, path), encoding="utf-8") as file:
            text = file.read()
        checks.check("@file" in text and "#ifndef BV_" in text,
                     f"{path} says what it is and guards itself",
                     ["@file or a guard that starts with BV_ is missing"])
    return checks.end()


if __name__ == "__main__":
    sys.exit(main())
