#!/usr/bin/env python3
"""The window as people use it: by mouse, by key and by screen reader, and what
its pixels hold where the picture does not support guidance.

usage: test_window.py SCRIPTED_LIVE BEVEL [WORD]     only tests named so
"""
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile

from desk import Pixels, Skip, Tests, Window, wait_until, xdotool

LIVE, BEVEL = sys.argv[1], sys.argv[2]
WIDTH, HEIGHT, MM_PER_PX = 320, 240, 0.1
NEEDLE, TARGET = 0x5cc8ff, 0xffe14d
test = Tests(3)


def make_pictures(folder, names):
    """A file for each name; equal names in a row are equal pictures."""
    os.mkdir(folder)
    made = {}
    for number, name in enumerate(names):
        path = os.path.join(folder, f"{number:05}.pgm")
        if name in made:
            os.link(made[name], path)
            continue
        noise = random.Random(name)
        with open(path, "wb") as file:
            file.write(b"P5 %d %d 255\n" % (WIDTH, HEIGHT))
            file.write(bytes(60 + value // 4 for value in
                             noise.randbytes(WIDTH * HEIGHT)))
        made[name] = path
    return folder


def write_sequence(path, mm_per_px):
    """A Plus sequence of two seconds, with its scale in it."""
    count = 60
    head = ["ObjectType = Image", "NDims = 3", "BinaryData = True",
            "BinaryDataByteOrderMSB = False", "CompressedData = False",
            f"DimSize = {WIDTH} {HEIGHT} {count}",
            f"ElementSpacing = {mm_per_px} {mm_per_px} 1",
            "ElementType = MET_UCHAR", "UltrasoundImageOrientation = MFA",
            "UltrasoundImageType = BRIGHTNESS"]
    for i in range(count):
        head += [f"Seq_Frame{i:04}_Timestamp = {i / 30:.4f}",
                 f"Seq_Frame{i:04}_ImageStatus = OK"]
    noise = random.Random(1)
    with open(path, "wb") as file:
        file.write("\n".join(head + ["ElementDataFile = LOCAL\n"]).encode())
        for _ in range(count):
            file.write(noise.randbytes(WIDTH * HEIGHT))


def moving(seconds):
    """Names of pictures that change all the time."""
    return [i % 7 for i in range(int(30 * seconds))]


def play(clip, **more):
    """Show a clip with the scale of the tests."""
    return Window(LIVE, clip, "--mm-per-px", MM_PER_PX, **more)


@test
def click_marks_the_target(clips):
    """a click marks the target, and the tree says where it is and how far"""
    with play(clips["long"], state="tip_seen") as window:
        window.await_name("PLAYING")
        window.await_name("Depth of the target: not known")
        window.await_name("Tip to target: not known")
        window.click(0.75, 0.5)
        depth = window.await_name("Depth of the target: 12 mm")
        # the scripted tip is at 0.05+0.45 cos 30, 0.1+0.45 sin 30 x 4/3
        distance = window.await_name("Tip to target: 10 mm")
        course = window.await_name("Course: Passes ")
        window.await_description("Target followed")
        window.await_description("Tip to target 10 mm in the plane")
        pixels, box = Pixels(), window.picture_box()
        assert pixels.of_colour(box, NEEDLE) > 100, "the needle is not drawn"
        assert pixels.of_colour(box, TARGET) > 40, "the target is not drawn"
        print(f"# {depth}, {distance}, {course}")
        return True


@test
def keys_mark_the_target(clips):
    """Tab, arrows and Enter mark it; Delete clears it, and Ctrl+Z undoes"""
    with play(clips["long"], state="tip_seen") as window:
        window.await_name("PLAYING")
        window.key("Tab")
        window.await_description("Marking")
        window.key("Down", "shift+Down", "Right", "Return")
        window.await_name("Depth of the target: 13 mm")
        assert "Marking" not in window.description(), "the cursor stays"
        window.key("Delete")
        window.await_name("Depth of the target: not known")
        window.await_description("No target marked")
        window.key("ctrl+z")
        window.await_name("Depth of the target: 13 mm")
        window.key("ctrl+z")
        window.await_name("Depth of the target: not known")
        return True


@test
def the_button_marks_too(clips):
    """the button starts the cursor where no key was pressed before"""
    with play(clips["long"], state="tip_seen") as window:
        window.await_name("PLAYING")
        window.find("Mark target").act()
        window.await_description("Marking")
        window.await_name("Click, or Enter")
        window.key("Escape")
        window.await_name("Mark target")
        assert "Marking" not in window.description(), "the cursor stays"
        return True


@test
def space_freezes(clips):
    """the space bar freezes picture and overlay, and resumes"""
    with play(clips["long"], state="tip_seen") as window:
        window.await_name("PLAYING")
        window.click(0.75, 0.5)
        window.await_name("Depth of the target: 12 mm")
        window.key("space")
        window.await_name("FROZEN")
        box = window.picture_box()
        wait_until(lambda: Pixels().cut(box) == Pixels().cut(box),
                   "a picture that stands still")
        before = Pixels()
        assert before.of_colour(box, NEEDLE) > 100, "its needle has gone"
        assert before.of_colour(box, TARGET) > 40, "its target has gone"
        window.await_name("Tip to target: 10 mm")
        window.click(0.3, 0.8)  # nothing to follow it in: not taken
        window.await_name("Frozen: resume to mark")
        assert Pixels().cut(box) == before.cut(box), "it moves"
        window.key("space")
        window.await_name("PLAYING")
        window.await_name("Depth of the target: 12 mm")
        wait_until(lambda: Pixels().cut(box) != Pixels().cut(box),
                   "a picture that plays again")
        return True


@test
def a_structure_is_outlined_on_a_picture_that_stands(clips):
    """N freezes, outlines a nerve by points with a margin, and goes on"""
    with play(clips["long"], state="tip_seen") as window:
        window.await_name("PLAYING")
        window.key("n")
        window.await_name("FROZEN")
        window.await_name("Avoid: 1 nerve")
        window.key("1")
        window.await_name("nerve. Click points")
        for right, down in ((0.6, 0.6), (0.8, 0.6), (0.7, 0.8)):
            window.click(right, down)
        window.await_name("Click points along its border. Enter: it is closed")
        window.key("Return")
        window.await_name("nerve: how many mm to stay away?")
        window.key("2")
        window.await_name("nerve: how many mm to stay away? Type: 2_ mm")
        window.key("Return")
        window.await_name("PLAYING")
        window.click(0.7, 0.65)  # a target inside of it needs the user's word
        window.await_name("That lies inside the nerve")
        window.click(0.7, 0.65)
        window.await_name("Depth of the target: 1")
        window.key("n")
        window.await_name("Avoid: 1 nerve")
        window.key("Escape")
        window.await_name("PLAYING")
        return True


@test
def the_ways_are_planned_on_a_picture_that_stands(clips):
    """L says what it lacks, shows the ways one by one, and goes on"""
    with play(clips["long"], state="none") as window:
        window.await_name("PLAYING")
        window.key("l")
        window.await_name("There is no plan without a target")
        window.await_name("PLAYING")
        window.click(0.5, 0.5)
        window.await_name("Depth of the target: 12 mm")
        window.key("l")
        window.await_name("FROZEN")
        first = wait_until(lambda: next((n for n in window.names() if
                                         "mm beside the probe" in n), ""),
                           "a way")
        window.key("l")
        wait_until(lambda: first not in window.names(), "another way")
        window.key("Escape")
        window.await_name("PLAYING")
        return True


def shows_nothing(clips, state, headline):
    """In this state no pixel of the picture is coloured."""
    with play(clips["long"], state=state) as window:
        window.await_name(f"Course: {headline}")
        window.await_name("Tip to target: not known")
        window.key("ctrl+2")  # in the first step the set-up has the room
        window.await_name("Angle to skin: not known")
        assert window.coloured() == 0, "something is drawn on the picture"
        return True


@test
def nothing_is_drawn_without_a_needle(clips):
    """needle not seen: no pixel of the picture is coloured, and its age said"""
    with play(clips["long"], state="none") as window:
        window.await_name("Course: Needle not seen")
        window.await_name("last seen 1.")
    return shows_nothing(clips, "none", "Needle not seen")


@test
def nothing_is_drawn_of_a_candidate(clips):
    """a candidate is never drawn"""
    return shows_nothing(clips, "candidate", "Needle not seen")


@test
def a_shaft_alone_gives_no_distance(clips):
    """a shaft without its tip: rails, and dashes for the numbers"""
    with play(clips["long"], state="shaft_only") as window:
        window.await_name("Course: Tip not seen")
        window.click(0.75, 0.5)
        window.await_name("Depth of the target: 12 mm")
        window.await_name("Tip to target: not known")
        window.await_name("Depth of the tip: not known")
        pixels, box = Pixels(), window.picture_box()
        assert pixels.of_colour(box, NEEDLE) > 100, "the rails are not drawn"
        return True


@test
def a_crossing_is_asked_for(clips):
    """O, or its button, has crossings marked; without it there are none"""
    with play(clips["long"], state="crossing") as window:
        window.await_name("PLAYING")
        window.await_name("Course: Needle not seen")
        assert window.coloured() == 0, "a crossing that nobody asked for"
        window.key("o")
        window.await_name("Course: Crosses 10 mm deep")
        pixels = Pixels()
        assert pixels.of_colour(window.picture_box(), NEEDLE) > 20, \
            "the crossing is not drawn"
        window.await_name("Tip to target: not known")
        window.key("ctrl+4", "Escape")
        window.await_name("Out of plane  O")
        window.find("Out of plane  O").act()
        window.await_name("Course: Needle not seen")
        return True


@test
def a_lost_target_leaves_the_picture(clips):
    """a target that is lost is not drawn where it was last, and said"""
    with play(clips["long"], state="tip_seen", lost_s=8) as window:
        window.await_name("PLAYING")
        window.click(0.75, 0.5)
        window.await_name("Depth of the target: 12 mm")
        window.await_name("Course: Target lost")
        window.await_name("Target: lost")
        window.await_name("Tip to target: not known")
        pixels, box = Pixels(), window.picture_box()
        assert pixels.of_colour(box, NEEDLE) > 100, "the needle has gone too"
        assert pixels.of_colour(box, TARGET) == 0, "its ring is still there"
        return True


@test
def a_stopped_picture_loses_its_overlay(clips):
    """pixels that stop while frames keep coming take the overlay away"""
    with play(clips["stops"], state="tip_seen") as window:
        wait_until(lambda: window.coloured() > 100, "an overlay at first")
        window.click(0.75, 0.5)
        window.await_name("PICTURE STOPPED")
        window.await_name("Course: Picture stopped")
        window.await_name("Tip to target: not known")
        window.await_name("Depth of the target: not known")
        assert window.coloured() == 0, "something is drawn on the picture"
        return True


@test
def a_slow_picture_has_no_guidance(clips):
    """under 8 new pictures a second there is no overlay, and it is said"""
    with play(clips["slow"], state="tip_seen") as window:
        window.await_name("TOO SLOW")
        window.await_name("Course: Too slow for guidance")
        window.await_name("Tip to target: not known")
        assert window.coloured() == 0, "something is drawn on the picture"
        return True


@test
def without_a_scale_there_are_no_mm(clips):
    """where the scale is not known that is said, and nothing is in mm"""
    with Window(LIVE, clips["long"], state="tip_seen") as window:
        window.await_name("scale not known")
        window.await_name("Course: Scale not known")
        window.click(0.75, 0.5)
        window.await_description("Target followed")
        window.await_name("Depth of the target: not known")
        said = " ".join(window.names() + [window.description()])
        found = re.findall(r"[\d<]+ mm\b|, mm\b", said)
        assert not found, found
        return True


@test
def a_low_window_keeps_the_buttons(clips):
    """a window of 1024 x 600 fits, and its buttons are on it"""
    with play(clips["long"], state="tip_seen") as window:
        window.await_name("PLAYING")
        xdotool("windowsize", "--sync", window.window_number(), 1024, 600)
        high = wait_until(lambda: window.extents("bevel").height <= 600 and
                          window.extents("bevel").height, "a low window")
        button = window.extents("Mark target")
        assert button.y + button.height <= high, "the button is below"
        return True


@test
def a_stall_is_seen_by_the_windows_own_clock(clips):
    """where no frame comes any more the window itself takes the overlay away"""
    with play(clips["long"], state="tip_seen", stall_s=3) as window:
        wait_until(lambda: window.coloured() > 100, "an overlay at first")
        window.await_name("PICTURE STOPPED")
        window.await_name("Course: Picture stopped")
        window.await_name("Tip to target: not known")
        assert window.coloured() == 0, "something is drawn on the picture"
        return True


@test
def freezing_a_stopped_picture_brings_nothing_back(clips):
    """a picture frozen after it had stopped has no overlay and no numbers"""
    with play(clips["long"], state="tip_seen", stall_s=3) as window:
        wait_until(lambda: window.coloured() > 100, "an overlay at first")
        window.await_name("PICTURE STOPPED")
        window.key("space")
        window.await_name("FROZEN")
        window.await_name("Course: Frozen, no guidance")
        window.await_name("Tip to target: not known")
        assert window.coloured() == 0, "something is drawn on the picture"
        window.key("space")
        window.await_name("PICTURE STOPPED")
        return True


@test
def the_end_of_a_clip_is_said(clips):
    """the end of a clip is said, and its guidance goes"""
    with play(clips["short"], state="tip_seen") as window:
        window.await_name("ENDED")
        window.await_name("Course: The clip has ended")
        assert window.coloured() == 0, "something is drawn on the picture"
        window.key("q")
        assert window.await_end() == 0, window.stderr()
        return True


@test
def a_clip_that_has_ended_plays_again(clips):
    """R and the button play a clip again, from its start, with no target"""
    with play(clips["again"], state="tip_seen") as window:
        window.await_name("PLAYING")
        window.click(0.75, 0.5)
        window.await_name("Depth of the target: 12 mm")
        window.await_name("ENDED")
        window.key("r")
        window.await_name("PLAYING")
        window.await_description("No target marked")
        wait_until(lambda: window.coloured() > 100, "an overlay again")
        window.await_name("ENDED")
        assert window.coloured() == 0, "something is drawn on the picture"
        window.find("Play again").act()
        window.await_name("PLAYING")
        return True


@test
def what_cannot_be_played_again_is_said(clips):
    """a clip that has gone when it is to be played again is said"""
    with tempfile.TemporaryDirectory() as parent:
        clip = make_pictures(os.path.join(parent, "clip"), moving(3))
        with play(clip, state="tip_seen") as window:
            window.await_name("ENDED")
            os.rename(clip, clip + ".away")
            window.key("r")
            window.await_name(f"Cannot open {clip}")
            os.rename(clip + ".away", clip)
            window.key("r")
            window.await_name("PLAYING")
            window.await_name("Research and training aid")
            return True


@test
def numbers_are_the_same_in_every_locale(clips):
    """where the decimal point is a comma, files are read as everywhere"""
    if not shutil.which("localedef"):
        raise Skip("localedef is not installed")
    with tempfile.TemporaryDirectory() as folder:
        made = subprocess.run(
            ["localedef", "-i", "de_DE", "-f", "UTF-8",
             os.path.join(folder, "de_DE.UTF-8")], capture_output=True)
        if made.returncode != 0:
            raise Skip("there is no locale with a decimal comma")
        sequence = os.path.join(folder, "fine.igs.mha")
        write_sequence(sequence, 0.35)
        german = dict(os.environ, LOCPATH=folder, LC_ALL="de_DE.UTF-8",
                      LANGUAGE="en")
        with Window(LIVE, sequence, state="tip_seen", env=german) as window:
            window.await_name("in the plane")
            window.await_name("ENDED")
            said = window.await_name("Latency in bevel")
            assert "," not in said.replace(", 95th", ""), said
            assert "scale not known" not in window.names(), "no scale"
            return True


@test
def a_name_in_another_encoding_is_shown(_):
    """a file's name that is not UTF-8 is shown as far as it can be"""
    with tempfile.TemporaryDirectory() as folder:
        clip = make_pictures(os.path.join(folder, os.fsdecode(b"caf\xe9")),
                             moving(3))
        with play(clip, state="tip_seen") as window:
            window.await_name("caf?")
            window.await_name("ENDED")  # the screen reader hears on
            os.rename(clip, os.path.join(folder, "away"))
            window.key("r")
            window.await_name("Cannot open ")
            window.key("q")
            assert window.await_end() == 0, window.stderr()
            assert window.stderr() == "", window.stderr()
            return True


@test
def control_c_closes_it(clips):
    """Ctrl-C in the terminal closes the window in order"""
    with play(clips["long"], state="none") as window:
        window.await_name("PLAYING")
        window.process.send_signal(signal.SIGINT)
        assert window.await_end() == 0, window.stderr()
        return True


@test
def a_file_that_vanishes_is_said(clips):
    """pictures that vanish while they play are said in the window, and after"""
    with tempfile.TemporaryDirectory() as parent:
        clip = make_pictures(os.path.join(parent, "clip"), moving(20))
        with play(clip, state="tip_seen") as window:
            window.await_name("PLAYING")
            for name in os.listdir(clip):
                os.unlink(os.path.join(clip, name))
            window.await_name("SOURCE GONE")
            window.await_name("Course: The source is gone")
            assert window.coloured() == 0, "something is drawn on the picture"
            assert window.process.poll() is None, "the window has gone"
            window.key("q")
            assert window.await_end() == 1, window.stderr()
            lines = window.stderr().strip().splitlines()
            assert len(lines) == 1 and lines[0].startswith("bevel"), lines
            return True


@test
def a_still_is_shown_without_guidance(clips):
    """a still is shown, and no needle on it"""
    still = os.path.join(clips["short"], "00000.pgm")
    with play(still, state="candidate") as window:
        window.await_name("STILL")
        window.await_name("Course: A still picture")
        assert window.coloured() == 0, "something is drawn on the picture"
        return True


@test
def a_question_mark_lists_the_keys(clips):
    """a question mark lists the keys beside the picture, and hides them again"""
    with play(clips["long"], state="none") as window:
        window.await_name("PLAYING")
        high = window.height()
        window.key("question")
        wait_until(lambda: window.is_shown("freeze, resume"), "the list")
        assert not window.is_shown("Tip to target"), "the panel still shows"
        assert window.height() == high, "the picture is another size"
        window.key("question")
        wait_until(lambda: window.is_shown("Tip to target"), "the panel again")
        assert not window.is_shown("freeze, resume"), "the list still shows"
        return True


@test
def f11_fills_the_screen(clips):
    """F11 fills the screen, the bar stays, and F11 gives it back"""
    with play(clips["long"], state="none") as window:
        window.await_name("PLAYING")
        high = window.height()
        window.key("F11")
        wait_until(lambda: window.height() > high, "full screen")
        window.await_name("PLAYING")
        assert window.coloured() == 0, "something is drawn on the picture"
        window.key("F11")
        wait_until(lambda: window.height() == high, "the window again")
        return True


@test
def it_never_promises(clips):
    """no name in the tree says safe, clear, inject or go"""
    with play(clips["long"], state="tip_seen") as window:
        window.await_name("PLAYING")
        window.click(0.75, 0.5)
        window.await_name("Tip to target: 10 mm")
        window.key("question")
        window.await_name("remove the target")
        names = " ".join(window.names() + [window.description()]).lower()
        found = re.findall(r"\b(safe|clear|inject|go|ok)\b", names)
        assert not found, found
        return True


@test
def the_simulated_probe_plays(_):
    """the simulated probe plays on the real guide, and its latency is shown"""
    with Window(BEVEL, "live", "sim:nerve") as window:
        window.await_name("SIMULATED")
        window.await_name("PLAYING")
        said = window.await_name("Latency in bevel")
        half, most = map(float, re.findall(r"([\d.]+) ms", said))
        print(f"# {said}")
        assert 0 < half <= most < 2000, said
        window.key("q")
        assert window.await_end() == 0, window.stderr()
        return True


def film(folder):
    """The clips that they play."""
    return {
        "long": make_pictures(os.path.join(folder, "long"), moving(90)),
        "short": make_pictures(os.path.join(folder, "short"), moving(5)),
        "again": make_pictures(os.path.join(folder, "again"), moving(8)),
        "slow": make_pictures(os.path.join(folder, "slow"),
                              [i // 6 for i in range(30 * 60)]),
        "stops": make_pictures(os.path.join(folder, "stops"),
                               moving(5) + ["still"] * 2400),
    }


if __name__ == "__main__":
    sys.exit(test.run(film))
