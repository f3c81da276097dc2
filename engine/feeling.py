"""One turn's feelings: each sentence read, answered with the mood, told to everybody."""

from __future__ import annotations

from dataclasses import replace

from engine import events
from engine.emotion.feel import Felt, Saying, felt_text, is_own
from engine.emotion.override import take_override
from engine.errors import UnspeakableError
from engine.foreseen import sentences
from engine.protocols import Voice
from engine.road import Road
from engine.values import EmotionVector, Sentence, Turn


class TurnFeeling:
    """Feels the sentences of one turn.

    Args:
        road: the shared parts.
        turn: whose sentences they are; its words may be the streamer's own or a chatter's.
    """

    def __init__(self, road: Road, turn: Turn) -> None:
        self._road = road
        self._turn = turn
        self._own = is_own(turn.message)
        self._tagged: EmotionVector | None = None
        self._waited = ""
        if road.ahead.name and road.held is None and turn.message.emotion is None:
            road.ahead.ask(sentences(road.responder.text(turn.message), road.chunking))

    def untagged(self, sentence: Sentence) -> str:
        """The sentence's text without emotion tags, which hold from here on."""
        text, tag = take_override(sentence.text)
        self._tagged = tag or self._tagged
        return text

    async def of(self, sentence: Sentence, text: str, voice: str) -> Felt:
        """What ``text``, the sentence without tags, is to sound like when the voice called ``voice`` says it."""
        asked = self._tagged or self._turn.message.emotion or self._road.held
        if asked is None:
            await self._read(felt_text(sentence))
        saying = Saying(self._own, voice)
        felt = self._road.feeler.feel(replace(sentence, text=text), asked, saying)
        self._tell(sentence, text, felt, voice)
        return felt

    def with_word(self, spoken: str, sentence: Sentence, felt: Felt, voice: Voice) -> str:
        """``spoken`` after a word of reaction where one is due; never in a line that has to fit a time."""
        if sentence.index or self._turn.message.duration is not None:
            return spoken
        word = self._road.interjections.before(sentence.text, felt, lambda word: self._sayable(word, voice))
        return f"{voice.speakable(word)} {spoken}" if word else spoken

    async def _read(self, whole: str) -> None:
        """Wait for a sentence's reading, once: a streamed sentence grows from piece to piece."""
        known, self._waited = self._waited, whole
        if not known or not whole.startswith(known):
            await self._road.ahead.ready(whole)

    def _sayable(self, word: str, voice: Voice) -> bool:
        try:
            return not self._road.blocked(voice.speakable(word))
        except UnspeakableError:  # this voice does not speak the word's language
            return False

    def _tell(self, sentence: Sentence, text: str, felt: Felt, voice: str) -> None:
        road = self._road
        road.bus.publish(
            events.Felt(
                t=road.clock(), turn_id=sentence.turn_id, index=sentence.index, text=text, model=felt.model,
                read_ms=felt.read_ms, text_emotion=dict(felt.text_vector.items()), mood=dict(felt.mood.items()),
                emotion=dict(felt.vector_for(voice).items()), cues=felt.cues, note=felt.note,
                stream_s=road.stream_time(),
            )
        )  # fmt: skip
