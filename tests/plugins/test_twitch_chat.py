"""What Twitch's events become."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.api import Deletion, Message
from plugins.twitch.chat import REMEMBERED, ChatReader, role_of, without_cheermotes
from plugins.twitch.irc import IrcLine, parse_line
from tests.plugins.fake_twitch import privmsg, usernotice


def read(text: str, reader: ChatReader | None = None) -> Message | Deletion | None:
    line = parse_line(text)
    assert line is not None
    return (reader or ChatReader()).read(line, 5.0)


def message(text: str) -> Message:
    found = read(text)
    assert isinstance(found, Message)
    return found


def test_a_chat_line() -> None:
    found = message(privmsg("hello Kappa 世界"))
    assert found == Message("m-1", "hello Kappa 世界", "Bob", "twitch", 5.0)


def test_me_is_what_is_said() -> None:
    assert message(privmsg("\x01ACTION dances\x01")).text == "dances"


def test_a_cheer() -> None:
    found = message(privmsg("Cheer100 great Kappa25 stream", extra="bits=125"))
    assert (found.kind, found.amount, found.currency, found.text) == ("cheer", 125, "bits", "great stream")


def test_cheermotes_stay_where_their_sum_is_not_the_bits() -> None:
    assert without_cheermotes("Cheer100 in room B12", 100) == "Cheer100 in room B12"
    assert without_cheermotes("a" + "9" * 4999, 5) == "a" + "9" * 4999


@pytest.mark.parametrize(
    ("badges", "role"),
    [
        ("broadcaster/1,subscriber/0", "broadcaster"),
        ("subscriber/12,moderator/1", "moderator"),
        ("vip/1,founder/0", "vip"),
        ("founder/0", "subscriber"),
        ("premium/1", "viewer"),
        ("", "viewer"),
    ],
)
def test_badges_say_the_role(badges: str, role: str) -> None:
    assert role_of({"badges": badges}) == role


def test_the_mod_tag_counts_without_a_badge() -> None:
    assert role_of({"badges": "", "mod": "1"}) == "moderator"


@pytest.mark.parametrize(
    ("line", "kind", "amount", "currency", "text"),
    [
        (usernotice("sub", "msg-param-cumulative-months=1;msg-param-sub-plan=Prime"), "sub", 1, "months", ""),
        (usernotice("resub", "msg-param-cumulative-months=14", "love it"), "sub", 14, "months", "love it"),
        (usernotice("subgift", "msg-param-months=3;msg-param-recipient-id=9"), "gift", 1, "gift sub", ""),
        (usernotice("submysterygift", "msg-param-mass-gift-count=20"), "gift", 20, "gift subs", ""),
        (usernotice("raid", "msg-param-viewerCount=55;msg-param-login=bob"), "raid", 55, "viewers", ""),
        (usernotice("announcement", "msg-param-color=BLUE", "news!"), "chat", None, "", "news!"),
        (
            usernotice(
                "charitydonation", "msg-param-donation-amount=550;msg-param-donation-currency=EUR;msg-param-exponent=2"
            ),
            "gift",
            5.5,
            "EUR",
            "",
        ),
        (usernotice("sharedchatnotice", "source-msg-id=raid;msg-param-viewerCount=3"), "raid", 3, "viewers", ""),
    ],
)
def test_notices(line: str, kind: str, amount: float | None, currency: str, text: str) -> None:
    found = message(line)
    assert (found.kind, found.amount, found.currency, found.text) == (kind, amount, currency, text)
    assert found.author == "Bob"


def test_notices_nobody_reads_aloud() -> None:
    assert read(usernotice("viewermilestone", "msg-param-value=15", "streak")) is None


def test_a_gift_party_is_read_once() -> None:
    reader = ChatReader()
    party = "msg-param-origin-id=aa\\sbb;msg-param-mass-gift-count=2"
    assert isinstance(read(usernotice("submysterygift", party), reader), Message)
    assert read(usernotice("subgift", "msg-param-origin-id=aa\\sbb"), reader) is None
    assert isinstance(read(usernotice("subgift", "msg-param-origin-id=other"), reader), Message)


def test_one_message_is_deleted() -> None:
    line = "@login=bob;room-id=;target-msg-id=m-1;tmi-sent-ts=1 :tmi.twitch.tv CLEARMSG #ana :rude words"
    assert read(line) == Deletion("twitch", message_id="m-1")


def test_a_person_is_cleared_under_the_name_they_were_shown_with() -> None:
    reader = ChatReader()
    read(privmsg("hi", login="bob", name="鲍勃"), reader)
    cleared = "@ban-duration=600;room-id=1;target-user-id=7 :tmi.twitch.tv CLEARCHAT #ana :"
    assert read(cleared + "bob", reader) == Deletion("twitch", author="鲍勃")
    assert read(cleared + "carol", reader) == Deletion("twitch", author="carol")


def test_all_is_cleared() -> None:
    assert read("@room-id=1 :tmi.twitch.tv CLEARCHAT #ana") == Deletion("twitch")


def test_shared_chat_is_left_out_unless_wanted() -> None:
    line = privmsg("from next door", extra="source-id=z;source-room-id=2")
    assert read(line) is None
    assert isinstance(read(line, ChatReader(shared_chat=True)), Message)
    assert isinstance(read(privmsg("ours", extra="source-id=m-1;source-room-id=1")), Message)


def test_without_tags_the_nick_is_the_author() -> None:
    found = message(":dave!d@host PRIVMSG #ana :plain irc")
    assert (found.author, found.text, found.role) == ("dave", "plain irc", "viewer")
    assert found.id
    assert read(":dave!d@host PRIVMSG justinfan1 :psst") is None


def test_names_are_forgotten_some_day() -> None:
    reader = ChatReader()
    for number in range(REMEMBERED + 1):
        reader.read(IrcLine("PRIVMSG", ("#ana", "x"), f"u{number}!u@h", {"display-name": f"U {number}"}), 0.0)
    cleared = ":tmi.twitch.tv CLEARCHAT #ana :"
    assert read(cleared + "u0", reader) == Deletion("twitch", author="u0")
    assert read(cleared + "u1", reader) == Deletion("twitch", author="U 1")


_MORE = ("msg-param-donation-amount", "msg-param-exponent", "target-msg-id", "msg-param-origin-id", "source-room-id")
_TAG = st.sampled_from(
    ["bits", "badges", "id", "display-name", "msg-id", "msg-param-viewerCount", "mod", "login", *_MORE]
)
_VALUE = st.one_of(
    st.text(max_size=20), st.sampled_from(["raid", "subgift", "charitydonation", "1", "9" * 400, "²", "-1"])
)


@given(
    st.sampled_from(["PRIVMSG", "USERNOTICE", "CLEARCHAT", "CLEARMSG", "NOTICE"]),
    st.lists(st.text(max_size=20), max_size=3),
    st.dictionaries(_TAG, _VALUE, max_size=5),
)
def test_no_line_is_too_strange(command: str, params: list[str], tags: dict[str, str]) -> None:
    found = ChatReader().read(IrcLine(command, ("#ana", *params), "n!u@h", tags), 0.0)
    assert found is None or found.platform == "twitch"
