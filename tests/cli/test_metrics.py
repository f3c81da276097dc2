"""Figures gathered from events."""

from __future__ import annotations

from engine import events
from engine.metrics import Metrics
from engine.status import Fault
from tests.cli.test_narration import SPOKEN, chunk


def connection(t: float, state: events.State, name: str = "twitch", detail: str = "") -> events.Connection:
    return events.Connection(t=t, name=name, state=state, detail=detail)


def test_figures_are_counted_and_only_recent_ones_kept() -> None:
    metrics = Metrics()
    for number in range(100):
        metrics.take(
            events.Speaking(t=0.0, turn_id=number, id="a", author="", text="", waited=0.2 if number == 50 else 0.0)
        )
        metrics.take(events.Onset(t=0.0, turn_id=number, sample=0, ttfa=number / 1000))
        metrics.take(chunk())
    metrics.take(SPOKEN)
    metrics.take(events.Dropped(t=0.0, id="a", author="", text="", reason="empty"))
    assert (metrics.spoken, metrics.dropped) == (1, 1)
    assert list(metrics.ttfa_ms) == [float(number) for number in range(39, 100) if number != 50], (
        "50 stood behind others"
    )
    assert set(metrics.rtf) == {0.02}


def test_a_link_is_as_old_as_its_state_not_as_its_latest_word() -> None:
    metrics = Metrics()
    for event in (connection(1.0, "connecting"), connection(3.0, "connected"), connection(9.0, "connected")):
        metrics.take(event)
    metrics.take(connection(5.0, "finished", "console"))
    links = {link.name: (link.state, link.since_s) for link in metrics.links(10.0)}
    assert links == {"twitch": ("connected", 7.0), "console": ("finished", 5.0)}
    assert metrics.ended("console")
    assert not metrics.ended("twitch")
    assert not metrics.ended("nobody")


def test_a_link_tells_its_latest_detail() -> None:
    metrics = Metrics()
    metrics.take(connection(1.0, "connected", detail="0 clients"))
    metrics.take(connection(2.0, "connected", detail="1 client"))
    [link] = metrics.links(3.0)
    assert (link.detail, link.since_s) == ("1 client", 2.0)


def test_the_last_fault_of_each_part_is_kept_with_its_age() -> None:
    metrics = Metrics()
    for t, where, what in [(1.0, "obs", "Gone."), (2.0, "avatar", "No camera."), (5.0, "obs", "Gone again.")]:
        metrics.take(events.Failed(t=t, where=where, what=what, fix="Mend it."))
    assert metrics.faults(7.0) == (
        Fault("obs", "Gone again.", "Mend it.", 2.0),
        Fault("avatar", "No camera.", "Mend it.", 5.0),
    )
