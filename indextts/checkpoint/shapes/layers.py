"""Keys of the layers that every part is built from."""

from __future__ import annotations

Shapes = dict[str, tuple[int, ...]]
"""Key to shape."""

INTEGER_KEYS = ("num_batches_tracked", "input_pos")
"""Keys that end so hold int64; all others hold float32."""


def affine(name: str, width: int) -> Shapes:
    """A norm, or any pair of ``weight`` and ``bias`` [width]."""
    return {f"{name}.weight": (width,), f"{name}.bias": (width,)}


def linear(name: str, out: int, *into: int, bias: bool = True) -> Shapes:
    """A linear layer or convolution: ``weight`` [out, *into], ``bias`` [out]."""
    weight: Shapes = {f"{name}.weight": (out, *into)}
    return weight | ({f"{name}.bias": (out,)} if bias else {})


def weight_normed(name: str, first: int, *rest: int, bias: int | None = None) -> Shapes:
    """``weight_g`` [first, 1, ...] and ``weight_v`` [first, *rest]; ``bias`` entries (0: none, none: ``first``)."""
    shapes: Shapes = {f"{name}.weight_g": (first, *(1 for _ in rest)), f"{name}.weight_v": (first, *rest)}
    entries = first if bias is None else bias
    return shapes | ({f"{name}.bias": (entries,)} if entries else {})


def batch_norm(name: str, width: int, *, learned: bool = True) -> Shapes:
    """A batch norm with its running statistics."""
    shapes = affine(name, width) if learned else {}
    return shapes | {
        f"{name}.running_mean": (width,),
        f"{name}.running_var": (width,),
        f"{name}.num_batches_tracked": (),
    }


def under(prefix: str, shapes: Shapes) -> Shapes:
    """The same keys below ``prefix``."""
    return {f"{prefix}.{key}": shape for key, shape in shapes.items()}


def joined(*parts: Shapes) -> Shapes:
    """All parts in one."""
    return {key: shape for part in parts for key, shape in part.items()}
