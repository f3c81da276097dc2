"""Rows read together, in parts and behind a common beginning, against each row alone in one go."""

import pytest
import torch

from indextts.emotion.columns import Ahead, Columns


@pytest.fixture(scope="module")
def body(qwen_folder):
    from transformers import AutoModelForCausalLM

    return AutoModelForCausalLM.from_pretrained(qwen_folder, dtype=torch.float32).eval().get_decoder()


def aligned(rows):
    width = max(map(len, rows))
    ids = torch.tensor([[0] * (width - len(row)) + row for row in rows])
    return ids, torch.tensor([[False] * (width - len(row)) + [True] * len(row) for row in rows])


def alone(body, ids):
    return body(torch.tensor([ids]), use_cache=False).last_hidden_state[0, -1]


HEAD = [5, 900, 31, 8]
FIRST = [[11], [12, 13, 14, 15, 16, 17], [18, 19, 20]]
SECOND = [[21, 22, 23], [24], [25, 26]]
TREE = Ahead(
    torch.tensor([15, 16, 15]), torch.tensor([1, 2, 1]), torch.tensor([[1, 0, 0], [1, 1, 0], [0, 0, 1]]).bool()
)


@pytest.mark.parametrize("begun", [True, False])
def test_rows_are_computed_as_if_alone(body, begun):
    head = HEAD if begun else []
    with torch.inference_mode():
        before = None
        if begun:
            first = Columns(body, 1)
            first.read(*aligned([HEAD]))
            before = first.contents()
        columns = Columns(body, 3, before)
        for told in (FIRST, SECOND):
            hidden = columns.read(*aligned(told), TREE)
            for row in range(3):
                so_far = head + FIRST[row] + (SECOND[row] if told is SECOND else [])
                expected = [alone(body, so_far + ahead) for ahead in ([], [15], [15, 16], [15])]
                torch.testing.assert_close(hidden[row], torch.stack(expected), rtol=1e-4, atol=1e-4)


def test_the_common_beginning_is_left_as_it_is(body):
    with torch.inference_mode():
        first = Columns(body, 1)
        first.read(*aligned([HEAD]))
        kept = [(keys.clone(), values.clone()) for keys, values in first.contents()]
        Columns(body, 3, first.contents()).read(*aligned(FIRST), TREE)
    for (keys, values), (old_keys, old_values) in zip(first.contents(), kept, strict=True):
        assert torch.equal(keys, old_keys)
        assert torch.equal(values, old_values)
