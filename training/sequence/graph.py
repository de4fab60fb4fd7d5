"""The whole network from frames to one reading: what is exported, and what parity compares it with."""
import torch
from torch import nn

from evaluate import read_checkpoints
from moment import Moment


class Graph(nn.Module):
    """pixels [t, 1, 48, 48] -> logits [1, 8]: the network, the mirrored mean of its features, the LSTM."""

    def __init__(self, net, moment):
        super().__init__()
        self.net, self.moment = net, moment

    def forward(self, pixels):
        seen = self.net.features(torch.cat([pixels, pixels.flip(3)]))
        features = seen.view(2, -1, seen.shape[1]).mean(0)
        return self.moment(features.unsqueeze(0), self.net.judge(features)[0].unsqueeze(0))


def read_graph(path):
    """(the whole network in evaluation mode, its figures) from what compare.py wrote."""
    state = torch.load(path)
    moment = Moment(**state["size"])
    moment.load_state_dict(state["net"])
    return Graph(read_checkpoints(state["checkpoints"]), moment).eval(), state["figures"]


@torch.no_grad()
def read_sequences(graph, images, lengths):
    """Logits [sequences, 8] of uint8 images [n, 1, 48, 48] cut into sequences of these lengths."""
    parts = images[: sum(lengths)].float().split(lengths)
    return torch.cat([graph(part) for part in parts])
