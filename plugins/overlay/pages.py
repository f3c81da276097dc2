"""The page's files, read once when the plugin is built."""

from __future__ import annotations

from plugins.web import Page, packaged

_PACKAGE = "plugins.overlay.page"
_STYLES = ("layout.css", "default.css", "minimal.css", "comic.css", "high_contrast.css")
_SCRIPTS = ("overlay.js", "options.js", "link.js", "heard.js", "captions.js", "ticker.js")


def pages() -> dict[str, Page]:
    """All files by the path they are asked for; the styles are one."""
    styles = b"\n".join(packaged(_PACKAGE, name).body for name in _STYLES)
    found = {f"/{name}": packaged(_PACKAGE, name) for name in _SCRIPTS}
    return {
        "/": packaged(_PACKAGE, "index.html"),
        "/overlay.css": Page(styles, "text/css; charset=utf-8", guarded=False),
        **found,
    }
