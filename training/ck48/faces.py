"""CK+48 as tensors: 981 faces of 118 people, the last three frames of 327 sequences, seven emotions and no neutral.

CK+: Lucey et al. (2010), "The Extended Cohn-Kanade Dataset (CK+): a complete dataset for action unit and
emotion-specified expression"; the 48 x 48 crops are those that circulate as CK+48.
"""
import csv
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.append(str(Path(__file__).resolve().parents[1] / "emotion"))

from prepare import FERPLUS_LABELS, read_tiles

LABELS = ["anger", "contempt", "disgust", "fear", "happy", "sadness", "surprise"]
# The stated mapping: each label is the FER+ emotion of its name; FER+'s neutral has no counterpart.
AS_FERPLUS = [FERPLUS_LABELS.index("happiness" if label == "happy" else label) for label in LABELS]


def numbered(names):
    """Each name's index among the sorted distinct names, int64 [n]."""
    return torch.from_numpy(np.unique(np.array(names), return_inverse=True)[1].astype(np.int64))


def load(folder):
    """The folder's `sheet-NN.webp` and `labels.csv` (row, emotion, subject, sequence, frame), in the order of the file.

    Returns pixels uint8 [n, 1, 48, 48] and, int64 [n], label (index into LABELS), subject, sequence (unique over
    subjects) and frame (its number in the recording; the peak of the expression is the last)."""
    tiles = read_tiles(folder)
    with open(Path(folder) / "labels.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        "pixels": torch.from_numpy(tiles[[int(row["row"]) for row in rows]]).unsqueeze(1),
        "label": torch.tensor([LABELS.index(row["emotion"]) for row in rows]),
        "subject": numbered([row["subject"] for row in rows]),
        "sequence": numbered([row["subject"] + "/" + row["sequence"] for row in rows]),
        "frame": torch.tensor([int(row["frame"]) for row in rows]),
    }


def sequences(rows):
    """The rows of each sequence in time order, int64 [sequences, 3]."""
    order = rows["sequence"].mul(10_000).add(rows["frame"]).argsort()
    return order.view(int(rows["sequence"].max()) + 1, -1)
