import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indextts.emotion.scores import CHINESE, HIGHEST, parse_scores
from indextts.emotion.vector import EMOTIONS
from indextts.errors import TextError

CALM = (0, 0, 0, 0, 0, 0, 0, 1.0)


def only(emotion, score=1.0):
    return tuple(score if name == emotion else 0.0 for name in EMOTIONS)


def test_a_json_answer_is_read_in_the_fixed_order():
    values = {"愤怒": 0.1, "高兴": 0.9, "自然": 0, "低落": 0.3, "悲伤": 0.2, "恐惧": 0, "反感": 0.05, "惊讶": 1}
    assert parse_scores(json.dumps(values, ensure_ascii=False), "x") == (0.9, 0.1, 0.2, 0, 0.05, 0.3, 1, 0)


@pytest.mark.parametrize(
    "answer",
    [
        '{"高兴": 0.5, "愤怒": 0.2,}',
        "高兴: 0.5, 愤怒: 0.2",
        "{高兴：0.5，愤怒：0.2}",
        "{'高兴': 0.5, '愤怒': 0.2}",
        '```json\n{"高兴": 0.5,\n "愤怒": 0.2}\n```',
        '{"happy": "0.5", "angry": 0.2}',
    ],
)
def test_near_json_is_read_pair_by_pair(answer):
    assert parse_scores(answer, "x") == (0.5, 0.2, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize("word", ["低落", "Melancholy", "so MELANCHOLIC", "depression", "depressed", "gloomy day"])
def test_sadness_and_melancholy_change_places_where_the_text_names_it(word):
    answer = '{"悲伤": 0.7, "低落": 0.1}'
    assert parse_scores(answer, word) == (0, 0, 0.1, 0, 0, 0.7, 0, 0)
    assert parse_scores(answer, "plain") == (0, 0, 0.7, 0, 0, 0.1, 0, 0)
    assert parse_scores('{"悲伤": 0.7}', word) == only("melancholic", 0.7)


@pytest.mark.parametrize("name", ["emotion", "emotion_label", "label", "情感", "情绪"])
def test_labels_count_as_one(name):
    assert parse_scores(json.dumps({name: "愤怒"}), "x") == only("angry")
    assert parse_scores(json.dumps({name: "Surprised"}), "x") == only("surprised")


def test_bare_labels_and_labels_under_a_name():
    assert parse_scores('"恐惧"', "x") == only("afraid")
    assert parse_scores("恐惧", "x") == only("afraid")
    assert parse_scores('{"高兴": "恐惧"}', "x") == only("afraid")


@pytest.mark.parametrize("answer", ["", "?", "[]", "{}", "null", "3", '{"高兴": 0}', '{"高兴": -2}', '"happyish"'])
def test_nothing_usable_is_calm(answer):
    assert parse_scores(answer, "x") == CALM


@pytest.mark.parametrize("junk", ["[", "a", "1", ":", "高"])
def test_a_flood_is_calm_too(junk):
    assert parse_scores(junk * 100_000, "x") == CALM


@pytest.mark.parametrize("value", ["null", "[1]", "true", "NaN", "Infinity", '"much"', '"1.2.3"'])
def test_a_score_that_is_no_number_is_an_error(value):
    with pytest.raises(TextError, match="高兴"):
        parse_scores(f'{{"高兴": {value}}}', "x")


def test_broken_numbers_outside_json_are_errors_too():
    with pytest.raises(TextError, match="高兴"):
        parse_scores("高兴: 1.2.3", "x")


@given(st.lists(st.floats(-5, 5), min_size=8, max_size=8))
def test_scores_are_clipped(values):
    scores = parse_scores(json.dumps(dict(zip(CHINESE, values, strict=True)), ensure_ascii=False), "x")
    expected = [min(max(value, 0), HIGHEST) for value in values]
    assert list(scores) == (expected if any(expected) else list(CALM))


@given(st.text(), st.text())
def test_any_answer_gives_eight_scores_or_one_clear_error(answer, text):
    try:
        scores = parse_scores(answer, text)
    except TextError:
        return
    assert len(scores) == 8
    assert all(0 <= score <= HIGHEST for score in scores)
