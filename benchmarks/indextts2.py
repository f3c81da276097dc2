"""How fast is IndexTTS2, part by part, beside the released system and beside what the machine allows? Prints one table.

    python benchmarks/indextts2.py [--weights DIR] [--device cuda] [--only fast] [--json] [--write]

The same work as the baseline: full-size random weights (written once to DIR, 8 GB a version; timing does not depend
on the values), a 10 s reference, 40 text tokens, 250 forced codes (125 in version 2.5), 5 s of speech. Each setting
runs in a process of its own, so that its peak memory is its own. On a GPU codes are decoded with recorded CUDA graphs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.indextts2_baseline import AUDIO_S, PARTS, PEAK_RSS_GB, TOTAL_CACHED_S, TOTAL_COLD_S
from benchmarks.indextts2_machine import Machine
from benchmarks.report import Row, finish, options

SETTINGS = {
    "released": ("2", "released", None),
    "released, bf16": ("2", "released", "bf16"),
    "fast": ("2", "fast", None),
    "fastest": ("2", "fastest", None),
    "2.5 fast": ("2.5", "fast", None),
    "2.5 fastest": ("2.5", "fastest", None),
}
MUST = {"released": "1.5 x", "fast": "5 x", "2.5 fast": "8 x"}
MUST_RSS_GB = {"released": 7.0, "released, bf16": 4.0}


def weights(folder: Path, version: str) -> Path:
    """Full-size random weights, written if they are not there."""
    from indextts.checkpoint.random_weights import full_config, write_random

    place = folder / f"v{version}"
    if not (place / "config.yaml").is_file() or not (place / "complete").is_file():
        print(f"writing random weights of version {version} to {place}", file=sys.stderr)
        write_random(place, full_config(version), version=version)  # type: ignore[arg-type] # one of the two
        (place / "complete").touch()
    return place


def measure(name: str, folder: Path, device: str, runs: int) -> dict[str, Any]:
    """One setting in a process of its own."""
    version, preset, half = SETTINGS[name]
    command = [sys.executable, str(Path(__file__).with_name("indextts2_run.py"))]
    command += ["--model-dir", str(weights(folder, version)), "--version", version, "--preset", preset]
    command += ["--device", device, "--runs", str(runs)] + (["--half", half] if half else [])
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def rows(results: dict[str, dict[str, Any]], machine: Machine) -> list[Row]:
    """One table: by component for the equal setting, then the totals of all."""
    table: list[Row] = [("this machine", machine.as_text(), "")]
    for name, result in results.items():
        if name == "released":
            table += _by_part(result, machine)
        ratio = TOTAL_CACHED_S / result["cached_s"]
        cold = TOTAL_COLD_S / result["cold_s"]
        table.append(
            (
                f"**{name}**: utterance, reference cached",
                f"{result['cached_s']:.1f} s, RTF {result['cached_s'] / result['audio_s']:.2f}, "
                f"**{ratio:.2f} x** the baseline's {TOTAL_CACHED_S:.0f} s",
                MUST.get(name, ""),
            )
        )
        table.append((f"{name}: new reference", f"{result['cold_s']:.1f} s, {cold:.2f} x {TOTAL_COLD_S:.0f} s", ""))
        table.append((f"{name}: first sound", f"{result['first_audio_s']:.1f} s", ""))
        peak = f"{result['peak_rss_gb']:.2f} GB (baseline {PEAK_RSS_GB:.1f})"
        limit = f"{MUST_RSS_GB[name]:g} GB" if name in MUST_RSS_GB else ""
        table.append((f"{name}: peak resident memory", peak, limit))
        if result.get("peak_vram_gb"):
            table.append((f"{name}: peak GPU memory", f"{result['peak_vram_gb']:.2f} GB", "6-8 GB"))
    return table


def _by_part(result: dict[str, Any], machine: Machine) -> list[Row]:
    table = []
    for part, seconds in result["parts"].items():
        base = PARTS.get(part)
        text = f"{seconds:.2f} s"
        if base is not None:
            floor = max(base.flop / machine.flops, base.bytes / machine.bytes_per_s)
            text += f"; baseline {base.seconds:.2f} s, {base.seconds / seconds:.2f} x; floor {floor:.2f} s"
        table.append((f"released: {part}", text, ""))
    return table


def main() -> None:
    """Measure every setting and print the table."""
    parser = options(__doc__)
    default = Path(tempfile.gettempdir()) / "indextts-random"
    parser.add_argument("--weights", type=Path, default=default, help=f"folder for random weights ({default})")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--only", action="append", choices=list(SETTINGS), help="settings to measure")
    parser.add_argument("--runs", type=int, default=1, help="runs of each; the median counts")
    arguments: argparse.Namespace = parser.parse_args()
    machine = Machine.measured(arguments.device)
    chosen = arguments.only or list(SETTINGS)
    results = {name: measure(name, arguments.weights, arguments.device, arguments.runs) for name in chosen}
    section = "IndexTTS2" if arguments.device == "cpu" else f"IndexTTS2 on {arguments.device}"
    finish(arguments, section, {"audio_s": AUDIO_S, "settings": results}, rows(results, machine))


if __name__ == "__main__":
    main()
