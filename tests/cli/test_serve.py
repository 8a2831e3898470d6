#!/usr/bin/env python3
"""`bevel serve` seen by its clients: a Python one, bevel's own, and the
packaged OpenIGTLink classes, which also send to `igtl://`.

usage: test_serve.py BEVEL PEER
"""
import json
import math
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile

from cli import BEVEL, CHECKS, one_sentence, refuses, run, told
from igtl_wire import IMAGE, POINT, STATUS, receive_message

PEER = sys.argv[2]  # empty where bevel is built without OpenIGTLink


def free_port():
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Serve:
    """`bevel serve`, from when it listens until it ends."""

    def __init__(self, source, *words):
        self.port = free_port()
        self.process = subprocess.Popen(
            [BEVEL, "serve", source, "--port", str(self.port), *words],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.said = self.process.stdout.readline()

    def connect(self, room=0):
        client = socket.socket()
        if room:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        client.settimeout(60)
        client.connect(("127.0.0.1", self.port))
        return client

    def end(self, asked=True):
        if asked:
            self.process.send_signal(signal.SIGINT)
        out, errors = self.process.communicate(timeout=120)
        return subprocess.CompletedProcess([], self.process.returncode, out,
                                           errors)


def receive_frame(client):
    """A picture with what is told of it: the status comes last. None: over."""
    frame = {}
    while "STATUS" not in frame:
        message = receive_message(client)
        if not message:
            return None
        kind, name, frame["time_s"], body = message
        frame[kind] = (name, body)
    return frame


def code_of(frame):
    return STATUS.unpack(frame["STATUS"][1][:STATUS.size])[0]


def receive_clip(clients):
    """Until a needle was told of for a while, or the clip is over: what each
    client got."""
    seen = [[] for _ in clients]
    while sum(code_of(frame) == 1 for frame in seen[0]) < 20:
        for frames, client in zip(seen, clients):
            frame = receive_frame(client)
            if not frame:
                return seen
            frames.append(frame)
    return seen


def is_right(frame):
    """What is told of one picture fits together; of none, only that."""
    if "IMAGE" not in frame:
        return code_of(frame) == 13 and set(frame) == {"STATUS", "time_s"}
    name, body = frame["IMAGE"]
    head = IMAGE.unpack(body[:IMAGE.size])
    width, height, mm = head[5], head[6], head[8]
    code, _, key = STATUS.unpack(frame["STATUS"][1][:STATUS.size])
    key = key.rstrip(b"\0").decode()
    right = (name == "Image" and len(body) == IMAGE.size + width * height and
             frame["STATUS"][0] == "Needle")
    if code != 1:
        return (right and key != "candidate" and "TRANSFORM" not in frame and
                "POINT" not in frame)
    matrix = struct.unpack(">12f", frame["TRANSFORM"][1])
    point = POINT.unpack(frame["POINT"][1])
    return (right and key == "tip_seen" and matrix[9:11] == point[6:8] and
            abs(math.hypot(*matrix[:2]) - 1) < 1e-5 and
            0 <= matrix[9] <= width * mm and 0 <= matrix[10] <= height * mm)


def check_clients(clip):
    serve = Serve(clip, "--mm-per-px", "0.08")
    CHECKS.check("this machine alone" in serve.said, "it says where it is",
                 [serve.said])
    with serve.connect() as one, serve.connect() as two, \
            serve.connect(4096) as slow:
        two.sendall(b"GET_STATUS is not listened to" * 100)
        frames = receive_clip((one, two))
        done = serve.end()
        slow.close()
    for number, seen in enumerate(frames):
        CHECKS.check(all(is_right(frame) for frame in seen),
                     f"client {number + 1} is told what fits together")
        times = [frame["time_s"] for frame in seen if "IMAGE" in frame]
        CHECKS.check(times == sorted(set(times)),
                     f"and in order: client {number + 1}")
    keys = {code_of(frame) for frame in frames[0]}
    CHECKS.check({1, 4} <= keys, "of a needle that is seen and one that is "
                 "not", [str(keys)])
    words = done.stdout.replace(",", "").split()
    CHECKS.check(done.returncode == 0 and int(words[-1]) > 0,
                 "a slow client is dropped pictures, which are counted",
                 told("serve", done))


def check_bevel(clip):
    """From bevel to bevel: the pictures stay what they are."""
    serve = Serve(clip, "--mm-per-px", "0.08")
    done = run("detect", f"igtl://127.0.0.1:{serve.port}", "--seconds", "1")
    seen = [json.loads(line) for line in done.stdout.splitlines()]
    serve.end()
    CHECKS.check(done.returncode == 0 and len(seen) > 5 and
                 all(abs(line["mm_per_px"] - 0.08) < 1e-6 for line in seen),
                 "bevel takes what bevel serves", told("detect", done))


def check_peer(clip):
    serve = Serve(clip, "--mm-per-px", "0.08")
    done = subprocess.run([PEER, "receive", str(serve.port)],
                          capture_output=True, text=True, timeout=120)
    serve.end()
    lines = [line.split() for line in done.stdout.splitlines()]
    kinds = {line[0] for line in lines}
    CHECKS.check(done.returncode == 0 and len(lines) > 20 and
                 {"IMAGE", "STATUS", "TRANSFORM", "POINT"} == kinds and
                 ["IMAGE", "Image", "640", "480", "1", "0.08000", "0.08000"]
                 in lines,
                 "the packaged classes read all that is served",
                 told("peer", done) + [str(kinds)])
    with subprocess.Popen([PEER, "send", "8"], stdout=subprocess.PIPE,
                          text=True) as peer:
        port = int(peer.stdout.readline())
        done = run("detect", f"igtl://127.0.0.1:{port}", "--seconds", "0.8")
        seen = [json.loads(line) for line in done.stdout.splitlines()]
    CHECKS.check(done.returncode == 0 and
                 [line["time_s"] for line in seen] ==
                 [number * 0.125 for number in range(7)] and
                 all(abs(line["mm_per_px"] - 0.1) < 1e-6 for line in seen),
                 "and what they send is read",
                 told("detect", done))


def check_end(clip):
    serve = Serve(clip)
    last = None
    with serve.connect() as client:
        while frame := receive_frame(client):
            last = frame
    done = serve.end(asked=False)
    CHECKS.check(done.returncode == 0 and "frames; sent" in done.stdout,
                 "the end of a clip is the end", told("serve", done))
    CHECKS.check(last and code_of(last) == 13 and "IMAGE" not in last,
                 "and the last that is told is that it stopped", [str(last)])


def check_silence():
    """A source that sends nothing: a networked scanner that is not there."""
    serve = Serve(f"igtl://127.0.0.1:{free_port()}")
    with serve.connect() as client:
        frames = [receive_frame(client), receive_frame(client)]
    with serve.connect() as client:
        frames.append(receive_frame(client))
    done = serve.end()
    CHECKS.check(done.returncode == 0 and
                 all("IMAGE" not in frame and code_of(frame) == 13
                     for frame in frames),
                 "whoever connects is told that there is no picture",
                 told("serve", done))


def is_reached(serve, address):
    with socket.socket() as client:
        client.settimeout(60)
        return client.connect_ex((address, serve.port)) == 0


def check_who_gets_in():
    """Of this machine's own addresses, 127.0.0.2 is one that is not listened
    at unless all are."""
    serve = Serve("sim:")
    alone = is_reached(serve, "127.0.0.1"), is_reached(serve, "127.0.0.2")
    serve.end()
    CHECKS.check(alone == (True, False), "it listens at loopback alone",
                 [str(alone)])
    serve = Serve("sim:", "--address", "0.0.0.0")
    CHECKS.check(is_reached(serve, "127.0.0.2"), "and further where told to")
    CHECKS.check(one_sentence(serve.end().stderr, "Whoever can reach"),
                 "who lets others in is told so")


def check_wrong_words():
    refuses("serve without a source", 2, "serve")
    refuses("a port that is none", 2, "serve", "sim:", "--port", "65536",
            says="--port")
    refuses("an address that is none", 1, "serve", "sim:", "--address",
            "no-such-host.invalid", says="no address of this machine")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        refuses("a port that is taken", 1, "serve", "sim:", "--port",
                str(taken.getsockname()[1]), says="Cannot listen")


def main():
    if not sys.argv[2]:
        refuses("it is not built in, and said", 1, "serve", "sim:",
                says="built without OpenIGTLink")
        CHECKS.skip("all the rest", "OpenIGTLink is not installed")
        return CHECKS.end()
    with tempfile.TemporaryDirectory() as folder:
        clip = os.path.join(folder, "clip.mkv")
        done = run("simulate", "nerve", "-o", clip, "--seconds", "3",
                   "--seed", "3")
        CHECKS.check(done.returncode == 0, "a clip", told("simulate", done))
        check_clients(clip)
        check_bevel(clip)
        check_peer(clip)
        short = os.path.join(folder, "short.mkv")
        run("simulate", "nerve", "-o", short, "--seconds", "0.5")
        check_end(short)
    check_silence()
    check_who_gets_in()
    check_wrong_words()
    return CHECKS.end()


if __name__ == "__main__":
    raise SystemExit(main())
