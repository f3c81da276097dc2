"""Fixtures for tests that start real programs."""

from tests.real.pulse import ear, pulse

__all__ = ["ear", "pulse"]
