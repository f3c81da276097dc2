"""How fast and how surely an interruption silences the voice.

    python benchmarks/interrupt.py [--json] [--interruptions 10000] [--lines 2000] [--commands 300] [--pulse 25]

Four questions, each with its own device:
- a whole engine in virtual time, skipped, stopped and deleted at random: is any line lost, doubled, or heard too long?
- a fake device and a seeded die: does any sample of a cancelled turn, or a gap in a live one, ever come out?
- a real-time thread next to busy threads: how long after the command is the last old sample handed over?
- a real PulseAudio: how long after the command has the last old sample reached a listener?
"""

from __future__ import annotations

import statistics
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.report import Row, finish, options
from engine.audio.device import DeviceSink
from engine.audio.null import NullSink
from engine.audio.playout import Playout
from engine.audio.settings import AudioSettings
from tests.audio.chaos import Chaos, coded, decoded
from tests.fakes.rehearsal import rehearse
from tests.real.pulse import RATE, SINK, Ear, Pulse, missing, serve

SEEDS = 5
SWITCH_S = 0.001


def randomised(count: int) -> dict[str, object]:
    tallies = [Chaos(seed).run(count // SEEDS) for seed in range(SEEDS)]
    return {
        "interruptions": sum(tally.interruptions for tally in tallies),
        "stale_samples": sum(tally.stale_samples for tally in tallies),
        "misplaced_samples": sum(tally.misplaced_samples for tally in tallies),
        "lost_lines": sum(tally.lost_turns for tally in tallies),
        "samples_heard": sum(tally.heard_samples for tally in tallies),
    }


class Ears(Playout):
    """A playout that notes when each block was complete and whose samples it ended with."""

    def __init__(self) -> None:
        super().__init__(RATE, fade_s=0.0)
        self.blocks: list[tuple[float, int]] = []

    def fill(self, out: np.ndarray) -> None:
        """Fill, and note."""
        super().fill(out)
        whose = decoded(out)[0]
        self.blocks.append((time.perf_counter(), int(whose[0]) if len(whose) else 0))


def commands(count: int, block: int) -> dict[str, object]:
    """Interrupt a talking playout; milliseconds until the end of the last block that held an old sample."""
    playout, delays, stop = Ears(), [], threading.Event()
    sink = NullSink(RATE, block=block)
    busy = threading.Thread(target=synthesise, args=(stop,), daemon=True)
    busy.start()
    sink.start(playout)
    for generation in range(1, count + 1):
        playout.write(1, 0, generation, coded(generation, 0, RATE // 2))
        time.sleep(0.02 + 0.001 * (generation % 7))
        begun = time.perf_counter()
        playout.cancel_before(generation + 1)
        time.sleep(0.02)
        playout.drain()
        old = [t for t, whose in playout.blocks if whose == generation % 1024]
        delays.append(max(0.0, max(old, default=0.0) - begun) * 1e3)
        playout.blocks.clear()
    stop.set()
    busy.join()
    sink.stop()
    return {"block_ms": round(block / RATE * 1e3, 2), **spread("command_to_last_sample_ms", delays)}


def synthesise(stop: threading.Event) -> None:
    """A voice at work: array mathematics that frees Python's lock, and plain Python that does not."""
    x = np.random.default_rng(0).standard_normal((256, 512)).astype(np.float32)
    while not stop.is_set():
        np.fft.irfft(np.fft.rfft(x))
        sum(i * i for i in range(3000))


def on_pulse(count: int, latency_ms: float | None) -> dict[str, object]:
    why = missing()
    if why:
        return {"pulse_silence_ms_p50": None, "pulse_silence_ms_p95": None, "pulse_reason": why}
    with TemporaryDirectory() as folder:
        for pulse in _once(serve()):
            delays = interrupt_pulse(pulse, Path(folder), count, latency_ms)
    return {"pulse_interruptions": len(delays), **spread("pulse_silence_ms", delays)}


def _once(server: Iterator[Pulse]) -> Iterator[Pulse]:
    try:
        yield next(server)
    finally:
        next(server, None)


def interrupt_pulse(pulse: Pulse, folder: Path, count: int, latency_ms: float | None = None) -> list[float]:
    ear = Ear(pulse, folder / "ear.f32")
    arrivals, stop = Arrivals(ear), threading.Event()
    watching = threading.Thread(target=arrivals.watch, args=(stop,), daemon=True)
    watching.start()
    settings = AudioSettings() if latency_ms is None else AudioSettings(latency_ms=latency_ms)
    sink = DeviceSink(SINK, settings)
    playout = Playout(sink.sample_rate)
    tone = (0.5 * np.sin(np.arange(2 * RATE) / 17)).astype(np.float32)
    begun: list[float] = []
    sink.start(playout)
    ear.wait_for(0.5)
    for generation in range(1, count + 1):
        playout.write(generation, 0, generation, tone, final=True)
        time.sleep(0.6 + 0.0037 * (generation % 11))
        begun.append(time.perf_counter())
        playout.cancel_before(generation + 1)
        time.sleep(0.4)
        playout.drain()
    sink.stop()
    stop.set()
    watching.join()
    ear.close()
    return arrivals.silences(ear.heard(), begun)


class Arrivals:
    """When each sample reached the listener's file: includes the recorder's own delay, so it errs upwards."""

    def __init__(self, ear: Ear) -> None:
        self._ear = ear
        self._seen: list[tuple[float, int]] = []

    def watch(self, stop: threading.Event) -> None:
        """Note the recording's growth until told to stop."""
        while not stop.wait(0.002):
            size = self._ear.path.stat().st_size // 4
            if not self._seen or size > self._seen[-1][1]:
                self._seen.append((time.perf_counter(), size))

    def silences(self, heard: np.ndarray, commands: list[float]) -> list[float]:
        """Milliseconds from each command until the arrival of the tone's last sample above silence."""
        loud = np.flatnonzero(np.abs(heard) > 1e-3)
        last = loud[np.flatnonzero(np.diff(loud, append=len(heard) + RATE) > RATE // 10)]
        times = [next(t for t, size in self._seen if size > sample) for sample in last]
        return [max(0.0, min(t for t in times if t > begun - 0.05) - begun) * 1e3 for begun in commands]


def spread(name: str, values: list[float]) -> dict[str, object]:
    steps = statistics.quantiles(values, n=100)
    return {
        f"{name}_p50": round(statistics.median(values), 2),
        f"{name}_p95": round(steps[94], 2),
        f"{name}_max": round(max(values), 2),
    }


def rehearsed(lines: int) -> dict[str, object]:
    results = [rehearse(seed, lines // SEEDS) for seed in range(SEEDS)]
    keys = ("lines", "interruptions", "lost", "doubled", "stale", "overlaps", "underruns")
    return {f"loop_{key}": sum(getattr(result, key) for result in results) for key in keys}


def table(result: dict[str, Any]) -> list[Row]:
    rows: list[Row] = [
        (f"{result['interruptions']} interruptions of a fake device: stale samples", f"{result['stale_samples']}", "0"),
        ("lost later lines", f"{result['lost_lines']}", "0"),
        (
            f"{result['loop_lines']} lines through the loop, {result['loop_interruptions']} interruptions: "
            "lost, doubled, heard too long",
            f"{result['loop_lost']}, {result['loop_doubled']}, {result['loop_stale']}",
            "0, 0, 0",
        ),
        (
            f"command to the last old sample, block of {result['block_ms']} ms, p95",
            f"{result['command_to_last_sample_ms_p95']} ms",
            "30 ms and one block",
        ),
    ]
    if result.get("pulse_silence_ms_p95") is not None:
        rows.append(("silence heard at PulseAudio, p95", f"{result['pulse_silence_ms_p95']} ms", "100 ms"))
    return rows


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--interruptions", type=int, default=10_000, help="against the fake device")
    parser.add_argument("--lines", type=int, default=2_000, help="through the whole loop in virtual time")
    parser.add_argument("--commands", type=int, default=300, help="against the real-time thread")
    parser.add_argument("--pulse", type=int, default=25, help="against PulseAudio; 0 leaves it out")
    parser.add_argument("--latency-ms", type=float, help="the device's latency; by default the profile's")
    arguments = parser.parse_args()
    sys.setswitchinterval(SWITCH_S)
    result = randomised(arguments.interruptions) | rehearsed(arguments.lines) | commands(arguments.commands, 256)
    if arguments.pulse:
        result |= on_pulse(arguments.pulse, arguments.latency_ms)
    finish(arguments, "Interruption", result, table(result))


if __name__ == "__main__":
    main()
