from engine.audio.spans import Handed
from engine.performance import ChunkRecord, Performance
from engine.stage.score import Score
from engine.values import EmotionVector, Mark, Message, Turn

RATE = 1000


def performing(text: str = "one two", written: int = 2000, start: int = 500) -> tuple[Score, Performance, ChunkRecord]:
    performance = Performance(Turn(7, Message("m", text, author="ann"), 0, 0.0), 1)
    record = performance.chunks[0] = ChunkRecord(text, EmotionVector(happy=0.5), written=written, complete=True)
    hand(performance, start, start + 100)
    score = Score(RATE)
    score.began(performance, 0, record)
    return score, performance, record


def hand(performance: Performance, start: int, end: int) -> None:
    performance.take(Handed(7, 0, 1, start, end, 0.0))


def test_before_the_first_passage_nothing_is_heard() -> None:
    score, _, _ = performing()
    assert score.at(499).passage is None


def test_a_moment_tells_the_word_and_how_much_was_heard() -> None:
    score, performance, _ = performing()
    hand(performance, 600, 2500)
    moment = score.at(2400)
    assert moment.speaking
    assert moment.passage is not None
    assert moment.passage.author == "ann"
    assert moment.spoken_s == 1.9
    assert moment.word == 1
    assert score.at(501).word == 0


def test_what_is_heard_stands_still_while_the_voice_is_paused() -> None:
    score, performance, _ = performing()
    hand(performance, 600, 1000)  # and then nothing for two seconds
    hand(performance, 3000, 4500)
    assert score.at(2000).spoken_s == 0.5
    assert score.at(2000).silence_s == 1.0
    assert score.at(3100).spoken_s == 0.6
    assert score.at(3100).speaking


def test_a_cut_line_is_gone_at_once() -> None:
    score, performance, _ = performing()
    hand(performance, 600, 1000)
    performance.cut = "deleted"
    assert score.at(900).passage is None


def test_words_are_timed_anew_when_the_length_is_known() -> None:
    score, _performance, record = performing(written=100)
    record.complete, record.expected_s = False, 4.0
    early = score.passage(7, 0)
    record.written, record.complete = 2000, True
    late = score.passage(7, 0)
    assert early is not None
    assert late is not None
    assert (early.seconds, late.seconds) == (4.0, 2.0)
    assert late.words[-1].until_s == 2.0


def test_what_the_voice_told_is_longer_than_a_guess_and_comes_later_than_the_first_look() -> None:
    score, _performance, record = performing(written=100)
    record.complete, record.expected_s = False, 0.5
    assert score.passage(7, 0) is not None
    record.marks = (Mark("one", 0.1, 0.6), Mark("two", 0.8, 1.5))
    told = score.passage(7, 0)
    assert told is not None
    assert told.seconds == 1.5
    assert [word.at_s for word in told.words] == [0.1, 0.8]


def test_pauses_time_the_words_of_a_voice_that_tells_nothing() -> None:
    score, _performance, record = performing(text="Oh no, it broke", written=2000)
    assert score.passage(7, 0) is not None
    record.pauses = ((0.7, 1.1),)
    heard = score.passage(7, 0)
    assert heard is not None
    assert heard.words[2].at_s == 1.1
