"""The emotion network: one residual backbone, two heads.

A BatchNorm residual net (He et al. 2016) with the average-pooled shortcut of ResNet-D (He et al. 2019) for 48 x 48 grey
faces. Each image is brought to zero mean and unit deviation inside the graph, so callers hand over raw grey values 0..255
and the light of a photo matters little.
"""
import torch
from torch import nn

from prepare import FER2013_LABELS, FERPLUS_LABELS

FLAT = 8.0  # grey levels; keeps an almost even image from being blown up to noise


def convolution(inputs, outputs, stride=1, kernel=3):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs)
    )


class Block(nn.Module):
    """Two 3 x 3 convolutions beside a shortcut; the last BatchNorm starts at zero (Goyal et al. 2017)."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.first = convolution(inputs, outputs, stride)
        self.second = convolution(outputs, outputs)
        nn.init.zeros_(self.second[1].weight)
        shortcut = [nn.AvgPool2d(stride)] if stride > 1 else []
        if inputs != outputs:
            shortcut.append(convolution(inputs, outputs, kernel=1))
        self.shortcut = nn.Sequential(*shortcut)

    def forward(self, x):
        return torch.relu(self.second(torch.relu(self.first(x))) + self.shortcut(x))


class EmotionNet(nn.Module):
    """pixels float32 [n, 1, 48, 48], 0..255 -> (ferplus_logits [n, 8], fer2013_logits [n, 7])."""

    def __init__(self, stem=16, widths=(32, 64, 128, 256), depths=(1, 2, 2, 1), dropout=0.2):
        super().__init__()
        self.architecture = {"stem": stem, "widths": tuple(widths), "depths": tuple(depths)}
        layers, inputs = [convolution(1, stem), nn.ReLU()], stem
        for width, depth in zip(widths, depths):
            for index in range(depth):
                layers.append(Block(inputs, width, stride=2 if index == 0 else 1))
                inputs = width
        self.backbone = nn.Sequential(*layers)
        self.dropout = nn.Dropout(dropout)
        self.ferplus = nn.Linear(inputs, len(FERPLUS_LABELS))
        self.fer2013 = nn.Linear(inputs, len(FER2013_LABELS))
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    @staticmethod
    def normalise(pixels):
        centred = pixels - pixels.mean((2, 3), keepdim=True)
        return centred / torch.sqrt((centred * centred).mean((2, 3), keepdim=True) + FLAT * FLAT)

    def features(self, pixels):
        """The embedding before both heads: [n, 1, 48, 48] -> [n, widths[-1]]."""
        return self.backbone(self.normalise(pixels)).mean((2, 3))

    def judge(self, features):
        """Both heads: (ferplus_logits [n, 8], fer2013_logits [n, 7])."""
        features = self.dropout(features)
        return self.ferplus(features), self.fer2013(features)

    def forward(self, pixels):
        return self.judge(self.features(pixels))


class Ensemble(nn.Module):
    """Several networks as one: their logits averaged, their features side by side."""

    def __init__(self, members):
        super().__init__()
        self.members = nn.ModuleList(members)

    def features(self, pixels):
        return torch.cat([member.features(pixels) for member in self.members], 1)

    def judge(self, features):
        parts = features.split([member.ferplus.in_features for member in self.members], 1)
        votes = [member.judge(part) for member, part in zip(self.members, parts)]
        return tuple(torch.stack(logits).mean(0) for logits in zip(*votes))

    def forward(self, pixels):
        return self.judge(self.features(pixels))


def restore(checkpoint):
    """The averaged weights of a `last.pt`, as a net in training mode on the CPU."""
    state = torch.load(checkpoint, map_location="cpu")
    net = EmotionNet(**state.get("architecture", {}))
    net.load_state_dict(state["ema"])
    return net
