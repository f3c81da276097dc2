"""Repeats are cut to three before a message is cut into pieces."""

import pytest

from engine.text.stretch import thrice


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("哈" * 450, "哈哈哈"),
        ("哈哈哈", "哈哈哈"),
        ("今晚吃什么" * 60, "今晚吃什么" * 3),
        ("哈哈哈哈，" * 20, "哈哈哈，" * 3),
        ("好！好！好！好！走吧", "好！好！好！走吧"),
        ("すごい" * 9, "すごい" * 3),
        ("ㅋㅋ 대박" + "대박" * 9, "ㅋㅋ 대박대박대박"),
        ("高高兴兴, 妈妈慢慢走", "高高兴兴, 妈妈慢慢走"),
        ("1000000 haaaaaa", "1000000 haaaaaa"),
        ("", ""),
    ],
)
def test_repeats_are_said_three_times(written, said):
    assert thrice(written) == said
    assert thrice(said) == said
