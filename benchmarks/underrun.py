"""Does the voice tear in a dense chat while another process keeps one core busy?

    python benchmarks/underrun.py [--json] [--minutes 10] [--busy 1] [--sink device:vtuber]

A real engine with the embedded voice speaks without a break into a PulseAudio null sink that is being recorded. Asked
of the engine: ``underruns`` (the ring ran dry inside a turn) and ``device_underflows`` (blocks the device had to play
without us). Asked of the recording: is the sound from first to last exactly as long as what was handed out?
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import soundfile
from websockets.sync.client import ClientConnection

from benchmarks.report import finish, options
from benchmarks.running import live
from tests.real.pulse import RATE, SINK, Ear, missing, serve

LINES = (Path(__file__).parent / "sentences.txt").read_text("utf-8").splitlines()
AHEAD = 3
"""Lines kept waiting, so that speech never pauses for want of chat and never has to be summed up either."""


def chatter(client: ClientConnection, minutes: float) -> int:
    """Keep the queue fed for ``minutes``; returns how many lines were heard."""
    end, sent, heard = time.monotonic() + minutes * 60, 0, 0
    while time.monotonic() < end or heard < sent:
        while sent < heard + AHEAD and time.monotonic() < end:
            client.send(json.dumps({"text": LINES[sent % len(LINES)], "author": f"viewer{sent}"}))
            sent += 1
        heard += json.loads(client.recv(60))["type"] == "spoken"
    return heard


def status(client: ClientConnection) -> dict[str, Any]:
    """The engine's own figures."""
    client.send(json.dumps({"do": "status", "ref": "underrun"}))
    while True:
        answer = json.loads(client.recv(20))
        if answer.get("ref") == "underrun":
            return dict(answer["status"])


def sounding_s(samples: np.ndarray) -> float:
    """Seconds from the first to the last audible sample."""
    loud = np.flatnonzero(np.abs(samples) > 2e-3)
    return float(loud[-1] - loud[0]) / RATE if len(loud) else 0.0


def run(minutes: float, busy: int) -> dict[str, Any]:
    """Speak, and take the figures."""
    server = serve()
    pulse = next(server)
    burners = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(busy)]
    try:
        with TemporaryDirectory() as name:
            folder = Path(name)
            ear = Ear(pulse, folder / "ear.f32")
            with live(folder, f"device:{SINK}", "--record", str(folder / "handed.wav")) as engine:
                engine.wait_ready()
                with engine.connect() as client:
                    heard = chatter(client, minutes)
                    time.sleep(1.0)
                    told = status(client)
            ear.close()
            handed, _ = soundfile.read(folder / "handed.wav", dtype="float32")
            stretched = sounding_s(ear.heard()) - sounding_s(handed)
    finally:
        for burner in burners:
            burner.kill()
        next(server, None)
    return {
        "minutes": minutes,
        "busy_processes": busy,
        "lines": heard,
        "underruns": told["underruns"],
        "device_underflows": told["device_underflows"],
        "inserted_silence_ms": round(stretched * 1e3, 1),
    }


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--busy", type=int, default=1, help="processes that do nothing but burn a core")
    arguments = parser.parse_args()
    why = missing()
    if why:
        sys.exit(f"No PulseAudio to measure with: {why}.")
    result = run(arguments.minutes, arguments.busy)
    rows = [
        (
            f"{result['minutes']:g} minutes of dense chat, {result['busy_processes']} core kept busy, lines",
            f"{result['lines']}",
            "",
        ),
        ("underruns", f"{result['underruns']}", "0"),
        ("blocks the device played without us", f"{result['device_underflows']}", "0"),
        ("recording longer than what was handed out", f"{result['inserted_silence_ms']} ms", "0"),
    ]
    finish(arguments, "Underruns", result, rows)


if __name__ == "__main__":
    main()
