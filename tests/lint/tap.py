"""The test anything protocol, for the checks written in Python."""


class Tap:
    """Counts checks and prints them as they are made."""

    def __init__(self):
        self.count = self.failed = 0

    def check(self, holds, name, why=()):
        """One check; @p why (lines) is printed where it does not hold."""
        self.count += 1
        if not holds:
            self.failed += 1
        print(f"{'ok' if holds else 'not ok'} {self.count} - {name}")
        for line in () if holds else why:
            print(f"# {line}")

    def skip(self, name, why):
        """One check that cannot be made here."""
        self.count += 1
        print(f"ok {self.count} - {name} # SKIP {why}")

    def end(self):
        """@return The program's exit code."""
        print(f"1..{self.count}", flush=True)
        return 1 if self.failed else 0


def skip_all(why):
    """The whole program cannot run here. @return Its exit code."""
    print(f"1..0 # SKIP {why}", flush=True)
    return 0
