"""Measures speech: quality, words, pitch, loudness, brightness. Needs the ``quality`` extra."""

from __future__ import annotations

import importlib.util
import re
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.float32]
PACKAGES = ("speechmos", "moonshine_voice", "parselmouth", "pyloudnorm", "jiwer")
RATE = 24_000
METER_RATE = 16_000
LEVEL_LUFS = -19.0
"""The embedded voice's own level, so that a voice without feeling is judged as it sounds."""


class MissingExtraError(SystemExit):
    """A meter's package is not installed."""


def require_meters(packages: Sequence[str] = PACKAGES) -> None:
    """End with one clear line where a meter is missing."""
    missing = [name for name in packages if importlib.util.find_spec(name) is None]
    if missing:
        raise MissingExtraError(f'Missing {", ".join(missing)}. Run: pip install -e ".[quality]"')


@dataclass(frozen=True)
class Measures:
    """One clip's figures; pitch in semitones re 100 Hz, its range from the 10th to the 90th percentile.

    ``final`` is the last 200 ms of voice against the median, ``wander`` the mean second difference of pitch over 30 ms
    of unbroken voice, both in semitones; ``brightness`` in dB, ``loudness`` in LUFS.
    """

    seconds: float
    dnsmos: float
    pitch: float
    pitch_range: float
    final: float
    loudness: float
    brightness: float
    wander: float
    peak: float
    heard: str


def measure_all(clips: list[Samples], hear: Callable[[Samples], str] | None = None) -> list[Measures]:
    """All figures of clips of mono float32 at 24 kHz; quality on one core while the words are heard on another.

    ``hear`` is the recogniser, ``transcribe`` where there is none.
    """
    with ThreadPoolExecutor(1) as second:
        scores = [second.submit(dnsmos, lowered(levelled(clip))) for clip in clips]
        return [_measure(clip, score, hear or transcribe) for clip, score in zip(clips, scores, strict=True)]


def _measure(samples: Samples, score: Future[float], hear: Callable[[Samples], str]) -> Measures:
    low = lowered(samples)
    track = _pitch(samples)
    pitch = track[np.isfinite(track)]
    return Measures(
        seconds=len(samples) / RATE,
        heard=hear(low),
        dnsmos=score.result(),
        pitch=float(np.mean(pitch)),
        pitch_range=float(np.subtract(*np.percentile(pitch, (90, 10)))),
        final=float(np.mean(pitch[-20:]) - np.median(pitch)),
        loudness=loudness(samples),
        brightness=alpha_ratio(samples),
        wander=_wander(track),
        peak=float(np.abs(samples).max()),
    )


def levelled(samples: Samples) -> Samples:
    """Samples at ``LEVEL_LUFS``: DNSMOS takes 0.1 off the same sound played 2.6 dB louder."""
    return np.asarray(samples * 10 ** ((LEVEL_LUFS - loudness(samples)) / 20), np.float32)


def sounding_dbfs(samples: Samples) -> float:
    """Level of what sounds: RMS over the windows of 25 ms that are within 20 dB of the loudest, in dBFS."""
    size = RATE // 40
    windows = samples[: len(samples) // size * size].reshape(-1, size).astype(np.float64)
    power = (windows**2).mean(axis=1)
    return float(10 * np.log10(power[power >= power.max() / 100].mean() + 1e-12))


def lowered(samples: Samples) -> Samples:
    """24 kHz to the 16 kHz the neural meters take."""
    return np.asarray(soxr.resample(samples, RATE, METER_RATE), np.float32)


@lru_cache(maxsize=1)
def _mos_model() -> Any:
    import onnxruntime as ort

    spec = importlib.util.find_spec("speechmos")
    if spec is None or spec.origin is None:
        raise MissingExtraError('Missing speechmos. Run: pip install -e ".[quality]"')
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    path = Path(spec.origin).parent / "dnsmos_models" / "sig_bak_ovr.onnx"
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def dnsmos(low: Samples) -> float:
    """DNSMOS P.835 overall score (Reddy et al. 2022), 1 to 5, of 16 kHz samples, repeated to the model's 9.01 s.

    Straight from the model file: the package's own module wants librosa.
    """
    length = int(9.01 * METER_RATE)
    clip = np.tile(low, -(-length // len(low)))[:length].astype(np.float32)
    overall = float(_mos_model().run(None, {"input_1": clip[None]})[0][0][2])
    return -0.06766283 * overall**2 + 1.11546468 * overall + 0.04602535


@lru_cache(maxsize=1)
def _recogniser() -> Any:
    from moonshine_voice.moonshine_api import ModelArch
    from moonshine_voice.transcriber import Transcriber
    from moonshine_voice.utils import get_model_path

    return Transcriber(str(get_model_path("tiny-en")), ModelArch.TINY)


def transcribe(low: Samples) -> str:
    """What a recogniser hears in 16 kHz samples."""
    silence = np.zeros(METER_RATE // 2, np.float32)
    heard = _recogniser().transcribe_without_streaming(np.concatenate((silence, low, silence)).tolist(), METER_RATE)
    return " ".join(line.text for line in heard.lines)


SAME = {"cannot": "can not", "cancelled": "canceled", "favourite": "favorite", "okay": "ok", "all right": "alright",
        "to night": "tonight", "any one": "anyone"}  # fmt: skip
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NUMBERS = {str(value): word for value, word in enumerate(DIGITS)} | {"20": "twenty", "1000000": "a million"}


def plain(text: str) -> str:
    """Lower case without punctuation, with one spelling per word, for counting word errors."""
    text = re.sub(r"(?<=\d),(?=\d)", "", text.lower())
    words = re.sub(r"[^a-z0-9' ]+", " ", text).replace("'", "")
    out = " ".join(NUMBERS.get(word, word) for word in words.split())
    for variant, usual in SAME.items():
        out = re.sub(rf"\b{variant}\b", usual, out)
    return out


def word_errors(said: str, heard: str) -> tuple[int, int]:
    """Word errors and words said."""
    import jiwer

    if not plain(heard):
        return len(plain(said).split()), len(plain(said).split())
    found = jiwer.process_words(plain(said), plain(heard))
    return found.substitutions + found.deletions + found.insertions, len(plain(said).split())


def _pitch(samples: Samples) -> NDArray[np.float64]:
    """F0 in semitones re 100 Hz every 10 ms, NaN where unvoiced; all 0 where hardly anything is voiced."""
    import parselmouth

    sound = parselmouth.Sound(samples.astype(np.float64), RATE)
    hertz = sound.to_pitch_ac(time_step=0.01, pitch_floor=60, pitch_ceiling=650).selected_array["frequency"]
    if np.count_nonzero(hertz) <= 10:
        return np.zeros(11)
    return 12 * np.log2(np.where(hertz > 0, hertz, np.nan) / 100)


def _wander(track: NDArray[np.float64], step: int = 3) -> float:
    """Mean size of the second difference of pitch over ``step`` frames, where all frames between are voiced."""
    windows = np.lib.stride_tricks.sliding_window_view(track, 2 * step + 1)
    unbroken = windows[np.isfinite(windows).all(axis=1)]
    if not len(unbroken):
        return 0.0
    return float(np.abs(unbroken[:, 0] - 2 * unbroken[:, step] + unbroken[:, -1]).mean())


def loudness(samples: Samples) -> float:
    """Integrated loudness in LUFS (ITU-R BS.1770)."""
    import pyloudnorm

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        padded = np.pad(samples, (0, max(0, RATE // 2 - len(samples))))
        return float(pyloudnorm.Meter(RATE).integrated_loudness(padded))


def alpha_ratio(samples: Samples) -> float:
    """Energy of 1 to 5 kHz over 50 Hz to 1 kHz in dB: brightness (GeMAPS, Eyben et al. 2016)."""
    power = np.abs(np.fft.rfft(samples)) ** 2
    hertz = np.fft.rfftfreq(len(samples), 1 / RATE)
    high = power[(hertz > 1000) & (hertz < 5000)].sum()
    return float(10 * np.log10(high / power[(hertz > 50) & (hertz <= 1000)].sum()))
