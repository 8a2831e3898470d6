#!/usr/bin/env python3
"""Every header compiles alone as C17, with all others as C++17, and says what
it is.

usage: headers.py ROOT CC CXX [FLAGS...]     FLAGS: where GTK and cairo lie
"""
import concurrent.futures
import os
import subprocess
import sys

import includes
import tap


def compile_headers(root, paths, compiler, flags):
    """Compile a file of headers, each taken in twice.
    @return What the compiler said, "" where it was content."""
    names = [path[4:] if path.startswith("src/") else path for path in paths]
    command = [*compiler, "-fsyntax-only", "-Wall", "-Wextra", "-Werror",
               "-D_GNU_SOURCE", "-I.", "-Isrc", "-Itests", *flags, "-"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True,
                          input="".join(f'#include "{name}"\n' * 2
                                        for name in names))
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
    as_c = [*cc.split(), "-x", "c", "-std=c17"]
    as_cxx = [*cxx.split(), "-x", "c++", "-std=c++17"]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        said = pool.map(lambda path: compile_headers(root, [path], as_c, flags),
                        headers)
    for path, lines in zip(headers, said):
        checks.check(not lines, f"{path} as C17", lines.splitlines())
    lines = compile_headers(root, headers, as_cxx, flags)
    checks.check(not lines, "all headers as C++17", lines.splitlines())
    for path in headers:
        with open(os.path.join(root, path), encoding="utf-8") as file:
            text = file.read()
        checks.check("@file" in text and "#ifndef BV_" in text,
                     f"{path} says what it is and guards itself",
                     ["@file or a guard that starts with BV_ is missing"])
    return checks.end()


if __name__ == "__main__":
    sys.exit(main())
