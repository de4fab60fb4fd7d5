"""How weights are shipped: convolutions as float16 numbers, half the file, computed with as float32."""
import torch
import torch.nn.functional as F
from torch import nn


class HalfConvolution(nn.Module):
    """A convolution whose weights lie in the exported graph as float16; the runtime casts them once, when it loads."""

    def __init__(self, convolution):
        super().__init__()
        self.register_buffer("weight", convolution.weight.detach().half())
        self.stride, self.padding = convolution.stride, convolution.padding

    def forward(self, x):
        return F.conv2d(x, self.weight.float(), None, self.stride, self.padding)


@torch.no_grad()
def as_shipped(net):
    """Rounds every convolution's weights to float16's numbers, in place: what is evaluated is then what is shipped."""
    for module in net.modules():
        if isinstance(module, nn.Conv2d):
            module.weight.copy_(module.weight.half().float())
    return net


def with_half_storage(net):
    """Replaces the convolutions, in place; for the exporter alone."""
    for name, child in net.named_children():
        if isinstance(child, nn.Conv2d):
            setattr(net, name, HalfConvolution(child))
        else:
            with_half_storage(child)
    return net
