"""Does a word's caption come when the word does? Prints one table.

    python benchmarks/words.py [--json] [--lines 60]

Three ways to know when a word begins: the voice's own durations (``marks``), the letters, and the letters held to the
pauses in the sound, for voices that tell nothing. The sound is the judge where it can be: the onset after a pause, in
lines that have as many pauses as marks inside. Elsewhere the voice's durations judge the other two.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.report import finish, options, spread
from engine.errors import StreamvoiceError
from engine.protocols import Voice
from engine.stage.shares import rests
from engine.stage.silences import Silences
from engine.stage.words import word_spans, word_times
from engine.values import EmotionVector, Line
from engine.voices.registry import load_voice

HERE = Path(__file__).parent
MANNERS: dict[str, dict[str, Any]] = {
    "plain": {},
    "slow, sad": {"pace": 1.2, "emotion": EmotionVector(sad=0.9)},
    "fast, happy": {"pace": 0.8, "emotion": EmotionVector(happy=0.9)},
}
RUNS = (
    ("hibari:heart", "sentences.txt", "plain"),
    ("hibari:heart", "sentences.txt", "slow, sad"),
    ("hibari:heart", "sentences.txt", "fast, happy"),
    ("kokoro:af_heart", "sentences.txt", "plain"),
    ("kokoro:zf_xiaoxiao", "mandarin.txt", "plain"),
)
WITHIN_MS = 80.0
QUIET_DB = -38.0
PAUSE_S = 0.1
"""Shorter silences are the closures of stops."""


def texts(name: str, count: int) -> list[str]:
    """Sentences, two by two with a comma between them: a comma's pause is what the sound is judged by."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    lines = [line.split("\t")[0] for line in lines if line.strip() and not line.startswith("#")]
    comma = "，" if name == "mandarin.txt" else ", "
    pairs = zip(lines[::2], lines[1::2], strict=False)
    return [first.rstrip(".!?。！？") + comma + second for first, second in pairs][:count]


def onsets(samples: np.ndarray[Any, Any], rate: int) -> list[float]:
    """Seconds at which sound sets in again after ``PAUSE_S`` of silence; a measure of its own, 2.5 ms fine."""
    step = rate // 400
    level = np.sqrt(np.mean(samples[: len(samples) // step * step].reshape(-1, step) ** 2, axis=1))
    loud = np.flatnonzero(level > level.max() * 10 ** (QUIET_DB / 20)) * step / rate
    return [float(at) for at in loud[1:][np.diff(loud) >= PAUSE_S]]


def pause_onsets(found: Sequence[float], text: str) -> dict[int, float]:
    """Word number behind each inner mark -> when it was heard to begin.

    Paired by order alone, so that nothing under test has a say; empty where there are not as many pauses as marks.
    """
    spans = word_spans(text)
    behind = [place + 1 for place, span in enumerate(spans[:-1]) if rests(text, span)]
    return dict(zip(behind, found, strict=True)) if len(behind) == len(found) else {}


def measure(voice: Voice, lines: Sequence[str], how: dict[str, Any]) -> dict[str, Any]:
    """Errors of word onsets in milliseconds."""
    heard: dict[str, list[float]] = {"voice": [], "letters": [], "pauses": []}
    told: dict[str, list[float]] = {"letters": [], "pauses": []}
    cost, words, judged = [], 0, 0
    for text in lines:
        blocks = voice.speak(Line(0, 0, voice.speakable(text), **how))
        samples = np.concatenate(list(blocks))
        seconds, silences = len(samples) / voice.sample_rate, Silences(voice.sample_rate)
        silences.feed(samples)
        marks = getattr(blocks, "marks", ())
        began = time.perf_counter()
        by_voice = word_times(text, seconds, marks)
        cost.append(1000 * (time.perf_counter() - began))
        ways = {
            "voice": by_voice,
            "letters": word_times(text, seconds),
            "pauses": word_times(text, seconds, pauses=silences.found),
        }
        truth = pause_onsets(onsets(samples, voice.sample_rate), text)
        judged += bool(truth)
        for way, timed in ways.items():
            heard[way] += [1000 * abs(timed[word].at_s - at) for word, at in truth.items()]
        for way in told:
            told[way] += [1000 * abs(a.at_s - b.at_s) for a, b in zip(ways[way], by_voice, strict=True)]
        words += len(by_voice)
    return {
        "words": words,
        "pauses": len(heard["voice"]),
        "lines_judged": f"{judged} of {len(lines)}",
        "against_sound": {way: spread(errors) for way, errors in heard.items() if errors},
        "against_durations": {way: spread(errors) for way, errors in told.items()},
        "align_ms": spread(cost, 2),
    }


def main() -> None:
    """Parse, run, print."""
    parser = options(__doc__)
    parser.add_argument("--lines", type=int, default=60)
    arguments = parser.parse_args()
    result: dict[str, Any] = {}
    for name, source, manner in RUNS:
        try:
            voice = load_voice(name)
        except StreamvoiceError as error:
            print(f"{name}: {error}", file=sys.stderr)
            continue
        result[f"{name}, {manner}"] = measure(voice, texts(source, arguments.lines), MANNERS[manner])
    finish(arguments, "Words in step", result, rows(result))


def rows(result: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The table."""
    out = []
    for name, found in result.items():
        must = f"p95 <= {WITHIN_MS:g} ms by the voice's marks"
        out.append(
            (
                f"{name}: onset after {found['pauses']} pauses, {found['lines_judged']} lines",
                _told(found["against_sound"]),
                must,
            )
        )
        out.append((f"{name}: {found['words']} words against the marks", _told(found["against_durations"]), ""))
    return out


def _told(ways: dict[str, dict[str, float]]) -> str:
    return "; ".join(f"by {way} p50 {errors['p50']:g}, p95 {errors['p95']:g} ms" for way, errors in ways.items())


if __name__ == "__main__":
    main()
