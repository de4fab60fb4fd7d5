#!/usr/bin/env python3
"""Worn sequences of FER2013's stills, seen by the frozen backbone: what compare.py and export.py learn from and measure.

    frames.py --data FER2013.npz --checkpoint RUN/last.pt [MORE.pt ...] --out RUN/frames.pt [--jobs 2] [--small]

A frame's vector is the pooled output of the backbone, the mean of the face and its mirror image (the heads are linear, so its
logits are the mirrored average that the bot takes); with several checkpoints the vectors stand side by side and the logits are
averaged. Written, per set (train, held-back, evaluation), for the stills that carry an emotion vote:

    features float16 [n, frames, d]   logits float32 [n, frames, 8]   clean: the same of the still itself, [n, 1, .]
    target [n, 8] and weight [n] (soft labels)   majority [n] and clear [n] (see dataset.py)
"""
import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "emotion"))

from dataset import load, majority, soft_labels
from evaluate import read_checkpoints
from wear import worn

SETS = {"train": (8000, 12), "held-back": (None, 16), "evaluation": (None, 16)}  # stills (None: all), frames of each
SMALL = {"train": (2400, 8), "held-back": (600, 16), "evaluation": (1500, 16)}  # a third of the work
PART = 32  # stills a forward pass


@torch.no_grad()
def see(net, x):
    """float32 [n, 1, 48, 48] -> (features [n, d], FER+ logits [n, k]), each the mean of face and mirror image."""
    both = torch.cat([x, x.flip(3)]).to(memory_format=torch.channels_last)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        seen = net.features(both)
    features = seen.float().view(2, len(x), -1).mean(0)
    return features, net.judge(features)[0]


def part(checkpoints, pixels, frames, seed):
    """The frames of some stills uint8 [n, 1, 48, 48]; one task of the pool."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    net = read_checkpoints(checkpoints)
    found = {"features": [], "logits": [], "clean_features": [], "clean_logits": []}
    for some in pixels.split(PART):
        x = some.float()
        features, logits = see(net, worn(x, frames).flatten(0, 1))
        still_features, still_logits = see(net, x)
        found["features"].append(features.view(len(x), frames, -1).half())
        found["logits"].append(logits.view(len(x), frames, -1))
        found["clean_features"].append(still_features.unsqueeze(1).half())
        found["clean_logits"].append(still_logits.unsqueeze(1))
    return {name: torch.cat(parts) for name, parts in found.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--checkpoint", required=True, nargs="+")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--small", action="store_true", help="fewer stills and frames, for a first look")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    began, result = time.time(), {}
    with ProcessPoolExecutor(args.jobs) as pool:
        for number, (name, (stills, frames)) in enumerate((SMALL if args.small else SETS).items()):
            rows = load(args.data, name)
            target, weight = soft_labels(rows["votes"])
            label, clear = majority(rows["votes"])
            chosen = (weight > 0).nonzero().squeeze(1)
            if stills:
                chosen = chosen[torch.randperm(len(chosen), generator=torch.Generator().manual_seed(args.seed))[:stills]]
            tasks = [
                pool.submit(part, args.checkpoint, rows["pixels"][rows_of], frames, 100_000 * args.seed + 1000 * number + index)
                for index, rows_of in enumerate(chosen.split(16 * PART))
            ]
            parts = [task.result() for task in tasks]
            result[name] = {
                **{key: torch.cat([p[key] for p in parts]) for key in parts[0]},
                "target": target[chosen], "weight": weight[chosen], "majority": label[chosen], "clear": clear[chosen],
            }  # fmt: skip
            print(f"{name}: {len(chosen)} stills, {frames} frames each, {time.time() - began:.0f} s", flush=True)
    result["checkpoints"] = args.checkpoint
    torch.save(result, args.out)


if __name__ == "__main__":
    main()
