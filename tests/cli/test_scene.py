#!/usr/bin/env python3
"""`bevel scene` as an author of scenes types it: every kind of mistake is
found in its file and line, scenes without one pass, cases are shown.

usage: test_scene.py BEVEL
"""
import copy
import glob
import json
import os
import tempfile

from cli import CHECKS, one_sentence, refuses, run, told

SCENES = os.path.join(os.environ["BEVEL_SAMPLES_DIR"], "scenes")

GOOD = {
    "format": "bevel-scene", "version": 1, "name": "Cyst",
    "probe": {"frequency_mhz": 10, "depth_mm": 35},
    "layers": [{"tissue": "skin", "thickness_mm": 1.5},
               {"tissue": "fat", "thickness_mm": [40, 60]}],
    "objects": [
        {"name": "cyst", "role": "target", "shape": "tube", "tissue": "fluid",
         "center_mm": [2, 0, 18], "radii_mm": [6, 6, 4]},
        {"name": "artery", "role": "avoid", "shape": "tube", "tissue": "blood",
         "center_mm": [14, 0, 15], "radii_mm": [3, 3, 3]},
        {"name": "pool", "role": "pool", "shape": "ellipsoid",
         "tissue": "fluid", "center_mm": [2, 0, 18], "radii_mm": [20, 9, 20]}],
    "target": {"at_mm": [0, 0, 17], "radius_mm": 1},
    "needle": {"entry_mm": [-18, 0, 1], "length_mm": 50},
    "script": {"steps": [{"time_s": 0, "angle_deg": 41, "length_mm": 2},
                         {"time_s": 3, "length_mm": 23}]},
}


def scene(folder, name, change):
    """The good scene with something changed, as a file."""
    made = copy.deepcopy(GOOD)
    change(made)
    path = os.path.join(folder, name + ".json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(made, file, indent=1)
    return path


def line_of(path, text):
    """The number of the first line that has @p text in it; of an entry of a
    list that of its bracket, the line before its name."""
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if text in line:
                return number - text.startswith('"name"')
    return 0


def finds(what, folder, change, at, *says):
    """Exactly one mistake is told, at the line that @p at stands in."""
    path = scene(folder, "case", change)
    done = run("scene", "check", path)
    lines = [line for line in done.stdout.splitlines()
             if "A remark" not in line]
    start = f"{path}:{line_of(path, at)}: "
    CHECKS.check(done.returncode == 1 and len(lines) == 1 and
                 lines[0].startswith(start) and
                 all(word in lines[0] for word in says) and
                 one_sentence(done.stderr, "1 mistake in 1 of 1 scene"),
                 what, [start, *told("scene check", done)])


def set_key(*keys_and_value):
    """A change: the value at the end of the keys."""
    *keys, last, value = keys_and_value

    def change(made):
        for key in keys:
            made = made[key]
        made[last] = value
    return change


def add_object(**keys):
    return lambda made: made["objects"].append(keys)


def check_mistakes(folder):
    finds("a key that there is not, with the nearest that there is", folder,
          set_key("needle", "lenght_mm", 40), "lenght_mm",
          "needle.lenght_mm", 'the nearest is "length_mm"')
    finds("a step's key that there is not", folder,
          set_key("script", "steps", 0, "angel_deg", 40), "angel_deg",
          'the nearest is "angle_deg"')
    finds("a value out of range, with the range", folder,
          set_key("probe", "depth_mm", 350), "depth_mm",
          "from 15 to 200, not 350")
    finds("a range that ends out of range", folder,
          set_key("layers", 1, "thickness_mm", [40, 900]),
          '"thickness_mm": [', "layers[1].thickness_mm", "from 0.2 to 200, not 900")
    finds("a target that is painted over", folder,
          add_object(name="muscle", shape="ellipsoid", tissue="muscle_short",
                     center_mm=[3, 0, 18], radii_mm=[9, 9, 7]),
          '"name": "cyst"',
          "objects[0] (cyst", "objects[3] (muscle)")
    finds("an artery that lies below a bone that is painted later", folder,
          add_object(name="rib", shape="bone",
                     points_mm=[[8, 10], [20, 10]]),
          '"name": "artery"', "objects[1] (artery", "objects[3] (rib)",
          "100 %")
    finds("a bone on the way", folder,
          add_object(name="rib", shape="bone",
                     points_mm=[[-14, 3.5], [-6, 3.5]]), '"target": {',
          "cannot be reached", "objects[3] (rib)")
    finds("a target behind the needle", folder,
          set_key("needle", "from", "right"), '"target": {',
          "behind the entry point")
    finds("a target outside the picture", folder,
          set_key("target", "at_mm", [0, 0, 36]), '"target": {',
          "outside the picture")
    finds("a needle that enters below the skin", folder,
          set_key("needle", "entry_mm", [-10, 0, 9]), '"needle": {',
          "9 mm below the skin")
    finds("a target in what is to be avoided", folder,
          lambda made: (set_key("target", "at_mm", [14, 0, 15])(made),
                        made["script"]["steps"].pop()),
          '"target": {', "lies in objects[1] (artery)")


def case(**success):
    """A change: a case that asks for so much."""
    return set_key("case", {"title": "Case", "task": "Do it.",
                            "success": success})


def check_cases(folder):
    """What a case asks for can be done at all."""
    finds("a case that asks for more fluid than there is", folder,
          case(aspirated_at_least_ml=9), '"case": {', "9 ml", "0.905 ml")
    finds("a case that asks for injecting where nothing opens", folder,
          lambda made: (case(injected_at_least_ml=1)(made),
                        made["objects"].pop()),
          '"case": {', "no object has the role pool")
    finds("a case that asks for a flatter way than there is", folder,
          case(angle_at_most_deg=30), '"case": {', "30 degrees", "at 42")
    finds("a case that asks for what it forbids", folder,
          case(tip_in="cyst", not_enter=["artery", "cyst"]), '"case": {',
          'in "cyst", which must not be entered')
    finds("a case that names no object", folder,
          case(not_enter=["artery", "vien"]), '"vien"', "names no object")
    path = scene(folder, "fine", case(tip_in="cyst", not_enter=["artery"],
                                      aspirated_at_least_ml=0.5,
                                      angle_at_most_deg=60))
    done = run("scene", "check", path)
    CHECKS.check(done.returncode == 0, "a case that can be done passes",
                 told("check", done))


def check_length(folder):
    """A needle that is too short is two mistakes: nor can it be pushed."""
    path = scene(folder, "short", set_key("needle", "length_mm", 20))
    line = line_of(path, '"target": {')
    done = run("scene", "check", path)
    CHECKS.check(done.returncode == 1 and
                 done.stdout.startswith(f"{path}:{line}: target cannot") and
                 "the needle is 20 mm long" in done.stdout and
                 "pushes in 23 mm" in done.stdout,
                 "a target too far for the needle", told("check", done))


def check_ranges(folder):
    """Only one end of a range is wrong: the corners are looked at."""
    finds("a target that only one end of a range covers", folder,
          lambda made: made["objects"].append(
              {"name": "muscle", "shape": "ellipsoid",
               "tissue": "muscle_short", "center_mm": [1, 0, [18, 200]],
               "radii_mm": [7, 9, 7]}),
          '"name": "cyst"', "with ranges at their lower ends")


def check_several(folder):
    """All mistakes of a file at once."""
    def change(made):
        made["needel"] = {}
        made["probe"]["frequency_mhz"] = 99
        made["layers"][0]["tissue"] = "skn"
    path = scene(folder, "several", change)
    done = run("scene", "check", path, "nerve")
    CHECKS.check(done.returncode == 1 and len(done.stdout.splitlines()) == 4
                 and "needel" in done.stdout and "99" in done.stdout and
                 "one of skin, fat" in done.stdout and
                 one_sentence(done.stderr, "3 mistakes in 1 of 2 scenes"),
                 "all mistakes are told at once, and the other scene passes",
                 told("several", done))


def check_include(folder):
    """A mistake in an included file is told there."""
    path = scene(folder, "base", set_key("motion", {"tremor_mm": 55}))
    top = os.path.join(folder, "top.json")
    with open(top, "w", encoding="utf-8") as file:
        json.dump({"format": "bevel-scene", "version": 1, "include": "base"},
                  file)
    done = run("scene", "check", top)
    CHECKS.check(done.returncode == 1 and done.stdout.startswith(
        f"{path}:{line_of(path, 'tremor_mm')}: motion.tremor_mm"),
        "a mistake in an included scene is told there", told("include", done))
    with open(path, "w", encoding="utf-8") as file:
        file.write("{\n\n")
    done = run("scene", "check", top)
    CHECKS.check(done.returncode == 1 and
                 done.stdout.startswith(f"{path}:3: not valid JSON"),
                 "an included file that is no JSON", told("include", done))


def check_bundled():
    """Every bundled scene passes, has a case and is listed."""
    paths = sorted(glob.glob(os.path.join(SCENES, "*.json")))
    done = run("scene", "check", *paths)
    CHECKS.check(done.returncode == 0 and done.stderr == "" and
                 done.stdout.count(": no mistakes. Looked at: ") ==
                 len(paths) >= 29,
                 "the bundled scenes have no mistakes", told("check", done))
    for path in paths:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        CHECKS.check('"case": {' in text, path + " has a case")
    listed = run("scene", "list").stdout.splitlines()
    CHECKS.check([line.split()[0] for line in listed] ==
                 [os.path.basename(path)[:-5] for path in paths],
                 "the bundled scenes are listed", listed[:5])


def first_picture(folder, name, made):
    """The bytes of a scene's first frames."""
    path = os.path.join(folder, name + ".json")
    clip = os.path.join(folder, name + ".mkv")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(made, file)
    run("simulate", path, "-o", clip, "--seconds", "0.1")
    with open(clip, "rb") as file:
        return file.read()


def check_words_change_nothing(folder):
    """Texts and a needle's length are for people: no picture changes."""
    for name in ("knee-effusion", "nerve", "hip", "calf"):
        with open(os.path.join(SCENES, name + ".json"),
                  encoding="utf-8") as file:
            made = json.load(file)
        with_case = first_picture(folder, name, made)
        made.pop("case")
        made.get("needle", {}).pop("length_mm", None)
        CHECKS.check(first_picture(folder, name, made) == with_case,
                     f"{name} has the same bytes without its case")
        above = {"format": "bevel-scene", "version": 1, "include": name}
        CHECKS.check(first_picture(folder, "above", above) == with_case,
                     f"{name} has the same bytes when it is included")


def check_show(folder):
    done = run("scene", "show", "knee-effusion")
    CHECKS.check(done.returncode == 0 and "recess: ellipsoid" in done.stdout
                 and done.stdout.startswith("Drain a knee effusion\n") and
                 "aspirated, at least 1.5 ml" in done.stdout,
                 "a scene is shown in words", told("show", done))
    picture = os.path.join(folder, "truth.png")
    done = run("scene", "show", "nerve", "-o", picture, "--at", "0.1")
    with open(picture, "rb") as file:
        CHECKS.check(done.returncode == 0 and file.read(4) == b"\x89PNG",
                     "a scene is shown as a picture", told("show", done))


with tempfile.TemporaryDirectory() as home:
    good = scene(home, "good", lambda made: None)
    looked = run("scene", "check", good)
    CHECKS.check(looked.returncode == 0 and looked.stderr == "" and
                 looked.stdout.startswith(good + ": no mistakes. Looked at: ")
                 and "23.1 mm at 41.6 degrees" in looked.stdout and
                 "with 16 seeds." in looked.stdout,
                 "a scene without mistakes, though a pool lies over its target",
                 told("check", looked))
    check_mistakes(home)
    check_cases(home)
    check_length(home)
    check_ranges(home)
    check_several(home)
    check_include(home)
    check_bundled()
    check_words_change_nothing(home)
    check_show(home)
    refuses("a scene that there is not", 1, "scene", "check", "no-such",
            says="no-such")
    refuses("check without a scene", 2, "scene", "check")
    refuses("show without a scene", 2, "scene", "show")
    refuses("scene without a word", 2, "scene")
    refuses("scene with a wrong word", 2, "scene", "chek", "nerve")
    refuses("a picture that cannot be written", 1, "scene", "show", "nerve",
            "--at", "0.1", "-o", os.path.join(home, "no", "x.png"), says="x.png")
raise SystemExit(CHECKS.end())
