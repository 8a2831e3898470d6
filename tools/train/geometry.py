"""Where things are: maps between pictures, distances to lines, targets.

Pictures are [n, c, h, w]; places are px, the middle of the first pixel 0, 0.
"""

import math

import torch
from torch.nn import functional

from network import CELL, MAP, SIDE


def make_maps(dice, n, source, shrink, turned=3, stretched=0.12):
    """Affine maps from px of the net's picture to px of the source's, [n, 2,
    3]: flips, small turns, shifts and stretches. Shrink: source px a px."""
    turn = dice.between(-turned, turned, n) * math.pi / 180
    zoomed = dice.chance(0.25, n)
    zoom = torch.where(zoomed, dice.between(0.6, 0.9, n),
                       dice.between(0.94, 1.1, n)) * shrink
    aspect = dice.between(-stretched, stretched, n).exp()
    flip = torch.where(dice.chance(0.5, n), -1.0, 1.0)
    # a closer look may be at any part of the source
    free = 0.5 * (source - zoom * SIDE).clamp(min=6)
    x = (source - 1) / 2 + free * dice.between(-1, 1, n)
    y = (source - 1) / 2 + free * dice.between(-1, 1, n)
    c, s = torch.cos(turn), torch.sin(turn)
    rows = torch.stack([
        torch.stack([flip * zoom * aspect * c, -zoom / aspect * s, x], 1),
        torch.stack([flip * zoom * aspect * s, zoom / aspect * c, y], 1)], 1)
    middle = (SIDE - 1) / 2
    rows[:, :, 2] -= middle * (rows[:, :, 0] + rows[:, :, 1])
    return rows


def places(side, device):
    """[side, side, 2]: x, y."""
    along = torch.arange(side, device=device).float()
    y, x = torch.meshgrid(along, along, indexing="ij")
    return torch.stack([x, y], -1)


def sample(images, maps, warp=None, moved=None):
    """Look at source pictures through maps. Moved [n, 2]: px of the picture by
    which all lies further right and down; warp [n, 2, side, side]: px of the
    source to add, place by place."""
    n, _, h, w = images.shape
    grid = places(SIDE, images.device)
    if moved is not None:
        maps = torch.cat([maps[:, :, :2], maps[:, :, 2:] + torch.einsum(
            "nij,nj->ni", maps[:, :, :2], moved)[:, :, None]], 2)
    at = torch.einsum("nij,hwj->nhwi", maps[:, :, :2], grid) + \
        maps[:, None, None, :, 2]
    if warp is not None:
        at = at + warp.permute(0, 2, 3, 1)
    size = torch.tensor([w, h], device=images.device).float()
    return functional.grid_sample(images, (2 * at + 1) / size - 1,
                                  mode="bilinear", align_corners=False)


def into(maps, points):
    """Places of the source [n, k, 2] in the net's picture."""
    (a, b), (c, d) = maps[:, 0, :2].unbind(1), maps[:, 1, :2].unbind(1)
    x, y = (points - maps[:, None, :, 2]).unbind(-1)
    area = (a * d - b * c)[:, None]
    return torch.stack([(d[:, None] * x - b[:, None] * y) / area,
                        (a[:, None] * y - c[:, None] * x) / area], -1)


def along_and_beside(start, end, cell, side):
    """For each cell: px along the piece from its start, px beside its line,
    and the piece's length. start, end [n, 2]."""
    device = start.device
    grid = places(side, device) * cell + (cell - 1) / 2
    way = end - start
    length = way.norm(dim=1).clamp(min=1e-3)
    way = way / length[:, None]
    from_start = grid[None] - start[:, None, None]
    along = (from_start * way[:, None, None]).sum(-1)
    beside = from_start[..., 1] * way[:, None, None, 0] - \
        from_start[..., 0] * way[:, None, None, 1]
    return along, beside, length


def distance(start, end, cell=CELL, side=MAP):
    """From each cell to a piece, px."""
    along, beside, length = along_and_beside(start, end, cell, side)
    past = torch.relu(torch.maximum(-along, along - length[:, None, None]))
    return torch.sqrt(past ** 2 + beside ** 2 + 1e-6)


def twice(start, end):
    """Cosine and sine of twice a piece's angle, [n, 2]."""
    way = end - start
    way = way / way.norm(dim=1, keepdim=True).clamp(min=1e-3)
    return torch.stack([way[:, 0] ** 2 - way[:, 1] ** 2,
                        2 * way[:, 0] * way[:, 1]], 1)


def near_line(away):
    """The shaft's target at a distance: 1 on it, 0 from 6 px on."""
    return ((6 - away) / 4).clamp(0, 1)


def tip_target(tip):
    """[n, MAP, MAP], 1 at the tip."""
    grid = places(MAP, tip.device) * CELL + (CELL - 1) / 2
    square = ((grid[None] - tip[:, None, None]) ** 2).sum(-1)
    return torch.exp(-square / (2 * 5.0 ** 2))
