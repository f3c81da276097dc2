"""Is every line exactly as long as asked, and still understood? Prints one table.

    python benchmarks/duration.py [--json] [--lines 200]

Speaks each sentence at five paces and once to an absolute length in seconds, and counts the samples that are too many
or too few. With the ``quality`` extra it also counts the words a recogniser gets wrong at each pace.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import speech_meters as meters
from benchmarks.report import finish, options
from engine.values import Line
from engine.voices.hibari import HibariVoice

SENTENCES = Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8").splitlines()
PACES = (1.0, 0.75, 0.875, 1.125, 1.25)
LARGEST_WER_RISE = 1.0


class Tally:
    """Sample errors, word errors and cost of one pace."""

    def __init__(self) -> None:
        self.off = self.errors = self.words = 0
        self.busy = self.sounded = 0.0

    def add(self, voice: HibariVoice, line: Line, wanted: int, *, listen: bool) -> None:
        """Speak one line and count."""
        began = time.perf_counter()
        samples = np.concatenate(list(voice.speak(line)))
        self.busy += time.perf_counter() - began
        self.sounded += len(samples) / voice.sample_rate
        self.off += abs(len(samples) - wanted)
        if listen:
            errors, words = meters.word_errors(line.text, meters.transcribe(meters.lowered(samples)))
            self.errors, self.words = self.errors + errors, self.words + words

    def row(self) -> dict[str, Any]:
        """Figures as they are reported."""
        wer = round(100 * self.errors / self.words, 2) if self.words else None
        return {"samples_off": self.off, "wer": wer, "rtf": round(self.busy / self.sounded, 4)}


def run(count: int) -> dict[str, Any]:
    """All paces and the absolute lengths over ``count`` sentences."""
    voice = HibariVoice.load()
    voice.warm_up()
    listen = all(importlib.util.find_spec(name) for name in ("moonshine_voice", "jiwer"))
    tallies = {f"pace {pace:g}": Tally() for pace in PACES} | {"seconds": Tally()}
    for number, text in enumerate(SENTENCES[:count]):
        natural = round(voice.natural_seconds(Line(0, 0, text)) * voice.sample_rate)
        for pace in PACES:
            wanted = round(natural * pace)
            tallies[f"pace {pace:g}"].add(voice, Line(0, 0, text, pace=pace), wanted, listen=listen)
        seconds = round(natural / voice.sample_rate * (0.8 + 0.44 * number / count), 3)
        wanted = round(seconds * voice.sample_rate)
        tallies["seconds"].add(voice, Line(0, 0, text, duration=seconds), wanted, listen=listen)
    return {"lines": min(count, len(SENTENCES)), "rows": {name: tally.row() for name, tally in tallies.items()}}


def judge(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Rows of the table; sets ``ok``."""
    rows = []
    free = found["rows"]["pace 1"]["wer"]
    found["ok"] = True
    for name, row in found["rows"].items():
        rise = None if free is None else row["wer"] - free
        found["ok"] &= row["samples_off"] == 0 and (rise is None or rise <= LARGEST_WER_RISE)
        words = "not measured" if rise is None else f"WER {row['wer']:.2f} % ({rise:+.2f})"
        rows.append(
            (name, f"{row['samples_off']} samples off, {words}, RTF {row['rtf']}", "0 samples, WER +1.0 at most")
        )
    return rows


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--lines", type=int, default=200, help=f"how many sentences, at most {len(SENTENCES)}")
    arguments = parser.parse_args()
    found = run(arguments.lines)
    rows = judge(found)
    finish(arguments, "duration", found, rows)


if __name__ == "__main__":
    main()
