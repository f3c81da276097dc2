"""The real network: exact lengths, the same sound however it is cut, feelings in the right direction."""

import numpy as np
import pytest

from engine.errors import UnspeakableError, VoiceError
from engine.values import EmotionVector, Line
from engine.voices.kokoro import blocks
from engine.voices.kokoro.network import STEP
from engine.voices.kokoro.symbols import tokens

TEXT = "大家好, 我们 OK 吗?"


LONG = "大家好, 今天天气真不错, 我们一起去公园走走吧."


def sounding_db(samples):
    """Level of the windows of 25 ms within 20 dB of the loudest."""
    power = np.mean(samples[: len(samples) // 600 * 600].reshape(-1, 600).astype(np.float64) ** 2, axis=1)
    return 10 * np.log10(power[power >= power.max() / 100].mean() + 1e-12)


def say(voice, text=TEXT, **how):
    return np.concatenate(list(voice.speak(Line(0, 0, text, **how))))


@pytest.fixture
def silent(voice, monkeypatch):
    """The voice without its dearest part: every length is decided before it."""
    sound = lambda decoded, start, stop, *_: np.zeros((stop - start) * STEP, np.float32)  # noqa: E731
    monkeypatch.setattr(voice._network, "sound", sound)
    return voice


@pytest.mark.parametrize("duration", [1.1, 1.5, 1.77777, 2.000041, 2.9, 9.0])
def test_a_duration_is_kept_to_the_sample(silent, duration):
    assert len(say(silent, duration=duration)) == round(duration * 24_000)


@pytest.mark.parametrize("pace", [0.5, 0.75, 1.0, 1.1, 1.25, 2.0])
@pytest.mark.parametrize("text", [TEXT, "你好. 你在哪里? 我在这里, 等你!"])
def test_a_pace_is_kept_to_the_sample(silent, pace, text):
    natural = round(silent.natural_seconds(Line(0, 0, text)) * 24_000)
    assert len(say(silent, text, pace=pace)) == round(natural * pace)


def test_too_short_a_duration_is_refused_with_the_shortest(silent):
    with pytest.raises(VoiceError, match="Allow at least"):
        say(silent, duration=0.2)


def test_nothing_to_say_is_refused(voice):
    with pytest.raises(UnspeakableError):
        list(voice.speak(Line(0, 0, "?!")))
    with pytest.raises(UnspeakableError):
        voice.speakable("😂")


def test_speech_begins_and_ends_at_once_and_is_as_loud_as_the_other_voices(voice):
    samples = say(voice)
    loud = np.abs(samples) > 0.02
    assert np.flatnonzero(loud)[0] < 0.15 * 24_000
    assert np.flatnonzero(loud)[-1] > len(samples) - 0.25 * 24_000
    assert 0.05 < np.sqrt(np.mean(samples**2)) < 0.25
    assert np.abs(samples).max() <= 1.0


@pytest.mark.parametrize(
    "text", ["大家好.", "你好!", "谢谢.", "哈哈!", "哦.", "小明!", "Hello.", "Hi!", "Thank you.", "你好，"]
)
def test_a_short_line_is_as_loud_as_a_long_one(voice, text):
    assert abs(sounding_db(say(voice, text)) - sounding_db(say(voice, LONG))) < 4


def test_each_sentence_of_a_line_is_as_loud_as_the_others(voice):
    blocks = voice.speak(Line(0, 0, "你好! 大家好, 今天我们来玩一个新的游戏. 谢谢!"))
    samples = np.concatenate(list(blocks))
    said = {mark.word: samples[round(mark.at_s * 24_000) : round(mark.until_s * 24_000)] for mark in blocks.marks}
    whole = sounding_db(samples)
    assert all(abs(sounding_db(said[word]) - whole) < 5 for word in ("你好", "谢谢"))


def test_a_short_line_follows_its_feeling(voice):
    level = [
        sounding_db(say(voice, "大家好!", emotion=EmotionVector.of(each)))
        for each in ({"sad": 1.0}, {}, {"angry": 1.0})
    ]
    assert level[0] + 0.5 < level[1] < level[2] - 1


def test_the_same_line_gives_the_same_samples(voice):
    assert (say(voice) == say(voice)).all()


def test_blocks_join_without_a_step_and_sound_as_the_whole(voice, monkeypatch):
    parts = list(voice.speak(Line(0, 0, TEXT)))
    assert len(parts) > 2
    cut = np.concatenate(parts)
    steps = np.abs(np.diff(cut))
    assert all(steps[end - 1] <= np.quantile(steps, 0.999) for end in np.cumsum([len(part) for part in parts])[:-1])
    monkeypatch.setattr(blocks, "SMALLEST_STEPS", 10_000)
    whole = say(voice)
    assert np.mean((cut - whole) ** 2) < 0.1 * np.mean(whole**2)  # 8-bit scales differ; without context it is above 1


def _pitch(voice, name):
    """Semitones of every voiced step of one phrase."""
    line = Line(0, 0, TEXT, EmotionVector.of({name: 1.0}) if name else EmotionVector())
    found = {}
    decode = voice._network.decode
    voice._network.decode = lambda moved, row: found.update(f0=moved.f0.copy()) or decode(moved, row)
    try:
        next(voice.speak(line))
    finally:
        del voice._network.decode
    return 12 * np.log2(found["f0"][found["f0"] > 60] / 100)


@pytest.mark.parametrize(("name", "higher"), [("happy", 1), ("surprised", 1), ("sad", -1), ("calm", -1)])
def test_pitch_follows_the_rules(voice, name, higher):
    plain, felt = _pitch(voice, ""), _pitch(voice, name)
    assert higher * (np.median(felt) - np.median(plain)) > 0.4
    if name in ("happy", "sad"):
        assert higher * (felt.std() - plain.std()) > 0


def test_tempo_and_gain_follow_the_rules(voice):
    plain, angry, sad = (say(voice, emotion=EmotionVector.of(each)) for each in ({}, {"angry": 1.0}, {"sad": 1.0}))
    assert len(angry) < len(plain) < len(sad)
    level = [np.sqrt(np.mean(each**2)) for each in (sad, plain, angry)]
    assert level[0] < level[1] < level[2]


def test_the_timbre_does_not_change_with_the_feeling(voice, monkeypatch):
    rows = []
    decode = voice._network.decode
    monkeypatch.setattr(
        voice._network, "decode", lambda moved, row: rows.append(row[:, :128].copy()) or decode(moved, row)
    )
    for name in ("happy", "sad", "angry"):
        next(voice.speak(Line(0, 0, TEXT, EmotionVector.of({name: 1.0}))))
    assert all((row == rows[0]).all() for row in rows)


def test_a_phrase_is_known_by_numbers_between_two_pads():
    assert tokens("a a").tolist() == [0, 43, 16, 43, 0]


def test_marks_are_the_words_in_order_inside_the_line(silent):
    blocks = silent.speak(Line(0, 0, "大家好, 我们 OK 吗? 好的!", pace=1.2))
    seconds = sum(map(len, blocks)) / 24_000
    assert "".join(mark.word for mark in blocks.marks) == "大家好我们OK吗好的"
    edges = [edge for mark in blocks.marks for edge in mark[1:]]
    assert edges == sorted(edges)
    assert edges[0] > 0
    assert edges[-1] <= seconds


def test_the_word_after_a_pause_is_marked_where_the_sound_sets_in_again(voice):
    blocks = voice.speak(Line(0, 0, "大家好, 今天我们来玩一个新的游戏."))
    samples = np.concatenate(list(blocks))
    level = np.array([np.sqrt(np.mean(samples[at : at + 240] ** 2)) for at in range(0, len(samples) - 240, 240)])
    loud = np.flatnonzero(level > 0.02) * 0.01
    onset = loud[1:][np.diff(loud) > 0.07][0]
    assert min(abs(mark.at_s - onset) for mark in blocks.marks) < 0.08
