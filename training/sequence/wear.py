"""Sequences made from stills: one face, worn differently frame by frame as by a phone's camera held in a hand.

There is no video with FER+ votes to learn from, and no neutral-to-emotion pair in FER2013: the face itself stands still
here. What differs between frames is what hides it: noise, blur, motion, closed eyes, a covered part, light, jitter.
A clip has a badness of its own, so some clips are nearly clean and some are bad throughout.
"""
import torch
import torch.nn.functional as F

from augment import SIZE, blur, cover, geometry, jpeg, light, noise, small, uniform
from export import TEMPLATE

LID = (7, 4)  # half width and half height of what a closed lid hides, pixels of the 48 x 48 crop
SHARPEST, LONGEST = 1.0, 5.0  # half the path of a face in motion while the shutter is open, pixels


def blink(x):
    """Closed eyes: what lies between the rows above and below each eye is drawn from one to the other, as skin is."""
    x = x.clone()
    wide, high = LID
    for centre_x, centre_y in TEMPLATE.values():
        left, right = int(centre_x) - wide, int(centre_x) + wide + 1
        top, bottom = int(centre_y) - high, int(centre_y) + high
        down = torch.linspace(0, 1, bottom - top + 1, device=x.device).view(1, 1, -1, 1)
        above, below = (x[:, :, row : row + 1, left:right] for row in (top, bottom))
        x[:, :, top : bottom + 1, left:right] = above * (1 - down) + below * down
    return x


def motion(x):
    """A face that moves while the shutter is open: the mean of five places along a straight path."""
    n, device = len(x), x.device
    angle = uniform(n, 0, 3.14159, device)
    reach = uniform(n, SHARPEST, LONGEST, device) * 2 / SIZE  # grid_sample's coordinates run from -1 to 1
    path = torch.stack([angle.cos() * reach, angle.sin() * reach], 1).view(n, 1, 1, 2)
    still = F.affine_grid(torch.eye(2, 3, device=device).expand(n, 2, 3), list(x.shape), align_corners=False)
    places = [still + at * path for at in (-1, -0.5, 0, 0.5, 1)]
    return sum(F.grid_sample(x, grid, padding_mode="border", align_corners=False) for grid in places) / len(places)


def jitter(x):
    """The eyes as a detector finds them from frame to frame, a pixel or two off; never mirrored."""
    return geometry(x, degrees=6, zoom=(0.93, 1.07), stretch=0.03, shift=0.04, mirror=0)


# The share of frames of a middling clip that each befalls, in the order in which light, face, lens and file would do it
FRAME_WEAR = [(0.2, blink), (0.25, light), (0.25, cover), (0.2, motion), (0.2, blur), (0.2, noise), (0.15, small), (0.2, jpeg)]


def worn(x, frames):
    """float32 [n, 1, 48, 48], 0..255 -> [n, frames, 1, 48, 48]; randomness from torch's generator."""
    badness = uniform(len(x), 0, 2, x.device).repeat_interleave(frames)
    x = x.repeat_interleave(frames, 0)
    for step, (share, change) in enumerate(FRAME_WEAR):
        rows = (torch.rand(len(x), device=x.device) < share * badness).nonzero().squeeze(1)
        if len(rows):
            x = x.index_copy(0, rows, change(x[rows]))
        if change is blink:  # the eyes lie at the template before the crop jitters
            x = jitter(x)
    return x.view(-1, frames, 1, SIZE, SIZE)
