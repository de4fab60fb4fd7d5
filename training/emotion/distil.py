#!/usr/bin/env python3
"""What teachers say about the training faces: soft targets for train.py --targets.

    distil.py --data FILE.npz --out TARGETS.npz CHECKPOINT...

Every teacher (the averaged weights of a `last.pt`) looks at each face in six views, two sizes and a small turn, each with its
mirror image; the probabilities of all views and teachers are averaged (Hinton et al. 2015, "Distilling the knowledge in a
neural network", section 4: an ensemble's mean).
"""
import argparse

import numpy as np
import torch
import torch.nn.functional as F

from dataset import load
from model import restore

VIEWS = [(0.0, 1.0), (6.0, 1.04), (-6.0, 0.96)]  # degrees, zoom


def view(x, degrees, zoom):
    """float32 [n, 1, 48, 48] turned about its centre and zoomed."""
    angle = torch.tensor(degrees * np.pi / 180)
    cos, sin = torch.cos(angle) / zoom, torch.sin(angle) / zoom
    theta = torch.stack([torch.stack([cos, -sin, cos * 0]), torch.stack([sin, cos, cos * 0])])
    grid = F.affine_grid(theta.to(x.device).expand(len(x), 2, 3), list(x.shape), align_corners=False)
    return F.grid_sample(x, grid, mode="bilinear", padding_mode="border", align_corners=False)


@torch.no_grad()
def opinions(nets, pixels, device="cpu", batch=256):
    """uint8 [n, 1, 48, 48] to the mean probabilities of all nets and views: ([n, 8], [n, 7])."""
    said = [[], []]
    for part in pixels.split(batch):
        part = part.to(device).float()
        views = [turned for turn in VIEWS for turned in (view(part, *turn), view(part, *turn).flip(3))]
        heads = [net(turned) for net in nets for turned in views]
        for index in (0, 1):
            said[index].append(torch.stack([F.softmax(head[index].float(), 1) for head in heads]).mean(0).cpu())
    return tuple(torch.cat(parts) for parts in said)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoints", nargs="+")
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    nets = [restore(path).eval().to(args.device, memory_format=torch.channels_last) for path in args.checkpoints]
    ferplus, fer2013 = opinions(nets, load(args.data, "train")["pixels"], args.device)
    np.savez(args.out, ferplus=ferplus.numpy(), fer2013=fer2013.numpy())
    print(f"{len(ferplus)} rows, {len(nets)} teachers, {2 * len(VIEWS)} views")


if __name__ == "__main__":
    main()
