#!/usr/bin/env python3
"""Who may include whom: the table of docs/architecture.md, over every file.

usage: includes.py ROOT [--self-test]
"""
import os
import re
import sys

import tap

# Folder: the project's headers that it may include (beginnings of paths).
# The longest folder that fits a file holds for it.
MAY_INCLUDE = {
    "src/core": ["core/"],
    "acquisition": ["core/", "acquisition/"],
    "guidance": ["core/", "guidance/"],
    "src/records": ["core/", "records/", "guidance/review/"],
    "src/pipeline": ["core/", "pipeline", "screen_follower.h", "look_back.h",
                     "acquisition/source.h", "guidance/guide.h",
                     "guidance/course.h"],
    "src/pipeline_recording": ["core/", "pipeline_re", "recording.h"],
    "src/pipeline_requests": ["core/", "pipeline_requests.h",
                              "guidance/guide.h"],
    "src/look_back": ["core/", "look_back", "pipeline.h", "pipeline_results.h",
                      "guidance/guide.h"],
    "src/screen_follower": ["core/", "screen_follower.h", "screen_finder.h"],
    "src/outline_seeker": ["core/", "outline_seeker.h",
                           "guidance/fluid/outline_find.h"],
    "src/movement_seeker": ["core/", "movement_seeker.h", "look_back.h",
                            "guidance/movement/"],
    "src/way_seeker": ["core/", "way_seeker.h", "guidance/plan.h"],
    "src/scaling": ["core/", "scaling.h", "screen_finder.h"],
    "src/screen_finder": ["core/", "screen_finder.h", "guidance/screen/",
                          "records/preset_file.h"],
    "src/pipeline_results": ["core/", "pipeline"],
    "src/recording": ["core/", "recording.h", "recording_name.h",
                      "recording_note.h",
                      "acquisition/source.h", "acquisition/recorder.h",
                      "acquisition/event_log.h"],
    "src/recording_note": ["core/", "recording_note.h",
                           "acquisition/event_log.h"],
    "src/recording_name": ["core/", "recording_name.h",
                           "acquisition/event_log.h"],
    "ui": ["core/", "look_back.h", "pipeline.h", "recording.h", "scaling.h",
           "outline_seeker.h", "way_seeker.h", "movement_seeker.h",
           "screen_finder.h", "records/", "ui/",
           "acquisition/source.h", "acquisition/recorder.h",
           # what pipeline.h itself shows, and the headers of data
           "guidance/guide.h", "guidance/plan.h", "guidance/procedure",
           "guidance/measure.h", "guidance/review/"],
    "ui/overlay": ["core/", "ui/overlay/"],
    "src": [""],
    "tests": [""],
}

GLIB = r"gtk/|gdk/|gsk/|glib|gio/|gobject|graphene|adwaita"
VISION = r"opencv"
AV = r"libav|libsw"
USB = r"libusb"
DCMTK = r"dcmtk"
CAIRO = r"cairo|pango"
JSON = r"jansson"
SQLITE = r"sqlite"
IGTL = r"openigtlink|igtl"
ALSA = r"alsa"
TESSERACT = r"tesseract|leptonica"

# Folder: other people's headers that it must never see.
MUST_NOT_SEE = {
    "src/core": [GLIB, VISION, AV, USB, DCMTK, CAIRO, JSON, SQLITE, "zlib"],
    "acquisition": [GLIB, VISION, CAIRO, SQLITE],
    "guidance": [GLIB, VISION, AV, USB, DCMTK, CAIRO, SQLITE],
    "guidance/vision": [GLIB, AV, USB, DCMTK, CAIRO],
    "src/records": [GLIB, VISION, AV, USB, DCMTK],
    "src/pipeline": [GLIB, VISION, AV, USB, DCMTK, CAIRO],
    "src/scaling": [GLIB, VISION, AV, USB, DCMTK, CAIRO, JSON],
    "src/screen_finder": [GLIB, VISION, AV, USB, DCMTK, CAIRO, JSON],
    "src/screen_follower": [GLIB, VISION, AV, USB, DCMTK, CAIRO, JSON],
    "src/look_back": [GLIB, VISION, AV, USB, DCMTK, CAIRO, JSON],
    "src/pipeline_recording": [GLIB, VISION, AV, USB, DCMTK, CAIRO, JSON],
    "src/pipeline_requests": [GLIB, VISION, AV, USB, DCMTK, CAIRO, JSON],
    "src/recording": [GLIB, VISION, AV, USB, DCMTK, CAIRO, JSON],
    "src/recording_note": [GLIB, VISION, AV, USB, DCMTK, CAIRO, JSON],
    "src/movement_seeker": [GLIB, VISION, AV, USB, DCMTK, CAIRO, JSON],
    "src/way_seeker": [GLIB, VISION, AV, USB, DCMTK, CAIRO, JSON],
    "src/recording_name": [GLIB, VISION, AV, USB, DCMTK, CAIRO, JSON],
    "ui": [VISION, AV, USB, DCMTK],
    "ui/overlay": [GLIB, VISION, AV, USB, DCMTK],
    "src": [VISION, AV, USB, DCMTK],
    "tests": [VISION],
}

# The only files of their folder that may see these.
ONLY = {VISION: r"guidance/vision/[a-z_]+_opencv\.[ch]pp$",
        ALSA: r"ui/cues/sound\.c$",
        USB: r"acquisition/usb/(find|link|list|stream)\.c$",
        DCMTK: r"acquisition/[a-z_]+_dcmtk\.cpp$",
        TESSERACT: r"guidance/screen/letters_tesseract\.c$",
        IGTL: r"acquisition/igtl/message\.c$|tests/cli/igtl_peer\.cpp$"}

FOLDERS = ["src", "acquisition", "guidance", "ui", "tests"]
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


def longest(table, path):
    """The rule of the nearest folder above @p path."""
    fits = [folder for folder in table
            if path.startswith((folder + "/", folder + "."))]
    return table[max(fits, key=len)]


def resolve(root, path, name):
    """An included name as the table writes it, or None if not bevel's."""
    beside = os.path.join(os.path.dirname(path), name)
    for candidate in (beside, name, "src/" + name, "tests/" + name):
        candidate = os.path.normpath(candidate)
        if os.path.exists(os.path.join(root, candidate)):
            return candidate[4:] if candidate.startswith("src/") else candidate
    return None


def wrong_includes(root, path, text):
    """What the file must not include, each as one sentence."""
    for quote, name in INCLUDE.findall(text):
        own = resolve(root, path, name) if quote == '"' else None
        if own is not None:
            allowed = longest(MAY_INCLUDE, path)
            if not any(own.startswith(start) for start in allowed):
                yield f"{path} includes {own}"
            continue
        for pattern in longest(MUST_NOT_SEE, path):
            if re.match(pattern, name):
                yield f"{path} sees {name}"
        for pattern, place in ONLY.items():
            if re.match(pattern, name) and not re.search(place, path):
                yield f"{path} sees {name}, which is for {place} alone"


def sources(root):
    for top in FOLDERS:
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in sorted(names):
                if name.endswith((".c", ".h", ".cpp", ".hpp")):
                    yield os.path.relpath(os.path.join(folder, name), root)


def main():
    root = sys.argv[1]
    checks = tap.Tap()
    for path in sources(root):
        with open(os.path.join(root, path), encoding="utf-8") as file:
            wrong = list(wrong_includes(root, path, file.read()))
        checks.check(not wrong, path, wrong)
    # The rules themselves: a file that breaks them is found.
    for path, text in (
            ("src/core/x.c", '#include "acquisition/source.h"'),
            ("acquisition/x.c", '#include "guidance/guide.h"'),
            ("acquisition/x.c", "#include <glib.h>"),
            ("acquisition/x.c", "#include <dcmtk/dcmdata/dcfilefo.h>"),
            ("guidance/x.c", "#include <opencv2/core.hpp>"),
            ("guidance/x.c", '#include "../acquisition/source.h"'),
            ("src/pipeline.c", '#include "guidance/needle.h"'),
            ("ui/x.c", '#include "guidance/needle.h"'),
            ("ui/overlay/x.c", "# include <gtk/gtk.h>"),
            ("src/commands/x.c", "#include <libavformat/avformat.h>")):
        checks.check(list(wrong_includes(root, path, text)),
                     f"finds {text} in {path}", ["it was let through"])
    return checks.end()


if __name__ == "__main__":
    sys.exit(main())
