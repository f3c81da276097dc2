"""Captions against sound in what OBS records: when a caption appears in the picture, and when its words begin.

    python benchmarks/obs_captions.py [--json] [--starts 3] [--ahead-s -0.025]

A real engine speaks short sentences into a PulseAudio null sink; a real OBS under Xvfb captures it, shows the captions
and records. Asked of the recording: frames that begin to show a text, and onsets of speech after silence. Linux, with
the apt packages of the README's test section.
"""

from __future__ import annotations

import contextlib
import math
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from benchmarks.report import finish, options
from plugins.obs.caption_settings import CaptionSettings
from tests.real import obs as real_obs
from tests.real import pulse as real_pulse
from tests.real.command import live

RATE = 16_000
WINDOW_S = 0.005
SILENCE_S = 0.12
"""Silence before an onset; clauses lie further apart."""
LOUD = 0.006
"""RMS from which a window is speech; OBS records the null sink's digital silence as zeros."""
NEAR_S = 0.5
"""A caption further from every onset has none."""
SENTENCES = (
    "Good evening.", "Take your time.", "Being here is fun.", "Dogs are great.", "Cats are better.", "Pizza is ready.",
    "Keep going.", "Two more to go.", "Almost done.", "Everybody is here.", "Today is Monday.", "Begin the game.",
    "Come closer.", "Do not move.", "Turn around.", "Pick a card.", "Build a house.", "Open the door.",
    "Close it again.", "Give me a break.", "Back to work.", "Count to ten.", "Paint it blue.", "Call me later.",
)  # fmt: skip


@dataclass(frozen=True)
class Timing:
    """Seconds by which captions came after their sound; negative where before, infinite where they have none."""

    late_s: tuple[float, ...]
    captions: int
    onsets: int

    def percentile(self, share: float) -> float:
        """Of the absolute distance, in seconds."""
        return float(np.percentile(np.abs(self.late_s), share, method="higher")) if self.late_s else math.inf


def timing(record: Path, folder: Path) -> Timing:
    """Of a recording by OBS whose lower third shows nothing but captions."""
    shown, heard = appearances(record), onsets(sound(record, folder))
    return Timing(tuple(late_s(at, heard) for at in shown), len(shown), len(heard))


def late_s(at: float, onsets: Sequence[float] | np.ndarray) -> float:
    """From the nearest onset to a caption that appears at ``at``; infinite where none is near."""
    found = min((at - onset for onset in onsets), key=abs, default=math.inf)
    return float(found) if abs(found) <= NEAR_S else math.inf


def appearances(record: Path) -> list[float]:
    """Seconds at which the lower third of the picture begins to show a new text."""
    width, height = real_obs.WIDTH, real_obs.HEIGHT // 3
    crop = f"crop={width}:{height}:0:{real_obs.HEIGHT - height},fps={real_obs.FPS},format=gray"
    command = ["ffmpeg", "-v", "error", "-i", str(record), "-vf", crop, "-f", "rawvideo", "-"]
    raw = subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL).stdout
    frames = np.frombuffer(raw, np.uint8).reshape(-1, height, width)
    texts = [(frame > 128) for frame in frames]
    changed = [index for index in range(1, len(texts)) if np.count_nonzero(texts[index] ^ texts[index - 1]) > 60]
    begun = [index for index in changed if index - 1 not in changed and np.count_nonzero(texts[index]) > 60]
    return [index / real_obs.FPS for index in begun]


def sound(record: Path, folder: Path) -> np.ndarray:
    """The recording's sound, mono float32 at ``RATE``, starting with the picture."""
    path = folder / "sound.f32"
    command = ["ffmpeg", "-v", "error", "-y", "-i", str(record), "-af", "aresample=async=1:first_pts=0"]
    subprocess.run([*command, "-ac", "1", "-ar", str(RATE), "-f", "f32le", str(path)], check=True)
    return np.fromfile(path, np.float32)


def onsets(samples: np.ndarray) -> np.ndarray:
    """Seconds at which speech begins after silence."""
    size = round(WINDOW_S * RATE)
    blocks = samples[: len(samples) // size * size].reshape(-1, size)
    loud = np.sqrt((blocks**2).mean(1)) > LOUD
    quiet = round(SILENCE_S / WINDOW_S)
    found = [at for at in np.flatnonzero(loud) if at >= quiet and not loud[at - quiet : at].any()]
    return np.array(found) * WINDOW_S


def recorded(obs: real_obs.RealObs, pulse: real_pulse.Pulse, folder: Path, lines: Sequence[str], section: str) -> Path:
    """Have the lines spoken and recorded; the finished file."""
    told = real_obs.Events()
    with obs.client(on_event=told) as client:
        real_obs.ready(client)
        real_obs.set_up(client)
        options = ("--profile", str(real_obs.profile(folder, obs, section)), "--with", "obs")
        with live(folder, *options, sink=f"device:{real_pulse.SINK}", **real_obs.variables(pulse)) as running:
            running.wait_for("ready")
            running.wait_for("connection", name="obs", state="connected")
            running.type("/stage obs record_start")
            told.wait_for("RecordStateChanged", outputState="OBS_WEBSOCKET_OUTPUT_STARTED")
            real_obs.speak_all(running, lines, 120.0)
            running.type("/stage obs record_stop")
            done = told.wait_for("RecordStateChanged", outputState="OBS_WEBSOCKET_OUTPUT_STOPPED")
    return Path(done["outputPath"])


def measured(section: str = "") -> Timing:
    """Of a fresh OBS that records all sentences."""
    with contextlib.closing(real_pulse.serve()) as server, tempfile.TemporaryDirectory() as folder:
        pulse = next(server)
        with contextlib.closing(real_obs.serve(pulse)) as machine:
            return timing(recorded(next(machine), pulse, Path(folder), SENTENCES, section), Path(folder))


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--starts", type=int, default=3, help="how often OBS is started anew")
    parser.add_argument("--ahead-s", type=float, default=CaptionSettings().ahead_s)
    arguments = parser.parse_args()
    why = real_pulse.missing() or real_obs.missing()
    if why:
        sys.exit(f"No OBS to measure with: {why}.")
    section = f"[plugins.obs.captions]\nahead_s = {arguments.ahead_s}\n"
    found = [measured(section) for _ in range(arguments.starts)]
    whole = Timing(tuple(each for timed in found for each in timed.late_s), 0, 0)
    distance = {f"p{share}": round(1000 * whole.percentile(share), 1) for share in (50, 95, 100)}
    middles = [f"{1000 * statistics.median(timed.late_s):.0f}" for timed in found]
    missing = sum(map(math.isinf, whole.late_s))
    rows = [
        (f"captions in OBS's recordings, {arguments.starts} starts of OBS", f"{len(whole.late_s)}", "20"),
        ("of them with no onset within 0.5 s (counted as infinitely late)", f"{missing}", ""),
        ("caption to the first sound of its words, p95", f"{distance['p95']} ms", "80 ms"),
        ("the same, worst", f"{distance['p100']} ms", ""),
        ("median of each start (more is later than the sound)", ", ".join(f"{each} ms" for each in middles), ""),
    ]
    result = {"distance_ms": distance, "medians_ms": middles, "captions": len(whole.late_s), "without_onset": missing}
    finish(arguments, "OBS captions", result, rows)


if __name__ == "__main__":
    main()
