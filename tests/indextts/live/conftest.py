import numpy as np
import pytest
import torch

from indextts.checkpoint.random_weights import write_random
from indextts.checkpoint.tiny import tiny_config
from indextts.infer_v2 import IndexTTS2 as Older
from indextts.infer_v2_5 import IndexTTS2 as Newer

RATE = 22050


@pytest.fixture(autouse=True)
def _one_thread():
    """Tiny tensors only lose time to threads."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="session")
def tone():
    t = np.arange(RATE) / RATE
    return RATE, (0.3 * np.sin(2 * np.pi * 150 * t) * (0.6 + 0.4 * np.sin(9 * t))).astype(np.float32)


@pytest.fixture(scope="session")
def v2(tmp_path_factory):
    folder = tmp_path_factory.mktemp("live") / "2"
    write_random(folder, tiny_config("2"))
    return Older(model_dir=folder, device="cpu")


@pytest.fixture(scope="session")
def v25(tmp_path_factory):
    folder = tmp_path_factory.mktemp("live") / "2.5"
    write_random(folder, tiny_config("2.5"), version="2.5")
    return Newer(model_dir=folder, device="cpu")
