"""Which painter an order means."""

from __future__ import annotations

from plugins.avatar.painters import Painter


def painter_for(pack: str, width: int, height: int) -> Painter:
    """The drawn avatar, or the pictures of the folder ``pack``.

    Raises:
        PluginError: what it needs is not installed, or the folder cannot be used.
    """
    if pack:
        from plugins.avatar.pack.painter import PackPainter

        return PackPainter.of(pack, width, height)
    from plugins.avatar.drawing.painter import DrawnPainter

    return DrawnPainter(width, height)
