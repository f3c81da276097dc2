"""Feelings run ahead of the sound: the panel shows those of what is heard."""

from __future__ import annotations

from dataclasses import replace

from engine.events import Felt, Spoken
from engine.panel.felt_now import FeltNow
from engine.status import Now, Status
from engine.values import EmotionVector
from tests.panel.states import felt

GLAD, SORRY, CALM = EmotionVector(happy=0.7), EmotionVector(sad=0.5), EmotionVector(calm=0.2)


def said(turn_id: int, emotion: EmotionVector, felt: Felt | None = None) -> Status:
    return Status(now=Now(turn_id, "anna", "Hello.", emotion=emotion), felt=felt)


def test_the_sentence_being_heard_is_shown_though_others_were_felt_since() -> None:
    first, second, next_turn = felt(1, GLAD, GLAD), felt(1, SORRY, SORRY), felt(2, CALM, CALM)
    shown = FeltNow()
    shown.take([first, Spoken(t=1, id="a", text="", seconds=1), second, next_turn])
    assert shown.shown(said(1, GLAD, next_turn)).felt == first
    assert shown.shown(said(1, SORRY, next_turn)).felt == second
    assert shown.shown(said(2, CALM, next_turn)).felt == next_turn


def test_while_nothing_is_said_nothing_is_felt() -> None:
    shown = FeltNow()
    shown.take([felt(1, GLAD, GLAD)])
    assert shown.shown(Status(felt=felt(1, GLAD, GLAD))).felt is None


def test_the_snapshot_is_enough_where_the_event_came_before_the_panel() -> None:
    newest = felt(1, GLAD, GLAD)
    assert FeltNow().shown(said(1, GLAD, newest)).felt == newest
    assert FeltNow().shown(said(2, GLAD, newest)).felt is None


def test_what_the_voice_was_told_otherwise_is_the_newest_of_the_turn() -> None:
    shown = FeltNow()
    shown.take([felt(1, GLAD, GLAD), felt(1, SORRY, SORRY)])
    assert shown.shown(said(1, CALM)).felt == felt(1, SORRY, SORRY)
    assert replace(said(1, CALM), felt=felt(1, SORRY, SORRY)) == shown.shown(said(1, CALM))
