"""The accessible tree of a program, as a screen reader has it: AT-SPI over
D-Bus, with the questions to all things sent before the first answer is read,
and all that they say of themselves in one answer.

The usual library asks one thing after another, and waits for each: half a
second for a window, most of what the tests of windows took.
"""
import collections

MISSING = ""
try:
    from gi.repository import Gio, GLib
except ImportError as error:
    MISSING = f"GLib for Python is not installed ({error})"

PATIENCE_MS = 20000
ROOT = "/org/a11y/atspi/accessible/root"
CACHE = "/org/a11y/atspi/cache"
PART = "org.a11y.atspi."

# Of AT-SPI's numbers, those that are asked for.
LABEL, TAB = 29, 37
CHECKED, FOCUSABLE, FOCUSED, SENSITIVE, VISIBLE = 4, 11, 12, 24, 30
SLIDERS, UNKNOWN = (51, 52), (0, 66, 67)
BUTTONS = (43, 62)  # that are pressed; that stay down
SCROLLS = 49
IN_WINDOW = 1

Box = collections.namedtuple("Box", "x y width height")


class Node:
    """One thing: a button, a text, a picture, the program itself.

    Its name, its role (by its number), what it says of itself beside its name
    and its states are as they were when the tree was looked at.
    """

    def __init__(self, bus, owner, path):
        self.bus, self.owner, self.path = bus, owner, path
        self.name, self.role, self.description = "", 0, ""
        self.states, self.children = (0, 0), []

    def ask(self, part, method, arguments=None):
        """Ask this one. @return the answers, as a tuple; () where it is gone."""
        try:
            return self.bus.call_sync(
                self.owner, self.path, PART + part, method, arguments, None,
                Gio.DBusCallFlags.NONE, PATIENCE_MS, None).unpack()
        except GLib.Error:
            return ()

    def value(self):
        """Of a slider: where it stands now; None where that is not told."""
        try:
            return self.bus.call_sync(
                self.owner, self.path, "org.freedesktop.DBus.Properties", "Get",
                GLib.Variant("(ss)", (PART + "Value", "CurrentValue")), None,
                Gio.DBusCallFlags.NONE, PATIENCE_MS, None).unpack()[0]
        except GLib.Error:
            return None

    def has_state(self, state):
        """Whether it has a state, by its number."""
        return bool(self.states[state // 32] >> state % 32 & 1)

    def box(self):
        """Where it lies in the window: x, y, width, height."""
        return Box(*(self.ask("Component", "GetExtents",
                              GLib.Variant("(u)", (IN_WINDOW,))) or
                     ((0, 0, 0, 0),))[0])

    def inside(self):
        """What is in it, one level of it: a program's windows."""
        return [Node(self.bus, *child) for child in
                (self.ask("Accessible", "GetChildren") or ([],))[0]]

    def act(self):
        """Do what it is there for, as a press does."""
        self.ask("Action", "DoAction", GLib.Variant("(i)", (0,)))


class Tree:
    """The trees of all programs on the session's bus."""

    def __init__(self):
        session = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        address = session.call_sync(
            "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None,
            None, Gio.DBusCallFlags.NONE, PATIENCE_MS, None).unpack()[0]
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
            Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self.desktop = Node(self.bus, "org.a11y.atspi.Registry", ROOT)

    def program(self, pid):
        """The program of a process, or None."""
        for node in self.desktop.inside():
            try:
                found = self.bus.call_sync(
                    "org.freedesktop.DBus", "/", "org.freedesktop.DBus",
                    "GetConnectionUnixProcessID",
                    GLib.Variant("(s)", (node.owner,)), None,
                    Gio.DBusCallFlags.NONE, PATIENCE_MS, None)
            except GLib.Error:
                continue  # one that is just going
            if found.unpack()[0] == pid:
                return node
        return None

    def look(self, program):
        """All of a program, as it is now, from the last child to the first."""
        facts = self._facts(program)
        root = Node(self.bus, program.owner, program.path)
        if self._find_inside(root, facts):
            facts = self._facts(program)
        found, todo = [], [root]
        while todo:
            node = todo.pop()
            if node.path in facts:
                node.name, node.role, node.description, node.states = \
                    facts[node.path][6:10]
            found.append(node)
            todo += node.children
        return found

    def _find_inside(self, root, facts):
        """Find all that is in it, with all questions sent at once. What is
        known to have no children is not asked for them.
        @return Whether there is any that the facts do not tell of."""
        waiting, news = 0, False

        def ask(node):
            nonlocal waiting
            waiting += 1

            def came(bus, answer):
                nonlocal waiting, news
                waiting -= 1
                try:
                    children = bus.call_finish(answer).unpack()[0]
                except GLib.Error:
                    return  # it has gone meanwhile
                node.children = [Node(bus, *child) for child in children]
                for child in node.children:
                    if child.path not in facts:
                        news = True
                        ask(child)
                    elif facts[child.path][4]:
                        ask(child)
            self.bus.call(node.owner, node.path, PART + "Accessible",
                          "GetChildren", None, None, Gio.DBusCallFlags.NONE,
                          PATIENCE_MS, None, came)

        ask(root)
        context = GLib.MainContext.default()
        while waiting:
            context.iteration(True)
        return news

    def _facts(self, program):
        """What all things of a program say of themselves that were asked for
        before, by their path: the fifth is how many children it has, from the
        seventh on are its name, role, description and states."""
        try:
            told = self.bus.call_sync(
                program.owner, CACHE, PART + "Cache", "GetItems", None, None,
                Gio.DBusCallFlags.NONE, PATIENCE_MS, None).unpack()[0]
        except GLib.Error:
            return {}  # it has gone meanwhile
        return {item[0][1]: item for item in told}
