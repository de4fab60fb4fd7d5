#!/usr/bin/env python3
"""Fit the smile head: whether anybody sees a smile in a face that is neutral or happy.

    smile.py --data FILE.npz --checkpoint RUN/last.pt... --out RUN/smile.pt

FER+ asks what most of ten people see in a small grey tile, and its recipe drops single votes, so a faint smile is
neutral to the FER+ head. In a photograph a faint smile is a smile. Those single votes are what tells them apart: a logistic
regression on the network's features, on tiles with at least eight votes for neutral and happiness together, whose label is
that at least one of them says happiness. The ridge is chosen by the likelihood of the held-back rows.
"""
import argparse
import json

import torch
import torch.nn.functional as F

from dataset import load
from evaluate import read_checkpoints, rounded
from prepare import FERPLUS_LABELS

NEUTRAL, HAPPINESS = FERPLUS_LABELS.index("neutral"), FERPLUS_LABELS.index("happiness")
VOTES = 8
RIDGES = (1e-4, 1e-3, 1e-2)


def rows(data, split):
    """(pixels, whether anybody sees a smile, whether most do) of the tiles that are neutral or happy to nearly everybody."""
    part = load(data, split)
    neutral, happiness = part["votes"][:, NEUTRAL], part["votes"][:, HAPPINESS]
    kept = neutral + happiness >= VOTES
    return part["pixels"][kept], (happiness[kept] > 0).float(), (happiness[kept] > neutral[kept])


@torch.no_grad()
def embed(net, pixels, batch=256):
    """Mean features of a face and its mirror image, as the bot takes the mean of both views' logits."""
    parts = []
    for part in pixels.split(batch):
        part = part.float().to(memory_format=torch.channels_last)
        parts.append((net.features(part) + net.features(part.flip(3))) / 2)
    return torch.cat(parts)


def fit(x, label, ridge):
    """Logistic regression with a ridge on standardised features, told in the features' own units: (weight, bias)."""
    mean, deviation = x.mean(0), x.std(0) + 1e-3
    z = (x - mean) / deviation
    weight, bias = torch.zeros(x.shape[1], requires_grad=True), torch.zeros(1, requires_grad=True)
    solver = torch.optim.LBFGS([weight, bias], max_iter=200, line_search_fn="strong_wolfe")

    def loss():
        solver.zero_grad()
        value = F.binary_cross_entropy_with_logits(z @ weight + bias, label) + ridge * (weight * weight).sum()
        value.backward()
        return value

    solver.step(loss)
    own = (weight / deviation).detach()
    return own, (bias - (mean * own).sum()).detach()


def auc(score, label):
    """Area under the ROC curve (Mann-Whitney), ties at half."""
    some, others = score[label > 0.5], score[label <= 0.5]
    return ((some[:, None] > others).float() + 0.5 * (some[:, None] == others).float()).mean().item()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--checkpoint", required=True, nargs="+")
    parser.add_argument("--out", required=True)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    net = read_checkpoints(args.checkpoint)
    parts = {split: rows(args.data, split) for split in ("train", "held-back", "evaluation")}
    x = {split: embed(net, pixels) for split, (pixels, _, _) in parts.items()}
    label = {split: anybody for split, (_, anybody, _) in parts.items()}

    fits = {ridge: fit(x["train"], label["train"], ridge) for ridge in RIDGES}
    unlikely = {
        ridge: F.binary_cross_entropy_with_logits(x["held-back"] @ w + b, label["held-back"]).item()
        for ridge, (w, b) in fits.items()
    }
    ridge = min(unlikely, key=unlikely.get)
    weight, bias = fits[ridge]
    torch.save({"weight": weight, "bias": bias}, args.out)
    score = x["evaluation"] @ weight + bias
    truth, most = label["evaluation"], parts["evaluation"][2]
    print(json.dumps(rounded({
        "ridge": ridge,
        "n": {split: len(rows) for split, rows in label.items()},
        "evaluation": {
            "seen_by_anybody": truth.mean().item(),
            "accuracy": ((score > 0) == (truth > 0.5)).float().mean().item(),
            "auc": auc(score, truth),
            "smiling_of_mostly_neutral": (score[~most] > 0).float().mean().item(),
            "smiling_of_mostly_happy": (score[most] > 0).float().mean().item(),
        },
    })))  # fmt: skip


if __name__ == "__main__":
    main()
