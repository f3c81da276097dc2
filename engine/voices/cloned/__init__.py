"""Cloned voices: the shelf they lie on, the recordings they come from, and the model that speaks in them."""
