#!/usr/bin/env python3
"""`igtl://` as its users type it, against servers that are right, wrong,
hostile or gone.

usage: test_igtl.py BEVEL PEER     PEER: empty where it is not built in
"""
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading

from cli import BEVEL, CHECKS, one_sentence, refuses, run, told
from igtl_wire import EXTENDED, image, image_body, listen, message, pixels

# As many pictures as fill a second and one more, which ends it.
COUNT, STEP_S = 11, 0.1
BODY = image_body(64, 48, pixels(64, 48))

# What a server sends on a connection, which it then closes.
HOSTILE = {
    "a cut header": image()[:40],
    "a cut picture": image()[:1000],
    "a body of 2^63 bytes": message(b"IMAGE", b"", size=1 << 63),
    "a body of 4 GB": message(b"IMAGE", BODY, size=0xfffffff0),
    "a picture of 4 bytes": message(b"IMAGE", b"\0\0\0\0"),
    "more pixels than were sent": message(
        b"IMAGE", image_body(8192, 8192, b"abc")),
    "fewer pixels than were sent": message(
        b"IMAGE", image_body(32, 32, pixels(64, 48))),
    "a checksum that is wrong": image(crc=1),
    "an extended header that lies": message(
        b"IMAGE", EXTENDED.pack(65535, 65535, 0xffffffff, 1) + BODY,
        version=2),
    "another protocol": b"HTTP/1.1 400 Bad Request\r\n\r\n" * 8,
    "nothing": b"",
}


class Detect:
    """`bevel detect` on a server of ours."""

    def __init__(self, *words, device=""):
        self.server, self.port = listen()
        self.process = subprocess.Popen(
            [BEVEL, *(words or ("detect", "--seconds", "0.95")),
             f"igtl://127.0.0.1:{self.port}{device}"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def accept(self):
        """The next connection that it makes."""
        return self.server.accept()[0]

    def end(self):
        """@return What a finished run is."""
        out, errors = self.process.communicate(timeout=120)
        self.server.close()
        return subprocess.CompletedProcess([], self.process.returncode, out,
                                           errors)


def send_clip(client, first=0, count=COUNT, **about):
    """Pictures with their times, and other messages between them."""
    for number in range(first, first + count):
        client.sendall(message(b"TRANSFORM", b"\0" * 48, b"ProbeToTracker"))
        client.sendall(image(seed=number, time_s=1.7e9 + number * STEP_S,
                             **about))


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def check_clip():
    detect = Detect()
    with detect.accept() as client:
        send_clip(client)
        done = detect.end()
    seen = lines(done)
    CHECKS.check(done.returncode == 0 and len(seen) == COUNT - 1,
                 "each picture of a server is a line", told("detect", done))
    CHECKS.check([line["time_s"] for line in seen] ==
                 [round(n * STEP_S, 4) for n in range(COUNT - 1)],
                 "at the times that it sent",
                 [str([line["time_s"] for line in seen])])
    CHECKS.check([line["frame"] for line in seen] == list(range(COUNT - 1)) and
                 all(abs(line["mm_per_px"] - 0.1) < 1e-6 for line in seen),
                 "in order, with its scale")


def check_hostile():
    """After the bad connection comes a good one: nothing is left of it."""
    for name, sent in HOSTILE.items():
        detect = Detect()
        with detect.accept() as client:
            client.sendall(sent)
        with detect.accept() as client:
            send_clip(client)
            done = detect.end()
        CHECKS.check(done.returncode == 0 and len(lines(done)) == COUNT - 1 and
                     done.stderr == "",
                     f"{name} does no harm", told("detect", done))


def check_return():
    """Its lines are read as they come: the machine's speed is not asked."""
    detect = Detect("detect")
    with detect.accept() as client:
        send_clip(client, count=5)
        client.sendall(image()[:500])
    detect.server.close()
    detect.server, _ = listen(detect.port)
    with detect.accept() as client:
        send_clip(client, count=5, width=80)
        seen = [json.loads(detect.process.stdout.readline())
                for _ in range(10)]
        detect.process.send_signal(signal.SIGINT)
        done = detect.end()
    times = [line["time_s"] for line in seen]
    CHECKS.check(done.returncode == 1 and
                 one_sentence(done.stderr, "Stopped") and
                 [line["frame"] for line in seen] == list(range(10)) and
                 all(a < b for a, b in zip(times, times[1:])),
                 "a server that goes and comes back, with another size, is "
                 "read on", told("detect", done) + [str(times)])


def check_device():
    detect = Detect(device="/Wanted")
    with detect.accept() as client:
        for number in range(COUNT):
            client.sendall(image(name=b"Other", seed=number))
            client.sendall(image(name=b"Wanted", seed=number, mm=0.2,
                                 time_s=1 + number * STEP_S))
        done = detect.end()
    seen = lines(done)
    CHECKS.check(len(seen) == COUNT - 1 and
                 all(abs(line["mm_per_px"] - 0.2) < 1e-6 for line in seen),
                 "a device's pictures can be asked for", told("detect", done))


def check_silence():
    """Bytes in a trickle, then none: Ctrl-C ends it all the same."""
    for name, sent in {"silent": b"", "slow": image()[:3]}.items():
        detect = Detect()
        with detect.accept() as client:
            client.sendall(sent)
            detect.process.send_signal(signal.SIGINT)
            done = detect.end()
        CHECKS.check(done.returncode == 1 and
                     one_sentence(done.stderr, "Stopped waiting"),
                     f"Ctrl-C ends the wait for a {name} server",
                     told("detect", done))
    detect = Detect()
    with detect.accept() as client:
        client.sendall(image())
    with detect.accept():  # it has read the picture by now
        detect.process.send_signal(signal.SIGINT)
        done = detect.end()
    CHECKS.check(done.returncode == 1 and one_sentence(done.stderr, "Stopped"),
                 "and where it fell silent later", told("detect", done))


class Trickle:
    """A server that sends a picture, and of the next a byte a second, for as
    long as it may: it is hung up on, and the next connection is as good as
    any."""

    def __init__(self):
        self.detect = Detect()
        self.client = self.detect.accept()
        self.client.sendall(image(time_s=1.7e9))
        self.sent, self.gone, self.done = 0, False, None
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        self.client.settimeout(1)
        while not self.gone and self.sent < 60:
            try:
                self.client.sendall(image()[self.sent:self.sent + 1])
                self.sent += 1
                self.gone = self.client.recv(1) == b""
            except TimeoutError:
                pass
            except OSError:
                self.gone = True
        with self.detect.accept() as client:
            send_clip(client, first=60)
            self.done = self.detect.end()

    def check(self):
        self.thread.join(timeout=120)
        done = self.done
        CHECKS.check(done and self.gone and self.sent < 60 and
                     done.returncode == 0 and len(lines(done)) > 0,
                     "a server that sends a byte a second is hung up on",
                     [f"{self.sent} bytes"] + (told("detect", done) if done
                                               else ["it goes on"]))


def check_record(folder):
    path = os.path.join(folder, "network.mkv")
    record = Detect("record", "--seconds", "0.95", "-o", path)
    with record.accept() as client:
        send_clip(client)
        done = record.end()
    again = run("detect", path)
    CHECKS.check(done.returncode == 0 and
                 [line["time_s"] for line in lines(again)] ==
                 [round(n * STEP_S, 4) for n in range(COUNT - 1)],
                 "a server's pictures are recorded at their times",
                 told("record", done) + told("detect", again))


def main():
    if not sys.argv[2]:
        refuses("it is not built in, and said", 1, "detect", "igtl://localhost",
                says="built without OpenIGTLink")
        CHECKS.skip("all the rest", "OpenIGTLink is not installed")
        return CHECKS.end()
    lonely = Detect() # nobody answers: it takes its ten seconds meanwhile
    lonely.server.close()
    trickle = Trickle() # meanwhile too
    check_clip()
    check_hostile()
    check_return()
    check_device()
    check_silence()
    with tempfile.TemporaryDirectory() as folder:
        check_record(folder)
    refuses("what is no address is said", 1, "detect", "igtl://:1",
            says="igtl://HOST:PORT")
    done = run("sources")
    CHECKS.check("igtl://HOST:PORT" in done.stdout, "sources names it")
    trickle.check()
    done = lonely.end()
    CHECKS.check(done.returncode == 1 and
                 one_sentence(done.stderr, "Nothing answers at 127.0.0.1:"),
                 "nobody there is said", told("detect", done))
    return CHECKS.end()


if __name__ == "__main__":
    raise SystemExit(main())
