"""What pages are told, look by look."""

from __future__ import annotations

from dataclasses import replace

from engine.stage.moment import Moment
from plugins.overlay.script import KEPT, SYNC_S, Script
from tests.fakes.outputs import FakeStage


def kinds(told: list[dict[str, object]]) -> list[object]:
    return [message["type"] for message in told]


def test_a_page_is_told_of_a_clause_once_and_synced_five_times_a_second() -> None:
    stage, syncs, passages = FakeStage(), 0, 0
    script = Script(stage.sample_rate)
    stage.say("hello there", 0.0, 4.0)
    for tick in range(200):
        stage.at_s = tick * 0.02
        told = kinds(script.look(tick * 0.02, stage.moment(), stage.passage))
        syncs, passages = syncs + told.count("sync"), passages + told.count("passage")
    assert passages == 1
    assert 4.0 / SYNC_S * 0.8 <= syncs <= 4.0 / SYNC_S + 2


def test_what_the_page_would_get_wrong_is_told_at_once() -> None:
    stage = FakeStage()
    script = Script(stage.sample_rate)
    stage.say("hello there", 0.0, 4.0)
    script.look(0.0, stage.moment(), stage.passage)
    stage.at_s = 0.02
    assert script.look(0.02, stage.moment(), stage.passage) == []
    stage.at_s = 0.08  # the ear ran ahead
    assert kinds(script.look(0.04, stage.moment(), stage.passage)) == ["sync"]
    held = replace(stage.moment(), silence_s=0.01)  # a pause begins
    (told,) = script.look(0.05, held, stage.passage)
    assert (told["type"], told["speaking"]) == ("sync", False)


def test_more_known_of_a_clause_is_told_whether_it_sounds_or_is_to_come() -> None:
    stage = FakeStage()
    script = Script(stage.sample_rate)
    now, ahead = stage.say("now", 0.0, 1.0), stage.say("next", 1.0, 1.0, index=1)
    script.sounding(now)
    script.sounding(ahead)
    stage.at_s = 0.5
    script.look(0.5, stage.moment(), stage.passage)
    stage.passages = [replace(now, seconds=1.1), replace(ahead, start=now.start + 30000, seconds=2.0)]
    told = script.look(0.52, stage.moment(), stage.passage)
    assert [(one["index"], one["seconds"]) for one in told if one["type"] == "passage"] == [(0, 1.1), (1, 2.0)]


def test_a_cut_takes_every_clause_of_the_turn_before_any_event_does() -> None:
    stage = FakeStage()
    script = Script(stage.sample_rate)
    for index in range(3):
        script.sounding(stage.say("x", float(index), 1.0, turn_id=5, index=index))
    stage.at_s = 1.5
    script.look(0.0, stage.moment(), stage.passage)
    stage.cut.add(5)
    assert script.look(0.02, stage.moment(), stage.passage)[0] == {"type": "cut", "turn": 5}
    assert kinds(script.everything(stage.moment())) == ["sync"]
    assert script.look(0.03, stage.moment(), stage.passage) == []


def test_a_page_that_comes_late_is_told_what_is_being_said_and_no_more_than_that_takes() -> None:
    stage = FakeStage()
    script = Script(stage.sample_rate)
    for index in range(KEPT * 3):
        script.sounding(stage.say("x", float(index), 1.0, index=index))
    stage.at_s = KEPT * 3 - 0.5
    told = script.everything(stage.moment())
    assert kinds(told) == ["passage"] * KEPT + ["sync"]
    assert told[-1]["index"] == KEPT * 3 - 1


def test_a_page_that_comes_after_a_deletion_is_told_nothing_of_it() -> None:
    stage = FakeStage()
    script = Script(stage.sample_rate)
    script.sounding(stage.say("not nice", 0.0, 1.0, turn_id=4))
    stage.at_s = 1.5
    stage.cut.add(4)  # while no page looks on, and after it was said: no event tells
    script.sounding(stage.say("next", 1.6, 1.0, turn_id=5))
    assert [(one["type"], one.get("turn")) for one in script.everything(stage.moment())] == [
        ("passage", 5),
        ("sync", None),
    ]


def test_a_page_that_comes_while_the_next_turn_sounds_is_told_nothing_of_the_one_before() -> None:
    stage = FakeStage()
    script = Script(stage.sample_rate)
    for turn_id in (4, 5, 6):
        script.sounding(stage.say("x", turn_id, 1.0, turn_id=turn_id))
    stage.at_s = 5.5  # turn 4 may have been deleted since: no event would tell
    assert [one.get("turn") for one in script.everything(stage.moment())] == [5, 6, 5]


def test_before_the_first_word_there_is_only_the_clock() -> None:
    assert Script(100).everything(Moment(250.0)) == [{"type": "sync", "clock": 2.5, "speaking": False}]
