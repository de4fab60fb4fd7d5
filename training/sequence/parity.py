#!/usr/bin/env python3
"""Check that the exported moment model in onnxruntime says what the trainer says, and that golden.json does too.

    parity.py --moment RUN/moment.pt --data FER2013.npz [--model models/moment] [--node node_modules/.bin/node]

Compares the logits of the golden sequences and of one worn sequence of each length 1 to 16 made from PublicTest's stills.
Exit 1 when any differs by more than 1e-4.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import torch

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "training/emotion"))

import synthetic
from dataset import load
from graph import read_graph, read_sequences
from wear import worn

LIMIT = 1e-4


def run_onnx(node, folder, frames, lengths):
    """Logits [sequences, 8] of uint8 frames [n, 1, 48, 48] by the bot's runtime."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(frames.numpy().tobytes())
        file.flush()
        command = [node, str(ROOT / "training/sequence/parity.ts"), str(folder), file.name, *map(str, lengths)]
        return torch.tensor(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moment", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--model", type=Path, default=ROOT / "models/moment")
    parser.add_argument("--node", default=str(ROOT / "node_modules/.bin/node"))
    args = parser.parse_args()
    graph, _ = read_graph(args.moment)
    golden = json.loads((args.model / "golden.json").read_text())
    images = torch.from_numpy(synthetic.images())
    torch.manual_seed(1)
    lengths = list(range(1, 17))
    stills = load(args.data, "evaluation")["pixels"][: len(lengths)].float()
    clips = torch.cat([worn(still.unsqueeze(0), length)[0] for still, length in zip(stills, lengths)]).round().byte()
    onnx = run_onnx(args.node, args.model, images, golden["lengths"])
    found = {
        "golden": (onnx - torch.tensor(golden["ferplus_logits"])).abs().max().item(),
        "synthetic": (onnx - read_sequences(graph, images, golden["lengths"])).abs().max().item(),
        "worn": (run_onnx(args.node, args.model, clips, lengths) - read_sequences(graph, clips, lengths)).abs().max().item(),
    }
    print(json.dumps({"limit": LIMIT, **found}))
    sys.exit(0 if max(found.values()) <= LIMIT else 1)


if __name__ == "__main__":
    main()
