"""What the tests of `bevel eval` share: short clips of an early needle."""
import atexit
import json
import os
import shutil
import tempfile

# What is tested here is the measuring; without its network the detector takes
# half the time.
os.environ["BEVEL_NETWORK"] = ""

# A needle that goes in from the first frame on: short clips are enough.
FOLDER = tempfile.mkdtemp(prefix="bevel-test-")
atexit.register(shutil.rmtree, FOLDER)
EARLY = os.path.join(FOLDER, "early.json")
with open(EARLY, "w", encoding="utf-8") as early:
    json.dump({"format": "bevel-scene", "version": 1, "include": "nerve",
               "name": "early", "script": {"steps": [
                   {"time_s": 0, "length_mm": 13, "angle_deg": 30,
                    "offset_mm": 0, "probe_y_mm": 0},
                   {"time_s": 1, "length_mm": 20}]}}, early)

SCENE = ("--scene", EARLY, "--seeds", "1..2", "--seconds", "0.5")


def figures(path):
    """All figures of a JSON file but those of time."""
    with open(path, encoding="utf-8") as file:
        blocks = json.load(file)["blocks"]
    return [(b["origin"], b["stratum"], b["clips"],
             {k: v for k, v in b["figures"].items()
              if not k.startswith("process")}) for b in blocks]
