"""``indextts download`` as users start it, killed in the middle and started again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

if not os.environ.get("CI"):
    pytest.importorskip("torch", reason="needs the extra indextts")

from indextts.checkpoint.random_weights import write_random
from indextts.checkpoint.tiny import tiny_config
from tests.indextts.checkpoint.fake_hub import FakeHub
from tests.indextts.checkpoint.test_download import published

PATIENCE_S = 60
DOWNLOAD = [sys.executable, "-m", "indextts", "download"]


@pytest.mark.real
@pytest.mark.parametrize(
    ("source", "kept"),
    [("huggingface", 0), ("modelscope", 2**20)],  # bytes: the hub's library writes 10 MB at a time, we write 1 MiB
)
def test_a_killed_download_goes_on_where_it_was(tmp_path: Path, source: str, kept: int) -> None:
    model = write_random(tmp_path / "official", tiny_config())
    target = tmp_path / "m"
    arguments = [*DOWNLOAD, str(target), "--accept-licence", "--source", source]
    with FakeHub(published(model, source), stall={"gpt.pth": 1_500_000}) as hub:
        domain = hub.url.removeprefix("http://")
        own = {"HF_ENDPOINT": hub.url, "MODELSCOPE_DOMAIN": domain, "MODELSCOPE_URL_SCHEME": "http://"}
        first = subprocess.Popen(arguments, env=os.environ | own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _wait_for(hub)
        first.kill()
        first.wait(PATIENCE_S)
        assert not (target / "gpt.pth").exists()
        hub.stall = {}
        ran = subprocess.run(
            arguments, env=os.environ | own, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
    assert ran.returncode == 0, ran.stderr
    assert (target / "gpt.pth").read_bytes() == model.gpt.read_bytes()
    assert hub.fetched("gpt.pth") == [0, kept]
    assert hub.fetched("config.yaml") == [0]


def _wait_for(hub: FakeHub) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not hub.fetched("gpt.pth") and time.monotonic() < deadline:
        time.sleep(0.05)
    assert hub.fetched("gpt.pth"), "the download did not begin"
    time.sleep(0.5)  # for the client to write what has come
