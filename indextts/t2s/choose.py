"""From logits to the next code: one sequence, or beams."""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor

from indextts.config import GPTConfig
from indextts.t2s.beams import Beams, Candidate
from indextts.t2s.budget import CodeBudget
from indextts.t2s.noise import Noise
from indextts.t2s.sampling import REMOVED, SamplingOptions, draw, process

DUMMY_ID = 1  # stands for every prompt row in the released history, and so is always penalised
LOOK_EVERY = 8
"""Steps after which codes on an accelerator are looked at: a look waits until the device has done all it was given."""


def look_every(device: torch.device) -> int:
    """Steps from one look at the codes to the next: every one on a processor, where looking costs nothing."""
    return 1 if device.type == "cpu" else LOOK_EVERY


class Chooser(Protocol):
    """Turns logits into codes and remembers them.

    On an accelerator the codes stay on the device and are looked at now and then, so what is known lags behind what
    has been chosen, by less than :data:`LOOK_EVERY` steps. Whoever decodes goes on until ``done``; what was chosen
    after the end is thrown away. Nothing but a look, and :meth:`result`, waits for the device.
    """

    @property
    def done(self) -> bool:
        """Whether the generation is known to have come to its own end; may be some steps late."""
        ...

    @property
    def known(self) -> list[int]:
        """The codes that were looked at and will not change; with beams none before the end. Never waits."""
        ...

    def choose(self, logits: Tensor, step: int) -> tuple[Tensor, Tensor]:
        """Logits (beams, V) of a step to the next codes and the beams they continue, both (beams,) int64."""
        ...

    def result(self) -> tuple[list[int], bool]:
        """All codes without the stop code, and whether the model stopped by itself. Looks at what was not looked at."""
        ...


class History:
    """Which codes each sequence has had, and whether the stop code is allowed yet."""

    def __init__(self, config: GPTConfig, beams: int, budget: CodeBudget | None, device: torch.device) -> None:
        self.stop = config.stop_mel_token
        self.stop_index = torch.tensor([self.stop], device=device)
        self.budget = budget
        self.seen = torch.zeros(beams, config.number_mel_codes, dtype=torch.bool, device=device)
        self.seen[:, [DUMMY_ID, config.start_mel_token]] = True

    def allowed(self, logits: Tensor, step: int) -> Tensor:
        """Logits (beams, V), the stop code's removed while it is too early after ``step`` codes."""
        if self.budget is None or self.budget.may_stop(step):
            return logits
        return logits.index_fill(1, self.stop_index, REMOVED)

    def follow(self, codes: Tensor, parents: Tensor) -> None:
        """Let sequence i continue ``parents[i]`` with ``codes[i]``, both (beams,) int64."""
        self.seen = self.seen[parents].scatter_(1, codes[:, None], value=True)


class OneSequence:
    """Plain sampling, or the likeliest code.

    Args:
        config: sizes.
        options: how codes are chosen.
        budget: of codes, or none.
        noise: for sampling.
        device: of the logits.
        every: steps from one look at the codes to the next; none is what suits the device. It changes no code.
    """

    def __init__(
        self,
        config: GPTConfig,
        options: SamplingOptions,
        budget: CodeBudget | None,
        noise: Noise,
        device: torch.device,
        *,
        every: int | None = None,
    ) -> None:
        self.options = options
        self.noise = noise
        self.every = every or look_every(device)
        self.history = History(config, 1, budget, device)
        self.parents = torch.zeros(1, dtype=torch.int64, device=device)
        self.codes: list[int] = []
        self.ended = False
        self._unseen: list[Tensor] = []

    @property
    def done(self) -> bool:
        """See :class:`Chooser`."""
        return self.ended

    @property
    def known(self) -> list[int]:
        """See :class:`Chooser`."""
        return self.codes

    def choose(self, logits: Tensor, step: int) -> tuple[Tensor, Tensor]:
        """See :class:`Chooser`."""
        logits = self.history.allowed(logits, step)
        scores = process(logits, self.history.seen, self.options, minimum=1)[0]  # (V,)
        code = draw(scores, 1, self.noise(step, len(scores))) if self.options.do_sample else scores.argmax()[None]
        self.history.follow(code, self.parents)
        self._unseen.append(code)
        if len(self._unseen) >= self.every:
            self._look()
        return code, self.parents

    def _look(self) -> None:
        """The one synchronisation; codes after a stop are forgotten."""
        chosen: list[int] = torch.cat(self._unseen).tolist() if self._unseen else []
        self._unseen.clear()
        for code in chosen:
            self.ended = self.ended or code == self.history.stop
            if not self.ended:
                self.codes.append(code)

    def result(self) -> tuple[list[int], bool]:
        """See :class:`Chooser`."""
        self._look()
        return self.codes, self.ended


class BeamSequences:
    """Beam search; with sampling, the candidates are drawn from all beams' scores together."""

    def __init__(
        self, config: GPTConfig, options: SamplingOptions, budget: CodeBudget | None, noise: Noise, device: torch.device
    ) -> None:
        self.options = options
        self.noise = noise
        self.history = History(config, options.num_beams, budget, device)
        self.beams = Beams(options.num_beams, config.stop_mel_token, options.length_penalty)
        self.totals = torch.full((options.num_beams, 1), -1e9, device=device)  # all but one start as good as dead
        self.totals[0] = 0

    @property
    def done(self) -> bool:
        """See :class:`Chooser`."""
        return self.beams.done

    @property
    def known(self) -> list[int]:
        """See :class:`Chooser`."""
        return self.result()[0] if self.done else []

    def choose(self, logits: Tensor, step: int) -> tuple[Tensor, Tensor]:
        """See :class:`Chooser`."""
        size = logits.shape[1]
        logits = self.history.allowed(logits, step).log_softmax(-1)
        scores = process(logits, self.history.seen, self.options, minimum=2)
        flat = (scores + self.totals).flatten()  # (beams*V,)
        found = self._pick(flat, step)  # (2*beams,)
        # The step's one synchronisation. Places are below 2**24, exact in float32; not every device has float64.
        pairs = torch.stack((flat[found], found.to(flat))).tolist()
        self.beams.advance(
            Candidate(score, int(index) // size, int(index) % size) for score, index in zip(*pairs, strict=True)
        )
        return self._follow()

    def _pick(self, flat: Tensor, step: int) -> Tensor:
        count = 2 * self.options.num_beams
        if self.options.do_sample:
            return draw(flat, count, self.noise(step, len(flat)))
        return flat.topk(count).indices

    def _follow(self) -> tuple[Tensor, Tensor]:
        living = self.beams.living
        device = self.totals.device
        self.totals = torch.tensor([[beam.score] for beam in living], dtype=torch.float32, device=device)
        codes, parents = torch.tensor([[beam.code, beam.parent] for beam in living], device=device).unbind(1)
        self.history.follow(codes, parents)
        return codes, parents

    def result(self) -> tuple[list[int], bool]:
        """See :class:`Chooser`."""
        best = self.beams.best()
        return list(best.codes), best.stopped
