"""The words around a message; a message is text and never a template."""

from __future__ import annotations

import pytest

from engine.reply import ReadAloud, ReplySettings, summary
from engine.values import Message

READ = ReadAloud(ReplySettings(chat="{author} says: {text}"))


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (Message("1", "hi", author="Ann"), "Ann says: hi"),
        (Message("1", "{author} {0} {{}}", author="{text}"), "{text} says: {author} {0} {{}}"),
        (Message("1", "woo", author="Ann", kind="cheer", amount=100.0), "Ann cheers 100 bits! woo"),
        (Message("1", "", author="Ann", kind="raid", amount=42.0), "Ann is raiding with 42 viewers!"),
        (Message("1", "x", kind="gift", amount=2.5, currency="euro"), "Somebody gives 2.50 euro! x"),
        (Message("1", "哈" * 450, author="Ann"), "Ann says: 哈哈哈"),
        (Message("1", "今晚吃什么？" * 60, author="Ann"), "Ann says: 今晚吃什么？今晚吃什么？今晚吃什么？"),
        (Message("1", "as it stands", author="me", kind="say"), "as it stands"),
    ],
)
def test_text(message: Message, said: str) -> None:
    assert READ.text(message) == said


def test_summary_names_a_few_and_counts_all() -> None:
    assert summary(["ann", "ann", "bob", "cid"], 12) == "And 12 more messages, from ann and bob and others."
    assert summary(["", ""], 2) == "And 2 more messages."
    assert summary(["ann"], 1) == "And 1 more message, from ann."
