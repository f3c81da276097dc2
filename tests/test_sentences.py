"""Cutting text into pieces for the voice: as early as is safe, losing nothing, ending exactly once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.sentences import ChunkSettings, SentenceChunker

HUNGRY, FED, FULL = 0.0, 1.0, 5.0
MARKS = st.sampled_from(
    [
        *"abcHW \n", " and ", ". ", ".", "? ", "!", ", ", ",", "。", "，", "！", "你好", "3.14", "Dr. ", "...", "\"",
        "”", "😂", ":)", " - ", "—", ": ", "; ", "word ", "https://a.b/c?d ", "\ud800", "\u200b", "e.g. ", "1. ",
    ]
)  # fmt: skip
TEXT = st.one_of(st.lists(MARKS, max_size=60).map("".join), st.text(max_size=200))


def cut(text, in_hand=HUNGRY, sizes=(), settings=None):
    chunker = SentenceChunker(7, settings)
    for piece in split(text, sizes):
        chunker.feed(piece)
    chunker.close()
    return drain(chunker, in_hand)


def split(text, sizes):
    at = 0
    for size in sizes:
        yield text[at : at + size]
        at += size
    yield text[at:]


def drain(chunker, in_hand):
    found = []
    while not chunker.done:
        sentence = chunker.next(in_hand)
        if sentence is None:
            break
        found.append(sentence)
    return found


def live(text, in_hand=HUNGRY, size=1):
    """Pieces in the order they come out while text trickles in."""
    chunker = SentenceChunker(7)
    found = []
    for at in range(0, len(text), size):
        chunker.feed(text[at : at + size])
        found += drain(chunker, in_hand)
    chunker.close()
    return found + drain(chunker, in_hand)


def texts(sentences):
    return [sentence.text for sentence in sentences]


def bare(text):
    return "".join(text.split())


@given(TEXT, st.sampled_from([0.0, 0.5, 1.9, 2.0, 9.0]), st.integers(1, 40))
@settings(max_examples=300, deadline=None)
def test_trickling_text_loses_and_adds_nothing(text, in_hand, size):
    assert bare("".join(texts(live(text, in_hand, size)))) == bare(text)


@given(TEXT, st.lists(st.integers(0, 9), max_size=30), st.sampled_from([0.0, 1.0, 9.0]))
@settings(max_examples=300, deadline=None)
def test_any_splitting_into_deltas_gives_the_same_pieces(text, sizes, in_hand):
    assert cut(text, in_hand, sizes) == cut(text, in_hand)


@given(TEXT, st.sampled_from([0.0, 1.0, 9.0]), st.integers(1, 40))
@settings(max_examples=300, deadline=None)
def test_last_closes_the_turn_exactly_once(text, in_hand, size):
    sentences = live(text, in_hand, size)
    assert [sentence.last for sentence in sentences] == [False] * (len(sentences) - 1) + [True] * bool(sentences)
    assert bool(sentences) == bool(text.strip())
    assert [sentence.index for sentence in sentences] == list(range(len(sentences)))
    assert {sentence.turn_id for sentence in sentences} <= {7}


@given(TEXT, st.sampled_from([0.0, 1.0, 9.0]), st.integers(1, 40))
@settings(max_examples=300, deadline=None)
def test_every_piece_lies_in_its_sentence_and_under_the_limit(text, in_hand, size):
    for sentence in live(text, in_hand, size):
        assert sentence.text in sentence.whole
        assert len(sentence.text) <= ChunkSettings().max_chars + 64


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Hello, everyone! How are you?", ["Hello, everyone!", "How are you?"]),
        ("Thanks so much for the sub, it means a lot to me.", ["Thanks so much for the sub,", "it means a lot to me."]),
        ("Thanks so much, Bob!", ["Thanks so much, Bob!"]),
        ("Hi, how are you?", ["Hi, how are you?"]),
        ("Pi is 3.14, give or take. Right?", ["Pi is 3.14,", "give or take.", "Right?"]),
        ("It costs 1,000 dollars at 3:30 pm. Wow.", ["It costs 1,000 dollars at 3:30 pm.", "Wow."]),
        ("Dr. Smith met Mr. Jones. They talked.", ["Dr. Smith met Mr. Jones.", "They talked."]),
        ("Use a tool, e.g. a hammer. Then stop.", ["Use a tool,", "e.g. a hammer.", "Then stop."]),
        ("We meet at 5 p.m. Then we go.", ["We meet at 5 p.m.", "Then we go."]),
        ("We meet at 5 p.m. tomorrow night.", ["We meet at 5 p.m. tomorrow night."]),
        ("J. K. Rowling wrote it. Yes.", ["J. K. Rowling wrote it.", "Yes."]),
        ("Wait... what?! No way.", ["Wait... what?!", "No way."]),
        ("Hmm... Okay then.", ["Hmm...", "Okay then."]),
        ('He said "Stop!" and then he left.', ['He said "Stop!"', "and then he left."]),
        ("(Really?) Yes (really.) Fine.", ["(Really?)", "Yes (really.)", "Fine."]),
        ("Great stream! 😂😂 See you", ["Great stream! 😂😂", "See you"]),
        ("Nice one! :) Again?", ["Nice one! :)", "Again?"]),
        ("1. First thing\n2. Second thing", ["1. First thing", "2. Second thing"]),
        ("See https://a.example/watch?v=1 now. Ok?", ["See https://a.example/watch?v=1 now.", "Ok?"]),
        ("Look at example.com for more. Bye!", ["Look at example.com for more.", "Bye!"]),
        ("I played all day long and then I slept well.", ["I played all day long", "and then I slept well."]),
        ("salt and pepper", ["salt and pepper"]),
        ("[happy 0.7, sad 0.2] Oh well, that is life.", ["[happy 0.7, sad 0.2] Oh well,", "that is life."]),
        ("So [this never ends, you see. Yes.", ["So [this never ends,", "you see.", "Yes."]),
        ("Well — that was really close, my friend.", ["Well — that was really close,", "my friend."]),
        ("你好，大家好。今天我们来玩游戏，好不好？", ["你好，大家好。", "今天我们来玩游戏，好不好？"]),
        ("今天天气真不错，我们一起出去玩吧！", ["今天天气真不错，", "我们一起出去玩吧！"]),
        ("こんにちは、みなさん。元気ですか？", ["こんにちは、", "みなさん。", "元気ですか？"]),
        ("他说：“走吧！”然后就走了。", ["他说：“走吧！”", "然后就走了。"]),
        ("真的吗？！太好了……我们走。", ["真的吗？！", "太好了……", "我们走。"]),
    ],
)
def test_pieces_with_nothing_in_hand(text, pieces):
    assert texts(cut(text)) == pieces


@pytest.mark.parametrize(
    ("text", "in_hand", "pieces"),
    [
        (
            "Thanks so much, that was really very kind of you.",
            FED,
            ["Thanks so much, that was really very kind of you."],
        ),
        (
            "I really love this game so much, but it is hard.",
            FED,
            ["I really love this game so much,", "but it is hard."],
        ),
        (
            "I really love this game so much, but it is hard.",
            FULL,
            ["I really love this game so much, but it is hard."],
        ),
        ("One. Two. Three.", FULL, ["One.", "Two.", "Three."]),
    ],
)
def test_pieces_grow_with_the_audio_in_hand(text, in_hand, pieces):
    assert texts(cut(text, in_hand)) == pieces


@pytest.mark.parametrize("text", ["Hello there.", "Really?", "Stop!", "你好。", "Oh no...", "He left (again)."])
def test_a_finished_sentence_is_not_held_for_more_text(text):
    chunker = SentenceChunker(1)
    chunker.feed(text)
    assert chunker.next(FULL).text == text
    assert chunker.next(FULL) is None


@pytest.mark.parametrize(
    "text",
    [
        "Pi is 3.",
        "Ask Dr.",
        "Tools, e.g.",
        "It is 3:",
        "We are at 1,",
        "Hello",
        "wait..",
        "see www.a.",
        ":",
        "[happy 0.7, sad",
    ],
)
def test_an_unclear_end_waits(text):
    chunker = SentenceChunker(1)
    chunker.feed(text)
    assert not any(sentence.text.endswith(text[-3:]) for sentence in drain(chunker, HUNGRY))


def test_a_first_clause_is_out_before_its_sentence_is_known():
    chunker = SentenceChunker(1)
    chunker.feed("Oh my goodness, ")
    first = chunker.next(HUNGRY)
    assert (first.text, first.last) == ("Oh my goodness,", False)


def test_a_turn_that_ends_after_its_last_piece_gets_an_empty_closing_piece():
    chunker = SentenceChunker(1)
    chunker.feed("Hello.")
    assert chunker.next(HUNGRY).last is False
    assert chunker.next(HUNGRY) is None
    assert not chunker.done
    chunker.close()
    closing = chunker.next(HUNGRY)
    assert (closing.text, closing.last, closing.index) == ("", True, 1)
    assert chunker.done
    assert chunker.next(HUNGRY) is None


@pytest.mark.parametrize("text", ["", "   ", "\n\t\u3000"])
def test_a_blank_turn_is_done_at_once(text):
    chunker = SentenceChunker(1)
    chunker.feed(text)
    assert not chunker.done
    chunker.close()
    assert chunker.done
    assert chunker.next(HUNGRY) is None


def test_marks_and_emoji_without_words_wait_for_words():
    chunker = SentenceChunker(1)
    chunker.feed("Great!")
    assert chunker.next(HUNGRY).text == "Great!"
    chunker.feed(" 😂😂 ... !!! ")
    assert chunker.next(HUNGRY) is None
    chunker.feed("Again?")
    assert chunker.next(HUNGRY).text == "😂😂 ... !!! Again?"


def test_whole_is_the_sentence_the_piece_came_from():
    sentences = cut("I passed the exam, and I am so happy! Bye.")
    assert [sentence.whole for sentence in sentences] == ["I passed the exam, and I am so happy!"] * 2 + ["Bye."]


@pytest.mark.parametrize("unit", ["word ", "a", "你", "so, ", "a. ", "。", "."])
def test_long_text_comes_in_bounded_pieces(unit):
    text = unit * (20_000 // len(unit))
    sentences = cut(text, FULL)
    assert max(len(sentence.text) for sentence in sentences) <= ChunkSettings().max_chars + 64
    assert bare("".join(texts(sentences))) == bare(text)


def test_words_stay_whole_in_long_text_without_marks():
    sentences = cut("incomprehensible " * 200, FULL)
    assert {word for sentence in sentences for word in sentence.text.split()} == {"incomprehensible"}


def test_hungry_pieces_of_long_text_without_marks_are_short():
    assert all(len(sentence.text.split()) <= 18 for sentence in cut("no marks at all here " * 20))
