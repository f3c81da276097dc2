"""The language model over semantic codes: prompt, logits, latent pass (versions 2 and 2.5).

A prompt is rows of the model's width: the speaker and emotion, the text, and last the start code, which belongs to
the decoding and is not among the prompt's rows.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from indextts.config import GPTConfig
from indextts.errors import OptionError, TextError
from indextts.t2s.cache import Continuation, Kept
from indextts.t2s.gpt import GPT2, Causal, Memory

UNUSED: tuple[str, ...] = (
    r"text_head\..*",
    r"(emo_)?(conditioning|perceiver)_encoder\..*",
    r"emo(vec)?_layer\..*",
)
"""Keys of the language model's file that only training or the conditioners need."""
EXTRA_POSITIONS = 3  # beyond the longest code sequence: start, stop and one skipped
SPACER_ROWS = 2


class LearnedPositions(nn.Module):
    """A table of position vectors."""

    def __init__(self, rows: int, width: int) -> None:
        super().__init__()
        self.emb = nn.Embedding(rows, width)


class SemanticLM(nn.Module):
    """GPT-2 between text and semantic codes.

    Args:
        gpt: sizes; ``spk_cond_mode == "campplus"`` makes it version 2.5's.
    """

    unused = UNUSED

    def __init__(self, gpt: GPTConfig) -> None:
        super().__init__()
        self.config = gpt
        width = gpt.model_dim
        self.text_embedding = nn.Embedding(gpt.number_text_tokens + 1, width)
        self.text_pos_embedding = LearnedPositions(gpt.max_text_tokens + 2, width)
        self.mel_embedding = nn.Embedding(gpt.number_mel_codes, width)
        self.mel_pos_embedding = LearnedPositions(gpt.max_mel_tokens + EXTRA_POSITIONS, width)
        if gpt.spk_cond_mode == "campplus":
            self.spk_emb_proj = nn.Linear(gpt.style_dim, width)
            self.lang_embedding = nn.Embedding(gpt.languages, width)
        else:
            self.speed_emb = nn.Embedding(2, width)
        self.gpt = GPT2(width, gpt.layers, gpt.heads)
        self.final_norm = nn.LayerNorm(width)
        self.mel_head: nn.Module = nn.Linear(width, gpt.number_mel_codes)

    @property
    def like(self) -> Tensor:
        """A tensor with the dtype and device activations have."""
        return self.final_norm.weight

    def prompt(self, latents: Tensor, emovec: Tensor, text_ids: Tensor, *, drop_frame_ids: bool = True) -> Tensor:
        """Rows of version 2: 32 speaker-and-emotion rows, two constant rows, the text between its frame.

        Args:
            latents: speaker latents (1, 32, D).
            emovec: emotion vector (1, D).
            text_ids: (1, n) int64.
            drop_frame_ids: leave out ids equal to the frame's own (0 and 1), as the released decoding does.

        Returns:
            (1, P, D), P = 36 + the number of ids kept.

        Raises:
            TextError: the text is longer than the position table, or an id is unknown.
        """
        speaker = (latents + emovec[:, None]).to(self.like)  # (1,32,D)
        spacers = self.speed_emb.weight.flip(0)[None].to(self.like)  # (1,2,D): the second row comes first
        text = self._text(self._kept(text_ids) if drop_frame_ids else text_ids)  # (1,n+2,D)
        return torch.cat((speaker, spacers, text), dim=1)

    def prompt_v25(self, style: Tensor, emovec: Tensor, text_ids: Tensor, lang: int) -> Tensor:
        """Rows of version 2.5: one speaker-and-emotion row, two zero rows, the text with its language.

        The released system pads on the left for each id it drops and masks the padding, which is as good as no
        padding.

        Args:
            style: style vector (1, 192).
            emovec: emotion vector (1, D).
            text_ids: (1, n) int64; ids 0 and 1 are left out.
            lang: row of the language table.

        Returns:
            (1, P, D), P = 5 + the number of ids kept.

        Raises:
            OptionError: there is no such language.
            TextError: the text is longer than the position table, or an id is unknown.
        """
        if not 0 <= lang < self.lang_embedding.num_embeddings:
            raise OptionError(f"There is no language {lang}.", f"0 to {self.lang_embedding.num_embeddings - 1} exist.")
        style = style.to(self.spk_emb_proj.weight)
        speaker = (self.spk_emb_proj(style) + emovec).to(self.like)[:, None]  # (1,1,D)
        spacers = speaker.new_zeros(1, SPACER_ROWS, speaker.shape[2])
        text = self._text(self._kept(text_ids)) + self.lang_embedding.weight[lang].to(self.like)  # (1,n+2,D)
        return torch.cat((speaker, spacers, text), dim=1)

    def _kept(self, text_ids: Tensor) -> Tensor:
        frame = (text_ids == self.config.start_text_token) | (text_ids == self.config.stop_text_token)
        return text_ids[~frame][None]

    def _text(self, text_ids: Tensor) -> Tensor:
        count, room = text_ids.shape[1], self.config.max_text_tokens
        if count > room:
            raise TextError(f"The text has {count} tokens; the model reads {room}.", "Split it into segments.")
        if bool(((text_ids < 0) | (text_ids >= self.text_embedding.num_embeddings)).any()):
            raise TextError("The text has token ids the model does not know.", "Use this model's own tokenizer.")
        frame = (self.config.start_text_token, self.config.stop_text_token)
        start, stop = (text_ids.new_full((1, 1), token) for token in frame)
        ids = torch.cat((start, text_ids, stop), dim=1).to(self.like.device)  # (1,n+2)
        places = self.text_pos_embedding.emb.weight[: count + 2].to(self.like)
        rows: Tensor = self.text_embedding(ids).to(self.like) + places  # (1,n+2,D)
        return rows

    def code_rows(self, codes: Tensor, positions: Tensor) -> Tensor:
        """Codes (n,) and their positions (n,) or (1,), both int64, to rows (1, n, D)."""
        rows: Tensor = self.mel_embedding(codes).to(self.like) + self.mel_pos_embedding.emb(positions).to(self.like)
        return rows[None]

    def hidden(self, rows: Tensor, memory: Memory) -> Tensor:
        """Rows (1, T, D) to hidden states (1, T, D): trunk, its norm, and one more norm."""
        hidden: Tensor = self.final_norm(self.gpt(rows, memory))
        return hidden

    def logits(self, hidden: Tensor) -> Tensor:
        """Hidden states (..., D) to logits (..., number_mel_codes), float32."""
        return self.mel_head(hidden).float()  # type: ignore[no-any-return]  # a module's call is Any

    def latent_pass(
        self, latents: Tensor, emovec: Tensor, text_ids: Tensor, codes: Tensor, *, kept: Kept | None = None
    ) -> Tensor:
        """Version 2's second pass: the states that predict each code, positions counted without a gap.

        Args:
            latents: speaker latents (1, 32, D).
            emovec: emotion vector (1, D).
            text_ids: (1, n) int64, none dropped.
            codes: generated codes (1, m) int64, without the stop code.
            kept: of the generation with the same prompt; the prompt's part of the work is then not done again.

        Returns:
            (1, m, D); row i is the state that predicts code i.

        Raises:
            TextError: the text is longer than the position table, or an id is unknown.
        """
        positions = torch.arange(codes.shape[1], device=self.like.device)  # (m,)
        start = codes.new_full((1, 1), self.config.start_mel_token)
        inputs = torch.cat((start, codes[:, :-1]), dim=1)[0].to(self.like.device)  # (m,): the last one predicts nothing
        rows = self.code_rows(inputs, positions)  # (1,m,D)
        if kept is not None and kept.rows == latents.shape[1] + SPACER_ROWS + text_ids.shape[1] + 2:  # no id dropped
            return self.hidden(rows, Continuation(kept))
        prompt = self.prompt(latents, emovec, text_ids, drop_frame_ids=False)  # (1,P,D)
        return self.hidden(torch.cat((prompt, rows), dim=1), Causal())[:, prompt.shape[1] :]
