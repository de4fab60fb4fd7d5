#!/usr/bin/env python3
"""Check that the exported model in onnxruntime says what the trainer says, and that golden.json does too.

    parity.py --checkpoint RUN/last.pt... --smile RUN/smile.pt [--model models/emotion] [--data FILE.npz] [--node node_modules/.bin/node]

Compares the logits of the 64 synthetic images and, with --data, of the first 256 faces of the evaluation rows.
Exit 1 when any differs by more than 1e-4.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import torch

import synthetic
from dataset import load
from evaluate import read_checkpoints
from export import Shipped
from metrics import logits

LIMIT, FACES = 1e-4, 256
ROOT = Path(__file__).resolve().parents[2]
OUTPUTS = ("ferplus_logits", "fer2013_logits", "smile_logit")


def run_onnx(node, folder, pixels):
    """Logits of uint8 [n, 1, 48, 48] by the bot's runtime, one tensor per output."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(pixels.numpy().tobytes())
        file.flush()
        command = [node, str(ROOT / "training/emotion/parity.ts"), str(folder), file.name]
        answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return [torch.tensor(answer[name]) for name in OUTPUTS]


def difference(some, others):
    return max((a - b).abs().max().item() for a, b in zip(some, others))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", required=True, nargs="+")
    parser.add_argument("--smile", required=True)
    parser.add_argument("--model", type=Path, default=ROOT / "models/emotion")
    parser.add_argument("--data")
    parser.add_argument("--node", default=str(ROOT / "node_modules/.bin/node"))
    args = parser.parse_args()
    net = Shipped(read_checkpoints(args.checkpoint), torch.load(args.smile)).eval()
    pixels = torch.from_numpy(synthetic.images())
    golden = json.loads((args.model / "golden.json").read_text())
    onnx = run_onnx(args.node, args.model, pixels)
    found = {
        "synthetic": difference(onnx, logits(net, pixels, outputs=3)),
        "golden": difference(onnx, [torch.tensor(golden[name]) for name in OUTPUTS]),
    }
    if args.data:
        faces = load(args.data, "evaluation")["pixels"][:FACES]
        found["faces"] = difference(run_onnx(args.node, args.model, faces), logits(net, faces, outputs=3))
    print(json.dumps({"limit": LIMIT, **found}))
    sys.exit(0 if max(found.values()) <= LIMIT else 1)


if __name__ == "__main__":
    main()
