#!/usr/bin/env python3
"""Every header compiles alone as C17, with all others as C++17, and says what
it is.

usage: headers.py ROOT CC CXX [FLAGS...]     FLAGS: where GTK and cairo lie
"""
import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile

import includes
import tap


STRICT = ["-Wall", "-Wextra", "-Werror", "-D_GNU_SOURCE", "-I.", "-Isrc",
          "-Itests"]
GTK = "all_of_gtk.h"


def compile_headers(root, paths, compiler, flags):
    """Compile a file of headers, each taken in twice.
    @return What the compiler said, "" where it was content."""
    names = [path[4:] if path.startswith("src/") else path for path in paths]
    command = [*compiler, "-fsyntax-only", *STRICT, *flags, "-"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True,
                          input="".join(f'#include "{name}"\n' * 2
                                        for name in names))
    return done.stderr


def compile_gtk(folder, compiler, flags, root):
    """Compile GTK's own headers once, into a folder."""
    path = os.path.join(folder, GTK)
    with open(path, "w", encoding="utf-8") as file:
        file.write("#include <gtk/gtk.h>\n")
    subprocess.run([*compiler, "-x", "c-header", *STRICT, *flags, path, "-o",
                    path + ".gch"], cwd=root, check=True)


def starts_with_gtk(root, path):
    """Whether the first thing that a header takes in is GTK: then it makes no
    difference if that was there before, and it is quick."""
    with open(os.path.join(root, path), encoding="utf-8") as file:
        first = re.search(r"^#include ([<\"])(.*)[>\"]", file.read(), re.M)
    if not first or first[1] == "<":
        return bool(first) and first[2] == "gtk/gtk.h"
    return first[2].startswith("ui/") and starts_with_gtk(root, first[2])


def compile_each(root, headers, compiler, flags):
    """Compile each header alone. @return what the compiler said of each."""
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        quick = {path for path in headers if starts_with_gtk(root, path)}
        if quick:
            compile_gtk(folder, compiler, flags, root)
        return list(pool.map(
            lambda path: compile_headers(
                root, [GTK, path] if path in quick else [path], compiler,
                [f"-I{folder}", *flags]), headers))


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
    for path, lines in zip(headers, compile_each(root, headers, as_c, flags)):
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
