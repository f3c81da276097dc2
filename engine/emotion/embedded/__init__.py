"""The embedded classifier: n-grams and word lists, numpy only, under a millisecond a sentence."""

from engine.emotion.embedded.model import EmbeddedModel

__all__ = ["EmbeddedModel"]
