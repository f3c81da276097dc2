"""Hashed n-grams against a slow enumeration of the same strings."""

import re
from itertools import pairwise
from zlib import crc32

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.emotion.embedded.grams import LONGEST, grams, normalise, readable
from tests.text.texts import CHAT


def slow_characters(plain):
    """Every run of 1 to 5 characters without a blank inside it, as its place."""
    for length in range(1, LONGEST + 1):
        for start in range(len(plain) - length + 1):
            run = plain[start : start + length]
            if " " not in run[1:-1] and run != " ":
                yield start, start + length


def slow_words(plain):
    tokens = [(m[0], m.start(), m.end()) for m in re.finditer(r"[a-z']+|[0@]|[^\w\s]", plain)]
    yield from tokens
    yield from ((f"{one} {two}", start, end) for (one, start, _), (two, _, end) in pairwise(tokens))


@given(CHAT)
@settings(max_examples=200, deadline=None)
def test_the_places_are_those_of_a_slow_enumeration(text):
    found = grams(text)
    words = list(slow_words(found.text))
    places = list(zip(found.start.tolist(), found.end.tolist(), strict=True))
    assert places == [*slow_characters(found.text), *((start, end) for _, start, end in words)]
    assert found.words == len(words)
    assert found.hashes.tolist()[len(places) - len(words) :] == [
        crc32(word.encode("utf-8", "replace")) for word, _, _ in words
    ]


def characters_of(found):
    """Hashes, starts and ends without the words'."""
    until = len(found.hashes) - found.words
    return [part[:until].tolist() for part in (found.hashes, found.start, found.end)]


@given(st.text("ab好 ", max_size=40))
def test_the_same_run_has_the_same_hash_and_another_run_another(text):
    found = grams(text)
    by_run = {}
    for value, start, end in zip(*characters_of(found), strict=True):
        assert by_run.setdefault(found.text[start:end], value) == value
    assert len(set(by_run.values())) == len(by_run)


def test_names_links_numbers_and_stretches_have_one_form():
    assert normalise(readable("@Anna: SOOOOO  g00d 12345 http://x.y/z [NAME]")) == " @ soo good 0 @ "


def test_hashes_are_the_same_on_every_machine():
    found = grams("hi")
    assert found.hashes.dtype == np.uint32
    assert characters_of(found)[0] == [
        1778346610, 2928128963, 4102316849, 630947644, 3317398990, 1645278243, 3722633912, 1947839977,
    ]  # fmt: skip
