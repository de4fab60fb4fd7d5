#!/usr/bin/env python3
"""Turn the tile sheets and labels.csv of FER2013 into one .npz file.

    prepare.py --data FOLDER --out FILE.npz

The folder holds `sheet-NN.webp` (48 x 48 tiles of 48 x 48 grey pixels, row by row; a tile's number across the
sheets is its `row`) and `labels.csv` (row, usage, fer2013_label, ten `ferplus_*` vote counts, pixels_sha1_16,
also_in_withheld_test). The .npz holds

    pixels   uint8 [n, 48, 48]   votes  uint8 [n, 10] in the order of FERPLUS_COLUMNS
    label    uint8 [n]  index into FER2013_LABELS
    split    uint8 [n]  0 train, 1 held back from training (calibration), 2 the evaluation rows (every other usage)

Left out of training: rows that also stand in the withheld test, rows whose pixels stand in an evaluation row, and
second copies of the same pixels. FER2013's splits share exact duplicates; with them a test measures memory.
"""
import argparse
import csv
from pathlib import Path

import numpy as np
from PIL import Image

TILE, SIDE = 48, 48
FERPLUS_LABELS = ["neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear", "contempt"]
FERPLUS_COLUMNS = FERPLUS_LABELS + ["unknown", "not_face"]
FER2013_LABELS = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"]
TRAIN, HELD_BACK, EVALUATION = 0, 1, 2
HELD_BACK_SHARE = 20  # one row in 20, chosen by its pixel hash so that the choice never moves


def read_tiles(folder):
    """All tiles of all sheets, uint8 [sheets * 2304, 48, 48]; the last sheet may end early (padded rows are unused)."""
    tiles = []
    for path in sorted(Path(folder).glob("sheet-*.webp")):
        sheet = np.asarray(Image.open(path).convert("L"))
        rows, columns = sheet.shape[0] // TILE, sheet.shape[1] // TILE
        tiles.append(sheet.reshape(rows, TILE, columns, TILE).swapaxes(1, 2).reshape(-1, TILE, TILE))
        if columns != SIDE:
            raise SystemExit(f"{path}: expected {SIDE} tiles a row, found {columns}")
    return np.concatenate(tiles)


def choose_split(row, evaluation_hashes, seen):
    """The split of one labels.csv row, or None when it is to be left out."""
    digest = row["pixels_sha1_16"]
    if row["usage"] != "train":
        return EVALUATION
    if row["also_in_withheld_test"] == "1" or digest in evaluation_hashes or digest in seen:
        return None
    seen.add(digest)
    return HELD_BACK if int(digest, 16) % HELD_BACK_SHARE == 0 else TRAIN


def agreement(rows):
    """The share of rows with a clear FER+ majority whose FER2013 label says the same (contempt, unknown, not_face: never)."""
    same = dict(zip(FER2013_LABELS, ["anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral"]))
    clear = agreeing = 0
    for row in rows:
        votes = {column: int(row[f"ferplus_{column}"]) for column in FERPLUS_COLUMNS}
        leaders = [column for column, count in votes.items() if count == max(votes.values())]
        clear += len(leaders) == 1
        agreeing += leaders == [same[row["fer2013_label"]]]
    return agreeing / clear


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()

    tiles = read_tiles(args.data)
    with open(Path(args.data) / "labels.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    evaluation_hashes = {row["pixels_sha1_16"] for row in rows if row["usage"] != "train"}
    seen = set()
    splits = [choose_split(row, evaluation_hashes, seen) for row in rows]
    kept = [(row, split) for row, split in zip(rows, splits) if split is not None]
    split = np.array([s for _, s in kept], np.uint8)
    np.savez(
        args.out,
        pixels=tiles[[int(row["row"]) for row, _ in kept]],
        votes=np.array([[int(row[f"ferplus_{c}"]) for c in FERPLUS_COLUMNS] for row, _ in kept], np.uint8),
        label=np.array([FER2013_LABELS.index(row["fer2013_label"]) for row, _ in kept], np.uint8),
        split=split,
    )
    counts = {name: int((split == i).sum()) for i, name in enumerate(("train", "held_back", "evaluation"))}
    print(f"{counts}, left out: {len(rows) - len(kept)}, label sets agree on {agreement(rows):.3f} -> {args.out}")


if __name__ == "__main__":
    main()
