"""A picture of a run: waveform, words, emotions and latency on the sample clock, as one SVG that any browser shows."""

from engine.timeline.draw import draw
from engine.timeline.gather import Gatherer, Story

__all__ = ["Gatherer", "Story", "draw"]
