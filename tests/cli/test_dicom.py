#!/usr/bin/env python3
"""DICOM files that Debian's tools make and judge: what bevel reads of them.

usage: test_dicom.py BEVEL
"""
import glob
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time

from cli import CHECKS, one_sentence, refuses, run, told

WIDTH, HEIGHT, FRAMES = 96, 64, 3
TOOLS = ("dcmcjpeg", "dcmcjpls", "dcmconv", "dcmcrle", "dcmdump", "dcmj2pnm",
         "dcml2pnm", "dcmsend", "dump2dcm", "ffmpeg", "img2dcm", "convert",
         "storescp")
NAME = "WILHELMINE^SECRET"
SIZES = {"US": "H", "UL": "I", "FD": "d"}


def element(group, number, kind, *values):
    """One value, explicit little endian; text and bytes as they are."""
    if kind in SIZES:
        value = struct.pack(f"<{len(values)}{SIZES[kind]}", *values)
    else:
        value = values[0].encode() if isinstance(values[0], str) else values[0]
    value += (b"\0" if kind in ("UI", "OB") else b" ") * (len(value) % 2)
    head = struct.pack("<HH", group, number) + kind.encode()
    if kind in ("OB", "OW", "SQ"):
        return head + struct.pack("<HI", 0, len(value)) + value
    return head + struct.pack("<H", len(value)) + value


def region(box, x_cm, y_cm, units=3):
    item = b"".join(
        [element(0x18, 0x6012, "US", 1), element(0x18, 0x6014, "US", 1)] +
        [element(0x18, 0x6018 + 2 * i, "UL", box[i]) for i in range(4)] +
        [element(0x18, 0x6024, "US", units),
         element(0x18, 0x6026, "US", units),
         element(0x18, 0x602c, "FD", x_cm), element(0x18, 0x602e, "FD", y_cm)])
    return struct.pack("<HHI", 0xfffe, 0xe000, len(item)) + item


def dicom(pixels, colours="MONOCHROME2", samples=1, bits=8, stored=None,
          frames=FRAMES, more=(), regions=()):
    """A whole file. @p more: elements beside the usual ones."""
    stored = stored or bits
    kind = "1.2.840.10008.5.1.4.1.1.3.1"
    meta = (element(2, 2, "UI", kind) + element(2, 3, "UI", "1.2.3.4") +
            element(2, 0x10, "UI", "1.2.840.10008.1.2.1") +
            element(2, 0x12, "UI", "1.2.3"))
    parts = [(8, 0x16, "UI", kind), (8, 0x18, "UI", "1.2.3.4"),
             (0x10, 0x10, "PN", NAME), (0x10, 0x20, "LO", "4711-0815"),
             (0x28, 2, "US", samples), (0x28, 4, "CS", colours),
             (0x28, 8, "IS", str(frames)), (0x28, 0x10, "US", HEIGHT),
             (0x28, 0x11, "US", WIDTH), (0x28, 0x100, "US", bits),
             (0x28, 0x101, "US", stored), (0x28, 0x102, "US", stored - 1),
             (0x28, 0x103, "US", 0), *more]
    if samples > 1 and not any(part[:2] == (0x28, 6) for part in more):
        parts.append((0x28, 6, "US", 0))
    if regions:
        parts.append((0x18, 0x6011, "SQ", b"".join(regions)))
    body = b"".join(element(*part) for part in sorted(parts))
    return (bytes(128) + b"DICM" + element(2, 0, "UL", len(meta)) + meta +
            body + element(0x7fe0, 0x10, "OW" if bits > 8 else "OB", pixels))


def grey_pixels():
    """A slope with a pattern that differs from frame to frame."""
    return bytes((2 * x + y + 40 * i + (x * 7 + y * 13 + i * 5) % 17) & 255
                 for i in range(FRAMES) for y in range(HEIGHT)
                 for x in range(WIDTH))


GREY = grey_pixels()
RGB = bytes(v for g in GREY for v in (g, 255 - g, g // 2))
WINDOW = [(0x28, 0x1050, "DS", "2048"), (0x28, 0x1051, "DS", "4096")]
PALETTE = [(0x28, 0x1101 + i, "US", 256, 0, 16) for i in range(3)] + [
    (0x28, 0x1201 + i, "OW", struct.pack("<256H", *(
        (257 * v, 257 * (255 - v), 20000)[i] for v in range(256))))
    for i in range(3)]
KINDS = {
    "mono": dicom(GREY),
    "mono-1": dicom(GREY, "MONOCHROME1"),
    "mono-16": dicom(struct.pack(f"<{len(GREY)}H", *(16 * v for v in GREY)),
                     bits=16, stored=12, more=WINDOW),
    "rgb": dicom(RGB, "RGB", 3),
    "rgb-planes": dicom(
        b"".join(RGB[i * 3 * WIDTH * HEIGHT:][:3 * WIDTH * HEIGHT][c::3]
                 for i in range(FRAMES) for c in range(3)),
        "RGB", 3, more=[(0x28, 6, "US", 1)]),
    "ybr-full": dicom(RGB, "YBR_FULL", 3),
    "ybr-422": dicom(bytes(v for i in range(0, len(GREY), 2)
                           for v in (GREY[i], GREY[i + 1], 110, 150)),
                     "YBR_FULL_422", 3),
    "palette": dicom(GREY, "PALETTE COLOR", more=PALETTE),
}
CODERS = {
    "rle": ["dcmcrle"],
    "jpeg": ["dcmcjpeg", "+eb"],
    "jpeg-progressive": ["dcmcjpeg", "+ep"],
    "jpeg-lossless": ["dcmcjpeg", "+e1"],
    "jpeg-ls": ["dcmcjpls"],
    "jpeg-ls-lossy": ["dcmcjpls", "+en"],
    "deflated": ["dcmconv", "+td"],
    "big-endian": ["dcmconv", "+tb"],
    "implicit": ["dcmconv", "+ti"],
    "no-preamble": ["dcmconv", "-F"],
    "fragments": ["dcmcjpeg", "+e1", "+fs", "2"],
}
# Unless BEVEL_LONG is set, each coder is tried on these kinds, and each other
# kind with these coders.
KINDS_FOR_ALL = ("mono", "rgb")
CODERS_FOR_ALL = ("rle", "jpeg-lossless")
# What the coders themselves refuse.
NOT_MADE = {("ybr-422", "rle"), ("ybr-422", "jpeg-lossless"),
            ("ybr-422", "jpeg-ls"), ("ybr-422", "jpeg-ls-lossy"),
            ("ybr-422", "fragments"), ("palette", "jpeg"),
            ("palette", "jpeg-progressive"), ("palette", "jpeg-ls-lossy")}


def tool(*words):
    return subprocess.run(words, capture_output=True, check=True).stdout


def pixels_of(path):
    """A PNM file's pixels, grey by luma."""
    with open(path, "rb") as file:
        kind, _, _, pixels = file.read().split(b"\n", 3)
    if kind == b"P5":
        return pixels
    return bytes((299 * r + 587 * g + 114 * b + 500) // 1000 for r, g, b in
                 zip(pixels[::3], pixels[1::3], pixels[2::3]))


def judged(path):
    """The frames as DCMTK's own viewer shows them."""
    viewer = "dcml2pnm" if "jpeg-ls" in path else "dcmj2pnm"
    window = ["+Wi", "1"] if "mono-16" in path else []
    tool(viewer, "+op", *window, "+Fa", path, path)
    return b"".join(
        pixels_of(glob.glob(f"{glob.escape(path)}.{number}.p?m")[0])
        for number in range(FRAMES))


def read(path):
    """The frames that bevel hands to guidance."""
    video = path + ".mkv"
    done = run("record", path, "-o", video, "--overwrite")
    if done.returncode != 0:
        return done.stderr.encode()
    return tool("ffmpeg", "-v", "error", "-i", video, "-f", "rawvideo",
                "-pix_fmt", "gray", "-")


def check_same(name, path):
    got, expected = read(path), judged(path)
    CHECKS.check(got == expected, f"{name}: as DCMTK shows it",
                 [f"{len(got)} and {len(expected)} bytes", str(got[:200])])


def is_tried(kind, coder):
    return "BEVEL_LONG" in os.environ or kind in KINDS_FOR_ALL or \
        coder in CODERS_FOR_ALL


def check_kinds(folder):
    for kind, content in KINDS.items():
        plain = os.path.join(folder, kind + ".dcm")
        with open(plain, "wb") as file:
            file.write(content)
        check_same(kind, plain)
        for coder, words in CODERS.items():
            if (kind, coder) in NOT_MADE or not is_tried(kind, coder):
                continue
            coded = os.path.join(folder, f"{kind}.{coder}.dcm")
            tool(*words, plain, coded)
            check_same(f"{kind}, {coder}", coded)
    CHECKS.check(read(os.path.join(folder, "mono.dcm")) == GREY,
                 "plain grey comes back as it was stored")


def rows(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def check_scale(folder):
    """Scale and times, and nothing of the patient anywhere."""
    path = os.path.join(folder, "scale.dcm")
    box = (8, 4, WIDTH - 9, HEIGHT - 5)
    with open(path, "wb") as file:
        file.write(dicom(GREY, more=[(0x18, 0x1065, "DS", "0\\40\\60"),
                                     (0x28, 9, "AT", b"\x18\0\x65\x10")],
                         regions=[region(box, 0.0125, 0.0125)]))
    done = run("detect", path)
    CHECKS.check(done.returncode == 0 and done.stderr == "" and
                 [row["time_s"] for row in rows(done)] == [0, 0.04, 0.1] and
                 all(row["mm_per_px"] == 0.125 for row in rows(done)),
                 "scale and times are the file's", told("detect", done))
    with open(path, "wb") as file:
        file.write(dicom(GREY, regions=[region(box, 0.01, 0.01, units=1)]))
    done = run("detect", path)
    CHECKS.check(all(row["mm_per_px"] is None for row in rows(done)) and
                 len(rows(done)) == FRAMES,
                 "other units are no scale", told("detect", done))
    listed = run("sources", folder)
    said = done.stdout + done.stderr + listed.stdout + listed.stderr
    CHECKS.check(listed.returncode == 0 and
                 f"scale.dcm  dicom, {WIDTH} x {HEIGHT} px, {FRAMES} frames"
                 in listed.stdout, "a folder's files are listed",
                 told("sources", listed))
    CHECKS.check("SECRET" not in said and "4711" not in said,
                 "nothing of the patient is said")


def check_made(folder):
    """Files that others make: img2dcm from a JPEG, dump2dcm from a text."""
    still = os.path.join(folder, "still.dcm")
    picture = os.path.join(folder, "still.jpg")
    tool("convert", "-size", "96x64", "gradient:", "-quality", "90", picture)
    tool("img2dcm", picture, still, "-k", f"PatientName={NAME}")
    done = run("detect", still)
    CHECKS.check(done.returncode == 0 and len(rows(done)) == 1,
                 "a picture of img2dcm is a still", told("detect", done))
    dump = os.path.join(folder, "again.txt")
    again = os.path.join(folder, "again.dcm")
    with open(dump, "wb") as file:
        file.write(tool("dcmdump", "+L", "-q",
                        os.path.join(folder, "scale.dcm")))
    tool("dump2dcm", "+l", "200000", dump, again)
    CHECKS.check(read(again) == GREY, "a file of dump2dcm is read")


def check_damage(folder):
    """What was whole before the damage is told, then one sentence."""
    for coder in ("rle", "jpeg", "jpeg-lossless", "jpeg-ls"):
        path = os.path.join(folder, f"mono.{coder}.dcm")
        with open(path, "rb") as file:
            content = file.read()
        cut = os.path.join(folder, f"cut.{coder}.dcm")
        with open(cut, "wb") as file:
            file.write(content[:-len(content) // 8])
        done = run("detect", cut)
        CHECKS.check(done.returncode == 1 and len(rows(done)) == FRAMES - 1 and
                     one_sentence(done.stderr, "damaged after frame 1"),
                     f"a file that is cut, {coder}", told("detect", done))
    tool("dcmconv", "+td", os.path.join(folder, "mono.dcm"),
         os.path.join(folder, "deflated.dcm"))
    with open(os.path.join(folder, "deflated.dcm"), "rb+") as file:
        file.truncate(os.path.getsize(file.name) // 2)
    done = run("detect", os.path.join(folder, "deflated.dcm"))
    CHECKS.check(done.returncode == 1 and
                 one_sentence(done.stderr, "deflated.dcm"),
                 "a deflated file that is cut", told("detect", done))


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def store(files, folder):
    """Send them to DCMTK's own archive. @return What it stored."""
    port = free_port()
    with subprocess.Popen(["storescp", "+xa", "-od", folder, str(port)],
                          stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as archive:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        for path in files:
            tool("dcmsend", "-dn", "127.0.0.1", str(port), path)
        archive.terminate()
    return [os.path.join(folder, name) for name in os.listdir(folder)]


def check_stored(folder):
    """What a scanner sends to an archive is read there as here."""
    for coder in ("", ".rle", ".jpeg", ".jpeg-lossless", ".jpeg-ls"):
        path = os.path.join(folder, f"mono{coder}.dcm")
        archive = os.path.join(folder, f"archive{coder}")
        os.mkdir(archive)
        stored = store([path], archive)
        CHECKS.check(len(stored) == 1 and read(stored[0]) == read(path),
                     f"a file that storescp stored, mono{coder}",
                     [str(stored)])


def value_of(dump, tag):
    """A value as dcmdump prints it: "(0028,0010) US 64  # ..."."""
    line = next(line for line in dump.splitlines()
                if line.strip().startswith(f"({tag})"))
    return line.split(None, 2)[2].split("#")[0].strip().strip("[]")


def check_dumped(folder):
    """Size, frames, times and scale are those that dcmdump prints."""
    path = os.path.join(folder, "dumped.dcm")
    with open(path, "wb") as file:
        file.write(dicom(GREY, more=[(0x18, 0x1063, "DS", "31.25")],
                         regions=[region((0, 0, WIDTH - 1, HEIGHT - 1),
                                         0.00775, 0.00775)]))
    dump = tool("dcmdump", "+L", "-q", path).decode()
    listed = run("sources", path)
    expected = (f"{value_of(dump, '0028,0011')} x "
                f"{value_of(dump, '0028,0010')} px, "
                f"{value_of(dump, '0028,0008')} frames, "
                f"{1000 / float(value_of(dump, '0018,1063')):.4g} a second, "
                f"{10 * float(value_of(dump, '0018,602c')):.3g} mm a px")
    CHECKS.check(listed.returncode == 0 and expected in listed.stdout,
                 "it is listed as dcmdump says it",
                 [expected] + told("sources", listed))


def check_folder(folder):
    files = os.path.join(folder, "medium")
    os.mkdir(files)
    for name in ("IM10", "IM2"):
        shutil.copy(os.path.join(folder, "mono.dcm"),
                    os.path.join(files, name))
    refuses("a folder of DICOM files offers them", 1, "detect", files,
            says="(IM2, IM10)")
    done = run("sources", files)
    CHECKS.check(done.returncode == 0 and done.stderr == "" and
                 [line.split()[0] for line in done.stdout.splitlines()] ==
                 [os.path.join(files, name) for name in ("IM2", "IM10")],
                 "and `bevel sources` lists them", told("sources", done))


def main():
    missing = [name for name in TOOLS if not shutil.which(name)]
    if missing:
        print(f"1..0 # SKIP {', '.join(missing)} not installed")
        return 0
    if "without DCMTK" in run("sources").stdout:
        print("1..0 # SKIP this bevel is built without DCMTK")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        check_kinds(folder)
        check_scale(folder)
        check_made(folder)
        check_damage(folder)
        check_stored(folder)
        check_dumped(folder)
        check_folder(folder)
    return CHECKS.end()


if __name__ == "__main__":
    sys.exit(main())
