"""The prepared .npz as tensors, and the training targets of both heads."""
import numpy as np
import torch

from prepare import EVALUATION, FERPLUS_LABELS, HELD_BACK, TRAIN

SPLITS = {"train": TRAIN, "held-back": HELD_BACK, "evaluation": EVALUATION}
EMOTIONS = len(FERPLUS_LABELS)


def load(path, split):
    """One split: dict of pixels uint8 [n, 1, 48, 48], votes float32 [n, 10], label int64 [n]."""
    with np.load(path) as data:
        rows = data["split"] == SPLITS[split]
        return {
            "pixels": torch.from_numpy(data["pixels"][rows]).unsqueeze(1),
            "votes": torch.from_numpy(data["votes"][rows].astype(np.float32)),
            "label": torch.from_numpy(data["label"][rows].astype(np.int64)),
        }


def soft_labels(votes):
    """FER+ votes [n, 10] to (probabilities [n, 8], weight [n]).

    As Barsoum et al. (2016, "Training deep networks for facial expression recognition with crowd-sourced label
    distribution", section 3) do: an emotion with a single vote is an outlier and dropped. A row led by unknown or
    not_face weighs nothing, since it says nothing about the eight emotions.
    """
    counted = torch.where(votes > 1, votes, torch.zeros_like(votes))
    emotions = counted[:, :EMOTIONS]
    total = emotions.sum(1)
    weight = ((votes.argmax(1) < EMOTIONS) & (total > 0)).float()
    return emotions / total.clamp(min=1).unsqueeze(1), weight


def majority(votes):
    """FER+ majority among all ten columns: (label [n], stays [n]); ties and rows led by unknown/not_face do not stay."""
    top = votes.topk(2, dim=1)
    stays = (top.values[:, 0] > top.values[:, 1]) & (top.indices[:, 0] < EMOTIONS)
    return top.indices[:, 0], stays


def teacher_targets(path, count):
    """The teachers' probabilities of the training rows, as distil.py writes them: ([n, 8], [n, 7])."""
    with np.load(path) as data:
        ferplus, fer2013 = (torch.from_numpy(data[name].astype(np.float32)) for name in ("ferplus", "fer2013"))
    if len(ferplus) != count or len(fer2013) != count:
        raise SystemExit(f"{path} speaks of {len(ferplus)} rows, the data has {count}: make it again with distil.py")
    return ferplus, fer2013
