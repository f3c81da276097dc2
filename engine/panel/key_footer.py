"""The bottom line: the keys that work now; clickable."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Footer

from engine.panel.keys import quieter_actions


class KeyFooter(Footer):
    """Textual's footer, with the rarer keys left out where it is narrow."""

    def compose(self) -> ComposeResult:
        """Mark the rarer keys."""
        rarer = quieter_actions()
        for widget in super().compose():
            if getattr(widget, "action", None) in rarer:
                widget.add_class("-rarer")
            yield widget
