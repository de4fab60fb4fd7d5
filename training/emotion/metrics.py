"""Figures from logits: accuracy, macro-F1, the four moods, calibration, the neutral threshold."""
import torch
import torch.nn.functional as F

from dataset import majority
from prepare import FER2013_LABELS, FERPLUS_LABELS

MOODS = ["happy", "sad", "calm", "energetic"]
MOOD_OF = {
    "happiness": "happy", "happy": "happy", "sadness": "sad", "sad": "sad", "fear": "sad", "neutral": "calm",
    "contempt": "calm", "anger": "energetic", "angry": "energetic", "disgust": "energetic", "surprise": "energetic",
}  # fmt: skip
BINS = 15  # of the calibration error, as in Guo et al. (2017)


@torch.no_grad()
def logits(net, pixels, device="cpu", mirror=False, batch=256, outputs=2):
    """Both heads' logits over uint8 [n, 1, 48, 48]: ([n, 8], [n, 7]); `mirror` takes the mean with the mirror image.
    `outputs` of the network, the first ones, are returned."""
    net.eval()

    def both(part):
        heads = net(part)[:outputs]
        return [(a + b) / 2 for a, b in zip(heads, net(part.flip(3)))] if mirror else heads

    parts = [both(part.to(device).float()) for part in pixels.split(batch)]
    return tuple(torch.cat([part[head].float().cpu() for part in parts]) for head in range(outputs))


def heads(net, rows, device="cpu", mirror=False):
    """For each head its label names, the logits and the true labels of the rows that count."""
    ferplus, fer2013 = logits(net, rows["pixels"], device, mirror)
    truth, stays = majority(rows["votes"])
    return {
        "ferplus": (FERPLUS_LABELS, ferplus[stays], truth[stays]),
        "fer2013": (FER2013_LABELS, fer2013, rows["label"]),
    }


def share_right(predicted, truth):
    return (predicted == truth).float().mean().item()


def accuracy(net, rows, device="cpu"):
    """The two headline accuracies, cheap enough to run after every epoch."""
    return {name: round(share_right(z.argmax(1), y), 4) for name, (_, z, y) in heads(net, rows, device).items()}


def confusion(predicted, truth, classes):
    """Counts [true, predicted]."""
    return torch.bincount(truth * classes + predicted, minlength=classes * classes).view(classes, classes)


def per_class(counts, names):
    """Precision, recall, F1 and row count of each class; a class never predicted has precision 0."""
    right = counts.diag().float()
    precision = right / counts.sum(0).clamp(min=1)
    recall = right / counts.sum(1).clamp(min=1)
    f1 = 2 * precision * recall / (precision + recall).clamp(min=1e-9)
    columns = zip(names, precision.tolist(), recall.tolist(), f1.tolist(), counts.sum(1).tolist())
    return {n: {"precision": p, "recall": r, "f1": f, "n": k} for n, p, r, f, k in columns}


def mood_probabilities(probabilities, names):
    """Emotion probabilities [n, k] summed to the four moods [n, 4]."""
    table = torch.zeros(len(names), len(MOODS))
    for index, name in enumerate(names):
        table[index, MOODS.index(MOOD_OF[name])] = 1
    return probabilities @ table


def mood_truth(truth, names):
    return torch.tensor([MOODS.index(MOOD_OF[name]) for name in names])[truth]


def calibration_error(probabilities, truth):
    """Expected calibration error (Guo et al. 2017, equation 3): top-label confidence in BINS even bins."""
    confidence, predicted = probabilities.max(1)
    right = (predicted == truth).float()
    place = (confidence * BINS).long().clamp(max=BINS - 1)
    gaps = [(right[place == b].sum() - confidence[place == b].sum()).abs() for b in range(BINS)]
    return (sum(gaps) / len(truth)).item()


def fit_temperature(z, truth):
    """The divisor of the logits with the least negative log-likelihood (temperature scaling, Guo et al. 2017, 4.2)."""
    log_temperature = torch.zeros(1, requires_grad=True)
    solver = torch.optim.LBFGS([log_temperature], max_iter=50, line_search_fn="strong_wolfe")

    def loss():
        solver.zero_grad()
        value = F.cross_entropy(z / log_temperature.exp(), truth)
        value.backward()
        return value

    solver.step(loss)
    return log_temperature.exp().item()


def risk_coverage(probabilities, truth, names, thresholds):
    """Per threshold on the top emotion's probability: the share answered (coverage) and the mood accuracy among them,
    and the mood accuracy of all rows when the others are answered with neutral (El-Yaniv & Wiener 2010)."""
    answered = mood_probabilities(probabilities, names).argmax(1)
    right_mood = mood_truth(truth, names)
    calm = torch.full_like(answered, MOODS.index(MOOD_OF["neutral"]))
    confidence = probabilities.max(1).values
    rows = []
    for threshold in thresholds:
        sure = confidence >= threshold
        rows.append({
            "threshold": round(threshold, 2),
            "coverage": round(sure.float().mean().item(), 4),
            "answered_accuracy": round(share_right(answered[sure], right_mood[sure]), 4),
            "refused_accuracy": round(share_right(answered[~sure], right_mood[~sure]), 4) if (~sure).any() else None,
            "overall_accuracy": round(share_right(torch.where(sure, answered, calm), right_mood), 4),
        })  # fmt: skip
    return rows


def figures(names, z, truth, temperature=1.0):
    """All figures of one head."""
    probabilities = F.softmax(z / temperature, 1)
    counts = confusion(z.argmax(1), truth, len(names))
    classes = per_class(counts, names)
    return {
        "n": len(truth),
        "accuracy": share_right(z.argmax(1), truth),
        "macro_f1": sum(c["f1"] for c in classes.values()) / len(names),
        "mood_accuracy": share_right(mood_probabilities(probabilities, names).argmax(1), mood_truth(truth, names)),
        "ece_uncalibrated": calibration_error(F.softmax(z, 1), truth),
        "ece": calibration_error(probabilities, truth),
        "classes": classes,
        "confusion": counts.tolist(),
    }
