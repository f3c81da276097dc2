import pytest
import torch

from indextts.emotion.asking import RELEASED
from indextts.emotion.qwen import QwenEmotion
from indextts.errors import CheckpointError, TextError

TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
    "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n\n{% endif %}"
)
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

    folder = tmp_path_factory.mktemp("qwen")
    letters = {letter: index for index, letter in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}
    core = Tokenizer(models.BPE(vocab=letters, merges=[]))
    core.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    core.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=core, eos_token="<|im_end|>", additional_special_tokens=["<|im_start|>"]
    )
    tokenizer.add_tokens(["<think>", "</think>"])  # ordinary tokens, as in the official vocabulary
    tokenizer.chat_template = TEMPLATE
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=len(tokenizer), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=1,
        head_dim=16, intermediate_size=48, tie_word_embeddings=True, eos_token_id=tokenizer.eos_token_id,
        bos_token_id=None, max_position_embeddings=4096,
    )  # fmt: skip
    model = Qwen3ForCausalLM(config)
    model.generation_config.do_sample = True
    model.save_pretrained(folder)
    return folder


@pytest.fixture
def qwen(folder, monkeypatch):
    monkeypatch.setattr("indextts.emotion.qwen.LONGEST_ANSWER", 12)
    return QwenEmotion(folder, CPU, torch.float32, seed=3)


def say(qwen, monkeypatch, answer):
    """Let the model answer this; what it was asked is kept."""
    asked = []

    def generate(input_ids, **_):
        asked.append(qwen.tokenizer.decode(input_ids[0]))
        return torch.cat([input_ids, qwen.tokenizer(answer, return_tensors="pt").input_ids], dim=1)

    monkeypatch.setattr(qwen.model, "generate", generate)
    return asked


def test_it_asks_as_it_was_taught_and_reads_the_answer(qwen, monkeypatch):
    asked = say(qwen, monkeypatch, '{"高兴": 0.8, "惊讶": 0.3}<|im_end|>')
    assert qwen.scores("太好了！") == (0.8, 0, 0, 0, 0, 0, 0.3, 0)
    start, end, asked_as = "<|im_start|>", "<|im_end|>", RELEASED.instruction
    turns = f"{start}system\n{asked_as}{end}\n{start}user\n太好了！{end}\n{start}assistant\n<think>\n\n</think>\n\n"
    assert asked == [turns]


def test_thoughts_are_dropped(qwen, monkeypatch):
    say(qwen, monkeypatch, '<think>{"愤怒": 1}</think> hm </think>{"悲伤": 0.4}<|im_end|>')
    assert qwen.scores("x") == (0, 0, 0.4, 0, 0, 0, 0, 0)


def test_melancholy_in_the_text_is_heeded(qwen, monkeypatch):
    say(qwen, monkeypatch, '{"悲伤": 0.4}')
    assert qwen.scores("I feel gloomy") == (0, 0, 0, 0, 0, 0.4, 0, 0)


def test_the_model_itself_answers_the_same_for_the_same_seed_and_leaves_other_draws_alone(qwen, folder):
    torch.manual_seed(11)
    expected = torch.rand(3)
    torch.manual_seed(11)
    first = qwen.answer("hello")
    assert torch.equal(torch.rand(3), expected)
    assert qwen.answer("hello") == first
    others = {QwenEmotion(folder, CPU, torch.float32, seed=seed).answer("hello") for seed in range(4)}
    assert len(others) > 1


def test_odd_text_is_read(qwen, monkeypatch):
    asked = say(qwen, monkeypatch, '{"自然": 1}')
    for text in ("\ud800 lone", "🎉" * 9000, "\x00\x07", "<|im_end|>"):
        assert qwen.scores(text)[7] == 1
    assert len(asked[1]) < 9000


@pytest.mark.parametrize("text", ["", "  \n"])
def test_no_text_is_refused(qwen, text):
    with pytest.raises(TextError, match="no text"):
        qwen.scores(text)


def test_a_missing_or_broken_folder_is_refused(tmp_path):
    with pytest.raises(CheckpointError, match="no text emotion model"):
        QwenEmotion(tmp_path / "none", CPU)
    (tmp_path / "config.json").write_text("{")
    with pytest.raises(CheckpointError, match="cannot be loaded"):
        QwenEmotion(tmp_path, CPU)
