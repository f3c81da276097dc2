"""What a caller may ask of one utterance besides its text, checked before any work is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, get_args

from indextts.arguments import number, whole_number
from indextts.duration import Wish
from indextts.errors import OptionError
from indextts.t2s.sampling import SamplingOptions

Solver = Literal["euler", "midpoint", "heun", "ab2", "forecast"]
Progress = Callable[[float, str], None]
"""Called with the share done (0 to 1) and what is being done; an exception raised in it ends the work at once."""


@dataclass(frozen=True)
class FlowOptions:
    """How the flow from noise to mel is solved.

    Attributes:
        steps: solver steps, 1 to 200.
        cfg_rate: strength of classifier-free guidance, 0 to 3; 0 halves the work.
        solver: the integration rule.
        prompt_s: seconds of the reference that the flow sees as its prompt, from its beginning; none is all of it (15 s
            at most). Less is faster: the work grows with prompt and speech together.
        guidance_every: compute the unconditioned velocity anew at every so-manieth evaluation, 1 to 10.
        guidance_prompt: let the unconditioned pass run over the prompt's columns too, as released.
    """

    steps: int = 25
    cfg_rate: float = 0.7
    solver: Solver = "euler"
    prompt_s: float | None = None
    guidance_every: int = 1
    guidance_prompt: bool = True

    def __post_init__(self) -> None:
        whole_number("diffusion_steps", self.steps)
        whole_number("guidance_every", self.guidance_every)
        number("cfg_rate", self.cfg_rate)
        if self.prompt_s is not None:
            number("prompt_s", self.prompt_s)
        if not 1 <= self.steps <= 200:
            raise OptionError(f"{self.steps} diffusion steps are out of range.", "Give 1 to 200.")
        if not 0 <= self.cfg_rate <= 3:
            raise OptionError(f"A guidance rate of {self.cfg_rate} is out of range.", "Give 0 to 3.")
        if self.solver not in get_args(Solver):
            raise OptionError(f"There is no solver {self.solver!r}.", f"Use one of {', '.join(get_args(Solver))}.")
        if not 1 <= self.guidance_every <= 10:
            raise OptionError(f"Guidance at every {self.guidance_every} steps is out of range.", "Give 1 to 10.")
        if self.prompt_s is not None and not 1 <= self.prompt_s <= 15:
            raise OptionError(f"A prompt of {self.prompt_s} s is out of range.", "Give 1 to 15 seconds.")


@dataclass(frozen=True)
class SpeakOptions:
    """Everything about how an utterance is rendered.

    Attributes:
        sampling: how codes are drawn.
        flow: how the mel is solved.
        wish: the length asked for.
        silence_ms: pause between segments in milliseconds, 0 to 10 000.
        seed: makes the result repeatable on one machine; none draws a new one.
        progress: told how far the work is.
    """

    sampling: SamplingOptions = field(default_factory=SamplingOptions)
    flow: FlowOptions = field(default_factory=FlowOptions)
    wish: Wish = field(default_factory=Wish)
    silence_ms: float = 200
    seed: int | None = None
    progress: Progress | None = None

    def __post_init__(self) -> None:
        number("interval_silence", self.silence_ms)
        if self.progress is not None and not callable(self.progress):
            raise OptionError(f"progress is {self.progress!r}.", "Give a function of (share done, what).")
        if self.seed is not None:
            whole_number("seed", self.seed)
        if not 0 <= self.silence_ms <= 10_000:
            raise OptionError(f"A pause of {self.silence_ms} ms is out of range.", "Give 0 to 10000.")
        if self.seed is not None and not 0 <= self.seed < 2**63:
            raise OptionError(f"{self.seed} cannot be a seed.", "Give a whole number from 0.")
