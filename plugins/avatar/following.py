"""First-order followers: what moves towards its aim, fast at first. Pure."""

from __future__ import annotations

import math


def share(passed_s: float, constant_s: float) -> float:
    """How much of the way to its aim such a follower goes in ``passed_s``: 0 to 1."""
    return 1.0 - math.exp(-max(0.0, passed_s) / constant_s)
