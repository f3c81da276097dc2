"""Sentences in, what the voice should express out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.emotion.feel import Feeler, Saying, is_own
from engine.emotion.lists.lexicon import LexiconModel
from engine.emotion.mood_settings import MoodSettings
from engine.emotion.reader import FeelingReader
from engine.emotion.reading import Reading
from engine.emotion.rules import Rule
from engine.values import EMOTIONS, EmotionVector, Message, Sentence
from tests.emotion.clock import Clock
from tests.emotion.test_mood import SETTINGS, VECTOR

THEIRS = Saying(own=False)


class Scripted:
    """Reads "happy=0.8" as what it says."""

    name = "scripted"

    def read(self, text):
        name, _, strength = text.partition("=")
        return Reading(EmotionVector.of({name: float(strength)}))


class CountingModel(LexiconModel):
    reads = 0

    def read(self, text):
        self.reads += 1
        return super().read(text)


def sentence(text, whole=None, turn=1, index=0):
    return Sentence(turn, index, text, whole or text)


def feeler(model=None, clock=None, **settings):
    return Feeler(FeelingReader(model or LexiconModel()), MoodSettings(**settings), clock or Clock())


def said(feels, text, turn, saying=Saying()):  # noqa: B008  frozen
    return feels.feel(sentence(text, turn=turn), saying=saying)


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
    feels = feeler(clock=clock, half_life_s=10)
    before = feels.feel(sentence("I love this!")).mood.happy
    clock.now += 10
    assert abs(feels.mood.happy - before / 2) < 1e-9


def test_a_tag_is_not_read_as_words():
    assert feeler().feel(sentence("ok", "[happy] the game starts")).text_vector.top[0] == "calm"


def test_from_strongly_sad_to_strongly_happy_takes_two_sentences_unless_snap():
    for snap, arrives in ((False, 2), (True, 1)):
        feels = feeler(Scripted(), snap=snap)
        for turn in range(4):
            sad = said(feels, "sad=0.9", turn).vector
        assert sad.sad > 0.6
        spoken = [said(feels, "happy=0.9", 10 + turn).vector for turn in range(3)]
        arrived = [count for count, vector in enumerate(spoken, 1) if vector.happy >= 0.6 and vector.sad <= 0.3]
        assert arrived[0] == arrives
        if not snap:
            assert spoken[0].sad > 0.2
            assert spoken[0].happy <= 0.4 + 1e-9


@pytest.mark.parametrize("theirs", ["angry=0.9", "afraid=0.9", "disgusted=0.9"])
def test_a_chatters_storm_is_met_calmly(theirs):
    felt = said(feeler(Scripted()), theirs, 1, THEIRS)
    assert felt.vector.top[0] == felt.mood.top[0] == "calm"
    assert felt.text_vector.top[0] == theirs.partition("=")[0]
    assert felt.note == "empathised"


def test_a_sad_chatter_is_met_warmly():
    vector = said(feeler(Scripted()), "sad=0.9", 1, THEIRS).vector
    assert vector.calm > vector.sad > vector.happy > 0


@pytest.mark.parametrize("theirs", ["happy=0.9", "surprised=0.9"])
def test_joy_and_surprise_are_shared(theirs):
    felt = said(feeler(Scripted()), theirs, 1, THEIRS)
    assert felt.vector.top[0] == theirs.partition("=")[0]
    assert felt.note == ""


def test_the_streamers_own_anger_is_spoken_angrily():
    assert said(feeler(Scripted()), "angry=0.9", 1).vector.top[0] == "angry"


def test_a_mirror_feels_the_same():
    assert said(feeler(Scripted(), attitude="mirror"), "angry=0.9", 1, THEIRS).vector.top[0] == "angry"


def test_a_persona_maps_what_it_is_told_to_and_mirrors_the_rest():
    villain = {"attitude": "matrix", "matrix": {"sad": {"happy": 0.8}, "afraid": {"happy": 0.9, "surprised": 0.1}}}
    assert said(feeler(Scripted(), **villain), "sad=0.9", 1, THEIRS).vector.top[0] == "happy"
    assert said(feeler(Scripted(), **villain), "angry=0.9", 1, THEIRS).vector.top[0] == "angry"


def test_a_tag_is_obeyed_whoever_wrote_it():
    felt = feeler().feel(sentence("hm"), EmotionVector(angry=0.8), THEIRS)
    assert felt.vector == EmotionVector(angry=0.8)
    assert felt.note == "asked for"


@pytest.mark.parametrize(
    ("message", "own"),
    [
        (Message("1", "x", author="viewer"), False),
        (Message("1", "x", author="me", kind="say"), True),
        (Message("1", "x", author="me", role="broadcaster"), True),
        (Message("1", "x"), True),
        (Message("1", "x", kind="cheer"), False),
        (Message("1", "x", author="gina", kind="gift"), False),
    ],
)
def test_whose_words_they_are(message, own):
    assert is_own(message) is own


def test_cloning_voices_get_a_vector_their_timbre_bears():
    strong, gentle = Saying(voice="indextts2:aoi"), Saying(voice="hibari:heart")
    asked = EmotionVector(happy=1.0, surprised=1.0)
    assert sum(feeler().feel(sentence("x"), asked, strong).vector) == pytest.approx(0.8)
    assert feeler().feel(sentence("x"), asked, gentle).vector == asked
    felt = [said(feeler(Scripted(), emo_alpha=alpha), "happy=0.9", 1, strong).vector.happy for alpha in (0.6, 1.0)]
    assert felt[0] == pytest.approx(0.6 * felt[1])
    assert felt[1] == pytest.approx(0.9375 * 0.75 * 0.9)


def test_a_happening_moves_the_mood_and_the_next_line():
    feels = feeler(rules=(Rule(on="boss defeated", add={"happy": 0.5}, cooldown_s=10),))
    assert feels.happened("Boss-Defeated")
    assert not feels.happened("boss_defeated")
    assert not feels.happened("rain")
    assert feels.mood.happy == 0.5
    assert feels.feel(sentence("the next game starts now")).vector.top[0] == "happy"


def crowd(texts, gap_s=0.4, model=None, **settings):
    clock = Clock()
    feels = feeler(model, clock=clock, **settings)
    pulled = ""
    for text in texts:
        clock.now += gap_s
        pulled = feels.overheard(text) or pulled
    return feels.mood, pulled


def test_a_hyped_chat_lifts_the_mood():
    mood, pulled = crowd(["LET'S GOOO!!! PogChamp", "this is amazing!!", "ok", "I love it", "so happy right now!"] * 6)
    assert pulled == "happy"
    assert mood.happy > 0.25


def test_a_run_of_sad_messages_sobers_a_happy_streamer():
    clock = Clock()
    feels = feeler(clock=clock, attitude="mirror")
    feels._mood.push({"happy": 0.6})
    left = 0.6 * 0.5 ** (24 * 0.4 / 20)
    for _ in range(24):
        clock.now += 0.4
        feels.overheard("I am so sad, this is heartbreaking 😭")
    assert feels.mood.sad > 0.25
    assert feels.mood.happy < left / 2


def test_an_angry_chat_does_not_make_the_streamer_angry():
    mood, _ = crowd(["I hate this, I am furious!!"] * 30)
    assert mood.angry == 0
    assert mood.calm > 0.2


def test_two_messages_are_no_crowd():
    mood, pulled = crowd(["this is amazing!! I love it"] * 2)
    assert (mood, pulled) == (EmotionVector(), "")


def test_a_quiet_chat_and_a_switched_off_one_leave_the_mood_alone():
    assert crowd(["anyone here", "ok", "the map is on the left"] * 10)[0].happy < 0.05
    assert crowd(["this is amazing!! I love it"] * 30, crowd={"pull": 0.0})[0] == EmotionVector()


PLAIN, HYPED, FURIOUS = "calm=0.8", "happy=0.8", "angry=0.8"


@pytest.mark.parametrize("texts", [[PLAIN], [HYPED, PLAIN, PLAIN, PLAIN]])
def test_small_talk_in_the_chat_does_not_wipe_out_a_raid(texts):
    clock = Clock()
    feels = feeler(Scripted(), clock=clock)
    feels.happened("raid")
    raid = feels.mood.happy
    for text in texts * 8:
        clock.now += 0.4
        feels.overheard(text)
    faded = raid * 0.5 ** (len(texts) * 8 * 0.4 / 20)
    assert feels.mood.happy > 0.95 * faded
    assert feels.mood.calm < 0.05


@pytest.mark.parametrize(("texts", "told"), [([PLAIN], ""), ([PLAIN, PLAIN, FURIOUS], "angry"), ([HYPED], "happy")])
def test_the_cause_is_what_stirs_the_chat_and_never_its_calm(texts, told):
    assert crowd(texts * 10, model=Scripted())[1] == told


def test_the_chat_has_its_own_clock():
    fading, writing = Clock(), Clock()
    rules = (Rule(on="win", add={"happy": 0.2}, cooldown_s=5),)
    feels = Feeler(FeelingReader(Scripted()), MoodSettings(rules=rules), fading, writing)
    assert feels.happened("win")
    for _ in range(30):
        writing.now += 0.4
        feels.overheard(HYPED)
    assert feels.happened("win")
    assert feels.mood.happy > 0.6
    fading.now += 20
    assert feels.mood.happy < 0.4


def test_a_flood_is_sampled():
    clock, model = Clock(), CountingModel()
    feels = feeler(model, clock=clock)
    for _ in range(20_000):  # ten seconds of 2,000 messages a second
        clock.now += 0.0005
        feels.overheard("this is amazing!! I love it")
    assert model.reads <= 111
    assert feels.mood.happy > 0.4


@given(
    SETTINGS,
    st.lists(st.tuples(st.floats(0, 60), VECTOR, st.sampled_from(["felt", "heard", "raid", "asked"])), max_size=12),
)
def test_whatever_comes_in_what_comes_out_is_a_vector(settings, story):
    """EmotionVector itself refuses anything outside 0 to 1."""
    clock = Clock()

    class Told:
        name = "told"
        vector = EmotionVector()

        def read(self, text):
            return Reading(self.vector)

    model = Told()
    feels = Feeler(FeelingReader(model), settings, clock)
    for turn, (wait, vector, what) in enumerate(story):
        clock.now += wait
        model.vector = vector
        if what == "raid":
            feels.happened("raid", 1e9)
        elif what == "heard":
            feels.overheard("x")
        else:
            felt = feels.feel(sentence("x", turn=turn), vector if what == "asked" else None, THEIRS)
            assert what == "asked" or max(felt.vector) <= 1.0
    clock.now += 1e6
    assert tuple(feels.mood) == pytest.approx([settings.baseline.get(name, 0.0) for name in EMOTIONS], abs=1e-6)
