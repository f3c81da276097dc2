"""What a hostile chat does to a running engine: nothing.

    python benchmarks/bad_input.py [--json] [--messages 5000] [--seed 0]

Texts drawn by hypothesis (control characters, right-to-left marks, zero width, emoji, lone surrogates, megabytes),
broken JSON and raw bytes go into the socket of a real engine with the embedded voice. Each must be answered: spoken,
dropped with a reason, or refused with an error; and afterwards an ordinary line must be spoken.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from websockets.sync.client import ClientConnection

from benchmarks.report import finish, options
from benchmarks.running import Live, live

ENDS = ("spoken", "dropped", "interrupted")
BATCH = 50
LONGEST = 65_536

ORDINARY = ("hello", "world", "this", "is", "normal", "chat", "from", "12", "nice", "3.5", "people", "at", "10:30")
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=200),
    st.text(st.characters(categories=("Cc", "Cf", "Cs", "Co", "Mn", "Zs")), max_size=200),
    st.text("\u202e\u200b\u200d\ufeff\u2066aeiou 😀👩‍👩‍👧🏳️‍🌈", max_size=100),
    st.text("!?.,:;-~*#@/\\$€%&()[]{}<>|'\"`^_+=", max_size=120),
    st.text("ahxklol0123456789", min_size=1, max_size=300),
    st.text("你好世界こんにちは안녕привет ", max_size=80),
    st.sampled_from(["", " ", "\x00", "a" * 70_000, "x " * 40_000, "😀" * 5_000, "\ud800", "[happy]" * 50, "{text}"]),
    st.integers().map(str),
    st.lists(
        st.sampled_from(
            [
                "hello",
                "world",
                "this",
                "is",
                "some",
                "normal",
                "chat",
                "from",
                "12",
                "nice",
                "3.5",
                "people",
                "at",
                "10:30",
            ]
        ),
        max_size=12,
    ).map(" ".join),
)
EXTRAS = st.dictionaries(
    st.sampled_from(["author", "emotion", "duration", "pace", "voice", "kind", "amount", "role"]),
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.lists(st.floats(0, 1), max_size=9),
    max_size=2,
)
BROKEN = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=60).map(lambda text: ("{" + text).encode("utf-8", "replace").decode()),
    st.sampled_from(
        ['{"text": ', "{" * 5_000, '{"text": 1e999}', '{"do": []}', '{"do": "volume", "value": NaN}', "[1, 2]"]
    ),
)


@dataclass(slots=True)
class Tally:
    """What was sent and how it ended."""

    sent: set[str] = field(default_factory=set)
    nameless: int = 0
    """Sent, but too long or no JSON: the answer cannot name them."""
    refusals: int = 0
    """Errors that name nothing."""
    ends: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)

    def take(self, event: dict[str, Any]) -> None:
        """Sort one event in."""
        if event["type"] in ENDS and str(event.get("id")) in self.sent:
            self.ends[str(event["id"])] = event["type"]
            if event["type"] == "dropped":
                self.reasons[event["reason"]] = self.reasons.get(event["reason"], 0) + 1
        elif event["type"] == "error" and event.get("ref") in self.sent:
            self.ends[event["ref"]] = "refused"
        elif event["type"] == "error" and event.get("where") == "socket":
            self.refusals += 1

    @property
    def unanswered(self) -> int:
        """How many answers are missing."""
        return len(self.sent) - len(self.ends) + max(0, self.nameless - self.refusals)


def draw(strategy: st.SearchStrategy[Any], count: int, seed: int) -> list[Any]:
    """``count`` examples, the same for the same seed."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded

    drawn: list[Any] = []

    @seeded(seed)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(value: Any) -> None:
        drawn.append(value)

    while len(drawn) < count:
        collect()
    return drawn[:count]


def attack(client: ClientConnection, count: int, seed: int) -> Tally:
    """Send everything, a batch at a time, and read every answer."""
    tally = Tally()
    good = draw(st.tuples(TEXTS, EXTRAS), count * 9 // 10, seed)
    bad = draw(BROKEN, count - len(good), seed)
    for number, (text, extra) in enumerate(good):
        name = f"bad-{number}"
        frame = json.dumps({**extra, "text": text, "id": name, "ref": name})
        if len(frame) > LONGEST or not strict(frame):
            tally.nameless += 1
        else:
            tally.sent.add(name)
        client.send(frame)
        if number % BATCH == 0:
            read(client, tally, lambda: len(tally.sent) - len(tally.ends) > 3 * BATCH)
    for frame in bad:
        client.send(frame)
    read(client, tally, lambda: tally.unanswered)
    return tally


def strict(frame: str) -> bool:
    """Whether ``frame`` is JSON without Infinity and NaN."""
    try:
        json.loads(frame, parse_constant=int)
    except ValueError:
        return False
    return True


def read(client: ClientConnection, tally: Tally, more: Any, timeout_s: float = 120.0) -> None:
    """Take in events while ``more()``; gives up after ``timeout_s`` without one."""
    while more():
        try:
            tally.take(json.loads(client.recv(timeout_s)))
        except TimeoutError:
            return


def alive(engine: Live) -> bool:
    """Whether an ordinary line is still spoken."""
    with engine.connect() as client:
        client.send(json.dumps({"text": "Still here.", "id": "alive"}))
        give_up = time.monotonic() + 60
        while time.monotonic() < give_up:
            event = json.loads(client.recv(60))
            if event["type"] == "spoken" and event["id"] == "alive":
                return True
    return False


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--messages", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    with TemporaryDirectory() as name, live(Path(name), "null:fast") as engine:
        engine.wait_ready()
        with engine.connect() as client:
            tally = attack(client, arguments.messages, arguments.seed)
        survived = alive(engine) and engine.process.poll() is None
    ends = {kind: sum(end == kind for end in tally.ends.values()) for kind in (*ENDS, "refused")}
    missing = sorted(tally.sent - set(tally.ends))
    ends["refused"] += tally.nameless
    result = {"messages": arguments.messages, "survived": survived, "unanswered": tally.unanswered, "ends": ends}
    result |= {
        "examples_unanswered": missing[:5],
        "reasons": dict(sorted(tally.reasons.items(), key=lambda p: -p[1])[:20]),
    }
    rows = [
        (f"{arguments.messages} messages: engine alive and speaking afterwards", str(survived), "True"),
        ("messages without an answer", str(tally.unanswered), "0"),
        ("spoken / dropped with a reason / refused", f"{ends['spoken']} / {ends['dropped']} / {ends['refused']}", ""),
    ]
    finish(arguments, "Bad input", result, rows)


if __name__ == "__main__":
    main()
