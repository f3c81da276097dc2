"""How long from a text at the WebSocket to the first sound, and how much speech a core makes.

    python benchmarks/latency.py [--json] [--messages 60] [--sink null]

A real engine in its own process, warm; 12-word sentences, each sent once the one before has been heard. The first
sound is the first non-silent sample handed to the device. "The loop's own share" is what is left without the voice's
own time to its first block (text front end, network, signal processing).
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

from benchmarks.report import finish, options, spread
from benchmarks.running import ROOT, Live, live, until

WORDS = (
    *("the", "little", "robot", "found", "golden", "river", "behind", "mountain", "where", "people", "often", "sing"),
    *(
        "about",
        "stars",
        "before",
        "dinner",
        "while",
        "seven",
        "quiet",
        "horses",
        "carry",
        "letters",
        "across",
        "fields",
    ),
)
RENDERED = 150


def sentence(chance: random.Random) -> str:
    """Twelve words."""
    return " ".join(chance.sample(WORDS, 12)).capitalize() + "."


def measure(engine: Live, count: int) -> dict[str, Any]:
    """Milliseconds from ``send`` to the onset, and what of it was not the voice's."""
    chance = random.Random(1)
    heard, own, first = [], [], []
    with engine.connect() as client:
        for number in range(count + 3):
            sent = time.monotonic()
            client.send(json.dumps({"text": sentence(chance), "author": f"viewer{number}"}))
            seen = until(client, "spoken")
            onset = next(event for event in seen if event["type"] == "onset")
            chunk = next(event for event in seen if event["type"] == "chunk")
            if number >= 3:  # the first lines after the start are not yet warm
                heard.append((onset["t"] - sent) * 1e3)
                first.append(chunk["first_block_s"] * 1e3)
                own.append(heard[-1] - first[-1])
            time.sleep(0.6)
    return {
        "messages": count,
        "first_sound_ms": spread(heard),
        "first_block_ms": spread(first),
        "own_share_ms": spread(own),
    }


def throughput(folder: Path) -> dict[str, Any]:
    """A chat log rendered as fast as it can be: processor seconds of the whole process per second of speech."""
    chance = random.Random(2)
    chat, events = folder / "chat.txt", folder / "fast.jsonl"
    chat.write_text("\n".join(sentence(chance) for _ in range(RENDERED)))
    idle, full = (_cpu_s(folder, chat if lines else _empty(folder), events) for lines in (False, True))
    speech = sum(json.loads(line)["seconds"] for line in events.read_text().splitlines() if '"chunk"' in line)
    return {"speech_s": round(speech, 1), "rtf_whole_road": round((full - idle) / speech, 4)}


def _empty(folder: Path) -> Path:
    path = folder / "one.txt"
    path.write_text("One line to start.")
    return path


def _cpu_s(folder: Path, chat: Path, events: Path) -> float:
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, str(ROOT / "run_engine.py"), "live", "--headless", "--input", str(chat), "--fast"]
    command += ["--sink", "null:fast", "--until-idle", "--events", str(events)]
    subprocess.run(command, cwd=folder, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def starts(folder: Path, count: int = 5) -> list[float]:
    """Seconds from the command to ready, several times."""
    seconds = []
    for number in range(count):
        place = folder / f"start{number}"
        place.mkdir()
        with live(place) as engine:
            seconds.append(engine.wait_ready())
    return seconds


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--messages", type=int, default=60)
    parser.add_argument("--sink", default="null", help="the sink to measure with, e.g. device:NAME")
    arguments = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        ready = starts(folder)
        with live(folder, arguments.sink) as engine:
            engine.wait_ready()
            result = measure(engine, arguments.messages)
        result |= {"ready_s": spread(ready, 2)} | throughput(folder)
    sound, own = result["first_sound_ms"], result["own_share_ms"]
    finish(
        arguments,
        "Latency",
        result,
        [
            ("text at the socket to first sound, p50", f"{sound['p50']} ms", "50 ms"),
            ("the same, p95", f"{sound['p95']} ms", "90 ms"),
            ("the voice's first block, p50", f"{result['first_block_ms']['p50']} ms", ""),
            ("the loop's own share, p95", f"{own['p95']} ms", "15 ms"),
            (
                "command to ready to speak, median and greatest of 5",
                f"{result['ready_s']['p50']} s, {max(ready):.2f} s",
                "2.5 s",
            ),
            (f"whole-road RTF over {result['speech_s']} s of speech", f"{result['rtf_whole_road']}", "0.04"),
        ],
    )


if __name__ == "__main__":
    main()
