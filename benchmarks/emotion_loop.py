"""Is what a script feels in the sound? Twenty lines through the real loop in the embedded voice; prints one table.

    python benchmarks/emotion_loop.py [--json] [--write]

Each line is spoken with what it feels and again with no feeling at all, and the two are compared: median F0 (Praat),
loudness (RMS, and ITU-R BS.1770) and length, beside what the voice's rule book asks for the vector the line was given
(docs/voices.md compares the rule book itself with the literature). Needs the ``quality`` extra.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import speech_meters as meters
from benchmarks.report import Row, finish, options
from engine.voices.prosody import prosody
from tests.emotion.performed import NEUTRAL, Heard, perform

SCRIPT = (
    ("happy", "I am so happy to see you all, this is wonderful!"),
    ("happy", "I love this community, best day ever!"),
    ("surprised", "Oh wow, I did not see that coming, what a surprise!"),
    ("surprised", "Wait, what? That is unbelievable!"),
    ("calm", "Relax, take it easy, everything is peaceful now."),
    ("calm", "Let us take a calm and quiet breath together."),
    ("afraid", "I am scared, there is something behind the door."),
    ("afraid", "Oh no, I am terrified of this place!"),
    ("angry", "I hate this boss, I am furious!"),
    ("angry", "Shut up, this unfair game makes me so angry!"),
    ("angry", "I am so angry, this is outrageous!"),
    ("disgusted", "Ew, that is disgusting, so gross."),
    ("disgusted", "This smells revolting, I feel sick."),
    ("melancholic", "I feel lonely tonight, and I miss the old days."),
    ("melancholic", "It is a gloomy day, I feel so nostalgic."),
    ("sad", "My old cat died this morning and I am so sad."),
    ("sad", "I am heartbroken, I cannot stop crying."),
    ("sad", "It hurts so much, this is a sad and painful day."),
    ("happy", "We won, I am so happy, this is amazing!"),
    ("happy", "I am so proud and happy, thank you so much!"),
)  # fmt: skip
SWING = 17
"""The last line of sorrow; the next one is joy."""


@dataclass(frozen=True)
class Moved:
    """One line against the same line without feeling: semitones, dB, a factor of its length."""

    meant: str
    heard: Heard
    pitch: float
    rms: float
    loudness: float
    tempo: float

    @property
    def top(self) -> str:
        """The strongest emotion the voice was given."""
        return self.heard.emotion.top[0]


def compared(meant: str, felt: Heard, plain: Heard) -> Moved:
    """What the feeling did to a line."""
    pitch = median_pitch(felt) - median_pitch(plain)
    loudness = meters.loudness(felt.samples) - meters.loudness(plain.samples)
    return Moved(meant, felt, pitch, felt.level_db - plain.level_db, loudness, felt.seconds / plain.seconds)


def median_pitch(heard: Heard) -> float:
    """Median F0 in semitones re 100 Hz."""
    return float(np.nanmedian(meters._pitch(heard.samples)))


def correlation(moved: list[Moved], measure: str, rule: str) -> float:
    """Pearson's r of a measure and the rule book's figure for each line's vector."""
    heard = [getattr(line, measure) for line in moved]
    asked = [getattr(prosody(line.heard.emotion), rule) for line in moved]
    return round(float(np.corrcoef(heard, asked)[0, 1]), 3)


def per_emotion(moved: list[Moved]) -> dict[str, dict[str, Any]]:
    """The mean over the lines that the voice was given each emotion in, beside what the rule book asks for there."""
    found: dict[str, dict[str, Any]] = {}
    for emotion in dict.fromkeys(line.top for line in moved):
        lines = [line for line in moved if line.top == emotion]
        asked = [prosody(line.heard.emotion) for line in lines]
        row: dict[str, Any] = {name: mean(lines, name) for name in ("pitch", "rms", "loudness", "tempo")}
        row["asked"] = {name: mean(asked, name) for name in ("pitch", "gain", "tempo")}
        changes = {
            "F0": (row["pitch"], row["asked"]["pitch"]),
            "loudness": (row["loudness"], row["asked"]["gain"]),
            "length": (row["tempo"] - 1, row["asked"]["tempo"] - 1),
        }
        row["against"] = [name for name, (got, wanted) in changes.items() if got * wanted < 0]
        found[emotion] = {"lines": len(lines), **row}
    return found


def mean(lines: Sequence[object], name: str) -> float:
    """The mean of one attribute."""
    return round(statistics.fmean(getattr(line, name) for line in lines), 3)


def arrival(lines: list[Heard]) -> int:
    """Sentences of joy until the voice is within 0.1 of as happy as it gets, and twice as happy as sad."""
    after = [line.emotion for line in lines[SWING + 1 :]]
    goal = max(vector.happy for vector in after)
    here = (n for n, vector in enumerate(after, 1) if vector.happy >= goal - 0.1 and vector.happy >= 2 * vector.sad)
    return next(here)


def run() -> dict[str, Any]:
    """The script felt, plain and snapped."""
    texts = [text for _, text in SCRIPT]
    felt, plain, snapped = perform(texts), perform(texts, NEUTRAL), perform(texts, snap=True)
    moved = [compared(meant, one, other) for (meant, _), one, other in zip(SCRIPT, felt, plain, strict=True)]
    feelings = [max(line.felt.text_emotion, key=line.felt.text_emotion.__getitem__) for line in felt]
    return {
        "lines": len(texts),
        "reader": felt[0].felt.model,
        "text_right": sum(read == meant for read, (meant, _) in zip(feelings, SCRIPT, strict=True)),
        "voice_right": sum(line.top == line.meant for line in moved),
        "snapped_right": sum(line.emotion.top[0] == meant for line, (meant, _) in zip(snapped, SCRIPT, strict=True)),
        "r": {
            "pitch": correlation(moved, "pitch", "pitch"),
            "rms": correlation(moved, "rms", "gain"),
            "loudness": correlation(moved, "loudness", "gain"),
            "tempo": correlation(moved, "tempo", "tempo"),
        },
        "emotions": per_emotion(moved),
        "swing": {"spread": arrival(felt), "snap": arrival(snapped)},
        "read_ms_p50": round(statistics.median(line.felt.read_ms for line in felt), 3),
        "script": [
            {
                "text": line.heard.text, "meant": line.meant, "note": line.heard.felt.note,
                "vector": {name: round(level, 2) for name, level in line.heard.emotion.items() if level >= 0.01},
                "pitch": round(line.pitch, 2), "loudness": round(line.loudness, 2), "tempo": round(line.tempo, 3),
            }
            for line in moved
        ],
    }  # fmt: skip


def rows(found: dict[str, Any]) -> list[Row]:
    """The table."""
    lines, r = found["lines"], found["r"]
    table: list[Row] = [
        ("lines whose own feeling was read as meant", f"{found['text_right']} of {lines} ({found['reader']})", ""),
        ("vector's strongest emotion as meant, spread / snap",
         f"{found['voice_right']} / {found['snapped_right']} of {lines}", ""),
        ("F0, loudness, length against the rule book for the vector: r",
         f"{r['pitch']:.2f}, {r['loudness']:.2f} (RMS {r['rms']:.2f}), {r['tempo']:.2f}", "each 0.8"),
    ]  # fmt: skip
    for emotion, row in found["emotions"].items():
        against = f"; the wrong way: {', '.join(row['against'])}" if row["against"] else ""
        moved = f"F0 {row['pitch']:+.2f} st, {row['loudness']:+.2f} LU, length × {row['tempo']:.3f}{against}"
        asked = row["asked"]
        rule = f"asked: {asked['pitch']:+.2f} st, {asked['gain']:+.2f} dB, × {asked['tempo']:.3f}"
        table.append((f"{emotion}, {row['lines']} lines, against the same without feeling", moved, rule))
    table.append(("from sorrow to joy: sentences until it has arrived", str(found["swing"]["spread"]), "2 or more"))
    table.append(("the same with `snap = true`", str(found["swing"]["snap"]), "1"))
    return table


def main() -> None:
    arguments = options(__doc__).parse_args()
    meters.require_meters(("parselmouth", "pyloudnorm"))
    found = run()
    finish(arguments, "Emotion in the loop", found, rows(found))


if __name__ == "__main__":
    main()
