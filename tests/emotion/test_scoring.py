"""The scores mean what they say: against precision and recall over sets, by hand, and scikit-learn's where it is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.emotion.scoring import score
from engine.values import EMOTIONS

name = st.sampled_from(EMOTIONS)
pairs = st.lists(st.tuples(name, st.frozensets(name, min_size=1, max_size=3)), min_size=1, max_size=60)
single = st.lists(st.tuples(name, name), min_size=1, max_size=60)


def scored(found):
    return score([named for named, _ in found], [wanted for _, wanted in found], [1.0] * len(found))


def test_by_hand() -> None:
    got = scored(
        [
            ("happy", frozenset({"happy"})),
            ("sad", frozenset({"sad", "afraid"})),  # a hit on one label is none against the other
            ("happy", frozenset({"angry", "sad"})),
            ("calm", frozenset({"calm"})),
        ]
    )
    assert got.n == 4
    assert got.accuracy == 0.75
    assert got.f1 == {"happy": pytest.approx(2 / 3), "angry": 0.0, "sad": pytest.approx(2 / 3), "calm": 1.0}
    assert got.macro_f1 == pytest.approx((2 / 3 + 0 + 2 / 3 + 1) / 4)


@given(pairs)
def test_f1_is_the_harmonic_mean_of_precision_and_recall(found) -> None:
    got = scored(found)
    at = range(len(found))
    hits = {i for i in at if found[i][0] in found[i][1]}
    assert got.accuracy == pytest.approx(len(hits) / len(found))
    for emotion in EMOTIONS:
        named = {i for i in at if found[i][0] == emotion}
        due = {i for i in at if emotion in found[i][1] and (i in named or i not in hits)}
        if not any(emotion in wanted for _, wanted in found) or not named | due:
            assert emotion not in got.f1
            continue
        precision = len(named & due) / len(named) if named else 0.0
        recall = len(named & due) / len(due) if due else 0.0
        both = precision + recall
        assert got.f1[emotion] == pytest.approx(2 * precision * recall / both if both else 0.0)
    assert got.macro_f1 == pytest.approx(float(np.mean(list(got.f1.values()))) if got.f1 else 0.0)


@settings(deadline=None, max_examples=50)  # its import takes seconds
@given(single)
def test_with_one_label_it_is_scikit_learns(found) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    named, wanted = [one for one, _ in found], [other for _, other in found]
    got = scored([(one, frozenset({other})) for one, other in found])
    present = [emotion for emotion in EMOTIONS if emotion in wanted]
    assert list(got.f1) == present
    theirs = metrics.f1_score(wanted, named, labels=present, average=None, zero_division=0)
    assert list(got.f1.values()) == pytest.approx(list(theirs))
    assert got.macro_f1 == pytest.approx(float(np.mean(theirs)))
    assert got.accuracy == pytest.approx(metrics.accuracy_score(wanted, named))


@given(pairs)
def test_all_right_is_one_and_another_label_never_makes_it_worse(found) -> None:
    right = [(sorted(wanted)[0], wanted) for _, wanted in found]
    assert scored(right).macro_f1 == 1.0
    more = [(named, wanted | {named}) for named, wanted in found]
    assert scored(more).accuracy == 1.0
    assert scored(found).macro_f1 <= 1.0


@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=99))
def test_times_lie_among_those_measured(ms: list[float]) -> None:
    got = score(["calm"] * len(ms), [frozenset({"calm"})] * len(ms), ms)
    assert min(ms) <= got.ms_p50 <= got.ms_p95 <= max(ms) or math.isclose(got.ms_p50, got.ms_p95)
