#!/usr/bin/env python3
"""Single frame, mean and LSTM on worn sequences of stills that neither saw; one JSON object, rates 0..1.

    compare.py --frames RUN/frames.pt --out RUN/moment.pt [--seeds 3] [--ck48 CK48]

The LSTM learns on FER2013's training stills, every method's temperature is fitted on the held-back ones (all lengths
together), PublicTest is measured: FER+ majority, macro-F1 and calibration error for 1 to 16 frames, and for one unworn
still. `pooled` is LSTM less the better mean over 2 to 16 frames together, and `ship` the verdict: that difference's interval
lies above zero, and on one unworn still the LSTM loses no more than chance would. The first seed is the LSTM that export.py ships, the others say how much is luck. `difference` is LSTM less the
better mean, paired: a 95 % interval by bootstrap over stills and McNemar's exact test. With --ck48 the same readings of its
327 sequences, by the stated mapping and without any learning there.
"""
import argparse
import json
import math
import sys
from pathlib import Path

import torch

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / folder) for folder in ("emotion", "ck48")]

from evaluate import read_checkpoints, rounded
from faces import AS_FERPLUS, load, sequences
from frames import see
from metrics import figures, fit_temperature, share_right
from moment import Moment, learn
from prepare import FERPLUS_LABELS

LENGTHS = (1, 2, 4, 8, 16)
RECIPE = {"epochs": 12, "rate": 1e-3}
MEANS = ("mean of probabilities", "mean of logits")


def simple(z):
    """Readings of frames' logits [n, t, k] without learning, as log-probabilities or logits [n, k] by name."""
    n, t, _ = z.shape
    probabilities = z.softmax(2)
    best = probabilities.max(2).values.argmax(1)
    return {
        "first frame": z[:, 0],
        "middle frame": z[:, t // 2],
        "last frame": z[:, -1],
        "surest frame": z[torch.arange(n), best],
        "mean of probabilities": probabilities.mean(1).clamp(min=1e-12).log(),
        "mean of logits": z.mean(1),
    }


@torch.no_grad()
def readings(net, features, logits):
    return {**simple(logits), "LSTM": net(features.float(), logits)}


def mcnemar(gained, lost):
    """Two-sided exact p of the pairs that only one method has right (McNemar 1947)."""
    n, k = gained + lost, min(gained, lost)
    tail = sum(math.exp(math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) - n * math.log(2)) for i in range(k + 1))
    return min(1.0, 2 * tail)


def interval(difference, rounds=2000):
    """95 % interval of the mean of `difference` [n] by bootstrap over its rows (Efron 1979), seeded."""
    picks = torch.randint(len(difference), (rounds, len(difference)), generator=torch.Generator().manual_seed(1))
    spread = difference[picks].mean(1).sort().values
    return [round(spread[int(rounds * q)].item(), 4) for q in (0.025, 0.975)]


def paired(right, other):
    """How much more often `right` [n] holds than `other` [n]: difference, 95 % interval, pairs, p."""
    difference = right.float() - other.float()
    gained, lost = int((right & ~other).sum()), int((other & ~right).sum())
    return {
        "difference": difference.mean().item(), "interval": interval(difference),
        "gained": gained, "lost": lost, "p": mcnemar(gained, lost),
    }  # fmt: skip


def by_length(net, rows):
    """{length: readings} of one set's worn frames, the first so many of each still, and of the still itself."""
    clear = rows["clear"]
    worn = {str(t): readings(net, rows["features"][clear, :t], rows["logits"][clear, :t]) for t in LENGTHS}
    return {"unworn": readings(net, rows["clean_features"][clear], rows["clean_logits"][clear]), **worn}


def temperatures(held_back, truth):
    """One temperature a method, over all lengths."""
    names = held_back["1"]
    every = truth.repeat(len(held_back))
    return {name: fit_temperature(torch.cat([length[name] for length in held_back.values()]), every) for name in names}


def table(nets, frames):
    """{length: {method: figures}}; further nets only say their accuracy."""
    truth = {name: rows["majority"][rows["clear"]] for name, rows in frames.items()}
    cooled = temperatures(by_length(nets[0], frames["held-back"]), truth["held-back"])
    others = [by_length(net, frames["evaluation"]) for net in nets[1:]]
    wanted, result, gains = ("accuracy", "macro_f1", "ece"), {}, []
    for length, methods in by_length(nets[0], frames["evaluation"]).items():
        found = {name: figures(FERPLUS_LABELS, z, truth["evaluation"], cooled[name]) for name, z in methods.items()}
        right = {name: z.argmax(1) == truth["evaluation"] for name, z in methods.items()}
        better = max(MEANS, key=lambda name: found[name]["accuracy"])
        if length not in ("unworn", "1"):
            gains.append(right["LSTM"].float() - right[better].float())
        result[length] = {
            **{name: {key: found[name][key] for key in wanted} for name in found},
            "other seeds": [share_right(seed[length]["LSTM"].argmax(1), truth["evaluation"]) for seed in others],
            "difference": {"to": better, **paired(right["LSTM"], right[better])},
        }
    gain, still = torch.stack(gains).mean(0), result["unworn"]["difference"]
    pooled = {"difference": gain.mean().item(), "interval": interval(gain)}
    ship = pooled["interval"][0] > 0 and (still["difference"] >= 0 or still["p"] > 0.05)
    return {"n": len(truth["evaluation"]), "temperatures": cooled, "lengths": result, "pooled": pooled, "ship": ship}


def learned(frames, seed):
    """The LSTM of one seed, from the training stills' frames."""
    torch.manual_seed(seed)
    return learn(Moment(frames["train"]["features"].shape[2]), frames["train"], **RECIPE)


def zero_shot(net, checkpoints, folder):
    """{method: accuracy} over CK+48's sequences by the stated mapping; nothing is learned there."""
    rows, backbone = load(folder), read_checkpoints(checkpoints)
    order = sequences(rows)
    parts = [see(backbone, pixels.float()) for pixels in rows["pixels"].split(64)]
    features, logits = (torch.cat(some)[order] for some in zip(*parts))
    truth = rows["label"][order[:, 0]]
    return {name: share_right(z[:, AS_FERPLUS].argmax(1), truth) for name, z in readings(net, features, logits).items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frames", required=True)
    parser.add_argument("--out", required=True, help="the first seed's weights and the figures")
    parser.add_argument("--ck48", help="folder of CK+48, for its sequences by the stated mapping")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    frames = torch.load(args.frames)
    checkpoints = frames.pop("checkpoints")
    nets = [learned(frames, seed) for seed in range(1, args.seeds + 1)]
    result = rounded(table(nets, frames))
    torch.save({"checkpoints": checkpoints, "size": nets[0].size, "net": nets[0].state_dict(), "figures": result}, args.out)
    if args.ck48:
        result["ck48_by_mapping"] = zero_shot(nets[0], checkpoints, args.ck48)
    print(json.dumps(rounded(result)))


if __name__ == "__main__":
    main()
