"""The accessible tree of a program, as a screen reader has it: AT-SPI over
D-Bus, with the questions to all things sent before the first answer is read.

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
PART = "org.a11y.atspi."

# Of AT-SPI's numbers, those that are asked for.
LABEL = 29
CHECKED, FOCUSABLE, SENSITIVE, VISIBLE = 4, 11, 24, 30
SLIDERS, UNKNOWN = (51, 52), (0, 66, 67)
NO_CONTROL = (20, 49)  # what a drop-down shows; what scrolls
IN_WINDOW = 1

Box = collections.namedtuple("Box", "x y width height")


class Node:
    """One thing: a button, a text, a picture, the program itself."""

    def __init__(self, bus, owner, path):
        self.bus, self.owner, self.path = bus, owner, path
        self.name, self.children = "", []

    def ask(self, part, method, arguments=None):
        """Ask this one. @return the answers, as a tuple; () where it is gone."""
        try:
            return self.bus.call_sync(
                self.owner, self.path, PART + part, method, arguments, None,
                Gio.DBusCallFlags.NONE, PATIENCE_MS, None).unpack()
        except GLib.Error:
            return ()

    def _get(self, part, what):
        try:
            return self.bus.call_sync(
                self.owner, self.path, "org.freedesktop.DBus.Properties", "Get",
                GLib.Variant("(ss)", (PART + part, what)), None,
                Gio.DBusCallFlags.NONE, PATIENCE_MS, None).unpack()[0]
        except GLib.Error:
            return None

    def description(self):
        """What it says of itself beside its name."""
        return self._get("Accessible", "Description") or ""

    def value(self):
        """Of a slider: where it stands; None where that is not told."""
        return self._get("Value", "CurrentValue")

    def has_state(self, state):
        """Whether it has a state, by its number."""
        words = self.ask("Accessible", "GetState")
        return bool(words) and bool(words[0][state // 32] >> state % 32 & 1)

    def role(self):
        """What kind of thing it is, by its number."""
        return (self.ask("Accessible", "GetRole") or (0,))[0]

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
        waiting = 0
        root = Node(self.bus, program.owner, program.path)

        def send(node, interface, method, arguments, take):
            nonlocal waiting
            waiting += 1

            def came(bus, answer):
                nonlocal waiting
                waiting -= 1
                try:
                    take(node, bus.call_finish(answer).unpack()[0])
                except GLib.Error:
                    pass  # it has gone meanwhile
            self.bus.call(node.owner, node.path, interface, method, arguments,
                          None, Gio.DBusCallFlags.NONE, PATIENCE_MS, None, came)

        def name_it(node, name):
            node.name = name

        def add(node, children):
            node.children = [Node(self.bus, *child) for child in children]
            for child in node.children:
                ask(child)

        def ask(node):
            send(node, "org.freedesktop.DBus.Properties", "Get",
                 GLib.Variant("(ss)", (PART + "Accessible", "Name")), name_it)
            send(node, PART + "Accessible", "GetChildren", None, add)

        ask(root)
        context = GLib.MainContext.default()
        while waiting:
            context.iteration(True)
        found, todo = [], [root]
        while todo:
            node = todo.pop()
            found.append(node)
            todo += node.children
        return found
