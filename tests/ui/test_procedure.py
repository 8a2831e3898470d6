#!/usr/bin/env python3
"""What is injected and drawn off, in the window, and the procedure's page.

usage: test_procedure.py SCRIPTED_LIVE [WORD]     only tests named so
"""
import os
import random
import re
import subprocess
import sys
import tempfile

from desk import PEDAL, Pixels, Tests, Window, wait_until, xdotool

LIVE = sys.argv[1]
WIDTH, HEIGHT, MM_PER_PX = 320, 240, 0.1
HAZARD, FLUID = 0xff8a5c, 0xc9a6ff
test = Tests(2)


def make_clip(folder, count):
    """A folder of pictures, 30 of which are a second; seven of them differ."""
    noise = random.Random(1).randbytes(WIDTH * HEIGHT + 7)
    os.mkdir(folder)
    for number in range(count):
        path = os.path.join(folder, f"{number:05}.pgm")
        if number >= 7:
            os.link(os.path.join(folder, f"{number % 7:05}.pgm"), path)
            continue
        with open(path, "wb") as file:
            file.write(b"P5 %d %d 255\n" % (WIDTH, HEIGHT))
            file.write(noise[number:number + WIDTH * HEIGHT])
    return folder


def play(clip, *words, **more):
    """Show a clip in which a needle is seen."""
    return Window(LIVE, clip, "--mm-per-px", MM_PER_PX, *words,
                  **{"state": "tip_seen", **more})


@test
def what_is_injected_is_watched_while_it_is_declared(clips):
    """I says that the user injects: an outline and its area, until I again"""
    with play(clips["long"], state="tip_seen") as window:
        window.await_name("PLAYING")
        assert not window.is_shown("Spread is not watched"), "in the first step"
        window.key("ctrl+5")
        wait_until(lambda: window.is_shown("Spread is not watched"),
                   "that spread is not watched by itself")
        assert Pixels().of_colour(window.picture_box(), FLUID) == 0
        window.key("i")
        window.await_name("Spread seen")
        window.await_name("Injecting, in this plane")
        wait_until(lambda: any(re.match(r"Area in this plane: \d", name)
                               for name in window.names()), "an area")
        wait_until(lambda: Pixels().of_colour(window.picture_box(), FLUID) > 30,
                   "an outline of the spread")
        window.key("i")
        wait_until(lambda: not Pixels().of_colour(window.picture_box(), FLUID),
                   "no outline any more")
        return True


@test
def a_pedal_injects_while_it_is_held(clips):
    """while the pedal is down spread is watched, and unseen spread is said"""
    env = dict(os.environ, BEVEL_TEST_SPREAD="not_seen")
    with play(clips["long"], state="tip_seen", env=env) as window:
        window.await_name("PLAYING")
        window.key("ctrl+5")
        window.foot_down()
        window.await_name("Spread not seen")
        wait_until(
            lambda: Pixels().of_colour(window.picture_box(), HAZARD) > 100,
            "the word on the picture")
        window.foot_up()
        wait_until(
            lambda: not Pixels().of_colour(window.picture_box(), HAZARD),
            "no word any more")
        return True


@test
def fluid_is_followed_where_it_was_clicked(clips):
    """A asks where the fluid is that is drawn off, and follows its area"""
    with play(clips["long"], state="tip_seen") as window:
        window.await_name("PLAYING")
        window.key("a")
        window.await_name("Aspirating: click in the fluid")
        window.click(0.75, 0.7)
        window.await_name("Fluid followed")
        window.await_name("16 mm² when it began")
        assert "No target marked" in window.description(), "it is a target"
        return True


@test
def a_pedal_alone_goes_through_all_steps(clips):
    """the pedal marks, plans, confirms the time-out and goes on to review"""
    with play(clips["long"]) as window:
        window.await_name("PLAYING")
        window.await_name("Not settled: procedure")
        window.tread()
        window.await_name("Click what to aim at")
        window.tread()
        window.await_name("Mark it here")
        window.tread()
        window.await_name("On to the plan")
        window.tread()
        window.key("Page_Down")  # the plan is passed over
        window.await_name("Time-out: Enter or pedal")
        window.await_name("Tip to target: ")  # stays on the screen
        window.key(PEDAL, PEDAL, PEDAL, "Return", "5", PEDAL)
        window.await_name("Keep the whole needle")
        window.tread()
        window.await_name("Say when fluid goes in")
        window.key("Page_Down")
        window.await_name("Look back, measure")
        return True


@test
def a_procedure_is_chosen_by_typing(clips):
    """P, a word and Enter show a procedure's page; L says the side"""
    with play(clips["long"]) as window:
        window.await_name("PLAYING")
        window.key("p")
        window.await_name("Acromioclavicular joint")
        window.key("c", "a", "r", "p", "a", "l")
        window.await_name("Search: carpal_")
        wait_until(lambda: not window.find("Acromioclavicular joint"),
                   "a list that is narrower")
        window.key("Return")
        window.await_name("typical, check your own protocol; not reviewed")
        window.key("l", "Return")
        window.await_name("Carpal tunnel, median nerve hydrodissection, left")
        window.await_name("Tip to target: not known")
        return True


@test
def an_alarm_closes_what_covers_the_panel(clips):
    """unseen spread closes the list of procedures, which covers its card"""
    env = dict(os.environ, BEVEL_TEST_SPREAD="not_seen")
    with play(clips["long"], env=env) as window:
        window.await_name("PLAYING")
        window.key("ctrl+5", "p")
        window.await_name("Acromioclavicular joint")
        window.foot_down()
        window.await_name("Spread not seen")
        window.key("m")
        window.await_description("Marking")
        window.foot_up()
        return True


def with_sound(folder):
    """An environment whose sound device is a file, and that file."""
    path = os.path.join(folder, "asound.conf")
    played = os.path.join(folder, "played.raw")
    with open(path, "w", encoding="utf-8") as file:
        file.write("pcm.!default { type file slave.pcm { type null } "
                   f'file "{played}" format raw }}\n')
    return dict(os.environ, ALSA_CONFIG_PATH=path,
                BEVEL_TEST_SPREAD="not_seen"), played


@test
def an_alarm_is_heard_once_each_time_it_begins(clips):
    """unseen spread is three notes on the sound device, once as it begins"""
    if b"asound" not in subprocess.run(["ldd", LIVE], capture_output=True,
                                       check=False).stdout:
        return True  # bevel without sound: the desktop's bell
    three_notes = 2 * 48000 * (3 * 16 + 2 * 6) // 100
    with tempfile.TemporaryDirectory() as folder:
        env, played = with_sound(folder)

        def heard():
            return os.path.getsize(played) if os.path.exists(played) else 0
        with play(clips["long"], env=env) as window:
            window.await_name("PLAYING")
            window.key("ctrl+5")
            for times in (1, 2):
                assert heard() == (times - 1) * three_notes, heard()
                window.foot_down()
                window.await_name("Spread not seen")
                wait_until(lambda: heard() >= times * three_notes, "a sound")
                window.foot_up()
                window.await_name("Spread is not watched")
            assert heard() == 2 * three_notes, heard()
    return True


@test
def a_procedure_can_be_named_on_the_command_line(clips):
    """--procedure opens its page at once"""
    with play(clips["long"], "--procedure", "femoral") as window:
        window.await_name("Femoral nerve")
        window.await_name("Bundled with bevel, not reviewed by a clinician")
        return True


def film(folder):
    """The clip that they play."""
    return {"long": make_clip(os.path.join(folder, "long"), 2700)}


if __name__ == "__main__":
    sys.exit(test.run(film))
