"""Sound said early is nearly, and sound said in time exactly, that of the joined mel."""

import pytest
import torch

from indextts.live.vocoding import FADE_SAMPLES, Vocoding


def mel(frames):
    walk = torch.randn(1, 20, frames, generator=torch.Generator().manual_seed(0)).cumsum(2)
    return 0.3 * walk


def said(part, whole, cuts, ahead, early):
    """All samples, and how many there were after each cut."""
    vocoding, pieces, counts, first = Vocoding(part), [], [], 0
    for index, size in enumerate(cuts):
        last = index + 1 == len(cuts)
        look = whole[:, :, first + size : first + size + ahead] if index < early and not last else None
        pieces += vocoding.push(whole[:, :, first : first + size], last=last, ahead=look)
        counts.append(sum(map(len, pieces)))
        first += size
    return torch.cat(pieces), counts


@pytest.fixture
def part(v2):
    return v2.synthesizer.model.parts.vocoder


def test_in_time_it_is_the_sound_of_the_whole_mel(v2, part):
    whole = mel(150)
    made, counts = said(part, whole, (43, 20, 1, 86), 17, early=0)
    torch.testing.assert_close(made, torch.cat(list(v2.synthesizer.model.wave(whole))), atol=1e-5, rtol=0)
    assert counts[0] < 30 * 256


@pytest.mark.parametrize("early", [1, 2, 9])
@pytest.mark.parametrize("cuts", [(43, 86, 60), (20, 10, 5, 5, 90), (43, 3)])
def test_early_all_of_a_chunk_is_said_and_joins_cannot_be_heard(v2, part, early, cuts):
    total = sum(cuts)
    whole = mel(total)
    exact = torch.cat(list(v2.synthesizer.model.wave(whole)))
    made, counts = said(part, whole, cuts, 17, early)
    assert len(made) == len(exact)
    at = 0
    for count, size in zip(counts[:early], cuts, strict=False):
        at += size
        assert count == 256 * at or total - at < 12  # too little was left to look ahead at
    assert float((made - exact).norm() / exact.norm()) < 0.02
    assert float((made - exact).diff().abs().max()) < float(exact.diff().abs().quantile(0.99))


def test_without_enough_ahead_it_waits(part):
    whole = mel(100)
    assert said(part, whole, (43, 57), 11, early=1)[1] == said(part, whole, (43, 57), 11, early=0)[1]


def test_what_was_said_early_is_faded_over_and_then_exact(v2, part):
    whole = mel(200)
    exact = torch.cat(list(v2.synthesizer.model.wave(whole)))
    made, _ = said(part, whole, (43, 157), 17, early=1)
    rest = 43 * 256 + FADE_SAMPLES
    torch.testing.assert_close(made[rest:], exact[rest:], atol=1e-5, rtol=0)
