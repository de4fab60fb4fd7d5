#!/usr/bin/env python3
"""Export the LSTM over frames with the network before it as one graph: model.onnx, manifest.json and golden.json.

    export.py --moment RUN/moment.pt --out models/moment --version 1.0.0

`pixels` float32 [t, 1, 48, 48], grey 0..255, t = 1 to 16 frames of one face in time order -> `ferplus_logits` [1, 8]. Each frame
is seen with its mirror image inside the graph. golden.json pins the logits of sequences cut from the synthetic images
(emotion/synthetic.py), one after the other from image 0, as long as `lengths` says.
"""
import argparse
import copy
import hashlib
import json
import sys
from inspect import signature
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "emotion"))

import synthetic
from compare import LENGTHS
from graph import Graph, read_graph, read_sequences
from prepare import FERPLUS_LABELS
from storage import with_half_storage

OPSET = 17


def write_onnx(graph, path):
    tracing = {"dynamo": False} if "dynamo" in signature(torch.onnx.export).parameters else {}  # newer PyTorch
    shipped = Graph(with_half_storage(copy.deepcopy(graph.net)), graph.moment).eval()
    torch.onnx.export(
        shipped, torch.from_numpy(synthetic.images()[:3]).float(), str(path), opset_version=OPSET, input_names=["pixels"],
        output_names=["ferplus_logits"], dynamic_axes={"pixels": {0: "t"}}, do_constant_folding=False, **tracing,
    )  # fmt: skip  # folded, the float16 weights would be written as float32


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moment", required=True)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--version", required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    graph, measured = read_graph(args.moment)
    write_onnx(graph, args.out / "model.onnx")
    model = (args.out / "model.onnx").read_bytes()
    manifest = {
        "name": "Ragamala moment network",
        "version": args.version,
        "file": "model.onnx",
        "sha256": hashlib.sha256(model).hexdigest(),
        "bytes": len(model),
        "input": {"name": "pixels", "size": synthetic.SIDE, "layout": "tchw", "channels": "grey", "range": [0, 255]},
        "frames": {"least": min(LENGTHS), "most": max(LENGTHS)},
        "outputs": {"ferplus_logits": FERPLUS_LABELS},
        "temperatures": {"ferplus": measured["temperatures"]["LSTM"]},
        "figures": {
            "rows": "FER2013 PublicTest, stills worn frame by frame, by number of frames",
            **{length: methods["LSTM"] for length, methods in measured["lengths"].items()},
        },
        "data": "FER2013 Training (pixels: web images, research use, no licence stated) with FER+ votes (MIT)",
        "terms": "not covered by the licence of the code; see models/LICENSE.md",
        "trained": {"command": "training/sequence/compare.py, see training/README.md"},
    }
    (args.out / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    pinned = read_sequences(graph, torch.from_numpy(synthetic.images()), list(LENGTHS))
    rows = ",\n    ".join(json.dumps([round(v, 6) for v in row]) for row in pinned.tolist())
    (args.out / "golden.json").write_text(
        f'{{\n  "formula": {json.dumps(synthetic.FORMULA)},\n  "tolerance": 0.0001,\n  "lengths": {list(LENGTHS)},\n'
        f'  "ferplus_logits": [\n    {rows}\n  ]\n}}\n'
    )
    print(json.dumps({"bytes": len(model), "figures": manifest["figures"]}))


if __name__ == "__main__":
    main()
