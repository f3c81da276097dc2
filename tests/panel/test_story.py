import pytest

from engine import events
from engine.panel.story import ENOUGH, tell


@pytest.mark.parametrize(
    ("event", "word", "text"),
    [
        (events.Dropped(t=1, id="a", author="bob", text="hi", reason="too long"), "dropped", "too long: bob: hi"),
        (events.Dropped(t=1, id="a", author="", text="hi", reason="bot"), "dropped", "bot: hi"),
        (events.Skipped(t=1, text="http://x", reason="a link"), "left out", "a link: http://x"),
        (events.Interrupted(t=1, id="a", reason="skip", heard="So I", last_sample=1), "cut", "skip, after: So I"),
        (events.Interrupted(t=1, id="a", reason="stop", heard="", last_sample=0), "cut", "stop, unheard"),
        (events.Connection(t=1, name="obs", state="failed", detail="refused"), "link", "obs failed: refused"),
        (events.Controlled(t=1, do="volume", detail="0.8"), "control", "volume 0.8"),
        (events.Ready(t=1, voice="amy", sink="null", seconds=1.25), "ready", "amy speaks to null after 1.2 s"),
        (
            events.MoodMoved(t=1, cause="raid", mood={"calm": 0.1, "happy": 0.5, "sad": 0.2}),
            "mood",
            "raid: happy 0.50, sad 0.20",
        ),
        (events.MoodMoved(t=1, cause="crowd", mood={"happy": 0.01}), "mood", "crowd: neutral"),
        (events.Spoken(t=1, id="a", text="Hi.", seconds=0.51), "spoken", "Hi. (0.5 s)"),
    ],
)
def test_what_is_told(event, word, text) -> None:
    entry = tell(event)
    assert entry is not None
    assert (entry.word, entry.text) == (word, text)


def test_an_error_keeps_its_fix() -> None:
    entry = tell(events.Failed(t=1, where="obs", what="Refused.", fix="Start OBS."))
    assert entry is not None
    assert (entry.word, entry.text, entry.fix) == ("error", "obs: Refused.", "Start OBS.")


def test_what_the_gauges_show_is_not_told() -> None:
    assert tell(events.Paced(t=1, pace=0.9, backlog_s=3, waiting=2)) is None
    assert tell(events.Onset(t=1, sample=0, ttfa=0.04)) is None


def test_a_flood_is_quoted_in_part() -> None:
    entry = tell(events.Dropped(t=1, id="a", author="b" * 9999, text="x" * 1_000_000, reason="too long"))
    assert entry is not None
    assert len(entry.text) < ENOUGH + 100
