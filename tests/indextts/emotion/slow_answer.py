"""Constrained greedy decoding in the plainest way, sharing nothing with the library but the prompt's text.

The whole prompt and answer so far go through the whole model for every single token; every token that cannot lead to
an allowed answer is masked. What is allowed is a list of strings, tried out with the real tokenizer.
"""

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NUMBERS = [str(n) for n in (0, 1)] + [f"{n / 10:.1f}" for n in range(13)] + [f"{n / 100:.2f}" for n in range(121)]


class SlowAnswer:
    def __init__(self, folder, instruction, keys, shots=()):
        self.tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        self.model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
        self.instruction, self.keys, self.shots = instruction, keys, shots

    def prompt(self, text):
        messages = [{"role": "system", "content": self.instruction}]
        for asked, answered in self.shots:
            messages += [{"role": "user", "content": asked}, {"role": "assistant", "content": answered}]
        messages.append({"role": "user", "content": text})
        return self.tokenizer.apply_chat_template(
            messages, tokenize=False, add_generation_prompt=True, enable_thinking=False
        )

    def ids(self, text):
        return self.tokenizer(text, add_special_tokens=False)["input_ids"]

    def candidates(self, told, place):
        """All answers that begin with the numbers told, token by token; later numbers do not matter and are 0."""
        rest = ["0"] * (len(self.keys) - place - 1)
        for number in NUMBERS:
            values = [*told, number, *rest]
            yield number, self.ids("{" + ", ".join(f'"{k}": {v}' for k, v in zip(self.keys, values, strict=True)) + "}")

    def answer(self, text):
        """The answer, its tokens, and the smallest distance between a chosen logit and the next allowed one."""
        prompt, told, out, margin = self.ids(self.prompt(text)), [], [], float("inf")
        for place in range(len(self.keys)):
            left = list(self.candidates(told, place))
            while len(left) > 1:
                allowed = sorted({ids[len(out)] for _, ids in left})
                with torch.inference_mode():
                    logits = self.model(torch.tensor([prompt + out]), logits_to_keep=1).logits[0, -1]
                masked = torch.full_like(logits, float("-inf"))
                masked[allowed] = logits[allowed]
                best = int(masked.argmax())
                if len(allowed) > 1:
                    top = masked.topk(2).values
                    margin = min(margin, float(top[0] - top[1]))
                out.append(best)
                left = [(number, ids) for number, ids in left if ids[len(out) - 1] == best]
            told.append(left[0][0])
        out += left[0][1][len(out) :]
        return self.tokenizer.decode(out), out, margin
