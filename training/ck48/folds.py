"""Two ways to cut CK+48 into folds: by subject, which is honest, and by image, which leaks.

Frames of one sequence are near copies. Where neighbours of a test frame are trained on, the test measures memory; much of
the literature does just that, so the leaking cut is here to be compared with, under its name.
"""
import torch


def by_subject(rows, folds=10, seed=1):
    """The fold of every row, int64 [n]: all rows of a person in one fold, classes as even as whole people allow.

    Greedy: people with many rows first (ties in seeded order), each into the fold where the sum over folds and classes
    of squared row counts, each class relative to its even share, grows least."""
    people, classes = int(rows["subject"].max()) + 1, int(rows["label"].max()) + 1
    counts = torch.zeros(people, classes).index_put_((rows["subject"], rows["label"]), torch.tensor(1.0), accumulate=True)
    even = counts.sum(0) / folds
    shuffled = torch.randperm(people, generator=torch.Generator().manual_seed(seed))
    order = shuffled[counts.sum(1)[shuffled].argsort(descending=True, stable=True)]
    filled, fold_of = torch.zeros(folds, classes), torch.zeros(people, dtype=torch.int64)
    for person in order.tolist():
        share = counts[person] / even
        growth = ((filled + share) ** 2 - filled**2).sum(1)
        fold_of[person] = int(growth.argmin())
        filled[fold_of[person]] += share
    return fold_of[rows["subject"]]


def by_image(rows, folds=10, seed=1):
    """LEAKING. The fold of every row, int64 [n]: images dealt at random, each class evenly."""
    generator = torch.Generator().manual_seed(seed)
    fold_of = torch.zeros(len(rows["label"]), dtype=torch.int64)
    dealt = 0
    for label in rows["label"].unique().tolist():
        own = (rows["label"] == label).nonzero().squeeze(1)
        fold_of[own[torch.randperm(len(own), generator=generator)]] = (torch.arange(len(own)) + dealt) % folds
        dealt += len(own)
    return fold_of


CUTS = {"subject": by_subject, "leaking": by_image}
