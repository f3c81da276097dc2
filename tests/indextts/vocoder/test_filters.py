import math

import numpy as np
import pytest

from indextts.vocoder.filters import CUT_OFF, low_pass


def test_the_taps_are_symmetric_and_sum_to_one():
    taps = low_pass()
    assert len(taps) == 12
    assert taps == pytest.approx(taps[::-1])
    assert math.fsum(taps) == pytest.approx(1)


def test_it_passes_low_and_stops_high():
    response = np.abs(np.fft.rfft(low_pass(), 1024))
    frequencies = np.arange(513) / 1024
    assert response[np.argmin(np.abs(frequencies - CUT_OFF))] == pytest.approx(0.5, abs=0.02)
    assert response[frequencies < 0.05].min() > 0.95
    assert response[frequencies > 0.45].max() < 0.02


def test_it_is_the_kaiser_window_of_numpy():
    times = np.arange(12) - 5.5
    taps = np.kaiser(12, 0.1102 * (2.285 * 5 * math.pi * 1.2 + 7.95 - 8.7)) * np.sinc(0.5 * times)
    assert low_pass() == pytest.approx(taps / taps.sum(), abs=1e-7)
