#!/usr/bin/env python3
"""bevel at a real kernel's USB and Video4Linux, inside QEMU (machine.py): the
model of a grabber over USB/IP, read by bevel itself and through the kernel's
own driver, and the kernel's made-up camera.

usage: guest.py BEVEL USBIP_GRABBER
"""
import os
import re
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lint"))
import tap  # noqa: E402

BEVEL, GRABBER = sys.argv[1:3]
FOLDER = os.environ["TMPDIR"]
CHECKS = tap.Tap()
PICTURES, RATE_HZ = 12, 5
WIDTH, HEIGHT = 320, 240


def run(*words):
    return subprocess.run([BEVEL, *words], capture_output=True, text=True,
                          timeout=120, check=False)


def told(done):
    return [f"exit code {done.returncode}", repr(done.stdout[-600:]),
            repr(done.stderr[-600:])]


def plug(kind):
    return subprocess.Popen([GRABBER, kind, str(PICTURES), str(RATE_HZ)],
                            stderr=subprocess.DEVNULL)


def pull(grabber):
    grabber.kill()
    grabber.wait()
    await_listed(lambda said: "534d:2109" not in said)


def await_listed(wanted):
    """What `bevel sources` says, once it is as wanted."""
    for _ in range(20):
        said = run("sources").stdout
        if wanted(said):
            break
        time.sleep(0.2)
    return said


def number_of(picture):
    """Which one it is that the model sent, modulo 44; None: no one."""
    for number in range(44):
        rows = ((((row + 5 * number) % 220) * 255 + 109) // 219
                for row in range(HEIGHT))
        if all(abs(picture[row * WIDTH + WIDTH // 2] - grey) <= 1
               for row, grey in enumerate(rows)):
            return number
    return None


def pictures_of(path):
    grey = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-fps_mode",
                           "passthrough", "-pix_fmt", "gray", "-f",
                           "rawvideo", "-"], capture_output=True,
                          check=False).stdout
    size = WIDTH * HEIGHT
    return [number_of(grey[at:at + size]) for at in range(0, len(grey), size)]


def await_silence(path):
    """Until a recording has begun, and grows no more."""
    size, quiet = 0, 0
    for _ in range(600):
        now = os.path.getsize(path) if os.path.exists(path) else 0
        quiet = quiet + 1 if now == size else 0
        size = now
        if now > 2000 and quiet > 30:
            return
        time.sleep(0.1)


def record(name, source):
    """Record what the model sends until it has sent all. @return The run, and
    which pictures are there."""
    path = os.path.join(FOLDER, name + ".mkv")
    with subprocess.Popen([BEVEL, "record", source, "-o", path],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True) as process:
        await_silence(path)
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=60)
    done = subprocess.CompletedProcess([], process.returncode, out, errors)
    return done, pictures_of(path) if os.path.exists(path) else []


def are_whole(seen):
    """All in order, none missing, but perhaps the first, which began before
    anybody listened."""
    return (len(seen) >= PICTURES - 2 and None not in seen and
            seen == list(range(seen[0], seen[0] + len(seen))) and
            seen[-1] == PICTURES - 1)


def check_usb(kind):
    grabber = plug(kind)
    said = await_listed(lambda said: "Test Grabber" in said)
    CHECKS.check("usb:534d:2109  Test Grabber\n        YUY2  320 x 240 at 60"
                 in said, f"{kind}: bevel lists it", said.splitlines()[:30])
    done, seen = record(f"usb-{kind}", "usb:534d:2109,320x240,yuy2")
    CHECKS.check(done.returncode == 0 and done.stderr == "" and
                 are_whole(seen), f"{kind}: bevel reads it, none is lost",
                 told(done) + [str(seen)])
    said = await_listed(lambda said: node_of(said) != "/dev/none")
    CHECKS.check(node_of(said) != "/dev/none",
                 f"{kind}: and gives it back to the kernel", said.splitlines())
    pull(grabber)


def node_of(said):
    """The kernel's name of the grabber."""
    found = re.search(r"    v4l2:(/dev/\S+) +Test Grabber", said)
    return found.group(1) if found else "/dev/none"


def check_kernel(kind):
    """Its descriptors are those that uvcvideo takes."""
    grabber = plug(kind)
    said = await_listed(lambda said: node_of(said) != "/dev/none")
    done, seen = record(f"kernel-{kind}", f"v4l2:{node_of(said)},320x240")
    CHECKS.check(done.returncode == 0 and done.stderr == "" and
                 are_whole(seen), f"{kind}: v4l2: reads it through the "
                 "kernel's driver", told(done) + [str(seen)])
    pull(grabber)


def check_pulled():
    """Out in mid-stream: bevel waits, and what it had is kept."""
    path = os.path.join(FOLDER, "pulled.mkv")
    grabber = plug("bulk")
    await_listed(lambda said: "Test Grabber" in said)
    with subprocess.Popen([BEVEL, "record", "usb:", "-o", path],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True) as process:
        for _ in range(200):
            if os.path.exists(path) and os.path.getsize(path) > 2000:
                break
            time.sleep(0.1)
        grabber.kill()
        grabber.wait()
        time.sleep(2)
        waits = process.poll() is None
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=60)
    seen = pictures_of(path)
    CHECKS.check(waits and process.returncode == 0 and len(seen) > 0 and
                 None not in seen,
                 "pulled out in mid-stream it is waited for, and what came "
                 "before is kept", [out, errors, str(seen)])


def check_camera():
    said = run("sources").stdout
    found = re.search(r"v4l2:(\S+) +vivid\n((?:        .*\n)+)", said)
    CHECKS.check(found and "taken where none is named" in found.group(2),
                 "the kernel's made-up camera is listed with its modes",
                 said.splitlines()[:40])
    if not found:
        return
    node = found.group(1)
    path = os.path.join(FOLDER, "camera.mkv")
    done = run("record", f"v4l2:{node},640x360,yuy2", "-o", path, "--seconds",
               "1")
    CHECKS.check(done.returncode == 0 and "camera.mkv: " in done.stdout and
                 os.path.getsize(path) > 2000,
                 "and opened in a mode that was named", told(done))
    done = run("detect", f"v4l2:{node},641x361")
    CHECKS.check(done.returncode == 1 and "has no mode 641x361" in done.stderr,
                 "one that it does not have is refused", told(done))


def main():
    check_camera()
    for kind in ("bulk", "packets"):
        check_usb(kind)
    check_kernel("bulk")
    check_pulled()
    return CHECKS.end()


if __name__ == "__main__":
    raise SystemExit(main())
