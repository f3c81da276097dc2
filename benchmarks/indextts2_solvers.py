"""Which rule solves IndexTTS2's flow with the fewest evaluations? Prints one table.

    python benchmarks/indextts2_solvers.py [--golden DIR] [--full] [--json] [--write]

Errors against the released 25 Euler steps, as multiples of the error that 20 Euler steps have against them (at most 1
is wanted), and against the exact solution. On flows known in closed form: relative error of the median trajectory,
median over 20 flows that were not used to tune anything. With ``--golden`` on the tiny flow of the golden cases, with
``--full`` on a random full-size one: untrained, so they say whether a rule survives a network, not how good it is.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import torch
from torch import Tensor

from benchmarks.known_flows import flows
from benchmarks.report import Row, finish, options
from indextts.presets import FAST
from indextts.s2mel.solvers import solve

Solved = Callable[[str, int, int], Tensor]
"""Solver, steps, guidance every so many to where the trajectories (n, dimensions) end."""


@dataclass(frozen=True)
class Method:
    """A way to solve; ``passes`` of the network, both kinds counted."""

    solver: str
    steps: int
    every: int = 1

    @property
    def evaluations(self) -> int:
        """Of the guided velocity."""
        return {"midpoint": 2 * self.steps, "heun": 2 * self.steps, "ab2": self.steps + 1}.get(self.solver, self.steps)

    @property
    def passes(self) -> int:
        """Of the network, with and without condition."""
        return self.evaluations + sum(count < 2 or count % self.every == 0 for count in range(self.evaluations))

    @property
    def name(self) -> str:
        """For the table."""
        held = f", guidance at every {self.every}nd" if self.every > 1 else ""
        return f"`{self.solver}` {self.steps}{held} ({self.passes} passes)"


RELEASED, LIMIT = Method("euler", 25), Method("euler", 20)
DEFAULT = Method(FAST.flow.solver, FAST.flow.steps, FAST.flow.guidance_every)
METHODS = [
    RELEASED,
    LIMIT,
    Method("euler", 16),
    Method("euler", 10),
    Method("midpoint", 5),
    Method("heun", 5),
    Method("midpoint", 8),
    Method("ab2", 6, 2),
    Method("ab2", 8, 2),
    Method("ab2", 8),
    Method("ab2", 12),
    *(Method("forecast", steps) for steps in (5, 6, 7, 8, 9, 10, 11, 12)),
    Method("forecast", 8, 2),
    Method("forecast", 10, 2),
    Method("euler", 25, 2),
]


def off(found: Tensor, wanted: Tensor) -> float:
    """Relative error of the median trajectory."""
    return float(((found - wanted).norm(dim=-1) / wanted.norm(dim=-1)).median())


@dataclass(frozen=True)
class Errors:
    """Of one method, by flow: against 25 Euler steps, the same over that of 20, and against the exact solution."""

    released: list[float]
    share: list[float]
    exact: list[float]

    def row(self, method: Method) -> Row:
        """For the table."""
        share, far = statistics.median(self.share), max(self.share)
        text = f"{_percent(self.released)} from 25 Euler steps = {share:.2f} (worst flow {far:.2f}) of 20's; "
        return method.name, f"{text}{_percent(self.exact)} from exact", "1.00" if method == DEFAULT else ""


def _percent(values: Sequence[float]) -> str:
    return f"{100 * statistics.median(values):.2f} %"


def measure(method: Method, cases: Sequence[Solved], known: Sequence[tuple[Tensor, float, Tensor]]) -> Errors:
    """One method on all flows; ``known`` are the released ends, how far 20 Euler steps are off, and the exact ends."""
    errors = Errors([], [], [])
    for solved, (released, limit, exact) in zip(cases, known, strict=True):
        end = solved(method.solver, method.steps, method.every)
        errors.released.append(off(end, released))
        errors.share.append(off(end, released) / limit)
        errors.exact.append(off(end, exact))
    return errors


def table(cases: Sequence[Solved], methods: Sequence[Method], exact_steps: int) -> dict[str, Errors]:
    """All methods."""
    known = []
    for case in cases:
        released = case(RELEASED.solver, RELEASED.steps, 1)
        limit = off(case(LIMIT.solver, LIMIT.steps, 1), released)
        known.append((released, limit, case("midpoint", exact_steps, 1)))
    return {method.name: measure(method, cases, known) for method in methods}


def closed_form() -> list[Solved]:
    """Flows with seeds that nothing was tuned on."""
    return [
        lambda solver, steps, every, flow=flow: solve(flow.guided(every), flow.noise, solver, steps)  # type: ignore[misc] # bound early
        for flow in flows(range(20, 22))
    ]


def network(net_folder: Path | None) -> Solved:
    """The golden cases' tiny flow, or one of full size with the starting values of training."""
    from indextts.s2mel.flow import FlowMatching

    if net_folder is not None:
        from indextts.verify.golden import Golden
        from indextts.verify.s2mel import _flow

        golden = Golden(net_folder, "cfm")
        flow, inputs = _flow(golden, golden.sibling("dit")), [golden[f"in.{name}"] for name in INPUTS]
    else:
        from indextts.config import ModelConfig

        flow = FlowMatching(ModelConfig().s2mel).requires_grad_(requires_grad=False)
        _start(flow)
        flow.pack()
        torch.set_num_threads(os.cpu_count() or 1)
        source = torch.Generator().manual_seed(0)
        inputs = [
            torch.randn(shape, generator=source) for shape in ((1, 100, 512), (1, 80, 40), (1, 192), (1, 80, 100))
        ]

    @torch.inference_mode()
    def solved(solver: str, steps: int, every: int) -> Tensor:
        mel = flow.solve(*inputs, steps=steps, solver=solver, guidance_every=every)
        return mel[0, :, inputs[1].shape[2] :].flatten()[None]

    return solved


INPUTS = ("mu", "prompt", "style", "noise")


def _start(flow: torch.nn.Module) -> None:
    """The values :mod:`indextts.checkpoint.random_weights` writes."""
    from indextts.checkpoint.initial import initial

    source = torch.Generator().manual_seed(0)
    for key, value in [*flow.named_parameters(), *flow.named_buffers()]:
        start = initial(key, tuple(value.shape))
        value.copy_(start if isinstance(start, Tensor) else start * torch.randn(value.shape, generator=source))


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--golden", type=Path, help="folder of golden cases with dit and cfm")
    parser.add_argument("--full", action="store_true", help="a random flow of full size too, some minutes")
    arguments = parser.parse_args()
    begun = time.perf_counter()
    torch.set_num_threads(1)  # small tensors only lose time to threads
    found = table(closed_form(), METHODS, 120)
    rows = [errors.row(method) for method, errors in zip(METHODS, found.values(), strict=True)]
    nets = {"tiny": arguments.golden} | ({"full size": None} if arguments.full else {})
    few = [LIMIT, Method("euler", 10), Method("ab2", 8, 2), Method("forecast", 8), Method("forecast", 10)]
    for name, folder in nets.items():
        if name == "tiny" and folder is None:
            continue
        made = table([network(folder)], few, 120 if folder else 25)
        rows += [(f"untrained, {name}: {method.name}", made[method.name].row(method)[1], "") for method in few]
    rows.append(("took", f"{time.perf_counter() - begun:.0f} s", ""))
    finish(arguments, "IndexTTS2 solvers", {"medians": _medians(found)}, rows)


def _medians(found: dict[str, Errors]) -> dict[str, Any]:
    return {
        name: {"released": statistics.median(errors.released), "of_20_steps": statistics.median(errors.share)}
        for name, errors in found.items()
    }


if __name__ == "__main__":
    main()
