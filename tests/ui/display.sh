#!/bin/sh
# usage: [SCREEN=1024x600x24] display.sh COMMAND...
# Runs a command on a display and a session bus of its own, with a window
# manager, and takes all three down again. Where a tool is missing it says so as a skipped test.
set -eu

for tool in Xvfb dbus-run-session openbox; do
    command -v "$tool" >/dev/null || {
        echo "1..0 # SKIP $tool is not installed"
        exit 77
    }
done
folder=$(mktemp -d)
chmod 700 "$folder"
mkfifo "$folder/number"
# -r: a key does not repeat because a busy machine lets go of it late
Xvfb -displayfd 3 -screen 0 "${SCREEN:-1280x800x24}" -nolisten tcp -noreset -r \
    3>"$folder/number" 2>"$folder/xvfb.log" &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$folder"' \
    EXIT INT TERM
read -r number <"$folder/number"
export DISPLAY=":$number" GDK_BACKEND=x11 XDG_RUNTIME_DIR="$folder" \
    HOME="$folder" GSETTINGS_BACKEND=memory GIO_USE_VFS=local LC_ALL=C.UTF-8
unset DBUS_SESSION_BUS_ADDRESS WAYLAND_DISPLAY XDG_CONFIG_HOME
# The display outside, the bus inside: its services inherit DISPLAY. What they
# print is kept apart from what the command prints.
status=0
# shellcheck disable=SC2016
dbus-run-session -- sh -c '
    openbox &
    manager=$!
    status=0
    "$@" >&3 2>&4 || status=$?
    kill $manager
    exit $status' _ "$@" 3>&1 4>&2 >"$folder/bus.log" 2>&1 || status=$?
exit $status
