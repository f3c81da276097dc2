import pytest
import torch
import torch.nn.functional as F

from indextts.s2mel.transformer import attend
from tests.indextts.s2mel import slow
from tests.indextts.s2mel.conftest import TINY


@torch.inference_mode()
def test_one_evaluation_agrees_with_the_equations(flow, weights, case):
    mu, prompt, style, x = case(4, 9)
    whole = F.pad(prompt, (0, 9))
    t = torch.tensor([0.37])
    expected = slow.estimate(weights, x, whole, t[0], style, mu, heads=2, depth=5)
    assert torch.allclose(flow.estimator(x, whole, t, style, mu), expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("depth", [1, 2, 4, 5])
def test_every_key_is_used_or_declared_unused(depth):
    from indextts.s2mel.dit import DiT

    dit = DiT(TINY.model_copy(update={"dit": TINY.dit.model_copy(update={"depth": depth})}))
    skips = {key.split(".")[2] for key in dit.state_dict() if "skip_in_linear" in key}
    assert skips == {str(i) for i in range(depth // 2 + 1, depth)}


@torch.inference_mode()
def test_rows_of_a_batch_have_their_own_times(flow, case):
    mu, prompt, style, x = case(4, 9)
    whole, t = F.pad(prompt, (0, 9)), torch.tensor([0.1, 0.8])
    both = flow.estimator(*(torch.cat([y, y]) for y in (x, whole)), t, *(torch.cat([y, y]) for y in (style, mu)))
    for row in range(2):
        alone = flow.estimator(x, whole, t[row : row + 1], style, mu)
        assert torch.allclose(both[row : row + 1], alone, atol=1e-4)


@torch.inference_mode()
def test_sixteen_bit_attention_over_many_queries_agrees_with_torch():
    torch.manual_seed(0)
    q, k, v = (torch.randn(1, 2, length, 8) for length in (900, 1000, 1000))
    exact = F.scaled_dot_product_attention(q, k, v)
    near = attend(*(y.bfloat16() for y in (q, k, v)))
    assert near.shape == exact.shape
    assert (near - exact).norm() < 0.02 * exact.norm()
