"""OpenIGTLink as bytes, from the protocol's description, and both ends of a
connection: what the tests of bevel's own put against it."""
import random
import socket
import struct
import threading

HEADER = struct.Struct(">H12s20sIIQQ")
EXTENDED = struct.Struct(">HHII")
IMAGE = struct.Struct(">HBBBB3H12f6H")
POINT = struct.Struct(">64s32s4B3ff20s")
STATUS = struct.Struct(">HQ20s")
MASK = 0xffffffffffffffff


def _table():
    for byte in range(256):
        crc = byte << 56
        for _ in range(8):
            odd = crc >> 63
            crc = crc << 1 & MASK
            crc ^= 0x42f0e1eba9ea3693 if odd else 0
        yield crc


TABLE = list(_table())


def crc64(data):
    """The checksum of a body (ECMA-182)."""
    crc = 0
    for byte in data:
        crc = TABLE[crc >> 56 ^ byte] ^ crc << 8 & MASK
    return crc


def message(kind, body, name=b"Image", version=1, time_s=0.0, size=None,
            crc=None):
    """A message; @p size and @p crc where it lies about itself."""
    return HEADER.pack(version, kind, name, int(time_s),
                       int(time_s % 1 * 2**32),
                       len(body) if size is None else size,
                       crc64(body) if crc is None else crc) + body


def pixels(width, height, seed=0):
    """Grey noise."""
    return random.Random(seed).randbytes(width * height)


def image_body(width, height, data, mm=1.0):
    """An IMAGE of 8-bit grey."""
    return IMAGE.pack(1, 1, 3, 2, 1, width, height, 1,
                      mm, 0, 0, 0, mm, 0, 0, 0, mm, 0, 0, 0,
                      0, 0, 0, width, height, 1) + data


def image(width=64, height=48, mm=0.1, seed=0, **about):
    """A whole message with a picture."""
    return message(b"IMAGE", image_body(width, height,
                                        pixels(width, height, seed), mm),
                   **about)


def listen(port=0):
    """A server on this machine. @return Socket and port."""
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", port))
    server.listen(4)
    server.settimeout(60)
    return server, server.getsockname()[1]


def receive(client, size):
    """So many bytes, or fewer where the other end hung up."""
    parts = []
    while size > 0:
        part = client.recv(min(size, 1 << 20))
        if not part:
            break
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def receive_message(client):
    """@return (kind, name, time_s, body), its checksum checked unless it is
    long, which takes Python too long; None: over."""
    head = receive(client, HEADER.size)
    if len(head) < HEADER.size:
        return None
    version, kind, name, second, part, size, crc = HEADER.unpack(head)
    body = receive(client, size)
    assert version == 1 and len(body) == size, (version, size, len(body))
    assert len(body) > 4096 or crc64(body) == crc, kind
    return (kind.rstrip(b"\0").decode(), name.rstrip(b"\0").decode(),
            second + part / 2**32, body)


class Sender:
    """A scanner: sends pictures at a rate to who connects, until it is left
    or hangs up."""

    def __init__(self, rate_hz):
        self.rate_hz = rate_hz
        self.over = threading.Event()
        self.server, port = listen()
        self.name = f"igtl://127.0.0.1:{port}"
        self.thread = threading.Thread(target=self._serve)

    def message(self, number):
        """Body and checksum of a picture."""
        raise NotImplementedError

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.hang_up()

    def hang_up(self):
        """Nothing more comes, and nobody can connect."""
        self.over.set()
        self.thread.join()
        self.server.close()

    def _serve(self):
        client, _ = self.server.accept()
        number = 0
        with client:
            while not self.over.wait(1 / self.rate_hz):
                body, crc = self.message(number)
                number += 1
                try:
                    client.sendall(message(b"IMAGE", body, crc=crc,
                                           time_s=1.7e9 +
                                           number / self.rate_hz))
                except OSError:
                    break
