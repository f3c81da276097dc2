"""Mel to wave: BigVGAN v2."""
