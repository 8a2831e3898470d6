"""Batches of what the net sees, with its targets.

A batch is a dict: pictures [n, 3, SIDE, SIDE] of 0 to 1; shaft, tip [n, MAP,
MAP] of 0 to 1 and shaft_weight, tip_weight; twice [n, 2].
"""

import torch

import geometry
import paint
from clips import AT, FRAMES, REAL_SIDE
from clips import SIDE as CLIP_SIDE
from dice import blur, jpeg, smooth_noise
from network import SIDE, even_out

STILLS = 0.3  # share of the pictures that come without earlier ones


def pick_times(dice, n):
    """Numbers of the three pictures in a clip, [n, 3]: none before the first."""
    late = dice.chance(0.75, n)
    now = torch.where(late, 6 + dice.below(FRAMES - 6, n),
                      dice.below(FRAMES, n))
    short = now - (1 + dice.below(3, n))
    long = now - (5 + dice.below(5, n))
    still = dice.chance(STILLS, n)
    short = torch.where(still, now, short.clamp(min=0))
    long = torch.where(still, now, long.clamp(min=0))
    return torch.stack([now, short, long], 1), still


def label_points(labels, name):
    x, y = AT[name + "_x"], AT[name + "_y"]
    return torch.stack([labels[:, x], labels[:, y]], 1)


def targets(labels, maps):
    """Of filmed pictures."""
    points = torch.stack([label_points(labels, name) for name in (
        "shaft_from", "shaft_to", "whole_from", "whole_to", "crossing")], 1)
    start, end, entry, tip, crossing = \
        geometry.into(maps, points).unbind(1)
    flag = {name: (labels[:, AT[name]] > 0.5)[:, None, None] for name in
            ("has_shaft", "has_whole", "tip_visible", "has_crossing")}
    away = geometry.distance(start, end)
    shaft = geometry.near_line(away) * flag["has_shaft"]
    weight = torch.ones_like(shaft)
    # behind what shows, the line is neither there nor not
    dark = flag["has_whole"] & (geometry.distance(entry, tip) < 8) & \
        (shaft < 0.5)
    weight[dark] = 0.3
    long_mm = (points[:, 1] - points[:, 0]).norm(dim=1) * \
        labels[:, AT["mm_per_px"]]
    seen_mm = labels[:, AT["visible_mm"]]
    faint = ((seen_mm < 3) | (seen_mm < 0.5 * long_mm))[:, None, None]
    weight[flag["has_shaft"] & faint & (away < 10)] = 0
    weight[flag["has_crossing"] &
           (geometry.distance(crossing, crossing + 0.1) < 12)] = 0
    # a line that meets the skin far outside is no needle's, elsewhere
    left, right = labels[:, AT["box_left"]], labels[:, AT["box_right"]]
    skin = label_points(labels, "whole_from")[:, 0]
    far = torch.maximum(left - skin, skin - right) > 0.6 * (right - left)
    weight[flag["has_whole"] & far[:, None, None] & (away < 10)] = 0
    heat = geometry.tip_target(tip)
    tip_weight = torch.ones_like(heat)
    tip_weight[flag["has_whole"] & ~flag["tip_visible"] & (heat > 0.05)] = 0
    return {"shaft": shaft, "shaft_weight": weight,
            "tip": heat * flag["tip_visible"], "tip_weight": tip_weight,
            "twice": geometry.twice(start, end)}


def filmed(dice, clips, n, fixed=None):
    """fixed: (clips' numbers, times, stills) to take, unchanged otherwise."""
    if fixed is None:
        which = dice.below(clips.count, n)
        times, _ = pick_times(dice, n)
        maps = geometry.make_maps(dice, n, CLIP_SIDE, CLIP_SIDE / SIDE)
    else:
        which, times = fixed
        maps = torch.zeros(n, 2, 3, device=dice.device)
        maps[:, 0, 0] = maps[:, 1, 1] = CLIP_SIDE / SIDE
        maps[:, :, 2] = (CLIP_SIDE / SIDE - 1) / 2
    pixels = clips.pixels[which[:, None], times].float()
    labels = clips.labels[which, times[:, 0]]
    batch = targets(labels, maps)
    batch["pictures"] = geometry.sample(pixels, maps)
    return batch


def wander(dice, n):
    """Px by which the tissue lay elsewhere before, as a whole [3][n, 2] and
    place by place [3][n, 2, SIDE, SIDE]."""
    far = torch.where(dice.chance(0.3, n), 0.0, dice.between(0, 6, n))
    warp = torch.where(dice.chance(0.5, n), 0.0, dice.between(0, 2, n))
    whole = far[:, None] * dice.normal(n, 2) * 0.6
    local = torch.cat([smooth_noise(dice, n, 4, SIDE) for _ in range(2)], 1)
    local = warp[:, None, None, None] * local
    share = dice.between(0.15, 0.5, n)[:, None]
    shares = [0 * share, share, 1 + 0 * share]
    return [s * whole for s in shares], \
        [s[:, :, None, None] * local for s in shares]


def bend(dice, n):
    """Other anatomy out of a picture: px, [n, 2, SIDE, SIDE]."""
    much = torch.where(dice.chance(0.4, n), 0.0, dice.between(0, 12, n))
    local = torch.cat([smooth_noise(dice, n, 4, SIDE) for _ in range(2)], 1)
    return much[:, None, None, None] * local


def turn_over(dice, images, share):
    """Some upside down: lines as they are nowhere, and no needles either."""
    over = dice.chance(share, len(images))[:, None, None, None]
    return torch.where(over, images.flip(2), images)


def real_maps(dice, n):
    return geometry.make_maps(dice, n, REAL_SIDE, REAL_SIDE / SIDE, 8, 0.25)


def real_still(dice, real, n):
    which = dice.below(len(real.stills), n)
    maps, bent = real_maps(dice, n), bend(dice, n)
    images = turn_over(dice, real.stills[which][:, None].float(), 0.15)
    still = dice.chance(STILLS, n)
    moves, warps = wander(dice, n)
    moves = [torch.where(still[:, None], torch.zeros_like(m), m)
             for m in moves]
    warps = [torch.where(still[:, None, None, None], torch.zeros_like(w), w)
             for w in warps]
    pictures = torch.cat([
        geometry.sample(images, maps, bent + w, m)
        for m, w in zip(moves, warps)], 1)
    return pictures, moves, still


def real_cine(dice, real, n):
    now = dice.below(len(real.cine), n)
    first = real.cine_first[now]
    still = dice.chance(STILLS, n)
    short = torch.maximum(now - (1 + dice.below(3, n)), first)
    long = torch.maximum(now - (5 + dice.below(5, n)), first)
    which = torch.stack([now, torch.where(still, now, short),
                         torch.where(still, now, long)], 1)
    images = turn_over(dice, real.cine[which].float(), 0.15)
    moves = [torch.zeros(n, 2, device=dice.device)] * 3
    return geometry.sample(images, real_maps(dice, n), bend(dice, n)), \
        moves, still


def from_real(dice, real, n):
    """Real pictures; half of them with a needle painted in."""
    parts = [real_still(dice, real, n - n // 4),
             real_cine(dice, real, n // 4)]
    pictures = torch.cat([part[0] for part in parts])
    moves = [torch.cat(pair) for pair in zip(*(part[1] for part in parts))]
    still = torch.cat([part[2] for part in parts])
    return paint.needles(dice, pictures, moves, still)


def develop(dice, pictures):
    """Another scanner, screen and cable: [n, 3, SIDE, SIDE] of 0 to 255."""
    n, device = len(pictures), pictures.device

    def each(values):
        return values[:, None, None, None]
    lit = (pictures > 2).float()
    images = pictures / 255
    images = images.clamp(min=1e-4) ** each(dice.between(-0.5, 0.4, n).exp())
    down = torch.linspace(-1, 1, SIDE, device=device)[None, None, :, None]
    gain = each(dice.between(0.6, 1.45, n)) * \
        (1 + each(dice.between(-0.35, 0.35, n)) * down)
    gain = gain * (1 + 0.02 * dice.normal(n, 3, 1, 1))
    images = images * gain + each(dice.between(-0.06, 0.08, n)) * lit
    grain = dice.normal(n, 3, SIDE, SIDE)
    rough = torch.where(dice.chance(0.5, n), 0.0, dice.between(0, 0.2, n))
    grainy = torch.where(dice.chance(0.4, n), 0.0, dice.between(0, 0.05, n))
    images = images * (1 + each(rough) * grain) + \
        each(grainy) * dice.normal(n, 3, SIDE, SIDE) * lit
    soft = torch.where(dice.chance(0.4, n), 0.05, dice.between(0.3, 1.3, n))
    smeared = soft + torch.where(dice.chance(0.6, n), 0.0,
                                 dice.between(0, 1.6, n))
    images = blur(images.clamp(0, 1), smeared, soft)
    coarse = torch.where(dice.chance(0.6, n), 0.02, dice.between(0.1, 1.3, n))
    return even_out(jpeg(255 * images, coarse) / 255)


def join(batches):
    return {key: torch.cat([batch[key] for batch in batches])
            for key in batches[0]}


def mixed(dice, clips, real, n):
    """What one step of training sees."""
    parts = [filmed(dice, clips, n - n // 3 if real else n)]
    if real:
        parts.append(from_real(dice, real, n // 3))
    batch = join(parts)
    batch["pictures"] = develop(dice, batch["pictures"])
    return batch
