"""Augmentation as batched tensor operations: what a phone, a detector and a chat server do to a face.

Every function takes and returns float32 [n, 1, 48, 48] in 0..255 and draws its randomness from torch's generator.
"""
import math

import torch
import torch.nn.functional as F

SIZE = 48
# ISO/IEC 10918-1 (JPEG), table K.1: luminance quantisation
LUMINANCE = torch.tensor([
    [16, 11, 10, 16, 24, 40, 51, 61], [12, 12, 14, 19, 26, 58, 60, 55],
    [14, 13, 16, 24, 40, 57, 69, 56], [14, 17, 22, 29, 51, 87, 80, 62],
    [18, 22, 37, 56, 68, 109, 103, 77], [24, 35, 55, 64, 81, 104, 113, 92],
    [49, 64, 78, 87, 103, 121, 120, 101], [72, 92, 95, 98, 112, 100, 103, 99],
]).float()  # fmt: skip
_n = torch.arange(8).float()
DCT = torch.cos((2 * _n + 1) * _n[:, None] * math.pi / 16) * 0.5
DCT[0] /= math.sqrt(2)


def uniform(n, low, high, device):
    return torch.empty(n, device=device).uniform_(low, high)


def some(share, change):
    """Apply `change` to a random `share` of the batch only."""

    def apply(x):
        rows = (torch.rand(len(x), device=x.device) < share).nonzero().squeeze(1)
        return x.index_copy(0, rows, change(x[rows])) if len(rows) else x

    return apply


def geometry(x, degrees=15, zoom=(0.84, 1.16), stretch=0.05, shift=0.09, mirror=0.5):
    """Mirror a share, turn, zoom and shift: the jitter of eyes found by a detector, and more."""
    n, device = len(x), x.device
    angle = uniform(n, -degrees, degrees, device) * (math.pi / 180)
    scale = torch.exp(uniform(n, math.log(zoom[0]), math.log(zoom[1]), device))
    sx, sy = scale * uniform(n, 1 - stretch, 1 + stretch, device), scale
    upright = (torch.rand(n, device=device) < 1 - mirror).float() * 2 - 1
    cos, sin = torch.cos(angle), torch.sin(angle)
    tx, ty = (uniform(n, -2 * shift, 2 * shift, device) for _ in range(2))
    theta = torch.stack([upright * cos / sx, -sin / sx, tx, upright * sin / sy, cos / sy, ty], 1).view(n, 2, 3)
    grid = F.affine_grid(theta, list(x.shape), align_corners=False)
    return F.grid_sample(x, grid, mode="bilinear", padding_mode="border", align_corners=False)


def light(x):
    """Brightness, contrast and gamma, and a slope of light across the face."""
    n, device = len(x), x.device
    draw = lambda low, high: uniform(n, low, high, device).view(n, 1, 1, 1)
    x = 255 * (x / 255).clamp(0, 1).pow(torch.exp(draw(-0.5, 0.5)))
    ramp = torch.linspace(-1, 1, SIZE, device=device)
    slope = draw(-0.25, 0.25) * ramp.view(1, 1, SIZE, 1) + draw(-0.25, 0.25) * ramp.view(1, 1, 1, SIZE)
    return (((x - 128) * draw(0.6, 1.3) + 128 + draw(-30, 30)) * (1 + slope)).clamp(0, 255)


def blur(x):
    """Gaussian blur, sigma 0.3 to 1.3 pixels, each image its own."""
    n = len(x)
    sigma = uniform(n, 0.3, 1.3, x.device).view(n, 1)
    line = torch.exp(-(torch.arange(-3, 4, device=x.device).float() ** 2) / (2 * sigma * sigma))
    line = line / line.sum(1, keepdim=True)
    planes = F.pad(x, (3, 3, 3, 3), mode="replicate").view(1, n, SIZE + 6, SIZE + 6)
    planes = F.conv2d(planes, line.view(n, 1, 7, 1), groups=n)
    return F.conv2d(planes, line.view(n, 1, 1, 7), groups=n).view(n, 1, SIZE, SIZE)


def small(x):
    """A face far away: shrunk to 16-40 pixels and blown up again (one size a call)."""
    side = int(torch.randint(16, 41, (1,)))
    shrunk = F.interpolate(x, size=(side, side), mode="area")
    return F.interpolate(shrunk, size=(SIZE, SIZE), mode="bilinear", align_corners=False)


def jpeg(x):
    """The loss of JPEG at quality 15 to 80: quantised 8 x 8 DCT blocks (libjpeg's scaling of table K.1)."""
    n = len(x)
    quality = uniform(n, 15, 80, x.device)
    percent = torch.where(quality < 50, 5000 / quality, 200 - 2 * quality).view(n, 1, 1, 1, 1)
    table = (LUMINANCE.to(x.device) * percent / 100).clamp(1, 255)
    dct = DCT.to(x.device)
    blocks = (x - 128).view(n, SIZE // 8, 8, SIZE // 8, 8).transpose(2, 3)
    blocks = dct.t() @ (torch.round(dct @ blocks @ dct.t() / table) * table) @ dct
    return (blocks.transpose(2, 3).reshape(x.shape) + 128).clamp(0, 255)


def noise(x):
    return (x + torch.randn_like(x) * uniform(len(x), 2, 14, x.device).view(-1, 1, 1, 1)).clamp(0, 255)


def cover(x):
    """A hand, hair, a mask: one even rectangle of 8-22 pixels (random erasing, Zhong et al. 2020)."""
    n, device = len(x), x.device
    draw = lambda low, high: uniform(n, low, high, device).view(n, 1)
    at = torch.arange(SIZE, device=device).float()
    inside = lambda centre, side: ((at - centre).abs() < side / 2).float()
    box = inside(draw(0, SIZE), draw(8, 22)).view(n, 1, SIZE, 1) * inside(draw(0, SIZE), draw(8, 22)).view(n, 1, 1, SIZE)
    return x * (1 - box) + box * uniform(n, 0, 255, device).view(n, 1, 1, 1)


WEAR = [(0.7, light), (0.2, blur), (0.15, small), (0.2, noise), (0.2, jpeg), (0.35, cover)]


def augment(x, wear=1.0):
    """Turn and shift every image, wear a random share of them; `wear` scales the shares."""
    x = geometry(x)
    for share, change in WEAR:
        x = some(share * wear, change)(x)
    return x
