#!/usr/bin/env python3
"""What teachers say about the training faces: soft targets for train.py --targets.

    distil.py --data FILE.npz --out TARGETS.npz CHECKPOINT...

Every teacher (the averaged weights of a `last.pt`) looks at each face and its mirror image; the softmax of their mean
logits is the target (Hinton et al. 2015, "Distilling the knowledge in a neural network", at temperature 1: votes as soft
labels have taught the teachers to doubt already).
"""
import argparse

import numpy as np
import torch
import torch.nn.functional as F

from dataset import load
from metrics import logits
from model import Ensemble, restore


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoints", nargs="+")
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    teachers = Ensemble([restore(path) for path in args.checkpoints]).to(args.device, memory_format=torch.channels_last)
    with torch.autocast(torch.device(args.device).type, dtype=torch.bfloat16):
        said = logits(teachers, load(args.data, "train")["pixels"], args.device, mirror=True)
    ferplus, fer2013 = (F.softmax(head, 1).numpy() for head in said)
    np.savez(args.out, ferplus=ferplus, fer2013=fer2013)
    print(f"{len(ferplus)} rows, {len(args.checkpoints)} teachers")


if __name__ == "__main__":
    main()
