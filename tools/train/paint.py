"""Needles painted into real pictures that have none."""

import math

import torch
from torch.nn import functional

import geometry
from dice import blur
from network import CELL, MAP, SIDE


OUTSIDE = 0.5  # a needle meets the skin at most so many widths outside


def pick_lines(dice, n):
    """Entry and tip now, [n, 2] each: in from a side or from the skin."""
    right = torch.where(dice.chance(0.5, n), -1.0, 1.0)
    often = dice.chance(0.75, n)
    angle = torch.where(often, dice.between(10, 52, n),
                        dice.between(8, 76, n)) * math.pi / 180
    tip_x = dice.between(0.12, 0.88, n) * SIDE
    tip_y = dice.between(0.22, 0.85, n) * SIDE
    tip = torch.stack([tip_x, tip_y], 1)
    # back to the skin, at about a tenth of the height, or out of the side
    down = (tip_y - dice.between(0.02, 0.2, n) * SIDE).clamp(min=20)
    reach = OUTSIDE * SIDE + torch.where(right > 0, tip_x, SIDE - tip_x)
    angle = torch.maximum(angle, torch.atan2(down, reach))
    way = torch.stack([right * torch.cos(angle), torch.sin(angle)], 1)
    return tip - way * (down / way[:, 1])[:, None], tip, way


def pick_decoys(dice, n):
    """Lines that no needle makes: that meet the skin far outside, or begin
    and end deep inside the picture."""
    right = torch.where(dice.chance(0.5, n), -1.0, 1.0)
    angle = dice.between(3, 24, n) * math.pi / 180
    y = dice.between(0.45, 0.8, n) * SIDE
    side = torch.where(right > 0, -10.0, SIDE + 10.0)
    # the line is at y where it comes in, so far from the skin that it met it
    # more than 0.8 widths outside
    angle = torch.minimum(angle, torch.atan2(y - 0.15 * SIDE,
                                             0.8 * SIDE + 0 * y))
    way = torch.stack([right * torch.cos(angle), torch.sin(angle)], 1)
    entry = torch.stack([side, y], 1)
    tip = entry + way * (dice.between(0.3, 1.1, n) * SIDE)[:, None]
    floats = dice.chance(0.6, n)[:, None]
    slope = dice.between(-17, 17, n) * math.pi / 180
    level = torch.stack([torch.cos(slope), torch.sin(slope)], 1)
    middle = torch.stack([dice.between(0.25, 0.75, n) * SIDE,
                          dice.between(0.5, 0.8, n) * SIDE], 1)
    half = (dice.between(0.08, 0.22, n) * SIDE)[:, None] * level
    entry = torch.where(floats, middle - half, entry)
    tip = torch.where(floats, middle + half, tip)
    way = torch.where(floats, level, way)
    return entry, tip, way


class Course:
    """Smooth random values along lines, about -1 to 1, a feature every px:
    the same for the same line, wherever it is asked for."""

    def __init__(self, dice, n, px):
        self.px, self.count = px, int(700 / px) + 3
        self.values = dice.normal(n, self.count)

    def __call__(self, along):
        at = (along / self.px + self.count / 2).clamp(0, self.count - 2)
        low = at.floor()
        share = (at - low).flatten(1)
        low = low.long().flatten(1)
        mixed = self.values.gather(1, low) * (1 - share) + \
            self.values.gather(1, low + 1) * share
        return mixed.reshape(along.shape)


def looks(dice, n):
    """How each needle looks: the same in its three pictures."""
    def each(values):
        return values[:, None, None]
    broad = dice.chance(0.4, n)
    return {
        "bright": each(torch.where(dice.chance(0.5, n),
                                   dice.between(35, 90, n),
                                   dice.between(80, 210, n))),
        "width": each(torch.where(broad, dice.between(1.6, 4.5, n),
                                  dice.between(0.6, 1.6, n))),
        "uneven": each(dice.between(0, 0.8, n)),
        "beads": each(dice.between(0, 0.6, n)),
        "unseen": each(torch.where(dice.chance(0.35, n),
                                   dice.between(0.1, 0.6, n), -0.2)),
        "halo": each(dice.between(0, 0.3, n)),
        "wall": each(torch.where(dice.chance(0.25, n),
                                 dice.between(0.2, 0.8, n), 0.0)),
        "copies": each(torch.where(dice.chance(0.35, n),
                                   dice.between(0.15, 0.6, n), 0.0)),
        "apart": each(dice.between(5, 14, n)),
        "shadow": each(torch.where(dice.chance(0.5, n),
                                   dice.between(0, 0.4, n), 0.0)),
        "tip": each(torch.where(dice.chance(0.4, n),
                                dice.between(0.2, 1.2, n), 0.0)),
        "bend": each(torch.where(dice.chance(0.7, n), 0.0,
                                 dice.normal(n) * 1.5e-4)),
        "smear": torch.where(dice.chance(0.5, n), 0.1,
                             dice.between(0.3, 3.5, n)),
        "speckle": each(dice.between(0.1, 0.7, n)),
    }


def layer(entry, tip, look, level):
    """The needle's own light, 0 to 255, and its shadow, 0 to 1."""
    along, beside, length = geometry.along_and_beside(entry, tip, 1, SIDE)
    length = length[:, None, None]
    beside = beside - look["bend"] * along * (along - length)
    width = look["width"]
    profile = torch.exp(-0.5 * (beside / width) ** 2)
    profile = profile + look["halo"] * torch.exp(
        -0.5 * (beside / (3.5 * width)) ** 2)
    profile = profile + look["wall"] * torch.exp(
        -0.5 * ((beside.abs() - 3 * width) / width) ** 2)
    vertical = beside  # about px below, for lines that are not too steep
    for k in (1, 2, 3):
        profile = profile + look["copies"] ** k * torch.exp(
            -0.5 * ((vertical.abs() - k * look["apart"] - width) /
                    (1.2 * width)) ** 2) * level["below"](beside)
    ends = torch.sigmoid((length - along) / 1.2) * \
        torch.sigmoid((along - look["unseen"] * length) / 6)
    light = (1 + look["uneven"] * level["slow"](along) +
             look["beads"] * level["fast"](along)).clamp(0.05, 2)
    light = light * (1 + look["tip"] * torch.exp(
        -0.5 * ((along - length) / 3) ** 2))
    x = geometry.places(SIDE, tip.device)[None, ..., 0]
    left = torch.minimum(entry[:, 0], tip[:, 0])[:, None, None]
    right = torch.maximum(entry[:, 0], tip[:, 0])[:, None, None]
    shade = level["below"](beside) * torch.sigmoid((x - left) / 3) * \
        torch.sigmoid((right - x) / 3) * \
        torch.sigmoid((beside.abs() - 2 * width) / 3)
    return look["bright"] * light * profile * ends, look["shadow"] * shade


def levels(dice, n, way):
    """Courses along each needle, and which side of it is the deeper one."""
    side = torch.where(way[:, 0] > 0, 1.0, -1.0)[:, None, None]
    return {"slow": Course(dice, n, 28), "fast": Course(dice, n, 5),
            "below": lambda beside: (beside * side > 0).float()}


def earlier_lines(dice, entry, tip, way, still):
    """Tips of the three pictures: needles advance, stay, or are drawn back;
    hands shake."""
    n = len(entry)
    how = dice.between(0, 1, n)
    gone = torch.where(how < 0.45, -dice.between(3, 30, n),
                       torch.where(how < 0.6, dice.between(3, 25, n),
                                   torch.zeros(n, device=entry.device)))
    gone = torch.where(still, torch.zeros_like(gone), gone)
    shake = torch.where(still[:, None], 0.0, dice.normal(n, 2) * 1.2)
    share = dice.between(0.15, 0.5, n)
    lines = []
    for part in (0 * share, share, 1 + 0 * share):
        moved = shake * part[:, None]
        lines.append((entry + moved,
                      tip + moved + way * (gone * part)[:, None]))
    return lines


def visible(light, pictures):
    """How well a needle stands out of what is around it, cell by cell."""
    now = pictures[:, :1]
    mean = functional.avg_pool2d(now, 25, 1, 12)
    deviation = (functional.avg_pool2d(now ** 2, 25, 1, 12) -
                 mean ** 2).clamp(min=0).sqrt()
    shown = (light * (1 - now / 290).clamp(min=0)) / (deviation + 8)
    shown = functional.max_pool2d(shown, CELL)
    return functional.avg_pool2d(shown, 5, 1, 2)[:, 0]


def needles(dice, pictures, moves, still):
    """Pictures of 0 to 255 with a needle painted into half of them, and with
    lines that are none, still in the tissue, into a quarter."""
    n = len(pictures)
    what = dice.between(0, 1, n)[:, None, None, None]
    needle, painted = what < 0.5, what < 0.75
    entry, tip, way = (torch.where(needle[:, :, 0, 0], a, b) for a, b in zip(
        pick_lines(dice, n), pick_decoys(dice, n)))
    look, level = looks(dice, n), levels(dice, n, way)
    speckle = dice.normal(n, 1, SIDE, SIDE).abs()
    lights, shades = [], []
    lines = earlier_lines(dice, entry, tip, way, still)
    for (start, end), move in zip(lines, moves):
        advances = needle[:, :, 0, 0]
        start = torch.where(advances, start, entry - move)
        end = torch.where(advances, end, tip - move)
        light, shade = layer(start, end, look, level)
        lights.append(light)
        shades.append(shade)
    lights = torch.stack(lights, 1)
    lights = lights * (1 - look["speckle"][:, None] * (1 - 1.25 * speckle))
    lights = blur(lights.clamp(min=0), look["smear"], 0 * look["smear"] + 0.5,
                  6)
    inside = functional.max_pool2d((pictures > 3).float(), 9, 1, 4)
    lights = lights * painted * inside
    shaded = pictures * (1 - torch.stack(shades, 1) * painted)
    out = shaded + lights * (1 - shaded / 290).clamp(min=0)
    return painted_targets(out.clamp(0, 255), shaded, lights, needle[:, 0],
                           entry, tip)


def painted_targets(out, shaded, lights, painted, entry, tip):
    shown = visible(lights[:, :1], shaded)
    away = geometry.distance(entry, tip)
    line = geometry.near_line(away) * painted
    shaft = line * (shown > 1.1)
    weight = torch.ones_like(shaft)
    weight[(line > 0) & (shown < 1.1)] = 0.15
    heat = geometry.tip_target(tip) * painted
    at = (tip / CELL).round().long().clamp(0, MAP - 1)
    inside = ((tip > 2) & (tip < SIDE - 2)).all(1)
    seen = (shown[torch.arange(len(tip), device=tip.device), at[:, 1],
                  at[:, 0]] > 1.1) & inside
    tip_weight = torch.ones_like(heat)
    tip_weight[(heat > 0.05) & ~seen[:, None, None]] = 0
    return {"pictures": out, "shaft": shaft, "shaft_weight": weight,
            "tip": heat * seen[:, None, None], "tip_weight": tip_weight,
            "twice": geometry.twice(entry, tip)}
