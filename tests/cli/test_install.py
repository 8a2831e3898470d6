#!/usr/bin/env python3
"""What is installed runs from wherever it was put, with its scenes found.

usage: test_install.py BEVEL BUILD_FOLDER
"""
import glob
import os
import shutil
import subprocess
import sys
import tempfile

from cli import CHECKS

MESON = shutil.which("meson")


def call(name, words, env=None):
    done = subprocess.run(words, capture_output=True, text=True, env=env,
                          stdin=subprocess.DEVNULL, timeout=240)
    CHECKS.check(done.returncode == 0, name,
                 (done.stdout + done.stderr).splitlines()[-20:])
    return done


def check_program(folder, env):
    """The program, moved away from where it was installed."""
    programs = glob.glob(f"{folder}/there/**/bin/bevel", recursive=True)
    CHECKS.check(len(programs) == 1, "one program is installed", programs)
    if not programs:
        return
    moved = os.path.join(folder, "elsewhere")
    os.rename(os.path.dirname(os.path.dirname(programs[0])), moved)
    bevel = os.path.join(moved, "bin", "bevel")
    done = call("it lists its scenes", [bevel, "sources"], env)
    CHECKS.check("sim:nerve" in done.stdout, "the nerve scene is among them",
                 [done.stdout])
    done = call("it lists its procedures", [bevel, "procedure", "list"], env)
    CHECKS.check(len([line for line in done.stdout.splitlines()
                      if line.startswith("  ")]) == 28,
                 "all 28 procedures are installed", [done.stdout])
    network = os.path.join(moved, "share", "bevel", "needle.onnx")
    CHECKS.check(os.path.getsize(network) < 2 << 20 if os.path.exists(network)
                 else False, "its network is there, under 2 MB", [network])
    clip = os.path.join(folder, "clip.mkv")
    call("it finds a scene", [bevel, "simulate", "nerve", "-o", clip,
                              "--seconds", "0.2"], env)
    done = call("it reads what it made", [bevel, "detect", clip], env)
    CHECKS.check(len(done.stdout.splitlines()) == 6, "all six frames of it",
                 [done.stdout])


def check_rule(folder):
    """udev's rule lies where udev looks, before the one that it works by."""
    paths = glob.glob(f"{folder}/elsewhere/lib/udev/rules.d/*.rules")
    if not paths:
        CHECKS.skip("udev rule", "USB devices are not built in")
        return
    with open(paths[0], encoding="utf-8") as file:
        rule = [line for line in file if not line.startswith("#")]
    CHECKS.check(len(paths) == 1 and len(rule) == 1 and
                 os.path.basename(paths[0]) < "73-seat-late.rules" and
                 'TAG+="uaccess"' in rule[0] and ":0e02??:" in rule[0],
                 "udev's rule for video devices is installed", paths + rule)


def check_desktop(folder):
    """The desktop's files are as the desktop wants them."""
    for tool, pattern, words in (
            ("desktop-file-validate", "*.desktop", []),
            ("appstreamcli", "*.metainfo.xml", ["validate", "--no-net"])):
        paths = glob.glob(f"{folder}/elsewhere/share/**/{pattern}",
                          recursive=True)
        if not paths:
            CHECKS.skip(pattern, "the window is not built")
        elif not shutil.which(tool):
            CHECKS.skip(pattern, f"{tool} is not installed")
        else:
            call(f"{tool} accepts {pattern}", [tool, *words, *paths])


def main():
    build = sys.argv[2]
    env = {name: value for name, value in os.environ.items()
           if name != "BEVEL_SAMPLES_DIR"}
    with tempfile.TemporaryDirectory() as folder:
        call("it installs", [MESON, "install", "-C", build, "--no-rebuild",
                             "--destdir", f"{folder}/there"])
        check_program(folder, env)
        check_rule(folder)
        check_desktop(folder)
    return CHECKS.end()


if __name__ == "__main__":
    sys.exit(main())
