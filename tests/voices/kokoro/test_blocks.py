"""Blocks join to the sound of the whole, whatever their size."""

import numpy as np
import pytest

from engine.voices.kokoro.blocks import CONTEXT_STEPS, FIRST_STEPS, LARGEST_STEPS, blocks
from engine.voices.kokoro.network import STEP

WHOLE = np.random.default_rng(3).standard_normal(400 * STEP).astype(np.float32)


def _render(start, stop):
    """The whole's samples, spoilt next to the cuts, as a network without context would."""
    out = WHOLE[start * STEP : stop * STEP].copy()
    spoilt = (CONTEXT_STEPS - 1) * STEP
    if start:
        out[:spoilt] = 9
    if stop < 400:
        out[-spoilt:] = 9
    return out


@pytest.mark.parametrize(("start", "stop"), [(0, 400), (20, 390), (5, 6), (30, 55), (0, 37)])
def test_blocks_join_to_the_whole(start, stop):
    made = list(blocks(start, stop, 400, _render))
    np.testing.assert_allclose(np.concatenate(made), WHOLE[start * STEP : stop * STEP], atol=1e-6)


def test_the_first_is_small_and_the_others_grow():
    sizes = [len(block) // STEP for block in blocks(0, 400, 400, _render)]
    assert sizes[:3] == [FIRST_STEPS, 30, 45]
    assert max(sizes) == LARGEST_STEPS
    assert min(sizes) >= 12


def test_what_differs_between_two_blocks_is_faded_over():
    level = iter((0.0, 1.0, 1.0, 1.0, 1.0, 1.0))
    made = np.concatenate(list(blocks(0, 60, 60, lambda a, b: np.full((b - a) * STEP, next(level), np.float32))))
    assert np.abs(np.diff(made)).max() < 0.02
