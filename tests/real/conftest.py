"""Fixtures for tests that start real programs."""

from tests.real.obs import obs
from tests.real.pulse import ear, pulse

__all__ = ["ear", "obs", "pulse"]
