#!/usr/bin/env python3
"""Runs a test in a machine of QEMU's with a real kernel, whose USB and
Video4Linux are what users have. The machine sees this one's files, and
changes none.

usage: machine.py INIT COMMAND...

The kernel is the newest of /boot, or of BEVEL_KERNEL_DIR, where one of
Debian's packages was unpacked (apt-get download linux-image-...; dpkg-deb -x).
Skipped, and said, without QEMU or such a kernel.
"""
import glob
import lzma
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lint"))
import tap  # noqa: E402

QEMU = "qemu-system-x86_64"
WANTED = ("virtio_pci", "9pnet_virtio", "9p", "vhci_hcd", "uvcvideo", "vivid")
TIMEOUT_S = 900


def find_kernel():
    """@return The newest kernel, and the folder of its modules; None."""
    root = os.environ.get("BEVEL_KERNEL_DIR", "/")
    for path in sorted(glob.glob(os.path.join(root, "boot/vmlinuz-*")),
                       key=lambda name: [int(n) for n in
                                         re.findall(r"\d+", name)],
                       reverse=True):
        version = path.rsplit("vmlinuz-", 1)[1]
        for under in ("lib", "usr/lib"):
            modules = os.path.join(root, under, "modules", version)
            if os.path.isdir(os.path.join(modules, "kernel")):
                return path, modules
    return None


def read_module(path):
    with open(path, "rb") as file:
        content = file.read()
    return lzma.decompress(content) if path.endswith(".xz") else content


def load_order(folder):
    """@return The modules that are wanted, each behind those it needs; None:
    one is missing."""
    paths = {os.path.basename(path).split(".")[0].replace("-", "_"): path
             for path in glob.glob(os.path.join(folder, "kernel/**/*.ko*"),
                                   recursive=True)}
    order = {}

    def add(name):
        if name in order or name not in paths:
            return
        content = read_module(paths[name])
        needs = re.search(rb"\0depends=([^\0]*)\0", content).group(1).decode()
        for needed in filter(None, needs.split(",")):
            add(needed.replace("-", "_"))
        order[name] = content

    for name in WANTED:
        add(name)
    return list(order.values()) if set(WANTED) <= set(order) else None


def cpio(files):
    """What the kernel unpacks: (name, mode, content) each."""
    out = b""
    for number, (name, mode, content) in enumerate(
            [*files, ("TRAILER!!!", 0, b"")]):
        fields = (number, mode, 0, 0, 1, 0, len(content), 0, 0, 0, 0,
                  len(name) + 1, 0)
        out += b"070701" + b"".join(b"%08x" % field for field in fields)
        out += name.encode() + b"\0"
        out += bytes(-len(out) % 4) + content
        out += bytes(-len(out) % 4)
    return out


def boot(kernel, initrd):
    """@return What the machine said. KVM would be faster, but where this is a
    machine in a machine it is there and hangs."""
    with subprocess.Popen(
            [QEMU, "-accel", "tcg", "-m", "1024", "-smp", "2",
             "-display", "none", "-no-reboot", "-monitor", "none", "-nic",
             "none", "-serial", "stdio", "-kernel", kernel, "-initrd", initrd,
             "-append", "console=ttyS0 quiet loglevel=1 panic=-1", "-virtfs",
             "local,path=/,mount_tag=host,security_model=none,readonly=on,"
             "multidevs=remap"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT) as machine:
        try:
            said = machine.communicate(timeout=TIMEOUT_S)[0]
        except subprocess.TimeoutExpired:
            machine.kill()
            said = machine.communicate()[0]
    return said.decode(errors="replace").replace("\r", "")


def main():
    init = sys.argv[1]
    command = [os.path.abspath(word) if os.path.exists(word) else word
               for word in sys.argv[2:]]
    kernel = find_kernel()
    if not shutil.which(QEMU):
        return tap.skip_all("QEMU is not installed (qemu-system-x86)")
    if not kernel:
        return tap.skip_all("there is no kernel for QEMU "
                            "(tests/qemu/machine.py says where from)")
    modules = load_order(kernel[1])
    if not modules:
        return tap.skip_all(f"{kernel[0]} lacks modules")
    with open(init, "rb") as file:
        files = [("init", 0o100755, file.read()),
                 ("command", 0o100644, shlex.join(command).encode())]
    files += [(f"{number:03}.ko", 0o100644, content)
              for number, content in enumerate(modules)]
    with tempfile.NamedTemporaryFile() as initrd:
        initrd.write(cpio(files))
        initrd.flush()
        said = boot(kernel[0], initrd.name)
    print(said)
    return 0 if re.search(r"^# ended with 0$", said, re.M) else 1


if __name__ == "__main__":
    raise SystemExit(main())
