"""The activation as one kernel: the kernel itself in Triton's interpreter, streams around it, what happens without."""

import os
import subprocess
import sys

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indextts.vocoder import activation as activation_module
from indextts.vocoder import fused
from indextts.vocoder.fused import Fused, check, kernel_for
from tests.indextts.vocoder import plain

INTERPRETED = """
import torch
from indextts.vocoder.fused import check, plain, _taps
from indextts.vocoder.kernel import activate

cpu = torch.device("cpu")
assert check(activate, cpu) is None, check(activate, cpu)
source = torch.Generator().manual_seed(1)
for length, start, count, channels in [(1, 0, 1, 3), (2, 0, 2, 24), (7, 0, 7, 70), (40, 5, 30, 48), (90, 40, 50, 5)]:
    for dtype, limit in [(torch.float32, 1e-5), (torch.bfloat16, 1e-2)]:
        rows = torch.randn(length, channels, generator=source).to(dtype)
        rates, amounts = torch.rand(2, channels, generator=source) + 0.5
        case = rows, start, count, rates, amounts, _taps(cpu)
        torch.testing.assert_close(activate(*case), plain(*case), rtol=limit, atol=limit)
"""


def test_the_kernel_computes_what_it_should():
    pytest.importorskip("triton")
    run = [sys.executable, "-c", INTERPRETED]
    done = subprocess.run(run, env=os.environ | {"TRITON_INTERPRET": "1"}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(0, 20), min_size=1, max_size=6), more=st.integers(1, 9))
def test_pieces_are_the_whole(model, cuts, more):
    layer = model.activation_post
    source = torch.Generator().manual_seed(sum(cuts) + more)
    rows = torch.randn(sum(cuts) + more, len(layer.act.alpha), generator=source)
    stream = Fused(fused.plain, *layer.act.halves())
    pieces = rows.split([*cuts, more])
    out = torch.cat([stream.push(piece, last=at == len(cuts)) for at, piece in enumerate(pieces)])
    expected = plain.activation(layer, rows.t()[None])[0].t()
    torch.testing.assert_close(out, expected, rtol=1e-4, atol=1e-5)


def test_the_vocoder_with_the_kernel_says_the_same(model, mel, monkeypatch):
    expected = model(mel)
    monkeypatch.setattr(activation_module, "kernel_for", lambda _device: fused.plain)
    chunks = torch.cat(list(model.vocode(mel, 7)), dim=2)
    torch.testing.assert_close(chunks, expected, rtol=1e-4, atol=1e-5)


def test_a_processor_has_none():
    assert kernel_for(torch.device("cpu")) is None


def broken(*_):
    raise RuntimeError("no compiler found\nsecond line")


@pytest.mark.parametrize(
    ("kernel", "reason"), [(broken, "no compiler found"), (lambda *c: 1.1 * fused.plain(*c), "off")]
)
def test_a_kernel_that_fails_or_is_wrong_is_refused_in_one_line(kernel, reason, monkeypatch, caplog):
    assert reason in check(kernel, torch.device("cpu"))
    assert "\n" not in check(kernel, torch.device("cpu"))
