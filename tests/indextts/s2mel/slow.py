"""The estimator and the solver once more, straight from the equations: every column, nothing shared between steps."""

import math

import torch
import torch.nn.functional as F


def estimate(w, x, prompt, t, style, mu, *, heads, depth):
    """Velocity (1, M, T) for ``x`` (1, M, T), with the weights ``w`` by their keys."""

    def linear(name, y):
        weight = w[f"{name}.weight"]
        return F.linear(y, weight.flatten(1), w.get(f"{name}.bias"))

    def embed(name):
        phase = 1000 * t * w[f"{name}.freqs"]
        return linear(f"{name}.mlp.2", F.silu(linear(f"{name}.mlp.0", torch.cat([phase.cos(), phase.sin()]))))

    t1, t2 = embed("t_embedder"), embed("t_embedder2")

    def norm(name, y):
        scale, shift = linear(f"{name}.project_layer", t1).chunk(2)
        return scale * (y * (y.pow(2).mean(-1, keepdim=True) + 1e-5).rsqrt() * w[f"{name}.norm.weight"]) + shift

    length = x.shape[-1]
    everything = torch.cat([x[0].T, prompt[0].T, linear("cond_projection", mu[0]), style.expand(length, -1)], -1)
    h = linear("cond_x_merge_linear", everything)
    kept = []
    for i in range(depth):
        name = f"transformer.layers.{i}"
        if i > depth // 2:
            h = linear(f"{name}.skip_in_linear", torch.cat([h, kept.pop()], -1))
        h = h + linear(f"{name}.attention.wo", attention(linear, f"{name}.attention", heads, norm, h))
        y = norm(f"{name}.ffn_norm", h)
        ffn = f"{name}.feed_forward"
        h = h + linear(f"{ffn}.w2", F.silu(linear(f"{ffn}.w1", y)) * linear(f"{ffn}.w3", y))
        if i < depth // 2:
            kept.append(h)
    r = linear("skip_linear", torch.cat([norm("transformer.norm", h), x[0].T], -1))
    y = wavenet(w, linear("conv1", r).T[None], t2) + linear("res_projection", r)
    shift, scale = linear("final_layer.adaLN_modulation.1", F.silu(t1)).chunk(2)
    y = F.layer_norm(y, y.shape[-1:], eps=1e-6) * (1 + scale) + shift
    return linear("conv2", linear("final_layer.linear", y)).T[None]


def attention(linear, name, heads, norm, h):
    q, k, v = linear(f"{name}.wqkv", norm(f"{name}_norm", h)).unflatten(-1, (3, heads, -1)).permute(1, 2, 0, 3)
    length, pairs = q.shape[-2], q.shape[-1] // 2
    angle = torch.arange(length)[:, None] * 10_000 ** (-torch.arange(pairs) / pairs)
    turn = torch.polar(torch.ones_like(angle), angle)
    q, k = (torch.view_as_real(torch.view_as_complex(y.unflatten(-1, (-1, 2)).contiguous()) * turn) for y in (q, k))
    scores = q.flatten(-2) @ k.flatten(-2).mT / math.sqrt(2 * pairs)
    return (scores.softmax(-1) @ v).transpose(0, 1).flatten(1)


def wavenet(w, y, t2):
    layers = len([key for key in w if key.startswith("wavenet.in_layers") and key.endswith("weight")])
    steer = F.linear(t2, w["wavenet.cond_layer.conv.conv.weight"][..., 0], w["wavenet.cond_layer.conv.conv.bias"])
    out = torch.zeros_like(y)
    for i, g in enumerate(steer.chunk(layers)):
        weight = w[f"wavenet.in_layers.{i}.conv.conv.weight"]
        padded = F.pad(y, (weight.shape[-1] // 2,) * 2, mode="reflect")
        a = F.conv1d(padded, weight, w[f"wavenet.in_layers.{i}.conv.conv.bias"]) + g[:, None]
        tangent, gate = a.chunk(2, dim=1)
        split = f"wavenet.res_skip_layers.{i}.conv.conv"
        z = F.conv1d(tangent.tanh() * gate.sigmoid(), w[f"{split}.weight"], w[f"{split}.bias"])
        if i < layers - 1:
            residual, z = z.chunk(2, dim=1)
            y = y + residual
        out = out + z
    return out[0].T


def solve(velocity, mu, prompt, style, noise, *, steps, rate):
    """Mel (1, M, T) with the prompt's columns zero; ``velocity`` is :func:`estimate` bound to its weights."""
    first = prompt.shape[-1]
    whole = F.pad(prompt, (0, noise.shape[-1] - first))
    x = noise.clone()
    x[..., :first] = 0
    for k in range(steps):
        t = torch.tensor(k / steps)
        v = velocity(x, whole, t, style, mu)
        null = velocity(x, 0 * whole, t, 0 * style, 0 * mu)
        x = x + ((1 + rate) * v - rate * null) / steps
        x[..., :first] = 0
    return x
