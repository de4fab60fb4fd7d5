#!/usr/bin/env python3
"""Train the emotion network. Seeded, resumable, stops cleanly on SIGTERM or Ctrl-C (run the same command to go on).

    train.py --data FILE.npz --run FOLDER [--epochs 40] [--until 20] [--seed 1] [--start OTHER/last.pt] [--widths 32,64,128,256]
             [--targets FILE.npz] [--device cpu|cuda] [--threads 1]

SGD with Nesterov momentum under a one-cycle cosine schedule, averaged weights (EMA), mixup, bfloat16 where it is fast.
Augmentation and mixup fade in the last part of the run: the weights settle on faces as they are.
The run folder gets `last.pt` after every epoch (weights, averages, optimiser, random state) and a line in `log.jsonl`.
Two losses: cross-entropy against the FER+ vote distribution, and against FER2013's own label, smoothed; with `--targets`
(of distil.py) both truths are mixed with what the teachers say.
"""
import argparse
import copy
import json
import math
import os
import signal
import time
from pathlib import Path

import torch
import torch.nn.functional as F

from augment import augment
from dataset import load, soft_labels, teacher_targets
from metrics import accuracy
from model import EmotionNet, restore

SMOOTHING = 0.1  # of FER2013's labels; the FER+ votes are soft already


def learning_rate(progress, peak, warmup=0.1):
    """One cycle: linear up to `peak`, then half a cosine down to nought (Smith & Topin 2018)."""
    if progress < warmup:
        return peak * (0.05 + 0.95 * progress / warmup)
    return peak * 0.5 * (1 + math.cos(math.pi * (progress - warmup) / (1 - warmup)))


def parameter_groups(net, decay):
    """Weight decay for matrices only, not for BatchNorm and biases."""
    matrices = [p for p in net.parameters() if p.ndim > 1]
    rest = [p for p in net.parameters() if p.ndim <= 1]
    return [{"params": matrices, "weight_decay": decay}, {"params": rest, "weight_decay": 0.0}]


@torch.no_grad()
def average(ema, net, step, decay):
    """Exponential moving average of weights and BatchNorm statistics, quicker in the first steps."""
    rate = min(decay, (1 + step) / (10 + step))
    for mean, value in zip(ema.state_dict().values(), net.state_dict().values()):
        if mean.is_floating_point():
            mean.lerp_(value, 1 - rate)
        else:
            mean.copy_(value)


def soft_cross_entropy(logits, target, weight):
    return (-(target * F.log_softmax(logits.float(), 1)).sum(1) * weight).sum() / weight.sum().clamp(min=1)


def targets(data, args):
    """(FER+ distribution [n, 8], its weight [n], FER2013 distribution [n, 7]) of the training rows.

    A teacher's word counts `--distil`; where the voters saw no emotion, the teacher's word alone (Hinton et al. 2015)."""
    distribution, weight = soft_labels(data["votes"])
    own = F.one_hot(data["label"], 7).float() * (1 - SMOOTHING) + SMOOTHING / 7
    if args.targets:
        said, said_own = teacher_targets(args.targets, len(weight))
        share = torch.where(weight > 0, args.distil, 1.0).unsqueeze(1)
        distribution, weight = (1 - share) * distribution + share * said, torch.where(weight > 0, 1.0, args.distil)
        own = (1 - args.distil) * own + args.distil * said_own
    return distribution, weight, own


def fading(progress, start, rest):
    """1 up to `start` of the run, then linearly down to `rest` at its end."""
    return 1 - (1 - rest) * max(0.0, progress - start) / (1 - start) if start < 1 else 1.0


def batches(data, truths, strength, args):
    """One shuffled epoch of (pixels, FER+ distribution, its weight, FER2013 distribution), augmented and mixed."""
    distribution, weight, own = truths
    order = torch.randperm(len(weight))
    for rows in order.split(args.batch)[: len(order) // args.batch]:
        x, p, w, q = (t[rows].to(args.device) for t in (data["pixels"], distribution, weight, own))
        x = augment(x.float(), args.wear * strength)
        mixed_now = args.mixup > 0 and torch.rand(()).item() < strength
        share = torch.distributions.Beta(args.mixup, args.mixup).sample().item() if mixed_now else 1.0
        other = torch.randperm(len(rows), device=args.device)
        mixed = share * w + (1 - share) * w[other]
        p = (share * w.unsqueeze(1) * p + (1 - share) * w[other].unsqueeze(1) * p[other]) / mixed.clamp(min=1e-6).unsqueeze(1)
        yield share * x + (1 - share) * x[other], p, mixed, share * q + (1 - share) * q[other]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--run", required=True, type=Path)
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--peak", type=float, default=0.1, help="highest learning rate")
    parser.add_argument("--decay", type=float, default=5e-4, help="weight decay")
    parser.add_argument("--average", type=float, default=0.998, help="decay of the averaged weights")
    parser.add_argument("--mixup", type=float, default=0.2, help="Beta parameter; 0 turns mixup off")
    parser.add_argument("--wear", type=float, default=1.0, help="scales the shares of worn images, see augment.py")
    parser.add_argument("--fade", type=float, default=1.0, help="from this share of the run on, wear and mixup fade")
    parser.add_argument("--rest", type=float, default=0.2, help="what is left of them at the end")
    parser.add_argument("--targets", help="teachers' probabilities, of distil.py")
    parser.add_argument("--distil", type=float, default=0.5, help="the teachers' share of the truth")
    parser.add_argument("--widths", default="32,64,128,256", help="channels of the four stages")
    parser.add_argument("--stem", type=int, default=16, help="channels of the first convolution")
    parser.add_argument("--until", type=int, help="stop after this epoch, for another set of targets")
    parser.add_argument("--check", type=int, default=1, help="measure every so many epochs")
    parser.add_argument("--fer2013-weight", type=float, default=0.7, help="weight of the seven labels' loss")
    parser.add_argument("--start", help="begin with the averaged weights of this checkpoint")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--full-precision", action="store_true", help="float32 instead of bfloat16")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    args.run.mkdir(parents=True, exist_ok=True)
    stop = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.append(True))

    data = load(args.data, "train")
    check = {name: load(args.data, name) for name in ("held-back", "evaluation")}
    architecture = {"stem": args.stem, "widths": tuple(int(width) for width in args.widths.split(","))}
    net = restore(args.start) if args.start else EmotionNet(**architecture)
    net = net.to(args.device, memory_format=torch.channels_last)
    truths = targets(data, args)
    ema = copy.deepcopy(net).eval()
    optimiser = torch.optim.SGD(parameter_groups(net, args.decay), lr=args.peak, momentum=0.9, nesterov=True)
    steps, epoch, seconds = len(data["label"]) // args.batch, 0, 0.0
    last = args.run / "last.pt"
    if last.exists():
        state = torch.load(last, map_location=args.device)
        net.load_state_dict(state["net"]), ema.load_state_dict(state["ema"])
        optimiser.load_state_dict(state["optimiser"]), torch.set_rng_state(state["random"].cpu())
        epoch, seconds = state["epoch"], state["seconds"]
        print(f"going on after epoch {epoch}", flush=True)

    while epoch < (args.until or args.epochs):
        began, total = time.time(), 0.0
        net.train()
        strength = fading(epoch / args.epochs, args.fade, args.rest)
        for index, (x, p, w, q) in enumerate(batches(data, truths, strength, args)):
            if stop:
                return print(f"stopped in epoch {epoch + 1}; {last} holds the epochs before it")
            step = epoch * steps + index
            for group in optimiser.param_groups:
                group["lr"] = learning_rate(step / (args.epochs * steps), args.peak)
            with torch.autocast(torch.device(args.device).type, dtype=torch.bfloat16, enabled=not args.full_precision):
                ferplus, fer2013 = net(x)
            loss = soft_cross_entropy(ferplus, p, w) + args.fer2013_weight * soft_cross_entropy(fer2013, q, torch.ones_like(w))
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            average(ema, net, step, args.average)
            total += loss.item()
        epoch, seconds = epoch + 1, seconds + time.time() - began
        line = {"epoch": epoch, "loss": round(total / steps, 4), "seconds": round(seconds)}
        if epoch % args.check == 0 or epoch == args.epochs:
            line |= {name: accuracy(ema, rows, args.device) for name, rows in check.items()}
        state = {
            "architecture": net.architecture, "net": net.state_dict(), "ema": ema.state_dict(), "optimiser": optimiser.state_dict(),
            "random": torch.get_rng_state(), "epoch": epoch, "seconds": seconds,
            "arguments": {k: str(v) if isinstance(v, Path) else v for k, v in vars(args).items()},
        }  # fmt: skip
        torch.save(state, f"{last}.new")
        os.replace(f"{last}.new", last)
        with open(args.run / "log.jsonl", "a") as log:
            log.write(json.dumps(line) + "\n")
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
