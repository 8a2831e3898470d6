"""A networked scanner that keeps its rate, and knows what it has sent: what
recordings are measured against."""
import os
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))
from igtl_wire import HEADER, crc64, image_body, listen  # noqa: E402


class Scanner:
    """Sends the pictures, again and again, to whoever connects."""

    def __init__(self, pictures, width, height, rate_hz):
        self.bodies = [image_body(width, height, data, 0.1)
                       for data in pictures]
        self.sums = [crc64(body) for body in self.bodies]
        self.rate_hz = rate_hz
        self.sent = 0       # whole pictures that the connection took
        self.late_s = 0     # the latest that one was sent
        self.most = None    # pictures, then it hangs up
        self.over = threading.Event()
        self.server, port = listen()
        self.name = f"igtl://127.0.0.1:{port}"
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    def _message(self, number):
        """Its time is its number, exactly: whoever reads it can count."""
        which = number % len(self.bodies)
        second, part = divmod(number, self.rate_hz)
        return HEADER.pack(1, b"IMAGE", b"Image", 1_700_000_000 + second,
                           (part << 32) // self.rate_hz,
                           len(self.bodies[which]), self.sums[which])

    def _serve(self):
        client, _ = self.server.accept()
        start = time.monotonic()
        with client:
            while not self.over.is_set() and self.sent != self.most:
                due = start + self.sent / self.rate_hz
                time.sleep(max(0, due - time.monotonic()))
                self.late_s = max(self.late_s, time.monotonic() - due)
                try:
                    client.sendall(self._message(self.sent))
                    client.sendall(self.bodies[self.sent % len(self.bodies)])
                except OSError:
                    break  # the other end was killed
                self.sent += 1

    def end(self):
        self.over.set()
        self.thread.join()
        self.server.close()
