"""Several frames of one moment to one reading: an LSTM over the frames' feature vectors.

The LSTM (Hochreiter & Schmidhuber 1997) of a CNN-LSTM as in Donahue et al. (2015, "Long-term recurrent convolutional
networks for visual recognition and description", LRCN). It begins as the plain mean of the frames' logits and learns what
to make of it.
"""
import torch
from torch import nn


class Moment(nn.Module):
    """features float32 [n, t, d], logits [n, t, 8] -> logits [n, 8], t >= 1.

    `gate` weighs the frames (softmax over time of a score from the LSTM's state), `residual` adds to the weighted mean;
    both start at zero, so that an untrained net is the mean."""

    def __init__(self, features, classes=8, hidden=128, gated=True):
        super().__init__()
        self.size = {"features": features, "classes": classes, "hidden": hidden, "gated": gated}
        self.register_buffer("mean", torch.zeros(features))
        self.register_buffer("deviation", torch.ones(features))
        self.dropout = nn.Dropout(0.3)
        self.lstm = nn.LSTM(features, hidden, batch_first=True)
        self.gate = nn.Linear(hidden, 1)
        self.residual = nn.Linear(hidden, classes)
        for layer in (self.gate, self.residual):
            nn.init.zeros_(layer.weight), nn.init.zeros_(layer.bias)

    def forward(self, features, logits):
        states, _ = self.lstm(self.dropout((features - self.mean) / self.deviation))
        states = self.dropout(states)
        share = torch.softmax(self.gate(states), 1) if self.size["gated"] else 1 / logits.shape[1]
        return (share * logits).sum(1) + self.residual(states[:, -1])


def standardise(net, features):
    """Let the net bring each feature to zero mean and unit deviation over [n, t, d]."""
    flat = features.float().flatten(0, 1)
    net.mean.copy_(flat.mean(0)), net.deviation.copy_(flat.std(0).clamp(min=1e-3))


def learn(net, rows, epochs, rate, batch=128, decay=1e-4, shortest=1):
    """Train on rows {features [n, t, d], logits [n, t, k], target [n, k], weight [n]}; returns the net in evaluation mode.

    A batch takes `shortest` to t of each row's frames, drawn at random and in time order, by AdamW with a falling cosine rate."""
    standardise(net, rows["features"])
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=decay)
    count, frames = rows["features"].shape[:2]
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, epochs * max(1, count // batch))
    net.train()
    for _ in range(epochs):
        for chosen in torch.randperm(count).split(batch)[: max(1, count // batch)]:
            order = torch.randperm(frames)[: int(torch.randint(shortest, frames + 1, (1,)))].sort().values
            z = net(rows["features"][chosen][:, order].float(), rows["logits"][chosen][:, order])
            weight = rows["weight"][chosen]
            loss = (-(rows["target"][chosen] * z.log_softmax(1)).sum(1) * weight).sum() / weight.sum().clamp(min=1)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    return net.eval()
