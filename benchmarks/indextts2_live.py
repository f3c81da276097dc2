"""Sound while IndexTTS2 still decodes: how soon, how fast, and how far from the whole line. Prints one table.

    python benchmarks/indextts2_live.py [--size tiny|full] [--device cuda] [--streams 4] [--json] [--write]
    python benchmarks/indextts2_live.py --errors [--golden DIR] [--learned DIR] [--json] [--write]

Without ``--errors`` one line of 5 s (250 codes, 125 in version 2.5) is spoken live and whole, the same codes and noise,
random weights, 10 s of reference, in a process of its own. With ``--errors`` ways of streaming are held against whole
lines: on the golden cases, if their folder is given, else on tiny random models, and with ``--learned`` on a small flow
that is trained for ten minutes and kept in that folder.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.report import Row, finish, options

SCHEMES = ("causal", "joint", "so far", "as prompt", "alone")
SIZES = ((25, 50, 100), (50, 100), (25,), (15, 25, 50))
LOOKAHEADS = (0, 5, 10, 20)
USUAL = (SIZES[0], 10)


def measured(arguments: argparse.Namespace) -> dict[str, Any]:
    """One run in a process of its own."""
    folder = _weights(arguments)
    command = [sys.executable, str(Path(__file__).with_name("indextts2_live_run.py")), "--model-dir", str(folder)]
    command += ["--version", arguments.version, "--preset", arguments.preset, "--device", arguments.device]
    command += ["--runs", str(arguments.runs), "--streams", str(arguments.streams), "--audio", str(arguments.audio)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def _weights(arguments: argparse.Namespace) -> Path:
    from benchmarks.indextts2 import weights
    from indextts.checkpoint.random_weights import write_random
    from indextts.checkpoint.tiny import tiny_config

    if arguments.size == "full":
        return weights(arguments.weights, arguments.version)
    folder: Path = arguments.weights / f"tiny-{arguments.version}"
    if not (folder / "config.yaml").is_file():
        write_random(folder, tiny_config(arguments.version), version=arguments.version)
    return folder


def speed_rows(result: dict[str, Any], device: str) -> list[Row]:
    """Live beside whole."""
    live, whole, audio = result["live"], result["whole"], result["audio_s"]
    ratio, cpu = (statistics.median(result[kind]) for kind in ("ratios", "cpu_ratios"))
    rows: list[Row] = [
        ("first sound", f"{live['first_s']:.2f} s (whole line: {whole['first_s']:.2f} s)", ""),
        (
            f"{audio:.1f} s of speech",
            f"{live['total_s']:.1f} s, RTF {live['total_s'] / audio:.2f} (whole: {whole['total_s']:.1f} s)",
            "",
        ),
        (
            "live over whole, median of pairs",
            f"{ratio:.2f}, in processor time {cpu:.2f}",
            "1.15" if device == "cpu" else "",
        ),
        *(
            (f"time for {stage}", f"{live['stages'][stage]:.2f} s (whole: {whole['stages'][stage]:.2f} s)", "")
            for stage in ("codes", "mel", "wave")
        ),
        ("longest turn", f"{1000 * live['longest_turn_s']:.0f} ms", ""),
        ("a listener would wait in the middle for", f"{live['silence_s']:.2f} s", ""),
        ("wave against the whole's, relative", f"{100 * result['joins']['wave_error']:.0f} %", ""),
        ("worst step at a join / 99.9th percentile of the whole's steps", f"{result['joins']['worst_step']:.2f}", "1"),
        ("preparing a voice's prompt, once", f"{result['warm_s']:.2f} s, {result['prompt_mb']:.0f} MB", ""),
        ("peak resident memory", f"{result['peak_rss_gb']:.2f} GB", ""),
    ]
    if result["peak_vram_gb"]:
        rows.append(("peak GPU memory", f"{result['peak_vram_gb']:.2f} GB", ""))
    if "together" in result:
        shared = result["together"]
        text = f"last first sound {shared['last_first_s']:.2f} s, all said after {shared['total_s']:.1f} s"
        rows.append((f"{shared['streams']} lines turn about", text, ""))
    return rows


def error_rows(arguments: argparse.Namespace) -> tuple[dict[str, Any], list[Row]]:
    """Every case with the usual cut, then schemes, sizes and lookaheads on the model that says most."""
    import torch

    from benchmarks.indextts2_live_errors import FAST, golden_cases, learned_cases, random_cases

    torch.set_num_threads(1)
    with torch.inference_mode():
        cases = list(golden_cases(arguments.golden, FAST) if arguments.golden else random_cases(FAST))
        wholes = [_timed_whole(case) for case in cases]
        rows = [_row(case.name, [case], [whole], "causal", *USUAL) for case, whole in zip(cases, wholes, strict=True)]
        groups = {"untrained": (cases, wholes)}
        if arguments.learned:
            trained = learned_cases(arguments.learned, FAST, arguments.seconds)
            groups["learned"] = (trained, [_timed_whole(case) for case in trained])
        for kind, (group, whole) in groups.items():
            rows += [_row(f"{kind}, {scheme}", group, whole, scheme, *USUAL) for scheme in SCHEMES]
            rows += [_row(f"{kind}, causal", group, whole, "causal", USUAL[0], ahead) for ahead in LOOKAHEADS]
            rows += [_row(f"{kind}, causal", group, whole, "causal", sizes, 10) for sizes in SIZES[1:]]
    return {"rows": rows}, rows


def _timed_whole(case: Any) -> tuple[Any, float]:
    case.whole()
    begun = time.process_time()
    mel = case.whole()
    return mel, time.process_time() - begun


def _row(
    what: str, cases: Sequence[Any], wholes: Sequence[Any], scheme: str, sizes: tuple[int, ...], lookahead: int
) -> Row:
    from benchmarks.indextts2_live_errors import errors

    found = [errors(case, scheme, sizes, lookahead, whole) for case, whole in zip(cases, wholes, strict=True)]
    waves = [one.wave_step for one in found if one.wave_step is not None]
    cost = statistics.median(one.cost for one in found)
    text = f"mel {100 * statistics.mean(one.mel for one in found):.1f} %"
    text += f", worst join: mel {max(one.mel_step for one in found):.2f}"
    text += f", wave {max(waves):.2f}" if waves else ""
    row = (f"{what}; {', '.join(map(str, sizes))}; ahead {lookahead}", f"{text}; cost {cost:.2f}", "join 1")
    print(" | ".join(row), file=sys.stderr, flush=True)
    return row


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--size", choices=["tiny", "full"], default="tiny")
    parser.add_argument("--version", choices=["2", "2.5"], default="2")
    parser.add_argument("--preset", default="fast")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--streams", type=int, default=1, help="lines spoken turn about, besides")
    parser.add_argument("--audio", type=float, default=4.992, help="seconds of speech")
    default = Path(tempfile.gettempdir()) / "indextts-random"
    parser.add_argument("--weights", type=Path, default=default, help=f"folder for random weights ({default})")
    parser.add_argument("--errors", action="store_true", help="ways of streaming against whole lines instead")
    parser.add_argument("--golden", type=Path, help="folder with the golden cases")
    parser.add_argument("--learned", type=Path, help="folder of the learned flow; trained if it is not there")
    parser.add_argument("--seconds", type=float, default=600, help="how long to train")
    arguments = parser.parse_args()
    if arguments.errors:
        result, rows = error_rows(arguments)
        finish(arguments, "IndexTTS2 streaming errors", result, rows)
        return
    result = measured(arguments)
    where = "" if arguments.device == "cpu" else f" on {arguments.device}"
    name = f"IndexTTS2 streaming{where}, {arguments.version} {arguments.preset}, {arguments.size} size"
    finish(arguments, name, result, speed_rows(result, arguments.device))


if __name__ == "__main__":
    main()
