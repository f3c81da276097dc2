import json

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from indextts.emotion.asking import RELEASED, Asking
from indextts.emotion.lookahead import Lookahead
from indextts.emotion.numbers import END, LONGEST, NUMBERS, PREFIXES, SYMBOLS, follow
from indextts.emotion.prompt import Prompt
from indextts.emotion.scores import CHINESE, parse_scores
from indextts.emotion.skeleton import Skeleton
from indextts.errors import CheckpointError, OptionError


@pytest.fixture(scope="module")
def tokenizer(qwen_tokenizer):
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(qwen_tokenizer, local_files_only=True)


@pytest.fixture(scope="module")
def skeleton(tokenizer):
    return Skeleton(tokenizer, RELEASED)


@pytest.fixture(scope="module")
def ahead(skeleton):
    return Lookahead.of(skeleton, torch.device("cpu"))


def test_numbers_are_all_from_0_to_1_2_with_at_most_two_decimals():
    every = {f"{n / 100:.{digits}f}" for n in range(121) for digits in (0, 1, 2) if digits or n in (0, 100)}
    assert set(NUMBERS) == {text for text in every if float(text) <= 1.2 and len(text) != 2}
    assert all(json.loads(number) == float(number) for number in NUMBERS)


def test_every_number_is_reached_in_one_way_and_nothing_else():
    reached = []

    def walk(prefix):
        for symbol in SYMBOLS:
            state = follow(prefix, symbol)
            if state is None:
                continue
            if state < len(PREFIXES):
                walk(PREFIXES[state])
            else:
                reached.append(NUMBERS[state - len(PREFIXES)])

    walk("")
    assert sorted(reached) == sorted(NUMBERS)


def test_whole_answers_are_cut_as_the_tokenizer_cuts_them(tokenizer, skeleton):
    numbers = ["0.12", "0", "1.0", "1.20", "0.5", "1", "0.07", "1.1"]
    ids = tokenizer(RELEASED.answer(numbers), add_special_tokens=False)["input_ids"]
    assert ids == skeleton.answer(numbers)
    assert json.loads(tokenizer.decode(ids)) == dict(zip(CHINESE, map(float, numbers), strict=True))


@given(st.lists(st.sampled_from(NUMBERS), min_size=8, max_size=8))
def test_every_answer_is_cut_so(tokenizer, skeleton, numbers):
    assert tokenizer(RELEASED.answer(numbers), add_special_tokens=False)["input_ids"] == skeleton.answer(numbers)


def plain(logits):
    """The number spelled by greedy decoding, one symbol after the other."""
    prefix = ""
    while True:
        row = logits[PREFIXES.index(prefix)]
        allowed = [index for index, symbol in enumerate(SYMBOLS) if follow(prefix, symbol) is not None]
        symbol = SYMBOLS[max(allowed, key=lambda index: (row[index], -index))]
        prefix += "" if symbol == END else symbol
        if symbol == END or prefix not in PREFIXES:
            return prefix


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 2**63 - 1), st.sampled_from([1e-3, 1.0, 1e4]))
def test_any_logits_spell_what_can_be_read(ahead, seed, strength):
    draw = torch.Generator().manual_seed(seed)
    logits = torch.randn(8, len(PREFIXES), len(SYMBOLS), generator=draw) * strength
    numbers = [NUMBERS[index] for index in ahead.choose(logits).tolist()]
    assert numbers == [plain(row) for row in logits.tolist()]
    scores = parse_scores(RELEASED.answer(numbers), "x")
    assert list(scores) == [float(n) for n in numbers] if any(map(float, numbers)) else scores[7] == 1


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), 0.0])
def test_broken_logits_spell_a_number_all_the_same(ahead, value):
    logits = torch.full((2, len(PREFIXES), len(SYMBOLS)), value, dtype=torch.bfloat16)
    assert all(0 <= index < len(NUMBERS) for index in ahead.choose(logits).tolist())


def test_prefixes_see_their_own_way_only(ahead):
    prefixes = PREFIXES[1:]
    for row, prefix in enumerate(prefixes):
        seen = {prefixes[column] for column in range(len(prefixes)) if ahead.prefixes.sees[row, column]}
        assert seen == {prefix[:length] for length in range(1, len(prefix) + 1)}
    assert max(map(len, NUMBERS)) == LONGEST == ahead.numbers.shape[1]


CHATTY = st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace").decode().strip())


@given(CHATTY.filter(bool).filter(lambda text: "<|" not in text))
def test_a_prompt_in_parts_is_the_prompt_as_a_whole(tokenizer, text):
    prompt = Prompt(tokenizer, RELEASED)
    whole = tokenizer.apply_chat_template(
        RELEASED.messages(text), tokenize=False, add_generation_prompt=True, enable_thinking=False
    )
    assert prompt.head + prompt.after_head(text) == tokenizer(whole, add_special_tokens=False)["input_ids"]


def joining(tokenizer):
    """A tokenizer that makes one token of any two digits."""

    def encode(text, **_):
        ids, at = [], 0
        while at < len(text):
            pair = text[at : at + 2]
            at += 2 if pair.isdigit() and len(pair) == 2 else 1
            ids.append(1000 + int(pair) if pair.isdigit() and len(pair) == 2 else ord(text[at - 1]))
        return {"input_ids": ids}

    return encode


def test_a_tokenizer_that_joins_digits_is_refused(tokenizer):
    with pytest.raises(CheckpointError, match="joins the digits"):
        Skeleton(joining(tokenizer), RELEASED)


def test_a_template_without_the_text_is_refused(tokenizer):
    class Deaf:
        def apply_chat_template(self, *_, **__):
            return "hello"

    with pytest.raises(CheckpointError, match="does not hold"):
        Prompt(Deaf(), RELEASED)


def test_unknown_names_are_refused():
    with pytest.raises(OptionError, match="names are unknown"):
        Asking("x", ("a",) * 8)
