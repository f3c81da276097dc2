"""Does the voice tear while it speaks without a break and another process keeps one core busy?

    python benchmarks/underrun.py [--minutes 10] [--json] [--latency-ms MS] [--busy 1]

A voice-like producer speaks turn after turn through the playout and a real device sink into a PulseAudio null sink.
What it says is one tone without end, so that every gap in the recording of that sink is somebody's fault: ours
(``underruns``: the ring ran dry), or the device's (``underflows`` it told, ``gaps`` in what was heard).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from engine.audio.device import DeviceSink
from engine.audio.pipe import Pipe
from engine.audio.playout import Playout
from engine.audio.settings import AudioSettings
from tests.real.pulse import RATE, SINK, Ear, missing, serve

VOICE_RATE = 24000
BLOCK_S = 0.2
AHEAD_S = 1.5
SWITCH_S = 0.001
SILENT = 1e-3
GAP_S = 0.001
"""Silence shorter than this is the tone's own zero crossing."""


class Voice:
    """Blocks of a tone without end at 24 kHz, each costing about as much work as a light neural voice's."""

    def __init__(self) -> None:
        self._at = 0
        self._work = np.random.default_rng(0).standard_normal((128, 512)).astype(np.float32)
        self._pipe = Pipe(VOICE_RATE, RATE)

    def block(self) -> np.ndarray:
        """The next 0.2 s at the sink's rate (the resampler holds some of it back)."""
        deadline = time.perf_counter() + 0.03 * BLOCK_S
        while time.perf_counter() < deadline:
            np.fft.irfft(np.fft.rfft(self._work))
        n = round(BLOCK_S * VOICE_RATE)
        tone = 0.3 * np.sin(2 * np.pi * 220 / VOICE_RATE * (self._at + np.arange(n)))
        self._at += n
        return self._pipe.feed(tone.astype(np.float32))


def speak(playout: Playout, seconds: float) -> None:
    """Keep 1.5 s in hand, in turns of about five seconds, as the loop does."""
    voice, end, count = Voice(), time.monotonic() + seconds, 0
    while time.monotonic() < end:
        if playout.buffered < AHEAD_S * RATE:
            count += 1
            playout.write(1 + count // 25, count % 25, 1 + count // 25, voice.block())
        else:
            time.sleep(0.005)
        playout.drain()


def gaps(heard: np.ndarray) -> list[float]:
    """Lengths in seconds of the silences between the first and the last sound."""
    loud = np.flatnonzero(np.abs(heard) > SILENT)
    steps = np.diff(loud)
    return [float(step) / RATE for step in steps[steps > GAP_S * RATE]]


def run(minutes: float, latency_ms: float | None, busy: int) -> dict[str, object]:
    settings = AudioSettings() if latency_ms is None else AudioSettings(latency_ms=latency_ms)
    burners = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(busy)]
    server = serve()
    try:
        with TemporaryDirectory() as folder:
            return measure(Ear(next(server), Path(folder) / "ear.f32"), settings, minutes)
    finally:
        for burner in burners:
            burner.kill()
        next(server, None)


def measure(ear: Ear, settings: AudioSettings, minutes: float) -> dict[str, object]:
    told: list[str] = []
    sink = DeviceSink(SINK, settings, lambda state, what, fix="": told.append(f"{state}: {what}"))
    playout = Playout(sink.sample_rate)
    producer = threading.Thread(target=speak, args=(playout, minutes * 60))
    producer.start()
    time.sleep(0.2)
    sink.start(playout)
    producer.join()
    position, underruns, underflows, first = playout.position, playout.underruns, sink.underflows, settings.latency_ms
    sink.stop()
    ear.close()
    silences = gaps(ear.heard())
    return {
        "minutes": minutes,
        "latency_ms": first,
        "latency_ms_at_end": round(sink.latency * 1e3, 1),
        "seconds_handed": round(position / RATE, 2),
        "underruns": underruns,
        "underflows": underflows,
        "gaps": len(silences),
        "gap_ms_max": round(max(silences, default=0.0) * 1e3, 1),
        "gap_ms_total": round(sum(silences) * 1e3, 1),
        "told": told,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--latency-ms", type=float, help="the device's latency; by default the profile's")
    parser.add_argument("--busy", type=int, default=1, help="processes that do nothing but burn a core")
    arguments = parser.parse_args()
    why = missing()
    if why:
        sys.exit(f"No PulseAudio to measure with: {why}.")
    sys.setswitchinterval(SWITCH_S)
    result = run(arguments.minutes, arguments.latency_ms, arguments.busy)
    if arguments.json:
        print(json.dumps(result))
    else:
        print("\n".join(f"{name:24} {value}" for name, value in result.items()))


if __name__ == "__main__":
    main()
