"""The shipped classifier: on hand-written chat, on neutral lines, on anything, and within its size and time."""

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from engine.emotion.embedded import EmbeddedModel
from engine.emotion.embedded.stored import load, save, shipped
from engine.emotion.lists.lexicon import UNSURE
from engine.errors import EmotionModelError
from engine.values import EMOTIONS, EmotionVector
from tests.text.texts import CHAT as ANY_CHAT

HERE = Path(__file__).parent
MODEL = EmbeddedModel()
CHAT = [
    tuple(row.split("\t"))
    for row in (HERE / "chat.tsv").read_text(encoding="utf-8").split("\n")
    if row and not row.startswith("# what")
]
NEUTRAL = (HERE / "neutral.txt").read_text(encoding="utf-8").splitlines()


def top(text):
    return MODEL.read(text).vector.top[0]


def strength(text, emotion):
    return getattr(MODEL.read(text).vector, emotion)


def test_chat_is_felt_as_a_listener_would():
    assert len(CHAT) == 120
    missed = [(text, expected, top(text)) for text, expected, _ in CHAT if top(text) not in expected.split("|")]
    assert len(missed) <= 0.15 * len(CHAT), missed


def test_neutral_lines_stay_calm():
    felt = [(text, *MODEL.read(text).vector.top) for text in NEUTRAL if top(text) != "calm"]
    assert len(felt) <= 0.10 * len(NEUTRAL), felt


@given(ANY_CHAT)
@settings(max_examples=200, deadline=None)
def test_every_text_has_strengths_that_sum_to_one_at_most_and_never_change(text):
    reading = MODEL.read(text)
    assert isinstance(reading.vector, EmotionVector)
    assert 0 < sum(reading.vector) <= 1.001
    assert reading == MODEL.read(text)
    assert all(emotion in EMOTIONS and 0 <= value <= 1 for _, emotion, value in reading.cues)


@pytest.mark.parametrize("text", ["", "   ", "\ud800", "\x00\x07"])
def test_nothing_is_weakly_calm(text):
    assert MODEL.read(text).vector == UNSURE
    assert MODEL.read(text).cues == ()


@pytest.mark.parametrize("text", ["a" * 1_000_000, "😂" * 100_000, "好" * 100_000, "\n" * 100_000])
def test_only_the_beginning_of_a_huge_text_is_read(text):
    assert MODEL.read(text) == MODEL.read(text[:600])


@pytest.mark.parametrize(
    ("more", "less", "emotion"),
    [
        ("I love this so much", "I have this too", "happy"),
        ("I hate you, you idiot", "I do not agree with you", "angry"),
        ("my dog died today and I cannot stop crying", "my dog is asleep", "sad"),
        ("I am so scared of the dark", "I am used to the dark", "afraid"),
        ("太开心了哈哈哈", "今天星期三", "happy"),
        ("气死我了，滚", "我先走了", "angry"),
    ],
)
def test_more_is_more(more, less, emotion):
    assert strength(more, emotion) > strength(less, emotion) + 0.2


def test_a_mixed_line_is_read_by_both_experts():
    assert strength("I love this game 太好玩了", "happy") > 0.6
    assert strength("this game 真的 吓死我了", "afraid") > strength("this game 真的 在这里", "afraid")


def test_cues_say_why_without_repeating_themselves():
    cues = MODEL.read("thank you so much, my friend is hilarious").cues
    assert any("thank" in part for part, _, _ in cues)
    assert len(cues) == len({cue[:2] for cue in cues})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("thanks @anna", "thanks @hate_love_death"),
        ("see https://a.example/love", "see https://b.example/hate"),
        ("level 30 is open", "level 99999 is open"),
    ],
)
def test_a_name_a_link_and_a_number_say_nothing_of_their_own(one, other):
    # Only the length of the text differs.
    assert list(MODEL.read(one).vector) == pytest.approx(list(MODEL.read(other).vector), abs=0.02)


def test_the_file_is_small():
    assert (files("engine.emotion") / "data" / "embedded.npz").stat().st_size <= 6_000_000


def test_what_is_saved_is_what_is_loaded(tmp_path):
    save(shipped(), tmp_path / "again.npz")
    again = EmbeddedModel(load(tmp_path / "again.npz"))
    for text in NEUTRAL[:20]:
        assert again.read(text) == MODEL.read(text)


@pytest.mark.parametrize("content", [None, b"", b"not a zip", b"PK\x03\x04 broken"])
def test_a_broken_file_is_one_clear_error(tmp_path, content):
    path = tmp_path / "embedded.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(EmotionModelError, match=r"embedded\.npz"):
        load(path)


def test_another_format_is_one_clear_error(tmp_path):
    np.savez(tmp_path / "other.npz", format=np.array(99))
    with pytest.raises(EmotionModelError, match="another format"):
        load(tmp_path / "other.npz")


def test_reading_needs_no_library_but_numpy():
    code = (
        "import sys; from engine.emotion.embedded import EmbeddedModel; EmbeddedModel().read('I love it');"
        "print([name for name in ('torch', 'sklearn', 'scipy', 'onnxruntime', 'transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
