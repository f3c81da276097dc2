"""Emotion: the 8-float vector, the prototype matrix, scores from text."""
