"""The terminal panel: what the engine is doing, and a hand on every control."""
