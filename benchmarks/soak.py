"""An hour's worth of chat: does memory stay flat and under its limit?

    python benchmarks/soak.py [--json] [--hours 1.0]

A real engine renders chat as fast as it can be spoken; its resident memory is looked at all the while.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import psutil

from benchmarks.latency import sentence
from benchmarks.report import finish, options
from benchmarks.running import ROOT

SECONDS_PER_LINE = 4.0
EXTRAS = (
    "",
    " 😂",
    " Wow!",
    " I am so sad about it...",
    " THIS IS UNFAIR!!!",
    " 12 of 30 for $5.50?",
    " https://example.com/x",
)


def soak(folder: Path, hours: float) -> dict[str, Any]:
    """Render ``hours`` of speech and watch the process."""
    chance = random.Random(3)
    chat, events = folder / "chat.jsonl", folder / "events.jsonl"
    lines = round(hours * 3600 / SECONDS_PER_LINE)
    with chat.open("w", encoding="utf-8") as file:
        for number in range(lines):
            text = sentence(chance) + chance.choice(EXTRAS)
            file.write(json.dumps({"id": str(number), "author": f"viewer{number % 500}", "text": text}) + "\n")
    command = [sys.executable, str(ROOT / "run_engine.py"), "live", "--headless", "--input", str(chat), "--fast"]
    command += ["--sink", "null:fast", "--until-idle", "--events", str(events)]
    begun = time.monotonic()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, stderr=quiet, stdout=quiet, stdin=quiet)
    watched, sizes = psutil.Process(process.pid), []
    while process.poll() is None:
        sizes.append(watched.memory_info().rss / 2**20)
        time.sleep(0.25)
    wall = time.monotonic() - begun
    seen = [json.loads(line) for line in events.read_text("utf-8").splitlines()]
    spoken = [event for event in seen if event["type"] == "spoken"]
    sizes = [size for size in sizes if size]
    return {
        "lines": lines,
        "spoken": len(spoken),
        "speech_s": round(sum(event["seconds"] for event in spoken)),
        "wall_s": round(wall, 1),
        "rss_mb_max": round(max(sizes)),
        "rss_mb_first_quarter": round(max(sizes[: len(sizes) // 4])),
        "rss_mb_last_quarter": round(max(sizes[-len(sizes) // 4 :])),
    }


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--hours", type=float, default=1.0, help="hours of speech")
    arguments = parser.parse_args()
    with TemporaryDirectory() as name:
        result = soak(Path(name), arguments.hours)
    grown = result["rss_mb_last_quarter"] - result["rss_mb_first_quarter"]
    rows = [
        ("lines sent, spoken", f"{result['lines']}, {result['spoken']}", "all"),
        ("speech, in wall-clock time", f"{result['speech_s']} s in {result['wall_s']} s", ""),
        ("greatest resident memory", f"{result['rss_mb_max']} MB", "350 MB"),
        ("growth from the first quarter to the last", f"{grown} MB", "flat"),
    ]
    finish(arguments, "Soak", result, rows)


if __name__ == "__main__":
    main()
