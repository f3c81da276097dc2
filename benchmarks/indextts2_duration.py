"""Is IndexTTS2 exactly as long as asked, and do the codes follow? Prints one table.

    python benchmarks/indextts2_duration.py [--cases 1000] [--json] [--write]

On tiny untrained models of both versions (lengths do not depend on weights): random texts of one to several segments,
factors 0.75 to 1.25 of the natural length, and absolute seconds; counts samples too many or too few, and how far the
number of codes is from the one that is natural for the length.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from benchmarks.report import Row, finish, options
from indextts.checkpoint.random_weights import write_random
from indextts.checkpoint.tiny import tiny_config
from indextts.duration import CODES_25_HZ, SAMPLE_RATE_HZ, stretched
from indextts.infer_v2 import IndexTTS2 as Version2
from indextts.infer_v2_5 import IndexTTS2 as Version25
from indextts.speech import Speech

WORDS = ("the", "fox", "ran", "over", "hills", "while", "rain", "fell", "and", "nobody", "saw", "it")
QUICK: dict[str, Any] = {"diffusion_steps": 1, "num_beams": 1, "max_mel_tokens": 20, "interval_silence": 30}
REFERENCE = (SAMPLE_RATE_HZ, (0.3 * np.sin(np.arange(SAMPLE_RATE_HZ) / 20)).astype(np.float32))


class Counts:
    """What was found."""

    def __init__(self) -> None:
        self.cases: dict[str, int] = defaultdict(int)
        self.wrong: dict[str, int] = defaultdict(int)
        self.off: list[float] = []

    def add(self, kind: str, made: Speech, wanted: int) -> None:
        """One rendering."""
        self.cases[kind] += 1
        self.wrong[kind] += abs(len(made.samples) - wanted)
        self.off += [abs(segment.stretch - 1) for segment in made.segments if kind.startswith("seconds")]


def text(chance: random.Random) -> str:
    """One to three short sentences."""
    sentences = [" ".join(chance.choices(WORDS, k=chance.randint(1, 4))) for _ in range(chance.randint(1, 3))]
    return ". ".join(sentences) + "."


def case(v2: Version2, v25: Version25, chance: random.Random, seed: int, counts: Counts) -> None:
    """One random case."""
    said, longest = text(chance), chance.choice([16, 24, 120])
    shared: dict[str, Any] = {**QUICK, "seed": seed, "max_text_tokens_per_segment": longest}
    kind = chance.choice(["factor", "seconds", "seconds, 2.5", "factor, 2.5"])
    if kind == "factor":
        factor = chance.choice([0.75, 0.875, 1.125, 1.25, chance.uniform(0.75, 1.25)])
        free = v2.infer(REFERENCE, said, **shared)
        made = v2.infer(REFERENCE, said, duration_factor=factor, **shared)
        counts.add(kind, made, wanted_by_factor(made, factor, free))
        return
    if kind == "factor, 2.5":
        factor = chance.uniform(0.5, 2.0)
        made = v25.infer(REFERENCE, said, None, "EN", duration_factor=factor, **shared)
        pauses = (len(made.segments) - 1) * (SAMPLE_RATE_HZ * 30 // 1000)
        wanted = sum(stretched(segment.codes, factor, CODES_25_HZ).samples for segment in made.segments)
        counts.add(kind, made, wanted + pauses)
        return
    seconds = chance.uniform(1.0, 2.0)
    made = (
        v2.infer(REFERENCE, said, duration=seconds, **shared)
        if kind == "seconds"
        else v25.infer(REFERENCE, said, None, "EN", duration=seconds, **shared)
    )
    counts.add(kind, made, round(seconds * SAMPLE_RATE_HZ))


def wanted_by_factor(made: Speech, factor: float, free: Speech) -> int:
    """Samples that every segment's natural length times the factor makes, and the pauses."""
    if len(made.segments) == 1:
        return max(256, round(len(free.samples) * factor))
    pauses = (len(made.segments) - 1) * (SAMPLE_RATE_HZ * 30 // 1000)
    return pauses + sum(max(256, round(round(s.natural_s * SAMPLE_RATE_HZ) * factor)) for s in made.segments)


def run(cases: int) -> Counts:
    """All cases."""
    counts, chance = Counts(), random.Random(0)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_random(folder / "2", tiny_config("2"))
        write_random(folder / "2.5", tiny_config("2.5"), version="2.5")
        v2, v25 = Version2(model_dir=folder / "2", device="cpu"), Version25(model_dir=folder / "2.5", device="cpu")
        for index in range(cases):
            case(v2, v25, chance, index, counts)
    return counts


def main() -> None:
    """Count and print."""
    parser = options(__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    arguments = parser.parse_args()
    began = time.perf_counter()
    counts = run(arguments.cases)
    rows: list[Row] = [
        (f"{kind}: {count} cases, samples too many or too few", str(counts.wrong[kind]), "0")
        for kind, count in sorted(counts.cases.items())
    ]
    middle = statistics.median(counts.off)
    rows.append(("left to the regulator after the codes followed, median", f"{100 * middle:.1f} %", ""))
    rows.append(("took", f"{time.perf_counter() - began:.0f} s", ""))
    result = {"cases": dict(counts.cases), "samples_wrong": dict(counts.wrong), "median_stretch_off": middle}
    finish(arguments, "IndexTTS2 durations", result, rows)


if __name__ == "__main__":
    main()
