"""What film.c writes, and real pictures without a needle, as tensors."""

import glob
import os
import subprocess
import threading
import time

import numpy as np
import torch

SIDE = 208  # of a filmed picture
FRAMES = 12
REAL_SIDE = 288
LABELS = (
    "has_shaft shaft_from_x shaft_from_y shaft_to_x shaft_to_y has_whole "
    "whole_from_x whole_from_y whole_to_x whole_to_y tip_visible visible_mm "
    "mm_per_px has_crossing crossing_x crossing_y scene has_needle box_left "
    "box_top box_right box_bottom is_sector time_s").split()
AT = {name: i for i, name in enumerate(LABELS)}
RECORD = np.dtype([("pixels", "u1", (FRAMES, SIDE, SIDE)),
                   ("labels", "f4", (FRAMES, len(LABELS)))])


class Clips:
    """Filled by a thread while films are made; never shrinks."""

    def __init__(self, room, device):
        self.pixels = torch.zeros((room, FRAMES, SIDE, SIDE),
                                  dtype=torch.uint8, device=device)
        self.labels = torch.zeros((room, FRAMES, len(LABELS)), device=device)
        self.room, self.count = room, 0

    def read(self, path):
        records = np.fromfile(path, RECORD)[:self.room - self.count]
        end = self.count + len(records)
        if not len(records):
            return
        self.pixels[self.count:end] = torch.from_numpy(
            np.ascontiguousarray(records["pixels"])).to(self.pixels.device)
        self.labels[self.count:end] = torch.from_numpy(
            np.ascontiguousarray(records["labels"])).to(self.pixels.device)
        self.count = end


class Filming:
    """Film makers at work, each on seeds of its own."""

    def __init__(self, film, folder, processes, first_seed, seconds, clips):
        os.makedirs(folder, exist_ok=True)
        self.folder, self.clips, self.done = folder, clips, False
        self.makers = [
            subprocess.Popen([film, folder, str(first_seed + i * 10000000),
                              str(seconds), "10000000"])
            for i in range(processes)]
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        while not self.done and self.clips.count < self.clips.room:
            paths = sorted(glob.glob(os.path.join(self.folder, "*.clips")))
            for path in paths:
                self.clips.read(path)
                os.remove(path)
            if not paths:
                time.sleep(0.3)

    def wait_for(self, count):
        while self.clips.count < count:
            if all(maker.poll() is not None for maker in self.makers) and \
                    not glob.glob(os.path.join(self.folder, "*.clips")):
                raise SystemExit("train: the films ended too early")
            time.sleep(0.2)

    def end(self):
        self.done = True
        for maker in self.makers:
            maker.terminate()
            maker.wait()
        self.thread.join()


class Real:
    """Real pictures without a needle; see real.py."""

    def __init__(self, path, device):
        data = np.load(path)
        self.stills = torch.from_numpy(data["stills"]).to(device)
        self.cine = torch.from_numpy(data["cine"]).to(device)
        # boxes: left, top, right, bottom of what is picture
        self.still_boxes = torch.from_numpy(data["still_boxes"]).to(device)
        self.cine_boxes = torch.from_numpy(data["cine_boxes"]).to(device)
        self.cine_first = torch.from_numpy(data["cine_first"]).to(device)
