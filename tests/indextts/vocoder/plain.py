"""The vocoder once more, layer by layer as the paper draws it: channels first, a convolution per channel, no pieces."""

import torch
from torch.nn import functional

from indextts.vocoder.filters import low_pass

TAPS = torch.tensor(low_pass())


def up(x):  # (1,C,T) to (1,C,2T)
    taps = TAPS.to(x).expand(x.shape[1], 1, -1)
    padded = functional.pad(x, (5, 5), mode="replicate")
    return 2 * functional.conv_transpose1d(padded, taps, stride=2, groups=x.shape[1])[..., 15:-15]


def down(x):  # (1,C,2T) to (1,C,T)
    padded = functional.pad(x, (5, 6), mode="replicate")
    return functional.conv1d(padded, TAPS.to(x).expand(x.shape[1], 1, -1), stride=2, groups=x.shape[1])


def activation(layer, x):
    rate, amount = layer.act.alpha.exp()[:, None], 1 / (layer.act.beta.exp()[:, None] + 1e-9)
    x = up(x)
    return down(x + amount * torch.sin(rate * x) ** 2)


def conv(layer, x):
    dilation = layer.dilation[0]
    padding = dilation * (layer.weight.shape[2] - 1) // 2
    return functional.conv1d(x, layer.weight, layer.bias, dilation=dilation, padding=padding)


def block(layer, x):
    for index, (conv1, conv2) in enumerate(zip(layer.convs1, layer.convs2, strict=True)):
        inner = conv(conv1, activation(layer.activations[2 * index], x))
        x = x + conv(conv2, activation(layer.activations[2 * index + 1], inner))
    return x


def vocoder(model, mel):  # (1,M,T) to (1,1,256T)
    x = conv(model.conv_pre, mel)
    for stage, (layer,) in enumerate(model.ups):
        x = functional.conv_transpose1d(x, layer.weight, layer.bias, layer.stride, layer.padding)
        x = sum(block(model.resblocks[3 * stage + index], x) for index in range(3)) / 3
    return conv(model.conv_post, activation(model.activation_post, x)).clamp(-1, 1)
