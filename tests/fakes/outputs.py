"""A port and a stage for outputs under test: those that anybody's plugin is tested with."""

from engine.testing import FakePort, FakeStage

__all__ = ["FakePort", "FakeStage"]
