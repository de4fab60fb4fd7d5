#!/usr/bin/env python3
"""Single frame, mean and LSTM on CK+48's sequences by subject-independent 10-fold; one JSON object, rates 0..1.

    compare_ck48.py --data CK48 --nets RUN/ck48 [--seeds 3]

RUN/ck48 is what ck48/finetune.py --keep wrote: per fold the nets fine-tuned on the others. On their features an LSTM learns
from the same others' sequences, and all methods read the fold left out. Frames one to three lead up to the peak.
"""
import argparse
import json
import sys
from pathlib import Path

import torch

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / folder) for folder in ("emotion", "ck48")]

from compare import MEANS, paired, readings
from evaluate import rounded
from faces import LABELS, load, sequences
from finetune import seven_way
from frames import see
from metrics import confusion, per_class, share_right
from model import Ensemble
from moment import Moment, learn

RECIPE = {"epochs": 20, "rate": 1e-3, "batch": 32, "shortest": 3}


def fold_frames(kept, rows, order):
    """(the fold of every sequence, features [sequences, 3, d], logits [sequences, 3, 7]) of one fold's nets."""
    nets = []
    for path in kept:
        state = torch.load(path)
        net = seven_way(state["work"]["checkpoint"])
        net.load_state_dict(state["net"])
        nets.append(net)
    together = Ensemble(nets).eval()
    parts = [see(together, pixels.float()) for pixels in rows["pixels"].split(64)]
    features, logits = (torch.cat(some) for some in zip(*parts))
    return torch.tensor(state["work"]["fold_of"])[order[:, 0]], features[order], logits[order]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--nets", required=True, type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    rows = load(args.data)
    order = sequences(rows)
    truth = rows["label"][order[:, 0]]
    found = {}
    for fold in range(10):
        kept = sorted(args.nets.glob(f"subject-{fold}-*.pt"))
        if not kept:
            raise SystemExit(f"{args.nets}: expected subject-{fold}-0.pt: run ck48/finetune.py --keep {args.nets} first")
        fold_of, features, logits = fold_frames(kept, rows, order)
        rest, own = fold_of != fold, fold_of == fold
        smooth = torch.nn.functional.one_hot(truth[rest], len(LABELS)) * 0.9 + 0.1 / len(LABELS)
        others = {"features": features[rest], "logits": logits[rest], "target": smooth, "weight": torch.ones(len(smooth))}
        for seed in range(1, args.seeds + 1):
            torch.manual_seed(100 * seed + fold)
            net = learn(Moment(features.shape[2], classes=len(LABELS)), others, **RECIPE)
            said = readings(net, features[own], logits[own])
            said = said if seed == 1 else {f"LSTM, seed {seed}": said["LSTM"]}
            for name, z in said.items():
                found.setdefault(name, torch.zeros(len(truth), len(LABELS)))[own] = z
    right = {name: z.argmax(1) == truth for name, z in found.items()}
    result = {}
    for name, z in found.items():
        classes = per_class(confusion(z.argmax(1), truth, len(LABELS)), LABELS)
        macro_f1 = sum(c["f1"] for c in classes.values()) / len(LABELS)
        result[name] = {"accuracy": share_right(z.argmax(1), truth), "macro_f1": macro_f1}
    better = max(MEANS, key=lambda name: result[name]["accuracy"])
    result["difference"] = {"to": better, **paired(right["LSTM"], right[better])}
    print(json.dumps(rounded({"sequences": len(truth), **result})))


if __name__ == "__main__":
    main()
