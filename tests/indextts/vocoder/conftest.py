import pytest
import torch

from indextts.checkpoint.assign import assign
from indextts.config import BigVGANConfig
from indextts.vocoder.bigvgan import BigVGAN

TINY = BigVGANConfig(
    upsample_initial_channel=32, num_mels=5, upsample_rates=(4, 4, 2), upsample_kernel_sizes=(8, 8, 4)
)  # 32 samples a frame


@pytest.fixture(autouse=True)
def _one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    with torch.inference_mode():
        yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def weights():
    generator = torch.Generator().manual_seed(7)
    with torch.device("meta"):
        shapes = {key: value.shape for key, value in BigVGAN(TINY).state_dict().items()}
    tensors = {key: torch.randn(shape, generator=generator) for key, shape in shapes.items()}
    return {key: value * (0.5 * value[0].numel() ** -0.5 if value.ndim == 3 else 0.2) for key, value in tensors.items()}


@pytest.fixture
def model(weights):
    with torch.device("meta"):
        model = BigVGAN(TINY)
    assign(model, weights, name="test")
    return model


@pytest.fixture(scope="session")
def mel():
    return torch.randn(1, 5, 61, generator=torch.Generator().manual_seed(3))
