"""Tiny random models."""

from collections.abc import Iterator
from typing import TypeVar

import pytest
import torch
from torch import nn

from indextts.config import ConditionConfig, GPTConfig
from indextts.t2s.lm import SemanticLM

M = TypeVar("M", bound=nn.Module)
TINY = GPTConfig(
    model_dim=32,
    layers=3,
    heads=2,
    max_mel_tokens=120,
    max_text_tokens=20,
    number_text_tokens=40,
    number_mel_codes=50,
    start_mel_token=48,
    stop_mel_token=49,
    condition_module=ConditionConfig(output_size=16, linear_units=24, attention_heads=2, num_blocks=2),
    emo_condition_module=ConditionConfig(output_size=16, linear_units=24, attention_heads=1, num_blocks=1),
)


def randomise(module: M, seed: int = 0) -> M:
    source = torch.Generator().manual_seed(seed)
    for parameter in module.parameters():
        parameter.requires_grad_(requires_grad=False).normal_(0, 0.3, generator=source)
    return module.eval()


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Models this small lose more by waiting for a second thread than it brings."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def lm() -> SemanticLM:
    return randomise(SemanticLM(TINY))


@pytest.fixture
def prompt(lm: SemanticLM) -> torch.Tensor:
    source = torch.Generator().manual_seed(1)
    return torch.randn(1, 7, TINY.model_dim, generator=source)
