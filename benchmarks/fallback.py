"""What becomes of lines whose voice fails: raises, hangs for 10 s, or runs out of memory in one of five lines.

    python benchmarks/fallback.py [--json] [--write] [--lines 500] [--seed 1]

A whole engine in virtual time, with the profile's own figures: a voice that fails at a random block of a random line,
and one that stands in. Waits are exact to the block; what a real voice computes is not in them.
"""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.report import Row, finish, options
from engine.voices.fallback import FallbackSettings
from tests.fakes.drill import HANG_S, drill

SLACK_S = 0.5
"""For the stand-in's own first sound and the gap between two turns."""


def table(result: dict[str, Any]) -> list[Row]:
    """Rows; sets ``ok``."""
    limits = FallbackSettings()
    lines, faults = result["lines"], sum(result["faults"].values())
    kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(result["faults"].items()))
    wait, gap = limits.first_s + SLACK_S, limits.step_s + SLACK_S
    result["ok"] = (
        result["spoken_once"] == lines
        and not result["lost"] + result["doubled"]
        and result["worst_wait_s"] <= wait
        and result["worst_gap_s"] <= gap
    )
    return [
        (f"{lines} lines, {faults} faults ({kinds}): spoken exactly once", f"{result['spoken_once']}", f"{lines}"),
        ("lost, doubled", f"{result['lost']}, {result['doubled']}", "0, 0"),
        (f"worst wait for a first sound (hangs last {HANG_S:g} s)", f"{result['worst_wait_s']:.2f} s", f"{wait} s"),
        ("worst silence within a line", f"{result['worst_gap_s']:.2f} s", f"{gap} s"),
        (
            f"{result['changed']} lines that changed voice in the middle: words unheard, heard twice",
            f"{result['words_lost']}, {result['words_doubled']}",
            "",
        ),
    ]


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--lines", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    found = drill(arguments.seed, arguments.lines)
    result = asdict(replace(found, faults={})) | {"faults": dict(found.faults)}
    finish(arguments, "fallback", result, table(result))


if __name__ == "__main__":
    main()
