"""Outside objects become messages, or one clear error."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.deletions import concerns, deletion_from
from engine.errors import InputError
from engine.messages import message_from, object_from
from engine.plain_text import clean, clean_line
from engine.values import Deletion, EmotionVector, Message


def built(**fields: Any) -> Message:
    return message_from(fields, platform="socket", now=9.0, fallback_id="f-1")


def test_text_alone_is_enough() -> None:
    assert built(text="hi") == Message("f-1", "hi", platform="socket", at=9.0)


def test_every_field_is_taken() -> None:
    found = built(
        text="hi", id=12, author=" Ana ", kind="cheer", platform="twitch", role="vip", amount=100, currency="bits",
        emotion={"happy": 0.5}, pace=0.9, voice="heart", at=3.0, unknown=[1],
    )  # fmt: skip
    assert found == Message(
        "12", "hi", "Ana", "twitch", 9.0, "cheer", 100.0, "bits", "vip", EmotionVector(happy=0.5), None, 0.9, "heart"
    )


@pytest.mark.parametrize("name", ["heart", "hibari:soft", "indextts2:aoi-2_b", "kokoro:zf_xiaoxiao"])
def test_a_voice_is_asked_for_by_its_name(name: str) -> None:
    assert built(text="x", voice=name).voice == name


@pytest.mark.parametrize(
    "name",
    [
        "indextts2:/etc/passwd", "indextts2:../../secret", "indextts2:..", "indextts2:me.wav", "indextts2:C:\\x",
        "indextts2:~root", "indextts2:x.voice", "indextts2:\\\\host\\share", "openai:http://10.0.0.1/v1", "stream:ws://h/",
        "/etc/passwd", "file:///etc/passwd", "indextts2:", "indextts2:-rf", "a b",
    ],
)  # fmt: skip
def test_neither_a_file_nor_an_address_can_be_asked_for_from_outside(name: str) -> None:
    with pytest.raises(InputError, match="not the name of a voice"):
        built(text="x", voice=name)


def test_null_counts_as_absent() -> None:
    assert built(text="hi", id=None, author=None, emotion=None, duration=None, kind=None).id == "f-1"


@pytest.mark.parametrize("emotion", ["happy=0.7", {"happy": 0.7}, [0.7, 0, 0, 0, 0, 0, 0, 0]])
def test_an_emotion_has_three_forms(emotion: object) -> None:
    assert built(text="x", emotion=emotion).emotion == EmotionVector(happy=0.7)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "no text"),
        ({"text": 3}, "not a string"),
        ({"text": ["a"]}, "not a string"),
        ({"text": "x", "duration": "2"}, "'duration' is not a number"),
        ({"text": "x", "duration": True}, "not a number"),
        ({"text": "x", "duration": float("nan")}, "out of range"),
        ({"text": "x", "duration": float("inf")}, "out of range"),
        ({"text": "x", "duration": 0}, "over 0 to 600"),
        ({"text": "x", "duration": -1}, "out of range"),
        ({"text": "x", "duration": 600.1}, "out of range"),
        ({"text": "x", "duration": 10**400}, "out of range"),
        ({"text": "x", "pace": 0.4}, "0.5 to 2"),
        ({"text": "x", "pace": 1, "duration": 1}, "both"),
        ({"text": "x", "amount": -5}, "'amount' is out of range"),
        ({"text": "x", "kind": "shout"}, "chat, cheer"),
        ({"text": "x", "kind": []}, "'kind'"),
        ({"text": "x", "role": "king"}, "viewer"),
        ({"text": "x", "author": 3}, "'author' is not text"),
        ({"text": "x", "id": True}, "'id' is not text"),
        ({"text": "x", "id": "i" * 201}, "longer than 200"),
        ({"text": "x", "emotion": {"joy": 1}}, "joy"),
        ({"text": "x", "emotion": {"happy": 7}}, "0 to 1"),
    ],
)
def test_what_cannot_be_used_says_why(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError) as refused:
        built(**fields)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    "line", ["{", "[]", "3", "null", '{"a": NaN}', '{"a": Infinity}', '{"a":' * 50_000, "{'a': 1}", ""]
)
def test_only_strict_json_objects_are_read(line: str) -> None:
    with pytest.raises(InputError):
        object_from(line)


def test_a_broken_line_says_where() -> None:
    with pytest.raises(InputError, match="character 10"):
        object_from('{"text": }')


def test_terminal_commands_and_lone_surrogates_do_not_get_through() -> None:
    found = built(text="a\x1b[31mb\x00\x9b\u202ec\ud83d\ude00\ud800\nd\te", author="x\ny\x1b]0;z\x07")
    assert found.text == "a[31mbc😀\ufffd\nd\te"
    assert found.author == "x y]0;z"


@given(st.text(st.characters()))
def test_clean_text_always_encodes_and_is_stable(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.encode("utf-8")[:0] == b""
    assert clean(cleaned) == cleaned
    assert "\x1b" not in cleaned
    assert len(clean_line(text, 10)) <= 10


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=8) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_KEYS = ["text", "id", "author", "kind", "platform", "role", "amount", "currency", "emotion", "duration", "pace"]


@given(st.dictionaries(st.sampled_from([*_KEYS, "voice", "delete", "do", "all"]), _JSON))
def test_any_object_is_a_message_or_one_clear_error(fields: dict[str, Any]) -> None:
    with suppress(InputError):
        assert deletion_from(fields, platform="p") is None or {"delete", "do", "kind"} & fields.keys()
    with suppress(InputError):
        found = built(**fields)
        json.dumps(found.text).encode()
        assert found.author.encode("utf-8").decode() == found.author


@pytest.mark.parametrize(
    ("fields", "deletion"),
    [
        ({"delete": "m1"}, Deletion("p", "m1")),
        ({"delete": 7, "platform": "twitch"}, Deletion("twitch", "7")),
        ({"do": "delete", "id": "m1"}, Deletion("p", "m1")),
        ({"kind": "delete", "id": "m1", "author": "Bob"}, Deletion("p", "m1")),
        ({"do": "delete", "author": "Bob"}, Deletion("p", author="Bob")),
        ({"do": "delete", "all": True}, Deletion("p")),
        ({"text": "please delete"}, None),
        ({"do": "skip"}, None),
    ],
)
def test_deletions(fields: dict[str, Any], deletion: Deletion | None) -> None:
    assert deletion_from(fields, platform="p") == deletion


@pytest.mark.parametrize(
    "fields", [{"do": "delete"}, {"kind": "delete", "all": 1}, {"delete": ""}, {"delete": None}, {"delete": {}}]
)
def test_a_deletion_must_name_something(fields: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        deletion_from(fields, platform="p")


@pytest.mark.parametrize(
    ("deletion", "hit"),
    [
        (Deletion("p", "m1"), True),
        (Deletion("p", "m2"), False),
        (Deletion("q", "m1"), False),
        (Deletion("p", author="ANA"), True),
        (Deletion("p", author="bob"), False),
        (Deletion("p"), True),
        (Deletion("q"), False),
    ],
)
def test_whom_a_deletion_concerns(deletion: Deletion, hit: bool) -> None:
    assert concerns(deletion, Message("m1", "x", "Ana", "p")) is hit
