#!/usr/bin/env python3
"""Fine-tune the emotion network on CK+48, fold by fold, and print the figures of the folds left out as one JSON line.

    finetune.py --data CK48 --checkpoint RUN/last.pt [MORE.pt ...] [--cut subject|leaking] [--jobs 2] [--keep FOLDER]

The whole net is trained on nine folds from the averaged weights of a checkpoint, a fixed number of epochs, and read on the
tenth with mirrored averaging; nothing is chosen on a test fold. The head starts as the rows of the FER+ head of the same
names. BatchNorm keeps its statistics: some hundred near copies are no better estimate of them. With several checkpoints
their logits are averaged. The figures also hold the zero-shot reading of the stated mapping (faces.py).
With `--keep` each fold's net is stored: a stopped run goes on with the same command, and sequence/compare.py reads them.
"""
import argparse
import copy
import json
import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import product
from pathlib import Path

import torch
from torch import nn

from faces import AS_FERPLUS, LABELS, load
from folds import CUTS

from augment import augment
from evaluate import rounded
from metrics import confusion, logits, per_class, share_right
from model import restore
from train import average, learning_rate, parameter_groups, soft_cross_entropy

# head_rate: the head's learning rate beside the backbone's; wear: shares of worn images, see emotion/augment.py
SETTINGS = {"epochs": 12, "batch": 32, "peak": 0.01, "head_rate": 3.0, "decay": 5e-4, "average": 0.98, "wear": 0.3,
            "smoothing": 0.1}  # fmt: skip
MEMORISING = {"epochs": 24, "wear": 0.1}  # of the leaking cut, where remembering is what is measured


def seven_way(checkpoint):
    """The checkpoint's net, its FER+ head cut down to the rows of CK+48's seven emotions."""
    net = restore(checkpoint)
    head = nn.Linear(net.ferplus.in_features, len(LABELS))
    with torch.no_grad():
        head.weight.copy_(net.ferplus.weight[AS_FERPLUS])
        head.bias.copy_(net.ferplus.bias[AS_FERPLUS])
    net.ferplus = head
    return net


def train_mode(net):
    """Dropout on, BatchNorm left on its statistics."""
    net.eval()
    net.dropout.train()


def groups(net, decay, head_rate):
    """train.py's groups, the head's weights apart."""
    head = {id(p) for p in net.ferplus.parameters()}
    return [
        {**group, "params": [p for p in group["params"] if (id(p) in head) == own], "scale": head_rate if own else 1.0}
        for group in parameter_groups(net, decay)
        for own in (False, True)
    ]


def fine_tune(checkpoint, pixels, label, settings, seed):
    """The averaged net after `settings["epochs"]` epochs over uint8 [n, 1, 48, 48] and int64 [n]."""
    torch.manual_seed(seed)
    net = seven_way(checkpoint).to(memory_format=torch.channels_last)
    ema = copy.deepcopy(net)
    peak, batch, smoothing = settings["peak"], settings["batch"], settings["smoothing"]
    optimiser = torch.optim.SGD(groups(net, settings["decay"], settings["head_rate"]), lr=peak, momentum=0.9, nesterov=True)
    truth = nn.functional.one_hot(label, len(LABELS)) * (1 - smoothing) + smoothing / len(LABELS)
    step, steps = 0, settings["epochs"] * (len(label) // batch)
    train_mode(net)
    while step < steps:
        for rows in torch.randperm(len(label)).split(batch)[: len(label) // batch]:
            for group in optimiser.param_groups:
                group["lr"] = group["scale"] * learning_rate(step / steps, peak)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                z = net(augment(pixels[rows].float(), settings["wear"]))[0]
            loss = soft_cross_entropy(z, truth[rows], torch.ones(batch))
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            average(ema, net, step, settings["average"])
            step += 1
    return ema.eval()


def fold_net(checkpoint, rows, fold_of, fold, settings, seed, kept=None):
    """The net that saw all folds but one; read from the file `kept` where that holds the same work, else written to it."""
    seed = 1000 * seed + fold
    work = {"checkpoint": str(checkpoint), "settings": settings, "seed": seed, "fold_of": fold_of.tolist()}
    if kept and kept.exists():
        state = torch.load(kept)
        if state["work"] == work:
            net = seven_way(checkpoint)
            net.load_state_dict(state["net"])
            return net.eval()
    rest = fold_of != fold
    net = fine_tune(checkpoint, rows["pixels"][rest], rows["label"][rest], settings, seed)
    if kept:
        torch.save({"work": work, "net": net.state_dict()}, f"{kept}.new")
        os.replace(f"{kept}.new", kept)
    return net


def run_fold(checkpoint, rows, fold_of, fold, settings, seed, kept=None):
    """Logits [test, 7] of the fold's rows by a net that saw the others."""
    torch.set_num_threads(1)
    net = fold_net(checkpoint, rows, fold_of, fold, settings, seed, kept)
    return logits(net, rows["pixels"][fold_of == fold], mirror=True)[0]


def figures(z, rows):
    """Accuracy per image and per sequence (mean of its frames' probabilities), macro-F1, classes, confusion."""
    predicted, truth = z.argmax(1), rows["label"]
    counts = confusion(predicted, truth, len(LABELS))
    classes = per_class(counts, LABELS)
    sequences = int(rows["sequence"].max()) + 1
    summed = torch.zeros(sequences, len(LABELS)).index_add_(0, rows["sequence"], z.softmax(1))
    label_of = torch.zeros(sequences, dtype=torch.int64).index_put_((rows["sequence"],), truth)
    return {
        "n": len(truth),
        "ck48_accuracy": share_right(predicted, truth),
        "ck48_macro_f1": sum(c["f1"] for c in classes.values()) / len(LABELS),
        "sequences": sequences,
        "sequence_accuracy": share_right(summed.argmax(1), label_of),
        "classes": classes,
        "confusion": {"labels": LABELS, "counts": counts.tolist()},
    }


def zero_shot(checkpoints, rows):
    """The FER+ head without any training: the seven mapped columns alone, and all eight (neutral is then a mistake)."""
    z = sum(logits(restore(path), rows["pixels"], mirror=True)[0] for path in checkpoints) / len(checkpoints)
    seven = z[:, AS_FERPLUS]
    return {
        "mapping": dict(zip(LABELS, AS_FERPLUS)),
        "ck48_accuracy": share_right(seven.argmax(1), rows["label"]),
        "accuracy_with_neutral": share_right(z.argmax(1), torch.tensor(AS_FERPLUS)[rows["label"]]),
        "called_neutral": (z.argmax(1) == 0).float().mean().item(),
        "confusion": confusion(seven.argmax(1), rows["label"], len(LABELS)).tolist(),
    }


def nearest_pixels(rows, fold_of):
    """Accuracy of the label of the most alike image in the other folds, by raw pixels and no network: how much a cut leaks."""
    x = rows["pixels"].flatten(1).float()
    x = torch.nn.functional.normalize(x - x.mean(1, keepdim=True))
    alike = (x @ x.t()).masked_fill(fold_of[:, None] == fold_of, -2.0)
    return share_right(rows["label"][alike.argmax(1)], rows["label"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--checkpoint", required=True, nargs="+")
    parser.add_argument("--cut", choices=CUTS, default="subject")
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the folds' nets")
    parser.add_argument("--jobs", type=int, default=2, help="folds at a time, one core each")
    parser.add_argument("--epochs", type=int, help=f"{SETTINGS['epochs']}, {MEMORISING['epochs']} for the leaking cut")
    args = parser.parse_args()
    settings = {**SETTINGS, **(MEMORISING if args.cut == "leaking" else {})}
    if args.epochs is not None:
        settings["epochs"] = args.epochs
    rows = load(args.data)
    fold_of = CUTS[args.cut](rows, args.folds, args.seed)
    z = torch.zeros(len(fold_of), len(LABELS))
    if args.keep:
        args.keep.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(args.jobs) as pool:
        tasks = {}
        for fold, (number, path) in product(range(args.folds), enumerate(args.checkpoint)):
            kept = args.keep and args.keep / f"{args.cut}-{fold}-{number}.pt"
            tasks[pool.submit(run_fold, path, rows, fold_of, fold, settings, args.seed, kept)] = fold
        for task in as_completed(tasks):
            z[fold_of == tasks[task]] += task.result() / len(args.checkpoint)
    print(json.dumps(rounded({"cut": args.cut, **figures(z, rows), "nearest_pixels": nearest_pixels(rows, fold_of), "zero_shot": zero_shot(args.checkpoint, rows), "settings": settings})))


if __name__ == "__main__":
    main()
