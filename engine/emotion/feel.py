"""A sentence to what the voice should express: its own feeling, the mood, and what was asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.emotion.attitude import Stance
from engine.emotion.crowd import Crowd
from engine.emotion.delivery import Delivery
from engine.emotion.levels import strongest_stir
from engine.emotion.mood import Mood, coloured
from engine.emotion.mood_settings import MoodSettings
from engine.emotion.override import take_override
from engine.emotion.reader import FeelingReader, Read
from engine.emotion.reading import Cue
from engine.emotion.rules import Rules
from engine.emotion.timbre import timbre_of
from engine.protocols import Clock
from engine.values import EmotionVector, Message, Sentence

_NOTICED = 0.1
"""Change of a strength from which on an attitude is worth a note."""


@dataclass(frozen=True, slots=True)
class Felt:
    """``vector`` is for the voice, ``text_vector`` the sentence's own feeling, ``mood`` the state after it.

    ``model`` read it in ``read_ms`` milliseconds from ``cues``; ``note`` says in a few words what else had a say.
    ``wish`` is what any voice is to express as far as it can, a cloning one weakened by ``emo_alpha``.
    """

    vector: EmotionVector
    text_vector: EmotionVector
    mood: EmotionVector
    cues: tuple[Cue, ...] = ()
    model: str = ""
    read_ms: float = 0.0
    note: str = ""
    wish: EmotionVector = EmotionVector()
    emo_alpha: float = 1.0

    def vector_for(self, voice: str) -> EmotionVector:
        """The strengths that the voice called ``voice`` is to be given."""
        return timbre_of(voice).fit(self.wish, self.emo_alpha)


@dataclass(frozen=True, slots=True)
class Saying:
    """Whose words a sentence is and who says it: ``own`` are the streamer's, ``voice`` is the voice's name."""

    own: bool = True
    voice: str = ""


@dataclass(frozen=True, slots=True)
class _Wish:
    feeling: EmotionVector
    emo_alpha: float
    voice: str


def is_own(message: Message) -> bool:
    """Whether a message is the streamer's own words: typed, or a program's (an LLM) that signs with no name."""
    nameless = message.kind == "chat" and not message.author
    return message.kind == "say" or message.role == "broadcaster" or nameless


def felt_text(sentence: Sentence) -> str:
    """The text that a sentence's feeling is read from: all of it, without emotion tags."""
    return take_override(sentence.whole or sentence.text)[0]


class Feeler:
    """Reads sentences and keeps the mood.

    Args:
        reader: reads a feeling from text.
        settings: how the mood moves and the voice follows.
        clock: monotonic seconds in which feelings fade.
        arrivals: monotonic seconds in which the chat writes and things happen; ``clock`` unless given.
    """

    def __init__(
        self, reader: FeelingReader, settings: MoodSettings, clock: Clock, arrivals: Clock | None = None
    ) -> None:
        self._reader = reader
        self._settings = settings
        self._arrivals = arrivals or clock
        self._mood = Mood(settings, clock)
        self._delivery = Delivery(settings, clock)
        self._stance = Stance(settings.attitude, settings.matrix)
        self._rules = Rules(settings.rules)
        self._crowd = Crowd(settings.crowd, self._arrivals)
        self._last: tuple[int, str, EmotionVector | None] | None = None
        self._felt = Felt(EmotionVector(), EmotionVector(), self._mood.current())

    @property
    def mood(self) -> EmotionVector:
        """The mood as it has faded by now."""
        return self._mood.current()

    @property
    def events(self) -> tuple[str, ...]:
        """The happenings that move the mood."""
        return self._rules.names

    def feel(self, sentence: Sentence, override: EmotionVector | None = None, saying: Saying = Saying()) -> Felt:
        """What ``sentence`` should sound like.

        The feeling is read from the whole sentence, so the later pieces of a sentence sound like its first and
        move the mood only once; emotion tags in it are not read as words.
        ``override`` is used as it is, within what the voice bears, and moves the mood mildly.
        """
        key = (sentence.turn_id, sentence.whole, override)
        if key != self._last:
            read = self._reader.read(felt_text(sentence))
            self._felt = self._express(read, saying) if override is None else self._obey(read, override, saying)
            self._last = key
        return self._felt

    def happened(self, name: str, amount: float | None = None) -> bool:
        """Let a happening move the mood by the rules; says whether it did."""
        additions = self._rules.additions(name, amount, self._arrivals())
        self._mood.push(additions)
        return bool(additions)

    def overheard(self, text: str) -> str:
        """Let one of the chat's messages move the mood; returns what stirs the chat where it pulls, else ""."""
        if not self._crowd.arrived():
            return ""
        theirs, share = self._crowd.hear(self._reader.glance(text))
        self._mood.pull(self._stance.answer(theirs), share)
        return strongest_stir(theirs) if share > 0 else ""

    def _express(self, read: Read, saying: Saying) -> Felt:
        text = read.reading.vector
        feeling = text if saying.own else self._stance.answer(text)
        levels = self._delivery.towards(coloured(feeling, self._mood.current(), self._settings.text_weight))
        self._mood.follow(feeling, self._settings.mood_rate)
        wish = _Wish(EmotionVector(*levels), self._settings.emo_alpha, saying.voice)
        turned = max(abs(ours - theirs) for ours, theirs in zip(feeling, text, strict=True))
        answered = self._stance.note if turned > _NOTICED else ""
        return self._told(read, wish, answered, "" if self._delivery.arrived else "turning")

    def _obey(self, read: Read, asked: EmotionVector, saying: Saying) -> Felt:
        self._delivery.asked(tuple(asked))
        self._mood.follow(asked, self._settings.mood_rate / 2)
        # Whether a slower reader was late is of no account: nothing hung on it, and it may not have been asked.
        return self._told(replace(read, note=""), _Wish(asked, 1.0, saying.voice), "asked for")

    def _told(self, read: Read, wish: _Wish, *notes: str) -> Felt:
        note = ", ".join(filter(None, (read.note, *notes)))
        reading = read.reading
        return Felt(
            timbre_of(wish.voice).fit(wish.feeling, wish.emo_alpha),
            reading.vector,
            self._mood.current(),
            tuple(reading.cues),
            read.model,
            read.milliseconds,
            note,
            wish.feeling,
            wish.emo_alpha,
        )
