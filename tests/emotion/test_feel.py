"""Sentences in, what the voice should express out."""

from engine.emotion.feel import Feeler
from engine.emotion.lexicon import LexiconModel
from engine.emotion.mood import MoodSettings
from engine.values import EmotionVector, Sentence


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


class CountingModel(LexiconModel):
    reads = 0

    def read(self, text):
        self.reads += 1
        return super().read(text)


def sentence(text, whole=None, turn=1, index=0):
    return Sentence(turn, index, text, whole or text)


def feeler(model=None):
    return Feeler(model or LexiconModel(), MoodSettings(), Clock())


def test_a_happy_sentence_sounds_happy_at_once():
    felt = feeler().feel(sentence("I love this!"))
    assert felt.vector.top[0] == felt.text_vector.top[0] == felt.mood.top[0] == "happy"
    assert felt.vector.happy >= 0.4
    assert felt.cues[0][0] == "love this"


def test_the_mood_colours_a_plain_sentence():
    one, other = feeler(), feeler()
    for _ in range(4):
        one.feel(sentence("This is amazing, I love it!"))
    assert (
        one.feel(sentence("the next game starts now")).vector.happy
        > other.feel(sentence("the next game starts now")).vector.happy
    )


def test_the_pieces_of_a_sentence_share_its_feeling_and_move_the_mood_once():
    whole = "Thanks so much, I love this!"
    model = CountingModel()
    feels = feeler(model)
    first = feels.feel(sentence("Thanks so much,", whole))
    assert feels.feel(sentence("I love this!", whole, index=1)) == first
    assert model.reads == 1


def test_the_same_words_in_the_next_turn_are_felt_again():
    feels = feeler()
    first = feels.feel(sentence("I love it!"))
    assert feels.feel(sentence("I love it!", turn=2)).mood.happy > first.mood.happy


def test_an_override_wins_and_moves_the_mood_mildly():
    asked = EmotionVector(angry=0.8)
    felt = feeler().feel(sentence("I love this!"), asked)
    assert felt.vector == asked
    assert felt.text_vector.top[0] == "happy"
    assert 0 < felt.mood.angry < feeler().feel(sentence("I am so angry!!!")).mood.angry
    assert felt.mood.happy == 0


def test_an_override_ends_with_its_sentence():
    feels = feeler()
    feels.feel(sentence("hm", turn=1), EmotionVector(angry=0.8))
    assert feels.feel(sentence("I love this!", turn=2)).vector.top[0] == "happy"


def test_the_mood_fades_between_sentences():
    clock = Clock()
    feels = Feeler(LexiconModel(), MoodSettings(half_life_s=10), clock)
    before = feels.feel(sentence("I love this!")).mood.happy
    clock.now += 10
    assert abs(feels.mood.happy - before / 2) < 1e-9


def test_a_tag_is_not_read_as_words():
    assert feeler().feel(sentence("ok", "[happy] the game starts")).text_vector.top[0] == "calm"
