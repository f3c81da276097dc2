import pytest
import torch

from indextts.config import S2MelConfig
from indextts.s2mel.flow import FlowMatching

TINY = S2MelConfig.model_validate(
    {
        "preprocess_params": {"spect_params": {"n_mels": 6}},
        "style_encoder": {"dim": 5},
        "DiT": {"hidden_dim": 16, "num_heads": 2, "depth": 5, "in_channels": 6, "content_dim": 7},
        "wavenet": {"hidden_dim": 16, "num_layers": 3},
    }
)


@pytest.fixture(autouse=True)
def _one_thread():
    """Tiny tensors only lose time to threads."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def flow():
    """A tiny solver with random weights, large enough that every path matters."""
    torch.manual_seed(0)
    flow = FlowMatching(TINY).requires_grad_(requires_grad=False).eval()
    for name, weight in flow.named_parameters():
        weight.normal_(std=0.3).add_(1.0 if name.endswith("norm.weight") else 0.0)
    return flow


@pytest.fixture
def weights(flow):
    return {key.removeprefix("estimator."): value.clone() for key, value in flow.state_dict().items()}


@pytest.fixture
def case():
    """Builds inputs of ``solve``: mu, prompt, style, noise."""

    def build(prompt: int, target: int, seed: int = 0):
        generator = torch.Generator().manual_seed(seed)
        shapes = [(1, prompt + target, 7), (1, 6, prompt), (1, 5), (1, 6, prompt + target)]
        return [torch.randn(shape, generator=generator) for shape in shapes]

    return build
