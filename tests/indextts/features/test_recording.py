import numpy as np
import pytest

from indextts.errors import ReferenceAudioError
from indextts.features.recording import Recording, checked, stuck_share
from tests.indextts.features.sounds import speechlike


def test_clean_speech_passes_and_is_not_called_clipped() -> None:
    recording = checked(speechlike(), 16000, "It")
    assert recording.seconds == 1
    assert not recording.clipped


def test_the_digest_follows_samples_and_rate() -> None:
    a, b = speechlike(), speechlike(seed=1)
    digests = {Recording(a, 16000).digest, Recording(a.copy(), 16000).digest}
    assert len(digests) == 1
    assert len(digests | {Recording(a, 22050).digest, Recording(b, 16000).digest}) == 3


def test_samples_cannot_change_under_their_digest() -> None:
    recording = checked(speechlike(), 16000, "It")
    with pytest.raises(ValueError, match="read-only"):
        recording.samples[0] = 1


@pytest.mark.parametrize("gain", [1.0, 0.3, 0.01])
def test_overdriven_speech_is_found_at_any_level(gain: float) -> None:
    limit = np.quantile(np.abs(speechlike()), 0.99)
    slightly = np.clip(speechlike(), -limit, limit) * gain
    assert 1e-3 < stuck_share(slightly.astype(np.float32)) < 0.1
    assert checked(slightly.astype(np.float32), 16000, "It").clipped


def test_a_pure_tone_is_not_refused_as_clipped() -> None:
    tone = np.sin(2 * np.pi * 50 * np.arange(48000) / 48000).astype(np.float32)
    assert checked(tone, 48000, "It").clipped_share < 0.05


@pytest.mark.parametrize(
    ("samples", "rate", "said"),
    [
        (speechlike(0.4), 16000, "0.40 s"),
        (np.zeros(0, np.float32), 16000, "0.00 s"),
        (np.zeros(16000, np.float32), 16000, "silent"),
        (np.full(16000, 0.5, np.float32), 16000, "silent"),
        (speechlike() * 1e-4, 16000, "silent"),
        (np.sign(speechlike()), 16000, "clipped"),
        (np.clip(speechlike() * 50, -0.2, 0.2), 16000, "clipped"),
        (np.where(np.arange(16000) == 7, np.nan, speechlike()), 16000, "no numbers"),
        (np.where(np.arange(16000) == 7, -np.inf, speechlike()), 16000, "no numbers"),
        (speechlike() * 32768, 16000, "full scale is 1"),
        (speechlike(), 0, "0 samples a second"),
        (speechlike(), 10**9, "1000000000 samples a second"),
    ],
)
def test_what_cannot_be_a_reference_is_refused_in_one_sentence(samples: np.ndarray, rate: int, said: str) -> None:
    with pytest.raises(ReferenceAudioError, match=said) as caught:
        checked(samples.astype(np.float32), rate, "It")
    assert caught.value.fix
