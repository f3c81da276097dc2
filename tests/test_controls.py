"""The verbs, as an outsider sends them."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import events
from engine.controls import ACTIONS
from engine.errors import StreamvoiceError
from engine.verbs import VERBS
from tests.fakes.stage import Stage, stage
from tests.fakes.virtual_time import run


def ask(command: dict[str, Any]) -> dict[str, Any]:
    async def story() -> dict[str, Any]:
        async with stage() as it:
            return dict(it.engine.control(command))

    return run(story())


@pytest.mark.parametrize(
    ("command", "detail"),
    [
        ({"do": "pause"}, "paused"),
        ({"do": "skip"}, "nothing to skip"),
        ({"do": "volume", "value": 0.5}, "volume 0.5"),
        ({"do": "emotion", "value": "happy=0.7"}, "held: happy"),
        ({"do": "emotion"}, "follows the text"),
        ({"do": "clear"}, "cleared 0"),
        ({"do": "profile", "name": "default"}, "profile default"),
        ({"do": "event", "name": "Boss defeated"}, "boss_defeated"),
        ({"do": "event", "name": "raid", "amount": 42}, "raid"),
        ({"do": "reader", "name": "embedded"}, "reader embedded"),
    ],
)
def test_verbs_answer(command: dict[str, Any], detail: str) -> None:
    assert ask(command) == {"ok": True, "do": command["do"], "detail": detail}


@pytest.mark.parametrize(
    "command",
    [
        {},
        {"do": None},
        {"do": "skipp"},
        {"do": "volume"},
        {"do": "volume", "value": float("nan")},
        {"do": "volume", "value": 9},
        {"do": "volume", "value": True},
        {"do": "say", "text": "  "},
        {"do": "drop", "turn_id": 99},
        {"do": "emotion", "value": "hapy=0.7"},
        {"do": "profile", "name": "../../etc/passwd"},
        {"do": "profile", "name": "/etc/hosts.toml"},
        {"do": "event"},
        {"do": "event", "name": "rain"},
        {"do": "event", "name": "raid", "amount": float("nan")},
        {"do": "event", "name": "raid", "amount": -1},
        {"do": "event", "name": "raid", "amount": True},
        {"do": "event", "name": "raid", "amount": 10**400},
        {"do": "reader"},
        {"do": "reader", "name": ["qwen"]},
        {"do": "reader", "name": "gwen"},
    ],
)
def test_wrong_commands_get_one_clear_error(command: dict[str, Any]) -> None:
    with pytest.raises(StreamvoiceError) as caught:
        ask(command)
    assert caught.value.what


def test_every_verb_that_is_explained_is_carried_out_and_the_other_way_round() -> None:
    assert {verb.name for verb in VERBS} == set(ACTIONS)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    verb=st.sampled_from([*ACTIONS, "x"]),
    extra=st.dictionaries(
        st.sampled_from(["value", "text", "name", "turn_id", "amount"]),
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text(max_size=20)
        | st.lists(st.floats(), max_size=9),
    ),
)
def test_no_command_breaks_the_engine(verb: str, extra: dict[str, Any]) -> None:
    async def story() -> None:
        async with stage() as it:
            with contextlib.suppress(StreamvoiceError):
                it.engine.control({"do": verb, **extra})
            it.engine.control({"do": "resume"})
            it.engine.control({"do": "profile", "name": "default"})
            it.engine.road.cast.chain = ("fake",)
            it.post("still alive", id="alive")
            await it.idle()
            assert "alive" in [event.id for event in it.of(events.Spoken)]

    run(story())


def test_a_held_emotion_is_spoken_until_released() -> None:
    async def story() -> None:
        async with stage() as it:
            await speak(it, "nothing special here")
            it.engine.control({"do": "emotion", "value": "angry=0.8"})
            await speak(it, "nothing special here either")
            it.engine.control({"do": "emotion", "value": None})
            await speak(it, "and here again nothing")
            assert [chunk.emotion["angry"] == 0.8 for chunk in it.of(events.Chunk)] == [False, True, False]

    run(story())


async def speak(it: Stage, text: str) -> None:
    it.post(text)
    await it.idle()
