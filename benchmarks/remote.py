"""What a voice on another machine costs beside the same voice here: over loopback, so the wire itself is not in it.

    python benchmarks/remote.py [--json] [--write] [--lines 40]

The embedded voice, warm, 12-word sentences; in this process and from `streamvoice serve` in another, by turns.
The speech server answers at once with a sentence that was made before, so that only its road is measured.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from benchmarks.latency import sentence
from benchmarks.report import finish, options, spread
from benchmarks.running import ROOT
from engine.protocols import Voice
from engine.values import Line
from engine.voices.cast import load_warm
from engine.voices.registry import load_voice
from tests.voices.remote.fake_speech import serving

Times = dict[str, float]


@contextmanager
def lent() -> Iterator[str]:
    """The embedded voice in another process; its name here."""
    with tempfile.TemporaryFile() as told:
        command = [sys.executable, str(ROOT / "run_engine.py"), "serve", "--port", "0"]
        process = subprocess.Popen(command, stderr=told, stdout=told)
        try:
            found = None
            while found is None and process.poll() is None:
                time.sleep(0.05)
                told.seek(0)
                found = re.search(rb"--voice (\S+)", told.read())
            yield found[1].decode() if found else sys.exit("the server did not start")
        finally:
            process.kill()
            process.wait()


def spoken(voice: Voice, text: str) -> tuple[float, float, int]:
    """Milliseconds to the first sound and to the last, and samples."""
    begun = time.perf_counter()
    blocks = voice.speak(Line(0, 0, text))
    first, samples = 0.0, 0
    for block in blocks:
        first = first or (time.perf_counter() - begun if len(block) else 0.0)
        samples += len(block)
    return first * 1e3, (time.perf_counter() - begun) * 1e3, samples


def cut(voice: Voice, text: str, following: str) -> float:
    """Milliseconds to the first sound of a line right after one that was abandoned at its first sound."""
    for block in voice.speak(Line(0, 0, text)):
        if len(block):
            break
    return spoken(voice, following)[0]


def cpu_ms(voice: Voice, texts: list[str]) -> float:
    """This process's processor time for a line."""
    begun = time.process_time()
    for text in texts:
        spoken(voice, text)
    return (time.process_time() - begun) / len(texts) * 1e3


def beside(near: Voice, far: Voice, texts: list[str]) -> dict[str, Times]:
    """Both by turns; no text twice for one voice, for what was just made is kept."""
    rows: dict[str, list[float]] = {name: [] for name in ("near_first", "far_first", "near_all", "far_all", "natural")}
    for text in texts:
        near_first, near_all, near_samples = spoken(near, text)
        far_first, far_all, far_samples = spoken(far, text)
        assert near_samples == far_samples
        begun = time.perf_counter()
        far.natural_seconds(Line(0, 0, text))
        rows["natural"].append((time.perf_counter() - begun) * 1e3)
        for name, value in (("near_first", near_first), ("far_first", far_first)):
            rows[name].append(value)
        for name, value in (("near_all", near_all), ("far_all", far_all)):
            rows[name].append(value)
    rows["added_first"] = list(np.subtract(rows["far_first"], rows["near_first"]))
    rows["added_all"] = list(np.subtract(rows["far_all"], rows["near_all"]))
    return {name: _spread(values) for name, values in rows.items()}


def speech_server(near: Voice, lines: int) -> dict[str, Times]:
    """The road to a speech server and back, without a pace and with one."""
    sound = np.concatenate(list(near.speak(Line(0, 0, "The little robot found a golden river behind the mountain."))))
    pcm = (sound * 32767).astype("<i2").tobytes()
    with serving() as server:
        server.act = lambda exchange: exchange.stream([pcm[at : at + 4800] for at in range(0, len(pcm), 4800)])
        voice = load_voice(server.voice)
        natural = [spoken(voice, "hello " * 10)[0] for _ in range(lines)]
        first = []
        for _ in range(lines):
            begun = time.perf_counter()
            for block in voice.speak(Line(0, 0, "hello " * 10, pace=0.8)):
                if len(block):
                    break
            first.append((time.perf_counter() - begun) * 1e3)
    return {"openai_first": _spread(natural), "openai_paced_first": _spread(first)}


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--lines", type=int, default=40)
    arguments = parser.parse_args()
    chance = random.Random(3)
    texts = [sentence(chance) for _ in range(arguments.lines + 5)]
    near = load_warm("hibari:heart")
    with lent() as name:
        far = load_voice(name)
        beside(near, far, texts[:5])
        result = beside(near, far, texts[5:])
        result["cut"] = _spread([cut(far, sentence(chance), sentence(chance)) for _ in range(arguments.lines)])
        result["cpu_ms"] = {
            "near": round(cpu_ms(near, [sentence(chance) for _ in range(20)]), 1),
            "far": round(cpu_ms(far, [sentence(chance) for _ in range(20)]), 1),
        }
    result |= speech_server(near, arguments.lines)
    finish(arguments, "Remote voices", result, _rows(result, arguments.lines))


def _spread(values: list[float]) -> Times:
    """Median, fastest and slowest but 5 %: others may use the machine meanwhile."""
    return {**spread(values, 1), "least": round(min(values), 1)}


def _rows(result: dict[str, Times], lines: int) -> list[tuple[str, str, str]]:
    def told(*names: str) -> str:
        return " / ".join("{p50} ({least} to {p95}) ms".format(**result[name]) for name in names)

    cpu = result["cpu_ms"]
    return [
        (
            f"median (fastest to p95) of {lines} sentences, first sound: here / from the stream",
            told("near_first", "far_first"),
            "",
        ),
        ("added to the first sound", told("added_first"), ""),
        ("whole sentence: here / from the stream", told("near_all", "far_all"), ""),
        ("added to the whole", told("added_all"), ""),
        ("asking for a natural length", told("natural"), ""),
        ("first sound right after a cut line", told("cut"), ""),
        (
            "this process's processor time for a sentence: here / from the stream",
            f"{cpu['near']} / {cpu['far']} ms",
            "",
        ),
        ("samples that differ in number", "0", "0"),
        ("speech server with a ready answer, to the first sound", told("openai_first"), ""),
        ("the same at pace 0.8", told("openai_paced_first"), ""),
    ]


if __name__ == "__main__":
    main()
