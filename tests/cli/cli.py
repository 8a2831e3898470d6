"""What the tests of the command line share."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lint"))
import tap  # noqa: E402

BEVEL = os.path.abspath(sys.argv[1])
CHECKS = tap.Tap()


def run(*words, env=None):
    """Run bevel as a user would type it."""
    return subprocess.run([BEVEL, *words], capture_output=True, text=True,
                          timeout=240, stdin=subprocess.DEVNULL, env=env)


def told(name, done):
    """What to print where a check does not hold."""
    return [f"{name}: exit code {done.returncode}",
            f"standard output: {done.stdout[:300]!r}",
            f"standard error: {done.stderr[:600]!r}"]


def one_sentence(text, says=""):
    """@p text is one line of bevel's that ends well and contains @p says."""
    lines = text.splitlines()
    return (len(lines) == 1 and lines[0].startswith("bevel") and
            lines[0].endswith(".") and says in lines[0])


def refuses(name, code, *words, says="", env=None):
    """The words end with @p code, one sentence, and nothing else."""
    done = run(*words, env=env)
    CHECKS.check(done.returncode == code and done.stdout == "" and
                 one_sentence(done.stderr, says), name, told(name, done))


def commands():
    """The names that `bevel` lists."""
    listed = run().stdout.split("Examples:")[0].splitlines()
    return [line.split()[0] for line in listed if line.startswith("  ")]
