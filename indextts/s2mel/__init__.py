"""Semantic tokens to mel: length regulator, DiT, flow matching."""
