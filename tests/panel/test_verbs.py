import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputError
from engine.panel.verbs import completions, hint
from engine.verbs import VERBS, parse
from tests.panel.fake_deck import KNOWN


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("Hello chat!", {"do": "say", "text": "Hello chat!"}),
        ("/skip", {"do": "skip"}),
        ("/event boss defeated", {"do": "event", "name": "boss defeated"}),
        ("/event raid 42", {"do": "event", "name": "raid", "amount": 42.0}),
        ("/reader embedded", {"do": "reader", "name": "embedded"}),
        ("/SKIP ", {"do": "skip"}),
        ("/pause", {"do": "pause"}),
        ("/resume", {"do": "resume"}),
        ("/stop", {"do": "stop"}),
        ("/clear", {"do": "clear"}),
        ("/mute", {"do": "mute"}),
        ("/unmute", {"do": "unmute"}),
        ("/volume 0.8", {"do": "volume", "value": 0.8}),
        ("/volume 80%", {"do": "volume", "value": 0.8}),
        ("/say  /not a verb", {"do": "say", "text": "/not a verb"}),
        ("/emotion happy=0.7, calm=0.2", {"do": "emotion", "value": "happy=0.7,calm=0.2"}),
        ("/emotion off", {"do": "emotion", "value": None}),
        ("/emotion", {"do": "emotion", "value": None}),
        ("/profile cozy", {"do": "profile", "name": "cozy"}),
        ("/drop 12", {"do": "drop", "turn_id": 12}),
        ("/drop #12", {"do": "drop", "turn_id": 12}),
    ],
)
def test_what_lines_stand_for(line, command) -> None:
    assert parse(line) == command


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ("/skpi", "Did you mean /skip?"),
        ("/zzzzz", "Use /pause"),
        ("/volume", "0 to 2"),
        ("/volume loud", "0 to 2"),
        ("/drop x", "turn number"),
        ("/skip now", "/skip alone"),
        ("/profile", "/profile name"),
    ],
)
def test_what_is_wrong_says_what_to_type(line, fix) -> None:
    with pytest.raises(InputError) as error:
        parse(line)
    assert fix in error.value.fix


@given(st.text(max_size=60).map(lambda text: "/" + text) | st.text())
def test_any_line_is_a_command_or_an_input_error(line) -> None:
    try:
        command = parse(line)
    except InputError:
        return
    assert command["do"] in KNOWN


def test_every_verb_the_engine_knows_is_offered() -> None:
    assert {verb.name for verb in VERBS} == KNOWN


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("/vo", "/volume "),
        ("/sk", "/skip"),
        ("/volume 0", "/volume 0.8"),
        ("/emotion h", "/emotion happy="),
        ("/emotion happy=0.7,c", "/emotion happy=0.7,calm="),
        ("/profile c", "/profile cozy"),
        ("/ev", "/event "),
        ("/event b", "/event boss_defeated"),
        ("/reader ", "/reader auto"),
        ("/reader Q", "/reader qwen"),
    ],
)
def test_completion(line, first) -> None:
    assert completions(line, ("default", "cozy"))[0] == first


@pytest.mark.parametrize("line", ["hello", "", "/nothing", "/skip ", "/emotion happy=0.7"])
def test_nothing_to_complete(line) -> None:
    assert completions(line, ("cozy",)) == []


def test_hints() -> None:
    assert hint("/") == "  ".join(f"/{verb.name}" for verb in VERBS)
    assert hint("/vol").startswith("/volume 0 to 2: Set how loud")
    assert hint("/volume 0.").startswith("/volume 0 to 2")
    assert hint("hello") == hint("/nothing") == ""


def test_acts_are_completed() -> None:
    acts = ("obs test", "obs scene ", "avatar test")
    assert completions("/stage ", (), acts) == ["/stage obs test", "/stage obs scene ", "/stage avatar test"]
    assert completions("/stage obs s", (), acts) == ["/stage obs scene "]
    assert completions("/stage obs test", (), acts) == []
