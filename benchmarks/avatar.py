"""The avatar: what a frame costs, what share of a core the camera's process takes, how well the mouth follows speech.

python benchmarks/avatar.py [--seconds 20] [--json] [--write]
"""

from __future__ import annotations

import asyncio
import itertools
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.report import Row, finish, options, quantile
from engine.values import EmotionVector, Line, Samples
from engine.voices.hibari import HibariVoice
from plugins.avatar.camera.link import CameraLink
from plugins.avatar.camera.order import CameraOrder
from plugins.avatar.camera.pixels import Packing
from plugins.avatar.camera.thrift import Thrift
from plugins.avatar.drawing.painter import DrawnPainter
from plugins.avatar.mouth import HEARD_S, Mouth, MouthShape
from plugins.avatar.pose import Pose
from plugins.avatar.poser import Poser
from tests.plugins.avatar import memory_camera
from tests.plugins.avatar.memory_camera import BACKEND, frames, told

SECTION = "The avatar"
WIDTH, HEIGHT = 640, 720
LINES = (
    ("Hello everybody, welcome back to the stream!", EmotionVector(happy=0.8)),
    ("I really did not expect that to happen today.", EmotionVector(surprised=0.9)),
    ("Thank you so much for the five gifted subs.", EmotionVector(happy=0.5, calm=0.3)),
    ("Well, the moon looked quiet over the sleeping town.", EmotionVector(melancholic=0.7)),
    ("Leave that poor goblin alone, you bully!", EmotionVector(angry=0.9)),
)


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--seconds", type=float, default=20.0, help="of each run of the camera")
    arguments = parser.parse_args()
    speech = spoken()
    result: dict[str, Any] = {
        "mouth": mouth_figures(speech),
        "steps": step_figures(speech),
        "frame": frame_figures(speech),
    }
    result["camera"] = {str(fps): asyncio.run(camera_figures(speech, fps, arguments.seconds)) for fps in (30, 60)}
    finish(arguments, SECTION, result, rows(result))


def spoken() -> list[tuple[Samples, EmotionVector]]:
    """Each line as the embedded voice says it, with half a second of silence after it."""
    voice = HibariVoice.load()
    rest = np.zeros(voice.sample_rate // 2, np.float32)
    return [
        (np.concatenate([*voice.speak(Line(0, 0, voice.speakable(text), emotion)), rest]), emotion)
        for text, emotion in LINES
    ]


RATE = HibariVoice.sample_rate
Speech = list[tuple[Samples, EmotionVector]]


def mouths(samples: Samples, fps: int, ahead_s: float = 0.03) -> list[MouthShape]:
    mouth, window = Mouth(RATE), round(HEARD_S * RATE)
    padded = np.concatenate([np.zeros(window, np.float32), samples, np.zeros(window, np.float32)])
    ends = [round((frame / fps + ahead_s) * RATE) for frame in range(int(len(samples) / RATE * fps))]
    return [mouth.hear(padded[end : end + window], 1 / fps) for end in ends]


def poses(speech: Speech, fps: int) -> list[Pose]:
    """What the camera's process is sent, frame by frame."""
    poser, made = Poser(), []
    for samples, emotion in speech:
        for shape in mouths(samples, fps):
            made.append(poser.step(len(made) / fps, shape, emotion, speaking=True))
    return made


def mouth_figures(speech: Speech) -> dict[str, float]:
    follows, closes = [], []
    for samples, _ in speech:
        opening = [shape.open for shape in mouths(samples, 30)]
        follows.append(float(np.corrcoef(opening, envelope(samples, 30))[0, 1]))
        cuts = np.arange(0.25, len(samples) / RATE - 0.7, 0.05)
        closes.extend(1000 * closing_s(samples, float(cut_s)) for cut_s in cuts)
    return {
        "r_least": min(follows),
        "r_mean": statistics.mean(follows),
        "closing_ms_p95": quantile(closes, 0.95),
        "closing_ms_max": max(closes),
    }


def envelope(samples: Samples, fps: int) -> Samples:
    """RMS over 40 ms around each frame."""
    width = round(0.04 * RATE)
    power = np.convolve(samples.astype(np.float64) ** 2, np.full(width, 1 / width), "same")
    at = (np.arange(int(len(samples) / RATE * fps)) / fps * RATE).astype(int)
    return np.asarray(np.sqrt(np.maximum(power, 0.0))[at], np.float32)


def closing_s(samples: Samples, cut_s: float, fps: int = 60) -> float:
    """Seconds from a cut in the middle of speech to the first frame with a shut mouth."""
    cut = np.concatenate([samples[: round(cut_s * RATE)], np.zeros(RATE // 2, np.float32)])
    times = ((frame / fps, shape.open) for frame, shape in enumerate(mouths(cut, fps, ahead_s=0.0)))
    return next(at for at, opening in times if at >= cut_s and opening < 0.05) - cut_s


def step_figures(speech: Speech) -> dict[str, float]:
    """What a step costs the engine's loop: the mouth's hearing, the pose, packing it for the pipe."""
    poser, mouth, window, took = Poser(), Mouth(RATE), round(HEARD_S * RATE), []
    samples = speech[0][0]
    for frame in range(600):
        start = frame * 40 % (len(samples) - window)
        begin = time.perf_counter()
        poser.step(frame / 60, mouth.hear(samples[start : start + window], 1 / 60), speech[0][1], True).pack()
        took.append(1e6 * (time.perf_counter() - begin))
    return {"us_p50": statistics.median(took), "us_p95": quantile(took, 0.95)}


def frame_figures(speech: Speech) -> dict[str, float]:
    """Processor time of drawing and packing one frame."""
    painter, packing, took = DrawnPainter(WIDTH, HEIGHT), Packing(WIDTH, HEIGHT, alpha=False), []
    thrift = Thrift(30)
    for pose in poses(speech, 30):
        begin = time.process_time()
        packing.packed(painter.paint(thrift.drawn(pose), 0xFF00FF00), painter.rows)
        took.append(1000 * (time.process_time() - begin))
    return {"ms_p50": statistics.median(took), "ms_p95": quantile(took, 0.95)}


async def camera_figures(speech: Speech, fps: int, seconds: float) -> dict[str, float]:
    """The real process with a driver that only counts: its processor time over ``seconds``, and its pace."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "frames"
        order = CameraOrder(WIDTH, HEIGHT, fps, device=str(log), backend=BACKEND, imports=memory_camera.__name__)
        link, made = CameraLink(order), poses(speech, fps)
        running = asyncio.create_task(link.run(lambda report: None))
        while len(frames(log)) < 2 * fps if log.exists() else True:
            await asyncio.sleep(0.2)
        process, count = psutil.Process(told(log)[0]["pid"]), len(frames(log))
        begin, used = time.perf_counter(), sum(process.cpu_times()[:2])
        while time.perf_counter() - begin < seconds:
            link.show(made[int((time.perf_counter() - begin) * fps) % len(made)])
            await asyncio.sleep(1 / fps)
        passed, used = time.perf_counter() - begin, sum(process.cpu_times()[:2]) - used
        times = [one["t"] for one in frames(log)[count:]]
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    apart = [1000 * (b - a) for a, b in itertools.pairwise(times)]
    return {
        "core_percent": 100 * used / passed,
        "fps": (len(times) - 1) / (times[-1] - times[0]),
        "apart_ms_p95": quantile(apart, 0.95),
    }


def rows(result: dict[str, Any]) -> list[Row]:
    mouth, frame, steps, camera = result["mouth"], result["frame"], result["steps"], result["camera"]
    made = [
        (
            "mouth against the envelope of speech, r (least, mean of 5 lines)",
            f"{mouth['r_least']:.2f}, {mouth['r_mean']:.2f}",
            "0.8",
        ),
        (
            "mouth shut after the sound is cut, ms (p95, max)",
            f"{mouth['closing_ms_p95']:.0f}, {mouth['closing_ms_max']:.0f}",
            "100",
        ),
        ("a step on the engine's loop, µs (p50, p95)", f"{steps['us_p50']:.0f}, {steps['us_p95']:.0f}", "2000"),
        (
            f"a frame of {WIDTH}x{HEIGHT} drawn and packed, ms of processor (p50, p95)",
            f"{frame['ms_p50']:.1f}, {frame['ms_p95']:.1f}",
            "8.3",
        ),
    ]
    for fps, limit in (("30", "25"), ("60", "60 fps possible")):
        one = camera[fps]
        made.append((f"camera's process at {fps} fps: % of one core", f"{one['core_percent']:.0f}", limit))
        made.append(
            (
                f"frames a second; ms from frame to frame, p95 ({fps} fps)",
                f"{one['fps']:.1f}; {one['apart_ms_p95']:.1f}",
                fps,
            )
        )
    return made


if __name__ == "__main__":
    main()
