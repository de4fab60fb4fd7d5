#!/usr/bin/env python3
"""Export a checkpoint: model.onnx, manifest.json (interface, calibration, provenance) and golden.json (pinned outputs).

    export.py --data FILE.npz --checkpoint RUN/last.pt... --smile RUN/smile.pt --out models/emotion --version 2.0.0

Temperatures and the neutral threshold are fitted on the held-back rows with mirrored averaging, as the bot reads a face.
"""
import argparse
import copy
import hashlib
import json
from inspect import signature
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

import synthetic
from dataset import load
from evaluate import read_checkpoints, rounded
from metrics import figures, fit_temperature, heads, logits, risk_coverage
from prepare import FER2013_LABELS, FERPLUS_LABELS
from storage import with_half_storage

OPSET = 17
OUTPUTS = ["ferplus_logits", "fer2013_logits", "smile_logit", "features"]
ANSWERED_GOAL = 0.9  # four-mood accuracy that the answered rows must reach, see neutral_threshold
# Median eye centres over FER2013's tiles, in pixels of the 48 x 48 crop, the viewer's left first; measured by
# npm run evaluate -- template --data FER2013 --limit 4000
TEMPLATE = {"leftEye": [14.8, 18.2], "rightEye": [33.2, 18.2]}


def neutral_threshold(curve):
    """The lowest threshold at which an answered mood is right as often as ANSWERED_GOAL (Geifman & El-Yaniv 2017)."""
    return next(row for row in curve if row["answered_accuracy"] >= ANSWERED_GOAL)


def history(checkpoint):
    """The settings of the training runs that led to a checkpoint, the first run first."""
    state = torch.load(checkpoint, map_location="cpu")
    settings = state["arguments"]
    earlier = history(settings["start"]) if settings.get("start") else []
    names = (
        *("seed", "epochs", "batch", "widths", "peak", "decay", "average", "mixup", "wear", "fade", "rest", "distil"),
        "fer2013_weight",
    )  # fmt: skip
    return [*earlier, {**{name: settings[name] for name in names if name in settings}, "epochs": state["epoch"]}]


class Shipped(nn.Module):
    """The network with its smile head (smile.py): every output of the file."""

    def __init__(self, net, smile):
        super().__init__()
        self.net = net
        self.register_buffer("weight", smile["weight"])
        self.register_buffer("bias", smile["bias"])

    def forward(self, pixels):
        features = self.net.features(pixels)
        return (*self.net.judge(features), (features * self.weight).sum(1, keepdim=True) + self.bias, features)


def write_onnx(shipped, path):
    shipped = copy.deepcopy(shipped).eval()
    with_half_storage(shipped)
    axes = {name: {0: "n"} for name in ["pixels", *OUTPUTS]}
    example = torch.from_numpy(synthetic.images()[:2]).float()
    tracing = {"dynamo": False} if "dynamo" in signature(torch.onnx.export).parameters else {}  # newer PyTorch
    torch.onnx.export(
        shipped, example, str(path), opset_version=OPSET, input_names=["pixels"], output_names=OUTPUTS,
        dynamic_axes=axes, do_constant_folding=False, **tracing,
    )  # fmt: skip  # folded, the float16 weights would be written as float32


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--checkpoint", required=True, nargs="+")
    parser.add_argument("--smile", required=True)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--version", required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    net = read_checkpoints(args.checkpoint)

    held_back = heads(net, load(args.data, "held-back"), mirror=True)
    temperatures = {head: round(fit_temperature(z, truth), 4) for head, (_, z, truth) in held_back.items()}
    names, z, truth = held_back["ferplus"]
    curve = risk_coverage(F.softmax(z / temperatures["ferplus"], 1), truth, names, [i / 100 for i in range(20, 96)])
    chosen = neutral_threshold(curve)

    shipped = Shipped(net, torch.load(args.smile)).eval()
    write_onnx(shipped, args.out / "model.onnx")
    model = (args.out / "model.onnx").read_bytes()
    measured = heads(net, load(args.data, "evaluation"), mirror=True)
    short = ("n", "accuracy", "macro_f1", "mood_accuracy", "ece_uncalibrated", "ece")
    summary = {
        head: {key: value for key, value in figures(*rows, temperatures[head]).items() if key in short}
        for head, rows in measured.items()
    }
    manifest = {
        "name": "Ragamala emotion network",
        "version": args.version,
        "file": "model.onnx",
        "sha256": hashlib.sha256(model).hexdigest(),
        "bytes": len(model),
        "input": {"name": "pixels", "size": synthetic.SIDE, "layout": "nchw", "channels": "grey", "range": [0, 255]},
        "outputs": {"ferplus_logits": FERPLUS_LABELS, "fer2013_logits": FER2013_LABELS},
        "smile": {"name": "smile_logit", "meaning": "log-odds that at least one of ten people sees happiness in a face neutral or happy"},
        "embedding": {"name": "features", "width": net.features(torch.zeros(1, 1, synthetic.SIDE, synthetic.SIDE)).shape[1]},
        "parameters": sum(weight.numel() for weight in net.parameters()),
        "temperatures": temperatures,
        "neutralThreshold": chosen["threshold"],
        "calibration": {
            "fittedOn": "5 % of FER2013 Training, held back from training; mean logits of a face and its mirror image",
            "thresholdRule": f"lowest top FER+ probability at which answered rows reach {ANSWERED_GOAL} four-mood accuracy",
            "heldBack": {key: chosen[key] for key in ("coverage", "answered_accuracy", "refused_accuracy", "overall_accuracy")},
        },
        "crop": {
            "description": "grey face turned so that both eyes lie at the template's places; pixels, first centre (0.5, 0.5)",
            "template": TEMPLATE,
        },
        "figures": {"rows": "FER2013 PublicTest, mirrored averaging", **rounded(summary)},
        "data": "FER2013 Training (pixels: web images, research use, no licence stated) with FER+ votes (MIT)",
        "terms": "not covered by the licence of the code; see models/LICENSE.md",
        "trained": {"command": "training/emotion/train.py, see training/README.md", "members": [history(checkpoint) for checkpoint in args.checkpoint]},
    }  # fmt: skip
    (args.out / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    ferplus, fer2013, smile = logits(shipped, torch.from_numpy(synthetic.images()), outputs=3)
    lines = lambda rows: "[\n    " + ",\n    ".join(json.dumps([round(v, 6) for v in row]) for row in rows.tolist()) + "\n  ]"
    sums = json.dumps(synthetic.images().sum((1, 2, 3)).tolist())
    (args.out / "golden.json").write_text(
        f'{{\n  "formula": {json.dumps(synthetic.FORMULA)},\n  "tolerance": 0.0001,\n  "pixelSums": {sums},\n'
        f'  "ferplus_logits": {lines(ferplus)},\n  "fer2013_logits": {lines(fer2013)},\n'
        f'  "smile_logit": {lines(smile)}\n}}\n'
    )
    print(json.dumps({"bytes": len(model), "temperatures": temperatures, "threshold": chosen, **rounded(summary)}))


if __name__ == "__main__":
    main()
