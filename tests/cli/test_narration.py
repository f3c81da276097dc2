"""What a person reads when there is no panel."""

from __future__ import annotations

import pytest

from engine import events
from engine.cli.narration import Narration
from engine.events import Event

NO_FEELING = dict.fromkeys(("happy", "angry", "sad", "afraid", "disgusted", "melancholic", "surprised", "calm"), 0.0)


def chunk(**feelings: float) -> events.Chunk:
    return events.Chunk(
        t=0.0, turn_id=1, index=0, text="Hi", spoken_as="Hi", emotion=NO_FEELING | feelings, seconds=1.0, pause=0.0,
        pace=1.0, first_block_s=0.01, synth_s=0.02, voice="fake",
    )  # fmt: skip


SPOKEN = events.Spoken(t=1.0, turn_id=1, id="a", text="Hi", seconds=1.0)


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "80")
    narration = Narration()

    def tell(*happened: Event) -> list[str]:
        for event in happened:
            narration.take(event)
        out, err = capsys.readouterr()
        assert out == "", "standard output is for programs"
        return [line.strip() for line in err.splitlines()]

    return tell


def test_a_spoken_line_with_what_was_felt(told) -> None:
    assert told(chunk(happy=0.5, calm=0.1), SPOKEN) == ["spoken  [happy 0.50, 1.0 s] Hi"]
    assert told(chunk(), SPOKEN) == ["spoken  [neutral, 1.0 s] Hi"]


def test_a_dropped_line_with_its_reason_and_nothing_a_terminal_would_obey(told) -> None:
    text = "\x1b[2Jred [bold]x[/bold]\u202e\n\ud800" + "x" * 10_000
    [line] = told(events.Dropped(t=0.0, id="a", author="a\x07b", text=text, reason="too long"))
    assert line.startswith("dropped  (too long) a b:  [2Jred [bold]x[/bold]")
    assert len(line) < 330
    assert line.isprintable()


def test_a_fault_that_stays_the_same_is_told_once_until_it_was_mended(told) -> None:
    fault = events.Failed(t=0.0, where="twitch", what="No network.", fix="Plug it in.")
    state = {name: events.Connection(t=0.0, name="twitch", state=name) for name in ("connecting", "waiting")}
    attempt = (state["connecting"], fault, state["waiting"])
    assert told(*attempt, *attempt, *attempt) == ["error  twitch: No network. Plug it in."]
    mended = events.Connection(t=0.0, name="twitch", state="connected", detail="#here")
    assert told(mended, *attempt) == ["connection  twitch: connected #here", "error  twitch: No network. Plug it in."]


def test_an_interruption_with_how_far_it_was_heard(told) -> None:
    cut = events.Interrupted(t=0.0, turn_id=1, id="a", reason="skipped", heard="Hello every", last_sample=1)
    assert told(chunk(happy=1.0), cut) == ["interrupted  (skipped) after: Hello every"]


def queued(turn_id: int, author: str, kind: str) -> events.Queued:
    return events.Queued(
        t=0.0, turn_id=turn_id, id="a", author=author, text="Hi", kind=kind, priority=10, waiting=1
    )  # fmt: skip


@pytest.mark.parametrize(
    ("author", "kind", "line"),
    [
        ("PixelPirate", "raid", "PixelPirate (raid): Hi"),
        ("ana", "chat", "ana: Hi"),
        ("", "gift", "(gift): Hi"),
        ("", "chat", "Hi"),
    ],
)
def test_a_spoken_line_says_whom_it_is_from(told, author: str, kind: str, line: str) -> None:
    assert told(queued(1, author, kind), chunk(happy=0.57), SPOKEN) == [f"spoken  [happy 0.57, 1.0 s] {line}"]


def test_authors_are_forgotten_when_their_line_ends_and_beyond_a_bound(told) -> None:
    told(queued(1, "ana", "chat"), SPOKEN)
    assert told(chunk(), SPOKEN) == ["spoken  [neutral, 1.0 s] Hi"]
    told(queued(1, "ana", "chat"), *(queued(turn, "bob", "chat") for turn in range(2, 5000)))
    assert told(chunk(), SPOKEN) == ["spoken  [neutral, 1.0 s] Hi"]


def test_only_a_change_of_pace_that_can_be_heard_is_told(told) -> None:
    paces = [0.99, 0.96, 0.95, 0.93, 0.91, 0.90, 0.92, 0.97, 1.0, 1.0, 0.98, 1.0]
    lines = told(*(events.Paced(t=0.0, pace=pace, backlog_s=3.0, waiting=2) for pace in paces))
    assert [line.split()[1] for line in lines] == ["0.95", "0.90", "0.97", "1.00"]
