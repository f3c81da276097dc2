"""The randomised interruptions of the whole loop, with the tiny model speaking a step at a time."""

import asyncio

import pytest

from engine.voices.cloned.model import SharedModel
from engine.voices.cloned.voice import ClonedVoice
from tests.fakes.rehearsal import rehearse
from tests.voices.indextts2.conftest import tiny

STEP_S = 0.004
"""Virtual time a step takes: a line has begun after a quarter of a second."""
SEEDS = 2
LINES = 15


class Brief(ClonedVoice):
    """An untrained model does not know when to stop; and when its steps were taken."""

    def __init__(self, *given):
        super().__init__(*given)
        self.steps = []

    def _options(self, line):
        options, rest = super()._options(line)
        most = 70 if self._model.factors[0] > 0.5 else 40
        return options | {"max_mel_tokens": most}, rest

    def _blocks(self, line):
        for block in super()._blocks(line):
            self.steps.append((asyncio.get_running_loop().time(), line.turn_id))
            yield block


@pytest.fixture(scope="module", params=["2", "2.5"])
def voice(request, models, wav):
    model = SharedModel(tiny(models / request.param, consent="own voice: Aoi Tanaka").indextts2)
    return Brief("fake", model, wav)


def test_any_interruptions_leave_every_line_with_exactly_one_end_and_take_no_step_more(voice):
    interruptions = cut = 0
    for seed in range(SEEDS):
        voice.steps.clear()
        result = rehearse(seed, LINES, voice=voice, synth_s=STEP_S)
        assert (result.lost, result.doubled, result.overlaps, result.stale) == (0, 0, 0, 0)
        assert len(voice.steps) > 100
        for turn, at in result.cut.items():
            late = [t for t, whose in voice.steps if whose == turn and t > at]
            assert len(late) <= 1, "the step that was under way, and no other"
        interruptions, cut = interruptions + result.interruptions, cut + len(result.cut)
    assert interruptions > 10
    assert cut >= 2
