import pytest
import torch

from indextts.emotion.matrix import EmotionMatrix
from indextts.errors import CheckpointError, OptionError
from indextts.verify.emotion import emotion_matrix
from indextts.verify.golden import Golden

SIZES = (3, 4, 2, 2, 1, 2, 3, 5)


@pytest.fixture
def matrix():
    generator = torch.Generator().manual_seed(1)
    rows = sum(SIZES)
    return EmotionMatrix(torch.randn(rows, 6, generator=generator), torch.randn(rows, 10, generator=generator), SIZES)


def test_golden(golden_folder):
    checks = list(emotion_matrix(Golden(golden_folder, "emotion_matrix")))
    assert len(checks) == 13
    assert [check for check in checks if not check.passed] == []


def test_no_weight_leaves_the_recording_alone(matrix):
    base = torch.randn(1, 10)
    torch.testing.assert_close(matrix.mix([0] * 8, torch.randn(1, 6), base), base)


def test_a_whole_weight_is_the_prototype_itself():
    styles = torch.eye(8)
    emotions = torch.arange(16.0).reshape(8, 2)
    matrix = EmotionMatrix(styles, emotions, (1,) * 8)
    mixed = matrix.mix([0, 0, 1, 0, 0, 0, 0, 0], torch.randn(1, 8), torch.randn(1, 2))
    torch.testing.assert_close(mixed, torch.tensor([[4.0, 5.0]]))


def test_the_nearest_row_does_not_depend_on_loudness(matrix):
    style = torch.randn(1, 6)
    assert torch.equal(matrix.rows(style), matrix.rows(style * 100))


def test_random_rows_follow_the_seed_and_stay_in_their_groups(matrix):
    drawn = [matrix.random_rows(torch.Generator().manual_seed(seed)) for seed in range(50)]
    assert all((rows < torch.tensor(SIZES)).all() and (rows >= 0).all() for rows in drawn)
    assert len({tuple(rows.tolist()) for rows in drawn}) > 10
    assert torch.equal(drawn[3], matrix.random_rows(torch.Generator().manual_seed(3)))


def test_the_mix_keeps_the_type_of_the_recording(matrix):
    base = torch.randn(1, 10, dtype=torch.bfloat16)
    assert matrix.mix([0.1] * 8, torch.randn(1, 6), base).dtype == torch.bfloat16


def test_tables_that_do_not_fit_are_refused():
    with pytest.raises(CheckpointError, match="groups of"):
        EmotionMatrix(torch.zeros(3, 2), torch.zeros(4, 2), (1,) * 8)


def test_a_broken_vector_is_refused(matrix):
    with pytest.raises(OptionError):
        matrix.mix([float("nan")] * 8, torch.randn(1, 6), torch.randn(1, 10))
