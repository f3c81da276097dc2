"""What is quoted is not what the writer feels, unless it is all there is."""

import pytest

from engine.emotion.embedded.quotes import unquoted


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ('next song in the queue is "Happy" by somebody', "next song in the queue is   by somebody"),
        ("有人看过《悲惨世界》的音乐剧版吗", "有人看过 的音乐剧版吗"),
        ("昨日「君の名は」を見ました", "昨日 を見ました"),
    ],
)
def test_quotes_and_titles_go(text, rest):
    assert unquoted(text) == rest


@pytest.mark.parametrize(
    "text", ['"I hate this"', "《悲惨世界》", "it's fine, isn't it", 'ok "', "", '5" screen', '" ' * 500, "「" * 1000]
)
def test_what_is_no_quote_or_all_there_is_stays(text):
    assert unquoted(text) == text
