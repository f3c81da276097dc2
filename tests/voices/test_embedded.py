"""The real network, which the base install brings along."""

import threading

import numpy as np
import pytest

from engine.errors import UnspeakableError
from engine.text.languages import covers
from engine.values import EMOTIONS, EmotionVector, Line
from engine.voices import hibari_network
from engine.voices.acoustic import AcousticModel
from engine.voices.hibari import HibariVoice
from engine.voices.prosody import prosody
from engine.voices.registry import load_voice
from engine.voices.timbre import TIMBRES
from tests.voices.loudness import loudness

TEXTS = ["Hello chat, how are you?", "Oh no.", "She sells sea shells.", "Five apples!", "What", "Thanks for the raid"]


def spoken(voice: HibariVoice, text: str, **how: object) -> np.ndarray:
    return np.concatenate(list(voice.speak(Line(0, 0, text, **how))))  # type: ignore[arg-type]  # named by the caller


@pytest.fixture(scope="module")
def heart() -> HibariVoice:
    return HibariVoice.load()


def test_timbres_share_one_model(heart):
    assert HibariVoice.load("deep")._model is heart._model
    assert load_voice("hibari").name == load_voice("").name == "hibari:heart"


@pytest.mark.parametrize("text", TEXTS)
def test_sound_starts_within_15_ms_and_neither_end_clicks(heart, text):
    samples = spoken(heart, text)
    assert np.flatnonzero(np.abs(samples) > 10 ** (-50 / 20))[0] <= 0.015 * 24000
    assert np.abs(samples[:12]).max() < 0.02
    assert np.abs(samples[-12:]).max() < 0.005


def test_asking_the_length_and_speaking_runs_the_network_once(heart):
    model = AcousticModel(heart._model._model)
    voice, runs, real = HibariVoice("heart", TIMBRES["heart"], model), [], model._run
    model._run = lambda *key: runs.append(key) or real(*key)  # type: ignore[method-assign]  # counts
    line = Line(0, 0, "Count me once.")
    assert voice.natural_seconds(line) * 24000 == len(np.concatenate(list(voice.speak(line))))
    assert len(runs) == 1


def test_two_threads_get_what_one_gets(heart):
    alone, found = spoken(heart, TEXTS[0], pace=0.9), {}

    def work(number: int) -> None:
        heart.natural_seconds(Line(0, 0, TEXTS[number]))
        found[number] = spoken(heart, TEXTS[0], pace=0.9)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(np.array_equal(alone, each) for each in found.values())


@pytest.mark.parametrize("name", TIMBRES)
def test_every_timbre_with_every_emotion_stays_at_a_sensible_level(name):
    voice = HibariVoice.load(name)
    for emotion in EMOTIONS:
        samples = spoken(voice, TEXTS[0], emotion=EmotionVector.of({emotion: 1.0}))
        loud = 20 * np.log10(np.sqrt(np.mean(samples**2)))
        assert -28 < loud < -12
        assert np.abs(samples).max() < 1.0


@pytest.mark.parametrize("strength", [0.5, 1.0])
@pytest.mark.parametrize("name", EMOTIONS)
def test_a_feeling_is_as_much_louder_as_the_rule_book_says(heart, name, strength):
    emotion = EmotionVector.of({name: strength})
    lines = ["I did not think it would end like that.", "Tell me about the game, and then go on.", TEXTS[0]]
    moved = [loudness(spoken(heart, text, emotion=emotion)) - loudness(spoken(heart, text)) for text in lines]
    assert np.mean(moved) == pytest.approx(prosody(emotion).gain, abs=1.0)


@pytest.mark.parametrize("pace", [0.9, 0.99, 1.05])
def test_another_pace_is_nearly_as_loud(heart, pace):
    moved = [loudness(spoken(heart, text, pace=pace)) - loudness(spoken(heart, text)) for text in TEXTS]
    assert np.mean(moved) == pytest.approx(0, abs=0.6)


@pytest.mark.parametrize("text", ["", "\x00", "你好", "😀", "!!!!!!", "$$$", "\ufeff\u200b", "—"])
def test_what_has_no_phonemes_is_unspeakable(heart, text):
    with pytest.raises(UnspeakableError):
        list(heart.speak(Line(0, 0, text)))


@pytest.mark.parametrize("text", ["\ud800 hi", "x" * 500, "[a](/b/)", "a\u0301" * 20, "1e400", "Hi.\n\nYou.", "A.B.C."])
def test_odd_text_is_spoken_to_the_sample(heart, text):
    natural = heart.natural_seconds(Line(0, 0, text)) * 24000
    assert len(spoken(heart, text, pace=1.2)) == round(natural * 1.2)


def test_an_endless_sentence_starts_before_it_is_all_read(heart):
    model = AcousticModel(heart._model._model)
    seen, real = [], model._phonemes
    model._phonemes = lambda part: seen.append(part) or real(part)  # type: ignore[assignment]  # counts
    next(iter(HibariVoice("heart", TIMBRES["heart"], model).speak(Line(0, 0, "and so on " * 5000))))
    assert len(seen) == 1


def test_two_sentences_rest_between_them(heart):
    both = heart.natural_seconds(Line(0, 0, "Oh no. Oh no."))
    assert both == pytest.approx(2 * heart.natural_seconds(Line(0, 0, "Oh no.")) + 0.35, abs=1e-4)


def test_it_says_that_it_speaks_english_so_that_others_get_what_it_cannot_read():
    voice = load_voice("hibari")
    assert covers(voice.languages, "Hello!")
    assert not covers(voice.languages, "大家好 hello")


def test_words_are_marked_where_the_sound_sets_in_again_after_a_pause(heart):
    line = Line(0, 0, "Hello there, chat. I won twenty five, at seven.")
    blocks = heart.speak(line)
    samples = np.concatenate(list(blocks))
    begins = {mark.word.strip(",."): mark.at_s for mark in blocks.marks}
    assert list(begins) == ["Hello", "there", "chat", "I", "won", "twenty", "five", "at", "seven"]
    level = np.array([np.sqrt(np.mean(samples[at : at + 240] ** 2)) for at in range(0, len(samples) - 240, 240)])
    loud = np.flatnonzero(level > 0.02) * 0.01
    onsets = loud[1:][np.diff(loud) > 0.12]
    assert len(onsets) >= 2
    assert all(min(abs(onset - at_s) for at_s in begins.values()) < 0.06 for onset in onsets)


def test_a_network_without_durations_of_that_name_speaks_as_before(monkeypatch):
    monkeypatch.setattr(hibari_network, "DURATIONS", "/Nothing_output_0")
    voice = HibariVoice("heart", TIMBRES["heart"], AcousticModel(hibari_network.open_network(1)))
    blocks = voice.speak(Line(0, 0, "Hello there."))
    assert sum(map(len, blocks)) > 10_000
    assert blocks.marks == []


def test_the_durations_change_no_sample(heart, monkeypatch):
    monkeypatch.setattr(hibari_network, "DURATIONS", "/Nothing_output_0")
    plain = HibariVoice("heart", TIMBRES["heart"], AcousticModel(hibari_network.open_network(1)))
    assert np.array_equal(spoken(plain, TEXTS[0], pace=1.1), spoken(heart, TEXTS[0], pace=1.1))
