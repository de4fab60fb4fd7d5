#!/usr/bin/env python3
"""Figures of a checkpoint as one JSON line, rates 0..1.

    evaluate.py --data FILE.npz --checkpoint RUN/last.pt... [--split evaluation] [--mirror]

Several checkpoints are one network, the mean of their logits.

Temperatures are fitted on the held-back rows, never on the rows that are measured. `--mirror` measures what the bot
does: the mean of a face's logits and its mirror image's.
"""
import argparse
import json

from dataset import SPLITS, load
from metrics import figures, fit_temperature, heads
from model import Ensemble, restore
from storage import as_shipped


def read_checkpoints(paths):
    """The averaged weights of one or more checkpoints as one network in evaluation mode, rounded as they are shipped."""
    members = [restore(path) for path in paths]
    return as_shipped(members[0] if len(members) == 1 else Ensemble(members)).eval()


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return round(value, 4) if isinstance(value, float) else value


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--checkpoint", required=True, nargs="+")
    parser.add_argument("--split", default="evaluation", choices=SPLITS)
    parser.add_argument("--mirror", action="store_true")
    args = parser.parse_args()
    net = read_checkpoints(args.checkpoint)
    held_back = heads(net, load(args.data, "held-back"), mirror=args.mirror)
    measured = heads(net, load(args.data, args.split), mirror=args.mirror)
    result = {"split": args.split, "mirror": args.mirror}
    for head, (names, z, truth) in measured.items():
        temperature = fit_temperature(*held_back[head][1:])
        result[head] = {"temperature": temperature, **figures(names, z, truth, temperature)}
    print(json.dumps(rounded(result)))


if __name__ == "__main__":
    main()
