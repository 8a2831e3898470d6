#!/usr/bin/env python3
"""`bevel bench --scenes`: a table, and one JSON object, of each bundled scene.
`bevel bench --everything`: fluid is watched as well.

usage: test_bench.py BEVEL
"""
import json
import os
import shutil
import tempfile

from cli import CHECKS, refuses, run, told

SCENES = os.path.join(os.environ["BEVEL_SAMPLES_DIR"], "scenes")

with tempfile.TemporaryDirectory() as home:
    os.mkdir(os.path.join(home, "scenes"))
    for name in ("calf", "nerve"):
        shutil.copy(os.path.join(SCENES, name + ".json"),
                    os.path.join(home, "scenes"))
    env = dict(os.environ, BEVEL_SAMPLES_DIR=home)
    done = run("bench", "--scenes", "--frames", "10", "--json", env=env)
    made = json.loads(done.stdout) if done.returncode == 0 else {}
    CHECKS.check(sorted(made.get("scenes", {})) == ["calf", "nerve"],
                 "every scene that is found is measured",
                 told("bench", done))
    CHECKS.check(all(0 < scene["work_median_ms"] <= scene["work_p95_ms"] and
                     scene["median_ms"] <= scene["p95_ms"]
                     for scene in made.get("scenes", {}).values()),
                 "with median and 95th percentile, of clock and of work",
                 told("bench", done))
    done = run("bench", "--scenes", "--frames", "10", env=env)
    CHECKS.check(done.returncode == 0 and "of 2 scenes are over" in done.stdout,
                 "the table ends with how many are over the budget",
                 told("bench", done))
    done = run("bench", "sim:nerve", "--everything", "--frames", "12", "--json")
    sizes = json.loads(done.stdout)["sizes"] if done.returncode == 0 else []
    CHECKS.check(len(sizes) == 2 and all(
        size["fluid"]["p99_ms"] > 10 * size["fluid"]["median_ms"]
        for size in sizes),
                 "--everything watches fluid, and not in every picture",
                 told("bench", done))
    refuses("a source with --scenes", 2, "bench", "sim:", "--scenes",
            says="--scenes")
raise SystemExit(CHECKS.end())
